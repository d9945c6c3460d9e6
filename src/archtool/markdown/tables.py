"""Write the rows of a table as a GFM table, with the markup inside its cells.

Called by ``document.py``. A row is one block whose text has bars between cells; the DOM nodes of a cell tell bars
inside it from these.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from archtool.blocks.html_tags import CODE, FORMULA, SIGN
from archtool.markdown.escape import BREAK, escape
from archtool.markdown.inline import inline
from archtool.markdown.options import Options
from archtool.markdown.pieces import Span
from archtool.markdown.single import single
from archtool.model import Block
from archtool.startup.patterns import lazy

_BARE_BAR = lazy(r"(?<!\\)\|")
_NORM = "\\Vert "  # TeX for a double bar, without a bar
_CELL = ("td", "th")
CELL_END = " | "  # between the cells of a row, from the walk or in a dump


def table(run: Sequence[Block], options: Options) -> str:
    """Return rows as a GFM table, which has the first row as its header; pictures stand in their cells."""
    rows = [block for block in run if block.kind == "row"]
    grid = [_cells(row, options) for row in rows]
    left = [shown for block in run if block.kind != "row" if (shown := _put(block, rows, grid, options))]
    return "\n\n".join([_grid(grid), *left])


def _grid(grid: Sequence[Sequence[str]]) -> str:
    width = max(map(len, grid))
    if width < 2:
        return BREAK.join(cell for row in grid for cell in row)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in grid]
    lines.insert(1, f"|{' --- |' * width}")
    return "\n".join(lines)


def is_of_table(row: Block, block: Block) -> bool:
    """Whether a picture stands in the table of a row."""
    return _table_of(row) == _table_of(block) != 0


def _table_of(block: Block) -> int:
    element = block.nodes[0].parent if block.nodes else None
    while element is not None and element.tag != "table":
        element = element.parent
    return int(element.mem_id) if element is not None else 0


def _put(block: Block, rows: Sequence[Block], grid: Sequence[list[str]], options: Options) -> str:
    """Put a picture into its cell; return it if it has none, or one that cannot be told as cells span columns."""
    shown = single(block, options)
    cell = block.nodes[0].parent
    while cell is not None and cell.tag not in _CELL:
        cell = cell.parent
    if cell is None or not shown:
        return shown
    owner = cell.parent.mem_id
    for row, cells in zip(rows, grid, strict=True):
        element = row.nodes[0].parent if row.nodes else None
        while element is not None and element.tag != "tr":
            element = element.parent
        if element is not None and element.mem_id == owner:
            places = [each.mem_id for each in element.iter() if each.tag in _CELL]
            if len(places) != len(cells):
                return shown
            place = places.index(cell.mem_id)
            cells[place] = f"{cells[place]} {shown}".strip()
            return ""
    return shown


def _cells(row: Block, options: Options) -> list[str]:
    """Return the cells of a row, divided by the DOM or, without it, at the bars in its text."""
    pairs = zip(row.nodes, row.spans, strict=True)
    groups = [list(cell) for _, cell in groupby(pairs, key=lambda pair: _cell_of(pair[0]))]
    texts = _divided(row.text, [[span for _, span in group] for group in groups])
    filled = [number for number, text in enumerate(texts) if text]
    if not groups or len(groups) != len(filled):
        return [_in_cell(escape(text)) for text in texts]
    spans_of = dict(zip(filled, groups, strict=True))
    return [_in_cell(_cell(text, spans_of.get(number, ()), options)) for number, text in enumerate(texts)]


def _cell(text: str, pairs: Sequence[tuple[Any, Span]], options: Options) -> str:
    """Return the text of one cell with its markup; bars of code and formulas, which would end the cell, are escaped."""
    spans = _code_by_line(pairs)
    if "\\|" in text:
        if any("\\|" in shown and not mark[0] & FORMULA for shown, mark in spans):
            return escape(text)
        text = text.replace("\\|", _NORM)
        spans = [(shown.replace("\\|", _NORM), mark) for shown, mark in spans]
    return _BARE_BAR.sub(r"\\|", inline(text, spans, options)) if "|" in text else inline(text, spans, options)


def _code_by_line(pairs: Sequence[tuple[Any, Span]]) -> Sequence[Span]:
    """Return the spans of a cell, with each line of preformatted code as code of its own."""
    if not any("\n" in shown.strip() for _, (shown, _) in pairs):
        return [span for _, span in pairs]
    found: list[Span] = []
    line = 0
    for node, (shown, mark) in pairs:
        if not _is_preformatted(node):
            found.append((shown, mark))
            continue
        for number, part in enumerate(shown.split("\n")):
            line += number > 0
            found.append((part, (CODE | (SIGN if line % 2 else 0), mark[1])))
    return found


def _is_preformatted(node: Any) -> bool:
    element = node.parent
    while element is not None and element.tag not in _CELL:
        if element.tag == "pre":
            return True
        element = element.parent
    return False


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
