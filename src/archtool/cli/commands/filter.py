"""``archtool filter``: records in, and those out again for which an expression holds, as JSON Lines in their order.

The expression is checked before the first record is read (``corpus/expression.py``). Pages are cleaned first.
"""

from __future__ import annotations

from typing import Any

from archtool.api.cleaning import cleaned, guarded
from archtool.corpus.expression import compiled
from archtool.errors import UsageError
from archtool.model import Page, Settings
from archtool.output import streams
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, results
from archtool.run.options import Options
from archtool.writers.jsonl import render

LEFT_OUT = ""


def run(options: Options) -> int:
    """Filter the records of ``options.paths``."""
    expression = options.expression or ""
    names = compiled(expression).names
    outputs.check(options, {"records": options.output})
    report = Report(options)
    kept = 0
    with streams.closing(streams.open_output(options.output)) as out:
        for line in results(Job(handle, options, (expression,)), inputs.entries(options), report):
            if isinstance(line, UsageError):
                raise line
            if line:
                out.write(line)
                kept += 1
    phrases = [f"{kept} kept"]
    if not kept and "kept" in names:
        phrases.append("only records of clean --signals know the share of the page that was kept")
    report.summary("read", *phrases)
    return report.status


def handle(page: Page, settings: Settings, expression: str) -> Any:
    """Return the line of one record, or an empty one where the expression does not hold; a bug is its failure."""
    return guarded(page, lambda: _line(page, settings, expression))


def _line(page: Page, settings: Settings, expression: str) -> Any:
    record, _ = cleaned(page, settings)
    try:
        return render(record) if compiled(expression).accepts(record) else LEFT_OUT
    except UsageError as error:  # of the expression, not of the page: the run ends
        return error
