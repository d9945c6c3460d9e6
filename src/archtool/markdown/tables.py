"""Write the rows of a table as a GFM table, with the markup inside its cells.

Called by ``document.py``. A row is one block whose text has bars between cells; the DOM nodes of a cell tell bars
inside it from these.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from archtool.markdown.escape import BREAK, escape
from archtool.markdown.inline import inline
from archtool.markdown.options import Options
from archtool.markdown.pieces import Span
from archtool.model import Block

_CELL = ("td", "th")
CELL_END = " | "  # between the cells of a row, from the walk or in a dump


def table(rows: Sequence[Block], options: Options) -> str:
    """Return rows as a GFM table, which must have a header: the first row."""
    grid = [_cells(row, options) for row in rows]
    width = max(map(len, grid))
    if width < 2:
        return BREAK.join(cell for row in grid for cell in row)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in grid]
    lines.insert(1, f"|{' --- |' * width}")
    return "\n".join(lines)


def _cells(row: Block, options: Options) -> list[str]:
    """Return the cells of a row, divided by the DOM or, without it, at the bars in its text."""
    pairs = zip(row.nodes, row.spans, strict=True)
    groups = [[span for _, span in cell] for _, cell in groupby(pairs, key=lambda pair: _cell_of(pair[0]))]
    texts = _divided(row.text, groups)
    filled = [number for number, text in enumerate(texts) if text]
    if not groups or len(groups) != len(filled):
        return [_in_cell(escape(text)) for text in texts]
    spans_of = dict(zip(filled, groups, strict=True))
    # A bar inside a code span would end the cell: such a cell is written without markup.
    return [
        _in_cell(escape(text) if "|" in text else inline(text, spans_of.get(number, ()), options))
        for number, text in enumerate(texts)
    ]


def _divided(text: str, groups: Sequence[Sequence[Span]]) -> list[str]:
    """Return the texts of a row's cells; bars inside the spans of a cell, given in ``groups``, belong to it."""
    parts = text.split(CELL_END)
    own = [sum(shown.count("|") for shown, _ in spans) for spans in groups]
    if not any(own):
        return parts
    cells: list[str] = []
    place = 0
    for part in parts:
        joins = cells and place < len(own) and cells[-1] and cells[-1].count("|") < own[place]
        if joins:
            cells[-1] += CELL_END + part
        else:
            place += bool(cells and cells[-1])
            cells.append(part)
    return cells if [cell.count("|") for cell in cells if cell] == own else parts


def _cell_of(node: Any) -> int:
    element = node.parent
    while element is not None and element.tag not in _CELL:
        element = element.parent
    return int(element.mem_id) if element is not None else 0


def _in_cell(text: str) -> str:
    return text.replace(BREAK, " ").replace("\n", " ")
