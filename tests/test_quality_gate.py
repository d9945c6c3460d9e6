"""The gate on quality: the text of a fixed tenth of the pages of each set must not get worse.

The shipped weights have seen these pages, so the figures here are higher than on unseen sites: they only tell that
blocks, features, weights and judges still fit each other. How good the tool is on sites that it has not seen is measured
by ``tests/benchmarks/quality_html.py``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archtool.scorer.examples import truths
from archtool.scorer.line_dumps import STYLES
from archtool.scorer.line_examples import read_dumps
from archtool.scorer.line_validate import score as f1_of
from benches import load

bench = load("quality_html")
EVERY = 10
# Least F1, recall and share of wanted snippets found, greatest share of unwanted ones leaked.
FLOORS = {
    "WCXB_DIR": {"wcxb/dev": (0.90, None, None)},
    "NEWS5_DIR": {"news5": (0.94, None, None)},
    "SNIPPETS_DIR": {"snippets": (None, 0.98, 0.13)},
}


@pytest.mark.parametrize("name", FLOORS)
def test_the_text_of_pages_is_as_good_as_it_was(name: str) -> None:
    if name not in os.environ:
        pytest.skip(f"{name}, a folder of pages with their truth, is not set")
    files = truths(Path(os.environ[name]) / bench.SETS[name])[::EVERY]
    rows = {row.group: row for row in bench.table(bench.measure_page(file) for file in files)}
    for group, (score, found, leaked) in FLOORS[name].items():
        row = rows[group]
        assert score is None or row.f1 >= score, row
        assert found is None or row.found >= found, row
        assert leaked is None or row.leaked <= leaked, row


DUMP_FLOOR = 0.80


@pytest.mark.skipif("WCXB_DIR" not in os.environ, reason="WCXB_DIR, the folder that holds dev/, is not set")
def test_the_shipped_weights_find_the_main_content_of_dumps() -> None:
    files = sorted((Path(os.environ["WCXB_DIR"]) / "dev" / "ground-truth").glob("*.json"))[::EVERY]
    for style in STYLES:
        scores = [f1_of(example) for file in files for example in read_dumps(file, [style])]
        assert sum(scores) / len(scores) >= DUMP_FLOOR, style
