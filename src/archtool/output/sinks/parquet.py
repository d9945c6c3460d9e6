"""Parquet: typed columns for DuckDB, pandas and their like. Needs pyarrow, the extra ``parquet``.

The file is written one group of rows after the other: memory holds no more than one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from archtool.errors import UsageError
from archtool.model import KEYS, MARKS, Count, Duplicate, Group, Pair, Record, Signals

ROWS = 10_000  # in a group at most
GROUP = 32 << 20  # characters of text in a group, or one page more


def check(path: str) -> None:
    """Refuse to begin without pyarrow; an older file is replaced. Raises :class:`UsageError`."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow: pip install '.[parquet]' in the checkout") from error


def make(rows: Iterable[Any], path: str, temporary: str, new: bool) -> list[str]:
    """Make the file ``path`` of ``rows``, by way of ``temporary`` in the same folder. Raises ``OSError``."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    columns = schema()
    with ParquetWriter(temporary, columns, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pyarrow.Table.from_pylist(group, columns))
    with open(temporary, "rb") as stream:
        os.fsync(stream.fileno())
    os.replace(temporary, path)
    return []


def leftovers(temporary: str) -> Iterator[str]:
    """The files that :func:`build` may leave when it is interrupted."""
    yield temporary


def schema() -> Any:
    """The columns: the keys of a record, in their order. A date stays text, as precise as it is known."""
    import pyarrow as pa

    text = pa.string()
    texts = pa.list_(text)
    duplicate = pa.struct({"id": text, "origin": text, "similarity": pa.float64()})
    measured = [
        (key, pa.int64() if kind == int | None else pa.float64()) for key, kind in Signals.__annotations__.items()
    ]
    types: dict[Any, Any] = {
        str: text,
        str | None: text,
        bool: pa.bool_(),
        int: pa.int64(),
        tuple[str, ...]: texts,
        tuple[Group, ...]: pa.list_(pa.struct({"name": text, "topics": texts})),
        tuple[Pair, ...]: pa.list_(pa.struct({"name": text, "values": texts})),
        tuple[Count, ...]: pa.list_(pa.struct({"rule": text, "count": pa.int64()})),
        tuple[Duplicate, ...]: pa.list_(duplicate),
        Duplicate | None: duplicate,
        Signals | None: pa.struct(measured),
    }
    columns = {key: types[Record.__annotations__[key]] for key in (*KEYS, *MARKS)}
    columns["captured"] = pa.timestamp("us", tz="UTC")
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


def _groups(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        row["captured"] = moment(row["captured"])
        group.append(row)
        size += len(row["text"])
        if len(group) == ROWS or size >= GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def moment(captured: str | None) -> Any:
    """The time of a capture; one that is no time, in a record that somebody wrote by hand, is not known."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(captured) if captured else None
    except ValueError:
        return None
