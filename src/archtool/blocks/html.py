"""From the DOM of a page to blocks: the HTML door of the house.

``read`` is one walk over the tree; it returns the blocks in reading order and the raw table of the walk, which the
scorer turns into features. Text that stands only in ``<noscript>``, in frames' ``<noframes>`` or in JSON-LD is a
fall-back: it is taken where the page has little other text.
"""

# No postponed annotations: each would be compiled for a named tuple.
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from itertools import accumulate, count, repeat
from typing import Any, NamedTuple

from archtool.blocks.html_guard import tame
from archtool.blocks.html_walk import HIDDEN, IN_NOSCRIPT, Walk
from archtool.model import Block
from archtool.startup.patterns import lazy

# XHTML lets an empty script or title close itself; read as HTML it would swallow the page.
XHTML = lazy(r"\s*(?:<\?xml\b|<!doctype html public \"-//w3c//dtd xhtml)", re.I)
SELF_CLOSED = lazy(
    r"<(script|title|style|textarea|iframe|noframes|noscript|div|span|a|p|td|li)\b([^<>]*)/>", re.IGNORECASE
)
# <noscript> is taken as the page's text where it has more than this share of the characters outside.
FALLBACK_SHARE = 0.5
FALLBACK_SIZE = 200
FEW = 12  # blocks: a page with more shows its text
LINKED = 0.9  # share of the characters of a block that are a link
HIDDEN_SIZE = 120  # characters: below it, a hidden element holds a label or a message for scripts to show


class Reading(NamedTuple):
    """The blocks of a page, and what the walk over its tree learned about elements and blocks.

    ``places[i]`` is the position of ``blocks[i]`` in the walk's lists.
    """

    blocks: tuple[Block, ...]
    walk: Walk
    places: tuple[int, ...]

    def is_link(self, index: int) -> bool:
        """Whether a block is a link, all of it or nearly."""
        return bool(self.walk.linked[self.places[index]] >= LINKED * len(self.blocks[index].text))


def parse(body: str) -> Any:
    """Return the parsed tree (a ``LexborHTMLParser``) of ``body``, which may be XHTML."""
    from selectolax.lexbor import LexborHTMLParser

    if XHTML.match(body):
        body = SELF_CLOSED.sub(r"<\1\2></\1>", body)
    tree = LexborHTMLParser(tame(body))
    if tree.body is None and tree.css_first("frameset") is not None:
        from archtool.blocks.html_fallback import without_frames

        return LexborHTMLParser(tame(without_frames(tree)))
    return tree


def split(tree: Any) -> tuple[Block, ...]:
    """Return the blocks of a parsed page in reading order."""
    return read(tree).blocks


def read(tree: Any) -> Reading:
    """Return the blocks of a parsed page together with the raw table of the walk."""
    walk = Walk(tree.root)
    if walk.linked_data and len(walk.texts) < FEW:
        from archtool.blocks.html_fallback import show_linked_data

        if show_linked_data(tree, walk.linked_data, sum(map(len, walk.texts))):
            walk = Walk(tree.root)
    columns: tuple[list[Any], ...] = (walk.kinds, walk.texts, walk.levels, walk.groups, walk.nodes, walk.spans)
    places = tuple(range(len(walk.texts)))
    if any(walk.flags):
        shown = _shown(walk)
        places = tuple(place for place in places if not walk.flags[place] or walk.flags[place] in shown)
        columns = tuple(list(map(column.__getitem__, places)) for column in columns)
    kinds, texts, levels, groups, nodes, spans = columns
    starts = list(accumulate([len(text) + 1 for text in texts], initial=0))
    ends = [start - 1 for start in starts[1:]]
    # Without a loop in Python, and without a function of it: a page has hundreds of blocks.
    values = zip(kinds, texts, starts, ends, count(1), levels, repeat(False), groups, nodes, spans, strict=False)
    make: Callable[[Iterable[Any]], Block] = partial(tuple.__new__, Block)
    return Reading(tuple(map(make, values)), walk, places)


def _shown(walk: Walk) -> set[int]:
    """Return the flags of those blocks in ``<noscript>`` and in hidden elements that are taken as text of the page.

    ``<noscript>`` is taken where it holds text that the page does not show otherwise, as forums do that are drawn by
    scripts. A hidden element is taken where it holds prose: the other tabs of a product, the answers of a list of
    questions, a page that appears when its scripts have run. Its blocks are still judged like all others.
    """
    sizes: Counter[int] = Counter()
    for text, flags in zip(walk.texts, walk.flags, strict=True):
        sizes[flags] += len(text)
    fallback = sum(size for flags, size in sizes.items() if flags & IN_NOSCRIPT)
    other = sum(size for flags, size in sizes.items() if not flags & IN_NOSCRIPT)
    takes_fallback = fallback > FALLBACK_SIZE and fallback > other * FALLBACK_SHARE
    return {
        flags
        for flags, size in sizes.items()
        if (takes_fallback or not flags & IN_NOSCRIPT) and (size > HIDDEN_SIZE or not flags & HIDDEN)
    }
