"""Write text to standard output or to a file. Files appear whole or not at all.

Used by the sinks and by every command with ``-o``. A file is written under a temporary name beside its place and
renamed when complete: an interruption leaves the old file unchanged. Everything is UTF-8 whatever the locale; what
UTF-8 cannot hold (a file name of odd bytes in an origin) is written as an escape.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Protocol, TypeVar

from archtool.errors import OutputError, reason
from archtool.output.disk import settle, temporary
from archtool.output.targets import COMPRESSED, STDOUT, make_folders

BUFFER = 1 << 16


def encode(text: str) -> bytes:
    """Return ``text`` as UTF-8."""
    return text.encode("utf-8", "backslashreplace")


class Closable(Protocol):
    """An output that :func:`closing` completes or discards."""

    def open(self) -> None:
        """Begin."""

    def close(self) -> None:
        """Complete."""

    def discard(self) -> None:
        """Abandon it."""


Some = TypeVar("Some", bound=Closable | None)


class Output(Protocol):
    """A place for text. ``on_terminal``: it is read there, so that styled text is in colour."""

    on_terminal: bool

    def open(self, state: Any = None) -> None:
        """Prepare for writing, from ``state`` on if given. Raises :class:`OutputError`."""

    def write(self, text: str) -> None:
        """Write ``text``; on a terminal without control characters. Raises :class:`OutputError`."""

    def write_styled(self, text: str) -> None:
        """Write ``text`` unchanged, with our control sequences."""

    def checkpoint(self) -> Any:
        """Make durable what was written; return the state from which to continue. Raises :class:`OutputError`."""

    def end(self) -> Any:
        """Do the same when everything is written; ``close`` can be repeated from that state."""

    def close(self) -> None:
        """Complete the output. Raises :class:`OutputError`."""

    def discard(self) -> None:
        """Abandon it as far as possible."""


@contextmanager
def closing(out: Some) -> Iterator[Some]:
    """Open ``out``, and complete it at the end or discard it on an error.

    Ctrl-C may come between any two steps of Python: opening and completing are inside, so that neither leaves a trace.
    """
    if out is None:
        yield out
        return
    try:
        out.open()
        yield out
        out.close()
    except BaseException:
        out.discard()
        raise


class StandardOutput:
    """Standard output as bytes. If it is full or closed, methods raise :class:`OutputError`."""

    def __init__(self) -> None:
        from archtool.output.terminal import is_terminal

        if sys.stdout is None:
            raise OutputError("standard output: closed")
        self._stream = sys.stdout.buffer
        self.on_terminal = is_terminal(sys.stdout)

    def open(self, state: Any = None) -> None:
        """Do nothing: the shell has opened it."""

    def write(self, text: str) -> None:
        """Write ``text``; on a terminal without control characters."""
        if self.on_terminal:
            from archtool.output.terminal import without_controls

            text = without_controls(text)
        self.write_styled(text)

    def write_styled(self, text: str) -> None:
        """Write ``text`` as it is."""
        try:
            self._stream.write(encode(text))
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"standard output: {reason(error)}") from error

    def checkpoint(self) -> Any:
        """Return ``None``: printed output cannot be continued."""

    end = checkpoint

    def close(self) -> None:
        """Flush the rest."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"standard output: {reason(error)}") from error

    def discard(self) -> None:
        """Do nothing: printed output stays."""


class AtomicFile:
    """A file that replaces ``path`` when closed. A device or a pipe is written to directly.

    ``resumable``: a discarded file stays for the next run under its temporary name, the same in every run. ``shown``:
    its name in messages.
    """

    on_terminal = False

    def __init__(self, path: str, resumable: bool = False, shown: str | None = None) -> None:
        self._path = os.path.realpath(path)
        self._resumable = resumable
        special = os.path.exists(self._path) and not os.path.isfile(self._path)
        self._temporary = "" if special else temporary(self._path, resumable)
        self._shown = shown or path
        self._stream: IO[bytes] | None = None
        self._ended = False

    def open(self, state: Any = None) -> None:
        """Begin the temporary file, or cut it at ``state``. Raises :class:`OutputError`."""
        try:
            if state is None:
                make_folders(self._path)
                mode = "wb" if self._resumable or not self._temporary else "xb"
                self._stream = open(self._temporary or self._path, mode, BUFFER)  # noqa: SIM115
                return
            self._ended = state["ended"] and not os.path.exists(self._temporary)  # already in its place
            if not self._ended:
                self._stream = open(self._temporary, "r+b", BUFFER)  # noqa: SIM115
                if self._stream.seek(0, os.SEEK_END) < state["size"]:
                    raise OutputError(f"{self._temporary}: shorter than the run that is gone on with had left it")
                self._stream.truncate(state["size"])
                self._stream.seek(state["size"])
        except OSError as error:
            raise OutputError(f"{self._shown}: {reason(error)}") from error

    def write(self, text: str) -> None:
        """Write ``text``."""
        self.write_bytes(encode(text))

    write_styled = write

    def write_bytes(self, data: bytes) -> None:
        """Write ``data``. Raises :class:`OutputError`."""
        try:
            if self._stream:
                self._stream.write(data)
        except OSError as error:
            raise OutputError(f"{self._shown}: {reason(error)}") from error

    def checkpoint(self) -> Any:
        """Make durable what was written; return its size."""
        return {"size": self._durable(), "ended": False}

    def end(self) -> Any:
        """Do the same after the last record; only resumable files need to be durable here."""
        return {"size": self._durable() if self._resumable else 0, "ended": True}

    def _durable(self) -> int:
        try:
            if not self._stream:
                return 0
            self._stream.flush()
            os.fsync(self._stream.fileno())
            return self._stream.tell()
        except OSError as error:
            raise OutputError(f"{self._shown}: {reason(error)}") from error

    def close(self) -> None:
        """Complete the file and put it in its place."""
        try:
            if self._stream:
                self._stream.close()
                if self._temporary:
                    os.replace(self._temporary, self._path)
                if self._resumable:
                    settle(os.path.dirname(self._path))
        except OSError as error:
            raise OutputError(f"{self._shown}: {reason(error)}") from error

    def discard(self) -> None:
        """Leave what was there before."""
        try:
            if self._stream:
                self._stream.close()
        except OSError:
            pass  # disk full: closing tries to write again
        if self._temporary and not self._resumable and os.path.exists(self._temporary):
            os.unlink(self._temporary)


def open_output(path: str | None, resumable: bool = False) -> Output:
    """Open ``-o path`` for all records. Raises :class:`UsageError` if it cannot be compressed as its suffix says."""
    if path is None or path == STDOUT:
        return StandardOutput()
    if path.lower().endswith(COMPRESSED):
        from archtool.output.compressed import Compressed

        return Compressed(path, AtomicFile(path, resumable))
    return AtomicFile(path, resumable)


def write_file(path: str, text: str) -> None:
    """Write a whole file, or nothing. Raises :class:`OutputError`."""
    with closing(AtomicFile(path)) as file:
        file.write(text)
