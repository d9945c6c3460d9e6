"""Streams that the readers share: one that was looked into without losing what was seen."""

from __future__ import annotations

import io
from typing import BinaryIO


class Peeked(io.RawIOBase, BinaryIO):
    """``stream`` from its first byte, though ``head`` has been read from it. Works on pipes; seeks nowhere."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self.head = _exactly(stream, size)
        self._stream = stream
        self._left = self.head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read(self, size: int | None = -1) -> bytes:
        """Return up to ``size`` bytes; everything that is left if ``size`` is negative or ``None``."""
        if size is None or size < 0:
            left, self._left = self._left, b""
            return left + self._stream.read()
        if self._left:
            data, self._left = self._left[:size], self._left[size:]
            return data
        return self._stream.read(size)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    """``size`` bytes, fewer only at the end: a pipe gives what it has, which may be less."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_capped(stream: BinaryIO, limit: int) -> tuple[bytes, bool]:
    """All of ``stream`` up to ``limit`` bytes, and whether there was more."""
    data = _exactly(stream, limit + 1)
    return (data[:limit], True) if len(data) > limit else (data, False)
