"""Excel, with real links and dates. ``output/sinks/xlsx.py`` makes the file."""

from __future__ import annotations

from collections.abc import Sequence

from archtool.model import Record
from archtool.writers import Format
from archtool.writers.csv import COLUMNS, cells, joined
from archtool.writers.plain_values import line


def table(columns: Sequence[str] = COLUMNS) -> Format:
    """Return the format with these columns."""

    def render(record: Record) -> str:
        values = cells(record)
        found = {name: values[name] for name in columns}
        lists = {name: joined(value) for name, value in found.items() if isinstance(value, (list, tuple))}
        return line(found | lists, record.words)

    return Format(".xlsx", render, store="xlsx")


FORMAT = table()
