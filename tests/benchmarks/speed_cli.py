"""How long a user waits for one page: wall time as a multiple of an interpreter that does nothing.

Python may keep byte code, as it does for every installed tool (PYTHONDONTWRITEBYTECODE is not passed on). The commands
take turns in one run, so that what else the machine does weighs on all of them alike; the median counts.
Exits with 1 if a command is above its limit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "samples" / "eeas-new-tandem-topics" / "input.txt"
HTML = ROOT / "samples" / "three-forms-wayback" / "input.html"
SCRIPT = Path(sys.executable).with_name("archtool")
ARCHTOOL = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "archtool"]
COMMANDS = {
    "python -c pass": ([sys.executable, "-c", "pass"], None),
    "archtool --version": ([*ARCHTOOL, "--version"], 2.0),
    "archtool clean page.txt": ([*ARCHTOOL, "clean", str(PAGE)], 6.0),
    "archtool clean page.html": ([*ARCHTOOL, "clean", str(HTML)], 10.0),
    "archtool clean -t jsonl page.txt": ([*ARCHTOOL, "clean", "-t", "jsonl", str(PAGE)], None),
    "archtool explain page.txt": ([*ARCHTOOL, "explain", str(PAGE)], None),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=31)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        times = measure(rounds, folder)
    nothing = statistics.median(times["python -c pass"])
    over = False
    print(f"{'median ms':>10} {'best ms':>8} {'times':>6} {'limit':>6}  command ({rounds} rounds, {ARCHTOOL[0]})")
    for name, (_, limit) in COMMANDS.items():
        median = statistics.median(times[name])
        ratio = median / nothing
        over |= limit is not None and ratio > limit
        verdict = "" if limit is None else "  ok" if ratio <= limit else "  ABOVE ITS LIMIT"
        print(f"{median * 1e3:10.1f} {min(times[name]) * 1e3:8.1f} {ratio:6.2f} {limit or '':>6}  {name}{verdict}")
    return int(over)


def measure(rounds: int, folder: str) -> dict[str, list[float]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHTOOL_", "PYTHON"))}
    if not SCRIPT.exists():
        environment["PYTHONPATH"] = str(ROOT / "src")
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 2):
        for name, (command, _) in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, cwd=folder, env=environment, check=True)
            if number >= 2:  # the first rounds fill caches
                times[name].append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    sys.exit(main())
