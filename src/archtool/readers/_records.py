"""Cut the decompressed bytes of a WARC or ARC into records, and report where their headers are wrong.

``warc`` and ``arc`` call this; ``_frames`` below it decompresses. fastwarc's own iterator is fast, but silent about the
faults of archives: bytes between two records cost it the record behind them, a length that is too great costs it every
record that it covers. Here every record must end where the next one begins; where it does not, the next one is
searched, the record is returned as far as it goes, and the fault has an offset. Sound records are read by ``_quick``,
which with fastwarc's decompressors costs little more than the iterator.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.readers._buffer import RecordBuffer
from archtool.readers._frames import Fault, Frames
from archtool.readers._stored import BEGINNING, LOOK_AHEAD, Dialect, Stored
from archtool.readers._types import ReadOptions

LONGEST = 512  # bytes: so much of anything but a record identifies its frame


def records(frames: Frames, dialect: Dialect, options: ReadOptions) -> Iterator[Stored | Fault]:
    """Yield the records of ``frames`` in order, with the faults between them, up to the limits of ``options``."""
    left = options.max_total
    while True:
        cutter = _Cutter(frames, dialect, options.max_bytes, left, frames.compressed)
        yield from cutter.stretch()
        left -= cutter.taken
        if not frames.resume():
            return


class _Cutter(RecordBuffer):
    """Cuts one stretch into records."""

    def stretch(self) -> Iterator[Stored | Fault]:
        """Yield what the stretch holds, and at its end the fault that ended it."""
        while True:
            if self._dialect.quick:
                self.speed_up()
                while (sound := self.sound()) is not None:
                    yield sound
                self.slow_down()
            found = self._next()
            if found is None:
                break
            if self._salvaged:  # these bytes are wrong because of the damage behind them, which is reported once
                if isinstance(found, Fault):
                    continue
                found = found._replace(fault=None)
            yield found
        self._check_end()
        if self._frames.fault:
            yield self._frames.fault

    # -- looking closer --------------------------------------------------------------------------------------------

    def _next(self) -> Stored | Fault | None:
        """Return the next record or fault; ``None`` at the end of the stretch."""
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
                    if not self._compressed and self._frames.goes_on(self.offset):
                        self._at = len(self._buffer)
                        return None
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

    def _misaligned(self, header: bytes, length: int) -> Stored:
        """Return a record that ``tail`` does not follow: other line ends, the end of the file, or a wrong length."""
        offset, begin = self.offset, len(header)
        end = begin + length
        behind = self._behind_blanks(end)
        self._first_line(behind)
        held = self._buffer[self._at :]
        if len(held) >= end and (behind == len(held) or self._dialect.begins(held, behind)):
            self._leave(self._at + behind)
            return Stored(offset, header, held[begin:end])
        match = self._dialect.mark.search(held, begin, end + 2)
        mark = match.start() if match else None
        if mark is None and len(held) < end:
            self._check_end()
            self._at = len(self._buffer)
            fault = None if self._frames.fault else f"cut: {len(held) - begin} of {length} bytes"
            return Stored(offset, header, held[begin:], fault=fault)
        if mark is None:
            mark = self._find_mark(end)
            held = self._buffer[self._at :]
        stop = len(held) if mark is None else mark
        body = held[begin:stop].rstrip(b"\r\n") if stop > end else held[begin:stop]
        self._leave(self._at + stop)
        fault = f"says {length} bytes, has {len(body)}" if mark is not None or not self._frames.fault else None
        return Stored(offset, header, body, fault=fault)

    def _without_length(self, header: bytes) -> Stored:
        offset = self.offset
        mark = self._find_mark(len(header))
        held = self._buffer[self._at :]
        stop = len(held) if mark is None else mark
        self._leave(self._at + stop)
        body = held[len(header) : stop].rstrip(b"\r\n")
        return Stored(offset, header, body, fault="no valid Content-Length")

    def _junk(self, what: str = "") -> Fault | None:
        """Skip to the next record, and return ``what`` as a fault where there was something."""
        offset = self.offset
        beginning, last = self._buffer[self._at : self._at + LONGEST], self._frames.start
        mark = self._find_mark(4)
        size = len(self._buffer) - self._at if mark is None else mark
        if mark is None:
            self._check_end()
        self._leave(self._at + size)
        if mark is None and self._frames.fault:
            return None  # the rest in front of the damage
        if self._compressed:  # in its own frame, or in that of the previous record
            offset = self._frames.locate(beginning, self._sure_frame - 1, last, self._sure_frame)
        return Fault(offset, what or f"{size} bytes that are no record")

    def _too_large(self, header: bytes, length: int) -> Stored:
        """Skip all but the beginning of a body that is too large. If the stretch ends before it, its length lies."""
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
                if not self._frames.fault:  # search for the next record from here on
                    self._frames.fault = Fault(offset, f"cut: {length - left} of {length} bytes")
                break
        self._leave(self._at)
        return Stored(offset, header, beginning, whole=False)
