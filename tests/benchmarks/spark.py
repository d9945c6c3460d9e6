"""What Spark costs beside one machine's own engine, and how it grows.

``speed``: a WARC is cleaned by ``archtool clean -j 2`` and by ``archtool spark clean`` on ``local[2]``, in turns; the
start of Spark is measured on one page and taken off. Then the cost of a page with 1, 2 and 4 partitions. ``memory``:
the most that the driver of a standalone cluster holds, for a WARC and for one four times as large. ``dedupe``: near
duplicates among generated records.

The WARC is made of real captures (``ARCHIVES_DIR``), repeated up to ``--megabytes``, or it is ``--warc``. Seconds are
those of the clock and those of all processors; on a busy machine only the latter mean something.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "benchmarks")]

from speed_warc import build  # noqa: E402

from spark_cluster import REASON, cluster  # noqa: E402

COMMAND = [sys.executable, "-m", "archtool"]
WORDS = 20_000
MOST = 1.15  # times as long as archtool clean -j 2
TICK = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Seconds of the clock, seconds of processors by kind of process, and the megabytes of the largest Java process."""

    clock: float
    java: float
    python: float
    memory: int

    @property
    def work(self) -> float:
        """Seconds of all processors."""
        return self.java + self.python

    def __str__(self) -> str:
        return f"{self.clock:.1f} s, of processors {self.work:.1f} s (Java {self.java:.1f} s)"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=["speed", "memory", "dedupe"])
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--warc", type=Path, help="measure the speed on this file")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--memory", default="2g", help="of the driver")
    options = parser.parse_args()
    captures = Path(os.environ.get("ARCHIVES_DIR", "/nonexistent"), "warc")
    if REASON or not captures.is_dir():
        print(f"skipped: {REASON or 'ARCHIVES_DIR names no folder of captures'}")
        return 0
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.only in (None, "speed"):
            missed = speed(captures, folder, options)
        if options.only in (None, "memory"):
            memory(captures, folder, options)
        if options.only in (None, "dedupe"):
            near(folder, options)
    return missed


def speed(captures: Path, folder: Path, options: argparse.Namespace) -> int:
    (folder / "page.txt").write_text("A page\n\nIt says something.\n")
    warc = options.warc or Path(build(captures, folder / "large.warc.gz", options.megabytes << 20))
    one, start, spark = [], [], []
    for _ in range(options.rounds):
        one.append(cost("clean", warc, "-j", "2", "-q", "-o", folder / "out.jsonl"))
        start.append(on_spark(folder, "clean", folder / "page.txt", 2, options.memory))
        spark.append(on_spark(folder, "clean", warc, 2, options.memory))
    with (folder / "out.jsonl").open("rb") as records:
        pages = sum(1 for _ in records)
    print(f"{warc.stat().st_size >> 20} MB, {pages} pages: archtool clean -j 2 {min(one)}")
    print(f"  Spark on one page {min(start)}; on the WARC {min(spark)}")
    clock = (min(spark).clock - min(start).clock) / min(one).clock
    work = (min(each.work for each in spark) - min(each.work for each in start)) / min(each.work for each in one)
    print(f"  beyond its start {clock:.2f} x by the clock (at most {MOST}), {work:.2f} x by processors")
    for cores in (1, 2, 4):
        found = on_spark(folder, "clean", warc, cores, options.memory)
        print(f"  local[{cores}]: {found}, {1000 * found.python / pages:.1f} ms of Python for a page")
    return int(clock > MOST)


def memory(captures: Path, folder: Path, options: argparse.Namespace) -> None:
    """All records are read, and pages of one host are cleaned: what the driver holds does not depend on the others."""
    for megabytes in (options.megabytes, options.megabytes * 4):
        warc = Path(build(captures, folder / "large.warc.gz", megabytes << 20))
        place = folder / f"cluster-{megabytes}"
        place.mkdir()
        with cluster(place, workers=2) as master:
            conf = ("spark.driver.host=127.0.0.1", "spark.driver.bindAddress=127.0.0.1", "spark.executor.memory=512m")
            how = [part for item in conf for part in ("--conf", item)]
            found = on_spark(folder, "clean", warc, 2, "1g", "--host", "copy1.example.org", *how, master=master)
        print(f"{megabytes} MB on two workers: the driver holds at most {found.memory} MB, {found}")
        warc.unlink()


def near(folder: Path, options: argparse.Namespace) -> None:
    """Records of 60 words; every tenth is another one with one word changed."""
    source = random.Random(7)
    before: list[str] = []
    with (folder / "records.jsonl").open("w") as out:
        for number in range(options.records):
            words = list(before) if number % 10 == 9 else [f"w{source.randrange(WORDS)}" for _ in range(60)]
            if number % 10 == 9:
                words[source.randrange(60)] = f"x{number}"
            before = words
            out.write(f'{{"id": "{number:016x}", "text": "{" ".join(words)}"}}\n')
    one = cost("dedupe", folder / "records.jsonl", "-j", "2", "-q", "-o", folder / "out.jsonl")
    found = on_spark(folder, "dedupe", folder / "records.jsonl", 2, options.memory)
    print(f"dedupe of {options.records} records: on one machine {one}")
    print(f"  on Spark {found}, {found.memory} MB")


def on_spark(
    folder: Path, what: str, path: Path, cores: int, memory: str, *more: str, master: str | None = None
) -> Cost:
    """Run a command with its output in a new directory, and remove that."""
    out = folder / f"out-{time.monotonic_ns()}.jsonl"
    conf = ("--conf", f"spark.driver.memory={memory}", "--conf", "spark.ui.enabled=false")
    found = cost("spark", what, path, "-q", "-o", out, "--master", master or f"local[{cores}]", *conf, *more)
    subprocess.run(["rm", "-r", str(out)], check=True)
    return found


def cost(*arguments: str | Path) -> Cost:
    """Run archtool; its processes are looked at ten times a second, since Spark does not wait for all of its own."""
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+") as log:
        running = subprocess.Popen([*COMMAND, *map(str, arguments)], stdout=log, stderr=log)
        seconds: dict[tuple[str, int], float] = {}
        memory = 0
        while running.poll() is None:
            for name, pid, used in below(running.pid):
                seconds[name, pid] = used
                memory = max(memory, peak(pid)) if name == "java" else memory
            time.sleep(0.1)
        clock = time.monotonic() - begun
        log.seek(0)
        assert running.returncode in (0, 1), log.read()
    java = sum(used for (name, _), used in seconds.items() if name == "java")
    return Cost(clock, java, sum(seconds.values()) - java, memory)


def below(top: int) -> list[tuple[str, int, float]]:
    """The processes that ``top`` has started, and itself: name, number, seconds of processors."""
    found: dict[int, tuple[int, str, float]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                name, _, rest = (place / "stat").read_text().partition("(")[2].rpartition(")")
            except OSError:  # it has ended
                continue
            values = rest.split()
            found[int(place.name)] = (int(values[1]), name, (int(values[11]) + int(values[12])) / TICK)

    def belongs(pid: int) -> bool:
        while pid in found and pid != top:
            pid = found[pid][0]
        return pid == top

    return [(name, pid, used) for pid, (_, name, used) in found.items() if belongs(pid)]


def peak(pid: int) -> int:
    """The most megabytes that a process has held."""
    try:
        return int(Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()[0]) >> 10
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    sys.exit(main())
