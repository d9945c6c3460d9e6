"""Regular expressions that are compiled when they are first asked: a start meets few of them, and compiling is slow.

For module constants of the judges, the splitter and the readers. What a page never needs costs it nothing.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Lazy:
    """A stand-in for a compiled pattern, which becomes one at the first question."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        asked = getattr(re.compile(*self._source), name)
        setattr(self, name, asked)  # the next question goes straight to the compiled pattern
        return asked


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return ``pattern`` as something to ask like ``re.compile(pattern, flags)``, compiled when it is first asked.

    >>> lazy("a+").fullmatch("aaa") is not None
    True
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))
