"""Streams that the readers share: reading ahead without losing the bytes, and reading with a limit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Protocol


class Readable(Protocol):
    """The part of the interface of a binary file that the readers need."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, none only at the end."""


class _Raw(io.RawIOBase):
    """An adapter that makes a ``Readable`` fit for ``io.BufferedReader``."""

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` with the bytes of one read, and return their number."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Window(_Raw):
    """A forward-only stream whose latest bytes can be read again.

    It remembers at least ``keep`` bytes, so that recognising an input, or looking for the next sound record after
    damage, works on a pipe and on the member of a zip as it does on a file.
    """

    def __init__(self, stream: BinaryIO | Readable, keep: int = 4 << 20) -> None:
        super().__init__()
        self._stream = stream
        self._keep = keep
        self._held = bytearray()
        self._first = 0  # the offset of the first byte that is held
        self._at = 0

    def read(self, size: int | None = -1) -> bytes:
        """Return up to ``size`` bytes; everything that is left if ``size`` is negative or ``None``."""
        size = -1 if size is None else size
        behind = self._first + len(self._held) - self._at
        if behind:
            begin = self._at - self._first
            data = bytes(self._held[begin:] if size < 0 else self._held[begin : begin + size])
            self._at += len(data)
            return data + self._stream.read() if size < 0 else data
        data = self._stream.read(size)
        self._at += len(data)
        self._held += data
        if len(self._held) > 2 * self._keep:
            surplus = len(self._held) - self._keep
            del self._held[:surplus]
            self._first += surplus
        return data

    def tell(self) -> int:
        """Return the offset of the next byte from the start of the stream."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to ``offset`` from the start; raises ``OSError`` where it is no longer remembered or not yet read."""
        if whence or not self._first <= offset <= self._first + len(self._held):
            raise OSError("cannot go back so far in a stream")
        self._at = offset
        return offset


def exactly(stream: BinaryIO | Readable, size: int) -> bytes:
    """Return ``size`` bytes, fewer only at the end: one read of a pipe may return fewer."""
    data = stream.read(size)
    if len(data) == size or not data:
        return data
    parts = [data]
    size -= len(data)
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_capped(stream: BinaryIO | Readable, limit: int) -> tuple[bytes, bool]:
    """Return all of ``stream`` up to ``limit`` bytes, and whether there was more."""
    data = exactly(stream, limit + 1)
    return (data[:limit], True) if len(data) > limit else (data, False)


class Budget:
    """How many bytes all members of one container may decompress to: overlapping small entries can make a bomb.

    ``stored``: the stored bytes of the container.
    """

    def __init__(self, limit: int, stored: int) -> None:
        self.given = 0
        self.stored = stored
        self._limit = min(limit, max(Pieces.ALLOWED, Pieces.RATIO * stored))

    @property
    def spent(self) -> bool:
        """Whether the limit is exceeded."""
        return self.given > self._limit


class Pieces(_Raw):
    """The pieces of an iterator as a stream. An error in the iterator ends the stream and is kept as ``fault``.

    The pieces come with the number of stored bytes that were read for them: content out of all proportion to these is a
    decompression bomb, and ends the stream as well. Real pages shrink to a tenth, repetitive tables to a hundredth.
    ``budget`` is that of the container.
    """

    ALLOWED = 256 << 20
    RATIO = 200

    def __init__(self, pieces: Iterator[tuple[int, bytes]], limit: int, budget: Budget | None = None) -> None:
        super().__init__()
        self._budget = budget
        self.fault: str | None = None
        self._pieces = pieces
        self._limit = limit
        self._given = 0
        self._left = b""

    def read(self, size: int | None = -1) -> bytes:
        """Return up to ``size`` bytes, none only at the end."""
        while not self._left and not self.fault:
            try:
                stored, self._left = next(self._pieces, (-1, b""))
            except Exception as error:  # each decompressor raises its own errors on damage
                if isinstance(error, MemoryError):
                    raise
                self.fault = str(error) or type(error).__name__
            if not self._left and (self.fault or stored < 0):
                return b""
            self._given += len(self._left)
            if self._given > self._limit or self._given > max(self.ALLOWED, self.RATIO * stored):
                self.fault = f"{self._given} bytes out of {stored}: not read further"
                self._left = b""
            if self._budget:
                self._budget.given += len(self._left)
                if self._budget.spent:
                    self.fault = f"{self._budget.given} bytes out of {self._budget.stored} in all: not read further"
                    self._left = b""
        if size is None or size < 0:
            size = len(self._left)
        data, self._left = self._left[:size], self._left[size:]
        return data
