"""Draw the ledger of a page for a terminal: a table of place, fate, reason and text of each block.

``ledger.py`` makes the rows, which a pipe gets as TSV. Here kept blocks have a reason, too: the rule, or the chance
that they are main content.
"""

from __future__ import annotations

from collections.abc import Sequence

from archtool.model import KEPT
from archtool.output import drawn
from archtool.report.ledger import Row

SPARED = "no rule removes it"


def drawn_page(rows: Sequence[Row], verbose: bool) -> str:
    """Return the rows of one page as a table under its name; ``verbose`` adds the notes of the rules."""
    if not rows:
        return ""
    unit = rows[0].place.split(" ")[0].removesuffix("s")
    cells = [_cells(row, unit, verbose) for row in rows]
    fates = ["doubt" if row.rule.startswith("doubt/") else row.fate.partition(":")[0] for row in rows]
    return drawn.page(rows[0].origin, (unit, "fate", "why", "text"), cells, fates) + "\n"


def _cells(row: Row, unit: str, verbose: bool) -> tuple[str, ...]:
    """Return the cells of a row. Of ``lines 34-38 repeat 29-33``, the second half moves to the reason."""
    place, _, other = row.place.removeprefix(f"{unit}s ").removeprefix(f"{unit} ").partition(" ")
    if not row.place.startswith(unit):  # for a value: the rank of its source
        place, other = row.place, ""
    note = row.note if verbose or row.fate == KEPT else ""
    why = ", ".join(filter(None, (row.rule, other, note))) or (SPARED if row.fate == KEPT else "")
    return place, row.fate, why, row.text
