"""Compute the chance of each line of a dump to be main content. Called by ``judge/__init__.py``.

As for HTML: features of each line, its neighbours and the page, and boosted trees over them. ``lines.bin`` beside this
file holds the weights, written by :mod:`archtool.scorer.line_fit`.
"""

import os
from array import array
from collections.abc import Sequence
from math import exp
from typing import Any, NamedTuple

from archtool.model import Block
from archtool.scorer import line_measure, line_rows, trees
from archtool.scorer.line_columns import ITEM, MEASURES, TIGHT, WIDTH, WORDS
from archtool.scorer.weights import load

SHIPPED = os.path.join(os.path.dirname(__file__), "lines.bin")


class LineWeights(NamedTuple):
    """The hashed weights of words in steps, their ``(bias, step)``, a bit for each known word, and the trees."""

    words: Any
    scale: Any
    seen: Any
    roots: Any = ()
    columns: Any = ()
    thresholds: Any = ()
    lefts: Any = ()
    rights: Any = ()
    values: Any = ()


class Rows(NamedTuple):
    """The features of the lines of a dump by row, and the words of each line."""

    values: Any
    words: list[float]


def rows(blocks: Sequence[Block], weights: LineWeights, salt: int = 0) -> Rows:
    """Return the features of each line. A ``salt`` makes all words unknown, as in a language not trained on."""
    count = len(blocks)
    measures = array("d", [0.0]) * (count * MEASURES)
    bias, scale = weights.scale
    line_measure.measure_lines(
        [block.text for block in blocks], salt, weights.words, bias, scale, weights.seen, measures
    )
    for at, block in enumerate(blocks):
        base = at * MEASURES
        measures[base + ITEM] = block.kind == "item"
        measures[base + TIGHT] = block.tight
    values = array("f", [0.0]) * (count * WIDTH)
    line_rows.fill(measures, count, values)
    return Rows(values, measures[WORDS::MEASURES].tolist())


def probabilities(blocks: Sequence[Block], weights: LineWeights | None = None) -> tuple[list[float], list[float]]:
    """Return for each line of a dump the probability (0 to 1) that it is main content, and its number of words."""
    if not blocks:
        return [], []
    weights = weights or load(SHIPPED, LineWeights)
    page = rows(blocks, weights)
    sums = array("d", [0.0]) * len(blocks)
    trees.ask(
        page.values, WIDTH, len(blocks), weights.roots, weights.columns, weights.thresholds, weights.lefts,
        weights.rights, weights.values, sums,
    )  # fmt: skip
    return [1.0 / (1.0 + exp(-value)) for value in sums], page.words
