"""Keep or drop HTML blocks with their neighbours, where the trained model has separated what belongs together.

Called by ``scorer.py``. Kept are: code between kept blocks or under a kept heading, if most code of the page is kept;
the next paragraph of running text; entries of a list most of which is kept; boxes marked up like kept ones; a list
that a kept line announces; rows of a table most of which is kept; a heading between kept blocks. A heading at the end
is dropped with what stood under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archtool.blocks.html_tags import CODES
from archtool.judge.view import View
from archtool.judge.wholes import enclosed, facts, goes_on, listed, wholes
from archtool.model import KEPT

LAST_HEADINGS = FIRST_HEADINGS = 2
FEWEST_SISTERS = 2
SISTERS = 0.6  # least share of kept headings at which the headings of all entries are kept
SISTER_CLIMB = 6
ENTRIES = frozenset(CODES[tag] for tag in ("li", "article"))
SHORT_CODE = 300  # characters; for longer listings the model decides
CLIMB = 4  # most elements from code up to the one that also holds the heading above it
FEWEST_ALIKE = 3
ALIKE = 0.5  # least kept share of similar blocks at which all are kept
ALIKE_CHANCE = 0.1  # least chance of a block kept for that
ALIKE_CLIMB = 3
FEWEST_ROWS = 3
ROWS = 0.5  # least kept share of a table's rows at which its first and inner rows are kept
COLONS = (":", "：")


def together(view: View, chosen: Sequence[bool], chances: Sequence[float], words: Sequence[float]) -> list[bool]:
    """Return ``chosen`` with the blocks that belong to kept or dropped ones treated alike.

    ``chances`` are the model's and ``words`` the word counts, one for each block.
    """
    kept = [
        choice and (verdict is None or verdict.fate == KEPT)
        for choice, verdict in zip(chosen, view.verdicts, strict=True)
    ]
    of_kind: dict[str, list[int]] = {}
    for index, block in enumerate(view.blocks):
        of_kind.setdefault(block.kind, []).append(index)
    code, headings, items, rows = (of_kind.get(kind, []) for kind in ("code", "heading", "item", "row"))
    if 2 * sum(map(kept.__getitem__, code)) >= len(code):  # most code of the page is kept
        for index in code:
            if view.open(index) and index and kept[index - 1] and len(view.blocks[index].text) <= SHORT_CODE:
                kept[index] = kept[index] or kept[min(index + 1, len(kept) - 1)] or _under(view, index)
    for index in range(1, len(kept)):
        if not kept[index] and kept[index - 1] and view.open(index):
            kept[index] = goes_on(view, index, chances[index])
    for proposals in (
        _sisters(view, kept, headings),
        _alike(view, kept, chances),
        _announced(view, kept, sorted(code + items + rows)),
        _rows(view, kept, rows),
        wholes(view, kept, chances, words),
        enclosed(view, kept, chances),
        facts(view, kept, chances, words),
        listed(view, kept, chances),
        _headings(view, kept, headings),
    ):
        for index in proposals:
            kept[index] = True
    for index in _last_headings(view, kept):
        kept[index] = False
    return kept


def _sisters(view: View, kept: Sequence[bool], headings: Sequence[int]) -> Iterator[int]:
    """Yield removed headings of list entries, and what stands under them, where most entries keep their heading."""
    reading = view.pieces.reading
    walk = reading.walk
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for index in headings if len(headings) > FEWEST_SISTERS else ():
        entry = _entry(walk, reading.element(index))
        if entry >= 0:
            groups.setdefault((walk.parents[entry], view.blocks[index].level), []).append((index, entry))
    for group in groups.values():
        stay = [index for index, _ in group if kept[index]]
        if len(stay) < FEWEST_SISTERS or not SISTERS * len(group) <= len(stay) < len(group):
            continue
        followed = [index + 1 for index in stay if index + 1 < len(kept) and kept[index + 1]]
        marks = {walk.tokens[reading.element(under)] for under in followed}
        for index, entry in group:
            if kept[index] or not view.open(index):
                continue
            yield index
            under = index + 1
            while under < len(kept) and _entry(walk, reading.element(under)) == entry:
                if view.open(under) and walk.tokens[reading.element(under)] in marks:
                    yield under
                under += 1


def _entry(walk: Any, element: int) -> int:
    """Return the nearest list item or article around an element; -1 if none is near."""
    for _ in range(SISTER_CLIMB):
        if element < 0 or walk.tags[element] in ENTRIES:
            return element
        element = walk.parents[element]
    return -1


def _alike(view: View, kept: Sequence[bool], chances: Sequence[float]) -> Iterator[int]:
    """Yield removed blocks if most blocks like them are kept: a list, table or row of boxes has no holes.

    Blocks are alike if they have one kind and their elements, and those around them, the same tags and classes.
    Paragraphs without any class, as on pages of the 1990s, do not count: a menu may be made of them, too.
    """
    reading = view.pieces.reading
    walk, places = reading.walk, reading.places
    tokens_of, owners = walk.tokens, list(map(walk.owners.__getitem__, places))
    verdicts = view.verdicts
    holes = [
        index
        for index, chance in enumerate(chances)
        if chance >= ALIKE_CHANCE and not kept[index] and verdicts[index] is None
    ]
    if not holes:
        return
    wanted = {tokens_of[owners[index]] for index in holes}
    likely: dict[tuple[Any, ...], list[int]] = {}
    for index, owner in enumerate(owners):
        tokens = tokens_of[owner]
        if tokens in wanted and verdicts[index] is None:
            likely.setdefault((view.blocks[index].kind, walk.tags[owner], tokens), []).append(index)
    for (kind, _, tokens), alike in likely.items():
        stay = sum(map(kept.__getitem__, alike))
        if len(alike) < FEWEST_ALIKE or not 1 < stay < len(alike):  # no group of them can qualify
            continue
        groups: dict[tuple[Any, ...], list[int]] = {}
        for index in alike:
            path = _path(walk, walk.parents[owners[index]])
            if kind != "paragraph" or tokens or any(path[1::2]):
                groups.setdefault(path, []).append(index)
        for group in groups.values():
            stay = sum(map(kept.__getitem__, group))
            if len(group) >= FEWEST_ALIKE and ALIKE * len(group) <= stay < len(group):
                yield from (index for index in group if not kept[index] and chances[index] >= ALIKE_CHANCE)


def _path(walk: Any, element: int) -> tuple[Any, ...]:
    """Return the tags and classes of an element and of the nearest around it."""
    path: list[Any] = []
    for _ in range(ALIKE_CLIMB):
        if element < 0:
            break
        path += (walk.tags[element], walk.tokens[element])
        element = walk.parents[element]
    return tuple(path)


def _announced(view: View, kept: Sequence[bool], places: Sequence[int]) -> Iterator[int]:
    """Yield removed lists, tables and listings under a kept line with a colon, and removed such lines over kept ones.

    ``places`` are the indices of all items, rows and blocks of code.
    """
    for index in places:
        if not index:
            continue
        block = view.blocks[index]
        if kept[index]:
            above = view.blocks[index - 1]
            between = index > 1 and kept[index - 2] and not kept[index - 1] and view.open(index - 1)
            if between and above.kind == "paragraph" and above.text.endswith(COLONS):
                yield index - 1
            continue
        if not kept[index - 1] or not view.open(index):
            continue
        if not view.blocks[index - 1].text.endswith(COLONS):
            continue
        yield index
        following = index + 1
        while block.group and following < len(kept):
            further = view.blocks[following]
            if further.kind != block.kind or further.group != block.group:
                break
            if view.open(following):
                yield following
            following += 1


def _rows(view: View, kept: Sequence[bool], rows: Sequence[int]) -> Iterator[int]:
    """Yield removed rows of tables most of which is kept: the first row over a kept one, and inner rows."""
    tables: dict[int, list[int]] = {}
    for index in rows:
        if view.blocks[index].group:
            tables.setdefault(view.blocks[index].group, []).append(index)
    for table in tables.values():
        stay = [index for index in table if kept[index]]
        if len(table) < FEWEST_ROWS or not ROWS * len(table) <= len(stay) < len(table):
            continue
        first = table[0] if kept[table[1]] else stay[0]
        yield from (index for index in table if first <= index < stay[-1] and not kept[index] and view.open(index))


def _headings(view: View, kept: Sequence[bool], headings: Sequence[int]) -> Iterator[int]:
    """Yield removed headings between a kept block and a kept block of their section.

    Headings over the first block of the text need no kept block before them.
    """
    for index in headings:
        between = 0 < index < len(kept) - 1 and kept[index - 1] and not kept[index] and kept[index + 1]
        if between and _is_over(view, index) and view.open(index):
            yield index
    first = next((index for index, stays in enumerate(kept) if stays and view.open(index)), 0)
    for index in range(first - 1, max(-1, first - 1 - FIRST_HEADINGS), -1):
        if kept[index] or not view.open(index) or not _is_over(view, index):
            return
        yield index


def _is_over(view: View, index: int) -> bool:
    """Whether a block is a heading and the next one belongs to its section."""
    block, under = view.blocks[index], view.blocks[index + 1]
    return block.kind == "heading" and (under.kind != "heading" or under.level > block.level)


def _under(view: View, index: int) -> bool:
    """Whether the block before a code block stands in one of the nearest elements around the code."""
    reading = view.pieces.reading
    walk = reading.walk
    above = reading.parent(index - 1)
    element = reading.element(index)
    for _ in range(CLIMB):
        element = walk.parents[element] if element >= 0 else -1
        if element == above:
            return bool(above >= 0)
    return False


def _last_headings(view: View, kept: Sequence[bool]) -> Iterator[int]:
    """Yield the headings at the end of the kept blocks whose section was removed, such as ``Find us``."""
    last = len(kept)
    for _ in range(LAST_HEADINGS):
        end, last = last, max((index for index in range(last) if kept[index]), default=-1)
        if last < 1 or end == last + 1 or view.blocks[last].kind != "heading" or not view.open(last):
            return
        yield last
