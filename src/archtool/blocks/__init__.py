"""From a page to blocks: the first step of the pipeline. One module per form of page."""

from __future__ import annotations

from archtool.model import Block, Candidate, Page, Settings


def split(page: Page, settings: Settings) -> tuple[tuple[Block, ...], tuple[Candidate, ...]]:
    """Return the blocks of ``page`` in order, and what its metadata says (nothing, for a dump)."""
    from archtool.blocks.text import split_dump

    return split_dump(page.body, settings), ()
