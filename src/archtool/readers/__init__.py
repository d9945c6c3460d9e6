"""Readers turn files and pipes into pages, failures and skipped items: the first step, called by ``run/`` and ``api/``.

Each input format has one module here, named after the format, with a function ``read(source)``. ``_dispatch`` imports
it once the first bytes of an input have been recognised, so that a dump loads nothing but its own reader.
Modules whose name begins with an underscore are shared by the formats.
"""

import sys
from collections.abc import Iterator
from typing import BinaryIO

from archtool.model import Failure, Origin
from archtool.readers._dispatch import read_file, read_part, read_source
from archtool.readers._sniff import recognise
from archtool.readers._types import DEFAULT, NOTHING, Item, Members, Part, PartEnd, ReadOptions, Source

__all__ = [
    "DEFAULT",
    "NOTHING",
    "Item",
    "Members",
    "Part",
    "PartEnd",
    "ReadOptions",
    "Source",
    "formats",
    "members",
    "part_at",
    "parts",
    "read",
    "read_members",
    "read_part",
    "read_source",
    "read_stream",
]

# The input formats: modules of this folder with a function ``read``, in the order of ``--help``.
FORMATS = (
    *("arc", "compressed", "corpus", "har", "html", "json", "mail", "mhtml", "record", "tar", "text", "wacz", "warc"),
    *("webarchive", "zip"),
)


def read(path: str, options: ReadOptions = DEFAULT) -> Iterator[Item]:
    """Yield what the file at ``path`` holds; ``-`` is standard input. What cannot be read is a :class:`Failure`.

    A path may also be the origin of a record: ``crawl.warc.gz:10432``.
    """
    if path == "-":
        yield from read_stream(sys.stdin.buffer, "-", options)
        return
    try:
        yield from read_file(path, options)
    except IsADirectoryError:
        yield Failure(Origin(path), "a directory, or one that may not be listed")
    except ValueError as error:  # ``a\0b`` is no file name
        yield Failure(Origin(path), str(error))
    except OSError as error:
        from archtool.readers._origins import holder, read_place

        if isinstance(error, (FileNotFoundError, NotADirectoryError)) and (file := holder(path)):
            yield from read_place(path, file, options)
        elif path.startswith(("http://", "https://")):
            yield Failure(Origin(path), "an address: archtool fetches nothing, save the page and give the file")
        else:
            yield Failure(Origin(path), error.strerror or str(error))


def read_stream(stream: BinaryIO, name: str, options: ReadOptions = DEFAULT) -> Iterator[Item]:
    """Yield what ``stream`` holds, under ``name`` as its origin. The stream need not be seekable."""
    yield from read_source(Source(stream, Origin(name), options))


def parts(path: str, size: int, start: Part | None = None) -> Iterator[Part]:
    """Cut the file at ``path`` into parts of about ``size`` bytes that can be read apart; none if it cannot be cut.

    With ``start``, begin with that part, whose end may change. The beginnings of records are found lazily.

    Only WARCs that are not compressed, or have one record in each frame, can be cut. Reading the parts in order with
    :func:`read_part` gives what :func:`read` gives, as long as each ends where the next one begins.
    """
    from archtool.readers._parts import cut

    return cut(path, size, start)


def part_at(stream: BinaryIO, path: str, low: int, high: int, options: ReadOptions = DEFAULT) -> Part | None:
    """Return the part of the file at ``path`` whose records begin at the bytes from ``low`` to ``high``.

    Return ``None`` where no record seems to begin there, or the file is no WARC. Raises ``OSError``.
    """
    from archtool.readers import _parts

    is_warc = (options.format or recognise(stream)) == "warc"
    return _parts.part_at(stream, path, low, high) if is_warc else None


def members(path: str, size: int, options: ReadOptions = DEFAULT) -> list[Members]:
    """Cut the zip of pages at ``path`` into ranges of members of about ``size`` bytes; none for any other file."""
    from archtool.readers import _zip_parts

    return _zip_parts.cut(path, size, options)


def read_members(some: Members, options: ReadOptions = DEFAULT) -> Iterator[Item]:
    """Yield what some members of a zip hold. ``max_total`` applies to each range."""
    from archtool.readers import _zip_parts

    return _zip_parts.read(some, options)


def formats() -> list[str]:
    """Return the names of the input formats, as ``--from`` takes them."""
    return list(FORMATS)
