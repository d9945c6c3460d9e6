"""Tar files of pages, read as a stream from front to end; nothing is unpacked to disk."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import IO

from archtool.model import Failure, Skipped
from archtool.readers import Item, Source, read_source
from archtool.readers._streams import Pieces, Window
from archtool.readers.mirror import worth_opening
from archtool.readers.zip import inner_origin

CHUNK = 1 << 16


def read(source: Source) -> Iterator[Item]:
    """Yield what the members hold, in their order."""
    total = count = 0
    try:
        with tarfile.open(fileobj=source.stream, mode="r|", errorlevel=0) as archive:
            for info in archive:
                origin = inner_origin(source.origin, info.name)
                count += 1
                total += info.size
                if count > source.options.max_members:
                    yield Failure(source.origin, f"more than {source.options.max_members} members: not read further")
                    return
                if total > source.options.max_total:
                    yield Failure(origin, f"more than {source.options.max_total} bytes in all: not read further")
                    return
                if info.isdir():
                    continue
                if not info.isfile() or info.issparse():  # no page has holes
                    yield Skipped(origin, "link" if info.issym() or info.islnk() else "special file")
                    continue
                if info.name not in worth_opening({info.name}):
                    yield Skipped(origin, f".{info.name.rpartition('.')[2].lower()[:8]}")
                    continue
                member = archive.extractfile(info)
                if member is not None:
                    yield from _member(member, source._replace(origin=origin, depth=source.depth + 1))
    except tarfile.TarError as error:
        yield Failure(source.origin, f"damaged tar: {error}")


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
