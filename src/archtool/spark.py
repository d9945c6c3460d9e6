"""archtool on Apache Spark, for notebooks and pipelines; ``archtool spark`` is the same on the command line.

    >>> from archtool import spark as archtool_spark  # doctest: +SKIP
    >>> frame = archtool_spark.clean(session, ["s3a://bucket/crawl/*.warc.gz"])  # doctest: +SKIP
    >>> frame.write.partitionBy("site").parquet("s3a://bucket/records")  # doctest: +SKIP

Needs the extra ``spark`` and Java; archtool has to be installed on the executors, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archtool.model import Settings
from archtool.readers import ReadOptions
from archtool.run.options import Options
from archtool.run.spark import tasks

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from archtool.run.spark.crawl import Crawl

__all__ = ["clean", "crawl"]


def clean(
    spark: SparkSession,
    paths: str | Iterable[str],
    settings: Settings | None = None,
    *,
    reading: ReadOptions | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    task_size: int = tasks.LARGEST,
) -> DataFrame:
    """Return the records of all pages of ``paths``, in the columns of the Parquet writer and with ``position``.

    Sorted by ``position`` they are in the order of ``archtool clean`` on one machine. Paths are local files and
    folders that every executor sees, or have a scheme that Spark knows. ``timeout``: seconds allowed for a page;
    ``memory``: bytes allowed for its process. ``task_size``: stored bytes in one task.

    Everything is read at once, and held by Spark until the session ends. Failures are left out; :func:`crawl` has them.
    """
    from archtool.run.spark.crawl import typed

    found = crawl(
        spark, paths, settings, reading=reading, timeout=timeout, memory=memory, task_size=task_size, format="parquet"
    )
    return typed(found.records)


def crawl(
    spark: SparkSession,
    paths: str | Iterable[str],
    settings: Settings | None = None,
    *,
    reading: ReadOptions | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    task_size: int = tasks.LARGEST,
    format: str = "jsonl",
) -> Crawl:
    """Like :func:`clean`, but return all that was found: ``records``, ``failures``, ``skipped``, ``unpersist()``.

    Here ``records`` has the output of the writer ``format`` in the column ``text``.
    """
    from archtool.api.writing import Layout
    from archtool.run.cleaning import Plan, handle
    from archtool.run.spark import crawl as tables

    named = (paths,) if isinstance(paths, str) else tuple(paths)
    options = Options(paths=named, timeout=timeout, memory=memory)
    switches, reading = settings or Settings(), reading or ReadOptions()
    return tables.crawl(spark, options, handle, (Plan(Layout(format)),), switches, reading, task_size)
