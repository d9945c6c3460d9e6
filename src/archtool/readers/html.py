"""HTML files: the file is the page, and may say which tool saved it, from where, and when (``_provenance``)."""

from __future__ import annotations

from collections.abc import Iterator

from archtool.model import Failure
from archtool.readers._streams import exactly
from archtool.readers._types import Item, Source
from archtool.readers.text import read as read_file

TOP = 1024  # bytes at the beginning, in which SingleFile names itself
ZIP_BEGINS, ZIP_ENDS = b"PK\x03\x04", b"PK\x05\x06"


def read(source: Source) -> Iterator[Item]:
    """Yield the one page of an HTML file, or why it cannot be read.

    SingleFile also writes self-extracting HTML: a script that shows the page, and a zip that holds it.
    """
    if _unpacks_itself(source):
        from archtool.readers.zip import read as read_zip

        yield from read_zip(source)
        return
    for item in read_file(source, "html"):
        if isinstance(item, Failure) and _holds_zip(source):
            from archtool.readers.zip import read as read_zip

            yield from read_zip(source)
            return
        yield item


def _unpacks_itself(source: Source) -> bool:
    head = exactly(source.stream, TOP)
    source.stream.seek(0)
    return b"data-sfz" in head and _holds_zip(source)


def _holds_zip(source: Source) -> bool:
    """Whether the file holds a complete zip; text files are not searched. The stream is then at its first byte."""
    try:
        source.stream.seek(0)
        data = source.stream.read(source.options.max_bytes + 1)
        source.stream.seek(0)
    except (OSError, ValueError):  # a pipe cannot be read again from that far back
        return False
    return len(data) <= source.options.max_bytes and 0 < data.find(ZIP_BEGINS) < data.rfind(ZIP_ENDS)
