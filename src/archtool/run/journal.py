"""The journal of a resumable run: an append-only file that survives a torn end. ``checkpoint.py`` writes it.

A line is a checksum, a blank and a JSON object. A line that a kill cut short has no newline or a wrong checksum: it and
everything behind it is cut off, so that the journal ends with the last complete line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import IO, Any
from zlib import crc32

from archtool.errors import OutputError, reason
from archtool.output.disk import settle


class Journal:
    """The lines of one run. They are on the disk when :meth:`append` returns."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._stream: IO[bytes] | None = None

    def read(self) -> Iterator[Any]:
        """Yield the lines of an earlier run, if any, and prepare to append to them."""
        whole = 0
        try:
            self._stream = open(self.path, "r+b" if os.path.exists(self.path) else "w+b")  # noqa: SIM115
            for line in self._stream:
                value = _value(line)
                if value is None:
                    break
                whole += len(line)
                yield value
            self._stream.seek(whole)
            self._stream.truncate()
            settle(os.path.dirname(self.path))
        except OSError as error:
            raise OutputError(f"{self.path}: {reason(error)}") from error

    def append(self, value: Any) -> None:
        """Write one line to disk. Raise :class:`OutputError`."""
        assert self._stream is not None
        try:
            self._stream.write(_line(value))
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise OutputError(f"{self.path}: {reason(error)}") from error

    def close(self) -> None:
        """Close the file and keep it for the next run."""
        try:
            if self._stream:
                self._stream.close()
        except OSError:
            pass  # a full disk; the lost lines were never acknowledged

    def remove(self) -> None:
        """Remove the file: the run is complete."""
        self.close()
        try:
            os.unlink(self.path)
        except OSError as error:
            raise OutputError(f"{self.path}: {reason(error)}") from error


def _line(value: Any) -> bytes:
    data = json.dumps(value, separators=(",", ":")).encode("ascii")
    return b"%08x %s\n" % (crc32(data), data)


def _value(line: bytes) -> Any:
    """Return the value in a line; ``None`` if the line is not complete."""
    data = line[9:-1]
    return json.loads(data) if line == b"%08x %s\n" % (crc32(data), data) else None
