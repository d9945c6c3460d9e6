"""Regular expressions that are compiled on first use: a page needs few of them, and compiling is slow.

Compiling all patterns of the package takes longer than cleaning a page; one page uses about a tenth of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, AnyStr, cast


class _Lazy:
    """A proxy for a pattern that is compiled when one of its attributes is first used."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)  # the next use goes straight to the compiled pattern
        return found


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a proxy for ``re.compile(pattern, flags)``, compiled on first use.

    >>> lazy("a+").fullmatch("aaa") is not None
    True
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


@lru_cache(maxsize=4096)
def _compiled(pattern: Any, flags: int) -> Any:
    return re.compile(pattern, flags)


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return ``re.compile(pattern, flags)`` from a cache that is larger than the 512 patterns of ``re``."""
    return cast("re.Pattern[AnyStr]", _compiled(pattern, flags))
