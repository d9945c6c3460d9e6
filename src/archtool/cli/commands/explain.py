"""``archtool explain``: every block of every page, its fate and the rule that decided it."""

from __future__ import annotations

import os
from typing import Any

from archtool.errors import UsageError
from archtool.explain.ledger import RENDER, rows, sources
from archtool.model import Page, Settings, Skipped
from archtool.output import streams, terminal
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, guarded, results
from archtool.run.options import Options

SUFFIXES = {".html": "html", ".htm": "html", ".jsonl": "jsonl", ".tsv": "tsv", ".txt": "tsv", "": "tsv"}


def run(options: Options) -> int:
    """Explain every page of ``options.paths``."""
    format = options.to or _by_suffix(options.output)
    if format != "html" and options.output and os.path.isdir(options.output):
        raise UsageError(f"{options.output} is a directory: only -t html writes into one")
    outputs.check(options, {"blocks": options.output}, ".html")
    if format == "html":
        from archtool.cli.commands import explain_report

        return explain_report.run(options)
    report = Report(options)
    job = Job(handle, options, (format, options.verbose))
    with streams.closing(streams.open_output(options.output)) as out:
        paint = terminal.painter() if out.on_terminal and format == "tsv" else None
        for text in results(job, inputs.entries(options), report):
            if paint:
                out.write_styled(paint(text))
            else:
                out.write(text)
    report.summary("explained")
    return report.status


def _by_suffix(output: str | None) -> str:
    suffix = "" if streams.is_directory(output) else streams.suffix(output).lower()
    if suffix not in SUFFIXES:
        known = ", ".join(filter(None, SUFFIXES))
        raise UsageError(f"no format of explain has the suffix {suffix!r} (known: {known}); choose one with --to")
    return SUFFIXES[suffix]


def handle(page: Page, settings: Settings, format: str, verbose: bool) -> Any:
    """The rows of one page, rendered; a bug in it is the failure of this page."""
    if page.record is not None:
        return Skipped(page.origin, "a record: it has no blocks to explain")
    return guarded(page, lambda: _explain(page, settings, format, verbose))


def _explain(page: Page, settings: Settings, format: str, verbose: bool) -> str:
    from archtool.pipeline import examine

    examination = examine(page, settings)
    lines = [RENDER[format](row, verbose) for row in rows(examination)]
    if verbose:
        lines += [RENDER[format](row, verbose) for row in sources(examination)]
    return "".join(lines)
