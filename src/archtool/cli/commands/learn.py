"""``archtool learn``: find the template, the labels and the date format of a site from many of its pages.

Each page is examined by itself, in any process (``corpus/templates_page.py``); a store on disk finds the pages that
are copies of each other (``templates_store.py``); then each site is surveyed (``templates_rules.py``).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from archtool.api.cleaning import guarded
from archtool.api.learning import look, named, rules_of
from archtool.corpus.templates_store import PageStore
from archtool.corpus.templates_toml import FoundRule, is_edited, render
from archtool.errors import UsageError
from archtool.model import Failure, Page, Settings, Skipped
from archtool.output import streams
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, results, settings
from archtool.run.options import Options

RECORD = "record, clean already"


def run(options: Options) -> int:
    """Learn from the pages of ``options.paths`` and write a rules file."""
    outputs.check(options, {"rules": options.output})
    keep_edited(options.output)
    report = Report(options)
    with streams.closing(streams.open_output(options.output)) as out:
        count = 0
        for text in render(learned(options, report)):
            out.write(text)
            count += 1
    rules = f"{count - 1} {'rule' if count == 2 else 'rules'}"
    report.summary("read", rules)
    return report.status


def keep_edited(path: str | None) -> None:
    """Refuse to write over a file that ``learn`` has not written, or that was changed since. Raises ``UsageError``."""
    if path is None or not os.path.isfile(path):
        return
    with open(path, "rb") as stream:
        if is_edited(stream.read()):
            raise UsageError(f"{path}: not as archtool learn wrote it; choose another name, or move the file away")


class SilentReport(Report):
    """The report of the first of two passes: the second one prints what failed or was skipped."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._options = options._replace(quiet=True, verbose=False)

    def fail(self, failure: Failure) -> None:
        """Count a failure."""
        self.failed += 1


@contextmanager
def with_own_rules(options: Options) -> Iterator[Options]:
    """Yield ``options`` with the rules learned from its own pages, for ``clean --learn``.

    Raises :class:`UsageError` for an input that can be read only once.
    """
    named = (*options.paths, options.files_from) if options.files_from else options.paths or (inputs.STDIN,)
    for path in named:
        if path == inputs.STDIN or (os.path.exists(path) and stat.S_ISFIFO(os.stat(path).st_mode)):
            raise UsageError(f"{path}: --learn reads everything twice, and a pipe can be read only once: name a file")
    report = SilentReport(options)
    with TemporaryDirectory(prefix="archtool-") as folder:
        path = os.path.join(folder, "learned.toml")
        # A rule that is switched off may be one that is learned here.
        streams.write_file(path, "".join(render(learned(options._replace(disable=()), report))))
        report.summary("read")
        yield options._replace(rules=(*options.rules, path))


def learned(options: Options, report: Report) -> Iterator[FoundRule]:
    """Yield the rules for every site of the pages of ``options.paths``, in the order of their hosts."""
    with PageStore() as store:
        for found in results(Job(handle, options), inputs.entries(options), report):
            store.add(found)
        yield from named(rules_of(store), settings(options))


def handle(page: Page, chosen: Settings) -> Any:
    """Return the hashes of one page; a bug in it is a failure of this page alone."""
    if page.record is not None:
        return Skipped(page.origin, RECORD)
    return guarded(page, lambda: look(page, chosen))
