"""Kept blocks to plain text: paragraphs with blank lines between; items, rows and lines of verse on their own lines.

``record.py`` asks for this text or for the Markdown of ``document.py``, which puts the same blocks together.
"""

from __future__ import annotations

from collections.abc import Sequence

from archtool.model import Block

UNTOLD = frozenset({"picture", "rule", "embed", "callout"})  # what only Markdown shows
LINE = 100  # characters; two longer lines without a blank line between are paragraphs all the same


def plain_text(blocks: Sequence[Block]) -> str:
    """Return the text of ``blocks`` as a reader sees it."""
    parts: list[str] = []
    last: Block | None = None
    for block in blocks:
        if block.kind in UNTOLD:
            continue
        if last is not None:
            parts.append("\n" if together(last, block) else "\n\n")
        parts.append(f"{'  ' * (block.level - 1)}- {block.text}" if block.kind == "item" else block.text)
        last = block
    return "".join(parts)


def together(first: Block, second: Block) -> bool:
    """Return whether two blocks in a row stand on consecutive lines."""
    if first.kind in ("item", "row") or second.kind in ("item", "row"):
        return first.kind == second.kind and (first.group == second.group)
    return second.tight and len(first.text) <= LINE and len(second.text) <= LINE
