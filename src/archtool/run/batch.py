"""Run the work of a command over all inputs: yield the results in order, report and count failures.

Every command that reads pages calls this. Its work is a :class:`Job`, a frozen, picklable description from which each
process makes a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from archtool.model import Failure, Skipped
from archtool.run import pool
from archtool.run.job import Done, lost, read_options, rest
from archtool.run.job import Job as Job
from archtool.run.job import settings as settings
from archtool.run.progress import Report as Report

if TYPE_CHECKING:
    from archtool.run.checkpoint import Resumable
    from archtool.run.schedule import Slice

Recaptured = Callable[[int, Skipped], None]


def results(
    job: Job,
    inputs: Iterable[str | Slice | Skipped],
    report: Report,
    recaptured: Recaptured | None = None,
    run: Resumable | None = None,
) -> Iterator[Any]:
    """Yield the result of ``job`` for every page, in order; report and count failures and skipped items.

    A revisit of one of these pages is a further capture of it: ``recaptured`` is called with the number of the page,
    from 0. A resumable ``run`` records each step when the consumer of the results has finished with it.
    """
    revisits = Revisits(report, recaptured, run)
    for result in _all(job, inputs):
        if not isinstance(result, Done | Failure | Skipped):
            if run:
                run.reached(result)
            continue
        report.at(result.origin)
        keys: tuple[int, ...] = ()
        if isinstance(result, Done):
            keys, result = result.keys, result.result
        if isinstance(result, Failure):
            report.fail(result)
            if job.options.fail_fast:
                break
        elif isinstance(result, Skipped):
            revisits.pass_over(result)
        else:
            page = report.pages
            report.succeed()
            yield result
            revisits.learn(keys, page)
        if run:
            run.passed()
    revisits.end()


class Revisits:
    """Reports revisits, once their pages are known, and other skipped items."""

    def __init__(self, report: Report, recaptured: Recaptured | None, run: Resumable | None) -> None:
        from archtool.corpus.revisits import Known

        self._known = run.known if run else Known()
        self._report = report
        self._recaptured = recaptured
        self._run = run

    def learn(self, keys: tuple[int, ...], page: int) -> None:
        """Remember the keys of a page for later revisits; those that waited for it are captures of it."""
        if not keys:
            return
        if self._run:
            self._run.knows(keys, page)
        for revisit in self._known.add(keys, page):
            self._tell(revisit, page)

    def pass_over(self, skipped: Skipped) -> None:
        """Count ``skipped``; a revisit is a capture of its page, or waits for it."""
        page = self._known.find(skipped.keys)
        if page is not None:
            from archtool.corpus.revisits import names_of

            self._tell(skipped, page)
            self.learn(names_of(skipped), page)
            return
        if self._run and skipped.keys:
            self._run.waits(skipped)
        given_up = self._known.wait(skipped)
        if given_up is not None:
            self._report.skip(given_up)

    def end(self) -> None:
        """After the last page: report revisits whose page was not found."""
        for revisit in self._known.left():
            self._report.skip(revisit)

    def _tell(self, revisit: Skipped, page: int) -> None:
        self._report.recapture(revisit)
        if self._recaptured:
            self._recaptured(page, revisit)


def _all(job: Job, inputs: Iterable[str | Slice | Skipped]) -> Iterator[Any]:
    """Yield the results for every item, from one process or several, with marks of inputs and parts between them."""
    options = job.options
    is_limited = options.timeout is not None or options.memory is not None
    if options.jobs == 1 and not is_limited and not options.resume and options.shard is None:
        yield from pool.run(inputs, job.prepare, lost, rest)
        return
    from archtool.run.parts import joined
    from archtool.run.schedule import Slice, spread, weigh
    from archtool.run.workers import Limits

    slices = (Slice(each) if isinstance(each, str) else each for each in inputs)
    reading = read_options(options)
    limits = Limits(options.timeout, options.memory) if is_limited else None
    made = pool.run(spread(slices, reading, limits is not None), job.prepare, lost, rest, options.jobs, weigh, limits)
    yield from joined(made, lambda part: job.prepare()(part, lambda page: None))
