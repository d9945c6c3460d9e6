"""What every command does around its own work: inputs in, results out in order, failures told and counted.

The work of a command is a :class:`Job`: a frozen, picklable description that each process makes a function of.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool import inputs
from archtool.engines import local
from archtool.entry import complain
from archtool.errors import UsageError
from archtool.model import Failure, Origin, Page, Settings, Skipped
from archtool.options import Options
from archtool.terminal import Progress, shows_progress

if TYPE_CHECKING:
    from archtool.readers import ReadOptions
    from archtool.rules import RuleBook

# What is handed to a process: a path that it reads itself, or what was read already.
Item = str | Page | Failure | Skipped
# Containers of many pages are read here and their pages handed out; other files are read where they are cleaned.
CONTAINERS = (".warc", ".arc", ".gz", ".zst", ".lz4", ".wacz", ".zip", ".tar", ".tgz", ".har", ".json", ".jsonl", ".md")
LARGE = 4 << 20


class Job(NamedTuple):
    """``handle(page, settings, *extra)`` for every page, in whatever process."""

    handle: Callable[..., Any]
    options: Options
    extra: tuple[Any, ...] = ()

    def prepare(self) -> Callable[[Item], Iterator[Any]]:
        """Return the function that yields a result for each page of one item."""
        from archtool import readers

        chosen = settings(self.options)
        reading = read_options(self.options)

        def work(item: Item) -> Iterator[Any]:
            for page in readers.read(item, reading) if isinstance(item, str) else (item,):
                yield self.handle(page, chosen, *self.extra) if isinstance(page, Page) else page

        return work


class Report:
    """How many pages went well, and what happened to the others. It tells failures as they come."""

    def __init__(self, options: Options) -> None:
        self.pages = self.failed = self.skipped = 0
        self._options = options
        self._progress = Progress() if shows_progress(options.quiet, options.output) else None

    @property
    def status(self) -> int:
        """The exit code that the pages mean."""
        return 1 if self.failed else 0

    def succeed(self) -> None:
        """Count a page that went well."""
        self.pages += 1
        if self._progress:
            self._progress.show(self.pages)

    def fail(self, failure: Failure) -> None:
        """Tell a failure on one line."""
        self.failed += 1
        self._complain(f"{failure.origin}: {failure.message}")

    def skip(self, skipped: Skipped) -> None:
        """Count what is no page; tell it with ``-v``."""
        self.skipped += 1
        if self._options.verbose:
            self._complain(f"{skipped.origin}: skipped: {skipped.reason}")

    def summary(self, verb: str) -> None:
        """Say how it went, where there was more than one input."""
        if self._progress:
            self._progress.clear()
        if self._options.quiet or self.pages + self.failed + self.skipped < 2:
            return
        parts = [f"{self.pages} {'page' if self.pages == 1 else 'pages'} {verb}"]
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{self.skipped} skipped"] if self.skipped else []
        complain(", ".join(parts))

    def _complain(self, message: str) -> None:
        if self._progress:
            self._progress.clear()
        complain(message)


def settings(options: Options) -> Settings:
    """The switches of the pipeline. Raises :class:`UsageError` on rules that cannot be used."""
    from archtool.rules import RuleError, load_rules

    vocabulary = None
    if options.vocab:
        from archtool.corpus.vocabulary import load_vocabulary

        vocabulary = load_vocabulary(options.vocab)
    if not (options.rules or options.disable):
        return Settings(markup=options.markup, links=options.links, vocabulary=vocabulary)
    try:
        book = load_rules(options.rules)
    except RuleError as error:
        raise UsageError(str(error)) from error
    disabled = frozenset(options.disable)
    _check_known(disabled, book)
    return Settings(book, disabled, options.markup, options.links, vocabulary)


def _check_known(disabled: frozenset[str], book: RuleBook) -> None:
    """Refuse ids that no rule has: a slip of the pen would leave the rule in force."""
    from archtool.artefacts import listed_rules
    from archtool.judge.computed import COMPUTED

    known = {*COMPUTED, *(rule.id for rule in book.rules), *(rule.id for rule in listed_rules())}
    for unknown in sorted(disabled - known):
        from difflib import get_close_matches

        close = get_close_matches(unknown, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else "see 'archtool rules'"
        raise UsageError(f"--disable: no rule has the id {unknown!r}; {hint}")


def read_options(options: Options) -> ReadOptions:
    """What the readers are told."""
    from archtool.readers import ReadOptions

    return ReadOptions(form=options.from_form, max_bytes=options.max_size)


def results(job: Job, paths: Iterable[str], report: Report) -> Iterator[Any]:
    """Yield what ``job`` made of every page, in order; tell and count failures and what was skipped."""
    jobs = job.options.jobs
    items: Iterable[Item] = _spread(paths, read_options(job.options)) if jobs > 1 else paths
    for result in local.run(items, job.prepare, _lost, jobs, _weigh):
        if isinstance(result, Failure):
            report.fail(result)
            if job.options.fail_fast:
                return
        elif isinstance(result, Skipped):
            report.skip(result)
        else:
            report.succeed()
            yield result


def guarded(page: Page, work: Callable[[], Any]) -> Any:
    """``work()``; an error in it is the failure of this page and stops no other."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit):
        raise
    except Exception as error:  # a bug: say where it is, and go on
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f" ({place.tb_frame.f_code.co_name}, line {place.tb_lineno})" if place else ""
        return Failure(page.origin, f"internal error: {type(error).__name__}: {error}{where}")


def _spread(paths: Iterable[str], reading: ReadOptions) -> Iterator[Item]:
    from archtool import readers

    for path in paths:
        if path == inputs.STDIN or path.lower().endswith(CONTAINERS) or _size(path) > LARGE:
            yield from readers.read(path, reading)
        else:
            yield path


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _weigh(item: Item) -> int:
    return len(item.body) if isinstance(item, Page) else 0


def _lost(item: Item, message: str) -> Failure:
    return Failure(Origin(item) if isinstance(item, str) else item.origin, message)
