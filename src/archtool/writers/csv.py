"""CSV as RFC 4180 has it, for spreadsheets: a header, one row a record, CRLF, UTF-8.

Lists are joined by `` | ``. A cell that a spreadsheet would run as a formula (it begins with ``= + - @``, a tab or a
carriage return) gets an apostrophe in front, which spreadsheets hide: pages are written by strangers. There is no
column for the marks of ``dedupe``: every table has the same columns.
"""

from __future__ import annotations

from typing import Any

from archtool.model import KEYS, Record
from archtool.writers import Form
from archtool.writers.plain_values import as_values

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SEPARATOR = " | "


def render(record: Record) -> str:
    """Return ``record`` as one row."""
    values = as_values(record)
    return _row(_cell(values[key]) for key in KEYS)


def _row(cells: Any) -> str:
    import io
    from csv import writer

    buffer = io.StringIO(newline="")
    writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = SEPARATOR.join(map(_part, value)) if isinstance(value, (list, tuple)) else value
    return f"'{text}" if text.startswith(FORMULA) else text


def _part(value: Any) -> str:
    """One item of a list; a group, a pair or a count as ``name: one; two``."""
    if isinstance(value, str):
        return value
    name, content = value.values()
    return f"{name}: {'; '.join(content) if isinstance(content, (list, tuple)) else content}"


_HEADER = ",".join(KEYS) + "\r\n"
FORM = Form(".csv", render, before=_HEADER, alone=(_HEADER, ""))
