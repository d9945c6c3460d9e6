"""Members of containers: what they are called, and the bytes of a member of a zip as a stream with limits."""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from archtool.model import Origin
from archtool.readers._streams import Budget, Pieces

CHUNK = 1 << 16


def member_origin(origin: Origin, info: ZipInfo) -> Origin:
    """The origin of a member: its name behind those of the containers around it."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():  # many tools write UTF-8 and do not say so
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return inner_origin(origin, name)


def inner_origin(origin: Origin, name: str) -> Origin:
    """``origin`` with the name of a member, on one line whatever the name holds."""
    name = "".join(character if character.isprintable() else "\ufffd" for character in name)
    return origin._replace(member=f"{origin.member}:{name}" if origin.member else name, offset=None)


def open_member(archive: ZipFile, info: ZipInfo, limit: int, budget: Budget | None = None) -> Pieces:
    """The bytes of a member as a stream that ends at damage, at a wrong checksum, and where it grows beyond reason."""
    return Pieces(_pieces(archive, info), limit, budget)


def _pieces(archive: ZipFile, info: ZipInfo) -> Iterator[tuple[int, bytes]]:
    with archive.open(info) as member:
        while data := member.read(CHUNK):
            yield info.compress_size, data
