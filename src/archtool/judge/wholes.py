"""Keep HTML lists, tables and definition lists whole, and what kept text encloses.

Used by ``neighbours.py``. The trained model judges blocks singly and may keep three of five entries. A list stays whole
if most of its words are kept; a sentence or two between kept paragraphs of one element stays, and so do tables of facts
and lists under a kept heading in the element of kept text. What the page's markup refers to is in ``attached.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, count

from archtool.blocks.html_tags import CODES
from archtool.judge.view import View, ends_sentence, is_prose
from archtool.model import FIELD

MEMBERS = frozenset({"item", "row", "term", "definition"})
MOST = 0.5  # least kept share of a list's words at which all of it is kept
ENCLOSED = 2  # most blocks between kept paragraphs
FACTS = {"row": frozenset({"row"}), "term": frozenset({"term", "definition"})}  # kinds in a run of facts, by its first
POSSIBLE = 0.1  # least chance of main content of what is added
LIKELY = 0.15
DOUBT = 0.3  # the same under a title, where authors, dates and buttons stand, too
LINKED = 0.7  # share of linked characters above which a block only leads elsewhere
WHOLE = frozenset((CODES["html"], CODES["body"]))
CLIMB = 3  # elements around a block that count as near


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
    reading = view.pieces.reading
    walk = reading.walk
    one, other = reading.element(index - 1), reading.element(index)
    return all(column[one] == column[other] for column in (walk.parents, walk.tags, walk.tokens))


def enclosed(view: View, kept: Sequence[bool], chances: Sequence[float]) -> Iterator[int]:
    """Yield what was removed between kept blocks of one element: a sentence or two, a heading line, a quotation."""
    reading = view.pieces.reading
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
            home = reading.around(reading.element(end), 2)
            quote = view.blocks[end - 1].kind == "quote"  # a post quotes at its head what it answers
            open_end = kept[index - 1] or (_is_title(view, index - 1) and min(chances[at] for at in run) >= DOUBT)
            between = open_end and _meet(home, reading.around(reading.element(index - 1), 2))
            inner = range(end - 1, end) if quote else run if between else range(0)
            within = all(_meet(home, reading.around(reading.element(at), CLIMB)) for at in inner)
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
    linked: int = view.pieces.reading.linked(index)
    return linked / max(len(view.blocks[index].text), 1)


def _meet(one: list[int], other: list[int]) -> bool:
    return any(element in other for element in one)


def facts(view: View, kept: Sequence[bool], chances: Sequence[float], words: Sequence[float]) -> Iterator[int]:
    """Yield removed tables and definition lists of facts in the element of kept text, with their headings."""
    reading = view.pieces.reading
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
        if holders.isdisjoint(reading.around(reading.element(run[0]), CLIMB + 2)):
            continue
        if view.blocks[head].kind == "heading" and not kept[head] and view.open(head) and chances[head] >= POSSIBLE:
            yield head
        yield from run


def _holders(view: View, kept: Sequence[bool]) -> set[int]:
    """Return the nearest elements around kept blocks, except those that hold the whole page."""
    reading = view.pieces.reading
    found = {at for index in compress(count(), kept) for at in reading.around(reading.element(index), CLIMB)}
    return {element for element in found if reading.walk.tags[element] not in WHOLE}


def listed(view: View, kept: Sequence[bool], chances: Sequence[float]) -> Iterator[int]:
    """Yield removed entries of a list under a kept heading, in the element of the kept text above it."""
    reading = view.pieces.reading
    for index in range(1, len(kept) - 1):
        if not (kept[index] and kept[index - 1] and view.blocks[index].kind == "heading" and view.open(index)):
            continue
        first = view.blocks[index + 1]
        if kept[index + 1] or first.kind not in MEMBERS or chances[index] < MOST:
            continue
        if reading.parent(index) != reading.parent(index - 1):
            continue
        run = []
        for at in range(index + 1, len(kept)):
            if (view.blocks[at].kind, view.blocks[at].group) != (first.kind, first.group) or not view.open(at):
                break
            run.append(at)
        if run and max(chances[at] for at in run) >= POSSIBLE:
            yield from run
