"""Large WARCs in parts, so that several processes can read one file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from archtool.model import Origin, Pair
from archtool.readers._frames import Frames
from archtool.readers._sniff import compression, recognise
from archtool.readers._types import DEFAULT, Part, Source
from archtool.readers.warc import WARC, collection_at, is_info

# Towards the end a part is this share of what is left of the file, and at least that share of the usual size.
LEFT, SMALLER = 16, 8


def cut(path: str, size: int, start: Part | None = None) -> Iterator[Part]:
    """Yield the parts of the file at ``path``, each beginning with a record; none where that is not possible.

    Towards the end of the file they get smaller, so that no process has long to wait for what another one is still at.
    Each part knows what the crawl said of itself in front of it: files are put together out of several crawls.
    """
    # The current part, and what was said in front of it.
    begin, before = (start.begin, start.fields) if start else (0, tuple[Pair, ...]())
    try:
        whole = os.stat(path).st_size
        if whole < 2 * size:  # also what is no file, and could be opened only once
            return
        with open(path, "rb") as stream:
            if recognise(stream) != "warc":
                return
            for offset, said in _records(stream, path, begin, before):
                enough = min(size, max(size // SMALLER, (whole - begin) // LEFT))
                if offset >= begin + enough and offset <= whole - size // SMALLER // 2:
                    yield Part(path, begin, offset, before)
                    begin, before = offset, said
    except Exception as error:  # the part in which it stands will tell
        if isinstance(error, MemoryError):
            raise
    if begin:
        yield Part(path, begin, None, before)


def part_at(stream: BinaryIO, path: str, low: int, high: int) -> Part | None:
    """Return the part of a WARC whose records begin at the bytes from ``low`` to ``high``; ``None`` if none seems to.

    Nothing in front of it is read but the first record: it is taken for granted that the crawl says no more of itself.
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
    """What the WARC at ``path`` says of its crawl in front of the record at ``offset``."""
    said: tuple[Pair, ...] = ()
    with open(path, "rb") as stream:
        for begin, before in _records(stream, path, 0, ()):
            if begin > offset:
                break
            said = before
    return said


def _records(stream: BinaryIO, path: str, begin: int, said: tuple[Pair, ...]) -> Iterator[tuple[int, tuple[Pair, ...]]]:
    """Yield where records seem to begin, from ``begin`` on, and what was said of the crawl in front of each."""
    stream.seek(0)
    codec = compression(stream.read(8))
    stream.seek(0)
    source = Source(stream, Origin(path), DEFAULT)
    for offset, head in Frames(stream, codec, WARC.begins, WARC.mark).heads(begin):
        yield offset, said
        if is_info(head):
            said = collection_at(source, offset, codec)
