"""Tables of a page: which hold data, whose rows become one block each, and which only lay the page out.

Pages of the 1990s put their whole text in tables; such a table gives ordinary blocks. The walk makes blocks of every
cell; only when a table ends is it known what it was, and the blocks of a data table are then joined row by row. A table
that holds another one is layout, so no block is joined twice.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archtool.blocks.html_walk import Walk

CELL_WORDS = 60  # a cell above this is prose that happens to stand in a table
CELL_BLOCKS = 4


class Table:
    """The cells of one table: for each row the ranges of blocks made in its cells."""

    __slots__ = ("headers", "layout", "number", "owners", "rows", "start")

    def __init__(self, start: int, number: int, role: str | None) -> None:
        self.start = start
        self.number = number
        self.layout = role in ("presentation", "none")
        self.headers = 0
        self.rows: list[list[list[int]]] = []
        self.owners: list[int] = []

    def begin_row(self, element: int) -> None:
        """A ``tr`` begins; ``element`` is its index."""
        self.rows.append([])
        self.owners.append(element)

    def begin_cell(self, block: int, header: bool) -> None:
        """A ``td`` or ``th`` begins; ``block`` is the index that its first block will have."""
        if self.rows:
            self.headers += header
            self.rows[-1].append([block, block])

    def end_cell(self, block: int) -> None:
        """A cell has ended; ``block`` is one past its last block."""
        if self.rows and self.rows[-1]:
            self.rows[-1][-1][1] = block

    def holds_data(self, walk: Walk) -> bool:
        """Tell a table of data from one that lays the page out, by the size and number of its cells."""
        if self.layout:
            return False
        filled = [sum([end > start for start, end in row]) for row in self.rows]
        wide = sum(count > 1 for count in filled)
        if wide < 2 and not (wide and self.headers):
            return False
        large = 0
        texts = walk.texts
        for start, end in chain.from_iterable(self.rows):
            if end - start > CELL_BLOCKS or sum([text.count(" ") + 1 for text in texts[start:end]]) > CELL_WORDS:
                large += 1
        return large * 10 <= sum(filled)

    def close(self, walk: Walk) -> None:
        """Join the blocks of each row where the table holds data."""
        if len(walk.texts) == self.start or not self.holds_data(walk):
            return
        columns: tuple[Any, ...] = walk.columns()
        taken: list[Any] = [column[self.start :] for column in columns]
        for column in columns:
            del column[self.start :]
        done = 0
        for row, owner in zip(self.rows, self.owners, strict=True):
            if not row:
                continue
            first, last = row[0][0] - self.start, row[-1][1] - self.start
            if first < done:
                continue
            _copy(columns, taken, done, first)
            done = max(last, first)
            if last - first == 0:
                continue
            self._join(walk, taken, row, owner)
        _copy(columns, taken, done, len(taken[0]))

    def _join(self, walk: Walk, taken: list[Any], row: list[list[int]], owner: int) -> None:
        """Append one block for ``row``, with the texts of its cells joined by a bar."""
        _, texts, _, _, nodes, spans, owners, linked, anchors, marks, images, flags = taken
        cells = []
        for start, end in row:
            cells.append(" ".join(texts[start - self.start : end - self.start]).replace("\n", " "))
        first, last = row[0][0] - self.start, row[-1][1] - self.start
        walk.kinds.append("row")
        walk.texts.append(" | ".join(cells))
        walk.levels.append(0)
        walk.groups.append(self.number)
        walk.nodes.append(tuple(chain.from_iterable(nodes[first:last])))
        walk.spans.append(tuple(chain.from_iterable(spans[first:last])))
        walk.owners.append(owner if last - first > 1 else owners[first])
        for column, values in (
            (walk.linked, linked), (walk.anchors, anchors), (walk.marks, marks), (walk.images, images),
        ):  # fmt: skip
            column.append(sum(values[first:last]))
        walk.flags.append(flags[first])


def _copy(columns: tuple[Any, ...], taken: list[Any], start: int, end: int) -> None:
    """Give the blocks from ``start`` to ``end`` back unchanged: captions, and text between rows."""
    for column, values in zip(columns, taken, strict=True):
        column.extend(values[start:end])
