"""Store the hashes of pages for ``learn`` in a temporary SQLite database, and find pages that are copies of each other.

Several captures of an address and near-identical pages count once. Their running text is compared, so that pages with
much furniture and little text are not taken for copies. What grows with the number of pages is on disk, except four
bytes a page and a filter of fixed size.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from archtool.corpus import databases
from archtool.corpus.near import Forest, gather
from archtool.corpus.templates_page import OPINION, STAYS, TITLE, PageHashes, buckets, similarity

ALIKE = 0.75  # estimated similarity of copies: the estimate of 0.8 has an error of about 0.05
FILTER = 26  # bits: with 100 million lines, a filter of 64 MiB errs once in ten, which costs only disk
BATCH = 500  # pages that are inserted at once
READ = 4096  # signatures that are held in memory
KNOWN = 200_000  # hashes of lines that are known to be stored

_TABLES = """
create table page (number integer primary key, host text, format text, hashes blob, exact blob, flags blob,
    signature blob, day_first integer);
create table bucket (hash integer, number integer);
create table line (hash integer primary key, text text);
"""


class StoredPage(NamedTuple):
    """A page read from the store: hashes of its blocks with and without their numbers, and flags."""

    hashes: array[int]
    exact: array[int]
    flags: array[int]
    format: str
    day_first: bool | None


class PageStore:
    """The pages of one run. A context manager: the database is deleted at the end."""

    def __init__(self) -> None:
        self._connection = databases.temporary()
        self._run = self._connection.execute
        self._connection.executescript(_TABLES)
        self._run("begin")  # otherwise each row is a transaction, after which SQLite scans its whole cache
        self._filter = bytearray(1 << FILTER)
        self._known: set[int] = set()
        self._rows: list[tuple[Any, ...]] = []
        self._buckets: list[tuple[int, int]] = []
        self._lines: list[tuple[int, str]] = []
        self._forest = Forest(0)
        self.size = 0

    def __enter__(self) -> PageStore:
        return self

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        databases.close(self._connection, databases.TEMPORARY, problem)

    def add(self, page: PageHashes) -> None:
        """Add the next page."""
        number = self.size
        self.size += 1
        columns = (page.hashes, page.exact, page.flags, page.signature, page.day_first)
        self._rows.append((number, page.host, page.format, *columns))
        self._buckets += [(bucket, number) for bucket in buckets(page.host, page.signature)]
        if page.address:
            self._buckets.append((-1 - (int.from_bytes(page.address[:8], "big") >> 1), number))
        self._keep_texts(page)
        if len(self._rows) >= BATCH:
            self._flush()

    def _keep_texts(self, page: PageHashes) -> None:
        """Keep the text of each line that an earlier page had as well; of the others only the hash is kept."""
        texts = iter(page.texts)
        seen, mask = self._filter, (1 << FILTER) - 1
        fresh = set()
        for hash_, flags in zip(_array("q", page.hashes), _array("H", page.flags), strict=True):
            if not flags & (STAYS | OPINION | TITLE):
                continue
            text = next(texts)
            if hash_ in self._known or hash_ in fresh:
                continue
            fresh.add(hash_)
            one, other = (hash_ & mask, 1 << (hash_ >> 26 & 7)), (hash_ >> 29 & mask, 1 << (hash_ >> 55 & 7))
            if seen[one[0]] & one[1] and seen[other[0]] & other[1]:
                self._known.add(hash_)
                self._lines.append((hash_, text))
            seen[one[0]] |= one[1]
            seen[other[0]] |= other[1]
        if len(self._known) > KNOWN:
            self._known.clear()

    def _flush(self) -> None:
        insert = self._connection.executemany
        insert("insert into page values (?, ?, ?, ?, ?, ?, ?, ?)", self._rows)
        insert("insert into bucket values (?, ?)", self._buckets)
        insert("insert or ignore into line values (?, ?)", self._lines)
        self._rows, self._buckets, self._lines = [], [], []

    def cluster(self) -> None:
        """Find the pages that are copies of each other. Call this once, after the last page."""
        self._flush()
        self._forest = Forest(self.size)

        @lru_cache(READ)
        def signature(number: int) -> bytes:
            return bytes(self._run("select signature from page where number = ?", (number,)).fetchone()[0])

        def alike(one: int, other: int) -> bool:
            return similarity(signature(one), signature(other)) >= ALIKE

        grouped = "select hash, group_concat(number) from bucket group by hash having count(*) > 1 order by hash"
        for hash_, joined in self._run(grouped):
            numbers = sorted(map(int, joined.split(",")))
            if hash_ < 0:
                for number in numbers[1:]:
                    self._forest.join(numbers[0], number)
            else:
                gather(numbers, self._forest, alike)
        self._run("create index of_host on page (host)")

    def hosts(self, fewest: int = 1) -> list[str]:
        """Return the sites with at least ``fewest`` pages, including captures and copies, in alphabetical order."""
        query = "select host from page group by host having count(*) >= ? order by host"
        return [host for (host,) in self._run(query, (fewest,))]

    def pages(self, host: str) -> Iterator[StoredPage]:
        """Yield the first page of each cluster of copies of a site, in the order of the input."""
        columns = "number, hashes, exact, flags, format, day_first"
        for number, hashes, exact, flags, format, day in self._run(
            f"select {columns} from page where host = ? order by number", (host,)
        ):
            if self._forest.find(number) == number:
                day_first = None if day is None else bool(day)
                yield StoredPage(_array("q", hashes), _array("H", exact), _array("H", flags), format, day_first)

    def line(self, hash_: int) -> str | None:
        """Return the text of a line that at least two pages have, as the second of them had it; else ``None``."""
        found = self._run("select text from line where hash = ?", (hash_,)).fetchone()
        return None if found is None else str(found[0])


def _array(code: str, data: bytes) -> array[int]:
    found: array[int] = array(code)
    found.frombytes(data)
    return found
