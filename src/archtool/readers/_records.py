"""Cuts the plain bytes of a WARC or ARC into records, and says where the file lies about them.

fastwarc's own iterator is not used for this. It is fast, but it goes quietly over the faults that archives have: bytes
between two records cost it the record behind them, a length that is too great costs it every record that it covers, and
nothing is reported. Here every record must end where the next one begins; where it does not, the next one is looked
for, the record is given as far as it goes, and the fault has an offset. A sound record takes the quick way, which with
fastwarc's decompressors below it (see ``_frames``) costs little more than the iterator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from archtool.readers._frames import Fault, Frames

MAX_HEADER = 1 << 16
MAX_LINE = 1 << 13
MAX_SEARCH = 64 << 20  # how far to look for the next record after a wrong length
# Of compressed data so little is read at a time that a piece ends, as a rule, in the record with which it begins: the
# frame in which the piece ends is then the frame of that record. That of a smaller record is looked for when asked for.
SMALL, LARGE = 1024, 1 << 16
LOOK_AHEAD = 1 << 24
BEGINNING = 1 << 14
BLANKS = b"\r\n \t"


class Dialect(NamedTuple):
    """How the records of one format look: how a header begins and ends, what length it gives, and a sure mark of one.

    ``begins`` may need the whole first line. ``length`` returns ``None`` where the header has no length. ``tail`` is
    what stands behind a body and is found nowhere else; where nothing is that sure, each record is checked by the next.
    ``mark`` matches from the line end in front of a record to enough of its header to tell it from page text.
    ``sane`` looks for signs that what seems to be a header is none, or is two.
    """

    begins: Callable[..., object]
    header: re.Pattern[bytes]
    terminator: bytes
    length: Callable[[bytes], int | None]
    mark: re.Pattern[bytes]
    prefix: bytes = b""
    sane: Callable[[bytes], bool] = bool
    tail: bytes = b""


class Stored(NamedTuple):
    """One record as it is stored; of a body that is larger than the limit, only its beginning (``whole`` is false).

    The body is in two parts as they were read: most bodies are pictures, of which nobody wants more than the beginning.
    """

    offset: int
    header: bytes
    first: bytes
    rest: bytes = b""
    length: int = -1  # where ``rest`` holds more than the body
    fault: str | None = None
    whole: bool = True
    after: int | None = None  # the record is stored behind this offset and at ``offset`` or before it

    @property
    def body(self) -> bytes:
        """The body, or as much of it as is held."""
        if self.length < 0:
            return self.first
        return b"".join((self.first, memoryview(self.rest)[: self.length - len(self.first)]))

    @property
    def beginning(self) -> bytes:
        """The first kilobytes of the body, the headers of a response among them."""
        return self.first + self.rest[:BEGINNING] if self.rest else self.first


def records(frames: Frames, dialect: Dialect, limit: int, compressed: bool) -> Iterator[Stored | Fault]:
    """Yield the records of ``frames`` in order, with the faults between them. Bodies above ``limit`` are not held."""
    while True:
        yield from _Cutter(frames, dialect, limit, compressed).stretch()
        if not frames.resume():
            return


class _Cutter:
    """The state of cutting one stretch: a buffer, the place in it, and where the current record is stored."""

    def __init__(self, frames: Frames, dialect: Dialect, limit: int, compressed: bool) -> None:
        self._frames = frames
        self._dialect = dialect
        self._limit = limit
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

    def stretch(self) -> Iterator[Stored | Fault]:
        """Yield what the stretch holds, and at its end the fault that ended it."""
        while True:
            if self._dialect.tail:
                yield from self._sound()
            found = self._next()
            if found is None:
                break
            if self._salvaged:  # what is wrong with these bytes is the damage behind them, which is reported once
                if isinstance(found, Fault):
                    continue
                found = found._replace(fault=None)
            yield found
        self._check_end()
        if self._frames.fault:
            yield self._frames.fault

    def _check_end(self) -> None:
        read = self._before + len(self._buffer) - self._sure_began
        self._frames.check_end(read if self._frames.start == self._sure_frame else None)

    def _sound(self) -> Iterator[Stored]:
        """Yield the records that are as they should be, up to one that is not: ``_next`` will look closer at it.

        One loop over local variables: most records of a large archive are never looked at, and cost what this costs.
        """
        read, where = self._frames.quick()
        length_of, limit, piece, base = self._dialect.length, self._limit, self._piece, self._base
        sane = self._dialect.sane
        prefix, terminator, tail = self._dialect.prefix, self._dialect.terminator, self._dialect.tail
        ends, tail_size = len(terminator), len(tail)
        buffer, at, before, frame = self._buffer, self._at, self._before, self._frame
        try:
            while True:
                if at >= len(buffer):
                    before += len(buffer)
                    buffer, at = b"", 0
                    buffer = read(piece)
                    if where:
                        frame = where()
                begin = buffer.find(terminator, at) + ends
                while begin < ends and len(buffer) - at < MAX_LINE:
                    data = read(piece)
                    before += at
                    buffer, at = buffer[at:] + data, 0
                    begin = buffer.find(terminator) + ends
                    if where:
                        frame = where()
                    if not data:
                        break
                if begin < ends or not buffer.startswith(prefix, at):
                    break
                header = buffer[at:begin]
                length = length_of(header)
                if length is None or length > limit or not sane(header):
                    break
                end = begin + length
                missing = end + tail_size - len(buffer)
                if missing > 0:
                    data = read(missing)
                    if len(data) < missing or missing < tail_size or not data.endswith(tail):
                        before += at
                        buffer, at = buffer[at:] + data, 0
                        break
                    if frame != self._sure_frame:
                        self._sure_frame, self._sure_began = frame, before + at
                    yield Stored(frame if where else base + before + at, header, buffer[begin:], data, length)
                    before += len(buffer) + len(data)
                    buffer, at = b"", 0
                    continue
                if not buffer.startswith(tail, end):
                    break
                if not where:
                    yield Stored(base + before + at, header, buffer[begin:end])
                elif missing < 0:
                    yield Stored(frame, header, buffer[begin:end], after=self._sure_frame - 1)
                else:
                    if frame != self._sure_frame:
                        self._sure_frame, self._sure_began = frame, before + at
                    yield Stored(frame, header, buffer[begin:end])
                at = end + tail_size
        except OSError as error:
            self._frames.damaged(error)
        self._buffer, self._at, self._before, self._frame = buffer, at, before, frame
        if where:
            self._frames.start = where() or frame

    # -- the buffer ------------------------------------------------------------------------------------------------

    def _more(self, size: int = 0) -> bool:
        """Read on, at least ``size`` bytes where they are to be had. False at the end of the stretch."""
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

    # -- looking closer --------------------------------------------------------------------------------------------

    def _next(self) -> Stored | Fault | None:
        """The next record or fault; ``None`` at the end of the stretch."""
        found = self._closer()
        if not self._compressed or not isinstance(found, Stored):
            return found
        frame = self._frames.locate(found.header, self._sure_frame - 1, self._frames.start)
        if frame != self._sure_frame:
            self._sure_frame, self._sure_began = frame, self._began
        return found._replace(offset=frame)

    def _closer(self) -> Stored | Fault | None:
        dialect = self._dialect
        while self._at < len(self._buffer) or self._more():
            blanks = self._behind_blanks(0)
            if blanks:
                self._leave(self._at + blanks)
                continue
            if not dialect.begins(self._buffer, self._at):
                self._first_line(0)
                if not dialect.begins(self._buffer, self._at):
                    return self._junk()
            header = self._header()
            if not header:
                return self._junk("a record header that does not end")
            length = dialect.length(header)
            self._began = self._before + self._at
            if length is None:
                return self._without_length(header)
            if length > self._limit:
                return self._too_large(header, length)
            return self._misaligned(header, length)
        return None

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

    def _misaligned(self, header: bytes, length: int) -> Stored:
        """A record that no ``tail`` follows at once: other line ends, the end of the file, or a wrong length."""
        offset, begin = self.offset, len(header)
        end = begin + length
        behind = self._behind_blanks(end)
        self._first_line(behind)
        held = self._buffer[self._at :]
        if len(held) >= end and (behind == len(held) or self._dialect.begins(held, behind)):
            self._leave(self._at + behind)
            return Stored(offset, header, held[begin:end])
        mark = self._dialect.mark.search(held, begin, end + 2)
        if mark is None and len(held) < end:
            self._check_end()
            self._at = len(self._buffer)
            fault = None if self._frames.fault else f"cut: {len(held) - begin} of {length} bytes"
            return Stored(offset, header, held[begin:], fault=fault)
        if mark is None:
            mark = self._find_mark(end)
            held = self._buffer[self._at :]
        stop = mark.start() if mark else len(held)
        body = held[begin:stop].rstrip(b"\r\n") if stop > end else held[begin:stop]
        self._leave(self._at + stop)
        fault = f"says {length} bytes, has {len(body)}" if mark or not self._frames.fault else None
        return Stored(offset, header, body, fault=fault)

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
        body = held[len(header) : stop].rstrip(b"\r\n")
        return Stored(offset, header, body, fault="no valid Content-Length")

    def _junk(self, what: str = "") -> Fault | None:
        """Go to the next record."""
        offset = self.offset
        mark = self._find_mark(4)
        size = mark.start() if mark else len(self._buffer) - self._at
        if not mark:
            self._check_end()
        self._leave(self._at + size)
        if not mark and self._frames.fault:
            return None  # what is left in front of the damage
        return Fault(offset, what or f"{size} bytes that are no record")

    def _too_large(self, header: bytes, length: int) -> Stored:
        """Leave a body that is too large to hold, all but its beginning. If the stretch ends soon, its length lies."""
        if not self._fill(len(header) + min(length, LOOK_AHEAD)):
            return self._misaligned(header, length)
        offset = self.offset
        begin = self._at + len(header)
        beginning = self._buffer[begin : begin + BEGINNING]
        self._at = begin
        left = length
        while left > 0:
            step = min(left, len(self._buffer) - self._at)
            self._at += step
            left -= step
            if left and not self._more(min(left, 1 << 20)):
                if not self._frames.fault:  # look for the next record from here on
                    self._frames.fault = Fault(offset, f"cut: {length - left} of {length} bytes")
                break
        self._leave(self._at)
        return Stored(offset, header, beginning, whole=False)
