"""Checkpoints for ``--resume``: progress is recorded now and then, so that after a kill little is done again.

At a checkpoint the outputs are flushed to disk and the journal gets a line: the inputs since the previous line with
their identities, the position in the last one, the counts, the keys of pages for revisits, and the states of the
outputs. The next run checks that the inputs it skips are unchanged, cuts the outputs back to those states, and begins
behind the last result. When everything is written, the journal records that before the outputs are moved into place: a
run that is killed meanwhile is completed by the next one.

Times are measured with a monotonic clock, so nothing depends on the time of day.
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
from archtool.output import disk, targets
from archtool.output.streams import Closable
from archtool.run import inputs
from archtool.run.job import InputBegins
from archtool.run.journal import Journal
from archtool.run.options import Options
from archtool.run.progress import Report
from archtool.run.schedule import Place, Slice
from archtool.version import __version__

# Options that may change between runs: they do not affect the output, or serve to find the journal.
FREE = frozenset("output jobs quiet verbose fail_fast timeout memory resume summary".split())
BESIDE = ("ledger", "failures")
FILES = ("rules", "vocab")  # options whose files affect the output
SIZE = 8  # bytes of an identity
SHORTEST = 0.05  # seconds between two checkpoints, at least
COST = 20  # time to the next checkpoint, as a multiple of the time that the last one took
WAITS = -1  # marks a revisit, in place of the number of a page
LOSS = 1000  # the largest share of the time so far that is done again after a kill


class Resumable:
    """One run that can be resumed, with its journal, its report and its outputs.

    Between :meth:`open` and :meth:`complete` the outputs are written; a kill, an interruption or a full disk may end it
    at any moment.
    """

    def __init__(self, options: Options, report: Report, outputs: Resuming) -> None:
        self.known = Known()
        self._options = options
        self._journal = Journal(journal_path(options))
        self._report = report
        self._outputs = outputs
        self._met = bytearray()  # the identities of all inputs of an earlier run, concatenated
        self._states: Any = None
        self._ended = False
        self._place = Place()
        self._new: dict[str, list[Any]] = {"met": [], "keys": []}  # since the latest checkpoint

    def open(self) -> bool:
        """Begin or resume; return whether anything is left to do. Raise :class:`UsageError` if the run has changed."""
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
        """Yield the inputs that are not done, each with its identity."""
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
        """Record the source of the results that follow: a :class:`InputBegins` input, or a part of it."""
        if isinstance(mark, InputBegins):
            self._new["met"].append(mark.identity)
            self._place = Place()
        else:
            self._place = Place(mark.begin, mark.fields)

    def knows(self, keys: tuple[int, ...], ordinal: int) -> None:
        """Record the keys of a page for revisits."""
        self._new["keys"].append((ordinal, *keys))

    def waits(self, revisit: Skipped) -> None:
        """Record a revisit that waits for its page."""
        self._new["keys"].append((WAITS, revisit.origin, *revisit[1:]))

    def passed(self) -> None:
        """Record that one more result is done; make a checkpoint if one is due."""
        self._place = self._place._replace(passed=self._place.passed + 1)
        now = monotonic()
        if now - self._latest < max(SHORTEST, COST * self._cost, (now - self._begun) / LOSS):
            return
        self._write_down(self._outputs.checkpoint(), ended=False)
        self._latest = monotonic()
        self._cost = self._latest - now

    def complete(self) -> None:
        """Finish the outputs, record that in the journal, move them into place, and remove the journal."""
        if not self._ended:
            self._write_down(self._outputs.end(), ended=True)
        self._outputs.close()
        self._journal.remove()

    def discard(self) -> None:
        """Close the journal and keep everything for the next run."""
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
    """The interface of outputs that can be resumed: see :class:`archtool.output.sinks.Sink`."""

    def open(self, state: Any = None) -> None:
        """Begin, or resume from ``state``."""

    def checkpoint(self) -> Any:
        """Flush to disk what was written; return the state from which to resume."""

    def end(self) -> Any:
        """Do the same after the last result."""


def journal_path(options: Options) -> str:
    """Return the path of the journal: in the directory of the output or beside the file, hidden from input walks."""
    path = options.output or ""
    if targets.is_directory(path):
        return os.path.join(path, disk.own("journal", options.shard))
    folder, name = os.path.split(os.path.realpath(path))
    return os.path.join(folder, disk.hidden(name, "journal"))


def made_of(options: Options) -> dict[str, Any]:
    """Return what determines the output, as JSON values: options, contents of the files that they name, version."""
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
    except OSError:  # the name of a built-in vocabulary, not of a file
        return ""


def _identity(taken: Slice) -> bytes:
    """Return the identity of a file: a digest of its name, size, and time of modification in nanoseconds."""
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
