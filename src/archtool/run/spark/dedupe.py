"""``dedupe`` by Spark: what is compared of each record, the steps of the search, and the lines that are written.

``pairs`` finds pairs of similar records, ``clusters`` joins them. Sketches are those of ``corpus/shingles.py`` and the
rules those of ``corpus/near.py``, with one difference. There, two records represent a cluster that is known already
when it meets another one in a bucket; here, each record is compared with up to 64 (``CLUSTERS``) records in front of it
in the bucket. The clusters are the same, except in two cases: two clusters are connected by a single pair that ``near``
does not compare; or a bucket has more than 64 records that are not similar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from archtool.corpus.store import Counts
from archtool.model import Duplicate
from archtool.run.spark.clusters import components, fates
from archtool.run.spark.crawl import columns
from archtool.run.spark.pack import unpack
from archtool.run.spark.pairs import POSITION, position_type, similar_pairs

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Marked = Callable[..., str]  # a line with what was found out about its record


def entries(records: DataFrame) -> DataFrame:
    """Return what is compared of each record, and its line."""
    import pyarrow as pa

    text, number = pa.string(), pa.int64()
    schema = pa.schema(
        [
            pa.field("position", position_type()),
            pa.field("id", text),
            pa.field("origin", text),
            pa.field("date", text),
            pa.field("captured", text),
            pa.field("length", number),
            pa.field("buckets", pa.list_(number)),
            pa.field("shingles", pa.binary()),
            pa.field("line", text),
            pa.field("apart", text),
        ]
    )
    return records.select("position", "text").mapInArrow(partial(_entries, schema), columns(schema))


def _entries(schema: Any, batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        found = [unpack(text) for text in batch.column("text").to_pylist()]
        values = (pa.array([getattr(entry, field.name) for entry in found], field.type) for field in list(schema)[1:])
        yield pa.RecordBatch.from_arrays([batch.column("position"), *values], schema=schema)


def dropped(found: DataFrame, threshold: float, keep: str) -> DataFrame:
    """Return the records that are dropped, as :func:`fates` has them, persisted. ``found``: the persisted entries."""
    return fates(found, components(similar_pairs(found, threshold)), threshold, keep).persist()


def lines(found: DataFrame, fates: DataFrame, keep_all: bool, marked: Marked) -> DataFrame:
    """Return the lines to write: ``text`` and ``position``. ``fates``: the records that are dropped."""
    from pyspark.sql import functions as f

    none = f.lit(None)
    copies = fates.select("position", "original", "similarity", none.alias("duplicates"))
    duplicate = f.sort_array(f.collect_list(f.struct("position", "id", "origin", "similarity")))
    kept = fates.groupBy(f.col("original.position").alias("position")).agg(duplicate.alias("duplicates"))
    kept = kept.select("position", none.alias("original"), none.alias("similarity"), "duplicates")
    table = found.select("position", "line").join(copies.unionByName(kept), "position", "left")
    if not keep_all:
        table = table.where(f.col("original").isNull())
    return table.mapInArrow(partial(_lines, marked), f"position {POSITION}, text string")


def counts(found: DataFrame, fates: DataFrame) -> Counts:
    """Count what was dropped, and what was not compared."""
    from pyspark.sql import functions as f

    exact = f.sum(f.col("exact").cast("bigint"))
    row = fates.agg(f.count("*").alias("all"), exact.alias("exact"), f.countDistinct("original.position").alias("kept"))
    dropped, same, clusters = row.collect()[0]
    apart = found.where("apart is not null").groupBy("apart").count().orderBy("apart").collect()
    return Counts(same or 0, dropped - (same or 0), clusters, {each["apart"]: each["count"] for each in apart})


def _lines(marked: Marked, batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        values = (batch.column(name).to_pylist() for name in ("line", "original", "similarity", "duplicates"))
        written = [_line(marked, *row) for row in zip(*values, strict=True)]
        yield pa.RecordBatch.from_arrays(
            [batch.column("position"), pa.array(written, pa.string())], ["position", "text"]
        )


def _line(marked: Marked, line: str, original: Any, similarity: float, duplicates: Any) -> str:
    """Return ``line``, marked if its record is a duplicate or has any."""
    if original:
        return marked(line, duplicate_of=Duplicate(original["id"], original["origin"], similarity))
    if duplicates:
        others = (Duplicate(each["id"], each["origin"], each["similarity"]) for each in duplicates)
        return marked(line, duplicates=tuple(others))
    return line
