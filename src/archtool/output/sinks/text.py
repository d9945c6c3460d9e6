"""Sinks for forms that are text: all records one behind the other, or a file for each."""

from __future__ import annotations

import os
from typing import Any

from archtool.errors import OutputError, reason
from archtool.output import disk, streams
from archtool.output.sinks import Cleaned, Sink
from archtool.output.streams import Output
from archtool.writers import Form


def text_sink(path: str | None, form: Form, resumable: bool = False, shard: tuple[int, int] | None = None) -> Sink:
    """Return the sink for ``-o path``."""
    if path is not None and streams.is_directory(path):
        return Directory(path, disk.own("part", shard) if resumable else None)
    return InOne(streams.open_output(path, resumable), form)


class InOne:
    """All records in one output, with what the form puts before, between and after them."""

    def __init__(self, out: Output, form: Form) -> None:
        self._out = out
        self._form = form
        self._empty = True

    def open(self, state: Any = None) -> None:
        """Begin with what stands before the records, or go on behind ``state``."""
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
        """Write what stands after the records."""
        self._out.write(self._form.after)
        return {"out": self._out.end(), "empty": self._empty}

    def close(self) -> None:
        """Put the file in its place."""
        self._out.close()

    def discard(self) -> None:
        """Give the file up."""
        self._out.discard()


class Directory:
    """A file for each record; each appears whole."""

    def __init__(self, path: str, part: str | None) -> None:
        """``part``: in a run that can be resumed, the name of the file that is being written."""
        self._path = path
        self._part = part and os.path.join(path, part)

    def open(self, state: Any = None) -> None:
        """Make the directory where it is not there yet."""
        streams.make_directory(self._path)
        self._clear()

    def write(self, cleaned: Cleaned) -> None:
        """Write one file. Of a run that can be resumed only one name is ever half-done, and the next run knows it."""
        path = os.path.join(self._path, cleaned.name)
        if not self._part:
            streams.write_file(path, cleaned.text)
            return
        try:
            with open(self._part, "wb") as part:
                part.write(streams.encode(cleaned.text))
            os.replace(self._part, path)
        except OSError as error:
            raise OutputError(f"{path}: {reason(error)}") from error

    def checkpoint(self) -> Any:
        """Make durable what was written."""
        disk.synchronise(self._path)
        return {}

    def end(self) -> Any:
        """Nothing stands behind the last file."""
        return self.checkpoint() if self._part else {}

    def close(self) -> None:
        """Every file is in its place."""

    def discard(self) -> None:
        """What is written stays; it is whole."""
        self._clear()

    def _clear(self) -> None:
        try:
            if self._part:
                os.unlink(self._part)
        except OSError:
            pass  # not there, as a rule
