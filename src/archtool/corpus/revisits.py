"""Which page a revisit repeats: what has not changed is stored once, and of later captures only that it had not."""

from __future__ import annotations

MOST = 1 << 19  # names that are remembered: some 60 MB


class Known:
    """The names of the pages of a run, as digests; the oldest are forgotten when there are too many."""

    def __init__(self, most: int = MOST) -> None:
        self._pages: dict[int, int] = {}
        self._most = most

    def add(self, keys: tuple[int, ...], ordinal: int) -> None:
        """Remember that the page ``ordinal`` has these names; the latest page of a name counts."""
        for key in keys:
            self._pages.pop(key, None)
            self._pages[key] = ordinal
        while len(self._pages) > self._most:
            del self._pages[next(iter(self._pages))]

    def find(self, keys: tuple[int, ...]) -> int | None:
        """The page that has one of these names, the surest first."""
        return next((page for key in keys if (page := self._pages.get(key)) is not None), None)
