"""What Spark costs beside one machine's own engine, and how it grows.

A WARC of real captures (``ARCHIVES_DIR``), repeated up to ``--megabytes``, is cleaned by ``archtool clean -j 2`` and by
``archtool spark clean`` on ``local[2]``, in turns; the start of Spark is measured on one page and taken off. Then the cost
of a page with 1, 2 and 4 partitions, the memory of the driver for ``--megabytes`` and four times as much, and near-dedupe
of ``--records`` generated records. All times are of the clock: the machine should have nothing else to do.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "benchmarks")]

from speed_warc import build  # noqa: E402

from spark_cluster import REASON  # noqa: E402

COMMAND = [sys.executable, "-m", "archtool"]
WORDS = 20_000
MOST = 1.15  # times as long as archtool clean -j 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--memory", default="2g", help="of the driver")
    options = parser.parse_args()
    captures = Path(os.environ.get("ARCHIVES_DIR", "/nonexistent"), "warc")
    if REASON or not captures.is_dir():
        print(f"skipped: {REASON or 'ARCHIVES_DIR names no folder of captures'}")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        missed = compared(captures, folder, options)
        for cores in (1, 2, 4):
            seconds, _ = on_spark(folder, "clean", folder / "large.warc.gz", cores, options.memory)
            print(f"  local[{cores}]: {seconds:.1f} s")
        near(folder, options)
    return missed


def compared(captures: Path, folder: Path, options: argparse.Namespace) -> int:
    (folder / "page.txt").write_text("A page\n\nIt says something.\n")
    build(captures, folder / "large.warc.gz", options.megabytes << 20)
    start = min(on_spark(folder, "clean", folder / "page.txt", 2, options.memory)[0] for _ in range(options.rounds))
    one, spark = [], []
    for _ in range(options.rounds):
        one.append(seconds_of("clean", folder / "large.warc.gz", "-j", "2", "-q", "-o", folder / "out.jsonl"))
        spark.append(on_spark(folder, "clean", folder / "large.warc.gz", 2, options.memory)[0] - start)
    ratio = min(spark) / min(one)
    print(f"{options.megabytes} MB: archtool clean -j 2 {min(one):.1f} s, Spark starts in {start:.1f} s")
    print(f"  local[2] beyond its start {min(spark):.1f} s: {ratio:.2f} x (at most {MOST})")
    _, small = on_spark(folder, "clean", folder / "large.warc.gz", 2, options.memory)
    build(captures, folder / "larger.warc.gz", options.megabytes << 22)
    _, large = on_spark(folder, "clean", folder / "larger.warc.gz", 2, options.memory)
    (folder / "larger.warc.gz").unlink()
    print(f"  most memory of a process: {small} MB, for four times as much {large} MB")
    return int(ratio > MOST)


def near(folder: Path, options: argparse.Namespace) -> None:
    """Records of 60 words; every tenth is another one with two words changed."""
    source = random.Random(7)
    before: list[str] = []
    with (folder / "records.jsonl").open("w") as out:
        for number in range(options.records):
            words = list(before) if number % 10 == 9 else [f"w{source.randrange(WORDS)}" for _ in range(60)]
            if number % 10 == 9:
                words[source.randrange(60)] = f"x{number}"
            before = words
            out.write(f'{{"id": "{number:016x}", "text": "{" ".join(words)}"}}\n')
    seconds, memory = on_spark(folder, "dedupe", folder / "records.jsonl", 2, options.memory)
    print(f"dedupe of {options.records} records: {seconds:.1f} s, {memory} MB at most in a process")


def on_spark(folder: Path, what: str, path: Path, cores: int, memory: str) -> tuple[float, int]:
    """Seconds, and the megabytes of the largest process so far."""
    out = folder / f"out-{time.monotonic_ns()}.jsonl"
    conf = (
        "--master",
        f"local[{cores}]",
        "--conf",
        f"spark.driver.memory={memory}",
        "--conf",
        "spark.ui.enabled=false",
    )
    seconds = seconds_of("spark", what, path, "-q", "-o", out, *conf)
    subprocess.run(["rm", "-r", str(out)], check=True)
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10


def seconds_of(*arguments: str | Path) -> float:
    begun = time.monotonic()
    done = subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main())
