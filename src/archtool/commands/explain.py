"""``archtool explain``: every block of every page, its fate and the rule that decided it."""

from __future__ import annotations

from archtool import inputs, output
from archtool.ledger import as_json, as_tsv, rows
from archtool.model import Failure, Page, Settings
from archtool.options import Options
from archtool.running import Job, Report, guarded, results


def run(options: Options) -> int:
    """Explain every page of ``options.paths``."""
    report = Report(options)
    job = Job(handle, options, (options.to or "tsv", options.verbose))
    out = output.open_output(options.output)
    try:
        for text in results(job, inputs.files(options), report):
            out.write(text)
    except BaseException:
        out.discard()
        raise
    out.close()
    report.summary("explained")
    return report.status


def handle(page: Page, settings: Settings, form: str, verbose: bool) -> str | Failure:
    """The rows of one page, rendered."""
    return guarded(page, lambda: _explain(page, settings, form, verbose))


def _explain(page: Page, settings: Settings, form: str, verbose: bool) -> str:
    from archtool.clean import examine

    render = as_json if form == "jsonl" else as_tsv
    return "".join(render(row, verbose) for row in rows(examine(page, settings)))
