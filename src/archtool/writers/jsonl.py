"""JSON Lines: one record a line, all keys always present, in the order of the record."""

from __future__ import annotations

from json import JSONEncoder

from archtool.model import Record
from archtool.writers import Form
from archtool.writers.plain_values import as_values

_ENCODER = JSONEncoder(ensure_ascii=False, check_circular=False)


def render(record: Record) -> str:
    """Return ``record`` as one line."""
    line = _ENCODER.encode(as_values(record))
    # Valid in JSON, but line ends to many a program that reads line by line.
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"


FORM = Form(".jsonl", render)
