"""Tables of what the commands count and list: drawn on a terminal, TSV anywhere else, or the format asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archtool.output.streams import Output, suffix

SEPARATOR = " | "
# A cell of TSV holds no tab and no line end: they are written as escapes, and so is the backslash that makes them.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write_table(out: Output, columns: Sequence[str], rows: Iterable[Sequence[Any]], format: str | None) -> None:
    """Write ``rows`` of texts, numbers and lists of texts in ``format``; ``None``: as fits the output."""
    if format == "jsonl":
        from json import dumps

        for row in rows:
            out.write(dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
    elif out.on_terminal and format is None:
        from archtool.output.drawn import table

        out.write_styled(table(columns, [[_cell(value) for value in row] for row in rows]))
    else:
        out.write("\t".join(columns) + "\n")
        for row in rows:
            out.write("\t".join(_cell(value).translate(ESCAPES) for value in row) + "\n")


def table_format(to: str | None, path: str | None) -> str | None:
    """Return the format of a table that is written to ``path``: that of ``--to``, else that of the suffix, if any."""
    return to or ("jsonl" if suffix(path).lower() == ".jsonl" else None)


def _cell(value: Any) -> str:
    return SEPARATOR.join(value) if isinstance(value, (list, tuple)) else str(value)
