"""Members of containers: their origins, and the bytes of a member of a zip as a stream with limits."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from archtool.model import Origin
from archtool.readers._streams import Budget, Pieces

CHUNK = 1 << 16
FEED = 1 << 10  # bytes of damaged data at a time: the library returns nothing of a call that fails
ENCRYPTED = 1
LOCAL = b"PK\x03\x04"


def member_origin(origin: Origin, info: ZipInfo) -> Origin:
    """Return the origin of a member: its name behind those of the containers around it."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():  # many tools write UTF-8 without the flag for it
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return inner_origin(origin, name)


def inner_origin(origin: Origin, name: str) -> Origin:
    """Return ``origin`` with the name of a member, on one line whatever the name holds."""
    name = "".join(character if character.isprintable() else "\ufffd" for character in name)
    return origin._replace(member=f"{origin.member}:{name}" if origin.member else name, offset=None)


def open_member(archive: ZipFile, info: ZipInfo, limit: int, budget: Budget | None = None) -> Pieces:
    """Return the bytes of a member as a stream that ends at damage, a wrong checksum, or where it grows too large."""
    return Pieces(_pieces(archive, info), limit, budget)


def _pieces(archive: ZipFile, info: ZipInfo) -> Iterator[tuple[int, bytes]]:
    """Yield numbers of stored bytes with what they decompress to, including what is left where the library gives up."""
    given = 0
    try:
        with archive.open(info) as member:
            while data := member.read(CHUNK):
                given += len(data)
                yield info.compress_size, data
    except (BadZipFile, zlib.error, EOFError) as error:
        for data in _salvaged(archive.fp, info):
            if behind := data[given:]:
                yield info.compress_size, behind
            given = max(0, given - len(data))
        raise OSError(f"damaged: {error}") from error


def _salvaged(file: Any, info: ZipInfo) -> Iterator[bytes]:
    """Yield what a damaged member holds, as far as it can be decompressed: with a wrong checksum it may be whole."""
    file.seek(info.header_offset)
    header = file.read(30)
    if header[:4] != LOCAL or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.flag_bits & ENCRYPTED:
        return
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = info.compress_size
    member = zlib.decompressobj(-15) if info.compress_type == ZIP_DEFLATED else None
    while left > 0 and (stored := file.read(min(left, FEED))):
        left -= len(stored)
        if not member:
            yield stored
            continue
        try:
            yield from inflated(member, stored)
        except zlib.error:
            return


def inflated(member: Any, stored: bytes) -> Iterator[bytes]:
    """Yield what a decompressor of zlib makes of ``stored``, in pieces."""
    while stored and not member.eof:
        yield member.decompress(stored, CHUNK)
        stored = member.unconsumed_tail
