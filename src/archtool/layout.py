"""Kept blocks to text: paragraphs with blank lines between, list items and rows and lines of verse on lines of their
own.

``record.py`` asks for plain text or for Markdown; blocks of HTML get their inline markup from ``markup.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archtool.model import Block

LINE = 100  # characters; two longer lines without a blank line between are paragraphs all the same


def plain_text(blocks: Sequence[Block]) -> str:
    """Return the text of ``blocks`` as a reader sees it."""
    parts: list[str] = []
    last: Block | None = None
    for block in blocks:
        if last is not None:
            parts.append("\n" if together(last, block) else "\n\n")
        parts.append(f"{'  ' * block.level}- {block.text}" if block.kind == "item" else block.text)
        last = block
    return "".join(parts)


def together(first: Block, second: Block) -> bool:
    """Return whether two blocks in a row stand on consecutive lines."""
    if first.kind in ("item", "row") or second.kind in ("item", "row"):
        return first.kind == second.kind and (first.group == second.group)
    return second.tight and len(first.text) <= LINE and len(second.text) <= LINE


def markdown_text(blocks: Sequence[Block], links: str = "keep") -> str:
    """Return the text of ``blocks`` as Markdown; ``links`` is ``keep`` or ``strip``."""
    from archtool.writers.markdown_escape import escape

    parts: list[str] = []
    run: list[Block] = []
    for block in blocks:
        if run and run[-1].kind == "item" != block.kind == "item":
            parts.append(_run(run, escape))
            run = []
        run.append(block)
    if run:
        parts.append(_run(run, escape))
    return "\n\n".join(parts)


def _run(run: Sequence[Block], escape: Callable[[str], str]) -> str:
    if run[0].kind == "item":
        return "\n".join(f"{'  ' * block.level}- {escape(block.text)}" for block in run)
    return escape(plain_text(run))
