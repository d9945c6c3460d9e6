"""The plain bytes of a WARC or ARC as they are read, with the place of the current record and where it is stored.

``_records`` decides what is a record; here is what it needs for that: reading on, going to the next record, and what
stands in front of damage.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from archtool.readers._frames import Fault, Frames, Mark

MAX_HEADER = 1 << 16
MAX_LINE = 1 << 13
MAX_SEARCH = 64 << 20  # how far to look for the next record after a wrong length
# Of compressed data so little is read at a time that a piece ends, as a rule, in the record with which it begins: the
# frame in which the piece ends is then the frame of that record. That of a smaller record is looked for when asked for.
SMALL, LARGE = 512, 1 << 16
LOOK_AHEAD = 1 << 24
BEGINNING = 1 << 14
BLANKS = b"\r\n \t"


class Dialect(NamedTuple):
    """How the records of one format look: how a header begins and ends, what length it gives, and a sure mark of one.

    ``begins`` may need the whole first line. ``length`` returns ``None`` where the header has no length. ``tail`` is
    what stands behind a body and is found nowhere else; where nothing is that sure, each record is checked by the next.
    ``mark`` matches from the line end in front of a record to enough of its header to tell it from page text; its last
    part looks ahead, so that a match ends where the record begins.
    ``sane`` looks for signs that what seems to be a header is none, or is two.
    """

    begins: Callable[..., object]
    header: re.Pattern[bytes]
    terminator: bytes
    length: Callable[[bytes], int | None]
    mark: Mark
    prefix: bytes = b""
    sane: Callable[[bytes], bool] = bool
    tail: bytes = b""


class Stored(NamedTuple):
    """One record as it is stored; of a body that is larger than the limit, only its beginning (``whole`` is false).

    The body is in parts as they were read: most bodies are pictures, of which nobody wants more than the beginning.
    """

    offset: int
    header: bytes
    first: bytes
    rest: tuple[bytes, ...] = ()
    length: int = -1  # where ``rest`` holds more than the body
    fault: str | None = None
    whole: bool = True
    after: int | None = None  # the record is stored behind this offset and at ``offset`` or before it

    @property
    def body(self) -> bytes:
        """The body, or as much of it as is held."""
        if self.length < 0:
            return self.first
        return b"".join((self.first, *self.rest))[: self.length]

    def body_from(self, skip: int) -> bytes:
        """The body without its first ``skip`` bytes."""
        if self.length < 0 or skip > len(self.first):
            return self.body[skip:]
        return b"".join((memoryview(self.first)[skip:], *self.rest))[: self.length - skip]

    @property
    def beginning(self) -> bytes:
        """The first kilobytes of the body, the headers of a response among them."""
        return self.first + self.rest[0][:BEGINNING] if self.rest else self.first


class RecordBuffer:
    """The state of reading one stretch: a buffer, the place in it, and where the current record is stored."""

    def __init__(self, frames: Frames, dialect: Dialect, limit: int, total: int, compressed: bool) -> None:
        self._frames = frames
        self._dialect = dialect
        self._limit = limit
        self._total = total
        self._compressed = compressed
        self._piece = SMALL if compressed else LARGE
        self._buffer = b""
        self._at = 0  # where the current record begins in the buffer
        self._before = 0  # plain bytes of the stretch in front of the buffer
        self._frame = frames.start  # the frame in which the current record begins
        self._base = 0 if compressed else frames.start
        # The last frame that was certainly that of a record, and where in the stretch its plain bytes begin.
        self._sure_frame, self._sure_began = frames.start, 0
        self._began = 0  # the current record, among the plain bytes of the stretch
        self._salvaged = False

    def _check_end(self) -> None:
        read = self._before + len(self._buffer) - self._sure_began
        self._frames.check_end(read if self._frames.start == self._sure_frame else None)

    @property
    def taken(self) -> int:
        """The plain bytes that were read of the stretch."""
        return self._before + len(self._buffer)

    def _more(self, size: int = 0) -> bool:
        """Read on, at least ``size`` bytes where they are to be had. False at the end of the stretch."""
        if self.taken > self._total:
            self._frames.end_here(Fault(self.offset, f"more than {self._total} bytes: not read further"))
            return False
        data = self._frames.read(min(max(size, self._piece), LOOK_AHEAD)) or self._salvage()
        if not data:
            return False
        if self._at >= len(self._buffer):
            self._before += len(self._buffer)
            self._buffer, self._at = data, 0
            self._enter_frame()
        else:
            self._before += self._at
            self._buffer, self._at = self._buffer[self._at :] + data, 0
        return True

    def _fill(self, size: int) -> bool:
        """Have ``size`` bytes of the current record in the buffer. False if the stretch ends before."""
        while (missing := self._at + size - len(self._buffer)) > 0:
            if not self._more(missing):
                return False
        return True

    def _leave(self, place: int) -> None:
        self._at = place
        if place < len(self._buffer):
            self._enter_frame()

    def _enter_frame(self) -> None:
        self._frame = self._frames.start

    def _salvage(self) -> bytes:
        """The bytes between those that were read and the damage, once."""
        if self._frames.fault is None or self._salvaged or not self._compressed:
            return b""
        self._salvaged = True
        return self._frames.salvage(self._sure_frame, self._before + len(self._buffer) - self._sure_began)

    @property
    def offset(self) -> int:
        """Where the current record is stored: its frame, or its own first byte if nothing is compressed."""
        return self._frame if self._compressed else self._base + self._before + self._at

    def _behind_blanks(self, place: int) -> int:
        """The place of the first byte at or behind ``place`` that is not blank, or the end."""
        while self._fill(place + 1) and self._buffer[self._at + place] in BLANKS:
            place += 1
        return place

    def _first_line(self, place: int) -> None:
        """Have the line at ``place`` of the current record in the buffer, if there is one."""
        while self._buffer.find(b"\n", self._at + place, self._at + place + MAX_LINE) < 0:
            if len(self._buffer) - self._at - place >= MAX_LINE or not self._more():
                return

    def _header(self) -> bytes:
        """The header of the current record; nothing if it does not end."""
        while not (match := self._dialect.header.match(self._buffer, self._at, self._at + MAX_HEADER)):
            if len(self._buffer) - self._at > MAX_HEADER or not self._more():
                return b""
        return match[0]

    def _find_mark(self, place: int) -> int | None:
        """Where, from the current place, the next record behind ``place`` bytes begins; the buffer reaches to it."""
        while True:
            mark = self._dialect.mark.search(self._buffer, self._at + place)
            if mark:
                return mark.start() - self._at
            held = len(self._buffer) - self._at
            if held > MAX_SEARCH or not self._more(max(LARGE, held)):
                return None
            place = max(place, held - MAX_HEADER)
