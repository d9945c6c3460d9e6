"""What ``learn`` knows of pages while it works: hashes in a temporary database of SQLite, and which pages are one.

Several captures of an address and near-identical pages count once: their running text is compared, so that sister
pages with much furniture and little text stay apart. What grows with the number of pages is on disk, but for four bytes
a page and a filter of fixed size.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from archtool.corpus import databases
from archtool.corpus.near import Forest, gather
from archtool.corpus.templates_page import OPINION, STAYS, TITLE, Sheet, buckets, similarity

ALIKE = 0.75  # estimated similarity from which two pages are one; the estimate of 0.8 errs by some 0.05
FILTER = 26  # bits: a filter of 64 MiB tells 100 million lines apart with one error in ten, which costs only disk
BATCH = 500  # pages that are inserted at once
READ = 4096  # signatures that are held in memory
KNOWN = 200_000  # hashes of lines that are known to be stored

_TABLES = """
create table page (number integer primary key, host text, format text, hashes blob, exact blob, flags blob,
    signature blob, day_first integer);
create table bucket (hash integer, number integer);
create table line (hash integer primary key, text text);
"""


class Seen(NamedTuple):
    """A page as the store gives it back: hashes of its blocks, of their exact text, and flags."""

    hashes: array[int]
    exact: array[int]
    flags: array[int]
    format: str
    day_first: bool | None


class Sheets:
    """The pages of one run. Use as a context manager; the database goes with it."""

    def __init__(self) -> None:
        self._connection = databases.temporary()
        self._run = self._connection.execute
        self._connection.executescript(_TABLES)
        self._run("begin")  # or each row is a transaction, at the end of which all that is in memory is looked through
        self._filter = bytearray(1 << FILTER)
        self._known: set[int] = set()
        self._rows: list[tuple[Any, ...]] = []
        self._buckets: list[tuple[int, int]] = []
        self._lines: list[tuple[int, str]] = []
        self._forest = Forest(0)
        self.size = 0

    def __enter__(self) -> Sheets:
        return self

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        databases.close(self._connection, databases.TEMPORARY, problem)

    def add(self, sheet: Sheet) -> None:
        """Take in the next page."""
        number = self.size
        self.size += 1
        columns = (sheet.hashes, sheet.exact, sheet.flags, sheet.signature, sheet.day_first)
        self._rows.append((number, sheet.host, sheet.format, *columns))
        self._buckets += [(bucket, number) for bucket in buckets(sheet.host, sheet.signature)]
        if sheet.address:
            self._buckets.append((-1 - (int.from_bytes(sheet.address[:8], "big") >> 1), number))
        self._keep_texts(sheet)
        if len(self._rows) >= BATCH:
            self._flush()

    def _keep_texts(self, sheet: Sheet) -> None:
        """Keep the text of each line that an earlier page had, too: of those that no other page has, only hashes."""
        texts = iter(sheet.texts)
        seen, mask = self._filter, (1 << FILTER) - 1
        fresh = set()
        for hash_, flags in zip(_array("q", sheet.hashes), _array("H", sheet.flags), strict=True):
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
        """Find out which pages are one. To be called once, after the last page."""
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
        """The sites that have at least ``fewest`` pages, captures and copies counted, in the order of the alphabet."""
        query = "select host from page group by host having count(*) >= ? order by host"
        return [host for (host,) in self._run(query, (fewest,))]

    def pages(self, host: str) -> Iterator[Seen]:
        """Yield one page of each cluster of a site, the first of it, in the order of the input."""
        columns = "number, hashes, exact, flags, format, day_first"
        for number, hashes, exact, flags, format, day in self._run(
            f"select {columns} from page where host = ? order by number", (host,)
        ):
            if self._forest.find(number) == number:
                day_first = None if day is None else bool(day)
                yield Seen(_array("q", hashes), _array("H", exact), _array("H", flags), format, day_first)

    def line(self, hash_: int) -> str | None:
        """The text of a line that at least two pages have, as the second of them had it."""
        found = self._run("select text from line where hash = ?", (hash_,)).fetchone()
        return None if found is None else str(found[0])


def _array(code: str, data: bytes) -> array[int]:
    found: array[int] = array(code)
    found.frombytes(data)
    return found
