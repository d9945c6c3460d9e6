"""``--snapshots`` on Spark: keep one capture of each address, or one of each text, as ``corpus/snapshots.py`` does.

Executors compute digests of addresses and texts; Spark groups the captures of an address.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from archtool.corpus.snapshots import address_of, snapshot, with_captures
from archtool.readers.record import from_values
from archtool.run.spark.crawl import POSITION
from archtool.run.spark.revisits import resolved

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from archtool.run.spark.crawl import Crawl

PLACE = "file bigint, part bigint, item bigint"


def chosen(found: Crawl, mode: str, format: str) -> DataFrame:
    """Return the records to keep: ``position`` and ``text``. ``format``: the writer that has rendered them."""
    from pyspark.sql import functions as f

    kept = _kept(_captures(found), mode)
    table = found.records.select("position", "text").join(kept, "position")
    several = f.size("times") > 1  # as ``with_captures`` counts them
    if mode != "distinct":
        return table.select("position", "text")
    one, more = table.where(~several), table.where(several)
    flat = more.select("position.*", "text", "times")
    told = flat.mapInArrow(partial(_with_times, format), f"{PLACE}, text string")
    told = told.select(f.struct(*POSITION).alias("position"), "text")
    return one.select("position", "text").unionByName(told)


def _captures(found: Crawl) -> DataFrame:
    """Return all captures: digests of address and text, the time, and ``page``, the position of the text."""
    from pyspark.sql import functions as f

    flat = found.records.select("position.*", "text")
    schema = f"{PLACE}, address binary, digest binary, captured string"
    pages = flat.mapInArrow(_snapshots, schema)
    pages = pages.select(f.struct(*POSITION).alias("page"), "address", "digest", "captured").persist()
    again = resolved(found).where("captured is not null and url is not null")
    again = again.select("page.*", "url", "captured").mapInArrow(_addresses, f"{PLACE}, captured string, own binary")
    again = again.select(f.struct(*POSITION).alias("page"), "captured", "own")
    again = again.join(pages.select("page", "address", "digest"), "page").where(f.length("address") > 0)
    columns: list[Column | str] = ["page", f.col("own").alias("address"), "digest", "captured"]
    same = again.where("own = address").select(*columns)
    # A revisit may repeat a page of another address. It counts for the first page of its own address with that text.
    first = pages.where(f.length("address") > 0).groupBy("address", "digest").agg(f.min("page").alias("page"))
    strays = again.where("own != address").select(*columns[1:]).join(first, ["address", "digest"])
    return pages.unionByName(same).unionByName(strays)


def _kept(captures: DataFrame, mode: str) -> DataFrame:
    from pyspark.sql import functions as f

    alone = f.length("address") == 0
    place = f.concat_ws(":", *(f.col(f"page.{name}") for name in POSITION))
    key: list[Column] = [f.when(alone, place).alias("alone"), f.when(~alone, f.col("address")).alias("address")]
    if mode == "distinct":
        key.append(f.when(~alone, f.col("digest")).alias("digest"))
    capture = f.struct("captured", "page")
    dated = f.when(f.col("captured") != "", capture)
    end = f.max if mode == "last" else f.min
    groups = captures.groupBy(*key).agg(
        f.coalesce(end(dated), end(capture)).alias("chosen"),
        f.sort_array(f.collect_list(f.when(f.col("captured") != "", f.col("captured")))).alias("times"),
    )
    return groups.select(f.col("chosen.page").alias("position"), "times")


def _snapshots(batches: Iterator[Any]) -> Iterator[Any]:
    from json import loads

    import pyarrow as pa

    for batch in batches:
        found = [snapshot(from_values(loads(line))) for line in batch.column("text").to_pylist()]
        more = [
            pa.array([each.address for each in found], pa.binary()),
            pa.array([each.text for each in found], pa.binary()),
            pa.array([each.captured for each in found], pa.string()),
        ]
        columns = [batch.column(name) for name in POSITION] + more
        yield pa.RecordBatch.from_arrays(columns, [*POSITION, "address", "digest", "captured"])


def _addresses(batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        own = pa.array(map(address_of, batch.column("url").to_pylist()), pa.binary())
        columns = [batch.column(name) for name in (*POSITION, "captured")] + [own]
        yield pa.RecordBatch.from_arrays(columns, [*POSITION, "captured", "own"])


def _with_times(format: str, batches: Iterator[Any]) -> Iterator[Any]:
    """Add to records the times of all captures that they represent."""
    from json import loads

    import pyarrow as pa

    from archtool import writers

    render = writers.load(format).render
    for batch in batches:
        lines = zip(batch.column("text").to_pylist(), batch.column("times").to_pylist(), strict=True)
        texts = [render(with_captures(from_values(loads(line)), tuple(times))) for line, times in lines]
        columns = [*(batch.column(name) for name in POSITION), pa.array(texts, pa.string())]
        yield pa.RecordBatch.from_arrays(columns, [*POSITION, "text"])
