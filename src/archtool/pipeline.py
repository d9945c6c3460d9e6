"""The pipeline: a page in, a record out. Read this first.

``split`` cuts a page into blocks, ``examine`` also judges them, and ``clean`` makes the record of what was found.
``zip(blocks, verdicts)`` is the whole truth about a page: ``clean``, ``explain`` and the tests are three views of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archtool.blocks import Split
from archtool.judge import judge
from archtool.model import Candidate, Examination, Page, Record, Settings
from archtool.record import gather
from archtool.rules.rulebook import own_rules
from archtool.startup.patterns import lazy

DEFAULT = Settings()
_MARKED = lazy("[^\\W\\d_][\u0300-\u036f\u3099\u309a]+")


def split(page: Page, settings: Settings = DEFAULT) -> Split:
    """Return the blocks of ``page``, which tile it, and what its metadata says."""
    if page.format == "html":
        from archtool.artefacts.elements import inspect
        from archtool.blocks import html
        from archtool.fields.structured import candidates

        tree = html.parse(page.body)
        reading = html.read(tree)
        artefacts = tuple(inspect(tree, reading.walk.classes()))
        said = tuple(_unglued(candidates(tree, page, reading, artefacts), settings))
        blocks, beside = html.merged(reading)
        return Split(blocks, said, artefacts, reading, beside, html.base_of(reading, page.url))
    from archtool.blocks.text import split_dump

    return Split(split_dump(page.body, settings.rules or own_rules()))


def _unglued(candidates: Iterable[Candidate], settings: Settings) -> Iterator[Candidate]:
    """Yield the candidates, with notices cut off titles, and the candidates that these notices give."""
    from archtool.judge.notices import unglued

    for candidate in candidates:
        if candidate.field == "title":
            title, said = unglued(candidate.value, settings.rules or own_rules())
            yield candidate._replace(value=title)
            yield from said
        else:
            yield candidate


def composed(text: str) -> str:
    """Return ``text`` with each letter and its combining marks as one character (NFC), as in labels, words and tags.

    Nothing else is changed: NFC of the whole text would also replace rare ideographs.
    """
    from unicodedata import is_normalized, normalize

    if is_normalized("NFC", text):
        return text
    return _MARKED.sub(lambda found: normalize("NFC", found[0]), text)


def examine(page: Page, settings: Settings = DEFAULT) -> Examination:
    """Split ``page`` into blocks and judge each of them."""
    if not page.body.isascii():
        page = page._replace(body=composed(page.body))
    pieces = split(page, settings)
    verdicts = judge(page, pieces, settings)
    doubts = (Candidate("pair", page.encoding, "doubt/encoding", group="Encoding"),) if page.encoding else ()
    return Examination(page, pieces.blocks, verdicts, pieces.candidates + doubts + _given(page), pieces.base)


def _given(page: Page) -> tuple[Candidate, ...]:
    """Return the candidates that the container of ``page`` gives."""
    if not page.given:
        return ()
    from archtool.fields.declared import declared
    from archtool.fields.trust import ARCHIVE, OPEN_GRAPH

    is_mail = page.source == "mail"  # its HTML may be headed by the sender's name, and signed by another author
    return tuple(
        candidate
        for pair in page.given
        for value in pair.values
        for candidate in declared(
            pair.name, value, "the container", ARCHIVE if is_mail and pair.name != "author" else OPEN_GRAPH
        )
    )


def clean(page: Page, settings: Settings = DEFAULT) -> Record:
    """Return the record of ``page``. One of our own records, read back, is returned as it is."""
    if page.record is not None:
        return page.record
    return gather(examine(page, settings), settings)
