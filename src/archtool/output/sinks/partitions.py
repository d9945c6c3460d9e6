"""Make a folder of Parquet files with a folder in it for each host or year, as DuckDB, pandas and Spark read them.

Called by ``spooled.py``. In ``out/host=example.org/part-0.parquet``, the column in the folder's name is not in the
file. Rows wait until there are enough for a file, so that memory is bounded; in a large collection, a folder has
several parts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from shutil import rmtree
from typing import Any
from urllib.parse import quote

from archtool.errors import UsageError
from archtool.output.sinks import parquet

NOTHING = "unknown"  # the folder of rows without a value: pandas cannot read Hive's name for it
WAITING = 64 << 20  # most characters of text waiting for their files
BESIDE = 1000  # characters assumed for the other columns of a row
OURS = ".archtool"  # prefix of our own hidden files
LONGEST = 240  # bytes of a folder's name; file systems allow 255, and host names have 253 at most
Row = dict[str, Any]


class Partitions:
    """A maker of such a folder (:class:`archtool.output.sinks.spooled.Maker`). ``column``: ``host`` or ``year``."""

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
        """Yield nothing: :meth:`make` removes its folder itself."""
        yield from ()

    def _write(self, rows: Iterable[Row], folder: str) -> list[str]:
        """Write the files; return their names relative to ``folder``."""
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
    """Return a value as the name of a folder; one too long for a name, and so no host, counts as unknown."""
    name = "" if value is None else quote(str(value), safe="")
    return name if 0 < len(name) <= LONGEST else NOTHING
