"""Cut zips of pages into ranges of members, so that several processes can read one file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from zipfile import ZipFile

from archtool.model import Origin
from archtool.readers._dispatch import failure
from archtool.readers._sniff import recognise
from archtool.readers._types import Item, Members, ReadOptions, Source
from archtool.readers.zip import kind_of, member_count
from archtool.readers.zip import read as read_zip

MOST = 64  # ranges of one zip: each process reads the whole directory


def cut(path: str, size: int, options: ReadOptions) -> list[Members]:
    """Return ranges of the members of the zip at ``path``, each of about ``size`` bytes or more; none for other files.

    A zip that is damaged, or is more than its members, is not cut: the process that reads it reports that.
    """
    try:
        if os.stat(path).st_size < size:
            return []
        with open(path, "rb") as stream:
            if recognise(stream) != "zip" or member_count(stream) > options.max_members:
                return []
            with ZipFile(stream) as archive:
                infos = archive.infolist()
                if kind_of(archive, {info.filename for info in infos}):
                    return []
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        return []
    enough = max(size, sum(info.file_size for info in infos) // MOST)
    ranges, begin, held = [], 0, 0
    for place, info in enumerate(infos, 1):
        held += info.file_size
        if held >= enough or place == len(infos):
            ranges.append(Members(path, begin, place))
            begin, held = place, 0
    return ranges if len(ranges) > 1 else []


def read(members: Members, options: ReadOptions) -> Iterator[Item]:
    """Yield what these members hold; read in order, the ranges give what the whole zip gives."""
    try:
        with open(members.path, "rb") as stream:
            chosen = slice(members.begin, members.end)
            yield from read_zip(Source(stream, Origin(members.path), options._replace(format=None), members=chosen))
    except Exception as error:
        yield failure(Origin(members.path), error)
