"""``archtool spark``: check the options, begin a session of Apache Spark, and run one of four commands in it.

What the executors do, and how results are written and counted, is in ``run/spark``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from archtool.api.writing import Layout
from archtool.errors import OutputError, UsageError
from archtool.output import streams, targets
from archtool.run import outputs
from archtool.run.batch import settings
from archtool.run.cleaning import Plan, handle
from archtool.run.filters import filter_of
from archtool.run.job import read_options
from archtool.run.options import Options
from archtool.run.spark.summary import reported
from archtool.run.spark.tables import refuse_to_overwrite, write, write_lines

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from archtool.run.spark.crawl import Crawl

Told = Callable[[int], Iterable[str]]

SUFFIXES = {".jsonl": "jsonl", ".parquet": "parquet", "": "parquet"}
DISTRIBUTED = ("clean", "dedupe")  # their results are written by the executors


def run(options: Options, foreign: Sequence[str] = ()) -> int:
    """Run the command ``options.what`` in a session of its own, and return the exit code.

    ``foreign``: options on the command line that this command does not have.
    """
    from archtool.run.spark import session

    if foreign:
        raise UsageError(f"{foreign[0]} is not an option of archtool spark {options.what}")
    check, _ = COMMANDS[options.what or "clean"]
    check(options)
    switches = settings(options)
    spark = session.begin(options.master, options.conf)
    try:
        return do(spark, options, switches)
    finally:
        session.end(spark)


def do(spark: SparkSession, options: Options, switches: Any) -> int:
    """Run the command ``options.what`` in a session, and return the exit code. ``switches``: for the pipeline."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    _, work = COMMANDS[options.what or "clean"]
    try:
        for path in (options.output if options.what in DISTRIBUTED else None, options.failures):
            refuse_to_overwrite(spark, path)
        return work(spark, options, switches)
    except (PySparkException, Py4JError) as error:
        raise OutputError(f"Spark: {_reason(error)}") from error


def _found(spark: SparkSession, options: Options, switches: Any, handle: Any, *extra: Any) -> Crawl:
    from archtool.run.spark.crawl import crawl

    return crawl(spark, options, handle, extra, switches, read_options(options), options.task_size)


def _format(options: Options) -> str:
    suffix = targets.suffix((options.output or "").rstrip("/"))
    return options.to or SUFFIXES.get(suffix, "parquet")


def _check_clean(options: Options) -> None:
    if (options.output is None) == (options.table is None):
        raise UsageError("say where the records go: either -o DIR or --table NAME")
    if options.partition_by and _format(options) == "jsonl":
        raise UsageError("--partition-by is for Parquet and tables: JSON Lines keep all keys in the line")
    if options.table and options.to == "jsonl":
        raise UsageError("--table has columns of its own: -t jsonl is for -o DIR")
    outputs.check(options, {"summary": options.summary})
    filter_of(options)


def _clean(spark: SparkSession, options: Options, switches: Any) -> int:
    format = _format(options)
    plan = Plan(Layout(format), filter=filter_of(options), signals=options.signals)
    found = _found(spark, options, switches, handle, plan)
    if options.snapshots == "all":
        write(spark, found.records, options, format)
        return _tell(found, options, "cleaned")
    from archtool.run.spark.snapshots import chosen

    records = chosen(found, options.snapshots, format).persist()
    write(spark, records, options, format)
    kept = found.records.join(records.select("position"), "position", "left_semi")
    return _tell(found, options, "cleaned", lambda pages: (f"{records.count()} kept",), kept)


def _check_dedupe(options: Options) -> None:
    from archtool.corpus.duplicates import NOT_INSTALLED
    from archtool.corpus.shingles import available

    _refuse_what_is_for_clean(options)
    if options.output is None or options.table or options.partition_by or options.to == "parquet":
        raise UsageError("dedupe writes JSON Lines: -o DIR; clean those into Parquet or a table")
    if options.by == "text" and options.threshold < 1 and not available():
        raise UsageError(NOT_INSTALLED)
    outputs.check(options, {"summary": options.summary})


def _dedupe(spark: SparkSession, options: Options, switches: Any) -> int:
    from archtool.cli.commands.dedupe import handle as work
    from archtool.cli.commands.dedupe import measure_of, phrases
    from archtool.corpus.duplicates import marked, preference
    from archtool.run.spark import dedupe
    from archtool.run.spark.pack import packed

    measure = measure_of(options)
    crawl = _found(spark, options, switches, packed, work, options.by, measure)
    found = dedupe.entries(crawl.records).persist()
    fates = dedupe.dropped(found, options.threshold, preference(options.keep, options.by))
    write_lines(dedupe.lines(found, fates, options.keep == "all", marked), options)
    return _tell(crawl, options, "compared", lambda pages: phrases(dedupe.counts(found, fates), pages, options))


def _refuse_what_is_for_clean(options: Options) -> None:
    """Refuse filters and ``--snapshots``, which the other commands would ignore."""
    chosen = options._replace(min_words=0) if options.what == "dedupe" else options  # there it says what is compared
    if filter_of(chosen) or options.snapshots != "all":
        raise UsageError(f"filters and --snapshots are for clean: give {options.what} the records that it wrote")


def _check_local(options: Options) -> None:
    _refuse_what_is_for_clean(options)
    if options.table or options.partition_by or options.to:
        raise UsageError(f"{options.what} writes a file on this machine, or to standard output: -o FILE")
    outputs.check(options, {"output": options.output, "summary": options.summary})


def _tags(spark: SparkSession, options: Options, switches: Any) -> int:
    from archtool.cli.commands.tags import handle as work
    from archtool.corpus.counted import COLUMNS, Counted, gather, merge, on_pages, table
    from archtool.output.tables import write_table
    from archtool.run.spark.pack import packed
    from archtool.run.spark.topics import counted

    found = _found(spark, options, switches, packed, work)
    everything: dict[str, Counted] = {}
    for part in counted(found.records, gather):
        merge(everything, part)
    with streams.closing(streams.open_output(options.output)) as out:
        write_table(out, COLUMNS, table(on_pages(everything)), "tsv")
    return _tell(found, options, "counted")


def _learn(spark: SparkSession, options: Options, switches: Any) -> int:
    from archtool.api.learning import named
    from archtool.cli.commands.learn import handle as work
    from archtool.cli.commands.learn import keep_edited
    from archtool.corpus.templates_toml import render
    from archtool.run.spark.pack import packed
    from archtool.run.spark.site_rules import learned

    keep_edited(options.output)
    found = _found(spark, options, switches, packed, work)
    with streams.closing(streams.open_output(options.output)) as out:
        count = -1  # the first text is the head of the file
        for text in render(named(learned(found.records), switches)):
            out.write(text)
            count += 1
    return _tell(found, options, "read", lambda pages: (f"{count} {'rule' if count == 1 else 'rules'}",))


def _tell(
    found: Crawl, options: Options, verb: str, told: Told = lambda pages: (), kept: DataFrame | None = None
) -> int:
    """Print failures and summary, and return the exit code. ``told``: more words for the summary, given the pages."""
    report = reported(found, options, kept)
    report.summary(verb, *told(report.pages))
    if options.summary:
        with streams.closing(streams.open_output(options.summary)) as out:
            out.write(report.as_json())
    return report.status


def _reason(error: Exception) -> str:
    """Return the line of a stack trace that names the error: the last one of Python, else the first one of Java."""
    lines = [line.strip().removeprefix(": ") for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if re.match(r"[\w.]+(?:Error|Stop|Exception): ", line)]
    thrown = [line for line in lines if re.match(r"(?:[a-z]\w*\.)+[A-Z]\w*(?:Error|Exception)\b", line)]
    if raised and "Traceback" in str(error):
        return raised[-1]
    return next(iter([*thrown, *lines]), type(error).__name__)


COMMANDS = {
    "clean": (_check_clean, _clean),
    "dedupe": (_check_dedupe, _dedupe),
    "tags": (_check_local, _tags),
    "learn": (_check_local, _learn),
}
