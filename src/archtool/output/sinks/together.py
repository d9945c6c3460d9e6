"""All that one run of ``clean`` writes, as one: the records, the ledger, the list of failures."""

from __future__ import annotations

from typing import Any

from archtool.output.sinks import Cleaned, Sink
from archtool.output.streams import Output


class Together:
    """A sink with the outputs beside it; they are opened, completed and given up together."""

    def __init__(self, sink: Sink, ledger: Output | None, failures: Output | None) -> None:
        self._sink = sink
        self._ledger = ledger
        self.written = 0  # records, by this process
        self._all: list[Any] = [each for each in (sink, ledger, failures) if each]

    def open(self, state: Any = None) -> None:
        """Begin, or go on from ``state``."""
        for each, its in zip(self._all, state or [None] * len(self._all), strict=True):
            each.open(its)

    def write(self, cleaned: Cleaned) -> str | None:
        """Take one record; return what the user has to be told about it."""
        told = self._sink.write(cleaned)
        self.written += 1
        if self._ledger:
            self._ledger.write(cleaned.ledger)
        return told

    def told(self) -> list[str]:
        """What the summary has to say of the place of the records."""
        return self._sink.told()

    def checkpoint(self) -> Any:
        """Make durable what was written."""
        return [each.checkpoint() for each in self._all]

    def end(self) -> Any:
        """Nothing more will be written."""
        return [each.end() for each in self._all]

    def close(self) -> None:
        """Put everything in its place."""
        for each in self._all:
            each.close()

    def discard(self) -> None:
        """Give everything up, or leave it for the next run."""
        for each in self._all:
            each.discard()
