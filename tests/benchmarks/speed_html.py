"""Speed of cleaning HTML: ``WCXB_DIR=... python tests/benchmarks/speed_html.py [FOLDER]... [--pages 300] [--rounds 2]``.

Processor time for each step from the decoded page to the choice of main content, and for all of ``clean`` with Markdown,
beside resiliparse's extraction of main content, interleaved page by page in one process. Only the ratios can be compared
between machines. FOLDERs hold pages (``.html``, ``.html.gz``); without one those of ``WCXB_DIR/dev/html`` are taken.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archtool.blocks import html, html_walk
from archtool.dom.tree import tree_of
from archtool.model import Origin, Page, Settings
from archtool.pipeline import clean
from archtool.scorer import measure
from archtool.scorer.predict import main_content


def timed(call: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Return the least processor time in milliseconds of ``rounds`` calls, and what the last one returned."""
    best, result = float("inf"), None
    for _ in range(rounds):
        begun = time.process_time()
        result = call()
        best = min(best, time.process_time() - begun)
    return best * 1000, result


def pages_of(folder: Path, count: int) -> list[Path]:
    """Return ``count`` pages of a folder, evenly spread."""
    files = sorted(path for path in folder.iterdir() if path.name.endswith((".html", ".html.gz")))
    return files[:: max(len(files) // count, 1)][:count]


def decoded(file: Path) -> str:
    data = file.read_bytes()
    return (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8", "replace")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--pages", type=int, default=300, help="of each folder [300]")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    if not options.folders and "WCXB_DIR" not in os.environ:
        print("no FOLDER, and WCXB_DIR is not set: the folder that holds dev/", file=sys.stderr)
        return 2
    from resiliparse.extract.html2text import extract_plain_text

    folders = options.folders or [Path(os.environ["WCXB_DIR"]) / "dev" / "html"]
    files = [file for folder in folders for file in pages_of(folder, options.pages)]
    settings = Settings(markup="md")
    names = ("parse", "blocks", "score", "all three", "clean", "resiliparse")
    steps: dict[str, list[float]] = {name: [] for name in names}
    for file in files:
        body = decoded(file)
        page = Page(body, Origin(file.name), format="html", url="https://www.example.org/a/page.html")
        parse, tree = timed(lambda body=body: html.parse(body), options.rounds)  # type: ignore[misc]
        blocks, reading = timed(lambda tree=tree: html.read(tree), options.rounds)  # type: ignore[misc]
        score, _ = timed(lambda reading=reading: main_content(reading), options.rounds)  # type: ignore[misc]
        whole, _ = timed(lambda page=page: clean(page, settings), options.rounds)  # type: ignore[misc]
        peer, _ = timed(lambda body=body: extract_plain_text(body, main_content=True), options.rounds)  # type: ignore[misc]
        for name, value in zip(names, (parse, blocks, score, parse + blocks + score, whole, peer), strict=True):
            steps[name].append(value)
    formats = ["compiled" if not str(module.__file__).endswith(".py") else "plain" for module in (html_walk, measure)]
    table = type(tree_of(html.parse("").root)).__name__
    print(f"{len(files)} pages; walk {formats[0]}, scorer {formats[1]}, {table}")
    peers = steps["resiliparse"]
    print(f"{'ms a page':<12} {'median':>7} {'mean':>7} {'x median':>9} {'x mean':>7}")
    for name, values in steps.items():
        median, mean = statistics.median(values), statistics.fmean(values)
        ratios = median / statistics.median(peers), mean / statistics.fmean(peers)
        print(f"{name:<12} {median:7.2f} {mean:7.2f} {ratios[0]:9.2f} {ratios[1]:7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
