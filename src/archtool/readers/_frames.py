"""The plain bytes of a stream that is made of compressed frames (gzip members, zstd or lz4 frames), damage survived.

Archives are written one record to a frame so that a record can be found by its offset, and so that damage to one spares
the others. fastwarc's decompressors do the work; what they do not do is here: they say nothing of a gzip member that is
cut at the end of the file, they give none of the bytes that stand before the damage, and they stop at it for good.
:class:`Frames` reports each fault once with its offset, hands out what the damaged frame still holds, and goes on at
the next frame.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

MAGIC = {"gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd", "lz4": b"\x04\x22\x4d\x18"}
CHUNK = 1 << 16
TRIAL = 4096  # compressed bytes that are enough to see how a frame begins


class Fault(NamedTuple):
    """Damage: where in the stored stream, and what."""

    offset: int
    message: str


class Frames:
    """Reads ``raw`` (a file or a ``Window``) through ``codec`` (``gzip``, ``zstd``, ``lz4``, or empty for plain bytes).

    ``begins`` tells whether plain bytes are the beginning of a record: after damage it picks the frame to go on with.
    A stretch ends where :meth:`read` returns nothing; :meth:`resume` moves to the next one.
    """

    def __init__(self, raw: Any, codec: str, begins: Callable[..., object]) -> None:
        self.fault: Fault | None = None
        self.start = 0  # of the frame in which the latest read ended
        self._raw = raw
        self._codec = codec
        self._begins = begins
        self._reader = raw if not codec else reader(raw, codec)

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end of a stretch, where ``fault`` says what ended it."""
        if self.fault:
            return b""
        try:
            data: bytes = self._reader.read(size)
        except OSError as error:
            offset = self._reader.frame_start_position() if self._codec else self._raw.tell()
            self.fault = Fault(offset or 0, f"damaged {self._codec} data: {error}".removesuffix(": data error"))
            return b""
        if self._codec:
            self.start = self._reader.frame_start_position() or 0
        return data

    def quick(self) -> tuple[Callable[[int], bytes], Callable[[], int] | None]:
        """The bare reading function, which raises ``OSError`` on damage, and the one that tells ``start``, if any.

        After an error the next :meth:`read` meets the same damage.
        """
        if self.fault:
            return self.read, None
        return self._reader.read, self._reader.frame_start_position if self._codec else None

    def check_end(self, length: int) -> None:
        """At the end of the stream: see that its last gzip member, of which ``length`` bytes were read, is whole."""
        if self._codec != "gzip" or self.fault:
            return
        try:
            end = self._reader.inner_tell()
            self._raw.seek(max(self.start, end - 4))
            if int.from_bytes(self._raw.read(4), "little") == length & 0xFFFFFFFF:
                return
            self._raw.seek(self.start)
            whole = _is_whole(self._raw)
        except OSError:  # a pipe that has forgotten the beginning of a long member
            return
        if not whole:
            self.fault = Fault(self.start, "the last gzip member is cut")

    def salvage(self, start: int, skip: int) -> bytes:
        """What the damaged frames from ``start`` hold behind their first ``skip`` plain bytes."""
        try:
            self._raw.seek(start)
        except OSError:
            return b""
        rest = bytearray()
        for piece in _inflate(self._raw) if self._codec == "gzip" else _bit_by_bit(self._raw, self._codec):
            rest += piece[skip:]
            skip = max(0, skip - len(piece))
        return bytes(rest)

    def resume(self) -> bool:
        """After a fault: go to the next frame that begins a record. False where there is none."""
        if not self.fault or not self._codec:
            return False
        offset = self.fault.offset + 1
        try:
            while (offset := self._next_magic(offset)) >= 0:
                if self._begins(beginning(self._raw, offset, self._codec)):
                    self._raw.seek(offset)
                    self._reader = reader(self._raw, self._codec)
                    self.start, self.fault = offset, None
                    return True
                offset += 1
        except OSError:
            pass
        return False

    def _next_magic(self, offset: int) -> int:
        magic = MAGIC[self._codec]
        self._raw.seek(offset)
        tail = b""
        while chunk := self._raw.read(CHUNK):
            found = (tail + chunk).find(magic)
            if found >= 0:
                return int(offset + found - len(tail))
            offset += len(chunk)
            tail = (tail + chunk)[-len(magic) + 1 :]
        return -1


def reader(raw: Any, codec: str) -> Any:
    """A decompressor of fastwarc over ``raw``: it reads across frames, and tells where each begins."""
    from fastwarc.stream_io import GzipReader, Lz4Reader, ZstdReader

    return {"gzip": GzipReader, "zstd": ZstdReader, "lz4": Lz4Reader}[codec](raw)


def _inflate(raw: Any) -> Iterator[bytes]:
    """Inflate gzip members as far as they go, to the very byte before the damage."""
    member = zlib.decompressobj(31)
    data = b""
    while data or (data := raw.read(CHUNK)):
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


def _bit_by_bit(raw: Any, codec: str) -> Iterator[bytes]:
    frames = reader(raw, codec)
    try:
        while piece := frames.read(256):
            yield piece
    except OSError:
        return


def _is_whole(raw: Any) -> bool:
    member = zlib.decompressobj(31)
    try:
        while not member.eof and (data := raw.read(CHUNK)):
            member.decompress(data)
    except zlib.error:
        return False
    return member.eof


def beginning(raw: Any, offset: int, codec: str) -> bytes:
    """How the plain bytes of the frame at ``offset`` begin; nothing if it is no sound frame."""
    raw.seek(offset)
    try:
        if codec == "gzip":
            return zlib.decompressobj(31).decompress(raw.read(TRIAL), 4096)
        return bytes(reader(raw, codec).read(4096))
    except (OSError, zlib.error):
        return b""
