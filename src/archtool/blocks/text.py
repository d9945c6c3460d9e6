"""A text dump to blocks that tile it: one block for each line that shows something."""

from __future__ import annotations

from archtool.model import Block, Settings


def split_dump(body: str, settings: Settings) -> tuple[Block, ...]:
    """Return the blocks of a dump."""
    blocks = []
    start = 0
    for number, line in enumerate(body.splitlines(keepends=True), 1):
        if line.strip():
            blocks.append(Block("paragraph", line.strip(), start, start + len(line), number))
        start += len(line)
    return tuple(blocks)
