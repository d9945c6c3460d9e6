"""``archtool clean``: pages in, records out, to standard output, to one file, or to one file each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from archtool import file_names, inputs, output, writers
from archtool.model import Failure, Page, Record, Settings
from archtool.options import Options
from archtool.running import Job, Report, guarded, results

DEFAULT = "md"


class Cleaned(NamedTuple):
    """A record as a process hands it over: rendered, with the name of its file and its lines of the ledger."""

    text: str
    name: str = ""
    ledger: str = ""
    told: str = ""


def run(options: Options) -> int:
    """Clean every page of ``options.paths``."""
    into_directory = output.is_directory(options.output)
    form = writers.choose(options.to, "" if into_directory else output.suffix(options.output), DEFAULT)
    output.refuse_to_overwrite(options.output, options.paths)
    output.refuse_to_overwrite(options.ledger, options.paths)
    report = Report(options)
    job = Job(handle, options, (form, into_directory, _ledger_form(options)))
    cleaned = results(job, inputs.files(options), report)
    if options.ledger:
        cleaned = _with_ledger(options.ledger, cleaned)
    if into_directory and options.output:
        _write_each(options.output, cleaned)
    else:
        _write_all(options.output, writers.load(form), cleaned)
    report.summary("cleaned")
    return report.status


def handle(page: Page, settings: Settings, form: str, alone: bool, ledger: str) -> Cleaned | Failure:
    """Clean one page and render its record."""
    return guarded(page, lambda: _clean(page, settings, form, alone, ledger))


def _clean(page: Page, settings: Settings, form: str, alone: bool, ledger: str) -> Cleaned:
    from archtool.clean import clean

    writer = writers.load(form)
    record = _in_markup(clean(page, settings), page.markup, "md" if writer.markdown else settings.markup)
    text = writer.render(record)
    if not alone:
        return Cleaned(text)
    return Cleaned(writer.alone[0] + text + writer.alone[1], file_names.file_name(record, writer.suffix))


def _in_markup(record: Record, markup: str, wanted: str) -> Record:
    """``record`` with its text in the markup that is wanted."""
    if markup == wanted:
        return record
    from archtool.writers import markdown_escape

    if wanted == "md":
        return record._replace(text=markdown_escape.escape(record.text))
    text = markdown_escape.plain(record.text)
    return record._replace(text=text, words=len(text.split()))


def _ledger_form(options: Options) -> str:
    return ""


def _with_ledger(path: str, cleaned: Iterator[Cleaned]) -> Iterator[Cleaned]:
    yield from cleaned


def _write_all(path: str | None, form: writers.Form, cleaned: Iterator[Cleaned]) -> None:
    out = output.open_output(path)
    try:
        out.write(form.before)
        between = ""
        for record in cleaned:
            out.write(between + record.text)
            between = form.between
        out.write(form.after)
    except BaseException:
        out.discard()
        raise
    out.close()


def _write_each(directory: str, cleaned: Iterator[Cleaned]) -> None:
    output.make_directory(directory)
    for record in cleaned:
        output.write_file(os.path.join(directory, record.name), record.text)  # noqa: PTH118
