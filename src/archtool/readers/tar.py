"""Tar files of pages, read as a stream from front to end; nothing is unpacked to disk.

The standard library stops silently at a header that is damaged or cut. Here that is a failure, and the members from the
next sound header on are read, too.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import IO, Any

from archtool.model import Failure, Skipped
from archtool.readers._dispatch import read_source
from archtool.readers._members import inner_origin
from archtool.readers._streams import Pieces, Window, exactly
from archtool.readers._types import Item, ReadOptions, Source
from archtool.readers.mirror import worth_opening

CHUNK = 1 << 16
BLOCK = tarfile.BLOCKSIZE


def read(source: Source) -> Iterator[Item]:
    """Yield what the members hold, in their order."""
    count = total = 0
    stream: _Recent | None = _Recent(source.stream)
    while stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|", errorlevel=0) as archive:  # type: ignore[call-overload]
                for info in archive:
                    count += 1
                    total += info.size
                    if fault := _beyond(count, total, source.options):
                        yield Failure(inner_origin(source.origin, info.name), fault)
                        return
                    yield from _read_member(archive, info, source)
                end = archive.offset
        except tarfile.TarError as error:
            yield Failure(source.origin, f"damaged tar: {error}")
            return
        block = stream.behind(end)[:BLOCK]
        if block == bytes(BLOCK):
            return
        said = "a damaged header" if len(block) == BLOCK else "a cut header" if block else "no mark at its end"
        yield Failure(source.origin if source.depth else source.origin._replace(offset=end), f"damaged tar: {said}")
        stream = stream.next_header(end + BLOCK)


class _Recent:
    """A stream that remembers its two latest reads: the library reads one record of blocks at a time."""

    def __init__(self, stream: Any, front: bytes = b"") -> None:
        self._stream = stream
        self._front = front
        self._before = self._latest = b""
        self._at = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return ``size`` bytes, fewer only at the end."""
        front, self._front = self._front[:size], self._front[size:]
        self._before, self._latest = self._latest, front + exactly(self._stream, size - len(front))
        self._at += len(self._latest)
        return self._latest

    def behind(self, offset: int) -> bytes:
        """Return the remembered bytes from ``offset`` on."""
        recent = self._before + self._latest
        return recent[max(0, len(recent) - (self._at - offset)) :] if offset < self._at else b""

    def next_header(self, offset: int) -> _Recent | None:
        """Return a stream that begins with the first sound header from ``offset`` on, if there is one."""
        rest = _Recent(self._stream, self.behind(offset))
        while len(block := exactly(rest, BLOCK)) == BLOCK:
            try:
                tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
            except tarfile.TarError:
                continue
            return _Recent(rest, block)
        return None


def _beyond(count: int, total: int, options: ReadOptions) -> str | None:
    """Return why a tar with so many members and bytes is not read further; ``None`` below the limits."""
    if count > options.max_members:
        return f"more than {options.max_members} members: not read further"
    return f"more than {options.max_total} bytes in all: not read further" if total > options.max_total else None


def _read_member(archive: tarfile.TarFile, info: tarfile.TarInfo, source: Source) -> Iterator[Item]:
    origin = inner_origin(source.origin, info.name)
    if info.isdir():
        return
    if not info.isfile() or info.issparse():  # no page has holes
        yield Skipped(origin, "link" if info.issym() or info.islnk() else "special file")
        return
    if info.name not in worth_opening({info.name}):
        yield Skipped(origin, f".{info.name.rpartition('.')[2].lower()[:8]}")
        return
    member = archive.extractfile(info)
    if member is not None:
        yield from _member(member, source._replace(origin=origin, depth=source.depth + 1))


def _member(member: IO[bytes], source: Source) -> Iterator[Item]:
    pieces = Pieces(_pieces(member), source.options.max_total, source.budget)
    window = Window(pieces)
    if window.read(1):
        window.seek(0)
        yield from read_source(source._replace(stream=window))
    elif not pieces.fault:
        yield Skipped(source.origin, "empty")
    if pieces.fault:
        yield Failure(source.origin, pieces.fault)


def _pieces(member: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    taken = 0
    try:
        while data := member.read(CHUNK):
            taken += len(data)
            yield taken, data
    except tarfile.TarError as error:
        raise OSError(f"damaged tar: {error}") from error
