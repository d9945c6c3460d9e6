"""The pictures in the container that a page came out of, and in containers inside it, for ``--images copy``.

For ``_pictures.py``; ``_picture_walk.py`` finds the pictures. The container is read a second time, once for all of its
pages, and only where a page with pictures came out of it: they go to a temporary file, and an index of addresses and
names stays in memory. What is damaged or beyond the limits is not there; faults of the container were told when its
pages were read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from tempfile import TemporaryFile
from typing import NamedTuple

from archtool.model import Origin
from archtool.readers._picture_kinds import MOST
from archtool.readers._picture_walk import Picture, pictures
from archtool.readers._sniff import recognise

ROOM = 4 << 30  # bytes of the pictures of one container


class _Place(NamedTuple):
    captured: str | None
    start: int
    size: int


class Album:
    """The pictures of one container by their names."""

    def __init__(self, pictures: Iterator[Picture]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - it is there as long as the album
        self._places: dict[str, list[_Place]] = defaultdict(list)
        end = count = 0
        try:
            for picture in pictures:
                count += 1
                if count > MOST or end + len(picture.data) > ROOM:
                    break
                self._file.write(picture.data)
                self._places[picture.name].append(_Place(picture.captured, end, len(picture.data)))
                end += len(picture.data)
        except Exception as error:  # whatever a library raises on bytes that it did not expect: what came before counts
            if isinstance(error, MemoryError):
                raise

    def picture(self, name: str, captured: str | None = None) -> bytes | None:
        """Return the bytes of a picture; of several of that name, of the one that was captured next to ``captured``."""
        places = self._places.get(name)
        if not places:
            return None
        place = min(places, key=lambda place: _apart(place.captured, captured))
        self._file.seek(place.start)
        return self._file.read(place.size)


def _apart(one: str | None, other: str | None) -> float:
    """Return the seconds between two times; none where one is not known."""
    try:
        return abs((datetime.fromisoformat(one or "") - datetime.fromisoformat(other or "")).total_seconds())
    except (ValueError, TypeError):
        return 0.0


@lru_cache(maxsize=1)
def album(path: str, time: int, size: int) -> Album | None:
    """Return the pictures of the container at ``path``, whose pages come one after the other; ``None`` if it is none.

    ``time`` and ``size`` of the file tell whether it is still the same.
    """
    with open(path, "rb") as stream:
        if recognise(stream) in (None, "html", "text"):
            return None
        return Album(pictures(stream, Origin(""), 0))
