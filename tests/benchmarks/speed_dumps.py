"""How many dumps a second in one process, what a byte costs from 1 kB to 50 MB, and whether memory stays flat.

Memory is what the process held after a tenth of the records, and the most until nine tenths. With ``--records 1000000`` the last
part takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "samples" / "eeas-new-tandem-topics" / "input.txt"
sys.path.insert(0, str(ROOT / "src"))

from archtool.api.writing import Layout  # noqa: E402
from archtool.output import streams  # noqa: E402
from archtool.run import pool  # noqa: E402
from archtool.run.batch import Job  # noqa: E402
from archtool.run.cleaning import Plan, handle  # noqa: E402
from archtool.run.job import lost, rest  # noqa: E402
from archtool.run.options import Options  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=100_000)
    records = parser.parse_args().records
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dumps_a_second(folder)
        cost_of_a_byte(folder)
        flat = [memory(folder, records, source) for source in ("stdin", "--files-from")]
    return int(not all(flat))


def cleaned(paths: Iterator[str] | list[str], format: str = "jsonl") -> Iterator[object]:
    return (done.result for done in pool.run(paths, Job(handle, Options(), (Plan(Layout(format)),)).prepare, lost, rest))


def dumps_a_second(folder: Path) -> None:
    """Different dumps of the size of a press release, read from files and rendered, as ``clean`` does."""
    text = PAGE.read_text(encoding="utf-8")
    paths = []
    for number in range(2000):
        path = folder / f"{number}.txt"
        path.write_text(text.replace("delta", f"delta {number}"), encoding="utf-8")
        paths.append(str(path))
    for format in ("jsonl", "md"):
        list(cleaned(paths[:50], format))
        start = time.perf_counter()
        size = sum(len(streams.encode(each.text)) for each in cleaned(paths, format))  # type: ignore[attr-defined]
        seconds = time.perf_counter() - start
        print(f"{len(paths) / seconds:8.0f} dumps a second of {len(text)} characters, {format}: {size / 1e6:.1f} MB written")


def cost_of_a_byte(folder: Path) -> None:
    """One page of each size: prose with a closing list of topics that makes up half of it."""
    print(f"{'bytes':>12} {'seconds':>9} {'ns a byte':>10}")
    for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000):
        path = folder / "long.txt"
        path.write_text(long_page(size), encoding="utf-8")
        times = []
        for _ in range(3 if size < 10_000_000 else 1):
            start = time.perf_counter()
            list(cleaned([str(path)]))
            times.append(time.perf_counter() - start)
        print(f"{path.stat().st_size:12,} {min(times):9.4f} {min(times) / path.stat().st_size * 1e9:10.0f}")


def long_page(size: int) -> str:
    head = "A long report on the ports of the delta\n\n28.05.2018\n\n"
    sentence = "The harbour of town {} keeps a ledger of all boats that came, and of those that did not come back.\n\n"
    prose = "".join(sentence.format(number) for number in range(max(1, size // 2 // 100)))
    topics = "".join(f"Harbour number {number}\n" for number in range(max(1, size // 2 // 22)))
    return f"{head}{prose}Post category\nNews stories\nTopics\n{topics}"


def memory(folder: Path, records: int, source: str) -> bool:
    """Feed one process a stream of records or of paths, and watch what it holds."""
    page = folder / "short.txt"
    page.write_text("Harbour dues rise\n\n28.05.2018\n\nThe dues rise by a tenth from June, the office says.\n")
    arguments = ["clean", "-q", "-t", "jsonl"]
    if source == "stdin":
        line = subprocess.run([*command(), *arguments, str(page)], capture_output=True, env=environment(), check=True).stdout
    else:
        line = f"{page}\n".encode()
        arguments += ["--files-from", "-"]
    start = time.perf_counter()
    with subprocess.Popen(
        [*command(), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdin
        assert process.stdout
        feeder = threading.Thread(target=feed, args=(process.stdin, line, records))
        feeder.start()
        done, early, late = 0, 0, 0
        for _ in process.stdout:
            done += 1
            if done == records // 10:
                early = held(process.pid)
            elif done == records // 10 * 9:  # while it lives
                late = peak(process.pid)
        feeder.join()
    seconds = time.perf_counter() - start
    flat = done == records and 0 < late < early * 1.1 + 4000
    verdict = "flat" if flat else "NOT FLAT"
    print(f"{records:9,} records from {source}: {seconds:.0f} s, {early / 1e3:.0f} MB early, {late / 1e3:.0f} MB late: {verdict}")
    return flat


def feed(stream: BinaryIO, line: bytes, times: int) -> None:
    block = line * 100
    for _ in range(times // 100):
        stream.write(block)
    stream.close()


def held(pid: int) -> int:
    """Kilobytes of resident memory, as Linux tells them."""
    return status(pid, "VmRSS:")


def peak(pid: int) -> int:
    """The most kilobytes that were resident at any time."""
    return status(pid, "VmHWM:")


def status(pid: int, key: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(key)).split()[1])


def command() -> list[str]:
    return [sys.executable, "-m", "archtool"]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHTOOL_")}
    return {**kept, "PYTHONPATH": str(ROOT / "src")}


if __name__ == "__main__":
    sys.exit(main())
