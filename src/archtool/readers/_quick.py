# cython: language_level=3, annotation_typing=False, boundscheck=False
"""Read the sound records of a WARC fast: most records of a large archive are no pages, and cost nothing but this.

Plain Python. ``_quick.pxd`` beside it gives the types with which Cython compiles the same source; installed without a
compiler, this module runs as it is, more slowly and with the same results. Irregular records are left to ``_records``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archtool.readers._frames import Frames
from archtool.readers._stored import LARGE, MAX_LINE, Dialect, Stored

# Compressed data is read in pieces so small that most end in the record with which they begin: the frame in which the
# piece ends is then the frame of that record. The frame of a smaller record is located when it is needed.
SMALL = 512
MOST = 1 << 62  # bytes: larger than any archive, but still a machine word
LENGTH = b"\nContent-Length: "
MAX_DIGITS = 18
PREFIX, SECOND, END, TAIL = b"WARC/", b"\nWARC/", b"\r\n\r\n", b"\r\n\r\n"
LINE_END = b"\r\n"

_new = tuple.__new__  # half the cost of calling the class


class Quick:
    """The state of reading one stretch: a buffer, the place in it, and where the current record is stored."""

    def __init__(self, frames: Frames, dialect: Dialect, limit: int, total: int, compressed: bool) -> None:
        self._frames = frames
        self._dialect = dialect
        self._limit = min(limit, MOST)
        self._total = min(total, MOST)
        self._compressed = compressed
        self._piece = SMALL if compressed else LARGE
        self._buffer = b""
        self._at = 0  # where the current record begins in the buffer
        self._before = 0  # decompressed bytes of the stretch in front of the buffer
        self._frame = frames.start  # the frame in which the current record begins
        self._base = 0 if compressed else frames.start
        # The last frame known to be that of a record, and where in the stretch its decompressed bytes begin.
        self._sure_frame, self._sure_began = frames.start, 0
        self._began = 0  # the current record, among the decompressed bytes of the stretch
        self._salvaged = False
        self._read: Any = None
        self._where: Any = None

    def speed_up(self) -> None:
        """Prepare for :meth:`sound`."""
        self._read, self._where = self._frames.quick()

    def slow_down(self) -> None:
        """Set the state of the slow reader to where :meth:`sound` stopped."""
        if self._where is not None:
            self._frames.start = self._where() or self._frame

    def sound(self) -> Stored | None:
        """Return the next record if it is regular; ``None`` where the slow reader has to examine it."""
        try:
            return self._sound()
        except OSError as error:
            self._frames.damaged(error)
            return None

    def _sound(self) -> Stored | None:
        if self._at >= len(self._buffer):
            self._before += len(self._buffer)
            self._buffer, self._at = b"", 0
            if self._before > self._total:
                return None
            self._buffer = self._read(self._piece)
            if self._where is not None:
                self._frame = self._where() or 0
        # ``partition``, since a call costs a third of one to ``find`` with its optional arguments.
        buffer, at = self._buffer, self._at
        header, blank, _ = (buffer[at : at + MAX_LINE] if at else buffer).partition(END)
        while not blank and len(buffer) - at < MAX_LINE:
            data = self._read(self._piece)
            self._before += at
            buffer, at = buffer[at:] + data, 0
            self._buffer, self._at = buffer, at
            header, blank, _ = buffer.partition(END)
            if self._where is not None:
                self._frame = self._where() or 0
            if not data:
                break
        if not blank or not header.startswith(PREFIX) or len(header) < 14:
            return None
        # Lines that end in LF alone show in the first one.
        if (header[8] != 13 or header[9] != 10) and header.find(LINE_END, 8, 14) < 0:
            return None
        # A version line in the middle begins the next header, the first being cut.
        if header.partition(SECOND)[1]:
            return None
        begin = at + len(header) + 4
        length = _length(header)
        if length < 0:
            told = self._dialect.length(header + END)
            if told is None or told > self._limit:
                return None
            length = told
        if length > self._limit:
            return None
        end = begin + length
        missing = end + 4 - len(buffer)
        return self._held(begin, end) if missing <= 0 else self._fetched(begin, length, missing)

    def _held(self, begin: int, end: int) -> Stored | None:
        """Return the record, all of which is in the buffer."""
        buffer, at = self._buffer, self._at
        if not buffer.startswith(TAIL, end):
            return None
        after = None
        offset = self._base + self._before + at
        if self._where is not None:
            # The end of the piece may be in the next frame already, or that frame may have given nothing.
            offset, after = self._frame, self._sure_frame - 1
        self._at = end + 4
        return _new(Stored, (offset, buffer[at:begin], buffer[begin:end], (), -1, None, True, after))

    def _fetched(self, begin: int, length: int, missing: int) -> Stored | None:
        """Return the record, of which ``missing`` bytes have yet to be read."""
        buffer, at = self._buffer, self._at
        if missing <= LARGE:
            last = self._read(missing)
            rest: tuple[bytes, ...] = (last,)
            got = len(last)
        else:
            rest = _in_pieces(self._read, missing)
            last = rest[-1] if len(rest[-1]) >= 4 else b"".join(rest[-2:])
            got = sum(map(len, rest))
        if got < missing or missing < 4 or not last.endswith(TAIL):
            self._before += at
            self._buffer, self._at = b"".join((buffer[at:], *rest)), 0
            return None
        offset = self._base + self._before + at
        if self._where is not None:
            offset = self._frame
            if offset != self._sure_frame:
                self._sure_frame, self._sure_began = offset, self._before + at
        self._before += len(buffer) + got
        self._buffer, self._at = b"", 0
        return _new(Stored, (offset, buffer[at:begin], buffer[begin:], rest, length, None, True, None))


def _length(header: bytes) -> int:
    """Return the length that a header gives in the usual spelling; -1 where it has none, or another spelling."""
    _, name, value = header.rpartition(LENGTH)
    if not name:
        return -1
    length = place = 0
    while place < len(value) and 48 <= value[place] <= 57:
        length = 10 * length + value[place] - 48
        place += 1
        if place > MAX_DIGITS:
            return -1
    return length if place and (place == len(value) or value[place] == 13) else -1


def _in_pieces(read: Callable[[int], bytes], size: int) -> tuple[bytes, ...]:
    """Read ``size`` bytes in pieces, fewer at the end of the stretch.

    Most large bodies are pictures, of which only the beginning is needed. Memory for a whole one would come from the
    system each time, which costs nearly as much as decompressing it.
    """
    pieces: list[bytes] = []
    while size > 0 and (piece := read(min(size, LARGE))):
        pieces.append(piece)
        size -= len(piece)
    return tuple(pieces) or (b"",)
