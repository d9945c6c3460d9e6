"""The input and output of the record cutter ``_records``: how a format marks its records, and a record as stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from archtool.readers._frames import Mark

BEGINNING = 1 << 14
MAX_LINE = 1 << 13
LARGE = 1 << 16  # bytes: a piece of a large body
LOOK_AHEAD = 1 << 24


class Dialect(NamedTuple):
    """The format of records: how a header begins and ends, the length that it gives, and a sure mark of one.

    ``begins`` may need the whole first line. ``length`` returns ``None`` where the header has no length. ``mark``
    matches from the line end in front of a record to enough of its header to tell it from page text; its last part
    looks ahead, so that a match ends where the record begins. ``quick``: a sound record can be recognised by itself,
    as ``_quick`` does; otherwise each is checked by the next one.
    """

    begins: Callable[..., object]
    header: re.Pattern[bytes]
    length: Callable[[bytes], int | None]
    mark: Mark
    quick: bool = False


class Stored(NamedTuple):
    """One record as it is stored, with only the beginning of a body above the limit (``whole`` is false).

    The body is in parts as they were read: most bodies are pictures, of which only the beginning is needed.
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
    def size(self) -> int:
        """The length in bytes of the body, or of as much of it as is held."""
        return len(self.first) if self.length < 0 else self.length

    @property
    def body(self) -> bytes:
        """The body, or as much of it as is held."""
        if self.length < 0:
            return self.first
        return b"".join((self.first, *self.rest))[: self.length]

    def body_from(self, skip: int) -> bytes:
        """Return the body without its first ``skip`` bytes."""
        if self.length < 0 or skip > len(self.first):
            return self.body[skip:]
        return b"".join((memoryview(self.first)[skip:], *self.rest))[: self.length - skip]

    @property
    def beginning(self) -> bytes:
        """The first kilobytes of the body, the headers of a response among them."""
        return self.first + self.rest[0][:BEGINNING] if self.rest else self.first
