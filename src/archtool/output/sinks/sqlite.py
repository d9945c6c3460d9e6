"""Make a database of records from the rows of ``writers/sqlite.py``, or put them into an existing one.

Called by ``spooled.py``. A new database is made beside its place and moved there when complete. Its bytes depend on the
rows alone: they are inserted in order, and finally copied page by page (``vacuum into``), which leaves no trace of its
growth. An existing one is changed in one transaction: the rows of a page replace those it had before.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from threading import Event, Thread
from typing import Any

from archtool.errors import OutputError, UsageError
from archtool.output.sinks import sqlite_schema as schema
from archtool.output.sinks.spooled import is_there
from archtool.writers.sqlite import COLUMNS

CACHE = 64 << 10  # KiB of pages that SQLite may keep in memory
PATIENCE = 60  # seconds to wait for another program writing to the database
IS_DIRECTORY = False


def check(path: str) -> None:
    """Refuse an existing file that is not a database of records. Raises :class:`UsageError`."""
    if not is_there(path):
        return
    try:
        # Not read-only: opening the file rolls back changes of a killed run.
        with closing(sqlite3.connect(f"file:{_quoted(path)}?mode=rw", uri=True)) as connection:
            application = connection.execute("pragma application_id").fetchone()[0]
            version = connection.execute("pragma user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise UsageError(f"{error}: choose another output") from error
    if application != schema.APPLICATION:
        raise UsageError("a database that archtool did not make: choose another output")
    if version not in (schema.VERSION, *schema.OLDER):
        raise UsageError(f"made by another version of archtool (tables {version}, not {schema.VERSION})")


def make(rows: Iterable[Any], path: str, temporary: str, new: bool) -> list[str]:
    """Make the database ``path`` from ``rows``, or put them into the existing one. Raises :class:`OutputError`."""
    with _errors_on_one_line():
        replaced = _create(rows, path, temporary) if new else _extend(rows, path)
    return [f"{replaced} in the place of a row with the same id"] if replaced else []


def leftovers(temporary: str) -> Iterator[str]:
    """Yield the files that :func:`make` may leave when interrupted."""
    yield temporary
    yield f"{temporary}-grown"


def _create(rows: Iterable[Any], path: str, temporary: str) -> int:
    *_, grown = leftovers(temporary)
    for left in leftovers(temporary):
        with suppress(FileNotFoundError):
            os.unlink(left)
    with closing(_connect(grown)) as connection:
        # The same whatever SQLite was compiled with. No journal: an interrupted database is discarded.
        for pragma in ("page_size = 4096", "auto_vacuum = none", "encoding = 'UTF-8'", "journal_mode = off",
                       "synchronous = off", f"application_id = {schema.APPLICATION}",
                       f"user_version = {schema.VERSION}"):  # fmt: skip
            connection.execute(f"pragma {pragma}")
        connection.execute("begin")
        _run_each(connection, schema.TABLES)
        replaced = _put(connection, rows)
        connection.execute(schema.FORGET_TOPICS)
        _run_each(connection, schema.INDEXES)
        if has_search(connection):
            _run_each(connection, schema.SEARCH)
        connection.execute("commit")
        _run(connection, "vacuum into ?", temporary)
    os.unlink(grown)
    with open(temporary, "rb") as stream:
        os.fsync(stream.fileno())
    os.replace(temporary, path)
    return replaced


def _extend(rows: Iterable[Any], path: str) -> int:
    with closing(_connect(path)) as connection:
        connection.execute("begin immediate")
        try:
            if connection.execute("pragma user_version").fetchone()[0] in schema.OLDER:
                _run_each(connection, schema.UPGRADE)
                if has_search(connection):
                    _run_each(connection, schema.SEARCH)
            there = {row[1] for row in connection.execute("pragma table_info (pages)")}
            for name in schema.PAGES:
                if name not in there:  # a key of records newer than the database
                    connection.execute(schema.ADD_COLUMN.format(name=name, kind=COLUMNS[name]))
            replaced = _put(connection, rows)
            connection.execute(schema.FORGET_TOPICS)
            connection.execute("commit")
            return replaced
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise


def has_search(connection: sqlite3.Connection) -> bool:
    """Return whether this SQLite was compiled with full-text search; without it, new databases have none."""
    found = connection.execute("select 1 from pragma_module_list where name = 'fts5'").fetchone()
    return found is not None


def _put(connection: sqlite3.Connection, rows: Iterable[Any]) -> int:
    """Put in the rows of every page, replacing those that it has; return how many pages had some."""
    count = "select count(*) from pages"
    before = connection.execute(count).fetchone()[0]
    put = 0
    for (*page, text), topics, removals in rows:
        put += 1
        id_ = page[0]
        connection.execute(schema.PUT_PAGE, page)
        connection.execute(schema.PUT_TEXT, (id_, text))
        for statement in schema.FORGET:
            connection.execute(statement, (id_,))
        if topics:
            connection.executemany(schema.PUT_TOPIC, [(name, tag) for name, tag, _ in topics])
            connection.executemany(schema.PUT_PAGE_TOPIC, [(id_, group, name, tag) for name, tag, group in topics])
        if removals:
            connection.executemany(schema.PUT_REMOVAL, [(id_, rule, blocks) for rule, blocks in removals])
    return int(put - (connection.execute(count).fetchone()[0] - before))


def _run_each(connection: sqlite3.Connection, script: str) -> None:
    statement = ""
    for part in script.split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip() != ";":
                _run(connection, statement)
            statement = ""


def _run(connection: sqlite3.Connection, statement: str, *values: Any) -> None:
    """Execute a statement that may take minutes in a thread, since Ctrl-C would have to wait for it in this one."""
    problems: list[BaseException] = []
    done = Event()  # Thread.join takes a thread as ended if a signal interrupts it (Python 3.11)

    def work() -> None:
        try:
            connection.execute(statement, values)
        except BaseException as error:
            problems.append(error)
        finally:
            done.set()

    Thread(target=work).start()
    try:
        done.wait()
    except BaseException:
        connection.interrupt()
        done.wait()
        raise
    if problems:
        raise problems[0]


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    connection.execute(f"pragma cache_size = -{CACHE}")
    return connection


@contextmanager
def _errors_on_one_line() -> Iterator[None]:
    """Turn errors of SQLite or the system into one line: a full disk, a database locked by another program."""
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(str(error)) from error


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(os.path.abspath(path))
