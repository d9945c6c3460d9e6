"""HAR: the export of a browser's network panel, as JSON. Bodies are often left out; those present may be pages.

Entries are decoded one by one, so that all complete entries of a file that was cut are read.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

from archtool.model import Failure, Origin, Page, Skipped
from archtool.readers._capture import Capture, no_page, pages
from archtool.readers._http import Headers, Response
from archtool.readers._members import inner_origin
from archtool.readers._streams import read_capped
from archtool.readers._types import Source
from archtool.readers._urls import clean_url, when

ENTRIES = re.compile(r'"entries"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")
TIMES_A_PAGE = 4  # a HAR may be larger than the limit for a page


def read(source: Source) -> Iterator[Page | Failure | Skipped]:
    """Yield the pages of a HAR in the order of its entries."""
    limit = source.options.max_bytes * TIMES_A_PAGE
    data, cut = read_capped(source.stream, limit)
    if cut:
        yield Failure(source.origin, f"larger than {limit} bytes: not read further")
    text = data.decode("utf-8-sig", "replace")
    del data
    match = ENTRIES.search(text)
    if not match:
        yield Failure(source.origin, "HAR without entries")
        return
    decoder = json.JSONDecoder()
    place, number = match.end(), 0
    while True:
        blanks = BETWEEN.match(text, place)
        place = blanks.end() if blanks else place
        if text[place : place + 1] == "]":
            return
        try:
            entry, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            if not cut:
                yield Failure(source.origin._replace(offset=place), "HAR is cut or damaged")
            return
        origin = inner_origin(source.origin, f"entries[{number}]")
        number += 1
        yield from _entry(entry, origin, source)


def _entry(entry: Any, origin: Origin, source: Source) -> Iterator[Page | Failure | Skipped]:
    try:
        url, captured = entry["request"]["url"], entry.get("startedDateTime")
        response, content = entry["response"], entry["response"].get("content") or {}
        headers = {str(item["name"]).lower(): str(item["value"]) for item in response.get("headers", [])}
        status = int(response.get("status") or 0)
        mime = str(content.get("mimeType") or headers.get("content-type", ""))
        text, coding = content.get("text"), content.get("encoding")
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        yield Failure(origin, "an entry without a request or a response")
        return
    is_bytes = coding == "base64"
    head = [("content-type", mime if is_bytes else f"{mime.split(';')[0]}; charset=utf-8")]
    head.append(("last-modified", headers.get("last-modified", "")))
    lines = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in head)
    found = Response(status, Headers(lines.encode("utf-8", "replace")), b"")
    url = clean_url(url) if isinstance(url, str) else None
    reason = no_page(found, url, source.options)
    if reason or not isinstance(text, str):
        yield Skipped(origin, reason or "no body stored")
        return
    try:
        body = b64decode(text) if is_bytes else text.encode("utf-8", "replace")
    except ValueError:
        yield Failure(origin, "its base64 is damaged")
        return
    yield from pages(Capture(origin, "har", url, when(str(captured)), found._replace(body=body)), source.options)
