"""Regular expressions that are compiled when they are first used: a page needs few of them, and compiling is slow.

Compiling all patterns of the package takes longer than cleaning a page; one page uses about a tenth of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, AnyStr, cast


class _Lazy:
    """A stand-in for a compiled pattern, which becomes one when an attribute of it is first used."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)  # the next use goes straight to the compiled pattern
        return found


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return ``pattern`` to be used like ``re.compile(pattern, flags)``, compiled when it is first used.

    >>> lazy("a+").fullmatch("aaa") is not None
    True
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


@lru_cache(maxsize=4096)
def _compiled(pattern: Any, flags: int) -> Any:
    return re.compile(pattern, flags)


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return ``re.compile(pattern, flags)``, remembered for more patterns than the 512 that ``re`` holds."""
    return cast("re.Pattern[AnyStr]", _compiled(pattern, flags))
