"""ARC files (version 1 and 2), the format before WARC, plain or compressed.

A few lines on top of the record cutter instead of a second library: a record is one line and a body, the usual library
stops at a wrong length, and here faults are found and reported as in WARC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archtool.model import Failure, Origin, Page, Pair, Skipped
from archtool.readers._capture import Capture, no_page, pages
from archtool.readers._frames import Fault, Frames, Mark
from archtool.readers._http import Headers, Response, parse
from archtool.readers._records import records
from archtool.readers._sniff import compression
from archtool.readers._stored import Dialect, Stored
from archtool.readers._streams import exactly
from archtool.readers._types import ReadOptions, Source
from archtool.readers._urls import clean_url, when

# URL, IP address, 14 digits, media type, then in version 2 a status, a checksum and more, and last the length.
# Some writers let blanks into the URL, so it is everything before the rest.
LINE = (
    rb"(?=[^\n]* (?P<length>-?\w+)[ \t]*\r?\n)"
    rb"(?P<url>[a-z][a-z0-9+.-]{0,30}:[^\n]*?) [^ \n]+ (?P<time>\d{8,20}) (?P<mime>[^ \n]*) [^\n]*\n"
)
HEADER = re.compile(LINE)
PART_OF = re.compile(rb"<(?:\w+:)?isPartOf[^<>]*>([^<]+)<")
DESCRIPTION = re.compile(rb"<(?:\w+:)?description[^<>]*>([^<]+)<")


def _length(header: bytes) -> int | None:
    match = HEADER.match(header)
    return int(match["length"]) if match and match["length"].isdigit() else None


ARC = Dialect(
    begins=HEADER.match,
    header=HEADER,
    length=_length,
    mark=Mark(rb"(?:\r?\n){1,8}(?=" + LINE + rb")"),
)


def read(source: Source) -> Iterator[Page | Failure | Skipped]:
    """Yield the pages of an ARC in the order of its records."""
    codec = compression(exactly(source.stream, 8))
    source.stream.seek(0)
    frames = Frames(source.stream, codec, ARC.begins, ARC.mark)
    fields: tuple[Pair, ...] = ()
    for found in records(frames, ARC, source.options):
        origin = source.origin._replace(offset=found.offset)
        if isinstance(found, Fault):
            yield Failure(origin, found.message)
            continue
        if found.fault:
            yield Failure(origin, found.fault)
        if found.header.startswith(b"filedesc:"):
            fields = _collection(found.beginning)
        else:
            yield from _pages(found, origin, fields, source.options)


def _pages(
    found: Stored, origin: Origin, fields: tuple[Pair, ...], options: ReadOptions
) -> Iterator[Page | Failure | Skipped]:
    match = HEADER.match(found.header)
    said, time, mime = (match[name].decode("utf-8", "replace") if match else "" for name in ("url", "time", "mime"))
    url = clean_url(said)
    response = parse(found.body)
    if response.status is None:
        response = Response(None, Headers(b"content-type: " + mime.encode()), found.body)
    reason = no_page(response, url, options)
    if reason:
        yield Skipped(origin, reason)
        return
    yield from pages(Capture(origin, "arc", url, when(time), response, fields, found.whole), options)


def _collection(body: bytes) -> tuple[Pair, ...]:
    found = (("Collection", PART_OF.search(body)), ("Collection description", DESCRIPTION.search(body)))
    return tuple(Pair(name, (match[1].decode("utf-8", "replace").strip(),)) for name, match in found if match)
