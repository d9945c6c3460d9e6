"""HTML files, and what they say about themselves: which tool saved the page, from where, and when.

Only what a saving tool wrote counts as provenance; its own additions to the page (toolbars, rewritten links) are dealt
with where HTML is split into blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.model import Failure
from archtool.readers._streams import exactly
from archtool.readers._types import Item, Source
from archtool.readers.text import read as read_file

TOP = 1024  # bytes, in which SingleFile says what it made
ZIP_BEGINS, ZIP_ENDS = b"PK\x03\x04", b"PK\x05\x06"


def read(source: Source) -> Iterator[Item]:
    """Yield the one page of an HTML file, or why it cannot be read.

    SingleFile also writes HTML that unpacks itself: a script that shows the page, and a zip that holds it.
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
    """Whether there is a whole zip in the file, which is then at its first byte; only in one that is no text."""
    try:
        source.stream.seek(0)
        data = source.stream.read(source.options.max_bytes + 1)
        source.stream.seek(0)
    except (OSError, ValueError):  # a pipe, in which one cannot go back that far
        return False
    return len(data) <= source.options.max_bytes and 0 < data.find(ZIP_BEGINS) < data.rfind(ZIP_ENDS)
