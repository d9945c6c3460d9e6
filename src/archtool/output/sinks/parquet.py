"""Make a Parquet file: typed columns for DuckDB, pandas and the like. Needs pyarrow, the extra ``parquet``.

Called by ``spooled.py``. The file is written one group of rows at a time, so that memory holds only one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from archtool.artefacts.addresses import host
from archtool.errors import UsageError
from archtool.model import KEYS, MARKS, Count, Duplicate, Group, Pair, Record, Signals

BEHIND = {"url": ("host",), "date": ("date_text", "year")}  # derived columns, after the column they come from
ROWS = 10_000  # most rows in a group
GROUP = 32 << 20  # characters of text after which a group ends
IS_DIRECTORY = False


def check(path: str) -> None:
    """Refuse to begin without pyarrow; an existing file will be replaced. Raises :class:`UsageError`."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow: pip install '.[parquet]' in the checkout") from error


def make(rows: Iterable[Any], path: str, temporary: str, new: bool) -> list[str]:
    """Make the file ``path`` from ``rows``, through ``temporary`` in the same folder. Raises ``OSError``."""
    write(map(typed, rows), temporary)
    os.replace(temporary, path)
    return []


def write(rows: Iterable[dict[str, Any]], path: str, without: str = "") -> None:
    """Write typed ``rows`` into a file, ``without`` one of the columns. Raises ``OSError``."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    columns = pyarrow.schema([field for field in schema() if field.name != without])
    with ParquetWriter(path, columns, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pyarrow.Table.from_pylist(group, columns))
    with open(path, "rb") as stream:
        os.fsync(stream.fileno())


def leftovers(temporary: str) -> Iterator[str]:
    """Yield the files that :func:`make` may leave when interrupted."""
    yield temporary


def schema() -> Any:
    """Return the columns: the keys of a record in order, and those that :func:`typed` adds."""
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
    columns |= {"captured": pa.timestamp("us", tz="UTC"), "date": pa.date32()}
    fields = []
    for name, kind in columns.items():
        fields.append(pa.field(name, kind))
        fields += [pa.field(more, {"year": pa.int32()}.get(more, text)) for more in BEHIND.get(name, ())]
    return pa.schema(fields)


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a record as its columns hold them.

    ``date`` is set only if the day is known: a year is not its first of January. ``date_text`` has all that is known.
    """
    date = values["date"]
    return values | {
        "captured": moment(values["captured"]),
        "date": _day(date),
        "date_text": date,
        "year": int(date[:4]) if date and date[:4].isdecimal() else None,
        "host": host(values["url"]) or None,
    }


def _groups(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row["text"])
        if len(group) == ROWS or size >= GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def _day(text: str | None) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text) if text and len(text) == len("2018-05-28") else None
    except ValueError:
        return None


def moment(captured: str | None) -> Any:
    """Return the time of a capture; ``None`` if it is not a time, as may be in a record written by hand."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(captured) if captured else None
    except ValueError:
        return None
