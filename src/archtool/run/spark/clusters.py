"""Join pairs of duplicates to clusters for ``dedupe`` on Spark, and decide which record of each is kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Any

from archtool.corpus.near import CLUSTERS, DIGITS
from archtool.corpus.shingles import similarity
from archtool.run.spark.crawl import columns
from archtool.run.spark.pairs import position_type
from archtool.run.spark.work import ROWS

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

ROUNDS = 100  # each halves the longest chain, at least
MEMBER = ("position", "id", "origin")


def components(pairs: DataFrame) -> DataFrame:
    """Return each record of a pair (``position``) with the first record of its cluster (``root``).

    In each round a record takes the smallest root among its own, its neighbours' and that of its root, until none
    changes. Each round is persisted: Spark plans the next one from its real size, and computes again what is lost with
    an executor.
    """
    from pyspark.sql import functions as f

    pairs = pairs.persist()
    both = pairs.unionByName(pairs.select(f.col("other").alias("one"), f.col("one").alias("other"))).persist()
    roots = both.groupBy(f.col("one").alias("position")).agg(f.min(f.least("one", "other")).alias("root")).persist()
    for _ in range(ROUNDS):
        neighbours = roots.select(f.col("position").alias("other"), "root")
        near = both.join(neighbours, "other").groupBy(f.col("one").alias("position")).agg(f.min("root").alias("near"))
        least = f.least("root", "near").alias("root")
        nearer = roots.join(near, "position").select("position", f.col("root").alias("old"), least)
        of_root = nearer.select(f.col("position").alias("root"), f.col("root").alias("behind"))
        nearest = f.coalesce("behind", "root").alias("root")
        step = nearer.join(of_root, "root", "left").select("position", "old", nearest).persist()
        if step.where("root != old").isEmpty():
            return roots
        roots = step.drop("old")
    return roots


def fates(found: DataFrame, roots: DataFrame, threshold: float, keep: str) -> DataFrame:
    """Return the records that are dropped: ``position``, ``id``, ``origin``, whether they are an ``exact`` copy of the
    ``original`` that is kept for them, and the ``similarity`` to it.

    ``keep``: which of a cluster, by one of the ``PREFERENCES`` of ``corpus/store.py``.
    """
    from pyspark.sql import functions as f

    values = found.select(*MEMBER, "date", "captured", "length", "shingles", f.get("buckets", f.lit(0)).alias("exact"))
    members = roots.join(values, "position").repartition("root").sortWithinPartitions("root", *_preference(keep))
    members = members.select(*MEMBER, "root", "shingles", "exact")
    return members.mapInArrow(partial(_fates, threshold), columns(_schema()))


def _schema() -> Any:
    import pyarrow as pa

    member = [("position", position_type()), ("id", pa.string()), ("origin", pa.string())]
    fate = [("exact", pa.bool_()), ("original", pa.struct(member)), ("similarity", pa.float64())]
    return pa.schema([*member, *fate])


def _fates(threshold: float, batches: Iterator[Any]) -> Iterator[Any]:
    """Decide about clusters that come one after the other, the preferred record of each first."""
    import pyarrow as pa

    rows = chain.from_iterable(batch.to_pylist() for batch in batches)
    clusters = groupby(rows, key=lambda row: row["root"])
    dropped = chain.from_iterable(_dropped(cluster, threshold) for _, cluster in clusters)
    while some := list(islice(dropped, ROWS)):
        yield pa.RecordBatch.from_pylist(some, _schema())


def _dropped(cluster: Iterator[dict[str, Any]], threshold: float) -> Iterator[dict[str, Any]]:
    """Yield what is dropped of one cluster: what is similar enough to one that is kept, as in ``corpus/near.py``."""
    kept: list[dict[str, Any]] = []
    for row in cluster:
        for other in kept:
            alike = similarity(*sorted((other["shingles"], row["shingles"]), key=len))
            if alike >= threshold:
                yield {
                    **{name: row[name] for name in MEMBER},
                    "exact": row["exact"] == other["exact"],
                    "original": {name: other[name] for name in MEMBER},
                    "similarity": round(alike, DIGITS),
                }
                break
        else:
            if len(kept) < CLUSTERS:  # no others are compared with
                kept.append(row)


def _preference(keep: str) -> list[Column]:
    """Return the order of the records of a cluster, as ``corpus/store.py`` has it."""
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
