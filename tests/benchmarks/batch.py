"""A long batch: a WARC made of the HTML samples, cleaned as overnight. Pages a second, memory of each process, failures.

Every page is another one. Some captures are pictures, some revisits, and here and there the file is damaged. The run is
made at a tenth of the size first: if the cost is linear, pages a second and memory are the same. ``--pages 1000000`` is
the real thing, and takes an hour or more; what a million would take is said either way.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from archive_builder import http, record, warcinfo  # noqa: E402

BODY = b"</body>"
OVERNIGHT = ["--resume", "--timeout", "60", "--memory", "1G"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print(f"{'pages':>9} {'options':34} {'seconds':>8} {'pages/s':>8} {'CPU ms each':>11} {'parent MiB':>11} {'workers MiB':>12}  summary")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = (build(folder / f"{pages}.warc.gz", pages) for pages in (options.pages // 10, options.pages))
        measure(folder, small, ["-j", str(options.jobs)])
        _, before = measure(folder, small, [*OVERNIGHT, "-j", str(options.jobs)])
        rate, cost = measure(folder, large, [*OVERNIGHT, "-j", str(options.jobs)])
        print(f"a page costs {cost / before:.2f} times what it costs at a tenth of the size (CPU, with the start)")
        print(f"a million pages at this rate: {1_000_000 / rate / 3600:.1f} hours")
    return int(cost > 1.25 * before)


def build(path: Path, pages: int) -> Path:
    """Write the WARC, one record to a frame."""
    samples = [sample.read_bytes() for sample in sorted(ROOT.glob("samples/*/input.html"))]
    samples = [sample for sample in samples if BODY in sample and len(sample) < 200_000]
    with path.open("wb") as out:
        for each in records(samples, pages):
            packer = zlib.compressobj(1, wbits=31)
            out.write(packer.compress(each) + packer.flush())
    return path


def records(samples: list[bytes], pages: int) -> Iterator[bytes]:
    yield warcinfo()
    for number in range(pages):
        url = f"http://example.org/{number}"
        own = f"<p>Notice number {number} of the harbour office at berth {number % 977}.</p>".encode()
        yield record(http(samples[number % len(samples)].replace(BODY, own + BODY, 1)), url)
        if number % 10 == 3:
            yield record(http(os.urandom(2000), "image/png"), f"{url}.png")
        if number % 100 == 7:
            known = {"WARC_Refers_To_Target_URI": url, "WARC_Refers_To_Date": "2021-03-04T05:06:07Z"}
            yield record(b"", url, "revisit", "2022-03-04T05:06:07Z", **known)
        if number % 1000 == 999:
            yield b"bytes that are no record\r\n\r\n"


def measure(folder: Path, path: Path, more: list[str]) -> tuple[float, float]:
    """Run once; print a line; return pages a second, and milliseconds of CPU for a page."""
    out, failures = folder / "out.jsonl", folder / "failures.jsonl"
    command = [sys.executable, "-m", "archtool", "clean", str(path), "-o", str(out), "--failures", str(failures), *more]
    begun, used = time.monotonic(), cpu()
    with subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}) as process:
        peaks: dict[int, int] = {}
        over = threading.Event()
        watcher = threading.Thread(target=watch, args=(process.pid, peaks, over))
        watcher.start()
        said = process.stderr.read().decode().splitlines()  # type: ignore[union-attr]
        process.wait()
        seconds, used = time.monotonic() - begun, cpu() - used
        over.set()
        watcher.join()
    pages = sum(1 for _ in out.open("rb"))
    failed = [json.loads(line)["message"] for line in failures.open()]
    assert all("no record" in message for message in failed), failed[:3]
    parent = peaks.pop(process.pid, 0)
    workers = ", ".join(f"{peak / 1024:.0f}" for peak in sorted(peaks.values()) if peak > 20 << 10) or "none"
    print(
        f"{pages:9,} {' '.join(more):34} {seconds:8.1f} {pages / seconds:8.0f} {used / pages * 1000:11.2f} {parent / 1024:11.0f} {workers:>12}  "
        + said[-1].removeprefix("archtool: "),
        flush=True,
    )
    out.unlink()
    return pages / seconds, used / pages * 1000


def cpu() -> float:
    """Seconds that the processes have worked which this one waited for, and those that they waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def watch(parent: int, peaks: dict[int, int], over: threading.Event) -> None:
    """Note the most memory that each process of the run has held, in kB."""
    while not over.wait(0.2):
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdecimal():
                    status = (entry / "status").read_text("ascii", "replace")
                    if parent in (int(entry.name), int(status.partition("PPid:")[2].split()[0])):
                        peaks[int(entry.name)] = int(status.partition("VmHWM:")[2].split()[0])
            except (OSError, IndexError):
                pass  # it has just ended


if __name__ == "__main__":
    sys.exit(main())
