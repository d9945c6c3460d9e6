"""Where results go: standard output, one file, or one file for each record. Files appear whole or not at all.

A file is written under a temporary name beside its place and renamed when it is complete: what is interrupted leaves
the old file as it was. Everything is UTF-8 whatever the locale; what UTF-8 cannot hold (a file name of odd bytes in an
origin) is written as an escape.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import IO

from archtool.errors import OutputError, UsageError, reason

STDOUT = "-"
BUFFER = 1 << 16


def encode(text: str) -> bytes:
    """``text`` as UTF-8."""
    return text.encode("utf-8", "backslashreplace")


def is_directory(path: str | None) -> bool:
    """Whether ``-o path`` names a directory: one that is there, or a name with a slash at its end or without a suffix."""
    if path is None or path == STDOUT:
        return False
    if path.endswith(("/", os.sep)) or os.path.isdir(path):  # noqa: PTH112
        return True
    return not os.path.exists(path) and not suffix(path)  # noqa: PTH110


def suffix(path: str | None) -> str:
    """The suffix of a file name, with its dot; empty where there is none."""
    return "" if path is None or path == STDOUT else os.path.splitext(path)[1]  # noqa: PTH122


class StandardOutput:
    """Standard output as bytes, with a filter for terminals. One that is full or closed is an :class:`OutputError`."""

    def __init__(self) -> None:
        from archtool.terminal import is_terminal, without_controls

        if sys.stdout is None:
            raise OutputError("standard output: closed")
        self._stream = sys.stdout.buffer
        self._filter: Callable[[str], str] | None = without_controls if is_terminal(sys.stdout) else None

    def write(self, text: str) -> None:
        """Write ``text``; on a terminal without control characters."""
        try:
            self._stream.write(encode(self._filter(text) if self._filter else text))
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"standard output: {reason(error)}") from error

    def close(self) -> None:
        """Write what is left."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"standard output: {reason(error)}") from error

    def discard(self) -> None:
        """Nothing to undo: what was printed is printed."""


class AtomicFile:
    """A file that takes the place of ``path`` when it is closed. A device or a pipe is written to directly."""

    def __init__(self, path: str) -> None:
        self._path = os.path.realpath(path)
        special = os.path.exists(self._path) and not os.path.isfile(self._path)  # noqa: PTH110, PTH113
        folder, name = os.path.split(self._path)
        self._temporary = "" if special else os.path.join(folder, f".archtool-{os.getpid()}-{_short(name)}.tmp")  # noqa: PTH118
        self._shown = path
        try:
            self._stream: IO[bytes] = open(self._temporary or self._path, "wb" if special else "xb", BUFFER)  # noqa: PTH123, SIM115
        except OSError as error:
            raise OutputError(f"{path}: {reason(error)}") from error

    def write(self, text: str) -> None:
        """Write ``text``."""
        try:
            self._stream.write(encode(text))
        except OSError as error:
            raise OutputError(f"{self._shown}: {reason(error)}") from error

    def close(self) -> None:
        """Complete the file and put it in its place."""
        try:
            self._stream.close()
            if self._temporary:
                os.replace(self._temporary, self._path)  # noqa: PTH105
        except OSError as error:
            self.discard()
            raise OutputError(f"{self._shown}: {reason(error)}") from error

    def discard(self) -> None:
        """Leave what was there before."""
        try:
            self._stream.close()
        except OSError:
            pass  # the disk is full: closing tries to write again
        if self._temporary and os.path.exists(self._temporary):  # noqa: PTH110
            os.unlink(self._temporary)  # noqa: PTH108


def open_output(path: str | None) -> StandardOutput | AtomicFile:
    """Open ``-o path`` for all records."""
    return StandardOutput() if path is None or path == STDOUT else AtomicFile(path)


def write_file(path: str, text: str) -> None:
    """Write a whole file, or nothing. Raises :class:`OutputError`."""
    file = AtomicFile(path)
    try:
        file.write(text)
    except BaseException:
        file.discard()
        raise
    file.close()


def make_directory(path: str) -> None:
    """Make the directory of ``-o path`` where it is not there yet."""
    try:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103
    except OSError as error:
        raise OutputError(f"{path}: {reason(error)}") from error


def refuse_to_overwrite(output: str | None, inputs: tuple[str, ...]) -> None:
    """Stop before an input is replaced by what is made of it. Raises :class:`UsageError`."""
    if output is None or output == STDOUT or not os.path.isfile(output):  # noqa: PTH113
        return
    for path in inputs:
        if os.path.exists(path) and os.path.samefile(path, output):  # noqa: PTH110, PTH121
            raise UsageError(f"{output} is an input and would be overwritten: choose another output")


def _short(name: str) -> str:
    """Enough of a name to tell two temporary files of one process apart, within the limit of a file name."""
    from hashlib import sha256

    return sha256(os.fsencode(name)).hexdigest()[:12]
