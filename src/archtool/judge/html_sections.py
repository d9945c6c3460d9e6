"""Remove parts of an HTML page by their names: ``Related posts``, ``Share this``, breadcrumbs.

Run before ``scorer.py``, which takes such parts for text where they stand inside the element of the text. A heading
names its section, which ends at the next heading of the same rank. A breadcrumb trail is named by its class; its last
entry, the page itself, is not a link and looks like text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archtool.judge.elements import elements_called, elements_within
from archtool.judge.view import View, is_prose
from archtool.model import REMOVED, Verdict
from archtool.rules.model import CARDS, SECTIONS
from archtool.rules.words import words_of
from archtool.startup.patterns import lazy

LABELS = frozenset({"heading", "paragraph"})
LABEL = 60  # characters
CARD = 400  # most characters of a teaser under the title of another article
FEWEST_CARDS = 2
TITLE = 16  # least characters of a title; less is a button
FIRST = 0.3  # of the page's blocks: above it, no such section begins
LONGEST = 25  # blocks; a longer section is the page's own
TRAIL = lazy(r"(?:^|\s)(?!(?:has|no|with|page)[-_])[\w-]*bread[-_]?crumb", re.IGNORECASE)
SIGNS_OF_TRAIL = ("rumb",)
CLIMB = 6  # most elements from an entry up to its trail
ENTRIES = 12  # most blocks of a trail
ENTRY = 100  # most characters of an entry
ADDRESS = ("http://", "https://")


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of sections with such a heading and of trails, unless running text stands in them."""
    if view.pieces.reading is not None:
        yield from _trails(view)
        yield from _microdata(view)
    size = len(view.blocks)
    own = tuple(words_of("languages.toml", "own_sections"))
    for index in range(int(size * FIRST), size):
        block = view.blocks[index]
        if block.kind not in LABELS or len(block.text) > 2 * LABEL or not view.open(index):
            continue
        text = block.text.capitalize() if block.text.isupper() else block.text
        if len(text) > LABEL or not view.rules.find("section", "below", text) or text.casefold().startswith(own):
            continue
        found = view.furniture("below", text)
        if not found or found[0].id not in SECTIONS or (block.kind != "heading" and found[0].id != CARDS):
            continue
        section = _section(view, index)
        prose = sum(is_prose(view.blocks[at].text) for at in section)
        if len(section) <= LONGEST and (not prose or prose <= _cards(view, section)):
            yield from ((at, Verdict(REMOVED, found[0].id)) for at in (index, *section))


def _cards(view: View, section: list[int]) -> int:
    """Return the number of titles of other articles with short teasers in a section; 0 if it has other prose."""
    if max(len(view.blocks[at].text) for at in section) > CARD or view.pieces.reading is None:
        return 0
    reading = view.pieces.reading
    size = sum(len(view.blocks[at].text) >= TITLE and reading.is_link(at) for at in section)
    return size if size >= FEWEST_CARDS else 0


def _microdata(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of blocks of values for search engines.

    All their elements name a property, and an address comes first; themes hide them by a class: the address of a
    picture, its width and height, names.
    """
    for index, block in enumerate(view.blocks):
        if block.text.startswith(ADDRESS) and view.open(index):
            parents = [node.parent for node in block.nodes]
            if all(parent is not None and "itemprop" in parent.attributes for parent in parents) and len(parents) > 1:
                yield index, Verdict(REMOVED, "chrome/microdata")


def _trails(view: View) -> Iterator[tuple[int, Verdict]]:
    reading = view.pieces.reading
    walk = reading.walk
    called = set(elements_called(walk, SIGNS_OF_TRAIL, TRAIL))
    if not called:
        return
    inside = elements_within(walk, sorted(called))
    trails: dict[int, list[int]] = {}
    for index in range(len(view.blocks)):
        element = reading.element(index)
        if element not in inside:
            continue
        for _ in range(CLIMB):
            if element < 0 or element in called:
                break
            element = walk.parents[element]
        if element in called:
            trails.setdefault(element, []).append(index)
    for entries in trails.values():
        if len(entries) <= ENTRIES and all(len(view.blocks[at].text) <= ENTRY for at in entries):
            for at in entries:
                if view.open(at) and view.blocks[at].kind != "heading":
                    yield at, Verdict(REMOVED, "chrome/breadcrumb")


def _section(view: View, heading: int) -> list[int]:
    """Return the indices of the blocks under a heading, up to the next of its rank or higher."""
    found = []
    for index in range(heading + 1, len(view.blocks)):
        block = view.blocks[index]
        if block.kind == "heading" and block.level <= view.blocks[heading].level:
            break
        found.append(index)
    return found
