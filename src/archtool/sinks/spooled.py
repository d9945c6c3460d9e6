"""The sink of forms whose file is made of all records at once: SQLite, Parquet.

Such a file cannot grow line by line and be cut off at any point, which a run that is taken up again has to do. So the
records wait as lines of JSON in a hidden file beside the output, and the file is made of them when the last is there:
its bytes depend on nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Protocol

from archtool.errors import OutputError, UsageError, reason
from archtool.options import Options
from archtool.output import AtomicFile, hidden
from archtool.sinks import Cleaned

# Half a character of UTF-16: in names of files that are no UTF-8. No database takes it.
LONE = re.compile("[\ud800-\udfff]")


def line(values: Any) -> str:
    """Return ``values`` as one line; what UTF-8 cannot hold is written as an escape, as everywhere in the output."""
    from json import dumps

    text = dumps(values, ensure_ascii=False, check_circular=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = LONE.sub(lambda half: f"\\\\u{ord(half[0]):04x}", text)
    return text + "\n"


class Maker(Protocol):
    """What makes the file. All paths are in one folder."""

    def check(self, path: str) -> bool:
        """Whether ``path`` is there to be added to. Raises :class:`UsageError` where it cannot be."""

    def make(self, rows: Iterable[Any], path: str, temporary: str) -> None:
        """Make ``path`` of ``rows``, by way of ``temporary``, whole or not at all."""

    def add(self, rows: Iterable[Any], path: str) -> None:
        """Put ``rows`` into ``path``, all or none; once more without harm."""

    def leftovers(self, temporary: str) -> Iterable[str]:
        """The files that :meth:`make` leaves when it is interrupted."""


class Spooled:
    """Records on their way into one file that a :class:`Maker` makes."""

    def __init__(self, options: Options, maker: Callable[[], Maker]) -> None:
        assert options.output is not None  # noqa: S101
        self._shown = options.output
        self._path = os.path.realpath(options.output)
        self._maker = maker()
        folder, name = os.path.split(self._path)
        own = "" if options.resume else f"-{os.getpid()}"
        self._spool = os.path.join(folder, hidden(name, f"spool{own}"))
        self._temporary = os.path.join(folder, hidden(name, f"made{own}"))
        self._out = AtomicFile(self._spool, options.resume)
        self._resumable = options.resume
        self._adds = False
