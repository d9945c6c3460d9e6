"""Web archives of Safari: a property list, binary or XML, with the page and its parts as the browser got them.

The page is the main resource; the other resources are its frames and pictures. A file that was cut has lost its offset
table: in a binary one the page is then searched by the byte that begins it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archtool.model import Failure, Page, Skipped
from archtool.readers._body import to_page
from archtool.readers._capture import HTML
from archtool.readers._streams import read_capped
from archtool.readers._types import Source
from archtool.readers._urls import clean_url

TIMES_A_PAGE = 4  # an archive may be larger than the limit for a page
MAIN = "WebMainResource"
BROKEN = (ValueError, TypeError, LookupError, OverflowError, RecursionError, SyntaxError)
# A data object of 15 or more bytes: its marker, the exponent of two that is the width of its size, its size.
DATA = re.compile(
    rb"\x4f([\x10-\x13])(.{1,8}?)(?=\s*(?:<!--[^<>]{0,512}-->\s*)?<(?:!doctype\s+html|html|head|body)\b)", re.I | re.S
)


def read(source: Source) -> Iterator[Page | Failure | Skipped]:
    """Yield the page of a web archive."""
    limit = source.options.max_bytes * TIMES_A_PAGE
    data, cut = read_capped(source.stream, limit)
    main = _main(data)
    if isinstance(main, dict):
        body = main.get("WebResourceData")
        mime, url, charset = (
            str(main.get(f"WebResource{name}") or "") for name in ("MIMEType", "URL", "TextEncodingName")
        )
    elif found := _searched(data):
        yield Failure(source.origin, f"larger than {limit} bytes" if cut else "the web archive is cut or damaged")
        body, mime, url, charset = found, "text/html", "", ""
    else:
        broken = main is None and MAIN.encode() in data
        message = "the web archive is cut or damaged"
        yield Failure(source.origin, message) if broken else Skipped(source.origin, "property list")
        return
    if mime not in source.options.mime and mime not in HTML:
        yield Skipped(source.origin, mime or "a web archive of no page")
    elif not isinstance(body, bytes) or not body.strip():
        yield Skipped(source.origin, "empty")
    elif len(body) > source.options.max_bytes:
        yield Failure(source.origin, f"the page is larger than {source.options.max_bytes} bytes")
    else:
        yield to_page(
            body,
            source.origin,
            format="html" if mime in HTML else None,
            source="webarchive",
            url=clean_url(url),
            http_charset=charset or None,
        )


def _main(data: bytes) -> Any:
    """Return the main resource; anything but a dictionary if there is none, ``None`` if the list is unreadable."""
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        archive = plistlib.loads(data)
        return archive.get(MAIN, "") if isinstance(archive, dict) else ""
    except (*BROKEN, ExpatError):
        return None


def _searched(data: bytes) -> bytes:
    """Return the first HTML in a binary list, as far as it goes."""
    for match in DATA.finditer(data) if data.startswith(b"bplist") else ():
        if len(match[2]) == 1 << (match[1][0] & 0x0F):
            begin, size = match.end(2), int.from_bytes(match[2], "big")
            return data[begin : begin + size]
    return b""
