"""Find the page that a revisit record repeats: crawlers store unchanged content once, and then only revisits of it.

``run/batch.py`` uses this. The capture that a revisit refers to usually comes before it, but behind it where a crawler
writes several files in parallel or where the files of an earlier crawl are read later. So a revisit of an unknown
capture waits until its page is read.
"""

from __future__ import annotations

from archtool.model import Skipped

# Keys in one generation. Two are held, the previous and the growing one, in some 55 MB. A page has three keys.
MOST = 349_000
WAITING = 1 << 15  # revisits that may wait, in some 30 MB


def names_of(revisit: Skipped) -> tuple[int, ...]:
    """Return the keys by which later revisits may refer to this one."""
    from archtool.readers._capture import keys

    return keys(revisit.url, revisit.captured)


class Known:
    """The latest keys of pages, as digests, and the latest revisits that wait for a page."""

    def __init__(self, most: int = MOST, waiting: int = WAITING) -> None:
        self._pages: dict[int, int] = {}
        self._older: dict[int, int] = {}
        self._most = most
        self._waiting: dict[int, Skipped] = {}  # by their order
        self._awaited: dict[int, list[int]] = {}  # by the keys that they wait for
        self._may_wait = waiting
        self._oldest = self._count = 0

    def add(self, keys: tuple[int, ...], ordinal: int) -> list[Skipped]:
        """Remember that the page ``ordinal`` has these keys; for each key, the latest page counts.

        Returns the revisits that waited for it, in order, including those that repeat one of them.
        """
        self._learn(keys, ordinal)
        found: dict[int, Skipped] = {}
        names = list(keys) if self._awaited else []
        while names:
            for number in tuple(self._awaited.get(names.pop(), ())):
                found[number] = revisit = self._take(number)
                more = names_of(revisit)
                self._learn(more, ordinal)
                names += more
        return [found[number] for number in sorted(found)]

    def find(self, keys: tuple[int, ...]) -> int | None:
        """Return the page that has one of these keys, the surest first."""
        for key in keys:
            page = self._pages.get(key, self._older.get(key))
            if page is not None:
                return page
        return None

    def wait(self, revisit: Skipped) -> Skipped | None:
        """Let ``revisit`` wait for its page; return one that is given up: itself, or the oldest of too many."""
        if not revisit.keys:
            return revisit
        self._waiting[self._count] = revisit
        for key in revisit.keys:
            self._awaited.setdefault(key, []).append(self._count)
        self._count += 1
        if len(self._waiting) <= self._may_wait:
            return None
        while self._oldest not in self._waiting:
            self._oldest += 1
        return self._take(self._oldest)

    def left(self) -> list[Skipped]:
        """Return the revisits whose page was not found, in order."""
        return list(self._waiting.values())

    def _learn(self, keys: tuple[int, ...], ordinal: int) -> None:
        # Generations, because in a dictionary whose oldest keys are deleted one by one, the oldest takes long to find.
        if len(self._pages) >= self._most:
            self._pages, self._older = {}, self._pages
        self._pages.update(dict.fromkeys(keys, ordinal))

    def _take(self, number: int) -> Skipped:
        revisit = self._waiting.pop(number)
        for key in revisit.keys:
            awaited = self._awaited[key]
            awaited.remove(number)
            if not awaited:
                del self._awaited[key]
        return revisit
