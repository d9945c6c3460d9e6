"""What every command does around its own work: inputs in, results out in order, failures told and counted.

The work of a command is a :class:`Job`: a frozen, picklable description that each process makes a function of.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, Union

from archtool import inputs
from archtool.engines import local
from archtool.errors import UsageError
from archtool.model import Failure, Origin, Page, Settings, Skipped
from archtool.options import Options
from archtool.report import Report as Report

if TYPE_CHECKING:
    from archtool.readers import Part, ReadOptions
    from archtool.rules import RuleBook

# What is handed to a process: a path or a part of a file that it reads itself, or what was read already.
Item = Union[str, Page, Failure, Skipped, "Part"]
# Containers of many pages are read here and their pages handed out; other files are read where they are cleaned.
CONTAINERS = (".warc", ".arc", ".gz", ".zst", ".lz4", ".wacz", ".zip", ".tar", ".tgz", ".har", ".json", ".jsonl", ".md")
LARGE = 4 << 20
PART = 4 << 20  # stored bytes of a WARC that a process reads at a time: the results of some parts are held in memory
HEAVY = local.HEAVY
Recaptured = Callable[[int, Skipped], None]


class Done(NamedTuple):
    """What became of one page: a result or a failure; where the page was, and what revisits may call it."""

    result: Any
    origin: Origin
    keys: tuple[int, ...]


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
            found: Iterable[Any] = (item,)
            if isinstance(item, str):
                found = readers.read(item, reading)
            elif isinstance(item, readers.Part):
                yield item
                found = readers.read_part(item, reading)
            for page in found:
                if isinstance(page, Page):
                    yield Done(self.handle(page, chosen, *self.extra), page.origin, page.keys)
                else:
                    yield page

        return work


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

    given: dict[str, Any] = {
        "form": options.from_form,
        "status": options.status,
        "mime": options.mime,
        "max_bytes": options.max_size,
        "max_total": options.max_total,
        "max_members": options.max_members,
        "max_depth": options.depth,
    }
    return ReadOptions()._replace(**{name: value for name, value in given.items() if value is not None})


def results(job: Job, paths: Iterable[str], report: Report, recaptured: Recaptured | None = None) -> Iterator[Any]:
    """Yield what ``job`` made of every page, in order; tell and count failures and what was skipped.

    A revisit of one of these pages is a further capture of it: ``recaptured`` is told the number of the page, from 0.
    """
    from archtool.corpus.revisits import Known

    known = Known()
    for result in _all(job, paths):
        if isinstance(result, Done):
            report.at(result.origin)
            known.add(result.keys if not isinstance(result.result, Failure | Skipped) else (), report.pages)
            result = result.result
        elif isinstance(result, Failure | Skipped):
            report.at(result.origin)
        if isinstance(result, Failure):
            report.fail(result)
            if job.options.fail_fast:
                return
        elif isinstance(result, Skipped):
            page = known.find(result.keys)
            if page is None:
                report.skip(result)
            else:
                report.recapture(result)
                if recaptured:
                    recaptured(page, result)
        else:
            report.succeed()
            yield result


def _all(job: Job, paths: Iterable[str]) -> Iterator[Any]:
    """What the processes, or this one, make of every item."""
    options = job.options
    if options.jobs == 1:
        yield from local.run(paths, job.prepare, _lost)
        return
    from archtool import readers
    from archtool.engines.parts import joined

    reading = read_options(options)

    def apart(item: Item) -> Iterable[Item]:
        return readers.read_part(item, reading) if isinstance(item, readers.Part) else (item,)  # type: ignore[return-value]

    found = local.run(_spread(paths, reading), job.prepare, _lost, options.jobs, _weigh, apart)
    yield from joined(found, lambda part: job.prepare()(part))


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
        parts = readers.parts(path, PART) if path != inputs.STDIN and reading.form in (None, "warc") else iter(())
        first = next(parts, None)
        if first:
            yield first
            yield from parts
        elif path == inputs.STDIN or path.lower().endswith(CONTAINERS) or _size(path) > LARGE:
            yield from readers.read(path, reading)
        else:
            yield path


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _weigh(item: Item) -> int:
    if isinstance(item, Page):
        return len(item.body)
    return 0 if isinstance(item, str | Failure | Skipped) else HEAVY


def _lost(item: Item, message: str) -> Failure:
    if isinstance(item, str):
        return Failure(Origin(item), message)
    return Failure(item.origin if isinstance(item, Page | Failure | Skipped) else Origin(item.path), message)
