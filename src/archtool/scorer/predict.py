"""Compute the probability that each block of an HTML page is main content. Called by ``judge/scorer.py``.

Second half of scoring: trees over the features, then the order of the page; ``choice.py`` makes the choice.
"""

from __future__ import annotations

from array import array
from typing import Any

from archtool.blocks.html import Reading
from archtool.scorer import sequence, trees
from archtool.scorer.choice import choose
from archtool.scorer.features import ARTICLE, WIDTH, Matrix, matrix
from archtool.scorer.weights import Weights, load

MOST = 20.0  # limit of the trees' sums, which are log odds
ONE_PIECE = 0.85  # chance of an article at which the text of a page is expected in one piece
STAY, TRUST = 0.65, 0.9  # in an article text and furniture rarely alternate, so that single blocks count less
BLEND = 0.25  # on other pages, the weight of a block's neighbours


def probabilities(
    reading: Reading, address: str | None = None, weights: Weights | None = None
) -> tuple[list[float], list[float]]:
    """Return for each block of ``reading`` the probability (0 to 1) that it is main content, and its words.

    ``address`` is that of the page, if known.
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
    """Return the chance of each block in its place on the page, from the trees' ``sums`` for each by itself."""
    odds, chances = array("d", bytes(8 * page.rows)), array("d", bytes(8 * page.rows))
    sequence.odds_of(sums, MOST, odds)
    if page.values[ARTICLE] >= ONE_PIECE:
        sequence.settle(odds, STAY, TRUST, chances)
    else:
        sequence.blend(odds, BLEND, chances)
    groups = array("i", [
        2 * block.group + (block.kind == "row") if block.group else 0 for block in reading.blocks
    ])  # fmt: skip
    sequence.level(groups, array("d", page.words), chances)
    return list(chances)


def main_content(reading: Reading, address: str | None = None, weights: Weights | None = None) -> list[bool]:
    """Return for each block of ``reading`` whether it is main content; all of them if none is found."""
    chances, words = probabilities(reading, address, weights)
    chosen = choose(chances, words)
    return chosen if any(chosen) else [True] * len(chosen)
