"""Boxes that a page sets off from its text (notes, tips, warnings) as callouts: ``> [!note] Title``.

For ``document.py``. The walk notes an element whose classes name such a box, as the common generators of documentation
and style sheets make them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archtool.blocks.html_special import callout_of
from archtool.model import Block

CLIMB = 8  # elements between a block and the box around it
TITLE = 80  # characters
_TITLES = ("title", "heading", "summary", "caption")


def size(blocks: Sequence[Block], start: int) -> int:
    """Return how many blocks behind the sign of a callout, which is ``blocks[start]``, stand in it."""
    box = blocks[start].nodes[0].mem_id
    count = 0
    for block in blocks[start + 1 :]:
        if not _is_inside(block, box):
            break
        count += 1
    return count


def _is_inside(block: Block, box: int) -> bool:
    element = block.nodes[0].parent if block.nodes else None
    for _ in range(CLIMB):
        if element is None:
            return False
        if element.mem_id == box:
            return True
        element = element.parent
    return False


def title_of(sign: Block, inside: Sequence[Block]) -> tuple[str, str, int]:
    """Return the kind of a callout, its title, and how many of its blocks the title takes."""
    attributes = sign.nodes[0].attributes
    kind = callout_of(attributes.get("class") or "", attributes.get("data-callout") or "") or "note"
    if inside and len(inside[0].text) <= TITLE and len(inside) > 1 and _is_title(inside[0], sign.nodes[0].mem_id):
        title = " ".join(inside[0].text.split())
        return kind, "" if title.casefold().rstrip(":! ") == kind else title, 1
    return kind, "", 0


def _is_title(block: Block, box: int) -> bool:
    """Whether a block is called the title of its box, or is nothing but strong text or a heading."""
    if block.kind == "heading":
        return True
    element: Any = block.nodes[0].parent
    for _ in range(4):
        if element is None or element.mem_id == box:
            break
        classes = (element.attributes.get("class") or "").lower()
        if any(word in classes for word in _TITLES):
            return True
        element = element.parent
    return False
