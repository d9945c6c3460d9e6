"""Split an HTML page into blocks: the entry point of ``blocks/html_*.py``, called by the pipeline.

``read`` walks the tree once; it returns the blocks in reading order and the table from which the scorer computes
features. Text found only in ``<noscript>``, in ``<noframes>`` or in JSON-LD is a fallback, used where the page has
little other text.
"""

import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import accumulate, count, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from archtool.blocks.html_guard import tame
from archtool.blocks.html_making import HIDDEN, IN_NOSCRIPT
from archtool.blocks.html_tags import CODES, PLAIN
from archtool.blocks.html_taking import HIDDEN_SIZE
from archtool.blocks.html_walk import Walk
from archtool.model import Block
from archtool.startup.patterns import lazy

# In XHTML an empty script or title may close itself; parsed as HTML, it would swallow the page.
XHTML = lazy(r"\s*(?:<\?xml\b|<!doctype html public \"-//w3c//dtd xhtml)", re.I)
SELF_CLOSED = lazy(
    r"<(script|title|style|textarea|iframe|noframes|noscript|div|span|a|p|td|li)\b([^<>]*+)(?<=/)>", re.IGNORECASE
)
# <noscript> is used as text where it has more than this share of the characters outside.
FALLBACK_SHARE = 0.5
FALLBACK_SIZE = 200
SHADOW = "shadowroot"  # in the start tag of a template that is the shadow root of its parent
# A short hidden element is an answer if one of these stands above it, and no class calls it a message.
OPENERS = frozenset(CODES[tag] for tag in ("summary", "button", "dt"))
FEWEST_BLANKS = 3
MESSAGE = lazy(r"(?i)(?:^|[\s_-])(?:message|msg|success|error|alert|notice|modal|popup|tooltip|loading|toast)")
FOLDED = "callout-content"
NOTE_CLIMB = 4  # most elements from the text of a note up to the one with its id
FEW = 12  # blocks; a page with more shows its text without scripts
LINKED = 0.9  # least share of linked characters of a block that is a link


class Beside(NamedTuple):
    """A block beside the text, and ``before``, the index of the block of the reading that it precedes.

    ``kind`` is its kind, or the id of the rule by which it is not shown.
    """

    before: int
    block: Block
    kind: str


class Reading(NamedTuple):
    """The blocks of a page, and the data of the walk over its tree.

    ``places[i]`` is the index of ``blocks[i]`` in the walk's lists. ``beside`` has the blocks that the model does not
    judge: text that a browser does not show, pictures, rules and embedded media.
    """

    blocks: tuple[Block, ...]
    walk: Walk
    places: tuple[int, ...]
    beside: tuple["Beside", ...] = ()

    def element(self, index: int) -> int:
        """Return the number of the element that a block stands in, in the order of the page."""
        return int(self.walk.owners[self.places[index]])

    def parent(self, index: int) -> int:
        """Return the number of the element around that of a block; -1 if there is none."""
        return int(self.walk.parents[self.element(index)])

    def tag(self, index: int) -> int:
        """Return the code of the tag of a block's element, as in ``html_tags.CODES``."""
        return int(self.walk.tags[self.element(index)])

    def around(self, element: int, most: int = sys.maxsize) -> list[int]:
        """Return ``element`` and the elements around it, the nearest first, at most ``most`` of them."""
        parents = self.walk.parents
        found: list[int] = []
        while element >= 0 and len(found) < most:
            found.append(element)
            element = parents[element]
        return found

    def linked(self, index: int) -> int:
        """Return how many characters of a block are linked."""
        return int(self.walk.linked[self.places[index]])

    def is_link(self, index: int) -> bool:
        """Whether nearly all of a block is a link."""
        return self.linked(index) >= LINKED * len(self.blocks[index].text)


def parse(body: str) -> Any:
    """Return ``body``, which may be XHTML, parsed into a ``LexborHTMLParser``."""
    from selectolax.lexbor import LexborHTMLParser

    if XHTML.match(body):
        body = SELF_CLOSED.sub(lambda found: f"<{found[1]}{found[2][:-1]}></{found[1]}>", body)
    shadow = SHADOW in body
    if shadow:
        from archtool.blocks.html_shadow import fill_slots, opened

        body = opened(body)
    tree = LexborHTMLParser(tame(body))
    if shadow:
        fill_slots(tree)
    if tree.body is None and tree.css_first("frameset") is not None:
        from archtool.blocks.html_fallback import without_frames

        return LexborHTMLParser(tame(without_frames(tree)))
    return tree


def split(tree: Any) -> tuple[Block, ...]:
    """Return the blocks of a parsed page in reading order."""
    return read(tree).blocks


def read(tree: Any) -> Reading:
    """Return the blocks of a parsed page together with the table of the walk."""
    walk = Walk(tree.root)
    if walk.linked_data and len(walk.texts) < FEW:
        from archtool.blocks.html_fallback import show_linked_data

        if show_linked_data(tree, walk.linked_data, sum(map(len, walk.texts))):
            walk = Walk(tree.root)
    columns: tuple[list[Any], ...] = (walk.kinds, walk.texts, walk.levels, walk.groups, walk.nodes, walk.spans)
    places = tuple(range(len(walk.texts)))
    beside = walk.beside
    if any(walk.flags):
        shown = _shown(walk)
        places = tuple(place for place in places if not walk.flags[place] or walk.flags[place] in shown)
        columns = tuple(list(map(column.__getitem__, places)) for column in columns)
        beside = _with_hidden(walk, shown)
    kinds, texts, levels, groups, nodes, spans = columns
    starts = list(accumulate([len(text) + 1 for text in texts], initial=0))
    ends = [start - 1 for start in starts[1:]]
    found: list[Beside] = []
    ordinals: Iterable[int] = count(1)
    if beside:
        found = _between(sorted(beside, key=itemgetter(0)), places, starts)
        ordinals = _ordinals(len(texts), found)
    # Without a Python loop or function, for speed: a page has hundreds of blocks.
    values = zip(kinds, texts, starts, ends, ordinals, levels, repeat(False), groups, nodes, spans, strict=False)
    make: Callable[[Iterable[Any]], Block] = partial(tuple.__new__, Block)
    return Reading(tuple(map(make, values)), walk, places, tuple(found))


def _with_hidden(walk: Walk, shown: set[int]) -> list[list[Any]]:
    """Return the walk's entries beside the blocks, with the hidden blocks added."""
    found = list(walk.beside)
    for place, flags in enumerate(walk.flags):
        if flags and flags not in shown:
            reason = "hidden/noscript" if flags & IN_NOSCRIPT else "hidden/element"
            found.append([place, reason, walk.texts[place], walk.nodes[place][0], 0, 0])
    return found


def _between(beside: Sequence[list[Any]], places: Sequence[int], starts: Sequence[int]) -> list[Beside]:
    """Return the entries beside the blocks as blocks, in page order."""
    found = []
    for number, (position, kind, text, node, level, group) in enumerate(beside):
        index = bisect_left(places, position)
        start, hidden = starts[index], kind.startswith("hidden/")
        shown = ("paragraph", text) if hidden else (kind, "")
        values = (*shown, start, start, index + number + 1, level, False, group, (node,), ((text, PLAIN),))
        found.append(Beside(index, tuple.__new__(Block, values), kind))
    return found


def _ordinals(size: int, beside: Sequence[Beside]) -> list[int]:
    """Return the ordinals of the blocks among all blocks of the page."""
    found: list[int] = []
    done = 0
    for number, (index, _, _) in enumerate(beside, 1):
        found += range(done + number, index + number)
        done = index
    return [*found, *range(done + len(beside) + 1, size + len(beside) + 1)]


def _shown(walk: Walk) -> set[int]:
    """Return the flags of the blocks in ``<noscript>`` and in hidden elements that count as text of the page.

    ``<noscript>`` counts if it holds text that the page does not show otherwise, as on forums drawn by scripts. A
    hidden element counts if it holds prose: further tabs of a product, answers to a list of questions, a page that
    appears when its scripts have run. Its blocks are judged like all others.
    """
    sizes: Counter[int] = Counter()
    for text, flags in zip(walk.texts, walk.flags, strict=True):
        sizes[flags] += len(text)
    fallback = sum(size for flags, size in sizes.items() if flags & IN_NOSCRIPT)
    other = sum(size for flags, size in sizes.items() if not flags & IN_NOSCRIPT)
    takes_fallback = fallback > FALLBACK_SIZE and fallback > other * FALLBACK_SHARE
    answers: set[int] = set()
    if any(flags & HIDDEN for flags in sizes):
        answers = _answers(walk) | _folded(walk) | (_notes(walk) if walk.noted else set())
    return {
        flags
        for flags, size in sizes.items()
        if (takes_fallback or not flags & IN_NOSCRIPT)
        and (size > HIDDEN_SIZE or not flags & HIDDEN or flags in answers)
    }


def _notes(walk: Walk) -> set[int]:
    """Return the flags of short hidden elements that hold notes, to which numbers in the shown text link."""
    wanted = {
        link[1:]
        for flags, spans in zip(walk.flags, walk.spans, strict=True)
        if not flags & HIDDEN
        for text, (_, link) in spans
        if link[:1] == "#" and text.strip(" []()").isdecimal()
    }
    found: set[int] = set()
    for flags, nodes in zip(walk.flags, walk.nodes, strict=True):
        element = nodes[0].parent if wanted and flags & HIDDEN and flags not in found else None
        for _ in range(NOTE_CLIMB):
            if element is None or not element.is_element_node:
                break
            if element.attributes.get("id") in wanted:
                found.add(flags)
                break
            element = element.parent
    return found


def _folded(walk: Walk) -> set[int]:
    """Return the flags of short hidden elements that are the content of a folded callout."""
    return {
        flags
        for flags, owner in zip(walk.flags, walk.owners, strict=True)
        if flags & HIDDEN and FOLDED in f"{walk.tokens[owner]} {walk.tokens[max(walk.parents[owner], 0)]}"
    }


def _answers(walk: Walk) -> set[int]:
    """Return the flags of short hidden elements that hold the answer to the question above, opened by a script."""
    found: set[int] = set()
    asked = False
    for place in range(1, len(walk.flags)):
        flags, above = walk.flags[place], place - 1
        if not flags & HIDDEN or walk.flags[above] or flags in found:
            continue
        opens = walk.kinds[above] in ("heading", "term") or walk.tags[walk.owners[above]] in OPENERS
        if opens and walk.texts[place].count(" ") >= FEWEST_BLANKS and not _is_message(walk, place):
            found.add(flags)
            asked = asked or walk.texts[above].endswith(("?", "？", "؟"))
    return found if asked or len(found) > 1 else set()


def _is_message(walk: Walk, place: int) -> bool:
    """Whether the name of a hidden block marks it as a message for scripts to show."""
    element = walk.owners[place]
    for _ in range(3):
        if element < 0:
            return False
        if MESSAGE.search(walk.tokens[element]):
            return True
        element = walk.parents[element]
    return False


def merged(reading: Reading) -> tuple[tuple[Block, ...], dict[int, str]]:
    """Return the blocks of a reading and those beside them in page order, and the kinds of the latter by index."""
    if not reading.beside:
        return reading.blocks, {}
    blocks: list[Block] = []
    kinds: dict[int, str] = {}
    done = 0
    for index, block, kind in reading.beside:
        blocks += reading.blocks[done:index]
        done = index
        kinds[len(blocks)] = kind
        blocks.append(block)
    return (*blocks, *reading.blocks[done:]), kinds


def base_of(reading: Reading, url: str | None) -> str:
    """Return the base address of the page's links, if the page names one; otherwise an empty string."""
    if not reading.walk.base:
        return ""
    from archtool.artefacts import absolute

    found = absolute(reading.walk.base, url)
    return found if "://" in found else ""
