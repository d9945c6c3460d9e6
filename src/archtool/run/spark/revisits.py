"""Find the page that each revisit repeats, by joins over all inputs; ``corpus/revisits.py`` does it on one machine.

A revisit has keys for its page, the surest first. It repeats the latest page before it with one of the keys, or else
the first page after it with any. A later revisit may refer to this revisit; then it repeats the same page. So the joins
are repeated until nothing changes. On one machine only so many keys and waiting revisits are held (``MOST`` and
``WAITING`` there); here all are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from archtool.run.spark.crawl import Crawl

ROUNDS = 50  # the longest chain of revisits of revisits; real ones are much shorter


def resolved(found: Crawl) -> DataFrame:
    """Return the revisits of known pages: ``position``, ``url``, ``captured``, and ``page``, the position of that."""
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
    """Return the page of each revisit, and the position where that is known: of the revisit, or of a later page."""
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
