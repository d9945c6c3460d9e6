"""``tags`` on Spark: each partition counts the topics of its pages; the counts are merged in the order of the pages.

The result is that of ``archtool tags``. The driver receives one count for each partition, and no pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from archtool.run.spark.pack import pack, unpack

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Count = Callable[[Iterable[Any]], Any]


def counted(records: DataFrame, count: Count) -> Iterator[Any]:
    """Yield what ``count`` returns for the results of each partition, in the order of their pages."""
    ordered = records.select("position", "text").sortWithinPartitions("position")
    schema = "file bigint, part bigint, item bigint, counted string"
    found = ordered.mapInArrow(partial(_counted, count), schema).orderBy("file", "part", "item")
    for row in found.toLocalIterator():
        yield unpack(row["counted"])


def _counted(count: Count, batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    first: dict[str, int] = {}

    def results() -> Iterator[Any]:
        for batch in batches:
            for row in batch.to_pylist():
                first.update({} if first else row["position"])
                yield unpack(row["text"])

    found = count(results())
    if first:
        yield pa.RecordBatch.from_pylist([{**first, "counted": pack(found)}])
