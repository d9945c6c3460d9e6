"""Decompress a stream of frames (gzip members, zstd or lz4 frames) and go on behind damage. For ``warc`` and ``arc``.

Archives are written one record to a frame so that a record can be found by its offset, and so that damage to one spares
the others. fastwarc's decompressors do the work (see ``_codecs``), but they do not report a gzip member that is cut at
the end of the file, return none of the bytes before damage, and stop there for good. :class:`Frames` reports each fault
once with its offset, returns what the damaged frame still holds, and goes on at the next frame. Where archives with
different compressions were joined to one file, it goes on in the other one.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from archtool.readers._codecs import CHUNK, MAGIC, beginning, dictionary_of, is_whole, reader, salvage
from archtool.readers._sniff import compression
from archtool.readers._streams import exactly

OVERLAP = 1 << 13
LINE_ENDS = 16  # bytes of line ends in front of a record that are read: more is an attack
HEADS, HEAD = 1 << 20, 512  # bytes that are read at a time to find where records begin


class Fault(NamedTuple):
    """Damage: its offset in the stored stream, and a description."""

    offset: int
    message: str


class Mark:
    """A pattern that matches from the line end in front of a record to enough of its header, with a fast search.

    Every record begins with ``prefix``, which is searched first: the pattern alone would be tried at every byte of a
    long body. Without a prefix, the pattern itself is searched.
    """

    def __init__(self, pattern: bytes, prefix: bytes = b"") -> None:
        self._pattern = re.compile(pattern)
        self._prefix = prefix

    def match(self, data: bytes, place: int = 0) -> re.Match[bytes] | None:
        """Return the match that begins at ``place``."""
        return self._pattern.match(data, place)

    def search(self, data: bytes, place: int = 0, end: int = sys.maxsize) -> re.Match[bytes] | None:
        """Return the first match between ``place`` and ``end``."""
        if not self._prefix:
            return self._pattern.search(data, place, end)
        found = data.find(self._prefix, place, end)
        while found >= 0:
            begin = found
            while begin > max(place, found - LINE_ENDS) and data[begin - 1] in b"\r\n":
                begin -= 1
            for start in range(begin, found + 1):
                if match := self._pattern.match(data, start, end):
                    return match
            found = data.find(self._prefix, found + 1, end)
        return None


class Frames:
    """Reads ``raw`` (a file or a ``Window``) through ``codec`` (``gzip``, ``zstd``, ``lz4``, or empty for plain bytes).

    ``begins`` tells whether decompressed bytes begin a record: after damage it picks the frame to go on with. In a
    file that is not compressed, ``mark`` finds the record.
    A stretch ends where :meth:`read` returns nothing; :meth:`resume` moves to the next one.
    """

    def __init__(self, raw: Any, codec: str, begins: Callable[..., object], mark: Mark) -> None:
        self.fault: Fault | None = None
        self._ended = False
        self._next: tuple[int, str] | None = None  # where the stretch ends, and the compression of the next one
        self.start = int(raw.tell())  # of the frame in which the latest read ended; without compression, of the stretch
        self._raw = raw
        self._codec = codec
        self._begins = begins
        self._mark = mark
        self._dictionary = dictionary_of(raw) if codec == "zstd" else None
        self._reader = raw if not codec else reader(raw, codec, self._dictionary)

    @property
    def compressed(self) -> bool:
        """Whether the stretch is compressed."""
        return bool(self._codec)

    @property
    def stopped(self) -> bool:
        """Whether the stretch ended before the end of the stream."""
        return self.fault is not None or self._next is not None

    def read(self, size: int) -> bytes:
        """Return at most ``size`` bytes; none at the end of a stretch, where ``fault`` says what ended it."""
        if self.stopped:
            return b""
        try:
            data: bytes = self._reader.read(size)
        except OSError as error:
            self.damaged(error)
            return b""
        if self._codec:
            self.start = self._reader.frame_start_position() or 0
        return data

    def end_here(self, fault: Fault) -> None:
        """End the stretch and the stream because of ``fault``."""
        self.fault, self._ended = fault, True

    def damaged(self, error: OSError) -> None:
        """Record the error that ended the stretch, and where."""
        offset = self._reader.frame_start_position() if self._codec else self._raw.tell()
        if self._codec and self.goes_on(offset or 0):
            return
        self.fault = Fault(offset or 0, f"damaged {self._codec} data: {error}".removesuffix(": data error"))

    def goes_on(self, offset: int) -> bool:
        """Whether a record with another compression, or none, begins at ``offset``: the next stretch."""
        place = self._raw.tell()
        try:
            self._raw.seek(offset)
            head = exactly(self._raw, HEAD)
            codec = compression(head)
            known = not codec or codec in MAGIC
            plain = beginning(self._raw, offset, codec, HEAD) if codec in MAGIC else head
            self._raw.seek(place)
        except OSError:  # a pipe whose window no longer has it
            return False
        if known and codec != self._codec and self._begins(plain):
            self._next = offset, codec
        return self._next is not None

    def quick(self) -> tuple[Callable[[int], bytes], Callable[[], int] | None]:
        """Return the bare reading function, whose ``OSError`` is for :meth:`damaged`, and one for ``start``."""
        read = self.read if self.stopped else self._reader.read
        return read, self._reader.frame_start_position if self._codec else None

    def locate(self, header: bytes, after: int, last: int, otherwise: int | None = None) -> int:
        """Return the frame behind ``after``, up to ``last``, that begins with blanks and ``header``.

        If there is none, return ``otherwise``, or ``last`` where that is not given.
        """
        if last <= after + 1 or not self._codec:
            return last
        place = self._raw.tell()
        try:
            offset = after
            while 0 <= (offset := self._next_magic(offset + 1, last)) <= last:
                plain = beginning(self._raw, offset, self._codec, 1024, self._dictionary).lstrip()
                if header.startswith(plain[: len(header)]) and plain:
                    return offset
        except OSError:
            pass
        finally:
            self._raw.seek(place)
        return last if otherwise is None else otherwise

    def check_end(self, length: int | None) -> None:
        """Check at the end of the stream that its last gzip member is whole; ``length`` is what was read of it."""
        if self._codec != "gzip" or self.stopped:
            return
        try:
            end = self._reader.inner_tell()
            self._raw.seek(max(self.start, end - 4))
            if length is not None and int.from_bytes(self._raw.read(4), "little") == length & 0xFFFFFFFF:
                return
            self._raw.seek(self.start)
            whole = is_whole(self._raw)
        except OSError:  # a pipe whose window no longer has the beginning of a long member
            return
        if not whole:
            self.fault = Fault(self.start, "the last gzip member is cut")

    def salvage(self, start: int, skip: int) -> bytes:
        """Decompress the frames from ``start`` to the damage, and return all but the first ``skip`` bytes."""
        return salvage(self._raw, self._codec, start, skip, self._dictionary)

    def resume(self) -> bool:
        """Go on behind a stretch, at the next frame or place that begins a record. Return false where there is none."""
        try:
            if self._next:
                start, self._codec = self._next
                self._dictionary, self._next = None, None
            elif not self.fault or self._ended or (start := self.first_behind(self.fault.offset) or -1) < 0:
                return False
            self._raw.seek(start)
        except OSError:
            return False
        self._reader = reader(self._raw, self._codec, self._dictionary) if self._codec else self._raw
        self.start, self.fault = start, None
        return True

    def first_behind(self, offset: int, limit: int | None = None) -> int | None:
        """Return the first place behind ``offset`` (and before ``limit``) where a record begins: a frame if compressed.

        Raises ``OSError`` where a stream cannot be read again from there. Does not restore the place of the stream.
        """
        if not self._codec:
            return self._first_plain(offset + 1, limit)
        while (offset := self._next_magic(offset + 1)) >= 0 and (limit is None or offset < limit):
            if self._begins(beginning(self._raw, offset, self._codec, 4096, self._dictionary)):
                return offset
        return None

    def heads(self, first: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield every place from ``first`` on where a record seems to begin, with its first few hundred bytes.

        Only the beginnings of frames are decompressed. The caller may move the place of the stream between two steps.
        """
        magic = MAGIC[self._codec] if self._codec else b"WARC/"
        held, at, begin = b"", first, 0  # ``held`` begins at ``at`` and has been searched up to ``begin``
        while True:
            self._raw.seek(at + len(held))
            chunk = self._raw.read(HEADS)
            held += chunk
            last = len(held) - HEAD if chunk else len(held)
            while (place := held.find(magic, begin, max(begin, last) + len(magic) - 1)) >= 0:
                head = self._head(held, place, at + place)
                if self._begins(head):
                    yield at + place, head
                begin = place + 1
            if not chunk:
                return
            begin = max(begin, last)
            held, at, begin = held[begin:], at + begin, 0

    def _head(self, held: bytes, place: int, offset: int) -> bytes:
        if self._codec == "gzip":
            try:
                return zlib.decompressobj(31).decompress(held[place : place + HEAD], HEAD)
            except zlib.error:
                return b""
        if self._codec:
            return beginning(self._raw, offset, self._codec, HEAD, self._dictionary)
        head = held[place : place + HEAD]
        return head if not place or self._mark.match(head) else b""

    def _first_plain(self, offset: int, limit: int | None) -> int | None:
        self._raw.seek(offset)
        held = b""
        while (limit is None or offset < limit) and (chunk := self._raw.read(CHUNK)):
            held += chunk
            match = self._mark.search(held)
            if match:
                return offset + match.end()
            offset += max(0, len(held) - OVERLAP)
            held = held[-OVERLAP:]
        return None

    def _next_magic(self, offset: int, last: int = sys.maxsize) -> int:
        """Return the first place from ``offset`` to ``last`` where a frame may begin, -1 if there is none."""
        magic = MAGIC[self._codec]
        self._raw.seek(offset)
        tail = b""
        while offset <= last and (chunk := self._raw.read(min(CHUNK, last - offset + len(magic)))):
            found = (tail + chunk).find(magic)
            if found >= 0:
                return int(offset + found - len(tail))
            offset += len(chunk)
            tail = (tail + chunk)[-len(magic) + 1 :]
        return -1
