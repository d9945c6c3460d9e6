"""``archtool dedupe``: records in, and out again without those that repeat another, in their order.

Each record is sketched by itself, in any process (``corpus/shingles.py``); then sketches are sorted and compared
(``corpus/near.py``), and one record of each cluster is kept. Pages are cleaned first. What is written is JSON Lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from json import loads
from typing import Any

from archtool.api.cleaning import guarded
from archtool.corpus.near import find_duplicates
from archtool.corpus.shingles import Measure, available, exact, fingerprint, sketch
from archtool.corpus.store import Counts, Entry, Store
from archtool.errors import UsageError
from archtool.model import MARKS, Duplicate, Page, Record, Settings
from archtool.output import streams
from archtool.output.tables import table_format, write_table
from archtool.readers.record import from_values
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, results
from archtool.run.options import Options
from archtool.writers.jsonl import extended, render
from archtool.writers.plain_values import as_values

COLUMNS = ("cluster", "fate", "id", "similarity", "date", "origin", "title")
SAME = {"url": "address", "title": "title"}
AN = {"url": "an address", "title": "a title"}
NOT_INSTALLED = "near-duplicates need rensa: pip install '.[dedupe]' in the checkout (equal texts need --threshold 1)"


def run(options: Options) -> int:
    """Dedupe the records of ``options.paths``."""
    measure = measure_of(options)
    if options.by == "text" and options.threshold < 1 and not available():
        raise UsageError(NOT_INSTALLED)
    table_format(options.to, options.report)
    outputs.check(options, {"records": options.output, "report": options.report, "store": options.store})
    report = Report(options)
    job = Job(handle, options, (options.by, measure))
    with Store(options.store, _made(options.by, measure)) as store:
        for entry in results(job, inputs.entries(options), report):
            store.add(entry)
        find_duplicates(store, measure.threshold, preference(options))
        _write(options, store)
        counts = store.counts()
        if options.store:
            store.commit()
    report.summary("compared", *_told(counts, report.pages, options))
    return report.status


def measure_of(options: Options) -> Measure:
    """How texts are compared."""
    return Measure(options.threshold, options.shingle, options.min_words)


def preference(options: Options) -> str:
    """Which record of a cluster is kept: of one address the last capture, if nothing else is asked for."""
    if options.keep in ("one", "all"):
        return "last" if options.by == "url" else "one"
    return options.keep


def _told(counts: Counts, pages: int, options: Options) -> Iterator[str]:
    """What became of the records, in words."""
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


def _made(by: str, measure: Measure) -> dict[str, str]:
    """How sketches are made, as a store tells it: only those made in the same way can be compared."""
    if by != "text":
        return {"by": by}
    if measure.threshold >= 1:
        return {"by": by, "threshold": "1"}
    return {
        "by": by,
        "threshold": f"{measure.threshold:g}",
        "shingle": str(measure.words),
        "signatures": fingerprint(measure),
    }


def handle(page: Page, settings: Settings, by: str, measure: Measure) -> Any:
    """Sketch one page; a bug in it is the failure of this page."""
    return guarded(page, lambda: _entry(page, settings, by, measure))


def _entry(page: Page, settings: Settings, by: str, measure: Measure) -> Entry:
    record = page.record
    if record is None:
        from archtool.pipeline import clean

        record = clean(page, settings)
    elif record.markup != "plain":
        from archtool.markdown.escape import in_markup

        record = in_markup(record, "plain")
    apart = None
    if by == "text":
        buckets, shingles = sketch(record.text, measure)
        if not buckets:
            apart = f"with fewer than {measure.least} words" if record.text.strip() else "without text"
    else:
        key = _key(record, by)
        buckets, shingles = (exact(key),) if key else (), b""
        apart = None if key else f"without {AN[by]}"
    return Entry(
        record.id,
        record.origin or str(page.origin),
        record.date,
        len(record.text),
        record.title,
        buckets,
        shingles,
        render(record),
        record.captured,
        apart,
    )


def _key(record: Record, by: str) -> str:
    """What two records have in common that have one title or one address; empty where there is nothing to compare."""
    if by == "title":
        from archtool.topics import topic_key

        return topic_key(record.title, record.lang) if record.title else ""
    from archtool.corpus.addresses import canonical

    return canonical(record.url) if record.url else ""


def _write(options: Options, store: Store) -> None:
    """Write records and report; ``--report -`` without ``-o`` prints the report in place of the records."""
    instead = options.report == streams.STDOUT and options.output is None
    with streams.closing(streams.open_output(options.report) if options.report else None) as table:
        if not instead:
            with streams.closing(streams.open_output(options.output)) as out:
                for line in _lines(store, keep_all=options.keep == "all"):
                    out.write(line)
        if table:
            format = table_format(options.to, options.report)
            write_table(table, COLUMNS, _rows(store), format)


def _lines(store: Store, keep_all: bool) -> Iterator[str]:
    """The lines of the output: as they came, but for those of clusters."""
    for number, line, has_duplicates, original, similarity in store.lines():
        if original is not None:
            if keep_all:
                member = store.member(original)
                yield marked(line, duplicate_of=Duplicate(member.id, member.origin, similarity or 0.0))
        elif has_duplicates:
            found = (Duplicate(member.id, member.origin, alike) for member, alike in store.dropped(number))
            yield marked(line, duplicates=tuple(found))
        else:
            yield line


def marked(line: str, **marks: Any) -> str:
    """``line`` with what dedupe found out about it; duplicates that an earlier run found stay in front."""
    if not any(f'"{key}": ' in line for key in MARKS):  # in a text the quotes are escaped
        return extended(line, {key: value for key, value in as_values(Record("", "", **marks)).items() if key in MARKS})
    record = from_values(loads(line))
    if "duplicates" in marks:
        marks["duplicates"] = record.duplicates + marks["duplicates"]
    return render(record._replace(**marks))


def _rows(store: Store) -> Iterator[tuple[Any, ...]]:
    """The clusters, the record that is kept first; ``before``: an earlier run kept it."""
    for cluster, kept in enumerate(store.kept(), 1):
        first = (store.member(kept), 1.0)
        for place, (member, similarity) in enumerate([first, *store.dropped(kept)]):
            fate = "dropped" if place else "kept" if kept >= store.old else "before"
            yield cluster, fate, member.id, f"{similarity:.4f}", member.date or "", member.origin, member.title or ""
