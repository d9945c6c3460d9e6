"""MHTML: a page and its parts as one MIME message, as browsers save it.

The page is the root part; the other HTML parts are its frames. Where the standard parser fails (no boundary, a wrong
one, a folded header that is not indented), the bytes are searched for the first HTML part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from archtool.model import Failure, Page, Skipped
from archtool.readers._body import to_page
from archtool.readers._sniff import BLANKS
from archtool.readers._streams import read_capped
from archtool.readers._types import Source
from archtool.readers._urls import clean_url, when

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PART = re.compile(rb"(?im)^content-type[ \t]*:[ \t]*(?:text/html|application/xhtml\+xml)")
LONGEST_HEADER = 1 << 16
MOST_NESTED = 100
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
BOUNDARY = re.compile(rb"""boundary[ \t]*=[ \t]*(?:"([^"\r\n]+)"|([^\s;]+))""", re.I)
NEXT_PART = re.compile(rb"(?m)^--[^\r\n]{8,}(?=\r?\n(?:Content-|$)|--\s*$)")
HEADER = re.compile(rb"(?im)^([a-z][a-z-]*)[ \t]*:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)")
CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';]+)""", re.I)


class Root(NamedTuple):
    """The root part of a message: its bytes, its charset, its URL, and what is wrong with the message."""

    data: bytes
    charset: str | None = None
    url: str | None = None
    fault: str | None = None


def read(source: Source) -> Iterator[Page | Failure | Skipped]:
    """Yield the page of an MHTML file."""
    data, cut = read_capped(source.stream, source.options.max_bytes)
    data = data.lstrip(BLANKS)  # an editor's byte order mark, or lines of a mail program
    headers = _headers(data[: _header_end(data)])
    # The parser takes quadratic time for parameters, and compares each line with the boundaries of all parts around it.
    is_usual = _header_end(data) <= LONGEST_HEADER and data.lower().count(b"multipart/") <= MOST_NESTED
    root = (_parsed(data, cut) if is_usual else None) or _searched(data, cut)
    if root is None:
        yield Failure(source.origin, "MHTML without an HTML part")
        return
    if root.fault:
        yield Failure(source.origin, root.fault)
    if not root.data.strip():
        yield Skipped(source.origin, "empty")
        return
    url = headers.get("snapshot-content-location") or headers.get("content-location") or root.url
    yield to_page(
        root.data,
        source.origin,
        format="html",
        source="mhtml",
        url=None if (url or "").lower().startswith("file:") else clean_url(url),  # of a word processor
        captured=when(headers.get("date")),
        http_charset=root.charset,
    )


def _header_end(data: bytes) -> int:
    match = BLANK_LINE.search(data)
    return match.start() if match else len(data)


def _headers(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in HEADER.finditer(head):
        found.setdefault(match[1].decode().lower(), " ".join(match[2].decode("utf-8", "replace").split()))
    return found


def _parsed(data: bytes, cut: bool) -> Root | None:
    from email import message_from_bytes

    try:
        message = message_from_bytes(data)
        part = _root(message)
        if part is None:
            return None
        body = part.get_payload(decode=True)
        charset = part.get_content_charset()
        location = part.get("Content-Location")
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError):
        return None
    if not isinstance(body, bytes) or not body.strip():
        return None
    defects = {type(defect).__name__ for defect in [*message.defects, *part.defects]}
    ends_early = "CloseBoundaryNotFoundDefect" in defects
    others = [item for item in message.walk() if item is not part and not item.is_multipart()]
    fault = "the message is cut in its page" if ends_early and not others and not cut else None
    return Root(body, charset, str(location) if location else None, fault)


def _root(message: Message) -> Message | None:
    """Return the part that ``start`` names, or the first HTML part; of alternatives, the HTML one."""
    parts = [part for part in message.walk() if part.get_content_type() in HTML_TYPES and not part.is_multipart()]
    start = message.get_param("start")
    if isinstance(start, str):
        parts.sort(key=lambda part: part.get("Content-ID", "").strip() != start.strip())
    return parts[0] if parts else None


def _searched(data: bytes, cut: bool) -> Root | None:
    """Search the bytes for the first HTML part, and return it."""
    match = PART.search(data)
    if not match:
        return None
    end = BLANK_LINE.search(data, match.start())
    if not end:
        return Root(b"", fault="the message is cut in its page")
    # Other headers of the part may precede the one that was found, up to its boundary.
    begin = max(data.rfind(b"\n--", 0, match.start()), data.rfind(b"\n\n", 0, match.start()), 0)
    headers = _headers(data[begin : end.start()])
    stop = _part_end(data, end.end())
    body = data[end.end() : stop if stop >= 0 else len(data)]
    coding = headers.get("content-transfer-encoding", "").lower()
    charset = CHARSET.search(headers.get("content-type", ""))
    fault = (
        "the message is cut in its page" if stop < 0 and not cut else "the message is broken: its page was searched for"
    )
    return Root(_decoded(body, coding), charset[1] if charset else None, headers.get("content-location"), fault)


def _part_end(data: bytes, begin: int) -> int:
    boundary = BOUNDARY.search(data[:8192])
    if boundary:
        place = data.find(b"\n--" + (boundary[1] or boundary[2]), begin - 1)
        if place >= 0:
            return place
    match = NEXT_PART.search(data, begin)
    return match.start() if match else -1


def _decoded(body: bytes, coding: str) -> bytes:
    if coding == "quoted-printable":
        from quopri import decodestring

        return decodestring(body)
    if coding == "base64":
        from base64 import b64decode

        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        return b64decode(letters[: len(letters) // 4 * 4])
    return body
