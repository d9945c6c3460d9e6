"""``archtool dedupe``: records in, and out again without those that repeat another, in their order.

Each record is sketched by itself, in any process (``corpus/shingles.py``); then sketches are sorted and compared
(``corpus/near.py``), and one record of each cluster is kept. Pages are cleaned first. What is written is JSON Lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.api.cleaning import cleaned, guarded
from archtool.corpus.duplicates import NOT_INSTALLED, entry, lines, made, preference
from archtool.corpus.near import find_duplicates
from archtool.corpus.shingles import Measure, available
from archtool.corpus.store import Counts, Store
from archtool.errors import UsageError
from archtool.model import Page, Settings
from archtool.output import streams, targets
from archtool.output.tables import table_format, write_table
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, results
from archtool.run.options import Options

COLUMNS = ("cluster", "fate", "id", "similarity", "date", "origin", "title")
SAME = {"url": "address", "title": "title"}


def run(options: Options) -> int:
    """Write the records of ``options.paths`` without duplicates, and the report."""
    measure = measure_of(options)
    if options.by == "text" and options.threshold < 1 and not available():
        raise UsageError(NOT_INSTALLED)
    table_format(options.to, options.report)
    outputs.check(options, {"records": options.output, "report": options.report, "store": options.store})
    report = Report(options)
    job = Job(handle, options, (options.by, measure))
    with Store(options.store, made(options.by, measure)) as store:
        for entry in results(job, inputs.entries(options), report):
            store.add(entry)
        find_duplicates(store, measure.threshold, preference(options.keep, options.by))
        _write(options, store)
        counts = store.counts()
        if options.store:
            store.commit()
    report.summary("compared", *phrases(counts, report.pages, options))
    return report.status


def measure_of(options: Options) -> Measure:
    """Return how texts are compared."""
    return Measure(options.threshold, options.shingle, options.min_words)


def phrases(counts: Counts, pages: int, options: Options) -> Iterator[str]:
    """Yield phrases for the summary: how many records were kept, dropped or not compared."""
    dropped = counts.exact + counts.near
    if not dropped:
        yield "no duplicates"
    else:
        kinds = [_number(counts.exact, "exact copy", "exact copies"), _number(counts.near, "near copy", "near copies")]
        what = " and ".join(filter(None, kinds)) if options.by == "text" else f"the same {SAME[options.by]}"
        fate = "marked as duplicates" if options.keep == "all" else "dropped"
        groups = _number(counts.clusters, "group", "groups")
        yield f"{pages - dropped:,} kept, {dropped:,} {fate} ({what}) in {groups}"
    if counts.apart:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in counts.apart.items())
        yield f"{sum(counts.apart.values()):,} not compared ({reasons})"


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}" if count else ""


def handle(page: Page, settings: Settings, by: str, measure: Measure) -> Any:
    """Clean and sketch one page; a bug in it is a failure of this page alone."""
    settings = settings._replace(markup="plain")
    return guarded(page, lambda: entry(cleaned(page, settings)[0], str(page.origin), by, measure))


def _write(options: Options, store: Store) -> None:
    """Write records and report; ``--report -`` without ``-o`` prints the report in place of the records."""
    instead = options.report == targets.STDOUT and options.output is None
    with streams.closing(streams.open_output(options.report) if options.report else None) as table:
        if not instead:
            with streams.closing(streams.open_output(options.output)) as out:
                for line in lines(store, keep_all=options.keep == "all"):
                    out.write(line)
        if table:
            format = table_format(options.to, options.report)
            write_table(table, COLUMNS, _rows(store), format)


def _rows(store: Store) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the report, the kept record of each cluster first; ``before``: an earlier run kept it."""
    for cluster, kept in enumerate(store.kept(), 1):
        first = (store.member(kept), 1.0)
        for place, (member, similarity) in enumerate([first, *store.dropped(kept)]):
            fate = "dropped" if place else "kept" if kept >= store.old else "before"
            yield cluster, fate, member.id, f"{similarity:.4f}", member.date or "", member.origin, member.title or ""
