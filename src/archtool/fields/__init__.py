"""Fields of the record: one file per kind of field."""
