"""Cut the inputs into tasks.

All inputs are laid end to end and cut into equal lengths, as ``--shard`` does; a task gets what begins in its length.
Only WARCs are cut inside, at the first place in the length where a record seems to begin. Nothing before that place is
read. So a cut may be wrong: it may be inside a body that holds a WARC, or miss a description of the crawl (a
``warcinfo`` record) that came later than the first one of the file. Therefore each part reports where it began and
ended, and :func:`follow` reads again where two parts do not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from archtool.model import Pair
from archtool.readers import NOTHING, Part, PartEnd, ReadOptions, part_at
from archtool.run.shards import laid
from archtool.run.spark.files import File, opened

LARGEST = 32 << 20  # stored bytes of a task: some 15 s of work
SMALLEST = 256 << 10  # smaller ones cost more to start than to do
EACH = 3  # tasks for each core, at least, where there is enough to do


class Share(NamedTuple):
    """One input of a task: its number among all inputs, and what to read, the whole file or a part."""

    number: int
    item: str | Part


class Mark(NamedTuple):
    """Where a part began and ended, and the fields of the crawl that held at both places."""

    begin: int
    end: int | None
    fields: tuple[Pair, ...]
    next: int
    fields_behind: tuple[Pair, ...]


def number_of_tasks(files: Sequence[File], cores: int, largest: int = LARGEST) -> int:
    """Return the number of tasks for the files."""
    whole = sum(file.size for file in files)
    return max(1, -(-whole // largest), min(cores * EACH, whole // SMALLEST))


def shares(files: Sequence[File], number: int, count: int, reading: ReadOptions) -> Iterator[Share]:
    """Yield what the task ``number`` of ``count``, from 1, reads, in order."""
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
        pass  # reported when the file is read from its beginning
    return part or (None if low else file.path)


def meet(marks: Sequence[Mark]) -> bool:
    """Whether the parts of a file, in order, make up the whole file."""
    begins = [(mark.begin, mark.fields) for mark in marks]
    ends = [(0, ()), *((mark.next, mark.fields_behind) for mark in marks)]
    return begins == ends[:-1] and ends[-1][0] == NOTHING


def follow(path: str, marks: Sequence[Mark], read: Callable[[Part], PartEnd]) -> Iterator[int]:
    """Read again what the parts of a file missed or read wrongly; yield the beginnings of the parts to drop.

    ``read`` reads a part and returns where it ended. The parts that are kept and those that are read here, sorted by
    their beginnings, give what reading the whole file gives.
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
