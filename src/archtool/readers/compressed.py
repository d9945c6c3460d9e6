"""Anything that is compressed as a whole: a page, a tar, a zip, in gzip, bzip2, xz, zstd or lz4.

What comes out is recognised anew. Of a file that is cut or damaged, what comes out before the damage is read.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterator
from typing import Any

from archtool.model import Failure
from archtool.readers import Item, Source, read_source
from archtool.readers._sniff import CODECS, compression
from archtool.readers._streams import Pieces, Window, exactly

FEED = 1 << 10  # so small that a bomb gives no more than some megabytes at a time
CHUNK = 1 << 16


def read(source: Source) -> Iterator[Item]:
    """Yield what the decompressed bytes of ``source`` hold, and the fault that ended them."""
    codec = compression(exactly(source.stream, 8))
    source.stream.seek(0)
    pieces = Pieces(_plain(source.stream, codec), source.options.max_total)
    window = Window(pieces)
    if window.read(1):
        window.seek(0)
        yield from read_source(source._replace(stream=window, depth=source.depth + 1))
    elif not pieces.fault:
        yield Failure(source.origin, "empty")
    if pieces.fault:
        yield Failure(source.origin, pieces.fault)


def _plain(stream: Any, codec: str) -> Iterator[tuple[int, bytes]]:
    """Pairs of how many stored bytes were read and what came out of them; raises ``OSError`` on damage."""
    if codec in {"zstd", "lz4"}:
        yield from _frames(stream, codec)
        return
    make: Any = {"gzip": lambda: zlib.decompressobj(31), "bzip2": bz2.BZ2Decompressor, "xz": lzma.LZMADecompressor}[
        codec
    ]
    magic = next(magic for magic, name in CODECS if name == codec)
    member, taken, data = None, 0, b""
    while data or (data := stream.read(FEED)):
        member = member or make()
        try:
            plain = member.decompress(data)
        except (zlib.error, lzma.LZMAError, OSError, EOFError) as error:
            raise OSError(f"damaged {codec} data") from error
        taken += len(data)
        yield taken, plain
        data = b""
        if member.eof:
            data = member.unused_data.lstrip(b"\0")
            taken -= len(data)
            member = None
            if data and not data.startswith(magic):
                raise OSError(f"bytes behind the end of the {codec} data")
    if member:
        raise OSError(f"cut {codec} data")


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
