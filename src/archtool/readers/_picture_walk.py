"""Find the pictures in a container, and in the containers inside it: for ``_albums.py``.

A picture of a crawl has an address, one in a zip or tar the name of its member. What is damaged or beyond the limits is
passed over.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote, urldefrag
from zipfile import ZipFile

from archtool.model import Origin
from archtool.readers._http import Headers, Response, TooLargeError, decode_body, parse
from archtool.readers._members import inner_origin, member_origin, open_member
from archtool.readers._picture_kinds import LARGEST, MOST, kind
from archtool.readers._sniff import compression, recognise
from archtool.readers._streams import Budget, Pieces, Window, exactly, read_capped
from archtool.readers._types import DEFAULT, Source
from archtool.readers._urls import clean_url, when

JSON_MOST = 4 * DEFAULT.max_bytes  # as much of a HAR or a web archive as their readers take
OK = (None, 200)
HEAD = 64  # bytes by which a picture is known
PAGES = (".html", ".htm", ".xhtml", ".txt", ".md", ".css", ".js")  # no containers
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")


class Picture(NamedTuple):
    """A picture as its container has it: its address or the name of its member, when it was captured, its bytes."""

    name: str
    captured: str | None
    data: bytes


def address_key(url: str) -> str:
    """Return what two spellings of the address of a picture have in common: no scheme, no fragment, no escapes."""
    return unquote(urldefrag(clean_url(url) or "")[0]).removeprefix("http:").removeprefix("https:")


def pictures(stream: Any, origin: Origin, depth: int) -> Iterator[Picture]:
    """Yield the pictures of a container, and of those in it; ``origin``: the names of those around it."""
    found = recognise(stream)
    if found == "compressed":
        from archtool.readers.compressed import plain as unpacked

        codec = compression(exactly(stream, 16))
        stream.seek(0)
        stream = Window(Pieces(unpacked(stream, codec), DEFAULT.max_total))
        found = recognise(stream)
    if found == "zip":
        yield from _in_zip(stream, origin, depth)
    elif found == "tar":
        yield from _in_tar(stream, origin, depth)
    elif found in ALONE:
        yield from ALONE[found](stream)


def _inside(stream: Any, name: str, origin: Origin, depth: int) -> Iterator[Picture]:
    """Yield what a member of a container holds: a picture under its name, or the pictures of a container."""
    head = exactly(stream, HEAD)
    stream.seek(0)
    if kind(head):
        data, cut = read_capped(stream, LARGEST)
        if not cut:
            yield Picture(inner_origin(origin, name).member, None, data)
    elif depth < DEFAULT.max_depth and not name.lower().endswith(PAGES):
        yield from pictures(stream, inner_origin(origin, name), depth + 1)


def _in_arc(stream: Any) -> Iterator[Picture]:
    from archtool.readers._frames import Frames
    from archtool.readers._records import records
    from archtool.readers._stored import Stored
    from archtool.readers.arc import ARC, HEADER

    codec = compression(exactly(stream, 8))
    stream.seek(0)
    options = DEFAULT._replace(max_bytes=LARGEST)
    for found in records(Frames(stream, codec, ARC.begins, ARC.mark), ARC, options):
        line = HEADER.match(found.header) if isinstance(found, Stored) and found.whole else None
        if line and isinstance(found, Stored):
            response = parse(found.body)
            if response.status in OK and not response.mime.startswith("text/"):
                yield from _decoded(line["url"].decode("utf-8", "replace"), line["time"].decode(), response)


def _in_warc(stream: Any) -> Iterator[Picture]:
    from archtool.readers._frames import Frames
    from archtool.readers._records import records
    from archtool.readers._stored import Stored
    from archtool.readers.warc import WARC, kind_of

    codec = compression(exactly(stream, 8))
    stream.seek(0)
    options = DEFAULT._replace(max_bytes=LARGEST)
    for found in records(Frames(stream, codec, WARC.begins, WARC.mark), WARC, options):
        if not isinstance(found, Stored) or not found.whole or kind_of(found.header) not in (b"response", b"resource"):
            continue
        header = Headers(found.header)
        if found.first.startswith(b"HTTP/"):
            response = parse(found.beginning)
            if response.status not in OK or response.mime.startswith("text/"):
                continue
            response = parse(found.body)
        else:
            response = Response(None, Headers(b""), found.body)
        yield from _decoded(header.get("warc-target-uri"), header.get("warc-date"), response)


def _decoded(url: str, captured: str, response: Response) -> Iterator[Picture]:
    try:
        data, fault = decode_body(response, LARGEST)
    except TooLargeError:
        return
    if not fault and kind(data):
        yield Picture(address_key(url), when(captured), data)


def _in_zip(stream: Any, origin: Origin, depth: int) -> Iterator[Picture]:
    """Yield the pictures in a zip; those of the outermost one are found by their names, without an album."""
    from archtool.readers.zip import seekable

    with seekable(Source(stream, origin, DEFAULT)) as file, ZipFile(file) as archive:
        budget = Budget(DEFAULT.max_total, file.seek(0, 2))
        for info in archive.infolist()[:MOST]:
            name = member_origin(Origin(""), info).member
            if not name.lower().endswith(PAGES if depth else PAGES + PICTURES):
                member = Window(open_member(archive, info, DEFAULT.max_total, budget))
                yield from _inside(member, name, origin, depth)


def _in_tar(stream: Any, origin: Origin, depth: int) -> Iterator[Picture]:
    """Yield the pictures of a tar by the names of their members."""
    with tarfile.open(fileobj=stream, mode="r|", errorlevel=0) as archive:
        for count, info in enumerate(archive):
            if count >= MOST:
                return
            member = archive.extractfile(info) if info.isfile() and not info.issparse() else None
            if member is not None:
                yield from _inside(Window(member), info.name, origin, depth)


def _in_message(stream: Any) -> Iterator[Picture]:
    """Yield the pictures of an MHTML file, by their addresses and content ids."""
    from email import message_from_bytes

    data, cut = read_capped(stream, JSON_MOST)
    for part in [] if cut else message_from_bytes(data.lstrip()).walk():
        body = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
        if isinstance(body, bytes) and len(body) <= LARGEST and kind(body):
            yield Picture(address_key(str(part.get("Content-Location", "")).strip()), None, body)
            yield Picture("cid:" + str(part.get("Content-ID", "")).strip().strip("<>"), None, body)


def _in_har(stream: Any) -> Iterator[Picture]:
    from base64 import b64decode

    data, cut = read_capped(stream, JSON_MOST)
    for entry in [] if cut else json.loads(data.decode("utf-8-sig", "replace"))["log"]["entries"]:
        try:
            content, status = entry["response"]["content"], entry["response"]["status"]
            said = content.get("text") or ""
            body = b64decode(said) if content.get("encoding") == "base64" else said.encode("utf-8", "replace")
            url, captured = str(entry["request"]["url"]), str(entry.get("startedDateTime"))
        except (LookupError, TypeError, ValueError, AttributeError):
            continue
        if status in OK and len(body) <= LARGEST and kind(body):
            yield Picture(address_key(url), when(captured), body)


def _in_webarchive(stream: Any) -> Iterator[Picture]:
    import plistlib

    data, cut = read_capped(stream, JSON_MOST)
    archives = [] if cut else [plistlib.loads(data)]
    while archives:
        archive = archives.pop()
        archives += archive.get("WebSubframeArchives", ())
        for part in archive.get("WebSubresources", ()):
            body = part.get("WebResourceData")
            if isinstance(body, bytes) and len(body) <= LARGEST and kind(body):
                yield Picture(address_key(str(part.get("WebResourceURL"))), None, body)


# How the containers are read whose pictures have addresses.
ALONE = {
    "warc": _in_warc,
    "arc": _in_arc,
    "har": _in_har,
    "webarchive": _in_webarchive,
    "mhtml": _in_message,
    "mail": _in_message,
}
