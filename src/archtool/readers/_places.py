"""Compute how far into a stored file a page lies, also where the page is a member of a container.

``run/progress.py`` alone uses this, to show progress. Readers give the origin of a page, not how much of the file they
have read: in a zip, offsets count the member's own bytes, and its directory says where the member is stored.
"""

from __future__ import annotations

import tarfile
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from archtool.model import Origin


class Stored(NamedTuple):
    """The position of a member in its container: its first byte, its stored bytes, its decompressed bytes."""

    begin: int
    packed: int
    plain: int


class Places:
    """The positions of pages in the file that is being read; its directory is read once, when first needed."""

    def __init__(self) -> None:
        self._path = ""
        self._members: dict[str, Stored] = {}

    def inside(self, origin: Origin) -> int:
        """Return about how many bytes of the file lie in front of a page; 0 where that is unknown."""
        if not origin.member:
            return origin.offset or 0
        if origin.path != self._path:
            self._path, self._members = origin.path, _members(origin.path)
        name = origin.member
        while name not in self._members and ":" in name:
            name = name.rpartition(":")[0]  # not for a member of a member
        stored = self._members.get(name)
        if stored is None:
            return 0
        share = min(1.0, (origin.offset or 0) / stored.plain) if stored.plain and name == origin.member else 0.0
        return stored.begin + int(share * stored.packed)


def _members(path: str) -> dict[str, Stored]:
    """Return the members of a zip, or of a tar that is not compressed."""
    from archtool.readers._members import member_origin

    origin = Origin(path)
    try:
        with open(path, "rb") as file:
            if file.read(2) == b"PK":
                with ZipFile(file) as archive:
                    infos = archive.infolist()
                return {
                    member_origin(origin, info).member: Stored(info.header_offset, info.compress_size, info.file_size)
                    for info in infos
                }
        with tarfile.open(path, "r:") as tar:
            return {info.name: Stored(info.offset_data, info.size, info.size) for info in tar}
    except (OSError, EOFError, ValueError, RuntimeError, BadZipFile, tarfile.TarError):
        return {}
