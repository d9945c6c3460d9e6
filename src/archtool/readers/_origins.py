"""Read an origin given as an input: ``crawl.warc.gz:10432`` is the record there, ``pages.zip:a/b.html`` that member.

So the origin of a failure or a record can be read again by itself. A file with exactly that name takes precedence.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from archtool.model import Failure, Origin
from archtool.readers._dispatch import read_file, read_part
from archtool.readers._types import Item, Part, PartEnd, ReadOptions


def holder(place: str) -> str | None:
    """Return the path of the file in the origin ``place``; ``None`` if there is none."""
    path = place
    while not os.path.isfile(path):
        path, colon, _ = path.rpartition(":")
        if not colon:
            return None
    return path if path != place else None


def read_place(place: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """Yield what has the origin ``place`` in the file at ``path``, which is read up to there.

    Of a WARC only that record is read.
    """
    record = _record(path, place[len(path) + 1 :])
    there = False
    for item in read_part(record, options) if record else read_file(path, options):
        if not isinstance(item, PartEnd) and str(item.origin) == place:
            there = True
            yield item
    if not there:
        yield Failure(Origin(place), "nothing there")


def _record(path: str, offset: str) -> Part | None:
    """Return the part of a WARC that is the record at ``offset``."""
    from archtool.readers._sniff import recognise

    if not offset.isdecimal():
        return None
    with open(path, "rb") as stream:
        if recognise(stream) != "warc":
            return None
    from archtool.readers._parts import said_before

    return Part(path, int(offset), int(offset) + 1, said_before(path, int(offset)))
