"""From a page to blocks: the first step of the pipeline. One module per form of page."""

# No postponed annotations: each would be compiled for a named tuple.
from collections.abc import Iterable, Iterator
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
    artefacts: tuple["Artefact", ...] = ()
    reading: Any = None


def split(page: Page, settings: Settings) -> Split:
    """Return the blocks of ``page``."""
    if page.form == "html":
        from archtool.artefacts.elements import inspect
        from archtool.blocks import html
        from archtool.fields.structured import candidates

        tree = html.parse(page.body)
        reading = html.read(tree)
        artefacts = tuple(inspect(tree, reading.walk.classes()))
        said = tuple(_unglued(candidates(tree, page, reading, artefacts), settings))
        return Split(reading.blocks, said, artefacts, reading)
    from archtool.blocks.text import split_dump

    return Split(split_dump(page.body, settings.rules or own_rules()))


def _unglued(candidates: Iterable[Candidate], settings: Settings) -> Iterator[Candidate]:
    """Yield the candidates, the titles without the notices glued to them, and what these notices say."""
    from archtool.judge.notices import unglued

    for candidate in candidates:
        if candidate.field == "title":
            title, said = unglued(candidate.value, settings.rules or own_rules())
            yield candidate._replace(value=title)
            yield from said
        else:
            yield candidate
