"""Write the tables of commands that count and list: drawn on a terminal, TSV elsewhere, or in the format chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archtool.errors import UsageError
from archtool.output.streams import Output
from archtool.output.targets import suffix

SEPARATOR = " | "
FORMATS = {".jsonl": "jsonl", ".csv": "csv"}
NO_TEXT = frozenset({".xlsx", ".db", ".sqlite", ".sqlite3", ".parquet"})
# A TSV cell cannot hold tabs and line ends: they are written as escapes, and so is the backslash.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write_table(out: Output, columns: Sequence[str], rows: Iterable[Sequence[Any]], format: str | None) -> None:
    """Write ``rows`` of texts, numbers and lists of texts in ``format``; by default, the one that suits the output."""
    if format == "jsonl":
        from json import dumps

        for row in rows:
            out.write(dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
    elif format == "csv":
        from archtool.writers.csv import row_of

        for cells in (columns, *rows):
            out.write(row_of([_guarded(cell) for cell in cells]))
    elif out.on_terminal and format is None:
        from archtool.output.drawn import table

        out.write_styled(table(columns, [[_cell(value) for value in row] for row in rows]))
    else:
        out.write("\t".join(columns) + "\n")
        for row in rows:
            out.write("\t".join(_cell(value).translate(ESCAPES) for value in row) + "\n")


def table_format(to: str | None, path: str | None) -> str | None:
    """Return the format of a table written to ``path``: that of ``--to``, else that of the suffix, or ``None``.

    Raises :class:`UsageError` for the suffix of a format that is not text.
    """
    ending = suffix(path).lower()
    if to is None and ending in NO_TEXT:
        raise UsageError(f"{path}: a table is written as .csv, .tsv or .jsonl, not as {ending}")
    return to or FORMATS.get(ending)


def _guarded(value: Any) -> str:
    """Return a cell that a spreadsheet does not run as a formula."""
    from archtool.writers.csv import FORMULA

    text = _cell(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _cell(value: Any) -> str:
    return SEPARATOR.join(value) if isinstance(value, (list, tuple)) else str(value)
