"""Write kept blocks as plain text: paragraphs between blank lines; items, rows and verse on lines of their own.

Called by ``record.py``, for this text or for the Markdown of ``document.py``. An item of an ordered list gets its
number, any other a hyphen.
"""

from __future__ import annotations

from collections.abc import Sequence

from archtool.markdown.numbers import box, number, number_of_first
from archtool.model import Block

UNTOLD = frozenset({"picture", "rule", "embed", "callout"})  # shown only in Markdown
LINE = 100  # characters; two longer lines are paragraphs even without a blank line between


def plain_text(blocks: Sequence[Block]) -> str:
    """Return the text of ``blocks`` as a reader sees it."""
    parts: list[str] = []
    last: Block | None = None
    numbers: dict[int, int] = {}
    for block in blocks:
        if block.kind in UNTOLD:
            continue
        if last is not None:
            parts.append("\n" if together(last, block) else "\n\n")
        parts.append(_text(block, last, numbers))
        last = block
    return "".join(parts)


def _text(block: Block, last: Block | None, numbers: dict[int, int]) -> str:
    """Return the text of a block after the sign or number that the page shows before it."""
    if block.kind == "item":
        found = number(block, numbers)
        return f"{'  ' * (block.level - 1)}{'-' if found is None else f'{found}.'} {box(block)}{block.text}"
    if block.kind == "heading" or (block.kind == "row" and not (last and together(last, block))):
        found = number_of_first(block, numbers)
        return block.text if found is None else f"{found}. {block.text}"
    return block.text


def together(first: Block, second: Block) -> bool:
    """Return whether two successive blocks stand on consecutive lines."""
    if first.kind in ("item", "row") or second.kind in ("item", "row"):
        return first.kind == second.kind and (first.group == second.group)
    return second.tight and len(first.text) <= LINE and len(second.text) <= LINE
