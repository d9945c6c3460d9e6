"""The sink for text formats: all records one after another, on standard output or in one file."""

from __future__ import annotations

from typing import Any

from archtool.output import streams, targets
from archtool.output.sinks import Cleaned, Sink
from archtool.output.streams import Output
from archtool.writers import Format


def text_sink(
    path: str | None, format: Format, resumable: bool = False, shard: tuple[int, int] | None = None, force: bool = False
) -> Sink:
    """Return the sink for ``-o path``."""
    if path is not None and targets.is_directory(path):
        from archtool.output.sinks.directory import Directory

        return Directory(path, resumable, shard, force)
    return InOne(streams.open_output(path, resumable), format)


class InOne:
    """All records in one output, with the format's text before, between and after them."""

    def __init__(self, out: Output, format: Format) -> None:
        self._out = out
        self._form = format
        self._empty = True

    def open(self, state: Any = None) -> None:
        """Write the text before the records, or continue after ``state``."""
        if state is None:
            self._out.open()
            self._out.write(self._form.before)
        else:
            self._out.open(state["out"])
            self._empty = state["empty"]

    def write(self, cleaned: Cleaned) -> None:
        """Write one record."""
        self._out.write(cleaned.text if self._empty else self._form.between + cleaned.text)
        self._empty = False

    def checkpoint(self) -> Any:
        """Make durable what was written."""
        return {"out": self._out.checkpoint(), "empty": self._empty}

    def end(self) -> Any:
        """Write the text after the records."""
        self._out.write(self._form.after)
        return {"out": self._out.end(), "empty": self._empty}

    def close(self) -> None:
        """Put the file in its place."""
        self._out.close()

    def phrases(self) -> list[str]:
        """Return nothing: all records are in the file."""
        return []

    def discard(self) -> None:
        """Abandon the file."""
        self._out.discard()
