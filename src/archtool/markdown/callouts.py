"""Write boxes set off from the text (notes, tips, warnings) as callouts: ``> [!note] Title``.

Called by ``document.py``. The walk records elements whose classes name such a box, as common documentation generators
and style sheets do.
"""

from __future__ import annotations

from collections.abc import Sequence

from archtool.blocks.html_boxes import is_in, is_title
from archtool.blocks.html_special import callout_of, said_kind
from archtool.model import Block


def size(blocks: Sequence[Block], start: int) -> int:
    """Return the number of blocks in the callout whose sign is ``blocks[start]``, not counting the sign."""
    count = 0
    for block in blocks[start + 1 :]:
        if not is_in(block, blocks[start]):
            break
        count += 1
    return count


def title_of(sign: Block, inside: Sequence[Block]) -> tuple[str, str, int]:
    """Return the kind of a callout, its title, and the number of its blocks that the title takes."""
    attributes = sign.nodes[0].attributes
    said = said_kind(attributes)
    kind = callout_of(attributes.get("class") or "", said, sign.nodes[0].tag) or "note"
    if len(inside) > 1 and is_title(inside[0], sign):
        title = " ".join(inside[0].text.split())
        return kind, "" if title.casefold().rstrip(":! ") == kind else title, 1
    return kind, "", 0
