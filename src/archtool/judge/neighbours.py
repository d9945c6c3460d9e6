"""Blocks that the trained model tears from their neighbours follow these.

For ``scorer.py``: code between kept blocks or under a kept heading where most code of the page is kept, the next
paragraph of running text, entries of a list whose others stay, boxes like those that are kept, the list that a kept
line announces, rows of a table most of which stays, a heading between what stays; a heading at the end goes with what
stood under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archtool.blocks.html_tags import CODES
from archtool.judge.view import View
from archtool.judge.wholes import enclosed, facts, goes_on, listed, referred, wholes
from archtool.model import KEPT

LAST_HEADINGS = FIRST_HEADINGS = 2
FEWEST_SISTERS = 2
SISTERS = 0.6  # share of the entries of a list whose headings are kept, from which all are
SISTER_CLIMB = 6
ENTRIES = frozenset(CODES[tag] for tag in ("li", "article"))
SHORT_CODE = 300  # characters: of longer listings the model is asked
CLIMB = 4  # elements between code and the element that holds it and the heading above it
FEWEST_ALIKE = 3
ALIKE = 0.5  # share of blocks that are alike and kept, from which all are
ALIKE_CHANCE = 0.1  # below it the model is certain
ALIKE_CLIMB = 3
FEWEST_ROWS = 3
ROWS = 0.5  # share of the rows of a table that are kept, from which its first stays and those between others
COLONS = (":", "：")


def together(view: View, chosen: Sequence[bool], chances: Sequence[float], words: Sequence[float]) -> list[bool]:
    """Return ``chosen`` with the blocks that belong to kept or to removed ones treated like these.

    ``chances`` are the model's, one for each block, ``words`` how many it has.
    """
    kept = [
        choice and (verdict is None or verdict.fate == KEPT)
        for choice, verdict in zip(chosen, view.verdicts, strict=True)
    ]
    of_kind: dict[str, list[int]] = {}
    for index, block in enumerate(view.blocks):
        of_kind.setdefault(block.kind, []).append(index)
    code, headings, items, rows = (of_kind.get(kind, []) for kind in ("code", "heading", "item", "row"))
    if 2 * sum(map(kept.__getitem__, code)) >= len(code):  # the page's code is main content
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
        referred(view, kept),
    ):
        for index in proposals:
            kept[index] = True
    for index in _last_headings(view, kept):
        kept[index] = False
    return kept


def _sisters(view: View, kept: Sequence[bool], headings: Sequence[int]) -> Iterator[int]:
    """Yield the removed headings of entries most of whose sisters' are kept, and what stands under these in them."""
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for index in headings if len(headings) > FEWEST_SISTERS else ():
        entry = _entry(walk, walk.owners[places[index]])
        if entry >= 0:
            groups.setdefault((walk.parents[entry], view.blocks[index].level), []).append((index, entry))
    for group in groups.values():
        stay = [index for index, _ in group if kept[index]]
        if len(stay) < FEWEST_SISTERS or not SISTERS * len(group) <= len(stay) < len(group):
            continue
        followed = [index + 1 for index in stay if index + 1 < len(kept) and kept[index + 1]]
        marks = {walk.tokens[walk.owners[places[under]]] for under in followed}
        for index, entry in group:
            if kept[index] or not view.open(index):
                continue
            yield index
            under = index + 1
            while under < len(kept) and _entry(walk, walk.owners[places[under]]) == entry:
                if view.open(under) and walk.tokens[walk.owners[places[under]]] in marks:
                    yield under
                under += 1


def _entry(walk: Any, element: int) -> int:
    """Return the list item or article around an element; -1 where there is none near."""
    for _ in range(SISTER_CLIMB):
        if element < 0 or walk.tags[element] in ENTRIES:
            return element
        element = walk.parents[element]
    return -1


def _alike(view: View, kept: Sequence[bool], chances: Sequence[float]) -> Iterator[int]:
    """Yield the removed blocks most of whose like are kept: a list, a table or a row of boxes has no holes.

    Alike are blocks of one kind in elements of the same tags and classes, as are the elements around them. Paragraphs
    without any class, as the pages of the 1990s have them, are not alike: a menu is one, too.
    """
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    tokens_of, owners = walk.tokens, list(map(walk.owners.__getitem__, places))
    verdicts = view.verdicts
    holes = [
        index
        for index, chance in enumerate(chances)
        if chance >= ALIKE_CHANCE and not kept[index] and verdicts[index] is None
    ]
    wanted = {tokens_of[owners[index]] for index in holes}
    likely: dict[tuple[Any, ...], list[int]] = {}
    for index, owner in enumerate(owners):
        tokens = tokens_of[owner]
        if tokens in wanted and verdicts[index] is None:
            likely.setdefault((view.blocks[index].kind, walk.tags[owner], tokens), []).append(index)
    for (kind, _, tokens), alike in likely.items():
        stay = sum(map(kept.__getitem__, alike))
        if len(alike) < FEWEST_ALIKE or not 1 < stay < len(alike):  # what is around them need not be asked for
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
    """Return the tags and classes of an element and of those around it."""
    path: list[Any] = []
    for _ in range(ALIKE_CLIMB):
        if element < 0:
            break
        path += (walk.tags[element], walk.tokens[element])
        element = walk.parents[element]
    return tuple(path)


def _announced(view: View, kept: Sequence[bool], places: Sequence[int]) -> Iterator[int]:
    """Yield the lists, tables and listings that a kept line announces by its colon, and such a line of kept ones.

    ``places`` are those of all items, rows and blocks of code.
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
    """Yield removed rows of tables of which most is kept: the first one, over a kept one, and those between others."""
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
    """Yield removed headings with a kept block before them and, under them, one of their section.

    Those over the first block of the text have nothing kept before them.
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
    """Whether a block is a heading, and the next one of its section."""
    block, under = view.blocks[index], view.blocks[index + 1]
    return block.kind == "heading" and (under.kind != "heading" or under.level > block.level)


def _under(view: View, index: int) -> bool:
    """Whether the block before a code block stands in one of the elements around the code."""
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    above = walk.parents[walk.owners[places[index - 1]]]
    element = walk.owners[places[index]]
    for _ in range(CLIMB):
        element = walk.parents[element] if element >= 0 else -1
        if element == above:
            return bool(above >= 0)
    return False


def _last_headings(view: View, kept: Sequence[bool]) -> Iterator[int]:
    """Yield the headings that end what is kept though something stood under them: of ``Find us``, ``Related``."""
    last = len(kept)
    for _ in range(LAST_HEADINGS):
        end, last = last, max((index for index in range(last) if kept[index]), default=-1)
        if last < 1 or end == last + 1 or view.blocks[last].kind != "heading" or not view.open(last):
            return
        yield last
