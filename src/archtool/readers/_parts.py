"""Large WARCs in parts, so that several processes can read one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archtool.model import Origin
from archtool.readers import DEFAULT, Part, Source
from archtool.readers._frames import Frames
from archtool.readers._sniff import compression, recognise
from archtool.readers.warc import WARC, first_collection


def cut(path: str, size: int) -> list[Part]:
    """Parts of the file at ``path``, each beginning with a record; none where that is not possible."""
    try:
        whole = Path(path).stat().st_size
        if whole < 2 * size:
            return []
        with Path(path).open("rb") as stream:
            if recognise(stream) != "warc":
                return []
            codec = compression(stream.read(8))
            stream.seek(0)
            starts = sorted({0, *_starts(Frames(stream, codec, WARC.begins, WARC.mark), whole, whole // size)})
            stream.seek(0)
            fields = first_collection(Source(stream, Origin(path), DEFAULT))
    except OSError:
        return []
    ends = [*starts[1:], None]
    if len(starts) < 2:
        return []
    return [Part(path, start, end, fields if start else ()) for start, end in zip(starts, ends, strict=True)]


def _starts(frames: Frames, size: int, parts: int) -> Iterator[int]:
    for number in range(1, parts):
        start = frames.first_behind(size * number // parts, size * (number + 1) // parts)
        if start is not None:
            yield start
