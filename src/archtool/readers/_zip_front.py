"""Read zip files whose directory at the end is missing or damaged, by the headers in front of the members."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from typing import Any

from archtool.model import Failure, Page
from archtool.readers._dispatch import read_source
from archtool.readers._members import CHUNK, ENCRYPTED, FEED, LOCAL, inflated, inner_origin
from archtool.readers._streams import Budget, Pieces, Window
from archtool.readers._types import Item, Source
from archtool.readers.mirror import worth_opening
from archtool.startup.patterns import lazy

IN_WACZ = lazy(r"archive/[^/]+\.warc(?:\.gz|\.zst)?")


def from_the_front(file: Any, source: Source) -> Iterator[Item]:
    """Yield what the members of a zip without directory hold; each is found by its own header behind the previous one.

    The limits are those of a zip with a directory.
    """
    try:
        data: Any = mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError):  # it is in memory already, or empty
        file.seek(0)
        data = file.read()
    budget = source.budget or Budget(source.options.max_total, len(data))
    count = place = 0
    while (place := data.find(LOCAL, place)) >= 0 and len(header := data[place : place + 30]) == 30:
        count += 1
        if count > source.options.max_members:
            yield Failure(source.origin, f"more than {source.options.max_members} members: not read further")
            return
        flags, method = int.from_bytes(header[6:8], "little"), int.from_bytes(header[8:10], "little")
        packed = int.from_bytes(header[18:22], "little")
        name_size, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
        name = data[place + 30 : place + 30 + name_size].decode("utf-8", "replace")
        begin = place + 30 + name_size + extra
        place += 4
        if not name or name not in worth_opening({name}) or flags & ENCRYPTED or method not in (0, 8):
            continue
        found = _Found(data, begin, min(begin + packed, len(data)) if packed else len(data), method)
        pieces = Pieces(found.pieces(), source.options.max_total, budget)
        window = Window(pieces)
        if window.read(1):
            window.seek(0)
            origin = inner_origin(source.origin, name)
            inside = source._replace(stream=window, origin=origin, depth=source.depth + 1, budget=budget)
            found_there = read_source(inside)
            yield from map(_of_wacz, found_there) if IN_WACZ.fullmatch(name) else found_there
            while pieces.read():  # an archive inside a member is read by its own reader
                pass
        place = max(place, found.end)
        if budget.spent:
            yield Failure(source.origin, pieces.fault or "not read further")
            return


def _of_wacz(item: Item) -> Item:
    """Return a page of a WARC as one of a WACZ: what shows one comes behind the WARCs and may be cut off."""
    return item._replace(source="wacz") if isinstance(item, Page) and item.source == "warc" else item


class _Found:
    """A member that was found by its header: its stored bytes end at ``stop`` at the latest."""

    def __init__(self, data: Any, begin: int, stop: int, method: int) -> None:
        self.end = begin
        self._data = data
        self._begin = begin
        self._stop = stop
        self._member = zlib.decompressobj(-15) if method else None

    def pieces(self) -> Iterator[tuple[int, bytes]]:
        """Yield its content as far as it goes, with the number of stored bytes used for it; ``end`` moves on."""
        member = self._member
        while self.end < self._stop and not (member and member.eof):
            stored = self._data[self.end : min(self.end + (FEED if member else CHUNK), self._stop)]
            taken = self.end + len(stored) - self._begin
            try:
                for piece in inflated(member, stored) if member else (stored,):
                    yield taken, piece
            except zlib.error:
                return
            self.end += len(stored) - (len(member.unused_data) if member else 0)
