"""Make a workbook for Excel or LibreOffice from the rows of ``writers/xlsx.py``. Needs XlsxWriter, the extra ``xlsx``.

Called by ``spooled.py``. Rows are written one by one, so that memory is bounded. Excel's limits are respected: a cell
is cut at 32,767 characters, with a note in it; links beyond the number that a sheet may have are plain text.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from archtool.errors import OutputError, UsageError

LONGEST = 32_767
ROWS = 1_048_576
LINKS = 65_000
LONGEST_LINK = 2_079
CUT = " [cut here: a cell holds no more]"
WIDTHS = {"title": 50, "url": 40, "archive": 40, "description": 40, "text": 80, "date": 12, "captured": 18}
MADE = datetime(2000, 1, 1)  # fixed, so that the bytes are the same in every run
IS_DIRECTORY = False


def check(path: str) -> None:
    """Refuse to begin without XlsxWriter; an existing file will be replaced. Raises :class:`UsageError`."""
    try:
        import xlsxwriter  # noqa: F401
    except ImportError as error:
        raise UsageError("Excel needs XlsxWriter: pip install '.[xlsx]' in the checkout") from error


def make(rows: Iterable[dict[str, Any]], path: str, temporary: str, new: bool) -> list[str]:
    """Make the file ``path`` from ``rows``, through ``temporary`` in the same folder. Raises ``OSError``."""
    import xlsxwriter

    with xlsxwriter.Workbook(temporary, {"constant_memory": True}) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet("pages")
        formats = {kind: book.add_format({"num_format": kind}) for kind in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm")}
        number = 0
        for number, row in enumerate(rows, 1):
            if number == 1:
                _head(sheet, list(row), book.add_format({"bold": True}))
            if number == ROWS:
                raise OutputError(f"more than {ROWS - 1:,} rows, which is all that a sheet holds: use CSV")
            for column, (name, value) in enumerate(row.items()):
                _write(sheet, (number, column), name, value, formats, number)
        if number:
            sheet.autofilter(0, 0, number, len(row) - 1)
    os.replace(temporary, path)
    return []


def leftovers(temporary: str) -> Iterator[str]:
    """Yield the files that :func:`make` may leave when interrupted."""
    yield temporary


def _head(sheet: Any, names: list[str], bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDTHS.get(name, 14))
        sheet.write_string(0, column, name, bold)


def _write(sheet: Any, place: tuple[int, int], name: str, value: Any, formats: dict[str, Any], number: int) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int):
        sheet.write_number(*place, value)
    elif name in ("url", "archive") and 2 * number < LINKS and len(value) <= LONGEST_LINK and value.startswith("http"):
        sheet.write_url(*place, value, string=value)
    elif name == "date" and len(value) == 10 and (day := _day(value)):
        sheet.write_datetime(*place, day, formats["yyyy-mm-dd"])
    elif name == "captured" and (moment := _moment(value)):
        sheet.write_datetime(*place, moment, formats["yyyy-mm-dd hh:mm"])
    else:
        sheet.write_string(*place, value if len(value) <= LONGEST else value[: LONGEST - len(CUT)] + CUT)


def _day(text: str) -> date | None:
    """Return the day as Excel can hold it: its calendar begins in 1900."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
