"""JSON Lines: one record a line, all keys always present, in the order of the record."""

from __future__ import annotations

from json import JSONEncoder
from typing import Any

from archtool.keys import as_values
from archtool.model import Record
from archtool.writers import Format

_ENCODER = JSONEncoder(ensure_ascii=False, check_circular=False)


def render(record: Record) -> str:
    """Return ``record`` as one line."""
    return _line(as_values(record))


def extended(line: str, values: dict[str, Any]) -> str:
    """Return ``line``, a rendered record, with more keys at its end."""
    return f"{line[:-2]}, {_line(values)[1:]}"


def _line(values: dict[str, Any]) -> str:
    line = _ENCODER.encode(values)
    # Valid in JSON, but line ends for many programs that read line by line.
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"


FORMAT = Format(".jsonl", render)
