"""How fast ``learn`` is and how much memory it takes, on generated pages: ``python tests/benchmarks/speed_learn.py``.

    python tests/benchmarks/speed_learn.py [--pages N] [--jobs N]

The pages are dumps in a WARC, half of them of one site, the others of sites of 40 pages, each site with menu, labels and
footer of its own in an invented language. ``clean`` on the same file is the measure: ``learn`` has to clean every page,
too. It is run on a quarter of the pages and on all; what memory grows by between the two is what grows with the pages.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from invented_site import invent, pages  # noqa: E402  # stands beside the tests

SMALL = 40  # pages of a small site


def bodies(count: int) -> Iterator[tuple[str, str]]:
    """Address and text of each page; those of the large site and of the small ones take turns."""
    large = pages(invent(1, "large.example"), count)
    made = 0
    site = 1
    while made < count:
        site += 1
        for small in pages(invent(site, f"site{site}.example"), SMALL, seed=site):
            yield f"http://www.large.example/{made}", next(large).body
            yield f"http://site{site}.example/{made}", small.body
            made += 2


def write(path: Path, count: int) -> None:
    """Write a WARC of texts."""
    with path.open("wb") as file:
        for url, body in islice(bodies(count), count):
            data = body.encode()
            number = f"{random.Random(url).getrandbits(128):032x}"
            head = (
                f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-04T05:06:07Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{number[:8]}-{number[8:12]}-{number[12:16]}-{number[16:20]}-{number[20:]}>\r\n"
                f"Content-Type: text/plain\r\nContent-Length: {len(data)}\r\n\r\n"
            )
            file.write(head.encode() + data + b"\r\n\r\n")


MEASURE = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def run(*arguments: str) -> tuple[float, float]:
    """Seconds, and MiB of the largest process, of a command line."""
    started = time.perf_counter()
    command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "archtool", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    status, size = map(int, done.stdout.split())
    if status:
        raise SystemExit(f"archtool {' '.join(arguments)}: exit code {status}")
    return time.perf_counter() - started, size / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=8000)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    jobs = f"--jobs={options.jobs}"
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'command':<8} {'pages':>8} {'seconds':>8} {'pages/s':>8} {'MiB':>6}")
        for count in (options.pages // 4, options.pages):
            path = Path(folder) / f"{count}.warc.wet"
            write(path, count)
            for command, suffix in (("clean", "jsonl"), ("learn", "toml")):
                out = Path(folder) / f"out.{suffix}"
                seconds, size = run(command, str(path), "-q", jobs, "-o", str(out))
                print(f"{command:<8} {count:>8} {seconds:>8.1f} {count / seconds:>8.0f} {size:>6.0f}", flush=True)
            rules = out.read_text(encoding="utf-8").count("\n[[")
            print(f"{rules} rules, {out.stat().st_size} bytes")
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
