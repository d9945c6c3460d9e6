"""``archtool clean``: pages in, records out, to standard output, to one file, or to one file each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archtool import writers
from archtool.api.writing import (
    DATASETTE,
    DEFAULT_FORMAT,
    Layout,
    Table,
    check_profile,
    default_names,
    format_of,
    sink_for,
    with_signals,
)
from archtool.errors import OutputError, UsageError
from archtool.model import Skipped
from archtool.output import streams, targets
from archtool.output.sinks import Cleaned, Sink
from archtool.output.sinks.together import Together
from archtool.output.terminal import complain
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, results
from archtool.run.cleaning import Plan, handle, written
from archtool.run.options import Options

if TYPE_CHECKING:
    from archtool.run.checkpoint import Resumable
    from archtool.run.schedule import Slice

FILTERS = ("host", "url", "since", "until", "lang", "min_words", "having")
COLLIDING = ("title", "slug", "date-title", "path")  # names that two records may share


def run(options: Options) -> int:
    """Clean every page of ``options.paths``, with ``--learn`` by what all of them together show."""
    if options.learn:
        from archtool.cli.commands.learn import with_own_rules

        _check_options(options)
        with with_own_rules(options) as more:
            return _run(more)
    return _run(options)


def _run(options: Options) -> int:
    into_directory = targets.is_directory(options.output)
    format = writers.choose(options.to, "" if into_directory else targets.suffix(options.output), DEFAULT_FORMAT)
    _check_options(options, writers.load(format).suffix)
    plan = _plan(options, format, into_directory)
    job = Job(handle, options, (plan,))
    sink = _sink(options, plan.layout)
    if not (options.output or options.ledger or options.failures):
        return _write(job, sink)
    from archtool.run.locks import held

    with held(options):
        return _write(job, sink)


def _plan(options: Options, format: str, into_directory: bool) -> Plan:
    if not into_directory and (options.names or options.keep_dirs or options.force):
        flag = "--names" if options.names else "--keep-dirs" if options.keep_dirs else "--force"
        raise UsageError(f"{flag} is for a file for each page: -o DIR/")
    check_profile(options.profile, format, options.names)
    copies = options.images == "copy"
    if copies and not (into_directory and format == "md"):
        raise UsageError("--images copy is for Markdown with a file for each page: -o DIR/")
    if copies and options.profile in ("hugo", "jekyll", "zola"):
        raise UsageError(f"--images copy and --for {options.profile}: that program looks for pictures elsewhere")
    if copies and options.snapshots != "all":
        raise UsageError(f"--images copy and --snapshots {options.snapshots}: choose first, then copy")
    if options.shard and (options.names or default_names(options.profile)) in COLLIDING:
        style = options.names or default_names(options.profile)
        raise UsageError(f"--names {style} and --shard: no shard knows the names of the others; use title-id")
    chosen = None
    if any(getattr(options, name) for name in FILTERS):
        from archtool.run.filters import filter_of

        chosen = filter_of(options)
    names = (options.names or default_names(options.profile)) if into_directory else ""
    roots = options.paths if options.keep_dirs else None
    ledger = targets.table_format(options.ledger) if options.ledger else ""
    is_held = options.snapshots != "all"
    layout = Layout(format, names, options.profile or "", _table(options, format))
    copied = options.paths if copies else None
    return Plan(layout, roots, ledger, is_held, chosen, copied, options.signals)


def _table(options: Options, format: str) -> Table | None:
    """Return how ``options`` want a table written. Raises :class:`UsageError` where the output is not a table."""
    flags = {"--columns": options.columns, "--delimiter": options.delimiter, "--bom": options.bom}
    given = [flag for flag, value in flags.items() if value]
    if not given:
        return with_signals(format) if options.signals else None
    if format not in ("csv", "tsv", "xlsx") or (format == "xlsx" and given != ["--columns"]):
        others = ", .tsv or .xlsx" if given == ["--columns"] else " or .tsv"
        raise UsageError(f"{given[-1]} is for tables: -o FILE.csv{others}")
    from archtool.writers.csv import chosen

    delimiter = (options.delimiter or ("\t" if format == "tsv" else ",")).replace("\\t", "\t")
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise UsageError(f"--delimiter {options.delimiter!r}: one sign is needed, such as ';'")
    return chosen(options.columns, options.signals), delimiter, options.bom


def _write(job: Job, sink: Sink) -> int:
    options = job.options
    ledger, failures = (
        streams.open_output(path, options.resume) if path else None for path in (options.ledger, options.failures)
    )
    everything = Together(sink, ledger, failures)
    report = Report(options, failures)
    if options.resume:
        from archtool.run.checkpoint import Resumable

        _resume(job, Resumable(options, report, everything), report, everything)
    else:
        with streams.closing(everything):
            found = _chosen(job, report) if options.snapshots != "all" else results(job, _inputs(options), report)
            for cleaned in found:
                _take(cleaned, everything, report)
            everything.end()
    kept = [f"{everything.written} kept"] if options.snapshots != "all" else []
    report.summary("cleaned", *kept, *everything.phrases())
    if options.profile == DATASETTE and options.output and not options.quiet:
        from archtool.output.sinks.datasette import command

        complain(f"to see it in a browser: {command(options.output)}")
    if options.summary:
        with streams.closing(streams.open_output(options.summary)) as out:
            out.write(report.as_json())
    return report.status


def _take(cleaned: Cleaned, everything: Together, report: Report) -> None:
    report.lacks(cleaned.lacks)
    if message := everything.write(cleaned):
        report.tell(message)


def _resume(job: Job, run: Resumable, report: Report, everything: Together) -> None:
    """Begin a run that can be resumed, or go on with it; ended before its time, it says how to go on."""
    hint = "the same command goes on from here"
    try:
        if run.open():
            named = (each for each in _inputs(job.options) if not isinstance(each, Skipped))
            for cleaned in results(job, run.taken(named), report, run=run):
                _take(cleaned, everything, report)
        run.complete()
    except BaseException as error:
        run.discard()
        if isinstance(error, KeyboardInterrupt):
            complain(f"interrupted: {hint}")
        elif isinstance(error, OutputError):
            raise OutputError(f"{error}; {hint}") from error
        raise


def _inputs(options: Options) -> Iterator[str | Slice | Skipped]:
    """Return the inputs of this run, or the share of them that belongs to its shard."""
    if options.shard is None:
        return inputs.entries(options)
    from archtool.run.shards import slices

    return slices(options)


def _chosen(job: Job, report: Report) -> Iterator[Cleaned]:
    """Yield the records of the captures that ``--snapshots`` chooses, once all captures are known."""
    from archtool.corpus.snapshots import Held

    (plan,) = job.extra
    held = Held()
    try:
        found = results(
            job,
            inputs.entries(job.options),
            report,
            lambda number, revisit: held.recapture(number, revisit.url, revisit.captured),
        )
        for snapshot, data in found:
            held.add(snapshot, data)
        for record, (lines, folder, why) in held.chosen(job.options.snapshots):
            yield written(record, plan.layout, lines, folder, why)
    finally:
        held.close()


def _check_options(options: Options, suffix: str = "") -> None:
    named = {"records": options.output or targets.STDOUT, "ledger": options.ledger, "failures": options.failures}
    outputs.check(options, named | {"summary": options.summary}, suffix)
    for name, path in named.items():
        if options.resume and path is not None and targets.is_special(path):
            raise UsageError(f"--resume needs a file or a directory for {name}: elsewhere nothing can be taken back")
    for option in ("resume", "shard") if options.snapshots != "all" else ():
        if getattr(options, option):
            raise UsageError(
                f"--{option} and --snapshots {options.snapshots}: the choice needs all captures at once; "
                "make it of the records: archtool clean records.jsonl --snapshots ..."
            )


def _sink(options: Options, layout: Layout) -> Sink:
    """Return the sink for the records of a run. Raises :class:`UsageError` for an output that does not fit."""
    from archtool.output.terminal import shows_progress

    watched = shows_progress(options.quiet, options.output)
    path, shard = options.output, options.shard
    how = {"resumable": options.resume, "force": options.force, "watched": watched}
    return sink_for(path, format_of(layout), shard=shard, partition=options.partition_by, **how)
