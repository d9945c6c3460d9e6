"""The sink for formats whose file is made from all records at once: SQLite, Parquet.

Such a file cannot be written line by line and cut off at any point, as resuming requires. So the records are collected
as lines of JSON in a hidden file beside the output, and the file is made after the last of them: its bytes depend on
nothing else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from archtool.errors import OutputError, UsageError, reason
from archtool.output.disk import hidden
from archtool.output.sinks import Cleaned
from archtool.output.streams import AtomicFile
from archtool.output.terminal import visible


class Maker(Protocol):
    """The maker of the file: a module with these functions. All paths are in one folder.

    ``IS_DIRECTORY``: whether it makes a folder of files.
    """

    IS_DIRECTORY: bool

    def check(self, path: str) -> None:
        """Refuse before the first page what cannot work. Raises :class:`UsageError`, without the path in it."""

    def make(self, rows: Iterable[Any], path: str, temporary: str, new: bool) -> list[str]:
        """Make ``path`` from ``rows`` through ``temporary``; if not ``new``, the format may add to the existing file.

        Return phrases for the summary. All or nothing, and repeatable. Raises :class:`OutputError` without the path in
        it, or ``OSError``.
        """

    def leftovers(self, temporary: str) -> Iterable[str]:
        """Return the files that :meth:`make` leaves when interrupted."""


class Spooled:
    """The sink that collects records and then makes the file."""

    def __init__(self, path: str, maker: Maker, resumable: bool, watched: bool = False) -> None:
        """``watched``: somebody watches standard error, where a line explains the pause at the end."""
        self._shown = path
        self._watched = watched
        self._path = os.path.realpath(path)
        self._maker = maker
        self._resumable = resumable
        folder, name = os.path.split(self._path)
        own = "" if self._resumable else f"-{os.getpid()}"
        self._spool = os.path.join(folder, hidden(name, f"spool{own}"))
        self._temporary = os.path.join(folder, hidden(name, f"made{own}"))
        self._out = AtomicFile(self._spool, self._resumable, path)
        self._new = True
        self._phrases: list[str] = []

    def open(self, state: Any = None) -> None:
        """Begin the lines, or cut them at ``state``. Raises :class:`UsageError` for an unfit output."""
        if os.path.exists(self._path) and not os.path.isfile(self._path) and not self._maker.IS_DIRECTORY:
            raise UsageError(f"{self._shown}: not a file")
        if state is None or not self._maker.IS_DIRECTORY:  # a killed run may have put files there
            with self._named():
                self._maker.check(self._path)
        self._new = not is_there(self._path) if state is None else state["new"]
        self._out.open(None if state is None else state["spool"])

    def write(self, cleaned: Cleaned) -> None:
        """Append the line of one record."""
        self._out.write(cleaned.text)

    def checkpoint(self) -> Any:
        """Make durable what was written."""
        return {"spool": self._out.checkpoint(), "new": self._new}

    def end(self) -> Any:
        """Do the same after the last record."""
        return {"spool": self._out.end(), "new": self._new}

    def close(self) -> None:
        """Make the file. If a killed run had made it already, the lines are gone."""
        self._out.close()
        if not os.path.exists(self._spool):
            return
        with self._named(), self._notice():
            with open(self._spool, "rb") as lines:
                self._phrases = self._maker.make(_rows(lines), self._path, self._temporary, self._new)
            os.unlink(self._spool)

    def phrases(self) -> list[str]:
        """Return the phrases from making the file."""
        return self._phrases

    def discard(self) -> None:
        """Leave what was there before; in a resumable run, also the lines."""
        self._out.discard()
        for path in [*self._maker.leftovers(self._temporary), *([] if self._resumable else [self._spool])]:
            with suppress(OSError):
                os.unlink(path)

    @contextmanager
    def _notice(self) -> Iterator[None]:
        if self._watched:
            print(f"\r{visible(self._shown)} is made of the records\x1b[K", end="", file=sys.stderr, flush=True)
        try:
            yield
        finally:
            if self._watched:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Add the name of the file to errors."""
        try:
            yield
        except (OutputError, UsageError) as error:
            raise type(error)(f"{self._shown}: {error}") from error
        except OSError as error:
            raise OutputError(f"{self._shown}: {reason(error)}") from error


def is_there(path: str) -> bool:
    """Whether there is a file to which records can be added; an empty one does not count."""
    return os.path.exists(path) and os.stat(path).st_size > 0


def _rows(lines: Iterable[bytes]) -> Iterator[Any]:
    from json import loads

    for each in lines:
        yield loads(each)
