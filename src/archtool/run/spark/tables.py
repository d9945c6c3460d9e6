"""Write the results of a run on Spark: Parquet or JSON Lines in a new directory, or a table of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archtool.errors import UsageError
from archtool.run.options import Options

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def write(spark: SparkSession, records: DataFrame, options: Options, format: str) -> None:
    """Write ``records``, which the writer of ``format`` has rendered, where ``options`` says."""
    from archtool.run.spark.crawl import typed

    if format == "jsonl":
        write_lines(records, options)
        return
    table = typed(records.orderBy("position") if options.ordered else records)
    if options.table:
        _append(spark, table, options)
        return
    writer = table.write.option("compression", options.compression or "zstd")
    (writer.partitionBy(options.partition_by) if options.partition_by else writer).parquet(options.output or "")


def write_lines(records: DataFrame, options: Options) -> None:
    """Write the texts of ``records``, which are lines, into a directory."""
    from pyspark.sql import functions as f

    ordered = records.orderBy("position") if options.ordered else records
    lines = ordered.select(f.expr("substring(text, 1, length(text) - 1)").alias("value"))  # Spark ends the line
    lines.write.text(options.output or "", compression=options.compression or "none")


def _append(spark: SparkSession, table: DataFrame, options: Options) -> None:
    """Append to the table of the catalogue, or make it. A table of an earlier version keeps its columns."""
    if spark.catalog.tableExists(options.table or ""):
        there = dict(spark.table(options.table or "").dtypes)
        if there.get("date") == "string":
            table = table.withColumn("date", table["date_text"])
        table = table.select([name for name in table.columns if name in there])
    writer = table.write.mode("append")
    if options.partition_by:
        writer = writer.partitionBy(options.partition_by)
    writer.saveAsTable(options.table or "")


def refuse_to_overwrite(spark: SparkSession, path: str | None) -> None:
    """Stop before anything is read if ``path`` exists. Raises :class:`UsageError`."""
    from pyspark.errors import AnalysisException

    if path is None:
        return
    try:
        spark.read.format("binaryFile").load(path)
    except AnalysisException:
        return
    raise UsageError(f"{path}: is there already; choose another output, or remove it")
