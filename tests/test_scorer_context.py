"""What the scorer knows of a block from the rest of its page: copies, the title, the container with the main content."""

from __future__ import annotations

from array import array

import pytest

from archtool.blocks.html import parse, read
from archtool.scorer import columns as columns_of
from archtool.scorer import context, features
from archtool.scorer.weights import load

FIRST = features.WIDTH - features.CONTEXT
TITLE = FIRST + features.COPIES
EXPECTED = TITLE + features.TITLE
CONTAINER = EXPECTED + features.EXPECTED
BODY = (
    "<nav><a href=/>Home</a></nav><main class=content><h1>Ferries</h1><p>The ferry leaves at nine every morning.</p>"
    "<p>The ferry leaves at nine every morning.</p><p>It comes back when the tide lets it.</p></main>"
    "<footer class=footer><p>All rights reserved by the harbour board.</p></footer>"
)


def columns(body: str, first: int, count: int) -> list[list[float]]:
    found = features.matrix(read(parse(f"<html><body>{body}</body></html>")), load())
    width = features.WIDTH
    return [list(found.values[row * width + first : row * width + first + count]) for row in range(found.rows)]


def test_a_text_that_stands_twice_is_told_from_its_copy() -> None:
    _, _, one, other, single, _ = columns(BODY, FIRST, features.COPIES)
    assert one[:2] == [0, 1]
    assert other[:2] == [1, 0]
    assert single[:2] == [0, 0]
    assert (one[2], other[2], single[2]) == (0, 1, 0)  # the share of its words in threes that stood before


def test_how_near_a_block_is_to_the_title() -> None:
    home, title, one, *_, foot = columns(BODY, TITLE, features.TITLE)
    assert title[0] == title[3] == 0
    assert one[0] == one[3] == 1  # both meet in <main>
    assert home[1] == foot[1] == 1.0  # only the whole page holds both
    assert 0.5 < one[1] < 1.0
    assert columns("<p>no title here</p>", TITLE, features.TITLE) == [[-1, -1, -1, -1]]


def test_words_before_and_after_add_up() -> None:
    rows = columns(BODY, EXPECTED, features.EXPECTED)
    assert [row[1] for row in rows] == pytest.approx([0, 1, 2, 9, 16, 24])
    for row in rows:
        assert row[2] + row[3] == pytest.approx(row[4])


def test_the_container_with_the_main_content() -> None:
    home, title, one, other, single, foot = columns(BODY, CONTAINER, features.CONTAINER)
    assert [row[0] for row in (home, title, one, other, single, foot)] == [0, 1, 1, 1, 1, 0]
    assert foot[1] > 0


def test_the_best_container_is_the_innermost_that_holds_all_that_is_gained() -> None:
    parents = array("i", [-1, 0, 1, 0])  # body > main > article; body > aside
    owners = array("i", [2, 2, 3])
    sums = array("d", [1.0] * 4 * columns_of.SUMS)
    words = array("d", [30.0, 20.0, 40.0])
    gains = array("d", [0.0] * 4)
    assert context.best_container(parents, owners, sums, array("d", [0.9, 0.4, 0.1]), words, gains) == 2
    assert list(gains) == pytest.approx([-6.0, 10.0, 10.0, -16.0])


def test_where_two_elements_meet() -> None:
    parents = array("i", [-1, 0, 1, 0])
    met = array("i", [0] * 4)
    context.meetings(parents, 2, met, bytearray(4))
    assert list(met) == [0, 1, 2, 0]
