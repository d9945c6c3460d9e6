"""What SQLite and Parquet cost beside JSON Lines: CPU time a page, size, and memory, on generated records.

    pip install '.[parquet]'
    python tests/benchmarks/speed_writers.py [--records N]

The records are those of ``speed_dedupe.py``, texts of 60 to 450 words from a vocabulary of Zipf's law, with topics, dates
and addresses. Each form is written in a process of its own, for a quarter of the records and for all: cost that grows
with their number, or memory that does, shows.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from speed_dedupe import texts

from archtool.model import Count, Group, Record
from archtool.output.sinks import Cleaned
from archtool.topics import slug


def records(count: int) -> Iterator[Record]:
    """Yield ``count`` records with a few topics of some thousand, the frequent ones often."""
    chance = random.Random(3)
    labels = [f"Topic {number}" for number in range(3000)]
    for number, (family, text) in enumerate(texts(count)):
        topics = tuple(dict.fromkeys(labels[int(3000 * chance.random() ** 3)] for _ in range(chance.randint(0, 6))))
        yield Record(
            f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}",
            text,
            url=f"http://host{family % 500}.example.org/{number}",
            title=text[:60],
            lang="en",
            date=f"{1996 + number % 25}-05-28",
            captured="2021-03-04T05:06:07Z",
            tags=tuple(map(slug, topics)),
            topics=topics,
            tag_groups=(Group("Topics", topics),) if topics else (),
            words=len(text.split()),
            removed=(Count("scorer/boilerplate", 30), Count("chrome/menu", 2)),
            origin=f"crawl.warc.gz:{number}",
        )


def write(format: str, count: int, path: str) -> tuple[float, float, int, float]:
    """Write the records; return the CPU seconds for rendering and for completing the file, its bytes, and the peak in MiB."""
    from archtool import writers
    from archtool.api.writing import sink_for

    chosen = writers.load(format)
    sink = sink_for(path, chosen)
    rendering = 0.0
    sink.open()
    for record in records(count):
        begin = time.process_time()
        line = chosen.render(record)
        rendering += time.process_time() - begin
        sink.write(Cleaned(line))
    writing = -time.process_time()
    sink.end()
    sink.close()
    writing += time.process_time()
    return rendering, writing, Path(path).stat().st_size, getrusage(RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Measure and print; fail where a page costs much more among many than among few, or memory grows with them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=100_000)
    count = parser.parse_args().records
    formats = ["jsonl", "sqlite", *(["parquet"] if find_spec("pyarrow") else [])]
    status = 0
    print(f"{'format':8} {'records':>8} {'render us':>10} {'file us':>8} {'bytes a page':>13} {'peak MiB':>9}")
    for format in formats:
        costs, peaks = [], []
        for number in (count // 4, count):
            with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1) as pool:
                rendering, writing, size, peak = pool.apply(write, (format, number, str(Path(folder) / f"out.{format}")))
            costs.append((rendering + writing) / number)
            peaks.append(peak)
            print(
                f"{format:8} {number:8} {rendering / number * 1e6:10.0f} {writing / number * 1e6:8.0f} "
                f"{size / number:13.0f} {peak:9.0f}"
            )
        status |= costs[1] > 1.5 * costs[0] or peaks[1] > peaks[0] + 200
    print(json.dumps({"linear in time, bounded in memory": not status}))
    return status


if __name__ == "__main__":
    sys.exit(main())
