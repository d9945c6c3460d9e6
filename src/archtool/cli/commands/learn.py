"""``archtool learn``: what many pages of a site show to be its template, its labels, its way to write dates.

Each page is examined by itself, in any process (``corpus/templates_page.py``); a store on disk tells which pages are
one (``templates_store.py``); then each site is surveyed (``templates.py``, ``templates_labels.py``).
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
from archtool.corpus.templates_store import Sheets
from archtool.corpus.templates_toml import Found, is_edited, render
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


class Unheard(Report):
    """The report of a first pass: what fails or is passed over, the second pass tells."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._options = options._replace(quiet=True, verbose=False)

    def fail(self, failure: Failure) -> None:
        """Count a failure."""
        self.failed += 1


@contextmanager
def taught(options: Options) -> Iterator[Options]:
    """Give ``options`` with the rules that its own pages teach. Raises :class:`UsageError` for what is read once."""
    named = (*options.paths, options.files_from) if options.files_from else options.paths or (inputs.STDIN,)
    for path in named:
        if path == inputs.STDIN or (os.path.exists(path) and stat.S_ISFIFO(os.stat(path).st_mode)):
            raise UsageError(f"{path}: --learn reads everything twice, and a pipe can be read only once: name a file")
    report = Unheard(options)
    with TemporaryDirectory(prefix="archtool-") as folder:
        path = os.path.join(folder, "learned.toml")
        # A rule that is switched off may be one that is learned here.
        streams.write_file(path, "".join(render(learned(options._replace(disable=()), report))))
        report.summary("read")
        yield options._replace(rules=(*options.rules, path))


def learned(options: Options, report: Report) -> Iterator[Found]:
    """Yield the rules for every site of the pages of ``options.paths``, in the order of their hosts."""
    with Sheets() as sheets:
        for found in results(Job(handle, options), inputs.entries(options), report):
            sheets.add(found)
        yield from named(rules_of(sheets), settings(options))


def handle(page: Page, chosen: Settings) -> Any:
    """Look at one page; a bug in it is the failure of this page."""
    if page.record is not None:
        return Skipped(page.origin, RECORD)
    return guarded(page, lambda: look(page, chosen))
