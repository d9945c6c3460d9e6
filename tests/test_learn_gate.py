"""Learning from the pages of a real site costs none of them: a gate where WCXB's dev pages are there."""

import os
from pathlib import Path

import pytest

from archtool.pipeline import examine
from benches import load

FOLDER = os.environ.get("WCXB_DIR", "")


@pytest.fixture(scope="module")
def bench():
    """The benchmark that prints what is measured here."""
    return load("quality_learn")


@pytest.mark.skipif(not FOLDER, reason="WCXB_DIR is not set")
def test_learning_lowers_f1_on_no_page(bench):
    sites = bench.sites(Path(FOLDER) / "dev", 7)
    assert len(sites) >= 4
    for known in sites.values():
        before = [examine(one.page) for one in known]
        settings, _ = bench.learned_settings(before)
        for one, old in zip(known, before, strict=True):
            assert bench.f1(examine(one.page, settings), one.truth) >= bench.f1(old, one.truth), one.page.url


@pytest.mark.skipif(not FOLDER, reason="WCXB_DIR is not set")
def test_learning_finds_the_furniture_of_dumps(bench):
    known = bench.sites(Path(FOLDER) / "dev", 9)["developer.mozilla.org"]
    pages = [bench.as_dump(one.page) for one in known]
    before = [examine(page) for page in pages]
    settings, _ = bench.learned_settings(before)
    scores = [
        (bench.f1(old, one.truth), bench.f1(examine(page, settings), one.truth))
        for old, page, one in zip(before, pages, known, strict=True)
    ]
    # The model of dumps finds nearly all of this furniture by itself: there is little left to learn, and little to lose.
    assert all(new >= old - 0.002 for old, new in scores), scores
    assert sum(new for _, new in scores) / len(scores) >= 0.92, scores  # reached: 0.924
