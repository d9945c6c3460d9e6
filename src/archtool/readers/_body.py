"""Make a :class:`Page` of the bytes of one page: decode them and compute its id. Every reader of pages ends here."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import Any

from archtool.artefacts.controls import without_references
from archtool.model import Failure, Origin, Page, Pair
from archtool.readers._archivebox import FORMS, described
from archtool.readers._html_start import HEAD, is_html
from archtool.readers.decode import DecodeError, decode
from archtool.startup.patterns import lazy

# Of one page, whose blocks are in memory at once: up to 4 KB for a tag, 1.5 KB for a line. Real pages have a tenth.
MOST_TAGS, MOST_LINES = 500_000, 1_000_000
TAG = lazy(r"<[a-zA-Z]")
SMALL = 1 << 18  # bytes; below this, loading OpenSSL takes several times as long as hashing


def _sha256(size: int) -> Any:
    """Return a new SHA-256 digest: for little data Python's built-in one, which loads no library (as in ``random``)."""
    if size < SMALL and "hashlib" not in sys.modules:
        own = _own_sha256()
        if own is not None:
            return own()
    from hashlib import sha256

    return sha256()


@cache
def _own_sha256() -> Any:
    for name in ("_sha2", "_sha256"):  # the names from Python 3.12 on, and before
        try:
            return import_module(name).sha256
        except ImportError:  # cached, since a failed search takes as long as judging some lines
            pass
    return None


def page_id(url: str | None, captured: str | None, data: bytes) -> str:
    """Return 16 hex digits of SHA-256 over URL, capture time and bytes, each behind its length (8 bytes, big-endian).

    URL and time are UTF-8, empty where unknown; the bytes are those of the page after transfer and content coding, so
    that a page has one id whichever container holds it.
    """
    digest = _sha256(len(data))
    for part in ((url or "").encode("utf-8", "surrogatepass"), (captured or "").encode(), data):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return str(digest.hexdigest()[:16])


def to_page(
    data: bytes,
    origin: Origin,
    *,
    format: str | None = None,
    source: str = "file",
    url: str | None = None,
    captured: str | None = None,
    modified: str | None = None,
    http_charset: str | None = None,
    fields: tuple[Pair, ...] = (),
) -> Page | Failure:
    """Decode ``data`` into a page; ``format`` (``text``, ``html``) is recognised by the bytes where it is not given."""
    format = format or ("html" if is_html(data[:HEAD]) else "text")
    try:
        text, encoding, doubt = decode(data, http_charset, html=format == "html")
    except DecodeError as error:
        return Failure(origin, str(error))
    if too_many := _too_many(text, format):
        return Failure(origin, f"{too_many}: not read")
    if format == "html" and url is None and origin.path.endswith(FORMS):
        snapshot = described(origin)
        if snapshot:
            url, captured, fields = snapshot
            source = "archivebox"
    if format == "html" and (url is None or captured is None):
        from archtool.readers._provenance import provenance
        from archtool.readers._urls import clean_url

        found = provenance(text)
        url = url or found.url
        captured = captured or found.captured
        source = found.source or source if source == "file" else source
        if url is None and source == "file":
            from archtool.readers._mirrored import address

            told = address(origin, text)
            if told:
                url = clean_url(told)
            source = "mirror" if url else source
    if url and "/http" in url:  # a page of a web archive that was archived again
        from archtool.readers._provenance import replayed

        url, first = replayed(url)
        captured = first or captured
    if format == "html":
        text = without_references(text)
    identity = page_id(url, captured, data)
    said = f"{encoding}, {doubt}" if doubt else ""
    return Page(text, origin, format, source, identity, url, captured, modified, fields, encoding=said)


def _too_many(text: str, format: str) -> str:
    """Return which limit a page goes beyond: how many tags or lines it has; empty for none."""
    if format == "html":
        count = sum(1 for _ in TAG.finditer(text)) if text.count("<") > MOST_TAGS else 0
        return f"a page of {count} tags, more than {MOST_TAGS}" if count > MOST_TAGS else ""
    count = text.count("\n")
    return f"a page of {count} lines, more than {MOST_LINES}" if count > MOST_LINES else ""
