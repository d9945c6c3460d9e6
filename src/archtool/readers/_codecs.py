"""Single frames of compressed data (gzip members, zstd or lz4 frames): how they begin, and what damaged ones hold.

Used by ``_frames``, which reads whole streams of them, and by ``compressed`` and ``_sniff``.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

from archtool.readers._streams import exactly

MAGIC = {"gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd", "lz4": b"\x04\x22\x4d\x18"}
DICTIONARY_FRAME = b"\x5d\x2a\x4d\x18"
MAX_DICTIONARY = 1 << 22
CHUNK = 1 << 16
FEED = 1 << 12  # bytes of damaged gzip data that are decompressed one by one in the end
TRIAL = 4096  # compressed bytes that suffice to see how a frame begins


def reader(raw: Any, codec: str, dictionary: bytes | None = None) -> Any:
    """Return a decompressor of fastwarc over ``raw`` that reads across frames and tells where each begins."""
    from fastwarc.stream_io import GzipReader, Lz4Reader, ZstdReader

    if codec == "zstd":
        return ZstdReader(raw, dictionary=dictionary)
    return {"gzip": GzipReader, "lz4": Lz4Reader}[codec](raw)


def dictionary_of(raw: Any) -> bytes | None:
    """Return the dictionary of a ``.warc.zst``: a skippable frame at its beginning, needed to read all others."""
    place = raw.tell()
    try:
        raw.seek(0)
        head = exactly(raw, 8)
        if head[:4] != DICTIONARY_FRAME:
            return None
        data = exactly(raw, min(int.from_bytes(head[4:], "little"), MAX_DICTIONARY))
        return bytes(reader(io.BytesIO(data), "zstd").read(MAX_DICTIONARY)) if data.startswith(MAGIC["zstd"]) else data
    except OSError:
        return None
    finally:
        raw.seek(place)


def salvage(raw: Any, codec: str, start: int, skip: int, dictionary: bytes | None = None) -> bytes:
    """Decompress the frames of ``raw`` from ``start`` to the damage, and return all but the first ``skip`` bytes."""
    try:
        raw.seek(start)
    except OSError:  # a pipe whose window no longer has the beginning of a long frame
        return b""
    rest = bytearray()
    for piece in _inflate(raw) if codec == "gzip" else _bit_by_bit(raw, codec, dictionary):
        rest += piece[skip:]
        skip = max(0, skip - len(piece))
    return bytes(rest)


def _inflate(raw: Any) -> Iterator[bytes]:
    """Inflate gzip members up to the last byte before the damage."""
    member = zlib.decompressobj(31)
    data = b""
    while data or (data := raw.read(FEED)):
        before = member.copy()
        try:
            yield member.decompress(data)
        except zlib.error:
            for place in range(len(data)):
                try:
                    yield before.decompress(data[place : place + 1])
                except zlib.error:
                    return
            return
        data = member.unused_data
        if member.eof:
            member = zlib.decompressobj(31)


def _bit_by_bit(raw: Any, codec: str, dictionary: bytes | None) -> Iterator[bytes]:
    start, size, given = raw.tell(), 256, 0
    while size:
        raw.seek(start)
        frames = reader(raw, codec, dictionary)
        try:
            frames.read(given)
            while piece := frames.read(size):
                given += len(piece)
                yield piece
            return
        except OSError:
            size //= 256  # once more, up to the last byte


def is_whole(raw: Any) -> bool:
    """Whether the gzip member at the current place of ``raw`` is complete."""
    member = zlib.decompressobj(31)
    try:
        while not member.eof and (data := raw.read(CHUNK)):
            member.decompress(data)
    except zlib.error:
        return False
    return member.eof


def beginning(raw: Any, offset: int, codec: str, size: int = 4096, dictionary: bytes | None = None) -> bytes:
    """Return the first decompressed bytes of the frame at ``offset``; empty if it is no sound frame."""
    raw.seek(offset)
    if codec == "gzip":
        data = exactly(raw, min(TRIAL, size))
        try:
            return zlib.decompressobj(31).decompress(data, size)
        except zlib.error:
            return b"".join(_inflate(io.BytesIO(data)))
    plain = b""
    try:
        frames = reader(raw, codec, dictionary)
        while len(plain) < size and (piece := frames.read(128)):
            plain += piece
    except OSError:
        pass
    return plain
