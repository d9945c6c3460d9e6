"""Large WARCs in parts, so that several processes can read one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archtool.readers._frames import Frames
from archtool.readers._sniff import compression, recognise
from archtool.readers.warc import WARC, read_part

__all__ = ["cut", "read_part"]

SMALLEST = 8 << 20  # bytes of a part: below this, a process costs more than it saves


def cut(path: str, parts: int) -> list[tuple[int, int | None]]:
    """Byte ranges of the file at ``path``, each beginning with a record; the whole file where that is not possible."""
    whole: list[tuple[int, int | None]] = [(0, None)]
    try:
        size = Path(path).stat().st_size
        parts = min(parts, size // SMALLEST)
        if parts < 2:
            return whole
        with Path(path).open("rb") as stream:
            if recognise(stream) != "warc":
                return whole
            codec = compression(stream.read(8))
            starts = sorted({0, *_starts(Frames(stream, codec, WARC.begins, WARC.mark), size, parts)})
    except OSError:
        return whole
    return [(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _starts(frames: Frames, size: int, parts: int) -> Iterator[int]:
    for number in range(1, parts):
        start = frames.first_behind(size * number // parts, size * (number + 1) // parts)
        if start is not None:
            yield start
