"""Runs that can be resumed: what is done is written down now and then, so that after a kill little is done again.

From time to time the outputs are made durable and the journal gets a line: which inputs were met since the line before
it and what they were, how far the last of them is, what was counted, which names revisits may use, and the states of
the outputs. The next run checks that the inputs it passes over are what they were, has the outputs cut to those states
and begins behind the last result. When everything is written the journal says so before the outputs are put in their
places: a run that is killed in the middle of that is completed by the next one.

Nothing here depends on the time of day: moments are counted by a clock that is never set.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from time import monotonic
from typing import Any, Protocol

from archtool.corpus.revisits import Known
from archtool.errors import UsageError
from archtool.model import Origin, Pair, Skipped
from archtool.output import disk, streams
from archtool.output.streams import Closable
from archtool.run import inputs
from archtool.run.job import Met
from archtool.run.journal import Journal
from archtool.run.options import Options
from archtool.run.progress import Report
from archtool.run.schedule import Place, Slice
from archtool.version import __version__

# What may change between the runs: it does not shape the output, or is how the journal was found.
FREE = frozenset("output jobs quiet verbose fail_fast timeout memory resume summary".split())
BESIDE = ("ledger", "failures")
FILES = ("rules", "vocab")  # options whose files shape the output
SIZE = 8  # bytes of an identity
SHORTEST = 0.05  # seconds between two checkpoints, at least
COST = 20  # times as long as a checkpoint took passes before the next one
WAITS = -1  # in the place of the number of a page: a revisit
LOSS = 1000  # of the time that the run has taken, this part at most is done again after a kill


class Resumable:
    """One run that can be resumed, with its journal, its report and its outputs.

    Between :meth:`open` and :meth:`complete` the outputs are written to; a kill, an interruption or a full disk may end
    it at any moment.
    """

    def __init__(self, options: Options, report: Report, outputs: Resuming) -> None:
        self.known = Known()
        self._options = options
        self._journal = Journal(journal_path(options))
        self._report = report
        self._outputs = outputs
        self._met = bytearray()  # the identities of all inputs that an earlier run has met, one behind the other
        self._states: Any = None
        self._ended = False
        self._place = Place()
        self._new: dict[str, list[Any]] = {"met": [], "keys": []}  # since the latest checkpoint

    def open(self) -> bool:
        """Begin, or go on; whether there is anything left to do. Raises :class:`UsageError` where it must not go on."""
        lines = self._journal.read()
        made = next(lines, None)
        if made is not None:
            self._check_options(made)
        for line in lines:
            self._met += bytes.fromhex("".join(line["met"]))
            for ordinal, *said in line["keys"]:
                if ordinal == WAITS:
                    self.known.wait(_revisit(said))
                else:
                    self.known.add(tuple(said), ordinal)
            self._states, self._ended = line["states"], line["ended"]
            self._place = _place(line["place"])
            self._report.restore(line["report"])
        self._outputs.open(self._states)
        if made is None:
            self._journal.append(made_of(self._options))
        self._begun = self._latest = monotonic()
        self._cost = 0.0
        return not self._ended

    def taken(self, found: Iterable[str | Slice]) -> Iterator[Slice]:
        """Yield the inputs that are not done, each with what tells it from a changed one."""
        met, count = len(self._met) // SIZE, 0
        for count, taken in enumerate(found, 1):
            each = taken if isinstance(taken, Slice) else Slice(taken)
            if each.path == inputs.STDIN:
                raise UsageError("--resume needs files: standard input cannot be read again")
            identity = _identity(each)
            if count > met:
                yield each._replace(identity=identity.hex())
                continue
            self._report.come_to(each.path)
            if self._met[(count - 1) * SIZE : count * SIZE] != identity:
                raise UsageError(f"{each.path}: not what was there when the run was begun; {self._anew()}")
            if count == met:
                yield each._replace(identity=identity.hex(), start=self._place)
        if count < met:
            raise UsageError(f"inputs are gone that were there when the run was begun; {self._anew()}")

    def reached(self, mark: Any) -> None:
        """Note where the results come from now: a :class:`Met` input, or a part of it."""
        if isinstance(mark, Met):
            self._new["met"].append(mark.identity)
            self._place = Place()
        else:
            self._place = Place(mark.begin, mark.fields)

    def knows(self, keys: tuple[int, ...], ordinal: int) -> None:
        """Note what revisits may call a page."""
        self._new["keys"].append((ordinal, *keys))

    def waits(self, revisit: Skipped) -> None:
        """Note a revisit that waits for its page."""
        self._new["keys"].append((WAITS, revisit.origin, *revisit[1:]))

    def passed(self) -> None:
        """Note that one more result is done; make a checkpoint if it is time to."""
        self._place = self._place._replace(passed=self._place.passed + 1)
        now = monotonic()
        if now - self._latest < max(SHORTEST, COST * self._cost, (now - self._begun) / LOSS):
            return
        self._write_down(self._outputs.checkpoint(), ended=False)
        self._latest = monotonic()
        self._cost = self._latest - now

    def complete(self) -> None:
        """End the outputs, say so in the journal, put them in their places, and forget the run."""
        if not self._ended:
            self._write_down(self._outputs.end(), ended=True)
        self._outputs.close()
        self._journal.remove()

    def discard(self) -> None:
        """Leave everything for the next run."""
        self._journal.close()
        self._outputs.discard()

    def _write_down(self, states: Any, ended: bool) -> None:
        place = (self._place.begin, self._place.fields, self._place.passed)
        self._journal.append(
            {**self._new, "place": place, "report": self._report.state(), "states": states, "ended": ended}
        )
        self._new = {"met": [], "keys": []}

    def _check_options(self, made: dict[str, Any]) -> None:
        now = made_of(self._options)
        if other := [name for name in now if made.get(name) != now[name]]:
            named = ", ".join("--" + name.replace("_", "-") if name in Options._fields else name for name in other)
            raise UsageError(f"{self._options.output}: the run was begun with another {named}; {self._anew()}")

    def _anew(self) -> str:
        return f"to begin anew, remove {self._journal.path}"


class Resuming(Closable, Protocol):
    """The outputs of a run, as it sees them: see :class:`archtool.output.sinks.Sink`."""

    def open(self, state: Any = None) -> None:
        """Begin, or go on from ``state``."""

    def checkpoint(self) -> Any:
        """Make durable what was written; return the state from which to go on."""

    def end(self) -> Any:
        """The same at the end of all."""


def journal_path(options: Options) -> str:
    """Where the journal is: in the directory of the output, or beside the file. Hidden, so that it is no input."""
    path = options.output or ""
    if streams.is_directory(path):
        return os.path.join(path, disk.own("journal", options.shard))
    folder, name = os.path.split(os.path.realpath(path))
    return os.path.join(folder, disk.hidden(name, "journal"))


def made_of(options: Options) -> dict[str, Any]:
    """What shapes the output, as JSON values: the options, the contents of the files that they name, the version."""
    made: dict[str, Any] = {"version of archtool": __version__}
    for name, value in options._asdict().items():
        if name in FREE:
            continue
        if isinstance(value, frozenset):
            value = sorted(value)
        elif name in FILES:
            value = [_content(path) or path for path in value]
        elif name in BESIDE and value:
            value = os.path.realpath(value)
        made[name] = list(value) if isinstance(value, tuple) else value
    return made


def _content(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            return blake2b(stream.read(), digest_size=16).hexdigest()
    except OSError:  # the name of a vocabulary that comes with the program
        return ""


def _identity(taken: Slice) -> bytes:
    """What tells a file from a changed one: name, size, and time of change to the nanosecond. No clock is asked."""
    try:
        status = os.stat(taken.path)
        said = f"{status.st_size} {status.st_mtime_ns}"
    except OSError:
        said = "none"
    said += f" {taken.low} {taken.high}"
    return blake2b(os.fsencode(taken.path) + b"\0" + said.encode(), digest_size=SIZE).digest()


def _place(value: list[Any]) -> Place:
    begin, fields, passed = value
    return Place(begin, tuple(Pair(name, tuple(values)) for name, values in fields), passed)


def _revisit(value: list[Any]) -> Skipped:
    origin, reason, url, captured, keys = value
    return Skipped(Origin(*origin), reason, url, captured, tuple(keys))
