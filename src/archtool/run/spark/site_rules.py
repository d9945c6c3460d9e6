"""``learn`` on Spark: the pages of a host are brought together, and each host is surveyed as on one machine.

The rules are those of ``archtool learn``, with one difference: a line whose capitals or digits vary is shown as in the
second page of its host, and not as in the second page of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archtool.corpus.templates_rules import rules_of_site
from archtool.corpus.templates_store import PageStore
from archtool.corpus.templates_survey import FEWEST
from archtool.corpus.templates_toml import FoundRule
from archtool.run.spark.pack import pack, unpack

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

PAGES = "file bigint, part bigint, item bigint, text string, host string"


def learned(records: DataFrame) -> Iterator[FoundRule]:
    """Yield the rules of every host, sorted by host. ``records``: what ``learn`` keeps of pages, packed."""
    from pyspark.sql import functions as f

    pages = records.select("position.*", "text").mapInArrow(_with_hosts, PAGES)
    rules = pages.groupBy("host").applyInArrow(_rules, "host string, rules string")
    for row in rules.where(f.col("rules").isNotNull()).orderBy("host").collect():
        yield from unpack(row["rules"])


def _with_hosts(batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        hosts = pa.array([unpack(text).host for text in batch.column("text").to_pylist()], pa.string())
        yield pa.RecordBatch.from_arrays([*batch.columns, hosts], [*batch.schema.names, "host"])


def _rules(table: Any) -> Any:
    """Return the rules of one host, packed."""
    import pyarrow as pa

    ordered = table.sort_by([(name, "ascending") for name in ("file", "part", "item")])
    host = ordered["host"][0].as_py()
    found: list[FoundRule] = []
    if len(ordered) >= FEWEST:
        with PageStore() as store:
            for text in ordered["text"].to_pylist():
                store.add(unpack(text))
            store.cluster()
            found = list(rules_of_site(store, host))
    return pa.table({"host": [host], "rules": pa.array([pack(found) if found else None], pa.string())})
