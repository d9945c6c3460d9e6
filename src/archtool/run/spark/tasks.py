"""How the inputs are cut into tasks, and what one task reads.

All inputs are laid end to end and cut into equal lengths, as ``--shard`` does it; a task has what begins in its length.
Only WARCs are cut inside, at the first place in the length where a record seems to begin. Nothing in front of it is
read, so the cut may be wrong: in the middle of a body that holds a WARC, or where the crawl has said more of itself
since the beginning of the file. So each part says where it began and where it ended, and :func:`follow` reads a file
again where they do not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from archtool.model import Pair
from archtool.readers import NOTHING, Part, PartEnd, ReadOptions, part_at
from archtool.run.shards import laid
from archtool.run.spark.files import File, opened

LARGEST = 32 << 20  # stored bytes of a task: 15 to 30 s of work
SMALLEST = 256 << 10  # smaller ones cost more to start than to do
EACH = 3  # tasks for each core, at least, where there is enough to do


class Share(NamedTuple):
    """What a task has of one input: its number among all, and what is read of it, whole or a part."""

    number: int
    item: str | Part


class Mark(NamedTuple):
    """Where a part began and ended, and what the crawl had said of itself in front of either."""

    begin: int
    end: int | None
    fields: tuple[Pair, ...]
    next: int
    fields_behind: tuple[Pair, ...]


def number_of_tasks(files: Sequence[File], cores: int, largest: int = LARGEST) -> int:
    """How many tasks the files make."""
    whole = sum(file.size for file in files)
    return max(1, -(-whole // largest), min(cores * EACH, whole // SMALLEST))


def shares(files: Sequence[File], number: int, count: int, reading: ReadOptions) -> Iterator[Share]:
    """What the task ``number`` of ``count``, from 1, reads, in order."""
    whole = sum(file.size for file in files)
    sized = (((index, file), file.size) for index, file in enumerate(files))
    for (index, file), low, high in laid(sized, whole, number, count):
        item = _item(file, max(low, 0), file.size if high is None else min(high, file.size), reading)
        if item is not None:
            yield Share(index, item)


def _item(file: File, low: int, high: int, reading: ReadOptions) -> str | Part | None:
    if low == 0 and high == file.size:
        return file.path
    part = None
    try:
        with opened(file.path) as stream:
            part = part_at(stream, file.path, low, high, reading)
    except (OSError, EOFError, ValueError):
        pass  # reading it from its beginning will tell
    return part or (None if low else file.path)


def meet(marks: Sequence[Mark]) -> bool:
    """Whether the parts of a file, in order, are the whole file."""
    begins = [(mark.begin, mark.fields) for mark in marks]
    ends = [(0, ()), *((mark.next, mark.fields_behind) for mark in marks)]
    return begins == ends[:-1] and ends[-1][0] == NOTHING


def follow(path: str, marks: Sequence[Mark], read: Callable[[Part], PartEnd]) -> Iterator[int]:
    """Read what the parts of a file, in order, leave out or had wrong; yield the beginnings of the parts to drop.

    ``read`` reads a part and returns where it ended. What is kept and what is read, in the order of their beginnings,
    is what reading the file from its first byte gives.
    """
    at, said = 0, tuple[Pair, ...]()
    for mark in marks:
        if at != NOTHING and at < mark.begin:
            _, at, said = read(Part(path, at, mark.begin, said))
        if (at, said) == (mark.begin, mark.fields):
            at, said = mark.next, mark.fields_behind
            continue
        yield mark.begin
        if at != NOTHING and (mark.end is None or at < mark.end):
            _, at, said = read(Part(path, at, mark.end, said))
    if at != NOTHING:
        read(Part(path, at, None, said))
