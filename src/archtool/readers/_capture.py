"""Decide whether one capture of a WARC, ARC, WACZ or HAR becomes a page, is skipped, or cannot be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

from archtool.model import Failure, Origin, Page, Pair, Skipped
from archtool.readers._body import to_page
from archtool.readers._http import Response, TooLargeError, begins, decode_body, memento, parse
from archtool.readers._sniff import JSON_OBJECT
from archtool.readers._sniff import no_page as no_page_kind
from archtool.readers._types import ReadOptions
from archtool.readers._urls import clean_url, http_date, when
from archtool.readers.mirror import no_page_suffixes
from archtool.startup.patterns import lazy

HTML = frozenset({"text/html", "application/xhtml+xml"})
# wget and wpull store their logs and arguments as resources, crawlers the results of DNS look-ups.
FEEDS = frozenset({"json", "webmanifest", "xml", "rss", "atom"})
OWN_SCHEMES = frozenset({"metadata", "urn", "dns", "whois", "warcinfo", "filedesc"})
CALLED_PAGES = HTML | {"", "text/plain"}  # types that servers give to all that they know nothing of
# Scripts and styles begin like this, and no text does. Data for scripts begins with a guard against being run.
CODE = lazy(
    rb"""(?:/\*.{0,400}?\*/\s*|//[^\n]{0,200}\n\s*)*+
         (?:["']use[ ]strict["'];|;?[!(+~]\s?function\s*\w*\(|;?\((?:async[ ])?\([\w\s,]*\)\s*=>
         |function\s+\w+\s*\([\w\s,]*\)\s*\{|(?:var|let|const)\s+[\w$]+\s*=
         |(?:window|document|self|location)\.[\w.]+(?:\s*=|\()
         |jQuery\s*[(.]|\$\((?:function|document|["'])|\$\.\w{2,30}\(
         |(?:if\s*\([^)\n]{0,200}\)|try)\s*\{\s*[\w$.]{1,100}\s*[(=]
         |(?:for\s*\(;;\)|while\s*\(1\));|\)\]\}'?,?\s*[\[{\n]
         |[\w$.]{1,100}\(\s*(?:\{\s*["'}]|\[\s*[\["'{\]])
         |@charset\s+["']|@import\s+(?:url\(|["'])|@media\s[^{}\n]{1,200}\{
         |[.\#]?[a-zA-Z][\w.\#:,\ >-]{0,200}\{\s*[a-z-]{2,30}\s*:[^;{}]{1,200}[;}])""",
    re.S | re.X,
)
BASE64 = lazy(rb"(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=[^0-9]*[0-9])[A-Za-z0-9+/_-]{200,}={0,2}\s*")
MOST_REDIRECTIONS = 20  # saved in front of a page
ROBOTS = "/robots.txt"  # as HTML, it is an error page


class Capture(NamedTuple):
    """A response with what its container says about it. ``captured`` is RFC 3339; ``whole``: it was not too large.

    ``keys``: the digests by which a revisit may refer to it, see :func:`keys`.
    """

    origin: Origin
    source: str
    url: str | None
    captured: str | None
    response: Response
    fields: tuple[Pair, ...] = ()
    whole: bool = True
    keys: tuple[int, ...] = ()


def keys(url: str | None, captured: str | None, identity: str = "", payload: str = "") -> tuple[int, ...]:
    """Return digests (64 bits) of what identifies a capture, the surest first, where known.

    These are its address and time, the ``identity`` of its record, and the digest of its ``payload``.
    """
    names = (f"{captured} {url}" if url and captured else "", identity.strip("<>").lower(), payload.upper())
    return tuple(int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") for name in names if name)


def pages(capture: Capture, options: ReadOptions) -> Iterator[Page | Failure | Skipped]:
    """Yield the page of ``capture`` and its faults, or the reason why its body is not a page."""
    response = capture.response
    try:
        if not capture.whole:
            raise TooLargeError
        body, fault = decode_body(response, options.max_bytes)
    except TooLargeError:
        yield Failure(capture.origin, f"the page is larger than {options.max_bytes} bytes")
        return
    if fault:
        yield Failure(capture.origin, fault)
    if fault and not body:
        return
    kind = "empty" if not body or body.isspace() else no_page_kind(body[:512])
    if not kind and response.mime in CALLED_PAGES:
        kind = "JSON" if _is_json(body) else _code(body[:512])
    if not kind and b"<" not in body and (capture.url or "").endswith(ROBOTS):  # whatever type the server declares
        kind = "robots.txt"
    if kind:
        yield Skipped(capture.origin, kind)
        return
    original, first = memento(response.headers)
    page = to_page(
        body,
        capture.origin,
        format=format_of(response.mime, body),
        source=capture.source,
        url=clean_url(original) or capture.url,
        captured=when(first) or capture.captured,
        modified=http_date(response.headers.get("last-modified")),
        http_charset=response.charset,
        fields=capture.fields,
    )
    yield page._replace(keys=capture.keys) if capture.keys and isinstance(page, Page) else page


def saved_response(data: bytes, origin: Origin, options: ReadOptions) -> Iterator[Page | Failure | Skipped]:
    """Yield the page of a response that was saved with its headers, those of redirections in front of it."""
    response = parse(data)
    for _ in range(MOST_REDIRECTIONS):
        if response.status in options.status or not begins(response.body):
            break
        response = parse(response.body)
    if reason := unwanted(response, options):
        yield Skipped(origin, reason)
        return
    yield from pages(Capture(origin, "file", None, when(response.headers.get("date")), response), options)


def no_page(response: Response, url: str | None, options: ReadOptions) -> str | None:
    """Return why a capture with these headers is not a page, in few distinct phrases; ``None`` if it may be one."""
    if reason := unwanted(response, options):
        return reason
    mime = response.mime
    if url and url.partition(":")[0] in OWN_SCHEMES:
        return "the crawler's own"
    if mime not in HTML and url:
        return "robots.txt" if url.endswith(ROBOTS) else _part_of_page(url)
    return None


def unwanted(response: Response, options: ReadOptions) -> str | None:
    """Return why the options exclude a capture with these headers, whatever its address; ``None`` if they do not."""
    if response.status is not None and response.status not in options.status:
        return f"status {response.status}"
    mime = response.mime
    return mime if mime and mime not in options.mime else None


def _part_of_page(url: str) -> str | None:
    """Return the suffix of an address if it is a script's or style's, which a server may declare as plain text."""
    _, _, path = url.partition("?")[0].partition("#")[0].partition("://")[2].partition("/")
    _, dot, suffix = path.rpartition("/")[2].lower().rpartition(".")
    return f".{suffix}" if dot and (suffix in FEEDS or suffix in no_page_suffixes()) else None


def _is_json(body: bytes) -> bool:
    """Whether a body is JSON, even if cut, whatever type the server declares: manifests of applications come so."""
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if body[:1] not in (b"{", b"["):
        return False
    if JSON_OBJECT.match(body):
        return True
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def _code(head: bytes) -> str | None:
    """Return what kind of code a body is, whatever type the server declares; challenges of firewalls come so, too."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"<":
        return None
    if CODE.match(start):
        return "script or style"
    return "base64" if BASE64.fullmatch(start) else None


def format_of(mime: str, body: bytes) -> str | None:
    """Return the format of a body: HTML that is declared as such and holds a tag, else what its bytes show."""
    return "html" if mime in HTML and b"<" in body else None
