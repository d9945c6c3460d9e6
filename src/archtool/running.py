"""What every command does around its own work: inputs in, results out in order, failures told and counted.

The work of a command is a :class:`Job`: a frozen, picklable description that each process makes a function of.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.engines import local
from archtool.entry import complain
from archtool.errors import UsageError
from archtool.model import Failure, Origin, Page, Settings, Skipped
from archtool.options import Options

if TYPE_CHECKING:
    from archtool.readers import ReadOptions

Handle = Callable[[Page, Settings], Any]


class Job(NamedTuple):
    """``handle(page, settings, *extra)`` for every page, in whatever process."""

    handle: Callable[..., Any]
    options: Options
    extra: tuple[Any, ...] = ()

    def __call__(self) -> Callable[[str], Iterator[Any]]:
        """Return the function that reads one path and yields a result for each of its pages."""
        import archtool.clean  # here rather than for the first page, where its errors would be the page's
        from archtool import readers

        chosen = settings(self.options)
        reading = read_options(self.options)

        def work(path: str) -> Iterator[Any]:
            for page in readers.read(path, reading):
                yield self.handle(page, chosen, *self.extra) if isinstance(page, Page) else page

        return work


class Report:
    """How many pages went well, and what happened to the others. It tells failures as they come."""

    def __init__(self, options: Options) -> None:
        self.pages = self.failed = self.skipped = 0
        self._options = options

    @property
    def status(self) -> int:
        """The exit code that the pages mean."""
        return 1 if self.failed else 0

    def fail(self, failure: Failure) -> None:
        """Tell a failure on one line."""
        self.failed += 1
        complain(f"{failure.origin}: {failure.message}")

    def skip(self, skipped: Skipped) -> None:
        """Count what is no page; tell it with ``-v``."""
        self.skipped += 1
        if self._options.verbose:
            complain(f"{skipped.origin}: skipped: {skipped.reason}")

    def summary(self, verb: str) -> None:
        """Say how it went, where there was more than one input."""
        if self._options.quiet or self.pages + self.failed + self.skipped < 2:
            return
        parts = [f"{self.pages} {'page' if self.pages == 1 else 'pages'} {verb}"]
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{self.skipped} skipped"] if self.skipped else []
        complain(", ".join(parts))


def settings(options: Options) -> Settings:
    """The switches of the pipeline. Raises :class:`UsageError` on rules that cannot be used."""
    from archtool.rules import RuleError, load_rules

    if not (options.rules or options.disable):
        return Settings(markup=options.markup, links=options.links)
    try:
        book = load_rules(options.rules)
    except RuleError as error:
        raise UsageError(str(error)) from error
    return Settings(book, frozenset(options.disable), options.markup, options.links)


def read_options(options: Options) -> ReadOptions:
    """What the readers are told."""
    from archtool.readers import ReadOptions

    return ReadOptions(form=options.from_form, max_bytes=options.max_size)


def results(job: Job, paths: Iterable[str], report: Report) -> Iterator[Any]:
    """Yield what ``job`` made of every page, in order; tell and count failures and what was skipped."""
    for result in local.run(paths, job, _lost, job.options.jobs):
        if isinstance(result, Failure):
            report.fail(result)
            if job.options.fail_fast:
                return
        elif isinstance(result, Skipped):
            report.skip(result)
        else:
            report.pages += 1
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


def _lost(path: str, message: str) -> Failure:
    return Failure(Origin(path), message)
