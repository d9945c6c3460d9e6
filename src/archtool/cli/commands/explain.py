"""``archtool explain``: every block of every page, its fate and the rule that decided it."""

from __future__ import annotations

import os
import sys
from typing import Any

from archtool.api.cleaning import guarded
from archtool.errors import UsageError
from archtool.model import Page, Settings, Skipped
from archtool.output import streams, targets
from archtool.output.pager import paged
from archtool.output.terminal import is_terminal
from archtool.report.drawn import drawn_page
from archtool.report.ledger import RENDER, Row, rows, sources
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, results
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
    drawn = format == "tsv" and options.to is None and options.output is None and is_terminal(sys.stdout)
    with paged(drawn and _is_one(options)):
        return _print(options, "" if drawn else format)
    return 0  # the reader left the pager before the end


def _print(options: Options, format: str) -> int:
    """Print the rows of every page in ``format``; in none: drawn as a table."""
    report = Report(options)
    job = Job(handle, options, (format, options.verbose))
    with streams.closing(streams.open_output(options.output)) as out:
        for found in results(job, inputs.entries(options), report):
            if format:
                out.write(found)
            else:
                out.write_styled(drawn_page(found, options.verbose))
    report.summary("explained")
    return report.status


def _is_one(options: Options) -> bool:
    """Whether the input is a single page or file."""
    is_one = len(options.paths) == 1 and not os.path.isdir(options.paths[0])
    return options.files_from is None and (is_one or not options.paths)


def _by_suffix(output: str | None) -> str:
    suffix = "" if targets.is_directory(output) else targets.suffix(output).lower()
    if suffix not in SUFFIXES:
        known = ", ".join(filter(None, SUFFIXES))
        raise UsageError(f"no format of explain has the suffix {suffix!r} (known: {known}); choose one with --to")
    return SUFFIXES[suffix]


def handle(page: Page, settings: Settings, format: str, verbose: bool) -> Any:
    """Return the rendered rows of one page; a bug in it is a failure of this page alone."""
    if page.record is not None:
        return Skipped(page.origin, "a record: it has no blocks to explain")
    return guarded(page, lambda: _explain(page, settings, format, verbose))


def _explain(page: Page, settings: Settings, format: str, verbose: bool) -> str | list[Row]:
    from archtool.pipeline import examine

    examination = examine(page, settings)
    found = [*rows(examination), *(sources(examination) if verbose else ())]
    return "".join(RENDER[format](row, verbose) for row in found) if format else found
