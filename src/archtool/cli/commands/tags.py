"""``archtool tags``: the topics of many pages or records: how often, in which lists, in which spellings.

With a vocabulary, spellings meet under its concepts, and a report says which became which and why. What else there is
to see of the topics is in ``tags_views.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archtool.api.cleaning import guarded
from archtool.artefacts.addresses import host
from archtool.cli.commands import tags_views as views
from archtool.corpus.collection import Said
from archtool.corpus.counted import REPORT, Topics, gather, merged, said_of_pages
from archtool.model import Page, Record, Settings
from archtool.output import streams
from archtool.output.tables import table_format, write_table
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, results
from archtool.run.options import Options

if TYPE_CHECKING:
    from archtool.corpus.vocabulary import Match


def run(options: Options) -> int:
    """Count the topics of every page of ``options.paths``."""
    options = options._replace(vocab=(*options.apply, *options.vocab))
    view = views.view_of(options)
    outputs.check(options, {view: options.output, "report": options.report, "merges": options.merges})
    table_format(None, options.report)
    report = Report(options)
    seen: list[Said] = []
    counted = said_of_pages(gather(results(Job(handle, options), inputs.entries(options), report), seen))
    if options.report:
        format = table_format(options.to, options.report) if options.to in views.TABLES else None
        with streams.closing(streams.open_output(options.report)) as out:
            write_table(out, REPORT, merged(counted), format)
    told = [*views.write_merges(options, counted, seen)]
    if streams.STDOUT not in (options.report, options.merges) or options.output:
        told += views.write(options, view, counted, seen)
    report.summary("counted", *told)
    return report.status


def handle(page: Page, settings: Settings) -> Any:
    """The topics of one page; a bug in it is the failure of this page."""
    return guarded(page, lambda: _topics(page, settings))


def _topics(page: Page, settings: Settings) -> Topics:
    from archtool.pipeline import clean

    record: Record = clean(page, settings)
    groups = tuple((group.name, group.topics) for group in record.tag_groups)
    found: dict[str, Match] = {}
    if settings.vocabulary is not None:
        for label in {*record.topics, *(label for _, labels in groups for label in labels)}:
            if match := settings.vocabulary.find(label, record.lang):
                found[label] = match
    year = record.date[:4] if record.date else ""
    return Topics(record.lang, record.topics, groups, found, host(record.url), year)
