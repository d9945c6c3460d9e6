"""CSV as in RFC 4180, for spreadsheets: a header, one row a record, CRLF, UTF-8.

The columns most needed come first: title, date, address; the text is the last. ``archive`` is a link to the capture at
the Wayback Machine. Lists are joined by `` | ``. A cell that a spreadsheet would run as a formula (it begins with
``= + - @``, a tab or a carriage return) gets an apostrophe in front, which spreadsheets hide: pages are written by
strangers. There is no column for the marks of ``dedupe``: every table has the same columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archtool.errors import UsageError
from archtool.keys import as_values
from archtool.model import KEYS, Record, Signals
from archtool.writers import Format

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SEPARATOR = " | "
BOM = "\ufeff"  # without it, Excel does not read a file as UTF-8
FIRST = "title date url archive authors site lang description tags topics categories words captured".split()
LAST = ["id", "text"]
# Columns of every table; columns of signals are added on request, before the last two.
COLUMNS = (*FIRST, *(key for key in KEYS if key not in (*FIRST, *LAST)), *LAST)


def archive(record: Record) -> str | None:
    """Return the address of the capture at the Wayback Machine; ``None`` if the page is not a capture of an address."""
    if not record.url or not record.captured or "://" not in record.url:
        return None
    return f"https://web.archive.org/web/{''.join(filter(str.isdecimal, record.captured))[:14]}/{record.url}"


def cells(record: Record) -> dict[str, Any]:
    """Return the values of ``record`` by column."""
    measured = Signals() if record.signals is None else record.signals
    return as_values(record) | {"archive": archive(record)} | measured._asdict()


def chosen(columns: str | None, signals: bool = False) -> tuple[str, ...]:
    """Return the columns of a comma-separated list; by default all, and those of ``signals`` on request.

    Raises :class:`UsageError` for an unknown column.
    """
    if not columns:
        return (*COLUMNS[: -len(LAST)], *Signals._fields, *LAST) if signals else COLUMNS
    found = tuple(name.strip() for name in columns.split(",") if name.strip())
    for name in found:
        if name not in (*COLUMNS, *Signals._fields):
            known = ", ".join((*COLUMNS, *Signals._fields))
            raise UsageError(f"--columns: no column {name!r}; there are {known}")
    return found


def table(columns: Sequence[str] = COLUMNS, delimiter: str = ",", bom: bool = False, suffix: str = ".csv") -> Format:
    """Return the format with these columns and delimiter; ``bom``: with a byte order mark for Excel."""

    def render(record: Record) -> str:
        values = cells(record)
        return row_of([_cell(values[name]) for name in columns], delimiter)

    header = (BOM if bom else "") + row_of(columns, delimiter)
    return Format(suffix, render, before=header, alone=(header, ""))


def row_of(values: Sequence[str], delimiter: str = ",") -> str:
    """Return a line of the table."""
    import io
    from csv import writer

    buffer = io.StringIO(newline="")
    writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerow(values)
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = joined(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def joined(value: Any) -> str:
    """Return a text unchanged, a list as one text."""
    return SEPARATOR.join(map(_part, value)) if isinstance(value, (list, tuple)) else str(value)


def _part(value: Any) -> str:
    """Return one item of a list as text; a group, pair or count as ``name: one; two``."""
    if isinstance(value, str):
        return value
    name, content = value.values()
    return f"{name}: {'; '.join(content) if isinstance(content, (list, tuple)) else content}"


FORMAT = table()
