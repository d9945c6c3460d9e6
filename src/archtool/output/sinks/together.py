"""Combine all outputs of one run of ``clean``: the records, the ledger, the list of failures."""

from __future__ import annotations

from typing import Any

from archtool.output.sinks import Cleaned, Sink
from archtool.output.streams import Output


class Together:
    """A sink with further outputs, which are opened, completed and discarded together."""

    def __init__(self, sink: Sink, ledger: Output | None, failures: Output | None) -> None:
        self._sink = sink
        self._ledger = ledger
        self.written = 0  # records written by this process
        self._all: list[Any] = [each for each in (sink, ledger, failures) if each]

    def open(self, state: Any = None) -> None:
        """Begin, or continue from ``state``."""
        for each, its in zip(self._all, state or [None] * len(self._all), strict=True):
            each.open(its)

    def write(self, cleaned: Cleaned) -> str | None:
        """Take one record; return a message for the user, or ``None``."""
        message = self._sink.write(cleaned)
        self.written += 1
        if self._ledger:
            self._ledger.write(cleaned.ledger)
        return message

    def phrases(self) -> list[str]:
        """Return the phrases of the sink for the summary."""
        return self._sink.phrases()

    def checkpoint(self) -> Any:
        """Make durable what was written."""
        return [each.checkpoint() for each in self._all]

    def end(self) -> Any:
        """Write what follows all records; return the state."""
        return [each.end() for each in self._all]

    def close(self) -> None:
        """Put everything in its place."""
        for each in self._all:
            each.close()

    def discard(self) -> None:
        """Abandon everything, or leave it for the next run."""
        for each in self._all:
            each.discard()
