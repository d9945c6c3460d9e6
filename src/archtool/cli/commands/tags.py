"""``archtool tags``: the topics of many pages or records: how often, in which lists, in which spellings.

With a vocabulary, spellings meet under its concepts, and a report says which became which and why. What else there is
to see of the topics is in ``tags_views.py``.
"""

from __future__ import annotations

from typing import Any

from archtool.api.cleaning import cleaned, guarded
from archtool.cli.commands import tags_views as views
from archtool.corpus.collection import PageTopics
from archtool.corpus.counted import REPORT, gather, merged, on_pages, topics_of
from archtool.model import Page, Settings
from archtool.output import streams, targets
from archtool.output.tables import table_format, write_table
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, results
from archtool.run.options import Options


def run(options: Options) -> int:
    """Count the topics of every page of ``options.paths``."""
    options = options._replace(vocab=(*options.apply, *options.vocab))
    view = views.view_of(options)
    outputs.check(options, {view: options.output, "report": options.report, "merges": options.merges})
    table_format(None, options.report)
    views.keep_edited(options)
    report = Report(options)
    seen: list[PageTopics] = []
    counted = on_pages(gather(results(Job(handle, options), inputs.entries(options), report), seen))
    if options.report:
        format = table_format(options.to, options.report) if options.to in views.TABLES else None
        with streams.closing(streams.open_output(options.report)) as out:
            write_table(out, REPORT, merged(counted), format)
    phrases = [*views.write_merges(options, counted, seen)]
    if targets.STDOUT not in (options.report, options.merges) or options.output:
        phrases += views.write(options, view, counted, seen)
    report.summary("counted", *phrases)
    return report.status


def handle(page: Page, settings: Settings) -> Any:
    """Return the topics of one page; a bug in it is a failure of this page alone."""
    return guarded(page, lambda: topics_of(cleaned(page, settings._replace(vocabulary=None))[0], settings.vocabulary))
