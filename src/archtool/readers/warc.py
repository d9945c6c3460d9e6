"""WARC files, plain or compressed, with WET (``conversion`` records are dumps) and WAT (which holds no text).

A response or a resource with the right status and media type becomes a page (``_capture``); the rest is skipped with a
reason. Every fault is one failure with the offset of its record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archtool.model import Failure, Origin, Page, Pair, Skipped
from archtool.readers._capture import Capture, keys, no_page, pages, unwanted
from archtool.readers._checks import fault
from archtool.readers._frames import Fault, Frames, Mark
from archtool.readers._http import OK, Headers, Response, parse
from archtool.readers._records import records
from archtool.readers._sniff import compression
from archtool.readers._stored import Dialect, Stored
from archtool.readers._streams import exactly
from archtool.readers._types import NOTHING, Part, PartEnd, ReadOptions, Source
from archtool.readers._urls import clean_url, when

CONTENT_LENGTH = re.compile(rb"\ncontent-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r*(?=\n)", re.I)
PAGE_KINDS = frozenset({b"response", b"resource", b"conversion"})
UNTOLD = frozenset({b"request", b"metadata", b"warcinfo"})  # their origins are rarely needed
KINDS = PAGE_KINDS | UNTOLD | {b"revisit"}
END = b"\r\n\r\n"
HEAD = 1 << 11  # bytes: enough for the headers of most responses
NOT_MODIFIED = 304
REVISIT = "revisit of no page at hand"
TYPE = re.compile(rb"\nwarc-type[ \t]*:[ \t]*([a-z]+)", re.I)


def _length(header: bytes) -> int | None:
    found = CONTENT_LENGTH.findall(header)
    return int(found[-1]) if found else None


def kind_of(header: bytes) -> bytes:
    """Return the type of the record with that header, in small letters; empty where it has none."""
    begin = header.find(b"\r\nWARC-Type: ") + 13
    if begin > 13:
        kind = header[begin : header.find(b"\r", begin)]
        return kind if kind in KINDS else kind.strip().lower()
    match = TYPE.search(header)
    return match[1].lower() if match else b""


WARC = Dialect(
    begins=re.compile(rb"WARC/\d+\.\d+[ \t]*\r*\n").match,
    header=re.compile(
        rb"WARC/\d+\.\d+[ \t]*\r*\n(?:(?!WARC/\d)[^\r\n][^\n]*\n)*\r*\n"
    ),  # line ends: CRLF, LF, and CRCRLF, seen in real archives
    length=_length,
    mark=Mark(rb"(?:\r?\n){0,16}(?=WARC/[01]\.\d+[ \t]*\r*\n(?:WARC|Content)-[A-Za-z-]+[ \t]*:)", b"WARC/"),
    quick=True,
)


Items = Iterator[Page | Failure | Skipped]
Redirected = Callable[[str, str], None]


def read(source: Source) -> Items:
    """Yield the pages of a WARC in the order of its records."""
    for item in read_part(source, None):
        if not isinstance(item, PartEnd):
            yield item


def read_part(source: Source, part: Part | None) -> Iterator[Page | Failure | Skipped | PartEnd]:
    """Yield the pages of the records that begin in ``part``, and finally where the reading ended."""
    for item in captures(source, part=part):
        if isinstance(item, Capture):
            yield from pages(item, source.options)
        else:
            yield item


def captures(
    source: Source, redirected: Redirected | None = None, part: Part | None = None
) -> Iterator[Capture | Failure | Skipped | PartEnd]:
    """Yield the captures of a WARC that may become pages, with skipped items and failures.

    ``redirected`` is called for each redirection with its URL and target. ``part`` restricts the reading.
    """
    begin, end, fields = part[1:] if part else (0, None, ())
    path, member, _ = source.origin
    codec = compression(exactly(source.stream, 8))
    source.stream.seek(begin)
    frames = Frames(source.stream, codec, WARC.begins, WARC.mark)
    for found in records(frames, WARC, source.options):
        offset = found.offset
        if isinstance(found, Stored):
            kind = kind_of(found.header)
            if found.after is not None and (kind not in UNTOLD or found.fault or (end and offset >= end)):
                offset = frames.locate(found.header, found.after, offset)
        if end is not None and offset >= end:
            yield PartEnd(path, offset, fields)
            return
        origin = Origin(path, member, offset)
        if isinstance(found, Fault):
            yield Failure(origin, found.message)
            continue
        if found.fault:
            yield Failure(origin, found.fault)
        if kind in PAGE_KINDS:
            capture = _capture(found, origin, kind, fields, source.options, redirected)
            if isinstance(capture, Capture) and (wrong := fault(found, capture.response, source.options.max_bytes)):
                yield Failure(origin, wrong)
            yield capture
        elif kind == b"warcinfo":
            fields = collection(Headers(found.beginning))
        elif kind == b"revisit":
            yield _revisit(found, origin, source.options, redirected)
        elif kind == b"metadata" and b"application/json" in found.header:
            yield Skipped(origin, "WAT metadata: holds no text")
        elif kind not in KINDS:
            yield Skipped(
                origin, f"record of type {kind.decode('ascii', 'replace')[:40]}" if kind else "record of no type"
            )
    if part:
        yield PartEnd(path, NOTHING, fields)


def _revisit(found: Stored, origin: Origin, options: ReadOptions, redirected: Redirected | None) -> Skipped:
    """Return a revisit as skipped, with its keys; ``run/batch.py`` finds the capture that it repeats.

    Where stored headers show that the response is not a page, the reason is that.
    """
    header = Headers(found.header)
    url, captured = clean_url(header.get("warc-target-uri")), when(header.get("warc-date"))
    response = parse(found.beginning)
    if response.status not in (None, NOT_MODIFIED) and (reason := no_page(response, url, options)):
        if redirected and url and (location := response.headers.get("location")):
            redirected(url, location)
        return Skipped(origin, reason)
    original = clean_url(header.get("warc-refers-to-target-uri")), when(header.get("warc-refers-to-date"))
    names = keys(*original, header.get("warc-refers-to"), header.get("warc-payload-digest"))
    return Skipped(origin, REVISIT, url, captured, names)


def is_info(head: bytes) -> bool:
    """Whether a record that begins with ``head`` describes the crawl."""
    return kind_of(head) == b"warcinfo"


def collection_at(source: Source, offset: int, codec: str) -> tuple[Pair, ...]:
    """Return the description of the crawl in the record at ``offset``, for the parts behind it."""
    source.stream.seek(offset)
    frames = Frames(source.stream, codec, WARC.begins, WARC.mark)
    found = next(records(frames, WARC, source.options), None)
    return collection(Headers(found.beginning)) if isinstance(found, Stored) else ()


def collection(info: Headers) -> tuple[Pair, ...]:
    """Return the description of a crawl as pairs for its records."""
    wanted = (("Collection", "ispartof"), ("Collection description", "description"))
    return tuple(Pair(name, (_unquoted(value),)) for name, key in wanted if (value := info.get(key)))


def _unquoted(value: str) -> str:
    """Return ``value`` without percent escapes: recorders in browsers write names of collections with them."""
    if "%" not in value or " " in value:
        return value
    from urllib.parse import unquote

    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        return value


def _head(found: Stored) -> bytes:
    """Return the beginning of a body: as a rule all headers of a response, and little more."""
    if END in found.first or not found.rest:
        return found.first
    head = found.first + found.rest[0][:HEAD]
    return head if END in head else found.beginning


def _capture(
    found: Stored,
    origin: Origin,
    kind: bytes,
    fields: tuple[Pair, ...],
    options: ReadOptions,
    redirected: Redirected | None,
) -> Capture | Skipped:
    header = Headers(found.header)
    is_http, mime = kind == b"response", ""
    if not (is_http and found.first.startswith(b"HTTP/")):
        mime = header.get("content-type")
        is_http = "application/http" in mime or (is_http and not mime)
    head = _head(found)
    response = parse(head) if is_http else Response(None, Headers(b"content-type: " + mime.encode()), head)
    is_interim = response.status is not None and response.status < OK
    if is_http and (is_interim or not response.body) and len(head) < found.size:
        head = found.body  # the headers are longer than this beginning
        response = parse(head)
    reason = unwanted(response, options)
    if reason and not redirected:  # most records of a large archive end here
        return Skipped(origin, reason)
    url = clean_url(header.get("warc-target-uri"))
    reason = reason or no_page(response, url, options)
    if reason:
        if redirected and url and (location := response.headers.get("location")):
            redirected(url, location)
        return Skipped(origin, reason)
    response = Response(response.status, response.headers, found.body_from(len(head) - len(response.body)))
    source = "wet" if kind == b"conversion" else "warc"
    captured = when(header.get("warc-date"))
    names = keys(url, captured, header.get("warc-record-id"), header.get("warc-payload-digest"))
    if captured is None and (captured := when(response.headers.get("date"))):
        broken = header.get("warc-date")
        why = f"{broken!r} is no valid WARC-Date" if broken else "there is no WARC-Date"
        fields = (*fields, Pair("Captured", (f"time taken from the HTTP Date: {why}",)))
    return Capture(origin, source, url, captured, response, fields, found.whole, names)
