"""Temporary databases of SQLite: where ``dedupe`` and ``learn`` keep on disk what grows with the number of pages."""

from __future__ import annotations

import sqlite3

from archtool.errors import OutputError

CACHE = 64 << 10  # KiB of pages that SQLite may hold in memory
TEMPORARY = "temporary database"


def temporary() -> sqlite3.Connection:
    """Open a database in a file that SQLite deletes on closing. It need not survive a crash."""
    connection = sqlite3.connect("", isolation_level=None)
    for pragma in ("journal_mode = off", "synchronous = off", f"cache_size = -{CACHE}"):
        connection.execute(f"pragma main.{pragma}")
    return connection


def close(connection: sqlite3.Connection, shown: str, problem: BaseException | None) -> None:
    """Close a database; a ``problem`` of SQLite, above all a full disk, becomes :class:`OutputError`."""
    connection.close()
    if isinstance(problem, sqlite3.OperationalError):
        raise OutputError(f"{shown}: {problem}") from problem
