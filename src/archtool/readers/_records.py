"""Cuts the plain bytes of a WARC or ARC into records, and says where the file lies about them.

fastwarc's own iterator is not used for this. It is fast, but it goes quietly over the faults that archives have: bytes
between two records cost it the record behind them, a length that is too great costs it every record that it covers, and
nothing is reported. Here every record must end where the next one begins; where it does not, the next one is looked
for, the record is given as far as it goes, and the fault has an offset. With fastwarc's decompressors below it (see
``_frames``) this costs about a tenth more than the iterator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from archtool.readers._frames import Fault, Frames

MAX_HEADER = 1 << 16
MAX_LINE = 1 << 13
MAX_SEARCH = 64 << 20  # how far to look for the next record after a wrong length
# Of compressed data so little is read at a time that a piece touches two frames at most: that is how the frame in which
# a record begins is known. The first piece of a record is smaller than any record.
FIRST, SMALL, LARGE = 64, 256, 1 << 16
BEGINNING = 1 << 14
BLANKS = b"\r\n \t"


class Dialect(NamedTuple):
    """How the records of one format look: how a header begins and ends, what length it gives, and a sure mark of one.

    ``begins`` may need the whole first line. ``length`` returns ``None`` where the header has no length. ``tail`` is
    what stands behind a body and is found nowhere else; where nothing is that sure, each record is checked by the next.
    ``mark`` matches from the line end in front of a record to enough of its header to tell it from page text.
    """

    begins: Callable[..., object]
    header: re.Pattern[bytes]
    terminator: bytes
    length: Callable[[bytes], int | None]
    mark: re.Pattern[bytes]
    tail: bytes = b""


class Stored(NamedTuple):
    """One record as it is stored; of a body that is larger than the limit, only its beginning (``whole`` is false)."""

    offset: int
    header: bytes
    body: bytes
    fault: str | None = None
    whole: bool = True


def records(frames: Frames, dialect: Dialect, limit: int, compressed: bool) -> Iterator[Stored | Fault]:
    """Yield the records of ``frames`` in order, with the faults between them. Bodies above ``limit`` are not held."""
    cutter = _Cutter(frames, dialect, limit, compressed)
    while True:
        yield from cutter.stretch()
        if not frames.resume():
            return
        cutter = _Cutter(frames, dialect, limit, compressed)


class _Cutter:
    """The state of cutting one stretch: a buffer, the place in it, and where the current record is stored."""

    def __init__(self, frames: Frames, dialect: Dialect, limit: int, compressed: bool) -> None:
        self._frames = frames
        self._dialect = dialect
        self._limit = limit
        self._compressed = compressed
        self._buffer = b""
        self._at = 0  # where the current record begins in the buffer
        self._before = 0  # plain bytes of the stretch in front of the buffer
        self._frame = frames.start  # the frame in which the current record begins,
        self._frame_began = 0  # and where its plain bytes begin in the stretch
        self._salvaged = False

    # -- the buffer ------------------------------------------------------------------------------------------------

    def _more(self, size: int = 0) -> bool:
        """Read on, at least ``size`` bytes where they are to be had. False at the end of the stretch."""
        empty = self._at >= len(self._buffer)
        size = max(size, (FIRST if empty else SMALL) if self._compressed else LARGE)
        data = self._frames.read(size)
        if not data:
            data = self._salvage()
        if not data:
            return False
        if empty:
            self._before += len(self._buffer)
            self._buffer, self._at = data, 0
            self._enter_frame()
        else:
            self._before += self._at
            self._buffer, self._at = self._buffer[self._at :] + data, 0
        return True

    def _enter_frame(self) -> None:
        if self._frames.start != self._frame:
            self._frame = self._frames.start
            self._frame_began = self._before + self._at

    def _salvage(self) -> bytes:
        """The bytes in front of the damage, once; checked against those that were read before it."""
        fault = self._frames.fault
        if fault is None or self._salvaged or not self._compressed:
            return b""
        self._salvaged = True
        held = self._buffer[self._at :]
        if not held and fault.offset > self._frame:
            return self._frames.salvage(fault.offset, 0)
        skip = self._before + self._at - self._frame_began
        return self._frames.salvage(self._frame, skip + len(held))

    def _fill(self, size: int) -> bool:
        """Have ``size`` bytes of the current record in the buffer. False if the stretch ends before."""
        while (missing := self._at + size - len(self._buffer)) > 0:
            if not self._more(missing):
                return False
        return True

    @property
    def offset(self) -> int:
        """Where the current record is stored: its frame, or its own first byte if nothing is compressed."""
        return self._frame if self._compressed else self._before + self._at

    # -- records ---------------------------------------------------------------------------------------------------

    def stretch(self) -> Iterator[Stored | Fault]:
        """Yield what the stretch holds, and at its end the fault that ended it."""
        begins, terminator, length_of = self._dialect.begins, self._dialect.terminator, self._dialect.length
        while True:
            if not self._fill(8) and self._at >= len(self._buffer):
                break
            if not begins(self._buffer, self._at) and not (self._first_line(0) and begins(self._buffer, self._at)):
                fault = self._skip_junk()
                if fault:
                    yield fault
                continue
            end = self._buffer.find(terminator, self._at, self._at + MAX_HEADER)
            end = end + len(terminator) if end >= 0 else self._header_end()
            if end < 0:
                yield Fault(self.offset, "a record header that does not end")
                self._at += 5
                continue
            header = self._buffer[self._at : end]
            length = length_of(header)
            if length is None:
                yield self._without_length(header)
                continue
            yield self._record(header, length)
        self._frames.check_end(self._before + len(self._buffer) - self._frame_began)
        if self._frames.fault:
            yield self._frames.fault

    def _behind_blanks(self, place: int) -> int:
        """The place of the first byte at or behind ``place`` that is not blank, or the end if there is none soon."""
        while self._fill(place + 1) and self._buffer[self._at + place] in BLANKS:
            place += 1
        return place

    def _first_line(self, place: int) -> bool:
        """Have the line at ``place`` of the current record in the buffer. False if it is none, or not text."""
        while self._buffer.find(b"\n", self._at + place, self._at + place + MAX_LINE) < 0:
            if len(self._buffer) - self._at - place >= MAX_LINE or not self._more():
                return False
        return True

    def _header_end(self) -> int:
        while True:
            match = self._dialect.header.match(self._buffer, self._at)
            if match:
                return match.end()
            if len(self._buffer) - self._at > MAX_HEADER or not self._more():
                return -1

    def _record(self, header: bytes, length: int) -> Stored:
        offset = self.offset
        if length > self._limit:
            return self._pass_over(header, length)
        tail = self._dialect.tail
        whole = self._fill(len(header) + length + len(tail))
        begin = self._at + len(header)
        end = begin + length
        if whole and tail and self._buffer.startswith(tail, end):
            body = self._buffer[begin:end]
            self._leave(end + len(tail))
            return Stored(offset, header, body)
        return self._misaligned(header, length)

    def _leave(self, place: int) -> None:
        self._at = place
        if place < len(self._buffer):
            self._enter_frame()

    def _misaligned(self, header: bytes, length: int) -> Stored:
        """A record behind which no record follows at once: LF line ends, the end of the file, or a wrong length."""
        offset, begin = self.offset, len(header)
        end = begin + length
        behind = self._behind_blanks(end)
        self._first_line(behind)
        held = self._buffer[self._at :]
        if len(held) >= end and (behind == len(held) or self._dialect.begins(held, behind)):
            self._leave(self._at + end)
            return Stored(offset, header, held[begin:end])
        mark = self._dialect.mark.search(held, begin, end + 2)
        if mark is None and len(held) < end:
            self._at = len(self._buffer)
            fault = None if self._frames.fault else f"cut: {len(held) - begin} of {length} bytes"
            return Stored(offset, header, held[begin:], fault)
        if mark is None:
            mark = self._find_mark(end)
            held = self._buffer[self._at :]
        stop = mark.start() if mark else len(held)
        body = held[begin:stop].rstrip(b"\r\n") if stop > end else held[begin:stop]
        self._leave(self._at + stop)
        return Stored(offset, header, body, f"says {length} bytes, has {len(body)}")

    def _find_mark(self, place: int) -> re.Match[bytes] | None:
        """The next record behind ``place`` bytes of the current one; the buffer then reaches to it."""
        while True:
            held = self._buffer[self._at :]
            mark = self._dialect.mark.search(held, place)
            if mark or len(held) > MAX_SEARCH or not self._more(LARGE):
                return mark
            place = max(place, len(held) - MAX_HEADER)

    def _without_length(self, header: bytes) -> Stored:
        offset = self.offset
        mark = self._find_mark(len(header))
        held = self._buffer[self._at :]
        stop = mark.start() if mark else len(held)
        self._leave(self._at + stop)
        return Stored(offset, header, held[len(header) : stop].rstrip(b"\r\n"), "no valid Content-Length")

    def _skip_junk(self) -> Fault | None:
        """Go to the next record. Blank lines between records are no fault."""
        blanks = len(self._buffer) - self._at - len(self._buffer[self._at :].lstrip(b"\r\n"))
        if blanks:
            self._leave(self._at + blanks)
            return None
        offset = self.offset
        mark = self._find_mark(0)
        size = mark.start() if mark else len(self._buffer) - self._at
        self._leave(self._at + size)
        if not mark and self._frames.fault:
            return None  # what is left in front of the damage
        return Fault(offset, f"{size} bytes that are no record")

    def _pass_over(self, header: bytes, length: int) -> Stored:
        """Leave a body that is too large to hold, all but its beginning."""
        offset = self.offset
        self._fill(len(header) + BEGINNING)
        begin = self._at + len(header)
        beginning = self._buffer[begin : begin + BEGINNING]
        self._at = begin
        left = length
        while left > 0:
            step = min(left, len(self._buffer) - self._at)
            self._at += step
            left -= step
            if left and not self._more(min(left, 1 << 20)):
                return Stored(offset, header, beginning, f"cut: {length - left} of {length} bytes", whole=False)
        self._leave(self._at)
        return Stored(offset, header, beginning, whole=False)
