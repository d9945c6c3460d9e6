"""Chances in the order of the page: neighbours count, lists and tables are judged as wholes."""

from __future__ import annotations

from array import array
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.scorer import sequence

ODDS = st.lists(st.floats(0.01, 100), min_size=1, max_size=6)


@given(ODDS, st.floats(0.5, 0.9), st.floats(0.5, 1))
def test_the_passes_sum_over_all_ways_to_divide_the_page(odds: list[float], stay: float, trust: float) -> None:
    chances = array("d", bytes(8 * len(odds)))
    sequence.settle(array("d", odds), stay, trust, chances)
    total, kept = 0.0, [0.0] * len(odds)
    for way in product((False, True), repeat=len(odds)):
        weight = 1.0
        for block, keep in enumerate(way):
            weight *= odds[block] ** trust if keep else 1.0
            weight *= 1.0 if not block else stay if keep == way[block - 1] else 1 - stay
        total += weight
        for block, keep in enumerate(way):
            kept[block] += weight * keep
    assert list(chances) == pytest.approx([weight / total for weight in kept])


def test_a_block_between_likely_ones_becomes_more_likely_and_one_among_unlikely_ones_less() -> None:
    for call in (lambda odds, out: sequence.settle(odds, 0.7, 0.8, out), lambda odds, out: sequence.blend(odds, 0.25, out)):
        chances = array("d", bytes(8 * 7))
        call(array("d", [50, 1, 50, 0.02, 1, 0.02, 0.02]), chances)
        assert chances[1] > 0.55
        assert chances[4] < 0.45


def test_a_list_has_one_chance_and_two_blocks_are_none() -> None:
    chances = array("d", [0.9, 0.2, 0.4, 0.9, 0.1, 0.8])
    sequence.level(array("i", [0, 3, 3, 3, 4, 4]), array("d", [9, 1, 1, 2, 1, 1]), chances)
    assert list(chances) == pytest.approx([0.9, 0.6, 0.6, 0.6, 0.1, 0.8])
