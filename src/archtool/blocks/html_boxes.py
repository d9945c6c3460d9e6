"""Tell which blocks stand in a box set off from the text (notes, tips, warnings), and which one is its title.

Used by ``judge/beside.py`` and ``markdown/callouts.py``. The sign of a box is the block that the walk recorded where
its element begins.
"""

from __future__ import annotations

from typing import Any

from archtool.blocks.html_special import CALLOUTS
from archtool.model import Block

CLIMB = 10  # most elements from a block up to its box
TITLE = 80  # characters
HEADLINE = 30  # most characters of a title without a heading or class
_TITLES = ("title", "heading", "summary", "caption", "header")
_ENDS = (".", ":", ";", ",", "!", "?", "。")


def is_in(block: Block, sign: Block) -> bool:
    """Whether a block stands in the box that begins at ``sign``."""
    box = sign.nodes[0].mem_id
    element = block.nodes[0].parent if block.nodes else None
    for _ in range(CLIMB):
        if element is None:
            return False
        if element.mem_id == box:
            return True
        element = element.parent
    return False


def is_title(block: Block, sign: Block) -> bool:
    """Whether the first block of a box is its title: by its kind, by a class, or by naming the kind of box."""
    text = block.text.strip()
    if len(text) > TITLE or "\n" in text or block.kind in ("code", "item", "row"):
        return False
    if block.kind == "heading" or text.casefold().rstrip(":! ") in CALLOUTS or not any(map(str.isalnum, text)):
        return True
    element: Any = block.nodes[0].parent
    for _ in range(4):
        if element is None or element.mem_id == sign.nodes[0].mem_id:
            break
        classes = (element.attributes.get("class") or "").lower()
        if element.tag == "summary" or any(word in classes for word in _TITLES):
            return True
        element = element.parent
    return block.kind == "paragraph" and len(text) <= HEADLINE and not text.endswith(_ENDS)
