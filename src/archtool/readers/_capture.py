"""One capture, as a WARC, ARC, WACZ or HAR has it: does it become a page, is it passed over, or can it not be read?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import NamedTuple

from archtool.model import Failure, Origin, Page, Pair, Skipped
from archtool.readers import ReadOptions
from archtool.readers._body import to_page
from archtool.readers._http import Response, TooLargeError, decode_body
from archtool.readers._sniff import no_page as no_page_kind
from archtool.readers.mirror import NO_PAGE
from archtool.startup.patterns import lazy

HTML = frozenset({"text/html", "application/xhtml+xml"})
# wget and wpull store their logs and arguments as resources, crawlers what they learnt of names and hosts.
PARTS_OF_PAGES = NO_PAGE | {"htc", "json", "webmanifest", "xml", "rss", "atom"}
OWN_SCHEMES = frozenset({"metadata", "urn", "dns", "whois", "warcinfo", "filedesc"})
ROBOTS = "/robots.txt"  # in HTML it is a page that says that there is none
ONE_SLASH = lazy(r"(https?|ftp):/(?=[^/])", re.I)
DIGITS = lazy(r"\d{8,20}")
ISO = lazy(r"(\d{4})-(\d\d)-(\d\d)(?!\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d))?)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?")


class Capture(NamedTuple):
    """A response with what its container says about it. ``captured`` is RFC 3339; ``whole``: it was not too large.

    ``keys``: what a revisit may call it, see :func:`keys`.
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
    """Digests (64 bits) of what names a capture, the surest first, where known.

    They are its address and time, the ``identity`` of its record, and the digest of its ``payload``.
    """
    names = (f"{captured} {url}" if url and captured else "", identity.strip("<>").lower(), payload.upper())
    return tuple(int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") for name in names if name)


def pages(capture: Capture, options: ReadOptions) -> Iterator[Page | Failure | Skipped]:
    """Yield the page of ``capture`` and what is wrong with it, or why its body is no page."""
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
    if not kind and not response.mime and _is_json(body):
        kind = "JSON"
    if not kind and b"<" not in body and (capture.url or "").endswith(ROBOTS):  # whatever the server calls it
        kind = "robots.txt"
    if kind:
        yield Skipped(capture.origin, kind)
        return
    page = to_page(
        body,
        capture.origin,
        form=form_of(response.mime, body),
        source=capture.source,
        url=capture.url,
        captured=capture.captured,
        modified=http_date(response.headers.get("last-modified")),
        http_charset=response.charset,
        fields=capture.fields,
    )
    yield page._replace(keys=capture.keys) if capture.keys and isinstance(page, Page) else page


def no_page(response: Response, url: str | None, options: ReadOptions) -> str | None:
    """Why a capture with these headers is no page, in words that group well; ``None`` if it may be one."""
    if reason := unwanted(response, options):
        return reason
    mime = response.mime
    if url and url.partition(":")[0] in OWN_SCHEMES:
        return "the crawler's own"
    if mime not in HTML and url:
        return "robots.txt" if url.endswith(ROBOTS) else _part_of_page(url)
    return None


def unwanted(response: Response, options: ReadOptions) -> str | None:
    """Why a capture with these headers is none of the pages that are asked for, wherever it was captured."""
    if response.status is not None and response.status not in options.status:
        return f"status {response.status}"
    mime = response.mime
    return mime if mime and mime not in options.mime else None


def _part_of_page(url: str) -> str | None:
    """The suffix of an address where it says more than a server that knows only plain text: a script, a style."""
    suffix = url.partition("?")[0].partition("#")[0].rpartition("/")[2].rpartition(".")[2].lower()
    return f".{suffix}" if suffix in PARTS_OF_PAGES else None


def _is_json(body: bytes) -> bool:
    """Whether a body of which no type is said is JSON: manifests of applications come so."""
    if body.lstrip()[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def form_of(mime: str, body: bytes) -> str | None:
    """HTML said to be HTML is believed if it holds a tag; else the bytes tell."""
    return "html" if mime in HTML and b"<" in body else None


def clean_url(url: str | None) -> str | None:
    """Undo what tools do to URLs: wget's brackets, one slash for two, blanks that should be escaped, usual ports."""
    if not url:
        return None
    url = url.strip()
    if url.startswith("<") and url.endswith(">"):
        url = url[1:-1].strip()
    if "://" not in url and ":/" in url:
        url = ONE_SLASH.sub(r"\1://", url, count=1)
    if ":80" in url or ":443" in url:
        from archtool.artefacts.addresses import without_usual_port  # few captures need it

        url = without_usual_port(url)
    return "%20".join(url.split()) or None


def when(text: str | None) -> str | None:
    """A capture time as RFC 3339 in UTC, to the second: from an ISO date, 14 digits, or a date of mail or JavaScript.

    Where hours, minutes or seconds are missing, it is the beginning of what is said. ``None`` for less than a day, for
    nonsense, and for a date without a year.
    """
    text = (text or "").strip()
    if DIGITS.fullmatch(text):
        digits = text[:14].ljust(14, "0")
        text = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"
    if len(text) == 20 and text.endswith("Z"):
        try:
            return datetime.fromisoformat(text[:19]).isoformat() + "Z"
        except ValueError:
            return None
    match = ISO.match(text)
    if match:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
        return _utc(year, month, day, hour, minute, second, match[7])
    return mail_date(text)


def _utc(year: int, month: int, day: int, hour: int, minute: int, second: int, zone: str | None) -> str | None:
    offset = "+00:00" if zone in (None, "Z") else zone
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59))
        aware = datetime.fromisoformat(f"{moment.isoformat()}{offset}")
        return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


def mail_date(text: str) -> str | None:
    """RFC 2822, HTTP and JavaScript dates (``Thu May 07 2026 08:52:27 GMT-0400 (EDT)``) as RFC 3339 in UTC."""
    if not text:
        return None
    from email.utils import parsedate_to_datetime

    script = re.match(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d)(?: GMT)?([+-]\d{4})?", text)
    if script:
        text = f"{script[2]} {script[1]} {script[3]} {script[4]} {script[5] or '+0000'}"
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def http_date(text: str) -> str | None:
    """The day of an HTTP ``Last-Modified``, as an ISO date."""
    stamp = mail_date(text)
    return stamp[:10] if stamp else None
