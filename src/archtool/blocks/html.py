"""From the DOM of a page to blocks: the HTML door of the house.

``read`` is one walk over the tree; it returns the blocks in reading order and the raw table of the walk, which the
scorer turns into features. Text that stands only in ``<noscript>`` or in frames' ``<noframes>`` is a fall-back: it is
taken where the page has little other text.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from archtool.blocks.html_walk import FALLBACK, Walk
from archtool.model import Block

# XHTML lets an empty script or title close itself; read as HTML it would swallow the page.
XHTML = re.compile(r"\s*(?:<\?xml\b|<!doctype html public \"-//w3c//dtd xhtml)", re.I)
SELF_CLOSED = re.compile(
    r"<(script|title|style|textarea|iframe|noframes|noscript|div|span|a|p|td|li)\b([^<>]*)/>", re.IGNORECASE
)
# <noscript> is taken as the page's text where it has more than this share of the words outside.
FALLBACK_SHARE = 0.5


class Reading(NamedTuple):
    """The blocks of a page, and what the walk over its tree learned about elements and blocks.

    ``places[i]`` is the position of ``blocks[i]`` in the walk's lists.
    """

    blocks: tuple[Block, ...]
    walk: Walk
    places: tuple[int, ...]


def parse(body: str) -> Any:
    """Return the parsed tree (a ``LexborHTMLParser``) of ``body``, which may be XHTML."""
    from selectolax.lexbor import LexborHTMLParser

    if XHTML.match(body):
        body = SELF_CLOSED.sub(r"<\1\2></\1>", body)
    return LexborHTMLParser(body)


def split(tree: Any) -> tuple[Block, ...]:
    """Return the blocks of a parsed page in reading order."""
    return read(tree).blocks


def read(tree: Any) -> Reading:
    """Return the blocks of a parsed page together with the raw table of the walk."""
    walk = Walk(tree.root)
    fallback = _wants_fallback(walk)
    blocks: list[Block] = []
    places: list[int] = []
    offset = place = 0
    for index, text in enumerate(walk.texts):
        if walk.flags[index] & FALLBACK and not fallback:
            continue
        place += 1
        end = offset + len(text)
        blocks.append(
            Block(walk.kinds[index], text, offset, end, place, walk.levels[index], False, walk.groups[index],
                  walk.nodes[index])
        )  # fmt: skip
        places.append(index)
        offset = end + 1
    return Reading(tuple(blocks), walk, tuple(places))


def _wants_fallback(walk: Walk) -> bool:
    """Tell whether ``<noscript>`` holds text that the page does not show otherwise."""
    inside = outside = 0
    for text, flags in zip(walk.texts, walk.flags, strict=True):
        if flags & FALLBACK:
            inside += len(text)
        else:
            outside += len(text)
    return inside > 200 and inside > outside * FALLBACK_SHARE
