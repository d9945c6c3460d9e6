"""``archtool clean``: pages in, records out, to standard output, to one file, or to one file each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from archtool import writers
from archtool.errors import OutputError, UsageError
from archtool.model import Page, Record, Settings
from archtool.output import streams
from archtool.output.sinks import Cleaned, Sink
from archtool.output.sinks.text import text_sink
from archtool.output.sinks.together import Together
from archtool.output.terminal import complain
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, guarded, results
from archtool.run.options import Options

if TYPE_CHECKING:
    from archtool.run.checkpoint import Resumable
    from archtool.run.schedule import Slice

DEFAULT = "md"


def run(options: Options) -> int:
    """Clean every page of ``options.paths``, with ``--learn`` by what all of them together show."""
    if options.learn:
        from archtool.cli.commands.learn import taught

        _check_options(options)
        with taught(options) as more:
            return _run(more)
    return _run(options)


def _run(options: Options) -> int:
    into_directory = streams.is_directory(options.output)
    form = writers.choose(options.to, "" if into_directory else streams.suffix(options.output), DEFAULT)
    _check_options(options, writers.load(form).suffix)
    ledger = streams.table_format(options.ledger) if options.ledger else ""
    job = Job(handle, options, (form, into_directory, ledger, options.snapshots != "all"))
    sink = make_sink(options, writers.load(form))
    if not (options.output or options.ledger or options.failures):
        return _write(job, sink)
    from archtool.run.locks import held

    with held(options):
        return _write(job, sink)


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
                everything.write(cleaned)
            everything.end()
    report.summary("cleaned", *([f"{everything.written} kept"] if options.snapshots != "all" else []))
    return report.status


def _resume(job: Job, run: Resumable, report: Report, everything: Together) -> None:
    """Begin a run that can be resumed, or go on with it; ended before its time, it says how to go on."""
    hint = "the same command goes on from here"
    try:
        if run.open():
            for cleaned in results(job, run.taken(_inputs(job.options)), report, run=run):
                everything.write(cleaned)
        run.complete()
    except BaseException as error:
        run.discard()
        if isinstance(error, KeyboardInterrupt):
            complain(f"interrupted: {hint}")
        elif isinstance(error, OutputError):
            raise OutputError(f"{error}; {hint}") from error
        raise


def _inputs(options: Options) -> Iterator[str | Slice]:
    """The inputs of this run, or what its shard takes of them."""
    if options.shard is None:
        return inputs.files(options)
    from archtool.run.shards import slices

    return slices(options)


def handle(page: Page, settings: Settings, form: str, alone: bool, ledger: str, hold: bool) -> Any:
    """Clean one page and render its record, or ``hold`` it; a bug in it is the failure of this page."""
    return guarded(page, lambda: _clean(page, settings, writers.load(form), alone, ledger, hold))


def _chosen(job: Job, report: Report) -> Iterator[Cleaned]:
    """The records of the captures that ``--snapshots`` chooses; all have to be known first."""
    from archtool.corpus.snapshots import Held

    form, alone = job.extra[:2]
    held = Held()
    try:
        found = results(
            job,
            inputs.files(job.options),
            report,
            lambda number, revisit: held.recapture(number, revisit.url, revisit.captured),
        )
        for snapshot, data in found:
            held.add(snapshot, data)
        for record, lines in held.chosen(job.options.snapshots):
            yield _rendered(record, writers.load(form), alone, lines)
    finally:
        held.close()


def _clean(page: Page, settings: Settings, writer: writers.Form, alone: bool, ledger: str, hold: bool) -> Any:
    if writer.markdown:
        settings = settings._replace(markup="md")
    lines = ""
    if page.record is not None:
        from archtool.markdown.escape import in_markup

        record = in_markup(page.record, page.markup, settings.markup)
        if settings.vocabulary is not None and record.topics:
            tags = tuple(settings.vocabulary.tag(label, record.lang) for label in record.topics)
            record = record._replace(tags=tags)
    else:
        from archtool.pipeline import examine
        from archtool.record import gather

        examination = examine(page, settings)
        record = gather(examination, settings)
        if ledger:
            from archtool.explain.ledger import RENDER, rows

            lines = "".join(map(RENDER[ledger], rows(examination)))
    if hold:
        import pickle

        from archtool.corpus.snapshots import snapshot

        return snapshot(record), pickle.dumps((record, lines), pickle.HIGHEST_PROTOCOL)
    return _rendered(record, writer, alone, lines)


def _rendered(record: Record, writer: writers.Form, alone: bool, lines: str) -> Cleaned:
    text = writer.render(record)
    if not alone:
        return Cleaned(text, "", lines)
    from archtool.output.file_names import file_name

    return Cleaned(writer.alone[0] + text + writer.alone[1], file_name(record, writer.suffix), lines)


def _check_options(options: Options, suffix: str = "") -> None:
    named = {"records": options.output or streams.STDOUT, "ledger": options.ledger, "failures": options.failures}
    outputs.check(options, named, suffix)
    for name, path in named.items():
        if options.resume and path is not None and streams.is_special(path):
            raise UsageError(f"--resume needs a file or a directory for {name}: elsewhere nothing can be taken back")
    for option in ("resume", "shard") if options.snapshots != "all" else ():
        if getattr(options, option):
            raise UsageError(
                f"--{option} and --snapshots {options.snapshots}: the choice needs all captures at once; "
                "make it of the records: archtool clean records.jsonl --snapshots ..."
            )


def make_sink(options: Options, form: writers.Form) -> Sink:
    """Return the sink for the records of a run. Raise :class:`UsageError` for an output that does not fit."""
    path = options.output
    if not form.store:
        return text_sink(path, form, options.resume, options.shard)
    if path in (None, streams.STDOUT) or streams.is_directory(path):
        raise UsageError(f"the form {form.suffix[1:]} needs a file: -o FILE{form.suffix}")
    from archtool.output.sinks.spooled import Spooled
    from archtool.output.terminal import shows_progress

    maker = import_module(f"archtool.output.sinks.{form.store}")
    return Spooled(path, maker, options.resume, shows_progress(options.quiet, path))
