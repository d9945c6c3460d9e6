"""Keep HTML lists, tables and definition lists whole, and what kept text refers to or encloses.

Used by ``neighbours.py``. The trained model judges blocks singly and may keep three of five notes. A list stays whole
where most of its words are kept; so do notes to which a kept paragraph refers, a sentence or two between kept
paragraphs of one element, and facts in the element of kept text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archtool.blocks.html_tags import CODES
from archtool.judge.view import View, ends_sentence, is_prose
from archtool.model import FIELD
from archtool.startup.patterns import lazy

MEMBERS = frozenset({"item", "row", "term", "definition"})
MOST = 0.5  # least kept share of a list's words at which all of it is kept
ENCLOSED = 2  # most blocks between kept paragraphs
FACTS = {"row": frozenset({"row"}), "term": frozenset({"term", "definition"})}  # kinds in a run of facts, by its first
POSSIBLE = 0.1  # least chance of main content of what is added
LIKELY = 0.15
DOUBT = 0.3  # the same under a title, where authors, dates and buttons stand, too
LINKED = 0.7  # share of linked characters above which a block only leads elsewhere
WHOLE = frozenset((CODES["html"], CODES["body"]))
CLIMB = 3  # most elements from a block to the element that a reference names
# The text of a reference to a note: 3, [3], (c), *, iv.
_MARK = lazy(r"[\[(]?(?:\d{1,3}|[a-z]|[ivxlc]{1,5}|[*†‡§]{1,3})[\])]?")


def wholes(view: View, kept: Sequence[bool], chances: Sequence[float], words: Sequence[float]) -> Iterator[int]:
    """Yield the removed members of lists and tables most of whose words are kept."""
    groups: dict[tuple[bool, int], list[int]] = {}
    for index, block in enumerate(view.blocks):
        if block.kind in MEMBERS and block.group:
            groups.setdefault((block.kind == "row", block.group), []).append(index)
    for members in groups.values():
        stay = sum(words[index] for index in members if kept[index])
        if stay and stay >= MOST * sum(words[index] for index in members):
            yield from (at for at in members if not kept[at] and chances[at] >= POSSIBLE and view.open(at))


def goes_on(view: View, index: int, chance: float) -> bool:
    """Whether a block is running text that continues the block before it: same element, same markup.

    A short sentence counts only where the model is in doubt.
    """
    text = view.blocks[index].text
    said = is_prose(text) or (chance >= DOUBT and ends_sentence(text))
    if not said or not is_prose(view.blocks[index - 1].text):
        return False
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    one, other = walk.owners[places[index - 1]], walk.owners[places[index]]
    return all(column[one] == column[other] for column in (walk.parents, walk.tags, walk.tokens))


def enclosed(view: View, kept: Sequence[bool], chances: Sequence[float]) -> Iterator[int]:
    """Yield what was removed between kept blocks of one element: a sentence or two, a heading line, a quotation."""
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    size = len(kept)
    index = 1
    while index < size - 1:
        if kept[index]:
            index += 1
            continue
        end = index
        while end < size and not kept[end] and view.open(end) and end - index <= ENCLOSED:
            end += 1
        run = range(index, end)
        if index < end < size and len(run) <= ENCLOSED and kept[end] and max(chances[at] for at in run) >= POSSIBLE:
            home = _around(walk, walk.owners[places[end]], 2)
            quote = view.blocks[end - 1].kind == "quote"  # a post quotes at its head what it answers
            open_end = kept[index - 1] or (_is_title(view, index - 1) and min(chances[at] for at in run) >= DOUBT)
            between = open_end and _meet(home, _around(walk, walk.owners[places[index - 1]], 2))
            inner = range(end - 1, end) if quote else run if between else range(0)
            within = all(_meet(home, _around(walk, walk.owners[places[at]])) for at in inner)
            if within and all(_has_own_text(view, at, chances[at], len(run) == 1) for at in inner):
                yield from inner
        index = max(end, index + 1)


def _is_title(view: View, index: int) -> bool:
    verdict = view.verdicts[index]
    return verdict is not None and verdict.fate == FIELD and verdict.field == "title"


def _has_own_text(view: View, index: int, chance: float, alone: bool) -> bool:
    """Whether a block has text of its own, not only links; ``alone``: also a line that heads others."""
    block = view.blocks[index]
    said = block.kind == "quote" or is_prose(block.text) or ends_sentence(block.text)
    return (said or alone) and chance >= POSSIBLE and _share_linked(view, index) < LINKED


def _share_linked(view: View, index: int) -> float:
    reading = view.pieces.reading
    return float(reading.walk.linked[reading.places[index]]) / max(len(view.blocks[index].text), 1)


def referred(view: View, kept: Sequence[bool]) -> Iterator[int]:
    """Yield removed notes to which kept blocks refer by a mark such as ``[3]``."""
    wanted = {
        address[1:]
        for block, stays in zip(view.blocks, kept, strict=True)
        if stays
        for text, (_, address) in block.spans
        if address and address[0] == "#" and _MARK.fullmatch(text.strip())
    }
    if not wanted:
        return
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    owners = {walk.owners[place] for place in places}
    named: set[int] = set()
    for element, tokens in enumerate(walk.tokens):
        if tokens and not wanted.isdisjoint(tokens.split()):
            named.add(_holder(walk, element, owners))
    for index, place in enumerate(places):
        if not kept[index] and view.open(index) and not named.isdisjoint(_around(walk, walk.owners[place])):
            yield index


def _holder(walk: Any, element: int, owners: set[int]) -> int:
    """Return the element of a block around ``element``, which may be an anchor in it; itself if none is near."""
    for each in _around(walk, element):
        if each in owners:
            return each
    return element


def _around(walk: Any, element: int, size: int = CLIMB) -> list[int]:
    """Return an element and the nearest around it, at most ``size`` of them."""
    found: list[int] = []
    while element >= 0 and len(found) < size:
        found.append(element)
        element = walk.parents[element]
    return found


def _meet(one: list[int], other: list[int]) -> bool:
    return any(element in other for element in one)


def facts(view: View, kept: Sequence[bool], chances: Sequence[float], words: Sequence[float]) -> Iterator[int]:
    """Yield removed tables and definition lists of facts in the element of kept text, with their headings."""
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    holders: set[int] = set()
    end = 1
    for index in [index for index, block in enumerate(view.blocks) if block.kind in FACTS]:
        if index < end:
            continue
        kinds, group = FACTS[view.blocks[index].kind], view.blocks[index].group
        end = index
        while end < len(kept) and view.blocks[end].kind in kinds and view.blocks[end].group == group:
            end += 1
        run = [at for at in range(index, end) if view.open(at)]
        if not run or any(kept[at] for at in run) or max(_share_linked(view, at) for at in run) >= LINKED:
            continue
        size = sum(words[at] for at in run)
        if sum(chances[at] * words[at] for at in run) < LIKELY * size:
            continue
        head = run[0] - 1
        holders = holders or _holders(view, kept)
        if holders.isdisjoint(_around(walk, walk.owners[places[run[0]]], CLIMB + 2)):
            continue
        if view.blocks[head].kind == "heading" and not kept[head] and view.open(head) and chances[head] >= POSSIBLE:
            yield head
        yield from run


def _holders(view: View, kept: Sequence[bool]) -> set[int]:
    """Return the nearest elements around kept blocks, except those that hold the whole page."""
    walk = view.pieces.reading.walk
    near = (
        element
        for place, stays in zip(view.pieces.reading.places, kept, strict=True)
        if stays
        for element in _around(walk, walk.owners[place])
    )
    return {element for element in near if walk.tags[element] not in WHOLE}


def listed(view: View, kept: Sequence[bool], chances: Sequence[float]) -> Iterator[int]:
    """Yield removed entries of a list under a kept heading, in the element of the kept text above it."""
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    for index in range(1, len(kept) - 1):
        if not (kept[index] and kept[index - 1] and view.blocks[index].kind == "heading" and view.open(index)):
            continue
        first = view.blocks[index + 1]
        if kept[index + 1] or first.kind not in MEMBERS or chances[index] < MOST:
            continue
        if walk.parents[walk.owners[places[index]]] != walk.parents[walk.owners[places[index - 1]]]:
            continue
        run = []
        for at in range(index + 1, len(kept)):
            if (view.blocks[at].kind, view.blocks[at].group) != (first.kind, first.group) or not view.open(at):
                break
            run.append(at)
        if run and max(chances[at] for at in run) >= POSSIBLE:
            yield from run
