"""Cut large WARCs into parts, so that several processes can read one file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from archtool.model import Origin, Pair
from archtool.readers._frames import Frames
from archtool.readers._sniff import compression, recognise
from archtool.readers._types import DEFAULT, Part, Source
from archtool.readers.warc import WARC, collection_at, is_info

# Near the end of a file, the share of what is left that makes a part, and the least share of the usual size.
LEFT, SMALLER = 16, 8


def cut(path: str, size: int, start: Part | None = None) -> Iterator[Part]:
    """Yield the parts of the file at ``path``, each beginning with a record; none where that is not possible.

    Towards the end of the file they get smaller, so that no process waits long for another. Each part knows the
    latest description of the crawl in front of it: a file may be joined from several crawls.
    """
    # The current part, and the description of the crawl in front of it.
    begin, before = (start.begin, start.fields) if start else (0, tuple[Pair, ...]())
    try:
        whole = os.stat(path).st_size
        if whole < 2 * size:  # also anything but a regular file, which may open only once
            return
        with open(path, "rb") as stream:
            if recognise(stream) != "warc":
                return
            for offset, said in _records(stream, path, begin, before):
                enough = min(size, max(size // SMALLER, (whole - begin) // LEFT))
                if offset >= begin + enough and offset <= whole - size // SMALLER // 2:
                    yield Part(path, begin, offset, before)
                    begin, before = offset, said
    except Exception as error:  # the part that holds it will report it
        if isinstance(error, MemoryError):
            raise
    if begin:
        yield Part(path, begin, None, before)


def part_at(stream: BinaryIO, path: str, low: int, high: int) -> Part | None:
    """Return the part of a WARC whose records begin at the bytes from ``low`` to ``high``; ``None`` if none seems to.

    Only the first record is read in front of it, on the assumption that no other describes the crawl.
    """
    stream.seek(0)
    codec = compression(stream.read(8))
    stream.seek(0)
    heads = Frames(stream, codec, WARC.begins, WARC.mark).heads
    _, first = next(heads(), (0, b""))
    said = collection_at(Source(stream, Origin(path), DEFAULT), 0, codec) if low and is_info(first) else ()
    begin = next(heads(low), (high, b""))[0] if low else 0
    return Part(path, begin, high, said) if begin < high else None


def said_before(path: str, offset: int) -> tuple[Pair, ...]:
    """Return the description of the crawl that the WARC at ``path`` has in front of the record at ``offset``."""
    said: tuple[Pair, ...] = ()
    with open(path, "rb") as stream:
        for begin, before in _records(stream, path, 0, ()):
            if begin > offset:
                break
            said = before
    return said


def _records(stream: BinaryIO, path: str, begin: int, said: tuple[Pair, ...]) -> Iterator[tuple[int, tuple[Pair, ...]]]:
    """Yield where records seem to begin, from ``begin`` on, with the description of the crawl in front of each."""
    stream.seek(0)
    codec = compression(stream.read(8))
    stream.seek(0)
    source = Source(stream, Origin(path), DEFAULT)
    for offset, head in Frames(stream, codec, WARC.begins, WARC.mark).heads(begin):
        yield offset, said
        if is_info(head):
            said = collection_at(source, offset, codec)
