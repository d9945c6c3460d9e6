"""Parquet: typed columns for DuckDB, pandas and their like. ``output/sinks/parquet.py`` makes the file."""

from __future__ import annotations

from archtool.keys import as_values
from archtool.model import Record
from archtool.writers import Format
from archtool.writers.plain_values import line


def render(record: Record) -> str:
    """Return the values of ``record`` as one line."""
    return line(as_values(record), record.words, *(each.count for each in record.removed))


FORMAT = Format(".parquet", render, store="parquet")
