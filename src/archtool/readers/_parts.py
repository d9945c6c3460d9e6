"""Large WARCs in parts, so that several processes can read one file."""

from __future__ import annotations

import os
from collections.abc import Iterator

from archtool.model import Origin, Pair
from archtool.readers import DEFAULT, Part, Source
from archtool.readers._frames import Frames
from archtool.readers._sniff import compression, recognise
from archtool.readers.warc import WARC, collection_at, is_info


def cut(path: str, size: int) -> Iterator[Part]:
    """Yield the parts of the file at ``path``, each beginning with a record; none where that is not possible.

    Each part knows what the crawl said of itself in front of it: files are put together out of several crawls.
    """
    begin, before = 0, tuple[Pair, ...]()  # the current part, and what was said in front of it
    try:
        with open(path, "rb") as stream:
            whole = os.fstat(stream.fileno()).st_size
            if whole < 2 * size or recognise(stream) != "warc":
                return
            stream.seek(0)
            codec = compression(stream.read(8))
            stream.seek(0)
            said: tuple[Pair, ...] = ()
            source = Source(stream, Origin(path), DEFAULT)
            for offset, head in Frames(stream, codec, WARC.begins, WARC.mark).heads():
                if offset >= begin + size and offset <= whole - size // 2:
                    yield Part(path, begin, offset, before)
                    begin, before = offset, said
                if is_info(head):
                    said = collection_at(source, offset, codec)
    except OSError:  # the part in which it stands will tell
        pass
    if begin:
        yield Part(path, begin, None, before)
