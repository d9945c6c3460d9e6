"""The plain bytes of a stream that is made of compressed frames (gzip members, zstd or lz4 frames), damage survived.

Archives are written one record to a frame so that a record can be found by its offset, and so that damage to one spares
the others. fastwarc's decompressors do the work (see ``_codecs``); what they do not do is here: they say nothing of a
gzip member that is cut at the end of the file, they give none of the bytes before the damage, and stop at it for good.
:class:`Frames` reports each fault once with its offset, hands out what the damaged frame still holds, and goes on at
the next frame. Where archives of two kinds were joined to one file, it goes on in the other kind.
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
LINE_ENDS = 16  # bytes of line ends in front of a record that are looked at: more is an attack
HEADS, HEAD = 1 << 20, 512  # how much is read and looked at to find where records begin


class Fault(NamedTuple):
    """Damage: where in the stored stream, and what."""

    offset: int
    message: str


class Mark:
    """A pattern that matches from the line end in front of a record to enough of its header, looked for quickly.

    Every record begins with ``prefix``, which is found at once where the pattern would try every byte of a long body.
    Without one, the pattern itself is looked for.
    """

    def __init__(self, pattern: bytes, prefix: bytes = b"") -> None:
        self._pattern = re.compile(pattern)
        self._prefix = prefix

    def match(self, data: bytes, place: int = 0) -> re.Match[bytes] | None:
        """The match that begins at ``place``."""
        return self._pattern.match(data, place)

    def search(self, data: bytes, place: int = 0, end: int = sys.maxsize) -> re.Match[bytes] | None:
        """The first match that begins at ``place`` or behind it and ends at ``end`` or in front of it."""
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

    ``begins`` tells whether plain bytes are the beginning of a record: after damage it picks the frame to go on with.
    In plain bytes, ``mark`` finds the record.
    A stretch ends where :meth:`read` returns nothing; :meth:`resume` moves to the next one.
    """

    def __init__(self, raw: Any, codec: str, begins: Callable[..., object], mark: Mark) -> None:
        self.fault: Fault | None = None
        self._ended = False
        self._next: tuple[int, str] | None = None  # where the stretch ends, and in what the next one is compressed
        self.start = int(raw.tell())  # of the frame in which the latest read ended; of plain bytes, of the stretch
        self._raw = raw
        self._codec = codec
        self._begins = begins
        self._mark = mark
        self._dictionary = dictionary_of(raw) if codec == "zstd" else None
        self._reader = raw if not codec else reader(raw, codec, self._dictionary)

    @property
    def compressed(self) -> bool:
        """Whether the stretch is."""
        return bool(self._codec)

    @property
    def stopped(self) -> bool:
        """Whether the stretch ended in front of the end of the stream."""
        return self.fault is not None or self._next is not None

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end of a stretch, where ``fault`` says what ended it."""
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
        """End the stretch and the stream for ``fault``."""
        self.fault, self._ended = fault, True

    def damaged(self, error: OSError) -> None:
        """Note what ended the stretch, and where."""
        offset = self._reader.frame_start_position() if self._codec else self._raw.tell()
        if self._codec and self.goes_on(offset or 0):
            return
        self.fault = Fault(offset or 0, f"damaged {self._codec} data: {error}".removesuffix(": data error"))

    def goes_on(self, offset: int) -> bool:
        """Whether a record that is compressed in another way, or not at all, begins at ``offset``: the next stretch."""
        place = self._raw.tell()
        try:
            self._raw.seek(offset)
            head = exactly(self._raw, HEAD)
            codec = compression(head)
            known = not codec or codec in MAGIC
            plain = beginning(self._raw, offset, codec, HEAD) if codec in MAGIC else head
            self._raw.seek(place)
        except OSError:  # a pipe that has forgotten it
            return False
        if known and codec != self._codec and self._begins(plain):
            self._next = offset, codec
        return self._next is not None

    def quick(self) -> tuple[Callable[[int], bytes], Callable[[], int] | None]:
        """The bare reading function, whose ``OSError`` is for :meth:`damaged`, and the one that tells ``start``."""
        read = self.read if self.stopped else self._reader.read
        return read, self._reader.frame_start_position if self._codec else None

    def locate(self, header: bytes, after: int, last: int, otherwise: int | None = None) -> int:
        """The frame behind ``after`` and not behind ``last`` that begins with ``header`` behind blanks.

        If there is none, ``otherwise``, and where that is not given, ``last``.
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
        """At the end of the stream: see that its last gzip member is whole; ``length`` is what was read of it."""
        if self._codec != "gzip" or self.stopped:
            return
        try:
            end = self._reader.inner_tell()
            self._raw.seek(max(self.start, end - 4))
            if length is not None and int.from_bytes(self._raw.read(4), "little") == length & 0xFFFFFFFF:
                return
            self._raw.seek(self.start)
            whole = is_whole(self._raw)
        except OSError:  # a pipe that has forgotten the beginning of a long member
            return
        if not whole:
            self.fault = Fault(self.start, "the last gzip member is cut")

    def salvage(self, start: int, skip: int) -> bytes:
        """What the frames from ``start`` to the damage hold behind their first ``skip`` plain bytes."""
        return salvage(self._raw, self._codec, start, skip, self._dictionary)

    def resume(self) -> bool:
        """After a stretch: go to the next frame or the next place that begins a record. False where there is none."""
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
        """The first frame, or plain record, behind ``offset`` (and in front of ``limit``) that begins a record.

        Raises ``OSError`` where a stream cannot be read again from there. Leaves the place of the stream anywhere.
        """
        if not self._codec:
            return self._first_plain(offset + 1, limit)
        while (offset := self._next_magic(offset + 1)) >= 0 and (limit is None or offset < limit):
            if self._begins(beginning(self._raw, offset, self._codec, 4096, self._dictionary)):
                return offset
        return None

    def heads(self, first: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield every place from ``first`` on where a record seems to begin, with its first few hundred bytes.

        Nothing but the beginnings of frames is decompressed. The place of the stream may be changed meanwhile.
        """
        magic = MAGIC[self._codec] if self._codec else b"WARC/"
        held, at, begin = b"", first, 0  # ``held`` begins at ``at``; up to ``begin`` it was looked through
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
        """The first place at ``offset`` or behind it where a frame may begin, -1 if there is none up to ``last``."""
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
