"""Find removed blocks that the markup ties to kept ones: notes, answers, facts, lists under their own heading.

Called by ``scorer.py`` after ``neighbours.py``. The trained model rejects lines that are short, linked or far from the
text, even where the text refers to them, or they open it, or stand beside its paragraphs in the same element.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archtool.blocks.html_tags import CODES
from archtool.judge.post_lines import post_lines, posts
from archtool.judge.view import View, is_prose
from archtool.startup.patterns import lazy

FACTS = lazy(
    r"(?:^|[\s_-])(?:key-?)?(?:facts?|factbox|infobox|specs?|specifications|details-list|data-?list|properties)(?=$|[\s_-])"
)
SUMMARY, CAPTION = CODES["summary"], CODES["caption"]
# Parts of these names, searched one by one before the pattern, which takes longer.
SIGNS_OF_FACTS = ("fact", "infobox", "spec", "details-list", "data", "properties")
CLIMB = 4
QUESTIONS = ("?", "？", "؟")
ANSWER = 400  # characters
FEWEST_PARAGRAPHS = 3  # of running text that must stand above a list
MOST_ENTRIES = 60
FACT = 400  # characters
DEFINED = ("term", "definition")


def attached(view: View, kept: Sequence[bool]) -> Iterator[int]:
    """Yield the indices of removed blocks that belong to kept ones."""
    reading = view.pieces.reading
    open_ = [index for index, stays in enumerate(kept) if not stays and view.open(index)]
    if not open_:
        return
    yield from _notes(view, kept, open_)
    yield from _answers(view, kept, open_)
    yield from post_lines(view, kept, open_)
    yield from posts(view, kept, open_)
    for index in open_:
        following = index + 1
        is_caption = reading.tag(index) == CAPTION and following < len(kept)
        if is_caption and kept[following] and view.blocks[following].kind == "row":  # of a table that is kept
            yield index
    prose = [index for index, stays in enumerate(kept) if stays and is_prose(view.blocks[index].text)]
    containers = {reading.parent(index) for index in prose} - {-1}
    if containers:
        yield from _facts(view, kept, open_, containers)
        if len(prose) >= FEWEST_PARAGRAPHS:
            yield from _lists(view, kept, containers, prose)


def _notes(view: View, kept: Sequence[bool], removed: Sequence[int]) -> Iterator[int]:
    """Yield the removed notes to which the kept text refers."""
    if not view.pieces.reading.walk.noted:
        return
    from archtool.blocks.html_notes import end_of, marks, places

    wanted: dict[str, int] = {}
    for index, stays in enumerate(kept):
        for mark in marks(view.blocks[index], index, view.page.url) if stays else ():
            if not (mark.first and index):
                wanted.setdefault(mark.target, index)
    if not wanted:
        return
    found = places(view.blocks, wanted)
    starts = {place.block for place in found.values()}
    open_ = set(removed)
    for target, place in found.items():
        if place.block > wanted[target] and view.blocks[place.block].kind != "heading":
            for index in range(place.block, end_of(view.blocks, place, starts - {place.block})):
                if index in open_:
                    open_.discard(index)
                    yield index


def _answers(view: View, kept: Sequence[bool], removed: Sequence[int]) -> Iterator[int]:
    """Yield removed answers under kept questions, and the summary line of a kept ``<details>`` element."""
    reading = view.pieces.reading
    walk = reading.walk
    for index in removed:
        owner = reading.element(index)
        if walk.tags[owner] == SUMMARY:
            if (
                index + 1 < len(kept)
                and kept[index + 1]
                and _is_within(walk, reading.element(index + 1), walk.parents[owner])
            ):
                yield index
        elif index and kept[index - 1] and view.blocks[index - 1].text.endswith(QUESTIONS):
            asks = view.blocks[index - 1].kind in ("heading", "term") or reading.tag(index - 1) == SUMMARY
            if asks and len(view.blocks[index].text) <= ANSWER and not reading.linked(index):
                yield index


def _is_within(walk: Any, element: int, container: int) -> bool:
    """Whether an element stands inside another; elements are numbered in the order of the page."""
    while element > container:
        element = walk.parents[element]
    return bool(element == container)


def _facts(view: View, kept: Sequence[bool], removed: Sequence[int], containers: set[int]) -> Iterator[int]:
    """Yield removed short facts beside the kept paragraphs: definition lists, and boxes whose class names facts."""
    reading = view.pieces.reading
    walk = reading.walk
    classes = walk.classes()
    # Most pages have neither, and no block is climbed from: a fifth of the time of this module.
    known: dict[str, bool] = {}  # by class: the elements of a list share theirs
    if not any(map(classes.__contains__, SIGNS_OF_FACTS)) or not FACTS.search(classes):
        removed = [index for index in removed if view.blocks[index].kind in DEFINED]
    for index in removed:
        block = view.blocks[index]
        if len(block.text) > FACT or reading.linked(index):
            continue
        element = reading.element(index)
        named = block.kind in DEFINED
        for _ in range(CLIMB):
            if element < 0:
                break
            if not named:
                tokens = walk.tokens[element]
                if tokens not in known:
                    known[tokens] = FACTS.search(tokens) is not None
                named = known[tokens]
            element = walk.parents[element]
            if element in containers:
                if named:
                    yield index
                break


def _lists(view: View, kept: Sequence[bool], containers: set[int], prose: Sequence[int]) -> Iterator[int]:
    """Yield removed headings with a list of links under them, below the paragraphs and in the same element."""
    reading = view.pieces.reading
    for index in range(prose[FEWEST_PARAGRAPHS - 1] + 1, len(kept) - 1):
        block = view.blocks[index]
        if block.kind != "heading" or kept[index] or not view.open(index):
            continue
        if reading.parent(index) not in containers or view.furniture("below", block.text):
            continue
        entries = []
        for at in range(index + 1, min(index + 1 + MOST_ENTRIES, len(kept))):
            if view.blocks[at].kind != "item" or not view.open(at):
                break
            entries.append(at)
        around = [reading.around(reading.element(at), CLIMB) for at in entries]
        if len(entries) > 1 and not any(map(containers.isdisjoint, around)):
            yield index
            yield from (at for at in entries if not kept[at])
