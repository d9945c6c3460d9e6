"""Parquet: typed columns for DuckDB, pandas and their like. Needs pyarrow, the extra ``archtool[parquet]``.

Any process makes the line of a record; :func:`build` makes the file of the lines, one group of rows after the other, so
that memory holds no more than one group.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from archtool.errors import OutputError, UsageError, reason
from archtool.model import Record
from archtool.writers import spool
from archtool.writers.plain_values import as_values

ROWS = 10_000  # in a group at most
GROUP = 32 << 20  # bytes of lines in a group, or one page more


def render(record: Record) -> str:
    """Return the values of ``record`` as one line."""
    return spool.line(as_values(record))


def check(path: str) -> None:
    """Refuse to begin without pyarrow. Raises :class:`UsageError`."""
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise UsageError(f"{path}: Parquet needs pyarrow: python3 -m pip install 'archtool[parquet]'")


def build(lines: Iterable[bytes], path: str, temporary: str) -> None:
    """Make the file ``path`` of ``lines``, by way of ``temporary`` in the same folder. Raises :class:`OutputError`."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = _schema()
    try:
        with ParquetWriter(temporary, schema, compression="zstd") as writer:
            for rows in _groups(lines):
                writer.write_table(pyarrow.Table.from_pylist(rows, schema))
        with open(temporary, "rb") as stream:
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise OutputError(f"{path}: {reason(error)}") from error


def leftovers(temporary: str) -> Iterator[str]:
    """The files that :func:`build` may leave when it is interrupted."""
    yield temporary


def _schema() -> Any:
    """The columns: the keys of a record, in their order. A date stays text, as precise as it is known."""
    import pyarrow as pa

    text = pa.string()
    texts = pa.list_(text)
    duplicate = pa.struct({"id": text, "origin": text, "similarity": pa.float64()})
    other = {
        "authors": texts,
        "captured": pa.timestamp("us", tz="UTC"),
        "archived": pa.bool_(),
        "categories": texts,
        "tags": texts,
        "topics": texts,
        "tag_groups": pa.list_(pa.struct({"name": text, "topics": texts})),
        "fields": pa.list_(pa.struct({"name": text, "values": texts})),
        "words": pa.int64(),
        "removed": pa.list_(pa.struct({"rule": text, "count": pa.int64()})),
        "duplicates": pa.list_(duplicate),
        "duplicate_of": duplicate,
    }
    return pa.schema([pa.field(name, other.get(name, text)) for name in Record._fields])


def _groups(lines: Iterable[bytes]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    size = 0
    for line in lines:
        (row,) = spool.read([line])
        row["captured"] = _moment(row["captured"])
        rows.append(row)
        size += len(line)
        if len(rows) == ROWS or size >= GROUP:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def _moment(captured: str | None) -> Any:
    """The time of a capture; one that is no time, in a record that somebody wrote by hand, is not known."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(captured) if captured else None
    except ValueError:
        return None
