"""Find the pairs of similar records for ``dedupe`` on Spark.

Records that share a bucket are candidates. Those with the same words are a pair at once; of all others the similarity
is computed. Buckets are never joined with each other: they are sorted, so that the records of a bucket are neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archtool.corpus.near import CLUSTERS
from archtool.corpus.shingles import similarity

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

POSITION = "struct<file: bigint, part: bigint, item: bigint>"


def position_type() -> Any:
    """Return the type of a position for Arrow."""
    import pyarrow as pa

    return pa.struct([pa.field(name, pa.int64()) for name in ("file", "part", "item")])


def similar_pairs(found: DataFrame, threshold: float) -> DataFrame:
    """Return the pairs of duplicates: the positions ``one`` and ``other``, of which ``one`` is the smaller.

    ``found``: ``position``, ``buckets`` and ``shingles`` of all records.
    """
    from pyspark.sql import functions as f

    equal = _equal_pairs(found).persist()
    if threshold >= 1:
        return equal
    # The first of several equal records is compared in place of all.
    copies = equal.select(f.col("other").alias("position"))
    first = found.select("position", "buckets").join(copies, "position", "left_anti")
    buckets = first.select("position", f.explode("buckets").alias("bucket")).where("bucket >= 0")
    ordered = buckets.repartition("bucket").sortWithinPartitions("bucket", "position")
    candidates = ordered.mapInArrow(_neighbours, f"one {POSITION}, other {POSITION}").distinct()
    return equal.unionByName(_compared(found, candidates.persist(), threshold))


def _equal_pairs(found: DataFrame) -> DataFrame:
    """Return each record that has the words of an earlier one, with the first that has them."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    same = found.select("position", f.get("buckets", f.lit(0)).alias("bucket")).where("bucket < 0")
    first = f.min("position").over(Window.partitionBy("bucket"))
    return same.select(first.alias("one"), f.col("position").alias("other")).where("one != other")


def _neighbours(batches: Iterator[Any]) -> Iterator[Any]:
    """Yield pairs of records of one bucket, given rows sorted by bucket: each record with the 64 in front of it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    before: Any = None  # the end of the last batch
    for batch in batches:
        rows = pa.Table.from_batches([batch] if before is None else [before, batch]).combine_chunks().to_batches()
        if not rows:
            continue
        position, bucket = rows[0].column("position"), rows[0].column("bucket")
        count, old = len(bucket), len(bucket) - len(batch)
        for distance in range(1, CLUSTERS + 1):
            start = max(old, distance)
            same = pc.equal(bucket[start:], bucket[start - distance : count - distance])
            if not pc.any(same).as_py():  # then there is none at a greater distance either
                break
            columns = [position[start - distance : count - distance].filter(same), position[start:].filter(same)]
            yield pa.RecordBatch.from_arrays(columns, ["one", "other"])
        before = rows[0][-CLUSTERS:]


def _compared(found: DataFrame, candidates: DataFrame, threshold: float) -> DataFrame:
    """Return the ``candidates`` that are similar enough. Both sketches of a pair come from one join."""
    from pyspark.sql import functions as f

    sides = candidates.select("one", "other", f.explode(f.array("one", "other")).alias("position"))
    sketched = sides.join(found.select("position", "shingles"), "position")
    one, other = (f.max(f.when(f.col("position") == f.col(side), f.col("shingles"))) for side in ("one", "other"))
    both = sketched.groupBy("one", "other").agg(one.alias("first"), other.alias("second"))
    alike = both.mapInArrow(_similarities, f"one {POSITION}, other {POSITION}, alike double")
    return alike.where(f.col("alike") >= threshold).select("one", "other")


def _similarities(batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        sketches = zip(batch.column("first").to_pylist(), batch.column("second").to_pylist(), strict=True)
        alike = pa.array([similarity(one, other) for one, other in sketches], pa.float64())
        yield pa.RecordBatch.from_arrays([batch.column("one"), batch.column("other"), alike], ["one", "other", "alike"])
