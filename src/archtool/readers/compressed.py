"""Files that are compressed as a whole: a page, a tar, a zip, in gzip, bzip2, xz, zstd or lz4.

The format of the decompressed bytes is recognised anew. A cut or damaged file is read up to the damage.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterator
from typing import Any

from archtool.model import Failure
from archtool.readers._dispatch import read_source
from archtool.readers._sniff import compression
from archtool.readers._streams import Pieces, Window, exactly
from archtool.readers._types import Item, Source

FEED = 1 << 10
MOST_EMPTY = 1000  # consecutive empty members: to begin each takes longer than to read it
CHUNK = 1 << 16  # decompressed bytes at a time: 400 bytes of bzip2 may hold half a gigabyte


def read(source: Source) -> Iterator[Item]:
    """Yield what the decompressed bytes of ``source`` hold, and the fault that ended them."""
    codec = compression(exactly(source.stream, 16))
    source.stream.seek(0)
    pieces = Pieces(plain(source.stream, codec), source.options.max_total, source.budget)
    window = Window(pieces)
    if window.read(1):
        window.seek(0)
        yield from read_source(source._replace(stream=window, depth=source.depth + 1))
    elif not pieces.fault:
        yield Failure(source.origin, "empty")
    if pieces.fault:
        yield Failure(source.origin, pieces.fault)


def plain(stream: Any, codec: str) -> Iterator[tuple[int, bytes]]:
    """Yield numbers of stored bytes with what they decompress to; raise ``OSError`` on damage."""
    if codec in {"zstd", "lz4"}:
        yield from _frames(stream, codec)
        return
    make = {"gzip": _Gzip, "bzip2": bz2.BZ2Decompressor, "xz": lzma.LZMADecompressor}[codec]
    magic = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}[codec]
    member: Any = None
    taken = empty = given = 0
    while data := stream.read(FEED):
        taken += len(data)
        while data:
            if not member:
                member, given = make(), 0
            try:
                plain = member.decompress(data, CHUNK)
                given += len(plain)
                yield taken, plain
                while not member.needs_input and not member.eof:
                    plain = member.decompress(b"", CHUNK)
                    given += len(plain)
                    yield taken, plain
            except (zlib.error, lzma.LZMAError, OSError, EOFError) as error:
                yield taken, member.rest() if codec == "gzip" else b""
                wrong = ": its checksum is wrong" if "data check" in str(error) else ""
                raise OSError(f"damaged {codec} data{wrong}") from error
            data = b""
            if member.eof:
                empty = 0 if given else empty + 1
                if empty > MOST_EMPTY:
                    raise OSError(f"more than {MOST_EMPTY} empty members of {codec} data: not read further")
                data = member.unused_data.lstrip(b"\0")
                member = None
                if data and not data.startswith(magic):
                    raise OSError(f"bytes behind the end of the {codec} data")
    if member:
        raise OSError(f"cut {codec} data")


class _Gzip:
    """A decompressor for one gzip member with the interface of those of ``bz2`` and ``lzma``."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(31)
        self._before = self._member
        self._fed = b""

    def decompress(self, data: bytes, most: int) -> bytes:
        """Decompress what is left of earlier data, then ``data``; return at most ``most`` bytes."""
        self._before, self._fed = self._member.copy(), self._member.unconsumed_tail + data
        return self._member.decompress(self._fed, most)

    def rest(self) -> bytes:
        """Return what is in front of the damage in the data that failed, of which the library returns nothing."""
        parts: list[bytes] = []
        try:
            parts.extend(self._before.decompress(bytes([byte])) for byte in self._fed)
        except zlib.error:
            pass
        return b"".join(parts)

    @property
    def needs_input(self) -> bool:
        """Whether all data given so far has been returned."""
        return not self._member.unconsumed_tail

    @property
    def eof(self) -> bool:
        """Whether the end of the member has been reached."""
        return self._member.eof

    @property
    def unused_data(self) -> bytes:
        """The data behind the end of the member."""
        return self._member.unused_data


def _frames(stream: Any, codec: str) -> Iterator[tuple[int, bytes]]:
    from archtool.readers._codecs import reader, salvage

    frames = reader(stream, codec)
    given = 0
    try:
        while data := frames.read(CHUNK):
            given += len(data)
            yield frames.inner_tell(), data
    except OSError as error:
        yield stream.tell(), salvage(stream, codec, 0, given)
        raise OSError(f"damaged {codec} data: {error}") from error
