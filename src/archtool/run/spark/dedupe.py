"""``dedupe`` with Spark's own means: buckets are joined, pairs compared, and what is alike becomes a cluster.

The sketches are those of ``corpus/shingles.py`` and the rules those of ``corpus/near.py``, with one difference. There,
two records stand for a cluster that is known already when it meets another in a bucket; here, each record of a bucket
is compared with up to ``CLUSTERS`` others in front of it. So both find the same clusters, unless two clusters are held
together by a single pair that the former passes over; and of a bucket with more than ``CLUSTERS`` records that are not
alike, not the same pairs are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from archtool.corpus.near import CLUSTERS, DIGITS
from archtool.corpus.shingles import similarity
from archtool.model import Duplicate
from archtool.run.spark.crawl import columns
from archtool.run.spark.pack import unpack

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

ROUNDS = 100  # each halves the longest chain, at least
POSITION = "struct<file: bigint, part: bigint, item: bigint>"
Marked = Callable[..., str]  # a line with what was found out about its record


def entries(records: DataFrame) -> DataFrame:
    """What is compared of each record, and its line."""
    import pyarrow as pa

    text, number = pa.string(), pa.int64()
    schema = pa.schema(
        [
            pa.field("position", pa.struct([pa.field(name, number) for name in ("file", "part", "item")])),
            pa.field("id", text),
            pa.field("origin", text),
            pa.field("date", text),
            pa.field("captured", text),
            pa.field("length", number),
            pa.field("buckets", pa.list_(number)),
            pa.field("shingles", pa.binary()),
            pa.field("line", text),
        ]
    )
    return records.select("position", "text").mapInArrow(partial(_entries, schema), columns(schema))


def _entries(schema: Any, batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        rows = []
        for row in batch.to_pylist():
            entry = unpack(row["text"])
            rows.append({"position": row["position"], **{name: getattr(entry, name) for name in schema.names[1:]}})
        yield pa.RecordBatch.from_pylist(rows, schema)


def deduped(found: DataFrame, threshold: float, keep: str, keep_all: bool, marked: Marked) -> DataFrame:
    """The lines that stay, as ``text`` with their ``position``. ``found``: what :func:`entries` gives, persisted.

    ``keep``: which of a cluster, by one of the ``PREFERENCES`` of ``corpus/store.py``.
    """
    from pyspark.sql import functions as f

    fates = _fates(found, _components(_edges(found, threshold)), threshold, keep).localCheckpoint()
    dropped = fates.select("position", "kept", "similarity")
    original = found.select(f.col("position").alias("kept"), f.struct("id", "origin").alias("original"))
    duplicate = f.struct("position", "id", "origin", "similarity")
    others = fates.groupBy("kept").agg(f.sort_array(f.collect_list(duplicate)).alias("duplicates"))
    table = (
        found.select("position", "line")
        .join(dropped, "position", "left")
        .join(original, "kept", "left")
        .join(others.withColumnRenamed("kept", "position"), "position", "left")
    )
    if not keep_all:
        table = table.where(f.col("kept").isNull())
    table = table.select("position", "line", "original", "similarity", "duplicates")
    return table.mapInArrow(partial(_lines, marked), f"position {POSITION}, text string")


def _lines(marked: Marked, batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        rows = []
        for row in batch.to_pylist():
            line = row["line"]
            if row["original"]:
                line = marked(line, duplicate_of=Duplicate(**row["original"], similarity=row["similarity"]))
            elif row["duplicates"]:
                others = (Duplicate(each["id"], each["origin"], each["similarity"]) for each in row["duplicates"])
                line = marked(line, duplicates=tuple(others))
            rows.append({"position": row["position"], "text": line})
        schema = pa.schema([batch.schema.field("position"), pa.field("text", pa.string())])
        yield pa.RecordBatch.from_pylist(rows, schema)


def _edges(found: DataFrame, threshold: float) -> DataFrame:
    """Pairs of records, ``one`` in front of ``other``, that are duplicates of each other."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    buckets = found.select("position", f.explode("buckets").alias("bucket"))
    in_bucket = Window.partitionBy("bucket")
    same = buckets.where("bucket < 0").withColumn("one", f.min("position").over(in_bucket))
    equal = same.where("one != position").select("one", f.col("position").alias("other"))
    if threshold >= 1:
        return equal
    # Of equal records, the first stands for all.
    first = buckets.where("bucket >= 0").join(equal.select(f.col("other").alias("position")), "position", "left_anti")
    before = in_bucket.orderBy("position").rowsBetween(-CLUSTERS, -1)
    met = first.withColumn("met", f.collect_list("position").over(before))
    pairs = met.select(f.explode("met").alias("one"), f.col("position").alias("other")).distinct()
    return equal.unionByName(_compared(found, pairs).where(f.col("alike") >= threshold).select("one", "other"))


def _compared(found: DataFrame, pairs: DataFrame) -> DataFrame:
    """``pairs`` with their similarity as ``alike``, and as it is ``shown``."""
    from pyspark.sql import functions as f

    def sketches(name: str) -> DataFrame:
        return found.select(f.col("position").alias(name), f.col("shingles").alias(f"{name}_shingles"))

    both = pairs.join(sketches("one"), "one").join(sketches("other"), "other")
    schema = f"one {POSITION}, other {POSITION}, alike double, shown double"
    return both.select("one", "other", "one_shingles", "other_shingles").mapInArrow(_similarities, schema)


def _similarities(batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        shingles = zip(batch.column(2).to_pylist(), batch.column(3).to_pylist(), strict=True)
        found = [similarity(one, other) for one, other in shingles]
        alike = pa.array(found, pa.float64())
        shown = pa.array([round(value, DIGITS) for value in found], pa.float64())
        columns = [batch.column(0), batch.column(1), alike, shown]
        yield pa.RecordBatch.from_arrays(columns, ["one", "other", "alike", "shown"])


def _components(edges: DataFrame) -> DataFrame:
    """Each record of a pair (``position``) with the first record of its cluster (``root``).

    Labels go from neighbour to neighbour and on to what those are labelled with, until none changes.
    """
    from pyspark.sql import functions as f

    edges = edges.localCheckpoint()
    both = edges.unionByName(edges.select(f.col("other").alias("one"), f.col("one").alias("other")))
    labels = both.groupBy(f.col("one").alias("position")).agg(f.min(f.least("one", "other")).alias("root"))
    labels = labels.localCheckpoint()
    for _ in range(ROUNDS):
        near = both.join(labels.select(f.col("position").alias("other"), "root"), "other")
        least = near.groupBy(f.col("one").alias("position")).agg(f.min("root").alias("near"))
        nearer = labels.join(least, "position").select("position", f.least("root", "near").alias("root"))
        behind = nearer.select(f.col("position").alias("root"), f.col("root").alias("behind"))
        new = nearer.join(behind, "root", "left")
        new = new.select("position", f.coalesce("behind", "root").alias("root")).localCheckpoint()
        changed = not new.join(labels, ["position", "root"], "left_anti").isEmpty()
        labels = new
        if not changed:
            break
    return labels


def _fates(found: DataFrame, labels: DataFrame, threshold: float, keep: str) -> DataFrame:
    """The records that are dropped, each with the position of the one that is kept for it."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    members = labels.join(
        found.select("position", "id", "origin", "date", "captured", "length", "shingles"), "position"
    )
    order = Window.partitionBy("root").orderBy(*_preference(keep))
    ranked = members.withColumn("rank", f.row_number().over(order))
    ranked = ranked.select("root", "position", "id", "origin", "shingles", "rank")
    schema = f"position {POSITION}, kept {POSITION}, id string, origin string, similarity double"

    def decide(cluster: Any) -> Any:  # Spark takes no partial here
        return _decide(threshold, cluster)

    return ranked.groupBy("root").applyInArrow(decide, schema)


def _decide(threshold: float, cluster: Any) -> Any:
    """What is dropped of one cluster: only what is alike enough to one that is kept, as in ``corpus/near.py``."""
    import pyarrow as pa

    kept: list[Any] = []
    dropped = []
    for row in cluster.sort_by("rank").to_pylist():
        for other in kept[:CLUSTERS]:
            alike = similarity(*sorted((other["shingles"], row["shingles"]), key=len))
            if alike >= threshold:
                fate = {"kept": other["position"], "similarity": round(alike, DIGITS)}
                dropped.append({"position": row["position"], "id": row["id"], "origin": row["origin"], **fate})
                break
        else:
            kept.append(row)
    position, text = cluster.schema.field("position").type, pa.string()
    types = {"position": position, "kept": position, "id": text, "origin": text, "similarity": pa.float64()}
    return pa.Table.from_pylist(dropped, pa.schema(list(types.items())))


def _preference(keep: str) -> list[Column]:
    """As ``corpus/store.py`` chooses."""
    from pyspark.sql import functions as f

    date = f.substring(f.concat("date", f.lit("-99-99")), 1, 10)
    length = f.col("length").desc()
    one = [date.asc_nulls_last(), length, f.col("id").asc(), f.col("position").asc()]
    captured = f.col("captured")
    before = {
        "first": [captured.asc_nulls_last()],
        "last": [captured.desc_nulls_last()],
        "longest": [length],
    }
    return [*before.get(keep, []), *one]
