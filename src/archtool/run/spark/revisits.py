"""Which page a revisit repeats, over all inputs: as ``corpus/revisits.py`` finds it on one machine, by joins.

A revisit repeats the latest page in front of it that has one of its names, the surest name first, or else the first
page behind it that has any. What repeats the revisit itself repeats that page, too: so names are joined again until no
answer changes. On one machine names are forgotten and revisits wait in vain when there are too many of them (``MOST``
and ``WAITING`` there); here none is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from archtool.run.spark.crawl import Crawl

ROUNDS = 50  # chains of revisits of revisits that are longer have not been seen


def resolved(found: Crawl) -> DataFrame:
    """The revisits that repeat a page: ``position``, ``url``, ``captured``, and the position of the ``page``."""
    from pyspark.sql import functions as f

    revisits = found.skipped.where(f.size("keys") > 0).select("position", "url", "captured", "keys", "name").persist()
    asked = revisits.select("position", f.posexplode("keys").alias("rank", "key"))
    pages = found.records.select(f.explode("keys").alias("key"), f.col("position").alias("at"))
    names = pages.withColumn("page", f.col("at"))
    answers = _answers(asked, names).localCheckpoint()
    if answers.isEmpty():
        return revisits.join(answers, "position")
    for _ in range(ROUNDS):
        own = revisits.where("name is not null").join(answers, "position")
        more = own.select(f.col("name").alias("key"), f.col("learned").alias("at"), "page")
        new = _answers(asked, names.unionByName(more)).localCheckpoint()
        changed = not new.exceptAll(answers).isEmpty() or new.count() != answers.count()
        answers = new
        if not changed:
            break
    return revisits.join(answers, "position").select("position", "url", "captured", "page", "learned")


def _answers(asked: DataFrame, names: DataFrame) -> DataFrame:
    """For each revisit the page, and when that was known: at once, or when the page turned up."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    met = asked.join(names, "key").withColumn("before", f.col("at") < f.col("position"))
    order = [
        f.col("before").desc(),
        f.when(f.col("before"), f.col("rank")).asc_nulls_last(),
        f.when(f.col("before"), f.col("at")).desc_nulls_last(),
        f.col("at"),
    ]
    first = f.row_number().over(Window.partitionBy("position").orderBy(*order))
    chosen = met.withColumn("first", first).where("first = 1")
    learned = f.when(f.col("before"), f.col("position")).otherwise(f.col("at")).alias("learned")
    return chosen.select("position", "page", learned)
