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
    signals: bool = False,
) -> DataFrame:
    """Return the records of all pages of ``paths``: the columns of the Parquet writer, and ``position``.

    Sorted by ``position``, the records are in the order of ``archtool clean`` on one machine. A path is a local file or
    folder that all executors see, or an address of a file system that Spark knows. ``timeout``: seconds allowed for one
    page. ``memory``: bytes allowed for the process that cleans it. ``task_size``: stored bytes for one task.
    ``signals``: whether to measure the texts, as ``clean --signals`` does.

    All inputs are read during the call, and the result stays in Spark's storage until the session ends. Pages that
    failed are left out; :func:`crawl` returns them, too.
    """
    from archtool.run.spark.crawl import typed

    found = crawl(
        spark,
        paths,
        settings,
        reading=reading,
        timeout=timeout,
        memory=memory,
        task_size=task_size,
        signals=signals,
        format="parquet",
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
    signals: bool = False,
    format: str = "jsonl",
) -> Crawl:
    """Like :func:`clean`, but return everything that was found: ``records``, ``failures`` and ``skipped``.

    In ``records``, the column ``text`` is what the writer of ``format`` makes of a record. ``unpersist()`` frees the
    storage.
    """
    from archtool.api.writing import Layout
    from archtool.run.cleaning import Plan, handle
    from archtool.run.spark import crawl as tables

    named = (paths,) if isinstance(paths, str) else tuple(paths)
    options = Options(paths=named, timeout=timeout, memory=memory)
    switches, reading = settings or Settings(), reading or ReadOptions()
    return tables.crawl(spark, options, handle, (Plan(Layout(format), signals=signals),), switches, reading, task_size)
