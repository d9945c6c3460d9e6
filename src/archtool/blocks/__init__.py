"""From a page to blocks: the first step of the pipeline. One module per form of page."""

from __future__ import annotations

from typing import Any, NamedTuple

from archtool.model import Block, Candidate, Page, Settings
from archtool.rules.book import own_rules


class Split(NamedTuple):
    """The blocks of a page in order, what its metadata says, and for HTML what the walk over its tree learned."""

    blocks: tuple[Block, ...]
    candidates: tuple[Candidate, ...] = ()
    reading: Any = None


def split(page: Page, settings: Settings) -> Split:
    """Return the blocks of ``page``."""
    if page.form == "html":
        from archtool.blocks import html
        from archtool.fields.structured import candidates

        tree = html.parse(page.body)
        reading = html.read(tree)
        return Split(reading.blocks, tuple(candidates(tree, page, reading)), reading)
    from archtool.blocks.text import split_dump

    return Split(split_dump(page.body, settings.rules or own_rules()))
