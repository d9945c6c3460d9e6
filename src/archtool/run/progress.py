"""Count the pages, failures and skipped items of a run, print failures as they come, show progress and a summary."""

from __future__ import annotations

import os
from collections.abc import Iterable
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from archtool.model import Failure, Origin, Skipped
from archtool.output.terminal import Progress, complain, shows_progress
from archtool.run.options import Options
from archtool.startup.patterns import lazy

if TYPE_CHECKING:
    from archtool.output.streams import Output
    from archtool.readers._places import Places

SHOWN = 6  # reasons in the summary; -v prints all
MOST = 1000  # kinds of failures that are counted apart: a message may hold anything
OTHERS = "others"
FEW = 10  # pages from which on a hint about speed or missing values is worth a line
PURE = "running as pure Python, about 13 times slower than compiled: see Install in the README, or archtool --version"
EMPTY = "empty: "  # prefix of the reason why a page has no text, among what it lacks
LACKS = ("title", "date", "text")  # keys whose absence a summary counts
MANY = 10  # percentage of pages without a title or a date at which --learn may help
# Messages that differ only in sizes and places have the same reason.
NUMBER = lazy(r"(?<!\d)\d+(?= (?:of \d+ )?bytes)|(?<=has )\d+|(?<=line )\d+")
FLOOD = 20  # failures of one kind in one file that are printed one by one; the list of failures has them all


class Report:
    """The counts of a run: pages cleaned, failures, skipped items. It prints failures as they come."""

    def __init__(self, options: Options, failures: Output | None = None) -> None:
        self.pages = self.failed = self.captures = 0
        self.skipped: dict[str, int] = {}
        self.reasons: dict[str, int] = {}  # the list of failures
        self.without: dict[str, int] = dict.fromkeys(LACKS, 0)
        self.empty: dict[str, int] = {}  # why pages have no text
        self._flooded = ""  # the file of the latest failure, and how many of each kind it had
        self._printed: dict[str, int] = {}
        self._options = options
        self._failures = failures
        shown = shows_progress(options.quiet, options.output)
        self._progress = Progress(None if options.shard else _total(options.paths)) if shown else None
        self._path = ""
        self._before = 0  # bytes of the files before the one that is being read
        self._places: Places | None = None
        if self._progress:
            from archtool.readers._places import Places

            self._places = Places()

    @property
    def status(self) -> int:
        """Return the exit code: 1 if a page failed, or if there was none (but one of several shards may be empty)."""
        return 1 if self.failed or self._is_empty() else 0

    def _is_empty(self) -> bool:
        return not (self.pages or self.failed or self.captures or self._options.shard)

    def at(self, origin: Origin) -> None:
        """Show how far the run is, by the origin of a page."""
        if not self._progress or not self._places:
            return
        if origin.path != self._path:
            self.come_to(origin.path)
        self._progress.show(self.pages, self.failed, self._before + self._places.inside(origin))

    def come_to(self, path: str) -> None:
        """Count the files before ``path`` as read, including those that an earlier run has done."""
        if self._progress:
            self._before += _size(self._path)
            self._path = path

    def succeed(self) -> None:
        """Count a page that was cleaned; print once that a long run would be faster with compiled modules."""
        self.pages += 1
        if self.pages == FEW and not self._options.quiet:
            from archtool.version import is_pure

            if is_pure():
                self._complain(PURE)

    def lacks(self, keys: Iterable[str], count: int = 1) -> None:
        """Count the keys that a page lacks, or ``count`` pages."""
        for key in keys:
            counted = self.empty if key.startswith(EMPTY) else self.without
            key = key.removeprefix(EMPTY)
            counted[key] = counted.get(key, 0) + count

    def tell(self, message: str) -> None:
        """Print one line between the others."""
        self._complain(message)

    def fail(self, failure: Failure) -> None:
        """Print a failure on one line, and write it into the list of failures."""
        self.failed += 1
        kind = NUMBER.sub("N", failure.message)
        kind = kind if kind in self.reasons or len(self.reasons) < MOST else OTHERS
        self.reasons[kind] = self.reasons.get(kind, 0) + 1
        if self._failures:
            from archtool.run.failures import render

            self._failures.write(render(failure, self._options.failures))
        if failure.origin.path != self._flooded:
            self._tell_flood()
            self._flooded = failure.origin.path
        self._printed[kind] = self._printed.get(kind, 0) + 1
        if self._printed[kind] <= FLOOD or self._options.verbose:
            self._complain(f"{failure.origin}: {failure.message}")

    def _tell_flood(self) -> None:
        """Print for each kind of failure how many more of it the last file had than were printed."""
        for kind, count in self._printed.items():
            if count > FLOOD and not self._options.verbose:
                self._complain(f"{self._flooded}: {count - FLOOD:,} more of the kind: {kind}")
        self._printed = {}

    def skip(self, skipped: Skipped) -> None:
        """Count a skipped item by its reason; print it with ``-v``."""
        self.skipped[skipped.reason] = self.skipped.get(skipped.reason, 0) + 1
        if self._options.verbose:
            self._complain(f"{skipped.origin}: skipped: {skipped.reason}")

    def recapture(self, revisit: Skipped) -> None:
        """Count a further capture of a page; print it with ``-v``."""
        self.captures += 1
        if self._options.verbose:
            self._complain(f"{revisit.origin}: a further capture of a page")

    def summary(self, verb: str, *more: str) -> None:
        """Print the summary, except for a single page, whose output or failure is there to be seen."""
        self._tell_flood()
        if self._progress:
            self._progress.clear()
        skipped = sum(self.skipped.values())
        is_one = self.pages + self.failed == 1 and not self.captures and not skipped
        if self._is_empty():
            why = f"all {skipped} skipped ({_in_words(self.skipped)})" if skipped else "no pages found"
            complain(f"nothing {verb}: {why}")
        if self._options.quiet or is_one or self._is_empty():
            return
        parts = [f"{self.pages} {'page' if self.pages == 1 else 'pages'} {verb}", *more]
        if self.captures:
            parts.append(f"{self.captures} further {'capture' if self.captures == 1 else 'captures'}")
        if self.failed:
            parts.append(f"{self.failed} failed" + (f" ({_in_words(self.reasons)})" if self.failed > 1 else ""))
        parts += [f"{skipped} skipped ({_in_words(self.skipped)})"] if skipped else []
        complain(", ".join(parts) + self._lacking())

    def _lacking(self) -> str:
        """Return what pages lack, in words, since a high number of pages may hide bad records."""
        empty = sum(self.empty.values())
        if self.pages < FEW:
            return f"; {empty} empty ({_in_words(self.empty)})" if empty else ""
        named = {"title": "a title", "date": "a date", "text": "text"}
        parts = [f"{count} without {named[key]}" for key, count in self.without.items() if count]
        parts = [each for each in parts if not (empty and each.endswith("text"))]  # shown with the reasons
        parts += [f"{empty} empty ({_in_words(self.empty)})"] if empty else []
        if not parts:
            return ""
        many = max(self.without["title"], self.without["date"]) * 100 > self.pages * MANY
        has_rules = self._options.learn or self._options.rules
        hint = " (--learn may help: see archtool guide sites)" if many and not has_rules else ""
        return f"; {', '.join(parts)}{hint}"

    def as_json(self) -> str:
        """Return all counts as JSON, for ``--summary``."""
        from json import dumps

        counts = {
            "pages": self.pages,
            "without": self.without,
            "empty": self.empty,
            "captures": self.captures,
            "failed": self.failed,
            "failures": self.reasons,
            "skipped": self.skipped,
        }
        return dumps(counts, ensure_ascii=False, indent=2) + "\n"

    def state(self) -> Any:
        """Return the counts as a JSON value, for a checkpoint."""
        return [self.pages, self.failed, self.captures, self.skipped, self.reasons, self.without, self.empty]

    def restore(self, state: Any) -> None:
        """Continue from the counts of a checkpoint."""
        self.pages, self.failed, self.captures, self.skipped, self.reasons, self.without, *empty = state
        self.empty = empty[0] if empty else {}  # an older version did not count them

    def _complain(self, message: str) -> None:
        if self._progress:
            self._progress.clear()
        complain(message)


def _in_words(reasons: dict[str, int]) -> str:
    """Return the reasons with their counts in words, the most frequent first."""
    counted = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{count} {reason}" for reason, count in counted[:SHOWN]]
    others = sum(count for _, count in counted[SHOWN:])
    return ", ".join([*parts, f"{others} others"] if others else parts)


def _total(paths: tuple[str, ...]) -> int | None:
    """Return the bytes of all inputs if all are named files; a directory is not walked for it."""
    try:
        status = [os.stat(path) for path in paths]
    except OSError:
        return None
    return sum(each.st_size for each in status) if status and all(S_ISREG(each.st_mode) for each in status) else None


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
