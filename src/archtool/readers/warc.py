"""WARC files, plain or compressed, with WET (``conversion`` records are dumps) and WAT (which holds no text).

A response with the right status and media type becomes a page, and so does a resource; the rest is passed over with a
reason. Every fault is one failure with the offset of its record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archtool.model import Failure, Origin, Page, Pair, Skipped
from archtool.readers import Source
from archtool.readers._capture import Capture, clean_url, pages, when
from archtool.readers._frames import Fault, Frames
from archtool.readers._http import Response, parse, parse_headers
from archtool.readers._records import Dialect, Stored, records
from archtool.readers._sniff import compression

CONTENT_LENGTH = re.compile(rb"\ncontent-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r*\n", re.I)
PAGE_KINDS = frozenset({b"response", b"resource", b"conversion"})
TYPE = re.compile(rb"\nwarc-type[ \t]*:[ \t]*([a-z]+)", re.I)


def _length(header: bytes) -> int | None:
    match = CONTENT_LENGTH.search(header)
    return int(match[1]) if match else None


WARC = Dialect(
    begins=re.compile(rb"WARC/\d+\.\d+").match,
    header=re.compile(rb"WARC/[^\n]*\n(?:[^\r\n][^\n]*\n)*\r*\n"),  # line ends: CRLF, LF, and CRCRLF was seen
    terminator=b"\r\n\r\n",
    tail=b"\r\n\r\n",
    length=_length,
    mark=re.compile(rb"(?:\r?\n)*WARC/[01]\.\d+[ \t]*\r?\n(?=(?:WARC|Content)-[A-Za-z-]+[ \t]*:)"),
)


Items = Iterator[Page | Failure | Skipped]


def read(source: Source) -> Items:
    """Yield the pages of a WARC in the order of its records."""
    for item in captures(source):
        if isinstance(item, Capture):
            yield from pages(item, source.options)
        else:
            yield item


def captures(source: Source) -> Iterator[Capture | Failure | Skipped]:
    """Yield the captures of a WARC, before it is asked whether they become pages."""
    codec = compression(source.stream.read(8))
    source.stream.seek(0)
    frames = Frames(source.stream, codec, WARC.begins)
    fields: tuple[Pair, ...] = ()
    for found in records(frames, WARC, source.options.max_bytes, bool(codec)):
        origin = source.origin._replace(offset=found.offset)
        if isinstance(found, Fault):
            yield Failure(origin, found.message)
            continue
        if found.fault:
            yield Failure(origin, found.fault)
        match = TYPE.search(found.header)
        kind = match[1].lower() if match else b""
        if kind == b"warcinfo":
            fields = collection(parse_headers(found.body))
        elif kind == b"revisit":
            yield Skipped(origin, "revisit")
        elif kind in PAGE_KINDS:
            yield _capture(found, origin, kind, fields)
        elif kind == b"metadata" and b"application/json" in found.header:  # WAT
            yield Skipped(origin, "WAT metadata: holds no text")


def collection(info: dict[str, str]) -> tuple[Pair, ...]:
    """What a crawl says of itself, as pairs for its records."""
    wanted = (("Collection", "ispartof"), ("Collection description", "description"))
    return tuple(Pair(name, (info[key],)) for name, key in wanted if info.get(key))


def _capture(found: Stored, origin: Origin, kind: bytes, fields: tuple[Pair, ...]) -> Capture:
    header = parse_headers(found.header)
    mime = header.get("content-type", "")
    if kind == b"response" and ("application/http" in mime or not mime or found.body.startswith(b"HTTP/")):
        response = parse(found.body)
    else:
        response = Response(None, {"content-type": mime}, found.body)
    return Capture(
        origin,
        "wet" if kind == b"conversion" else "warc",
        clean_url(header.get("warc-target-uri")),
        when(header.get("warc-date")),
        response,
        fields,
        found.whole,
    )
