"""A record as dicts, lists and strings: what the JSON forms, CSV and the reader of records agree on."""

from __future__ import annotations

from typing import Any

from archtool.model import Record

MARKS = ("duplicates", "duplicate_of")  # keys that stand only where there is something to say
KEYS = tuple(key for key in Record._fields if key not in MARKS)


def as_values(record: Record) -> dict[str, Any]:
    """Return ``record`` with its keys in order; groups, pairs and counts become objects. Empty marks are left out."""
    values: dict[str, Any] = record._asdict()
    values["tag_groups"] = [{"name": group.name, "topics": group.topics} for group in record.tag_groups]
    values["fields"] = [{"name": pair.name, "values": pair.values} for pair in record.fields]
    values["removed"] = [{"rule": count.rule, "count": count.count} for count in record.removed]
    for key in MARKS:
        if not values[key]:
            del values[key]
    if record.duplicates:
        values["duplicates"] = [duplicate._asdict() for duplicate in record.duplicates]
    if record.duplicate_of:
        values["duplicate_of"] = record.duplicate_of._asdict()
    return values
