"""Read archtool's own records from tables: CSV and TSV with its header, Parquet, and databases that archtool made.

CSV holds lists as joined texts: a topic that contains `` | `` comes back as two. Columns that were left out get their
defaults. Rows are read one by one, of Parquet by the row group. A database or Parquet cannot come through a pipe.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from archtool.model import KEYS, MARKS, Count, Failure, Group, Origin, Page, Pair, Record, Signals
from archtool.readers._types import Source
from archtool.readers.record import NOT_OURS, NotARecord, from_values
from archtool.writers.csv import COLUMNS, FORMULA, SEPARATOR

PARQUET = b"PAR1"
SQLITE = b"SQLite format 3\0"
APPLICATION = b"arch"  # in the header of a database of archtool
DELIMITERS = ",;\t|"
Values = dict[str, Any]
NAMES = frozenset((*COLUMNS, *Signals._fields))
KNOWN = frozenset((*KEYS, *MARKS))
JSON = frozenset(key for key, kind in Record.__annotations__.items() if re.search("tuple|Duplicate|Signals", str(kind)))


def is_table(head: bytes) -> bool:
    """Whether ``head`` begins a table of records: a database of archtool, Parquet, or a header with its columns."""
    if head.startswith(SQLITE):
        return head[68:72] == APPLICATION
    return head.startswith(PARQUET) or _delimiter(head) is not None


def read(source: Source) -> Iterator[Page | Failure]:
    """Yield each row of ``source`` as a page that holds its record, and a failure for anything else."""
    with io.BufferedReader(source.stream) as buffered:  # type: ignore[type-var,unused-ignore]
        head = buffered.peek(4096)[:4096]
        rows = _sqlite if head.startswith(SQLITE) else _parquet if head.startswith(PARQUET) else _csv
        for number, values in enumerate(rows(buffered, source), 1):
            yield _page(values, source.origin._replace(offset=number))


def _page(values: Values, origin: Origin) -> Page | Failure:
    try:
        record = from_values(values)
    except NotARecord as error:
        return Failure(origin, f"{NOT_OURS}: {error}")
    return Page(record.text, origin, "record", record.source, record.id, record.url, record.captured, record=record)


def _delimiter(head: bytes) -> str | None:
    line = head.partition(b"\n")[0].removeprefix(b"\xef\xbb\xbf").rstrip(b"\r").decode("utf-8", "replace")
    for sign in DELIMITERS:
        names = line.split(sign)
        if "id" in names and "text" in names and set(names) <= NAMES:
            return sign
    return None


def _csv(stream: io.BufferedReader, source: Source) -> Iterator[Values]:
    import csv

    delimiter = _delimiter(stream.peek(4096)) or ","
    csv.field_size_limit(max(csv.field_size_limit(), source.options.max_bytes))
    with io.TextIOWrapper(stream, "utf-8-sig", "replace", newline="") as text:
        for row in csv.DictReader(text, delimiter=delimiter):
            values = {name: _value(name, cell) for name, cell in row.items() if name in PARSERS and cell is not None}
            if measured := {name: values.pop(name) for name in Signals._fields if name in values}:
                values["signals"] = measured if any(value is not None for value in measured.values()) else None
            yield values


def _value(name: str, cell: str) -> Any:
    if cell.startswith("'") and cell[1:].startswith(FORMULA):
        cell = cell[1:]
    try:
        return PARSERS[name](cell)
    except ValueError:
        return cell  # of the wrong type: the reader of records reports it


def _texts(cell: str) -> list[str]:
    return cell.split(SEPARATOR) if cell else []


def _objects(kind: Any, inner: Callable[[str], Any]) -> Callable[[str], list[Values]]:
    """Return a function that parses ``name: one; two | name: three``."""
    name, content = kind._fields

    def parse(cell: str) -> list[Values]:
        parts = (re.match(r"(.*?):(?: (.*)|$)", part, re.S) for part in _texts(cell))
        return [{name: part[1], content: inner(part[2] or "")} for part in parts if part]

    return parse


def _several(text: str) -> list[str]:
    return text.split("; ") if text else []


_BY_TYPE: dict[Any, Callable[[str], Any]] = {
    str: str,
    str | None: lambda cell: cell or None,
    bool: lambda cell: {"true": True, "false": False, "": False}.get(cell.lower(), cell),
    int: lambda cell: int(cell or 0),
    int | None: lambda cell: int(cell) if cell else None,
    float | None: lambda cell: float(cell) if cell else None,
    tuple[str, ...]: _texts,
    tuple[Group, ...]: _objects(Group, _several),
    tuple[Pair, ...]: _objects(Pair, _several),
    tuple[Count, ...]: _objects(Count, int),
}
PARSERS = {
    key: _BY_TYPE[kind] for key, kind in (Record.__annotations__ | Signals.__annotations__).items() if key in NAMES
}


def _parquet(stream: io.BufferedReader, source: Source) -> Iterator[Values]:
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise ValueError("Parquet needs pyarrow: pip install '.[parquet]' in the checkout") from error
    with ParquetFile(_file(stream, source)) as file:
        for batch in file.iter_batches(batch_size=256):
            for values in batch.to_pylist():
                moment = values.get("captured")
                if moment is not None and not isinstance(moment, str):
                    values["captured"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
                # In older files a date was text; now the text has a column beside the date, which has to be a day.
                values["date"] = values.get("date_text", values.get("date"))
                yield {key: value for key, value in values.items() if value is not None and key in KNOWN}


def _sqlite(stream: io.BufferedReader, source: Source) -> Iterator[Values]:
    import sqlite3
    from contextlib import closing
    from json import loads
    from urllib.parse import quote

    path = _file(stream, source)
    try:
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            for row in connection.execute(_query(connection)):
                values = {key: row[key] for key in row.keys() if key in KNOWN}  # noqa: SIM118 - a row is no dict
                for key, value in values.items():
                    if isinstance(value, str) and key in JSON:
                        values[key] = loads(value)
                values["archived"] = bool(values["archived"])
                values["text"] = values["text"] or ""  # somebody deleted its row
                yield {key: value for key, value in values.items() if value not in (None, [])}
    except sqlite3.Error as error:
        raise ValueError(str(error)) from error


def _query(connection: Any) -> str:
    """Return the query for the records of a database, in order: in older ones the text is a column of ``pages``."""
    has_texts = connection.execute("select 1 from sqlite_master where name = 'texts'").fetchone()
    texts = "left join texts on page = id" if has_texts else ""
    return f"select * from pages {texts} order by pages.rowid"


def _file(stream: io.BufferedReader, source: Source) -> str:
    """Return the path of an input that has to be a file: these formats are read from their end."""
    import os

    path, member, _ = source.origin
    if member or not os.path.isfile(path):
        raise ValueError("this format can be read from a file alone, not from a pipe or out of an archive")
    return os.path.abspath(path)
