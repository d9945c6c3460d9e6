"""``archtool clean``: pages in, records out, to standard output, to one file, or to one file each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from archtool import inputs, output, writers
from archtool.errors import UsageError
from archtool.model import Page, Record, Settings
from archtool.options import Options
from archtool.running import Job, Report, guarded, results

DEFAULT = "md"


class Cleaned(NamedTuple):
    """A record as a process hands it over: rendered, with the name of its file and its lines of the ledger."""

    text: str
    name: str = ""
    ledger: str = ""


def run(options: Options) -> int:
    """Clean every page of ``options.paths``."""
    into_directory = output.is_directory(options.output)
    form = writers.choose(options.to, "" if into_directory else output.suffix(options.output), DEFAULT)
    _check_outputs(options)
    report = Report(options)
    job = Job(handle, options, (form, into_directory, _ledger_form(options.ledger)))
    cleaned = results(job, inputs.files(options), report)
    with output.closing(output.open_output(options.ledger) if options.ledger else None) as ledger:
        if into_directory and options.output:
            _write_each(options.output, cleaned, ledger)
        else:
            _write_all(options.output, writers.load(form), cleaned, ledger)
    report.summary("cleaned")
    return report.status


def handle(page: Page, settings: Settings, form: str, alone: bool, ledger: str) -> Any:
    """Clean one page and render its record; a bug in it is the failure of this page."""
    return guarded(page, lambda: _clean(page, settings, writers.load(form), alone, ledger))


def _clean(page: Page, settings: Settings, writer: writers.Form, alone: bool, ledger: str) -> Cleaned:
    if writer.markdown:
        settings = settings._replace(markup="md")
    lines = ""
    if page.record is not None:
        record = in_markup(page.record, page.markup, settings.markup)
        if settings.vocabulary is not None and record.topics:
            tags = tuple(settings.vocabulary.tag(label, record.lang) for label in record.topics)
            record = record._replace(tags=tags)
    else:
        from archtool.clean import examine
        from archtool.record import gather

        examination = examine(page, settings)
        record = gather(examination, settings)
        if ledger:
            from archtool.ledger import RENDER, rows

            lines = "".join(map(RENDER[ledger], rows(examination)))
    text = writer.render(record)
    if not alone:
        return Cleaned(text, "", lines)
    from archtool.file_names import file_name

    return Cleaned(writer.alone[0] + text + writer.alone[1], file_name(record, writer.suffix), lines)


def in_markup(record: Record, markup: str, wanted: str) -> Record:
    """``record``, read back with its text in ``markup``, with its text in the markup that is wanted."""
    if markup == wanted:
        return record
    from archtool.writers import markdown_escape

    if wanted == "md":
        return record._replace(text=markdown_escape.escape(record.text))
    text = markdown_escape.plain(record.text)
    return record._replace(text=text, words=len(text.split()))


def _check_outputs(options: Options) -> None:
    for path in (options.output, options.ledger):
        output.refuse_to_overwrite(path, options.paths)
    if options.ledger == output.STDOUT and options.output in (None, output.STDOUT):
        raise UsageError("records and ledger cannot both go to standard output")
    if options.ledger and options.ledger == options.output:
        raise UsageError("records and ledger cannot go to one file")


def _ledger_form(path: str | None) -> str:
    return "" if path is None else "jsonl" if output.suffix(path) == ".jsonl" else "tsv"


def _write_all(path: str | None, form: writers.Form, cleaned: Iterator[Cleaned], ledger: output.Output | None) -> None:
    with output.closing(output.open_output(path)) as out:
        out.write(form.before)
        between = ""
        for record in cleaned:
            out.write(between + record.text)
            between = form.between
            if ledger:
                ledger.write(record.ledger)
        out.write(form.after)


def _write_each(directory: str, cleaned: Iterator[Cleaned], ledger: output.Output | None) -> None:
    output.make_directory(directory)
    for record in cleaned:
        output.write_file(os.path.join(directory, record.name), record.text)
        if ledger:
            ledger.write(record.ledger)
