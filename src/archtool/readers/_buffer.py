"""A buffer over the decompressed bytes of a WARC or ARC that knows where the current record begins and is stored.

``_records`` cuts records out of it. This module reads on, moves to the next record, and recovers the bytes in front of
damage.
"""

from __future__ import annotations

from archtool.readers._frames import Fault
from archtool.readers._quick import Quick
from archtool.readers._stored import LARGE, LOOK_AHEAD, MAX_LINE

MAX_HEADER = 1 << 16
MAX_SEARCH = 64 << 20  # how far to look for the next record after a wrong length
BLANKS = b"\r\n \t"


class RecordBuffer(Quick):
    """The state of reading one stretch, with the methods that examine an irregular record."""

    def _check_end(self) -> None:
        read = self._before + len(self._buffer) - self._sure_began
        self._frames.check_end(read if self._frames.start == self._sure_frame else None)

    @property
    def taken(self) -> int:
        """The number of decompressed bytes that were read of the stretch."""
        return self._before + len(self._buffer)

    def _more(self, size: int = 0) -> bool:
        """Read at least ``size`` more bytes if there are as many. Return false at the end of the stretch."""
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
        """Fill the buffer up to ``size`` bytes of the current record. Return false if the stretch ends before."""
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
        """Return, once, the bytes between those already read and the damage or the end of the compressed data."""
        if not self._frames.stopped or self._salvaged or not self._compressed:
            return b""
        self._salvaged = True
        return self._frames.salvage(self._sure_frame, self._before + len(self._buffer) - self._sure_began)

    @property
    def offset(self) -> int:
        """The offset of the current record in the file: of its frame, or of its first byte if nothing is compressed."""
        return self._frame if self._compressed else self._base + self._before + self._at

    def _behind_blanks(self, place: int) -> int:
        """Return the place of the first byte from ``place`` on that is not blank, or the end."""
        while self._fill(place + 1) and self._buffer[self._at + place] in BLANKS:
            place += 1
        return place

    def _first_line(self, place: int) -> None:
        """Read until the buffer holds the line at ``place`` of the current record, if there is one."""
        while self._buffer.find(b"\n", self._at + place, self._at + place + MAX_LINE) < 0:
            if len(self._buffer) - self._at - place >= MAX_LINE or not self._more():
                return

    def _header(self) -> bytes:
        """Return the header of the current record; empty if it does not end."""
        while not (match := self._dialect.header.match(self._buffer, self._at, self._at + MAX_HEADER)):
            if len(self._buffer) - self._at > MAX_HEADER or not self._more():
                return b""
        return match[0]

    def _find_mark(self, place: int) -> int | None:
        """Find the next record ``place`` bytes or more behind the current place; the buffer then reaches to it."""
        while True:
            mark = self._dialect.mark.search(self._buffer, self._at + place)
            if mark:
                return mark.start() - self._at
            held = len(self._buffer) - self._at
            if held > MAX_SEARCH or not self._more(max(LARGE, held)):
                return None
            place = max(place, held - MAX_HEADER)
