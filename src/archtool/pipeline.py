"""The pipeline: a page in, a record out. Read this first.

``examine`` splits a page into blocks and judges them; ``clean`` makes the record of what was found. ``zip(blocks,
verdicts)`` is the whole truth about a page: ``clean``, ``explain`` and the tests are three views of it.
"""

# No postponed annotations: each would be compiled for a named tuple.
from typing import NamedTuple

from archtool.blocks import split
from archtool.judge import judge
from archtool.model import Block, Candidate, Page, Record, Settings, Verdict
from archtool.record import gather

DEFAULT = Settings()


class Examination(NamedTuple):
    """A page with its blocks, one verdict for each, and the values that its metadata gave."""

    page: Page
    blocks: tuple[Block, ...]
    verdicts: tuple[Verdict, ...]
    candidates: tuple[Candidate, ...]


def examine(page: Page, settings: Settings = DEFAULT) -> Examination:
    """Split ``page`` into blocks that tile it and judge each of them."""
    pieces = split(page, settings)
    verdicts = judge(page, pieces, settings)
    doubts = (Candidate("pair", page.encoding, "doubt/encoding", group="Encoding"),) if page.encoding else ()
    return Examination(page, pieces.blocks, verdicts, pieces.candidates + doubts)


def clean(page: Page, settings: Settings = DEFAULT) -> Record:
    """Return the record of ``page``. One of our own records, read back, is returned as it is."""
    if page.record is not None:
        return page.record
    return gather(examine(page, settings), settings)
