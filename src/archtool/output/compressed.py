"""Files that are compressed as they are written: ``records.jsonl.gz`` and ``records.jsonl.zst``.

A file is a chain of gzip members or zstd frames: one ends at each checkpoint of a run that can be resumed, so that what
is written behind it can be cut off. Neither has a name or a time in it: the same records make the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from archtool.errors import UsageError

GZIP_LEVEL, ZSTD_LEVEL = 6, 3  # what the programs of these names take
NO_ZSTD = "zstd needs zstandard: pip install '.[zstd]' in the checkout"


class Compressor(Protocol):
    """What compresses one member or frame."""

    def compress(self, data: bytes) -> bytes:
        """Return what is ready of it."""

    def flush(self) -> bytes:
        """Return the rest, and end."""


class File(Protocol):
    """The file that takes what is compressed: an ``AtomicFile`` of ``streams.py``."""

    def open(self, state: Any = None) -> None:
        """Begin, or go on from ``state``."""

    def write_bytes(self, data: bytes) -> None:
        """Write ``data``."""

    def checkpoint(self) -> Any:
        """Make durable what was written."""

    def end(self) -> Any:
        """The same behind the last record."""

    def close(self) -> None:
        """Complete the file."""

    def discard(self) -> None:
        """Give it up."""


class Compressed:
    """An output that compresses what is written, as the suffix of ``path`` says, into ``file``."""

    on_terminal = False

    def __init__(self, path: str, file: File) -> None:
        """Raises :class:`UsageError` where the library for it is not installed."""
        self._make = _zstd() if path.lower().endswith(".zst") else _gzip
        self._file = file
        self._member: Compressor | None = None
        self._is_empty = True
        self.discard = file.discard

    def open(self, state: Any = None) -> None:
        """Begin, or go on behind the member that ``state`` ended."""
        self._file.open(state)
        self._is_empty = not (state and state["size"])

    def write(self, text: str) -> None:
        """Compress ``text``."""
        if self._member is None:
            self._member = self._make()
            self._is_empty = False
        self._file.write_bytes(self._member.compress(text.encode("utf-8", "backslashreplace")))

    write_styled = write

    def checkpoint(self) -> Any:
        """End the member, and make durable what was written."""
        self._end_member()
        return self._file.checkpoint()

    def end(self) -> Any:
        """The same behind the last record. Without any there is an empty member: no bytes are no file of its kind."""
        if self._is_empty:
            self.write("")
        self._end_member()
        return self._file.end()

    def close(self) -> None:
        """Complete the file."""
        if self._is_empty:
            self.write("")
        self._end_member()
        self._file.close()

    def _end_member(self) -> None:
        if self._member is not None:
            self._file.write_bytes(self._member.flush())
            self._member = None


def _gzip() -> Compressor:
    import zlib

    return zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)


def _zstd() -> Callable[[], Compressor]:
    try:
        from zstandard import ZstdCompressor
    except ImportError as error:
        raise UsageError(NO_ZSTD) from error
    compressor = ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True)
    found: Callable[[], Compressor] = compressor.compressobj
    return found
