"""Read all inputs on the executors, and return the tables of records, failures and skipped items.

All three come from one table, which is computed in one pass over the inputs and persisted. Where two parts of a file do
not meet, the parts concerned are read again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from archtool.errors import Stop
from archtool.model import Settings
from archtool.readers import ReadOptions
from archtool.run.options import Options
from archtool.run.spark import tasks, work
from archtool.run.spark.files import listed
from archtool.run.workers import Limits
from archtool.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

POSITION = ("file", "part", "item")


class Crawl:
    """The tables of one pass over the inputs. ``rows`` is the persisted table, with rows as ``work.Row`` describes."""

    def __init__(self, spark: SparkSession, rows: DataFrame, plan: work.Plan) -> None:
        self.spark = spark
        self.rows = rows
        self.plan = plan

    def of_kind(self, kind: str) -> DataFrame:
        """Return the rows of one kind. The column ``position`` sorts them like the output of one machine."""
        from pyspark.sql import functions as f

        return self.rows.where(f.col("kind") == kind).withColumn("position", f.struct(*POSITION))

    @property
    def records(self) -> DataFrame:
        """The records: ``position``, and ``text`` as the writer renders it."""
        return self.of_kind(work.RECORD).select("position", "text", "keys", "lacks")

    @property
    def failures(self) -> DataFrame:
        """The failures: origin and message."""
        return self.of_kind(work.FAILURE).select("position", "origin", f_as("text", "message"))

    @property
    def skipped(self) -> DataFrame:
        """The skipped items: origin and reason; for revisits also what identifies the page that they repeat."""
        return self.of_kind(work.SKIPPED).select(
            "position", "origin", f_as("text", "reason"), "url", "captured", "keys", "name"
        )

    def unpersist(self) -> None:
        """Free the storage of the tables."""
        self.rows.unpersist()


def f_as(column: str, name: str) -> Any:
    """Return a column under another name."""
    from pyspark.sql import functions as f

    return f.col(column).alias(name)


def crawl(
    spark: SparkSession,
    options: Options,
    handle: Callable[..., Any],
    extra: tuple[Any, ...],
    settings: Settings,
    reading: ReadOptions,
    largest: int = tasks.LARGEST,
) -> Crawl:
    """Read the inputs of ``options`` and call ``handle(page, settings, *extra)`` for each page.

    ``largest``: the most stored bytes of a task.
    """
    files = tuple(listed(spark, options))
    count = tasks.number_of_tasks(files, spark.sparkContext.defaultParallelism, largest)
    limited = options.timeout is not None or options.memory is not None
    limits = Limits(options.timeout, options.memory) if limited else None
    plan = work.Plan(files, count, handle, extra, settings, reading, limits, os.getcwd())
    rows = _table(spark, plan).persist()
    return Crawl(spark, _mended(spark, rows, plan), plan)


def _table(spark: SparkSession, plan: work.Plan) -> DataFrame:
    shared = spark.sparkContext.broadcast(plan)
    return spark.range(0, plan.tasks, 1, plan.tasks).mapInArrow(partial(_do_tasks, shared), columns(work.schema()))


def columns(schema: Any) -> Any:
    """Return the columns of Spark for a schema of Arrow."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def _do_tasks(shared: Any, batches: Iterator[Any]) -> Iterator[Any]:
    plan = _of_this_version(shared.value)
    for batch in batches:
        for number in batch.column(0).to_pylist():
            yield from work.batches(work.do_task(plan, number))


def _of_this_version(plan: work.Plan) -> work.Plan:
    if plan.version != __version__:
        raise Stop(f"executors have archtool {__version__}, the driver has {plan.version}: they must be the same")
    return plan


def _mended(spark: SparkSession, rows: DataFrame, plan: work.Plan) -> DataFrame:
    """Return ``rows``, with corrected rows for the files whose parts do not meet."""
    from pyspark.sql import functions as f

    found = rows.where(f.col("kind") == work.MARK).select("file", "text").collect()
    marks: dict[int, list[tasks.Mark]] = {}
    for row in found:
        marks.setdefault(row["file"], []).append(work.mark_of(row["text"]))
    broken = [(file, sorted(each)) for file, each in sorted(marks.items()) if not tasks.meet(sorted(each))]
    if not broken:
        return rows
    shared = spark.sparkContext.broadcast((plan, broken))
    again = spark.range(0, len(broken), 1, len(broken)).mapInArrow(partial(_mend, shared), rows.schema).persist()
    drop = again.where(f.col("kind") == work.DROP).select("file", "part")
    return rows.join(f.broadcast(drop), ["file", "part"], "left_anti").select(rows.columns).unionByName(again)


def _mend(shared: Any, batches: Iterator[Any]) -> Iterator[Any]:
    plan, broken = shared.value
    for batch in batches:
        for index in batch.column(0).to_pylist():
            file, marks = broken[index]
            yield from work.batches(work.mend(plan, file, marks))


def typed(records: DataFrame) -> DataFrame:
    """Return records rendered by the Parquet writer as columns: those of its files, and ``position``."""
    from pyspark.sql import functions as f

    schema = _typed_schema()
    flat = records.select("position.*", "text")
    table = flat.mapInArrow(partial(_typed, schema), columns(schema))
    return table.withColumn("position", f.struct(*POSITION)).drop(*POSITION)


def _typed_schema() -> Any:
    import pyarrow as pa

    from archtool.output.sinks.parquet import schema

    return pa.schema([*schema(), *(pa.field(name, pa.int64()) for name in POSITION)])


def _typed(schema: Any, batches: Iterator[Any]) -> Iterator[Any]:
    """Convert lines of the Parquet writer to the values in its files."""
    from json import loads

    import pyarrow as pa

    from archtool.output.sinks import parquet

    for batch in batches:
        rows = [{**parquet.typed(loads(row.pop("text"))), **row} for row in batch.to_pylist()]
        yield pa.RecordBatch.from_pylist(rows, schema)
