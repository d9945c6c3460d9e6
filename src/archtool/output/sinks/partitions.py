"""A folder of Parquet files, with a folder in it for each host or year, as DuckDB, pandas and Spark read them.

``out/host=example.org/part-0.parquet``: the column that the folders are named after is not in the files. Rows wait
until there are enough for a file, so that memory does not grow with their number; a large collection has several parts
in a folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from shutil import rmtree
from typing import Any
from urllib.parse import quote

from archtool.errors import UsageError
from archtool.output.sinks import parquet

NOTHING = "unknown"  # the folder of rows without a value: pandas cannot read what Hive calls it
WAITING = 64 << 20  # characters of text that wait for their files
BESIDE = 1000  # and of what stands beside it, in each row
OURS = ".archtool"  # how the names of our own hidden files begin
LONGEST = 240  # bytes of a folder's name, of the 255 that file systems allow; no host in the DNS has more than 253
Row = dict[str, Any]


class Partitions:
    """What makes such a folder: see :class:`archtool.output.sinks.spooled.Maker`. ``column``: ``host`` or ``year``."""

    IS_DIRECTORY = True

    def __init__(self, column: str) -> None:
        self._column = column

    def check(self, path: str) -> None:
        """Refuse a folder with files: those of an earlier run would mix with ours. Raises :class:`UsageError`."""
        parquet.check(path)
        if os.path.isdir(path) and any(not name.startswith(OURS) for name in os.listdir(path)):
            raise UsageError("not empty: choose another output, or remove it")

    def make(self, rows: Iterable[Any], path: str, temporary: str, new: bool) -> list[str]:
        """Make the files below ``temporary``, then put each in its place. Raises ``OSError``."""
        rmtree(temporary, ignore_errors=True)
        try:
            os.makedirs(temporary)
            parts = self._write(rows, temporary)
            os.makedirs(path, exist_ok=True)
            for name in parts:
                os.makedirs(os.path.dirname(os.path.join(path, name)), exist_ok=True)
                os.replace(os.path.join(temporary, name), os.path.join(path, name))
        finally:
            rmtree(temporary, ignore_errors=True)
        folders = len({os.path.dirname(name) for name in parts})
        return [f"in {folders:,} {'folder' if folders == 1 else 'folders'}"]

    def leftovers(self, temporary: str) -> Iterator[str]:
        """No files: :meth:`make` removes its folder itself."""
        yield from ()

    def _write(self, rows: Iterable[Row], folder: str) -> list[str]:
        """Write the files; return their names below ``folder``."""
        waiting: dict[str, list[Row]] = {}
        sizes: dict[str, int] = {}
        parts: dict[str, int] = {}
        names: list[str] = []
        total = 0

        def flush(value: str) -> None:
            name = os.path.join(value, f"part-{parts.get(value, 0)}.parquet")
            os.makedirs(os.path.join(folder, value), exist_ok=True)
            path = os.path.join(folder, name)
            parquet.write(waiting.pop(value), path, without=self._column)
            parts[value] = parts.get(value, 0) + 1
            del sizes[value]
            names.append(name)

        for row in map(parquet.typed, rows):
            value = f"{self._column}={_escaped(row[self._column])}"
            waiting.setdefault(value, []).append(row)
            size = len(row["text"]) + BESIDE
            sizes[value] = sizes.get(value, 0) + size
            total += size
            while total > WAITING:
                largest = max(sizes, key=sizes.__getitem__)
                total -= sizes[largest]
                flush(largest)
        for value in list(waiting):
            flush(value)
        return names


def _escaped(value: Any) -> str:
    """Return a value as the name of a folder; what is too long to be one, and so no host, counts as unknown."""
    name = "" if value is None else quote(str(value), safe="")
    return name if 0 < len(name) <= LONGEST else NOTHING
