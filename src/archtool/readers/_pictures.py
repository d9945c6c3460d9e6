"""Find the pictures that were saved with a page: beside its file, in its container, or in the page itself.

``run/pictures.py`` copies them beside the notes. Since a page may name any file, a path counts only below the folder of
the page or of the mirror, and a file only if it has the signature of a picture.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from zipfile import BadZipFile, ZipFile

from archtool.model import Page
from archtool.readers._picture_kinds import LARGEST, MOST, kind

ALONE = ("mhtml", "mail", "webarchive")  # pages that are the whole file, with their pictures inside
Find = Callable[[str, str], "bytes | None"]


class _Zip(NamedTuple):
    """The members of a zip by their names."""

    archive: ZipFile
    names: Mapping[str, str]

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a member; ``None`` if there is none of that name, or if it is too large for a picture."""
        wanted = self.names.get(name)
        if wanted is None or self.archive.getinfo(wanted).file_size > LARGEST:
            return None
        with self.archive.open(wanted) as stream:
            return stream.read(LARGEST + 1)


def finder(page: Page, roots: tuple[str, ...]) -> Find:
    """Return a function from the address of a picture, as in the page and absolute, to its bytes.

    ``roots``: the inputs, files and folders.
    """
    path, member, offset = page.origin
    found: Find
    if not os.path.isfile(path):
        found = _nowhere
    elif member or offset is not None or page.source in ALONE:
        found = _in_container(path, member, page.captured)
    else:
        found = _in_folder(path, page.url, roots)

    def find(address: str, absolute: str) -> bytes | None:
        try:
            data = _inside(address) if address.startswith("data:") else found(address, absolute)
        except (OSError, ValueError, LookupError, RuntimeError, NotImplementedError, BadZipFile):
            return None
        return data if data and len(data) <= LARGEST and kind(data) else None

    return find


def _nowhere(address: str, absolute: str) -> bytes | None:
    """Return ``None``, for a page that was saved without pictures."""
    return None


def _inside(address: str) -> bytes | None:
    """Return the bytes in a ``data:`` address."""
    from base64 import b64decode

    head, _, data = address.partition(",")
    if len(data) > 2 * LARGEST:
        return None
    return b64decode(unquote(data)) if head.endswith(";base64") else unquote_to_bytes(data)


def _paths(address: str) -> Iterator[str]:
    """Yield the possible names of a file that a page refers to: tools keep the query in the name, or leave it out."""
    bare = address.partition("#")[0]
    yield unquote(bare)
    yield bare
    if "?" in bare:
        yield unquote(bare.partition("?")[0])


def _hosted(absolute: str) -> Iterator[str]:
    """Yield the possible paths of a file in a mirror, below the folder that holds one folder for each host."""
    try:
        parts = urlsplit(absolute)
    except ValueError:
        return
    if parts.scheme in ("http", "https") and parts.netloc:
        for path in _paths(f"{parts.path}?{parts.query}" if parts.query else parts.path):
            yield f"{parts.netloc}/{path.lstrip('/')}"


def _places(folders: Sequence[str], address: str, absolute: str) -> Iterator[tuple[str, str]]:
    """Yield where a picture may be, as a folder and a path from it: beside the page, or below a folder of hosts.

    ``folders``: that of the page, then those above it.
    """
    if "://" not in address and not address.startswith(("//", "/")):
        for name in _paths(address):
            yield folders[0], name
    for name in _hosted(absolute):
        for folder in folders:
            yield folder, name


def _in_folder(path: str, url: str | None, roots: tuple[str, ...]) -> Find:
    """Return a search beside the file of a page, and among the hosts of its mirror."""
    home = os.path.dirname(os.path.realpath(path))
    below = [os.path.realpath(root) for root in roots if os.path.isdir(root)]
    top = next((root for root in below if os.path.commonpath([root, home]) == root), home)
    above = [home]
    while above[-1] != top and len(above) < 30:
        above.append(os.path.dirname(above[-1]))

    def find(address: str, absolute: str) -> bytes | None:
        for folder, name in _places(above, address, absolute):
            file = os.path.realpath(os.path.join(folder, name))
            if os.path.commonpath([top, file]) == top and os.path.isfile(file) and os.path.getsize(file) <= LARGEST:
                with open(file, "rb") as stream:
                    return stream.read()
        return None

    return find


def _in_container(path: str, member: str, captured: str | None) -> Find:
    """Return a search in the container of a page: beside its member, among the hosts of a mirror, and by address."""
    status = os.stat(path)
    opened = _zip(path, status.st_mtime_ns, status.st_size)

    def find(address: str, absolute: str) -> bytes | None:
        names = list(_members(member, address, absolute))
        for data in map(opened.read, names) if opened else ():
            if data is not None:
                return data
        from archtool.readers._albums import album
        from archtool.readers._picture_walk import address_key

        pictures = album(path, status.st_mtime_ns, status.st_size)
        if pictures is None:
            return None
        beside = filter(None, map(pictures.picture, names))
        if address.startswith("cid:"):
            return pictures.picture(address)
        return pictures.picture(address_key(absolute), captured) or next(beside, None)

    return find


def _members(member: str, address: str, absolute: str) -> Iterator[str]:
    """Yield the possible names of the member of a picture: beside the page, or below the folders of a mirror."""
    around, colon, inner = member.rpartition(":")  # the names of the containers in the outermost one
    above = [posixpath.dirname(inner)]
    while above[-1] and len(above) < 30:
        above.append(posixpath.dirname(above[-1]))
    for folder, name in _places(above, address, absolute):
        yield around + colon + posixpath.normpath(posixpath.join(folder, name))


@lru_cache(maxsize=1)
def _zip(path: str, time: int, size: int) -> _Zip | None:
    """Open the zip at ``path``; ``None`` if it is none. Cached, since its pages come one after the other."""
    from archtool.model import Origin
    from archtool.readers._members import member_origin

    try:
        archive = ZipFile(path)
    except (OSError, ValueError, NotImplementedError, BadZipFile):
        return None
    infos = archive.infolist()[:MOST]
    return _Zip(archive, {member_origin(Origin(path), info).member: info.filename for info in infos})
