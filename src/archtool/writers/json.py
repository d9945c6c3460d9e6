"""JSON for reading or for loading whole: an indented array; in a file for one record, the object alone."""

from __future__ import annotations

from archtool.keys import as_values
from archtool.model import Record
from archtool.writers import Format


def render(record: Record) -> str:
    """Return ``record`` as an indented object."""
    from json import dumps

    return dumps(as_values(record), ensure_ascii=False, indent=2)


FORMAT = Format(".json", render, before="[\n", between=",\n", after="\n]\n", alone=("", "\n"))
