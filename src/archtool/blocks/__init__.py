"""From a page to blocks: the first step of the pipeline. One module per form of page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.model import Block, Candidate, Page, Settings
from archtool.rules.book import own_rules

if TYPE_CHECKING:
    from archtool.artefacts.elements import Artefact


class Split(NamedTuple):
    """The blocks of a page in order, and what its metadata says.

    For HTML also the elements that an archive put into it, and what the walk over its tree learned.
    """

    blocks: tuple[Block, ...]
    candidates: tuple[Candidate, ...] = ()
    artefacts: tuple[Artefact, ...] = ()
    reading: Any = None


def split(page: Page, settings: Settings) -> Split:
    """Return the blocks of ``page``."""
    if page.form == "html":
        from archtool.artefacts.elements import inspect
        from archtool.blocks import html
        from archtool.fields.structured import candidates

        tree = html.parse(page.body)
        reading = html.read(tree)
        artefacts = tuple(inspect(tree, reading.walk.tokens))
        return Split(reading.blocks, tuple(candidates(tree, page, reading)), artefacts, reading)
    from archtool.blocks.text import split_dump

    return Split(split_dump(page.body, settings.rules or own_rules()))
