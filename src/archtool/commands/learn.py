"""``archtool learn``: what many pages of a site show to be its template, its labels, its way to write dates.

Each page is examined by itself, in any process (``corpus/templates_page.py``); a store on disk tells which pages are
one (``templates_store.py``); then each site is surveyed (``templates.py``, ``templates_labels.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool import inputs, output
from archtool.corpus.templates_page import sheet
from archtool.corpus.templates_rules import rules_of_site
from archtool.corpus.templates_store import Sheets
from archtool.corpus.templates_toml import Found, render
from archtool.model import Page, Settings, Skipped
from archtool.options import Options
from archtool.running import Job, Report, guarded, results

RECORD = "record, clean already"


def run(options: Options) -> int:
    """Learn from the pages of ``options.paths`` and write a rules file."""
    output.refuse_to_overwrite(options.output, options.paths)
    report = Report(options)
    with output.closing(output.open_output(options.output)) as out:
        count = 0
        for text in render(learned(options, report)):
            out.write(text)
            count += 1
    rules = f"{count - 1} {'rule' if count == 2 else 'rules'}"
    report.summary("read", rules)
    return report.status


def learned(options: Options, report: Report) -> Iterator[Found]:
    """Yield the rules for every site of the pages of ``options.paths``, in the order of their hosts."""
    with Sheets() as sheets:
        for found in results(Job(handle, options), inputs.files(options), report):
            sheets.add(found)
        sheets.cluster()
        for host in sheets.hosts():
            yield from rules_of_site(sheets, host)


def handle(page: Page, settings: Settings) -> Any:
    """Look at one page; a bug in it is the failure of this page."""
    if page.record is not None:
        return Skipped(page.origin, RECORD)
    return guarded(page, lambda: _look(page, settings))


def _look(page: Page, settings: Settings) -> Any:
    from archtool.clean import examine

    return sheet(examine(page, settings))
