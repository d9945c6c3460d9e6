"""Tables of what the commands count and list: drawn on a terminal, TSV or JSON Lines anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archtool.output.streams import Output

SEPARATOR = " | "
# A cell of TSV holds no tab and no line end: they are written as escapes, and so is the backslash that makes them.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write_table(out: Output, columns: Sequence[str], rows: Iterable[Sequence[Any]], format: str) -> None:
    """Write ``rows`` of texts, numbers and lists of texts; in TSV under a header."""
    if format == "jsonl":
        from json import dumps

        for row in rows:
            out.write(dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
    elif out.on_terminal:
        from archtool.output.terminal import table

        out.write_styled(table(columns, [[_cell(value) for value in row] for row in rows]))
    else:
        out.write("\t".join(columns) + "\n")
        for row in rows:
            out.write("\t".join(_cell(value).translate(ESCAPES) for value in row) + "\n")


def _cell(value: Any) -> str:
    return SEPARATOR.join(value) if isinstance(value, (list, tuple)) else str(value)
