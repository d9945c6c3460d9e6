"""Tell tables of data, whose rows become one block each, from tables that only lay out the page.

Pages of the 1990s put their whole text in tables, which give ordinary blocks. The walk makes blocks of every cell;
when a table ends and proves to hold data, its blocks are joined row by row. A table that holds another one is layout,
so no block is joined twice.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archtool.blocks.html_making import Making

CELL_WORDS = 60  # a longer cell is prose
CELL_BLOCKS = 4
WIDEST = 60  # most columns or rows that one cell spans


class Table:
    """The cells of one table: for each row, the ranges of blocks made in its cells.

    A cell that spans several rows or columns stands where it begins; the places it covers stay empty, so that its text
    is not repeated and every other cell stands under its heading.
    """

    __slots__ = ("beside", "covered", "headers", "layout", "number", "owners", "rows", "start")

    def __init__(self, start: int, number: int, role: str | None, beside: int) -> None:
        self.start = start
        self.number = number
        self.layout = role in ("presentation", "none")
        self.headers = 0
        self.rows: list[list[list[int]]] = []
        self.owners: list[int] = []
        self.covered: dict[tuple[int, int], list[int]] = {}  # by row and cell: how many columns and rows it spans
        self.beside = beside  # number of entries beside blocks when the table began

    def begin_row(self, element: int) -> None:
        """Begin a ``tr``; ``element`` is its index."""
        self.rows.append([])
        self.owners.append(element)

    def begin_cell(self, block: int, header: bool, spans: tuple[str | None, str | None]) -> None:
        """Begin a ``td`` or ``th``; ``block`` is the index that its first block will have.

        ``spans``: the numbers of columns and rows, as they are written.
        """
        if self.rows:
            self.headers += header
            self.rows[-1].append([block, block])
            if spans != (None, None):
                covered = [_span(span) for span in spans]
                if covered != [1, 1]:
                    self.covered[len(self.rows) - 1, len(self.rows[-1]) - 1] = covered

    def end_cell(self, block: int) -> None:
        """End a cell; ``block`` is one past its last block."""
        if self.rows and self.rows[-1]:
            self.rows[-1][-1][1] = block

    def holds_data(self, walk: Making) -> bool:
        """Return whether the table holds data rather than layout, judging by the size and number of its cells."""
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

    def close(self, walk: Making) -> None:
        """Join the blocks of each row if the table holds data."""
        if len(walk.texts) == self.start or not self.holds_data(walk):
            return
        columns: tuple[Any, ...] = walk.columns()
        taken: list[Any] = [column[self.start :] for column in columns]
        for column in columns:
            del column[self.start :]
        done = 0
        empty = self._places_covered() if self.covered else {}
        for number, (row, owner) in enumerate(zip(self.rows, self.owners, strict=True)):
            if not row:
                continue
            first, last = row[0][0] - self.start, row[-1][1] - self.start
            if first < done:
                continue
            _copy(columns, taken, done, first)
            done = max(last, first)
            if last - first == 0:
                continue
            self._join(walk, taken, row, owner, empty.get(number, {}))
        _copy(columns, taken, done, len(taken[0]))
        for entry in walk.beside[self.beside :]:  # pictures in cells move behind the table
            entry[:1] = [len(walk.texts)]
            entry[4:] = [0, 0]

    def _join(self, walk: Making, taken: list[Any], row: list[list[int]], owner: int, empty: dict[int, int]) -> None:
        """Append one block for ``row``, with the texts of its cells joined by bars.

        ``empty``: the number of places before each cell that cells of other rows or columns cover.
        """
        _, texts, _, _, nodes, spans, owners, linked, anchors, marks, images, flags = taken
        first, last = row[0][0] - self.start, row[-1][1] - self.start
        seen = [block for block in range(first, last) if flags[block] == walk.flag]
        for block in range(first, last):  # text of a cell shown by scripts
            if flags[block] != walk.flag:
                walk.beside.append([0, "hidden/element", texts[block], nodes[block][0], 0, 0])
        if not seen:
            return
        cells = []
        for number, (start, end) in enumerate(row):
            cells += [""] * empty.get(number, 0)
            shown = [texts[block] for block in range(start - self.start, end - self.start) if flags[block] == walk.flag]
            cells.append(" ".join(shown).replace("\n", " "))
        walk.kinds.append("row")
        walk.texts.append(" | ".join(cells))
        walk.levels.append(0)
        walk.groups.append(self.number)
        walk.nodes.append(tuple(chain.from_iterable([nodes[block] for block in seen])))
        walk.spans.append(tuple(chain.from_iterable([spans[block] for block in seen])))
        walk.owners.append(owner if last - first > 1 else owners[first])
        for column, values in (
            (walk.linked, linked), (walk.anchors, anchors), (walk.marks, marks), (walk.images, images),
        ):  # fmt: skip
            column.append(sum([values[block] for block in seen]))
        walk.flags.append(walk.flag)

    def _places_covered(self) -> dict[int, dict[int, int]]:
        """Return by row how many empty places stand before each of its cells."""
        found: dict[int, dict[int, int]] = {}
        below: dict[int, int] = {}  # by column, the number of further rows that a cell from above covers
        for number, row in enumerate(self.rows):
            column = 0
            after: dict[int, int] = {}
            waiting = 0  # columns covered by the cell before; they matter only if another cell follows
            for cell in range(len(row)):
                gaps = waiting
                while below.get(column, 0) > 0:
                    gaps += 1
                    column += 1
                if gaps:
                    found.setdefault(number, {})[cell] = gaps
                columns, rows = self.covered.get((number, cell), (1, 1))
                for place in range(column, column + columns):
                    after[place] = rows - 1
                column += columns
                waiting = columns - 1
            below = {place: rows - 1 for place, rows in below.items() if rows > 1}
            below.update({place: rows for place, rows in after.items() if rows > 0})
        return found


def _span(value: str | None) -> int:
    """Return the number of columns or rows that a cell spans: 1 if it is no number, ``WIDEST`` at most."""
    return min(max(int(value), 1), WIDEST) if value and value.isdecimal() and len(value) <= 4 else 1


def _copy(columns: tuple[Any, ...], taken: list[Any], start: int, end: int) -> None:
    """Append the blocks from ``start`` to ``end`` unchanged: captions, and text between rows."""
    for column, values in zip(columns, taken, strict=True):
        column.extend(values[start:end])
