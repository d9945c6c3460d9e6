"""The pictures that came along with a page: beside its file, in its zip, in its MHTML, or in the page itself.

For ``run/pictures.py``, which puts them beside the notes. Nothing is taken from outside of what was given: a page may
name any file, so a path counts only below the folder of the page or of the mirror, and only what begins as pictures do.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from zipfile import BadZipFile, ZipFile

from archtool.model import Page

LARGEST = 32 << 20  # bytes of one picture
MOST = 200_000  # parts of one container
Find = Callable[[str, str], "bytes | None"]

# How files of pictures begin, and their suffixes.
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"\0\0\1\0", "ico"),
)


class _Zip(NamedTuple):
    """The members of a zip by their names."""

    archive: ZipFile
    names: Mapping[str, str]


def kind(data: bytes) -> str:
    """Return the suffix for what is a picture by its first bytes; empty for all else."""
    for beginning, suffix in _BEGINNINGS:
        if data.startswith(beginning):
            return suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "svg" if head.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in data[:4096] else ""


def finder(page: Page, roots: tuple[str, ...]) -> Find:
    """Return the function that gives the bytes of a picture, by its address in the page and the absolute one.

    ``roots``: the files and folders that were given.
    """
    path, member, offset = page.origin
    found: Find
    if page.source == "mhtml":
        found = _in_message(path)
    elif member:
        found = _in_zip(path, member)
    elif offset is None and os.path.isfile(path):
        found = _in_folder(path, page.url, roots)
    else:
        found = _nowhere

    def find(address: str, absolute: str) -> bytes | None:
        try:
            data = _inside(address) if address.startswith("data:") else found(address, absolute)
        except (OSError, ValueError, LookupError, RuntimeError, NotImplementedError, BadZipFile):
            return None
        return data if data and len(data) <= LARGEST and kind(data) else None

    return find


def _nowhere(address: str, absolute: str) -> bytes | None:
    """No picture came along with the page."""
    return None


def _inside(address: str) -> bytes | None:
    """Return the bytes of an address that holds them itself."""
    from base64 import b64decode

    head, _, data = address.partition(",")
    if len(data) > 2 * LARGEST:
        return None
    return b64decode(unquote(data)) if head.endswith(";base64") else unquote_to_bytes(data)


def _paths(address: str) -> Iterator[str]:
    """Yield how a file may be called to which a page refers: tools keep the query in the name, or leave it out."""
    bare = address.partition("#")[0]
    yield unquote(bare)
    yield bare
    if "?" in bare:
        yield unquote(bare.partition("?")[0])


def _hosted(absolute: str) -> Iterator[str]:
    """Yield where a mirror has a file, below the folder that holds those of its hosts."""
    try:
        parts = urlsplit(absolute)
    except ValueError:
        return
    if parts.scheme in ("http", "https") and parts.netloc:
        for path in _paths(f"{parts.path}?{parts.query}" if parts.query else parts.path):
            yield f"{parts.netloc}/{path.lstrip('/')}"


def _in_folder(path: str, url: str | None, roots: tuple[str, ...]) -> Find:
    """Look beside the file of a page, and where a mirror has the hosts."""
    home = os.path.dirname(os.path.realpath(path))
    below = [os.path.realpath(root) for root in roots if os.path.isdir(root)]
    top = next((root for root in below if os.path.commonpath([root, home]) == root), home)
    above = [home]
    while above[-1] != top and len(above) < 30:
        above.append(os.path.dirname(above[-1]))

    def find(address: str, absolute: str) -> bytes | None:
        own = [] if "://" in address or address.startswith(("//", "/")) else [(home, name) for name in _paths(address)]
        for folder, name in (*own, *((folder, name) for name in _hosted(absolute) for folder in above)):
            file = os.path.realpath(os.path.join(folder, name))
            if os.path.commonpath([top, file]) == top and os.path.isfile(file) and os.path.getsize(file) <= LARGEST:
                with open(file, "rb") as stream:
                    return stream.read()
        return None

    return find


def _in_zip(path: str, member: str) -> Find:
    """Look beside a member of a zip, and where a mirror in it has the hosts."""
    status = os.stat(path)
    opened = _zip(path, status.st_mtime_ns, status.st_size)

    def find(address: str, absolute: str) -> bytes | None:
        if opened is None:
            return None
        home = posixpath.dirname(member)
        own = [] if "://" in address or address.startswith(("//", "/")) else [(home, name) for name in _paths(address)]
        above = [home]
        while above[-1] and len(above) < 30:
            above.append(posixpath.dirname(above[-1]))
        for folder, name in (*own, *((folder, name) for name in _hosted(absolute) for folder in above)):
            wanted = opened.names.get(posixpath.normpath(posixpath.join(folder, name)))
            if wanted is not None and opened.archive.getinfo(wanted).file_size <= LARGEST:
                with opened.archive.open(wanted) as stream:
                    return stream.read(LARGEST + 1)
        return None

    return find


@lru_cache(maxsize=1)
def _zip(path: str, time: int, size: int) -> _Zip | None:
    """Open the zip at ``path``, whose pages come one after the other; ``None`` for what is none."""
    from archtool.model import Origin
    from archtool.readers._members import member_origin

    try:
        archive = ZipFile(path)
    except (OSError, ValueError, NotImplementedError, BadZipFile):
        return None
    infos = archive.infolist()[:MOST]
    return _Zip(archive, {member_origin(Origin(path), info).member: info.filename for info in infos})


def _in_message(path: str) -> Find:
    """Look among the parts of an MHTML file, by their addresses and the ids that the page may name instead."""
    from email import message_from_bytes

    if not os.path.isfile(path) or os.path.getsize(path) > 4 * LARGEST:
        return _nowhere
    with open(path, "rb") as stream:
        message = message_from_bytes(stream.read().lstrip())
    parts = {}
    for part in message.walk():
        if part.get_content_maintype() == "image":
            parts[str(part.get("Content-Location", "")).strip()] = part
            parts["cid:" + str(part.get("Content-ID", "")).strip().strip("<>")] = part

    def find(address: str, absolute: str) -> bytes | None:
        part = parts.get(address) or parts.get(absolute) or parts.get(unquote(address))
        data = part.get_payload(decode=True) if part is not None else None
        return data if isinstance(data, bytes) else None

    return find
