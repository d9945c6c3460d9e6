"""The SQLite tables of ``dedupe``: for the records of one run, and with ``--store`` for later runs.

Everything that grows with the number of records is in a file: their lines, sketches and buckets in a temporary
database, and with ``--store FILE`` also sketches, buckets and decisions in that file. SQLite sorts outside of memory;
only four bytes a record stay in it (``near.py``). Records are numbered from 0 in the order of the input; a store
continues the numbers. A store is not changed before :meth:`Store.commit`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from archtool.corpus import databases
from archtool.errors import UsageError

FORMAT = "1"
BATCH = 500  # records that are inserted at once

_TABLES = """
create table if not exists {0}.record (number integer primary key, id text, origin text, date text, length integer,
    title text, kept integer, shingles blob);
create table if not exists {0}.band (hash integer, number integer, primary key (hash, number)) without rowid;
create table if not exists {0}.made (name text primary key, value text) without rowid;
"""
_TEMPORARY = """
create table main.fresh (number integer primary key, id text, origin text, date text, length integer, title text,
    shingles blob, captured text, exact integer, apart text);
create table main.bucket (hash integer, number integer);
create table main.spool (number integer primary key, line text);
create table main.member (root integer, number integer);
create table main.fate (number integer primary key, kept integer, similarity real);
"""
# The record of a cluster that a store has kept already comes first, then the order of PREFERENCES.
_CLUSTERS = """
select root, number from member left join fresh using (number) left join past.record as past using (number)
order by root, coalesce(past.kept = number, 0) desc, {}
"""
# A year alone counts as its end, no date as the last; then the longest text, the smallest id, the first in the input.
_ONE = """coalesce(fresh.date, past.date) is null, substr(coalesce(fresh.date, past.date) || '-99-99', 1, 10),
    coalesce(fresh.length, past.length) desc, coalesce(fresh.id, past.id), number"""
PREFERENCES = {
    "one": _ONE,
    "first": f"captured is null, captured, {_ONE}",
    "last": f"captured is null, captured desc, {_ONE}",
    "longest": f"coalesce(fresh.length, past.length) desc, {_ONE}",
}

# Buckets with one record stay in SQLite. With nothing in the store, its join would only cost time.
_BUCKETS = "select hash, number from bucket"
_PAST_BUCKETS = """
union all select hash, past.number from (select distinct hash from bucket) cross join past.band as past using (hash)
"""
_GROUPED = "select hash < 0, group_concat(number) from ({}) group by hash having count(*) > 1 order by hash"
_first = itemgetter(0)


class Entry(NamedTuple):
    """A record prepared for comparison and report; ``line`` is written if it is kept.

    ``apart``: why it is not compared, in words; empty if it is.
    """

    id: str
    origin: str
    date: str | None
    length: int
    title: str | None
    buckets: tuple[int, ...]
    shingles: bytes
    line: str
    captured: str | None = None
    apart: str | None = None


class Member(NamedTuple):
    """A record of a cluster, as the report shows it."""

    id: str
    origin: str
    date: str | None
    title: str | None


class Counts(NamedTuple):
    """Counts of a run: exact duplicates, near-duplicates, clusters.

    ``apart``: records that were not compared, by reason.
    """

    exact: int
    near: int
    clusters: int
    apart: dict[str, int]


class Store:
    """The tables of one run. Use as a context manager: without a commit the file of ``--store`` stays as it was."""

    def __init__(self, path: str | None, made: dict[str, str]) -> None:
        """``path``: the file of ``--store``. ``made``: how its sketches must have been made.

        Raises :class:`UsageError` where the file is no store, or one of other sketches.
        """
        self._shown = path or databases.TEMPORARY
        self._connection = databases.temporary()
        self._run = self._connection.execute
        self._connection.executescript(_TEMPORARY)
        self._entries: list[tuple[Any, ...]] = []
        self._attach(path, made)
        (self.old,) = self._run("select coalesce(max(number) + 1, 0) from past.record").fetchone()
        self.size: int = self.old

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        databases.close(self._connection, self._shown, problem)

    def _attach(self, path: str | None, made: dict[str, str]) -> None:
        known = path is not None and Path(path).exists() and Path(path).stat().st_size > 0
        try:
            self._run("attach ? as past", (path or ":memory:",))
            if known:
                found = dict(self._run("select name, value from past.made"))
                _check(self._shown, found, {"format": FORMAT, **made})
            self._run("begin immediate")
            for statement in _TABLES.format("past").split(";"):
                self._run(statement)
            if not known:
                rows = {"format": FORMAT, **made}.items()
                self._connection.executemany("insert into past.made values (?, ?)", rows)
        except sqlite3.OperationalError as error:
            reason = "no store of archtool" if "no such table" in str(error) else str(error)
            raise UsageError(f"--store {path}: {reason}") from error
        except sqlite3.DatabaseError as error:
            raise UsageError(f"--store {path}: no store of archtool ({error})") from error

    def add(self, entry: Entry) -> None:
        """Add the next record of the input."""
        self._entries.append((self.size, *entry))
        self.size += 1
        if len(self._entries) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        entries, self._entries = self._entries, []
        insert = self._connection.executemany
        fresh = (entry[:6] + (entry[7], entry[9], _exact(entry[6]), entry[10]) for entry in entries)
        insert("insert into fresh values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", fresh)
        insert("insert into spool values (?, ?)", ((entry[0], entry[8]) for entry in entries))
        by_size: dict[int, list[tuple[int, ...]]] = {}
        for entry in entries:
            by_size.setdefault(len(entry[6]), []).append((entry[0], *entry[6]))
        for size, rows in by_size.items():
            if size:  # all buckets of a record in one statement: a fifth of the time of as many
                places = ", ".join(f"(?{place}, ?1)" for place in range(2, size + 2))
                insert(f"insert into bucket values {places}", rows)

    def past(self) -> Iterator[tuple[int, int]]:
        """Yield each record of earlier runs with the one that was kept for it, in the order of their numbers."""
        yield from self._run("select number, kept from past.record order by number")

    def buckets(self) -> Iterator[tuple[bool, list[int]]]:
        """Yield the records of each bucket with two or more, and whether it is one of equal texts: those come first."""
        self._flush()
        for exact, numbers in self._run(_GROUPED.format(_BUCKETS + (_PAST_BUCKETS if self.old else ""))):
            yield bool(exact), sorted(map(int, numbers.split(",")))

    def shingles(self, number: int) -> bytes:
        """Return the shingles of one record."""
        table = "past.record" if number < self.old else "fresh"
        (found,) = self._run(f"select shingles from {table} where number = ?", (number,)).fetchone()
        return bytes(found)

    def add_members(self, members: Iterable[tuple[int, int]]) -> None:
        """Store which records form clusters: pairs of the root of a cluster and one of its records."""
        self._connection.executemany("insert into member values (?, ?)", members)

    def clusters(self, keep: str = "one") -> Iterator[list[int]]:
        """Yield the numbers of each cluster, the one to keep first: by one of :data:`PREFERENCES`."""
        for _, group in groupby(self._run(_CLUSTERS.format(PREFERENCES[keep])), key=_first):
            yield [number for _, number in group]

    def decide(self, fates: Iterable[tuple[int, int, float]]) -> None:
        """Drop records: each with the one that is kept for it, and its similarity to that."""
        self._connection.executemany("insert into fate values (?, ?, ?)", fates)
        self._run("create index main.kept on fate (kept)")

    def lines(self) -> Iterator[tuple[int, str, bool, int | None, float | None]]:
        """Yield each new record in the order of the input: number, line, whether others are dropped for it, and for a
        dropped one the number of the record kept for it and the similarity.
        """
        yield from self._run(
            "select number, line, exists (select 1 from fate f where f.kept = spool.number), fate.kept, similarity"
            " from spool left join fate using (number) order by number"
        )

    def kept(self) -> Iterator[int]:
        """Yield the records for which others are dropped: those of the store, then in the order of the input."""
        yield from (number for (number,) in self._run("select distinct kept from fate order by kept"))

    def dropped(self, kept: int) -> list[tuple[Member, float]]:
        """Return the records that are dropped for ``kept``, in the order of the input, each with its similarity."""
        rows = self._run(
            "select id, origin, date, title, similarity from fate join fresh using (number)"
            " where kept = ? order by number",
            (kept,),
        )
        return [(Member(*row[:4]), row[4]) for row in rows]

    def counts(self) -> Counts:
        """Return the counts of the new records."""
        self._flush()
        dropped, clusters, exact = self._run(
            "select count(*), count(distinct fate.kept), coalesce(sum(exists ("
            "select 1 from fresh as other where other.number = fate.kept and other.exact = fresh.exact"
            " union all select 1 from past.band where hash = fresh.exact and number = fate.kept)), 0)"
            " from fate join fresh using (number)"
        ).fetchone()
        apart = self._run("select apart, count(*) from fresh where apart is not null group by apart order by apart")
        return Counts(exact, dropped - exact, clusters, dict(apart))

    def member(self, number: int) -> Member:
        """Return the values of a record for the report."""
        table = "past.record" if number < self.old else "fresh"
        return Member(*self._run(f"select id, origin, date, title from {table} where number = ?", (number,)).fetchone())

    def commit(self) -> None:
        """Write the new records to the file of ``--store``."""
        self._run(
            "insert into past.record select number, id, origin, date, length, title, coalesce(kept, number), shingles"
            " from fresh left join fate using (number) order by number"
        )
        self._run("insert or ignore into past.band select hash, number from bucket order by hash, number")
        self._run("commit")


def _exact(buckets: tuple[int, ...]) -> int | None:
    """Return the bucket of equal texts among those of a record."""
    return buckets[0] if buckets else None


def _check(path: str, found: dict[str, str], wanted: dict[str, str]) -> None:
    """Raise :class:`UsageError` for a store whose sketches cannot be compared with those of this run."""
    for name, value in wanted.items():
        if found.get(name) != value:
            raise UsageError(f"--store {path}: was made with {name} {found.get(name)}, not {value}")
