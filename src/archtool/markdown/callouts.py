"""Boxes that a page sets off from its text (notes, tips, warnings) as callouts: ``> [!note] Title``.

For ``document.py``. The walk notes an element whose classes name such a box, as the common generators of documentation
and style sheets make them.
"""

from __future__ import annotations

from collections.abc import Sequence

from archtool.blocks.html_boxes import is_in, is_title
from archtool.blocks.html_special import callout_of
from archtool.model import Block


def size(blocks: Sequence[Block], start: int) -> int:
    """Return how many blocks behind the sign of a callout, which is ``blocks[start]``, stand in it."""
    count = 0
    for block in blocks[start + 1 :]:
        if not is_in(block, blocks[start]):
            break
        count += 1
    return count


def title_of(sign: Block, inside: Sequence[Block]) -> tuple[str, str, int]:
    """Return the kind of a callout, its title, and how many of its blocks the title takes."""
    attributes = sign.nodes[0].attributes
    said = attributes.get("data-callout") or attributes.get("data-callout-type") or ""
    kind = callout_of(attributes.get("class") or "", said, sign.nodes[0].tag) or "note"
    if len(inside) > 1 and is_title(inside[0], sign):
        title = " ".join(inside[0].text.split())
        return kind, "" if title.casefold().rstrip(":! ") == kind else title, 1
    return kind, "", 0


def unquoted(sign: Block, inside: Sequence[Block]) -> list[Block]:
    """Return the blocks of a box; where the box itself is a quote, those that are no quote within it."""
    if sign.nodes[0].tag != "blockquote":
        return list(inside)
    return [block._replace(kind="paragraph") if block.kind == "quote" else block for block in inside]
