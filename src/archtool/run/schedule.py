"""Divide inputs into the items that processes work on: files, parts of large WARCs and zips, pages of other containers.

It also finds where an interrupted run resumes inside a file, and which parts of a WARC belong to a shard.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from archtool.model import Failure, Page, Pair, Skipped
from archtool.run import inputs
from archtool.run.job import Ahead, InputBegins, Item, Rest

if TYPE_CHECKING:
    from archtool.readers import Part, ReadOptions

# Containers of many pages are read here, and their pages handed out; a process reads other files itself.
CONTAINERS = (".warc", ".arc", ".gz", ".zst", ".lz4", ".wacz", ".zip", ".tar", ".tgz", ".har", ".json", ".jsonl", ".md")
LARGE = 4 << 20
# Stored bytes of a WARC that a process reads at a time, some 200 ms of work. Larger parts would keep processes waiting
# at the end of a run, and more results in memory.
PART = 1 << 19
HEAVY = 1 << 20  # bytes that count for an item that a process reads itself


class Place(NamedTuple):
    """A place in an input: ``passed`` results behind the record at ``begin``, with the crawl's ``fields`` there.

    In inputs that are not read in parts, ``begin`` is 0.
    """

    begin: int = 0
    fields: tuple[Pair, ...] = ()
    passed: int = 0


class Slice(NamedTuple):
    """The share of an input for this run: what begins at the bytes from ``low`` to ``high``, the latter excluded.

    Files that are not cut into parts begin at 0. ``identity``: in a resumable run, that of the file, by which a change
    is noticed. ``start``: where an interrupted run stopped.
    """

    path: str
    low: int = 0
    high: int | None = None
    identity: str = ""
    start: Place | None = None

    def holds(self, begin: int) -> bool:
        """Whether a record at ``begin`` belongs to the slice."""
        return self.low <= begin and (self.high is None or begin < self.high)


def spread(slices: Iterable[Slice | Skipped], reading: ReadOptions, limited: bool = False) -> Iterator[Item]:
    """Yield the items of all inputs, in order, each input after its mark if it has an identity.

    With ``limited`` time or memory, only standard input is read here, since limits do not apply to this process.
    """
    for each in slices:
        if isinstance(each, Skipped):
            yield each
            continue
        if each.identity and each.start is None:
            yield InputBegins(each.path, each.identity)
        yield from _items(each, reading, limited)


def _items(taken: Slice, reading: ReadOptions, limited: bool) -> Iterator[Item]:
    from archtool import readers

    path, start = taken.path, taken.start
    parts: Iterator[Part] = iter(())
    if path != inputs.STDIN and reading.format in (None, "warc"):
        parts = readers.parts(path, PART, readers.Part(path, start.begin, None, start.fields) if start else None)
    first = next(parts, None)
    if first:
        yield from _parts(taken, first, parts)
    elif not taken.holds(0):
        return
    elif path == inputs.STDIN or (not limited and (path.lower().endswith(CONTAINERS) or size(path) > LARGE)):
        yield from islice(readers.read(path, reading), start.passed if start else 0, None)
    elif limited and not start and reading.format in (None, "zip") and (some := readers.members(path, HEAVY, reading)):
        yield from some
    else:
        yield Rest(path, start.passed) if start and start.passed else path


def _parts(taken: Slice, first: Part, others: Iterator[Part]) -> Iterator[Item]:
    if taken.start:
        yield Rest(first, 1 + taken.start.passed)  # the first result of a part is its mark
    elif taken.holds(first.begin):
        yield first
    before = None if taken.holds(first.begin) else first
    for part in others:
        if not taken.holds(part.begin):
            if part.begin >= taken.low:
                return
            before = part
            continue
        if before:
            yield Ahead(_in_front(before, part.begin))
            before = None
        yield part


def _in_front(before: Part, end: int) -> Part:
    """Return the part that has to be read to find where the last record before ``end`` ends.

    In a WARC that is not compressed a body may hold a whole other WARC, of any length.
    """
    with open(before.path, "rb") as stream:
        plain = stream.read(5) == b"WARC/"
    return before._replace(begin=0, end=end, fields=()) if plain else before._replace(end=end)


def size(path: str) -> int:
    """Return the stored bytes of a file; 0 for anything else."""
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def weigh(item: Item) -> int:
    """Return the weight of an item in a batch, in bytes."""
    if isinstance(item, Page):
        return len(item.body)
    return 0 if isinstance(item, str | Failure | Skipped | InputBegins) else HEAVY
