"""Which page a revisit repeats: what has not changed is stored once, and of later captures only that it had not.

The capture that a revisit points to may stand anywhere in what is read: before it as a rule, behind it where a crawler
writes several files side by side or where the files of the earlier crawl come later. So revisits of nothing that is
known wait, and a page that turns up has those that waited for it.
"""

from __future__ import annotations

from archtool.model import Skipped

# Names of one generation; two are remembered, the one before and the one that grows, with some 55 MB. A page has three.
MOST = 349_000
WAITING = 1 << 15  # revisits that may wait: some 30 MB


def names_of(revisit: Skipped) -> tuple[int, ...]:
    """What later revisits may call this one."""
    from archtool.readers._capture import keys

    return keys(revisit.url, revisit.captured)


class Known:
    """The names of the pages of a run, as digests, and the revisits of none of them; of both, only the latest."""

    def __init__(self, most: int = MOST, waiting: int = WAITING) -> None:
        self._pages: dict[int, int] = {}
        self._older: dict[int, int] = {}
        self._most = most
        self._waiting: dict[int, Skipped] = {}  # by their order
        self._awaited: dict[int, list[int]] = {}  # by the names that they wait for
        self._may_wait = waiting
        self._oldest = self._count = 0

    def add(self, keys: tuple[int, ...], ordinal: int) -> list[Skipped]:
        """Remember that the page ``ordinal`` has these names; the latest page of a name counts.

        Returns the revisits that waited for it, in their order. What repeats one of those is among them.
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
        """The page that has one of these names, the surest first."""
        for key in keys:
            page = self._pages.get(key, self._older.get(key))
            if page is not None:
                return page
        return None

    def wait(self, revisit: Skipped) -> Skipped | None:
        """Let ``revisit`` wait for its page; return one that waits no longer: itself, or the oldest of too many."""
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
        """The revisits that wait in vain, in their order."""
        return list(self._waiting.values())

    def _learn(self, keys: tuple[int, ...], ordinal: int) -> None:
        # Not one name out for one in: of a dictionary whose oldest keys are deleted, the oldest takes long to find.
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
