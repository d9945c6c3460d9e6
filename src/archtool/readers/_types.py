"""The values that the readers share: options and limits of reading, an input as a reader gets it, parts of a WARC."""

from typing import Any, NamedTuple

from archtool.model import Failure, Origin, Page, Pair, Skipped
from archtool.readers._streams import Budget

Item = Page | Failure | Skipped
MIB = 1 << 20


class ReadOptions(NamedTuple):
    """What to read, and how much of it at most.

    ``format`` overrides recognition for the outermost input. ``status`` and ``mime`` choose what becomes a page where
    the container knows them. ``max_bytes``: the decoded size of one page. ``max_depth``: how deep containers may be
    nested. ``max_members``: entries of one zip or tar. ``max_total``: decompressed bytes of one container.

    >>> import archtool
    >>> found = archtool.read("crawl.warc.gz", archtool.ReadOptions(mime=frozenset({"image/png"})), errors="raise")
    >>> [page.url for page in found]
    []
    """

    format: str | None = None
    status: frozenset[int] = frozenset({200})
    mime: frozenset[str] = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
    max_bytes: int = 64 * MIB
    max_depth: int = 4
    max_members: int = 200_000
    max_total: int = 64 * 1024 * MIB


class Source(NamedTuple):
    """An input as a reader gets it: a stream at its first byte, its origin, and how many containers hold it.

    The stream is a file, or a window on a pipe or a member, in which one can go back a few megabytes. ``budget``: how
    many bytes the outermost container may decompress to. ``members``: which members of a zip to read; all by default.
    """

    stream: Any
    origin: Origin
    options: ReadOptions
    depth: int = 0
    budget: Budget | None = None
    members: slice | None = None


class Part(NamedTuple):
    """The records of a large WARC that begin in a range of bytes, ``end`` excluded; the last part has no end.

    ``fields``: the description of the crawl that the file has in front of the part.
    """

    path: str
    begin: int
    end: int | None
    fields: tuple[Pair, ...] = ()


class Members(NamedTuple):
    """Some members of a zip of pages: those from ``begin`` to ``end`` in its directory, the latter excluded."""

    path: str
    begin: int
    end: int


class PartEnd(NamedTuple):
    """Where the reading of a part ended: at the next record or :data:`NOTHING`; and the description of the crawl there.

    Where this is not the beginning of the next part, that part does not begin with a record of the file: bytes inside a
    body looked like one.
    """

    path: str
    next: int
    fields: tuple[Pair, ...] = ()


NOTHING = -1
DEFAULT = ReadOptions()
