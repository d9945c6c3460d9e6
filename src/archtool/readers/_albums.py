"""The pictures in the WARC, WACZ, HAR, web archive or tar that a page came out of, for ``--images copy``.

For ``_pictures.py``. The container is read a second time, once for all of its pages, and only where a page with
pictures came out of it: what is a picture goes to a temporary file, and an index of addresses and names stays in
memory. What is damaged or beyond the limits is not there; faults of the container were told when its pages were read.
"""

from __future__ import annotations

import json
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from tempfile import TemporaryFile
from typing import Any, NamedTuple
from urllib.parse import unquote, urldefrag
from zipfile import ZipFile

from archtool.readers._http import Headers, Response, TooLargeError, decode_body, parse
from archtool.readers._picture_kinds import LARGEST, MOST, kind
from archtool.readers._sniff import compression, recognise
from archtool.readers._streams import Budget, Pieces, Window, exactly, read_capped
from archtool.readers._types import DEFAULT
from archtool.readers._urls import clean_url, when

ROOM = 4 << 30  # bytes of the pictures of one container
JSON_MOST = 4 * DEFAULT.max_bytes  # as much of a HAR or a web archive as their readers take
OK = (None, 200)


class Picture(NamedTuple):
    """A picture as its container has it: its address or the name of its member, when it was captured, its bytes."""

    name: str
    captured: str | None
    data: bytes


class _Place(NamedTuple):
    captured: str | None
    start: int
    size: int


class Album:
    """The pictures of one container by their names."""

    def __init__(self, pictures: Iterator[Picture]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - it is there as long as the album
        self._places: dict[str, list[_Place]] = defaultdict(list)
        end = count = 0
        try:
            for picture in pictures:
                count += 1
                if count > MOST or end + len(picture.data) > ROOM:
                    break
                self._file.write(picture.data)
                self._places[picture.name].append(_Place(picture.captured, end, len(picture.data)))
                end += len(picture.data)
        except Exception as error:  # whatever a library raises on bytes that it did not expect: what came before counts
            if isinstance(error, MemoryError):
                raise

    def picture(self, name: str, captured: str | None = None) -> bytes | None:
        """Return the bytes of a picture; of several of that name, of the one that was captured next to ``captured``."""
        places = self._places.get(name)
        if not places:
            return None
        place = min(places, key=lambda place: _apart(place.captured, captured))
        self._file.seek(place.start)
        return self._file.read(place.size)


def _apart(one: str | None, other: str | None) -> float:
    """Return the seconds between two times; none where one is not known."""
    try:
        return abs((datetime.fromisoformat(one or "") - datetime.fromisoformat(other or "")).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def address_key(url: str) -> str:
    """Return what two spellings of the address of a picture have in common: no scheme, no fragment, no escapes."""
    return unquote(urldefrag(clean_url(url) or "")[0]).removeprefix("http:").removeprefix("https:")


@lru_cache(maxsize=1)
def album(path: str, time: int, size: int) -> Album | None:
    """Return the pictures of the container at ``path``, whose pages come one after the other; ``None`` if it is none.

    ``time`` and ``size`` of the file tell whether it is still the same.
    """
    with open(path, "rb") as stream:
        found = recognise(stream)
        if found == "zip":
            return Album(_in_wacz(stream))
        if found == "warc":
            return Album(_in_warc(stream))
        plain: Any = stream
        if found == "compressed":
            from archtool.readers.compressed import plain as unpacked

            codec = compression(exactly(stream, 16))
            stream.seek(0)
            plain = Window(Pieces(unpacked(stream, codec), DEFAULT.max_total))
            found = recognise(plain)
        read = {"tar": _in_tar, "har": _in_har, "webarchive": _in_webarchive}.get(found or "")
        return Album(read(plain)) if read else None


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


def _in_wacz(stream: Any) -> Iterator[Picture]:
    from archtool.readers._members import open_member
    from archtool.readers._wacz import is_warc

    with ZipFile(stream) as archive:
        budget = Budget(DEFAULT.max_total, stream.seek(0, 2))
        for info in archive.infolist()[:MOST]:
            if is_warc(info.filename):
                yield from _in_warc(Window(open_member(archive, info, DEFAULT.max_total, budget)))


def _in_tar(stream: Any) -> Iterator[Picture]:
    """Yield the pictures of a tar by the names of their members."""
    from archtool.model import Origin
    from archtool.readers._members import inner_origin

    with tarfile.open(fileobj=stream, mode="r|", errorlevel=0) as archive:
        for count, info in enumerate(archive):
            if count >= MOST:
                return
            is_whole = info.isfile() and not info.issparse() and info.size <= LARGEST
            member = archive.extractfile(info) if is_whole else None
            if member is not None and kind(data := member.read()):
                yield Picture(inner_origin(Origin(""), info.name).member, None, data)


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
