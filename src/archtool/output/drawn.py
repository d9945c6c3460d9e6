"""Draw tables and pages of the manual for a terminal: aligned, in colour, as wide as the terminal.

Used by ``output/tables.py`` and ``explain`` if the output is a terminal. Only this module and ``guide`` use Rich, which
gets text of pages only as ``Text``: strings would be parsed as markup. Colour depends on ``isatty`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.output.terminal import visible, without_controls
from archtool.startup.patterns import lazy

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 100  # columns of prose: longer lines are hard to read
GAP = 2  # spaces between columns
LEAST = 14  # least columns of a folded cell; without room for that, each row becomes a paragraph
READABLE = 32  # least columns for the text of a block; with fewer, blocks are paragraphs
REASONS = 4  # reasons take at most one part in so many of the width
NARROW = 20  # least columns of a reason
INDENT = "  "
FILLED = lazy(r" +(\x1b\[0m)?$", re.MULTILINE)  # padding added by Rich
NUMBERS = frozenset("+-.,%0123456789")
# Colours of the columns of our tables; fates are coloured by their value.
COLUMNS = {"tag": "cyan", "id": "cyan", "rule": "cyan", "topic": "bold", "title": "bold", "origin": "bright_black"}
FATES = {
    "field": "cyan",
    "value": "cyan",
    "removed": "red",
    "dropped": "red",
    "unused": "bright_black",
    "doubt": "yellow",
}


class Column(NamedTuple):
    """A column to be drawn: its cells, its width, and whether it holds numbers."""

    name: str
    cells: tuple[str, ...]
    width: int
    is_number: bool


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as wide as the terminal: long cells are folded, none is cut.

    If the columns do not fit, empty ones are left out; if they still do not, each row becomes a paragraph.
    """
    filled = [_column(name, [visible(row[place]) for row in rows]) for place, name in enumerate(columns)]
    if sum(column.width + GAP for column in filled) - GAP > width():
        filled = [column for column in filled if any(column.cells)] or filled
    widths = fitted([column.width for column in filled], width() - GAP * (len(filled) - 1), LEAST)
    if widths is None:
        return _paragraphs(filled)
    return _grid(filled, widths, lambda column, cell: _style(column.name, cell))


def page(origin: str, columns: Sequence[str], rows: Sequence[Sequence[str]], fates: Sequence[str]) -> str:
    """Return the blocks of one page under its name; the last column is text, with its own lines.

    ``fates``: the fate of each block, or a doubt about it, which colours its row.
    """
    filled = [_column(name, [without_controls(row[place]) for row in rows]) for place, name in enumerate(columns)]
    heading = _printed([_text(visible(origin), "bold underline")])
    room = width() - GAP * (len(filled) - 1)
    *before, text = (column.width for column in filled)
    before[-1] = min(before[-1], max(NARROW, room // REASONS))
    left = room - sum(before)
    if left < min(text, READABLE):
        return heading + _blocks(filled, fates)
    widths = [*before, min(left, text)]
    by_row = iter(fates)
    style = {}

    def styled(column: Column, cell: str) -> str:
        if column is filled[0]:
            style["now"] = FATES.get(next(by_row), "")
        return style["now"]

    return heading + _grid(filled, widths, styled)


def fitted(widths: Sequence[int], room: int, least: int) -> list[int] | None:
    """Narrow the widest columns, all of them to one width, until ``widths`` fit into ``room``.

    ``None`` where they would be narrower than ``least``.

    >>> fitted([5, 80, 10, 60], 75, 14)
    [5, 30, 10, 30]
    >>> fitted([5, 80, 10, 60], 40, 14) is None
    True
    """
    if sum(widths) <= room:
        return list(widths)
    left = room
    for place, size in enumerate(sorted(widths)):
        share = left // (len(widths) - place)
        if size > share:
            return [min(size, share) for size in widths] if share >= least else None
        left -= size
    return None


def _column(name: str, cells: Sequence[str]) -> Column:
    from rich.cells import cell_len

    lines = [line.expandtabs() for cell in (name, *cells) for line in cell.split("\n")]
    is_number = bool(cells) and all(NUMBERS.issuperset(cell) for cell in cells)
    return Column(name, tuple(cells), max(map(cell_len, lines)), is_number)


def _grid(columns: Sequence[Column], widths: Sequence[int], style: Callable[[Column, str], str]) -> str:
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold", collapse_padding=True)
    for column, size in zip(columns, widths, strict=True):
        justify: Any = "right" if column.is_number else "left"
        drawn.add_column(_text(column.name, ""), overflow="fold", justify=justify, width=size)
    for row in zip(*(column.cells for column in columns), strict=True):
        drawn.add_row(*(_text(cell, style(column, cell)) for column, cell in zip(columns, row, strict=True)))
    return _printed([drawn])


def _paragraphs(columns: Sequence[Column]) -> str:
    """Return each row as a paragraph: the first cell, and under it the others with their names."""
    from rich.table import Table

    size = max(len(column.name) for column in columns)
    parts: list[Any] = []
    for row in zip(*(column.cells for column in columns), strict=True):
        parts.append(_text(row[0], "bold"))
        grid = Table.grid(padding=(0, GAP, 0, 0))
        grid.add_column(width=size + len(INDENT), justify="left")
        grid.add_column(overflow="fold")
        for column, cell in zip(columns[1:], row[1:], strict=True):
            if cell:
                grid.add_row(_text(INDENT + column.name, "bright_black"), _text(cell, _style(column.name, cell)))
        parts.append(grid)
    return _printed(parts)


def _blocks(columns: Sequence[Column], fates: Sequence[str]) -> str:
    """Return the blocks of a page as paragraphs: place, fate and rule on a line, the text under it."""
    from rich.padding import Padding

    parts: list[Any] = []
    for fate, row in zip(fates, zip(*(column.cells for column in columns), strict=True), strict=True):
        style = FATES.get(fate, "")
        parts.append(_text("  ".join(filter(None, row[:-1])), f"{style} bold"))
        if row[-1]:
            parts.append(Padding(_text(row[-1], style), (0, 0, 0, len(INDENT))))
    return _printed(parts)


def _style(name: str, cell: str) -> str:
    return FATES.get(cell, "") if name == "fate" else COLUMNS.get(name, "")


def _text(cell: str, style: str) -> Any:
    from rich.text import Text

    return Text(cell, style.strip(), overflow="fold", tab_size=8)


def rendered(markdown: str) -> str:
    """Return Markdown of our own formatted for a terminal, with headings, tables and code in colour."""
    from rich.markdown import Markdown

    return _printed([Markdown(markdown, code_theme="ansi_dark")], min(width(), WIDEST))


def _printed(parts: Sequence[Any], columns: int | None = None) -> str:
    console = _console(columns or width())
    for part in parts:
        console.print(part, soft_wrap=False)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return FILLED.sub(r"\1", text)


def _console(columns: int) -> Console:
    """Return a console that writes into a string; without sequences if NO_COLOR or a simple terminal requires it."""
    from io import StringIO

    from rich.console import Console

    console = Console(file=StringIO(), force_terminal=True, width=columns, markup=False, emoji=False, highlight=False)
    if console.no_color or console.is_dumb_terminal:
        console._color_system = None
    return console


def width() -> int:
    """Return the number of columns of the terminal."""
    from shutil import get_terminal_size

    return max(20, get_terminal_size().columns)
