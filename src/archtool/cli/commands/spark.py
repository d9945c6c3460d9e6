"""``archtool spark``: pages in, records out, with the work done by Apache Spark.

Here the session begins and ends; results and the summary are written. What executors do is in ``run/spark``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archtool.api.writing import Layout
from archtool.errors import OutputError, UsageError
from archtool.model import Failure, Origin
from archtool.output import streams, targets
from archtool.output.terminal import complain
from archtool.run import outputs
from archtool.run.batch import Report, settings
from archtool.run.cleaning import Plan, handle
from archtool.run.filters import filter_of
from archtool.run.job import read_options
from archtool.run.options import COMPARED, Options
from archtool.run.progress import EMPTY, NUMBER

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from archtool.run.spark.crawl import Crawl

TOLD = 20  # failures that are told one by one; all are in the list of --failures
SUFFIXES = {".jsonl": "jsonl", ".parquet": "parquet", "": "parquet"}
DISTRIBUTED = ("clean", "dedupe")  # what Spark writes itself


def run(options: Options) -> int:
    """Do on Spark what ``options.what`` says with the inputs of ``options``."""
    from archtool.run.spark import session

    check, _ = COMMANDS[options.what or "clean"]
    check(options)
    switches = settings(options)
    spark = session.begin(options.master, options.conf)
    try:
        return do(spark, options, switches)
    finally:
        spark.stop()


def do(spark: SparkSession, options: Options, switches: Any) -> int:
    """Do it in a session. ``switches``: those of the pipeline. Returns the exit code."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    _, work = COMMANDS[options.what or "clean"]
    try:
        for path in (options.output if options.what in DISTRIBUTED else None, options.failures):
            _refuse_to_overwrite(spark, path)
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
    filter_of(options)


def _clean(spark: SparkSession, options: Options, switches: Any) -> int:
    format = _format(options)
    found = _found(spark, options, switches, handle, Plan(Layout(format), filter=filter_of(options)))
    records, more, kept = found.records, tuple[str, ...](), None
    if options.snapshots != "all":
        from archtool.run.spark.snapshots import chosen as chosen_captures

        records = chosen_captures(found, options.snapshots, format).persist()
        more = (f"{records.count()} kept",)
        kept = found.records.join(records.select("position"), "position", "left_semi")
    _write(spark, records, options, format)
    return _tell(found, options, "cleaned", *more, kept=kept)


def _check_dedupe(options: Options) -> None:
    from archtool.corpus.duplicates import NOT_INSTALLED
    from archtool.corpus.shingles import available

    _refuse_what_is_for_clean(options)
    if options.output is None or options.table or options.partition_by or options.to == "parquet":
        raise UsageError("dedupe writes JSON Lines: -o DIR; clean those into Parquet or a table")
    if options.by == "text" and options.threshold < 1 and not available():
        raise UsageError(NOT_INSTALLED)


def _dedupe(spark: SparkSession, options: Options, switches: Any) -> int:
    from archtool.cli.commands.dedupe import handle as work
    from archtool.cli.commands.dedupe import measure_of
    from archtool.corpus.duplicates import marked, preference
    from archtool.run.spark.dedupe import deduped, entries
    from archtool.run.spark.pack import packed

    measure = measure_of(options._replace(min_words=options.min_words or COMPARED))
    order = preference(options.keep, options.by)
    found = _found(spark, options, switches, packed, work, options.by, measure)
    lines = deduped(entries(found.records).persist(), options.threshold, order, options.keep == "all", marked)
    _write_lines(lines, options)
    return _tell(found, options, "compared")


def _refuse_what_is_for_clean(options: Options) -> None:
    """Filters and the choice among captures: other commands would pass over them without a word."""
    chosen = options._replace(min_words=0) if options.what == "dedupe" else options  # where it says what is compared
    if filter_of(chosen) or options.snapshots != "all":
        raise UsageError(f"filters and --snapshots are for clean: give {options.what} the records that it wrote")


def _check_local(options: Options) -> None:
    _refuse_what_is_for_clean(options)
    if options.table or options.partition_by or options.to:
        raise UsageError(f"{options.what} writes a file on this machine, or to standard output: -o FILE")
    outputs.check(options, {"output": options.output})


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
        count = -1  # the text in front of the rules is none
        for text in render(named(learned(found.records), switches)):
            out.write(text)
            count += 1
    return _tell(found, options, "read", f"{count} {'rule' if count == 1 else 'rules'}")


def _write(spark: SparkSession, records: DataFrame, options: Options, format: str) -> None:
    from archtool.run.spark.crawl import typed

    if format == "jsonl":
        _write_lines(records, options)
        return
    table = typed(records.orderBy("position") if options.ordered else records)
    if options.table:
        _into_table(spark, table, options)
        return
    writer = table.write.option("compression", options.compression or "zstd")
    (writer.partitionBy(options.partition_by) if options.partition_by else writer).parquet(options.output or "")


def _write_lines(records: DataFrame, options: Options) -> None:
    from pyspark.sql import functions as f

    ordered = records.orderBy("position") if options.ordered else records
    lines = ordered.select(f.expr("substring(text, 1, length(text) - 1)").alias("value"))  # Spark ends the line
    lines.write.text(options.output or "", compression=options.compression or "none")


def _into_table(spark: SparkSession, table: DataFrame, options: Options) -> None:
    """Append to the table of this name; the first run makes it. One of an earlier version keeps its columns."""
    if spark.catalog.tableExists(options.table or ""):
        there = dict(spark.table(options.table or "").dtypes)
        if there.get("date") == "string":
            table = table.withColumn("date", table["date_text"])
        table = table.select([name for name in table.columns if name in there])
    writer = table.write.mode("append")
    if options.partition_by:
        writer = writer.partitionBy(options.partition_by)
    writer.saveAsTable(options.table or "")


def _refuse_to_overwrite(spark: SparkSession, path: str | None) -> None:
    """Stop before anything is read where the output is there already."""
    from pyspark.errors import AnalysisException

    if path is None:
        return
    try:
        spark.read.format("binaryFile").load(path)
    except AnalysisException:
        return
    raise UsageError(f"{path}: is there already; choose another output, or remove it")


def _tell(found: Crawl, options: Options, verb: str, *more: str, kept: DataFrame | None = None) -> int:
    """Write the list of failures, tell the first of them, and count what happened. Returns the exit code."""
    from pyspark.sql import functions as f

    from archtool.run.spark.revisits import captures

    failures = found.failures
    if options.failures:
        lines = failures.orderBy("position").select(f.to_json(f.struct("origin", "message")).alias("value"))
        lines.write.text(options.failures)
    report = Report(options)
    for row in failures.orderBy("position").limit(TOLD).collect():
        report.fail(Failure(Origin(row["origin"]), row["message"]))
    kinds = failures.groupBy(f.regexp_replace("message", NUMBER.pattern, "N").alias("kind")).count().collect()
    report.reasons = {row["kind"]: row["count"] for row in kinds}
    report.failed = sum(report.reasons.values())
    if report.failed > TOLD:
        complain(f"and {report.failed - TOLD} more failures")
    report.pages = found.records.count()
    report.captures, report.skipped = captures(found)
    for row in (kept or found.records).select(f.explode("lacks").alias("key")).groupBy("key").count().collect():
        counted = report.empty if row["key"].startswith(EMPTY) else report.without
        counted[row["key"].removeprefix(EMPTY)] = row["count"]
    report.summary(verb, *more)
    return report.status


def _reason(error: Exception) -> str:
    """The line of a trace that says what happened: the last of Python's, if there is one, else the first of all."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if re.match(r"[\w.]+(?:Error|Stop|Exception): ", line)]
    return told[-1] if told else lines[0].strip() if lines else type(error).__name__


COMMANDS = {
    "clean": (_check_clean, _clean),
    "dedupe": (_check_dedupe, _dedupe),
    "tags": (_check_local, _tags),
    "learn": (_check_local, _learn),
}
