"""Compress files while they are written: ``records.jsonl.gz`` and ``records.jsonl.zst``.

Opened by ``streams.py``. A file is a chain of gzip members or zstd frames: one ends at each checkpoint of a resumable
run, so that what is written after it can be cut off. They hold no name or time: the same records make the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from archtool.errors import UsageError

GZIP_LEVEL, ZSTD_LEVEL = 6, 3  # the defaults of the programs of these names
NO_ZSTD = "zstd needs zstandard: pip install '.[zstd]' in the checkout"


class Compressor(Protocol):
    """A compressor for one member or frame."""

    def compress(self, data: bytes) -> bytes:
        """Compress ``data`` and return the bytes that are ready."""

    def flush(self) -> bytes:
        """Return the remaining bytes, and end the member."""


class File(Protocol):
    """The file for the compressed bytes: an ``AtomicFile`` of ``streams.py``."""

    def open(self, state: Any = None) -> None:
        """Begin, or continue from ``state``."""

    def write_bytes(self, data: bytes) -> None:
        """Write ``data``."""

    def checkpoint(self) -> Any:
        """Make durable what was written; return its state."""

    def end(self) -> Any:
        """Do the same after the last record."""

    def close(self) -> None:
        """Complete the file."""

    def discard(self) -> None:
        """Abandon the file."""


class Compressed:
    """An output that compresses text into ``file``, by the method of the suffix of ``path``."""

    on_terminal = False

    def __init__(self, path: str, file: File) -> None:
        """Raises :class:`UsageError` if the library for the method is not installed."""
        self._make = _zstd() if path.lower().endswith(".zst") else _gzip
        self._file = file
        self._member: Compressor | None = None
        self._is_empty = True
        self.discard = file.discard

    def open(self, state: Any = None) -> None:
        """Begin, or continue after the member that ended at ``state``."""
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
        """End the member, and make durable what was written; return its state."""
        self._end_member()
        return self._file.checkpoint()

    def end(self) -> Any:
        """Do the same after the last record. Without records, write an empty member: no bytes are no valid file."""
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
