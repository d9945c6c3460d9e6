"""From the blocks of an HTML page to the probability that each is main content, and to the choice of those that are.

The second half of scoring. The choice is made for the page as a whole: of all sets of blocks, take the one whose
expected F measure over words is greatest (Ye et al., "Optimizing F-measure", ICML 2012). Sorted by probability it is a
prefix, so one pass finds it and there is no threshold to set.
"""

from __future__ import annotations

from array import array
from itertools import accumulate
from math import exp
from operator import mul
from typing import Any

from archtool.blocks.html import Reading
from archtool.scorer import sequence, trees
from archtool.scorer.features import ARTICLE, WIDTH, Matrix, matrix
from archtool.scorer.weights import Weights, load

MOST = 20.0  # what the trees say at most, as a logarithm of odds
ONE_PIECE = 0.85  # chance that a page is an article, from which its text is taken to be of one piece
STAY, TRUST = 0.65, 0.9  # in an article text and furniture seldom take turns; what a block says by itself counts less
BLEND = 0.25  # share of its neighbours in what is said of a block of another page
UNLIKELY = 0.1  # where every block is below it, the model has found nothing
FAVORS = {"recall": 2.0, "balance": 1.0, "precision": 0.5}  # beta: how many times as much recall counts as precision


def probabilities(
    reading: Reading, address: str | None = None, weights: Weights | None = None
) -> tuple[list[float], list[float]]:
    """Return for each block of ``reading`` the probability (0 to 1) that it is main content, and its words.

    ``address`` is that of the page, where it is known.
    """
    if not reading.blocks:
        return [], []
    weights = weights or load()
    page = matrix(reading, weights, address)
    sums = array("d", bytes(8 * page.rows))
    trees.ask(
        page.values, WIDTH, page.rows, weights.roots, weights.columns, weights.thresholds, weights.lefts,
        weights.rights, weights.values, sums,
    )  # fmt: skip
    return _in_order(reading, page, sums), page.words


def _in_order(reading: Reading, page: Matrix, sums: Any) -> list[float]:
    """Return the chance of each block, of which the trees say ``sums`` by itself, in its place on the page."""
    odds = array("d", [exp(min(max(value, -MOST), MOST)) for value in sums])
    chances = array("d", bytes(8 * page.rows))
    if page.values[ARTICLE] >= ONE_PIECE:
        sequence.settle(odds, STAY, TRUST, chances)
    else:
        sequence.blend(odds, BLEND, chances)
    groups = array("i", [
        2 * block.group + (block.kind == "row") if block.group else 0 for block in reading.blocks
    ])  # fmt: skip
    sequence.level(groups, array("d", page.words), chances)
    return list(chances)


def choose(chances: list[float], words: list[float], favor: str = "balance") -> list[bool]:
    """Return for each block whether it belongs to the set with the greatest expected F measure over words.

    ``favor`` says which: F1, or with ``recall`` F2, with ``precision`` F0.5. Where no block is likely to be main
    content the set is empty: nothing has been found.
    """
    if max(chances, default=0.0) < UNLIKELY:
        return [False] * len(chances)
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    likely = list(map(mul, chances, words))
    expected = sum(likely) * FAVORS[favor] ** 2
    found, taken = accumulate(map(likely.__getitem__, order)), accumulate(map(words.__getitem__, order))
    scores = [good / (size + expected) if size else 0.0 for good, size in zip(found, taken, strict=True)]
    kept = len(scores) - scores[::-1].index(max(scores))  # of those that are equally good, the largest set
    chosen = [False] * len(chances)
    for index in order[:kept]:
        chosen[index] = True
    return chosen


def main_content(reading: Reading, address: str | None = None, weights: Weights | None = None) -> list[bool]:
    """Return for each block of ``reading`` whether it is main content; all of them where none is found."""
    chances, words = probabilities(reading, address, weights)
    chosen = choose(chances, words)
    return chosen if any(chosen) else [True] * len(chosen)
