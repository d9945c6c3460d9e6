"""ZIP files of pages: plain ones, WACZ, the MAFF and HTZ of scrapbook programs, and the cache of HTTrack.

Nothing is unpacked to disk, so a member's name can do no harm. Members that cannot be pages are skipped by suffix, as
in a directory; the rest is recognised by its bytes. A zip whose directory at the end is missing, because it was cut, is
read from the front (``_zip_front``).
"""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from archtool.errors import temporary
from archtool.model import Failure, Origin, Skipped
from archtool.readers._dispatch import read_source
from archtool.readers._members import CHUNK, ENCRYPTED, member_origin, open_member
from archtool.readers._streams import Budget, Window, exactly
from archtool.readers._types import Item, Source
from archtool.readers.mirror import worth_opening

END = b"PK\x05\x06"
END_64 = b"PK\x06\x06"
WACZ, SCRAPBOOK = "WACZ", "scrapbook"
LONGEST_ENTRY = 512  # bytes of the directory for one member with the longest plausible name


def read(source: Source) -> Iterator[Item]:
    """Yield what the members hold, in the order of the zip's directory."""
    with seekable(source) as file:
        count = member_count(file)
        if count > source.options.max_members:
            yield Failure(source.origin, f"{count} members, more than {source.options.max_members}: not read")
            return
        try:
            archive = ZipFile(file)
        except (BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            from archtool.readers._zip_front import from_the_front

            yield Failure(source.origin, f"damaged zip: {error}")
            yield from from_the_front(file, source)
            return
        with archive:
            count = len(archive.infolist())
            if count > source.options.max_members:
                yield Failure(source.origin, f"{count} members, more than {source.options.max_members}: not read")
                return
            budget = source.budget or Budget(source.options.max_total, file.seek(0, io.SEEK_END))
            yield from _dispatch(archive, source._replace(budget=budget), budget)


def _dispatch(archive: ZipFile, source: Source, budget: Budget) -> Iterator[Item]:
    names = {info.filename for info in archive.infolist()}
    kind = kind_of(archive, names)
    if kind == WACZ:
        from archtool.readers import _wacz

        yield from _wacz.read_archive(archive, source)
        return
    if kind == SCRAPBOOK:
        from archtool.readers import scrapbook

        yield from scrapbook.read_archive(archive, source)
        return
    if kind:
        yield Skipped(source.origin, kind)
        return
    worth = worth_opening(names)
    chosen, source = source.members or slice(None), source._replace(members=None)
    for info in archive.infolist()[chosen]:
        if budget.spent:
            return
        origin = member_origin(source.origin, info)
        reason = _no_page(info, worth)
        if reason == "directory":
            continue
        if reason:
            yield Skipped(origin, reason)
        elif info.flag_bits & ENCRYPTED:
            yield Failure(origin, "encrypted")
        else:
            response = _httrack_headers(archive, info)
            if response:
                yield from _from_httrack(archive, info, response, origin, source)
            else:
                yield from _read_member(archive, info, source, budget)


def kind_of(archive: ZipFile, names: set[str]) -> str:
    """Return what a zip is as a whole: :data:`WACZ`, :data:`SCRAPBOOK`, a document that is no page, or nothing."""
    if "datapackage.json" in names or any(name.startswith("archive/") for name in names):
        from archtool.readers import _wacz

        if _wacz.is_wacz(names):
            return WACZ
    if kind := _document(archive, names):
        return kind
    from archtool.readers import scrapbook

    return SCRAPBOOK if scrapbook.is_scrapbook(archive, names) else ""


def _document(archive: ZipFile, names: set[str]) -> str | None:
    """Return the kind of a zip that holds one document in parts, none of which is a page; ``None`` for others."""
    if "[Content_Types].xml" in names or ("mimetype" in names and "content.xml" in names):
        return "Office file"
    if "META-INF/MANIFEST.MF" in names:
        return "Java archive"
    first = next(iter(archive.infolist()), None)
    if first and first.filename == "mimetype":
        mime = exactly(open_member(archive, first, LONGEST_ENTRY), LONGEST_ENTRY).decode("ascii", "replace").strip()
        return mime if mime.isprintable() and mime.count("/") == 1 else None
    return None


def _read_member(archive: ZipFile, info: ZipInfo, source: Source, budget: Budget) -> Iterator[Item]:
    """Yield what one member holds, and its faults."""
    origin = member_origin(source.origin, info)
    pieces = open_member(archive, info, source.options.max_total, budget)
    window = Window(pieces)
    if window.read(1):
        window.seek(0)
        yield from read_source(source._replace(stream=window, origin=origin, depth=source.depth + 1))
    elif not pieces.fault:
        yield Skipped(origin, "empty")
    if pieces.fault:
        yield Failure(origin, pieces.fault)


def _no_page(info: ZipInfo, worth: set[str]) -> str | None:
    if info.filename.endswith("/") and not info.file_size:
        return "directory"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "symbolic link"
    if info.filename not in worth:
        suffix = info.filename.rpartition("/")[2].rpartition(".")[2].lower()
        return f".{suffix}" if suffix.isalnum() and len(suffix) < 8 else "beside a page"
    return None


@contextmanager
def seekable(source: Source) -> Iterator[Any]:
    """Yield a file that can be read from its end: the stream itself, or a temporary copy of a pipe or a member."""
    stream = source.stream
    if not isinstance(stream, Window):
        yield stream
        return
    with TemporaryFile() as copy:
        while data := stream.read(CHUNK):
            try:
                copy.write(data)
                copy.flush()
            except OSError as error:
                raise OSError(temporary(error)) from error
            if copy.tell() > source.options.max_total:
                raise OSError(f"larger than {source.options.max_total} bytes: not read")
        copy.seek(0)
        yield copy


def member_count(file: Any) -> int:
    """Return the number of members that the end of the zip claims, before the whole directory is held in memory.

    It is at least what the size of the directory implies, so that a false count cannot evade the limit.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - (1 << 16) - 22))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(END)
    if place < 0:
        return 0
    count = int.from_bytes(tail[place + 10 : place + 12], "little")
    directory = int.from_bytes(tail[place + 12 : place + 16], "little")
    large = tail.rfind(END_64, 0, place)
    if large >= 0:
        count = int.from_bytes(tail[large + 32 : large + 40], "little")
        directory = int.from_bytes(tail[large + 40 : large + 48], "little")
    return int(max(count, min(directory, size) // LONGEST_ENTRY))


def _httrack_headers(archive: ZipFile, info: ZipInfo) -> bytes:
    """Return the HTTP header that HTTrack's cache keeps in front of a member, and not in the zip's directory."""
    if "://" not in info.filename or archive.fp is None:
        return b""
    archive.fp.seek(info.header_offset)
    header = archive.fp.read(30)
    name_size, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    archive.fp.seek(name_size, io.SEEK_CUR)
    head = archive.fp.read(extra)
    return head if head.startswith(b"HTTP/") else b""


def _from_httrack(archive: ZipFile, info: ZipInfo, head: bytes, origin: Origin, source: Source) -> Iterator[Item]:
    from archtool.readers._capture import Capture, no_page, pages
    from archtool.readers._http import parse
    from archtool.readers._streams import read_capped
    from archtool.readers._urls import clean_url

    url = clean_url(info.filename)
    response = parse(head + b"\r\n")
    reason = no_page(response, url, source.options)
    if reason:
        yield Skipped(origin, reason)
        return
    pieces = open_member(archive, info, source.options.max_total)
    body, cut = read_capped(pieces, source.options.max_bytes)
    yield from pages(Capture(origin, "httrack", url, None, response._replace(body=body), whole=not cut), source.options)
    if pieces.fault:
        yield Failure(origin, pieces.fault)
