"""Regular expressions that are compiled when they are first asked, and once for many processes.

Compiling is slow: the hundred patterns that one page asks took a sixth of the time of a process that cleans it. So what
a page never needs costs it nothing, and what was compiled is kept in the user's cache folder.
"""

from __future__ import annotations

import re
import sys
from array import array
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, AnyStr, cast

NAME = "patterns"
MOST = 2000  # patterns that are kept; our own are some hundreds, a user's rules may bring thousands


class _Lazy:
    """A stand-in for a compiled pattern, which becomes one at the first question."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        asked = getattr(compiled(*self._source), name)
        setattr(self, name, asked)  # the next question goes straight to the compiled pattern
        return asked


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return ``pattern`` as something to ask like ``re.compile(pattern, flags)``, compiled when it is first asked.

    >>> lazy("a+").fullmatch("aaa") is not None
    True
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


@lru_cache(maxsize=4096)
def _compiled(pattern: Any, flags: int) -> Any:
    return _shelf().pattern(pattern, flags)


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return ``re.compile(pattern, flags)``, from the cache where that holds it. Raise ``re.error`` as that does."""
    return cast("re.Pattern[AnyStr]", _compiled(pattern, flags))


def keep() -> None:
    """Keep what this process compiled for the next one."""
    if _shelf.cache_info().currsize:
        _shelf().keep()


@cache
def _shelf() -> _Shelf:
    return _Shelf()


class _Shelf:
    """Patterns in the form that CPython's matcher runs: those of earlier processes, and those that this one compiled.

    The matcher takes its programs from Python code and checks them before it runs them. Neither is promised to stay as
    it is; where a step fails, ``re.compile`` does all of it.
    """

    def __init__(self) -> None:
        from archtool.startup.cache import load

        try:
            self._engine: Any = import_module("_sre")
            self._made_of: tuple[Any, ...] = (self._engine.MAGIC, self._engine.CODESIZE, sys.byteorder)
        except (ImportError, AttributeError):
            self._engine, self._made_of = None, ()
        self._programs: dict[tuple[Any, int], tuple[Any, ...]] = load(NAME, self._made_of) or {}
        self._kept = len(self._programs)

    def pattern(self, source: Any, flags: int) -> re.Pattern[Any]:
        """Return the pattern of ``source``."""
        flags = int(flags)  # marshal knows no enumerations
        key = (source, flags)
        try:
            if key not in self._programs and len(self._programs) < MOST:
                self._programs[key] = _program(source, flags)
            all_flags, code, groups, names = self._programs[key]
            of_groups = {number: name for name, number in names.items()}
            by_number = tuple(of_groups.get(number) for number in range(groups + 1))
            made = self._engine.compile(source, all_flags, array("I", code).tolist(), groups, names, by_number)
        except (ImportError, AttributeError, KeyError, TypeError, ValueError, OverflowError, RuntimeError, re.error):
            return re.compile(source, flags)
        return cast("re.Pattern[Any]", made)

    def keep(self) -> None:
        """Write the patterns down where there are new ones."""
        from archtool.startup.cache import keep

        if len(self._programs) > self._kept:
            keep(NAME, self._made_of, self._programs)
            self._kept = len(self._programs)


def _program(source: Any, flags: int) -> tuple[Any, ...]:
    """Compile ``source`` as ``re.compile`` does: its flags, its code (as bytes), how many groups, and their names."""
    parsed = import_module("re._parser").parse(source, flags)
    code = import_module("re._compiler")._code(parsed, flags)
    return flags | parsed.state.flags, array("I", code).tobytes(), parsed.state.groups - 1, parsed.state.groupdict
