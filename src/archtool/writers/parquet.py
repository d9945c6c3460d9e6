"""Parquet: typed columns for DuckDB, pandas and their like. ``output/sinks/parquet.py`` makes the file."""

from __future__ import annotations

from archtool.model import Record
from archtool.output.sinks.spooled import Spooled, line
from archtool.output.terminal import shows_progress
from archtool.run.options import Options
from archtool.writers import Form
from archtool.writers.plain_values import as_values


def render(record: Record) -> str:
    """Return the values of ``record`` as one line."""
    return line(as_values(record), record.words, *(each.count for each in record.removed))


def sink(options: Options) -> Spooled:
    """The place for the records of a run."""
    from archtool.output.sinks import parquet

    path = options.output or ""
    return Spooled(path, parquet, options.resume, shows_progress(options.quiet, path))


FORM = Form(".parquet", render, sink=sink)
