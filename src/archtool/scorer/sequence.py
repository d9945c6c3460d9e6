# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Adjust the trees' chances of single blocks to the order of the page.

Main content is in one piece or a few: a block between two likely ones is likely. Lists and tables are judged as wholes.
Called by ``predict.py`` between the trees and the choice; plain Python that Cython compiles with the types in
``sequence.pxd``.
"""

from __future__ import annotations

from math import exp
from typing import Any


def odds_of(sums: Any, most: float, odds: Any) -> None:
    """Write the odds of each block from the trees' ``sums``, their logarithms, which count up to ``most``."""
    for block in range(len(sums)):
        odds[block] = exp(min(max(sums[block], -most), most))


def settle(odds: Any, stay: float, trust: float, chances: Any) -> None:
    """Write for each block its chance of main content, given that adjacent blocks are mostly of one sort.

    Forward and backward passes over a hidden Markov model. ``odds`` are those of each block by itself, ``trust`` the
    power to which they are raised; ``stay`` is the chance that a block is of the sort of the one before it.
    """
    change = 1.0 - stay
    before = 1.0
    for block in range(len(odds)):
        before = odds[block] ** trust * (stay * before + change) / (change * before + stay)
        chances[block] = before
    behind = 1.0
    for block in range(len(odds) - 1, -1, -1):
        likely = chances[block] * behind
        chances[block] = likely / (1.0 + likely)
        step = odds[block] ** trust * behind
        behind = (stay * step + change) / (change * step + stay)


def blend(odds: Any, share: float, chances: Any) -> None:
    """Write for each block its chance of main content, mixed with a ``share`` of the mean of its two neighbours'."""
    count = len(odds)
    for block in range(count):
        own = odds[block] / (1.0 + odds[block])
        left = odds[block - 1] / (1.0 + odds[block - 1]) if block else own
        right = odds[block + 1] / (1.0 + odds[block + 1]) if block + 1 < count else own
        chances[block] = (1.0 - share) * own + share * (left + right) / 2


def level(groups: Any, weights: Any, chances: Any) -> None:
    """Give all blocks of a list or table the same chance: the mean weighted by ``weights``.

    ``groups`` has the number of each block's list or table, 0 for none; blocks with the same number are adjacent.
    """
    begin = 0
    while begin < len(groups):
        end = begin + 1
        while end < len(groups) and groups[end] == groups[begin]:
            end += 1
        if groups[begin] and end - begin > 2:
            total = size = 0.0
            for block in range(begin, end):
                total += chances[block] * weights[block]
                size += weights[block]
            for block in range(begin, end):
                chances[block] = total / size if size else chances[block]
        begin = end
