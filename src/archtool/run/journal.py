"""The journal of a run that can be resumed: a file that only grows, and of which a torn end does no harm.

A line is a checksum, a blank and a JSON object. What a kill left of a line has no newline or another checksum: it and
all behind it counts for nothing and is cut off, so that the journal ends with the last line that was written whole.
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
        """Yield what an earlier run wrote, and make ready to write behind it; nothing where there was none."""
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
        """Write one line, durably. Raises :class:`OutputError`."""
        assert self._stream is not None
        try:
            self._stream.write(_line(value))
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise OutputError(f"{self.path}: {reason(error)}") from error

    def close(self) -> None:
        """Leave it for the next run."""
        try:
            if self._stream:
                self._stream.close()
        except OSError:
            pass  # a full disk: what did not get there was not promised

    def remove(self) -> None:
        """The run is complete."""
        self.close()
        try:
            os.unlink(self.path)
        except OSError as error:
            raise OutputError(f"{self.path}: {reason(error)}") from error


def _line(value: Any) -> bytes:
    data = json.dumps(value, separators=(",", ":")).encode("ascii")
    return b"%08x %s\n" % (crc32(data), data)


def _value(line: bytes) -> Any:
    """What a line says; ``None`` if it is not whole."""
    data = line[9:-1]
    return json.loads(data) if line == b"%08x %s\n" % (crc32(data), data) else None
