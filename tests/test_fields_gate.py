"""The quality of title, author, date and topics on pages with known truth does not fall: a gate where the data is."""

import os
from collections import Counter
from pathlib import Path

import pytest

from benches import load

FOLDER = os.environ.get("WCXB_DIR", "")
EVERY = 5  # of 1,497 pages
# Reached on these pages: 0.817 of the titles, F1 0.890 of the authors, 0.831 of the dates.
TITLE, AUTHOR, DATE = 0.80, 0.88, 0.82
# Reached: 0.912 of the titles, 0.795 of the authors, 0.899 of the dates; topics 0.816 and 0.814.
FLOORS = {"title": 0.9, "author": 0.785, "date": 0.89, "topics precision": 0.805, "topics recall": 0.805}
SNIPPETS = os.environ.get("SNIPPETS_DIR", "")


@pytest.mark.skipif(not FOLDER, reason="WCXB_DIR is not set")
def test_fields_are_as_right_as_they_were():
    bench = load("fields_html")
    counts: Counter[str] = Counter()
    for _, url, truth, source in bench.pages(Path(FOLDER), EVERY):
        bench.judge(bench.ours(source, url, []), truth, counts)
    assert counts["title"] / counts["pages"] >= TITLE
    assert bench.f1(counts, "author") >= AUTHOR
    assert bench.f1(counts, "date") >= DATE


@pytest.mark.skipif(not SNIPPETS, reason="SNIPPETS_DIR is not set")
def test_fields_of_pages_of_many_years_are_as_right_as_they_were():
    bench = load("fields_html")
    counts: Counter[str] = Counter()
    for _, url, truth, source in bench.snippets(Path(SNIPPETS), 1):
        bench.judge_snippet(bench.ours(source, url, []), truth, counts)
    found = bench.shares(counts)
    below = {field: found[field] for field, floor in FLOORS.items() if found[field] < floor}
    assert not below, found
