# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Compute the features of a block among all others: repeated text, and where main content is expected.

A block by itself is often undecidable: of ten similar paragraphs, the eight in one container are the document and two
are not. So the scores of paths (how likely tags and classes make main content) are summed over the page first, and each
block is compared with the container that gains most. Second half of the feature matrix, after ``rows.py``; plain Python
that Cython compiles with the types in ``context.pxd``.
"""

from __future__ import annotations

from math import exp
from typing import Any

from archtool.scorer.columns import CHARS, MEASURES, REPEATED, S_BLOCKS, S_LONG, S_WORDS, SUMS, WORDS


def meetings(parents: Any, element: int, met: Any, marked: Any) -> None:
    """Write to ``met`` for each element the innermost element that holds both it and ``element``; -1 if none does.

    ``marked`` is work space, one byte for each element, all zero.
    """
    while element >= 0:
        marked[element] = 1
        element = parents[element]
    for index in range(len(parents)):
        met[index] = index if marked[index] else met[parents[index]] if parents[index] >= 0 else -1


def best_container(parents: Any, owners: Any, sums: Any, chances: Any, weights: Any, gains: Any) -> int:
    """Return the innermost element with the greatest gain: words of expected main content less other words."""
    for block in range(len(owners)):
        gains[owners[block]] += (chances[block] - 0.5) * weights[block]
    for element in range(len(parents) - 1, 0, -1):
        if parents[element] >= 0:
            gains[parents[element]] += gains[element]
    best = 0
    for element in range(len(parents)):  # among equal ones, the innermost
        if sums[element * SUMS + S_BLOCKS] and gains[element] >= gains[best] - 1e-9:
            best = element
    return best


def copy_features(measures: Any, earlier: Any, copies: Any, out: Any, width: int, first: int) -> None:
    """Write how often the text of each block occurs before and after it, and the share that occurred before."""
    for block in range(len(copies)):
        cell = block * width + first
        out[cell] = earlier[block]
        out[cell + 1] = copies[block] - earlier[block] - 1
        out[cell + 2] = measures[block * MEASURES + REPEATED]


def title_features(owners: Any, depths: Any, sums: Any, met: Any, title: int, out: Any, width: int, first: int) -> None:
    """Write how near each block is to the first heading (the block ``title``), and their common container."""
    for block in range(len(owners)):
        cell = block * width + first
        meeting = met[owners[block]] if title >= 0 else -1
        if meeting < 0:
            out[cell] = out[cell + 1] = out[cell + 2] = out[cell + 3] = -1
            continue
        out[cell] = depths[owners[block]] - depths[meeting]
        out[cell + 1] = sums[meeting * SUMS + S_WORDS] / max(sums[S_WORDS], 1.0)
        out[cell + 2] = sums[meeting * SUMS + S_LONG] / max(sums[S_LONG], 1.0)
        out[cell + 3] = depths[owners[title]] - depths[meeting]


def expectations(measures: Any, scores: Any, chances: Any, weights: Any) -> float:
    """Write for each block its chance of main content by its path alone, and its weight in words.

    In scripts without spaces, eight characters weigh one word. Return the expected number of words of main content.
    """
    total = 0.0
    for block in range(len(scores)):
        base = block * MEASURES
        chances[block] = 1.0 / (1.0 + exp(-min(max(scores[block], -30.0), 30.0)))
        weights[block] = max(measures[base + WORDS], measures[base + CHARS] / 8)
        total += chances[block] * weights[block]
    return total


def expected_features(
    kinds: Any, scores: Any, chances: Any, weights: Any, total: float, out: Any, width: int, first: int
) -> None:
    """Write the mean score of each block's section, and the shares of words and main content before and after."""
    count = len(kinds)
    begin = 0
    seen = expected = 0.0
    while begin < count:
        end = begin + 1
        while end < count and kinds[end] != 1:
            end += 1
        score = size = 0.0
        for block in range(begin, end):
            score += scores[block] * weights[block]
            size += weights[block]
        for block in range(begin, end):
            cell = block * width + first
            out[cell] = score / max(size, 1.0)
            out[cell + 1] = seen
            out[cell + 2] = expected
            out[cell + 3] = total - expected
            out[cell + 4] = total
            seen += weights[block]
            expected += chances[block] * weights[block]
        begin = end


def container_features(
    owners: Any, depths: Any, sums: Any, met: Any, best: int, gain: float, total: float, out: Any, width: int,
    first: int,
) -> None:  # fmt: skip
    """Write the relation of each block to the ``best`` container, and the container's share of the page."""
    words = max(sums[S_WORDS], 1.0)
    for block in range(len(owners)):
        cell = block * width + first
        meeting = met[owners[block]]
        out[cell] = meeting == best
        out[cell + 1] = depths[best] - depths[meeting] if meeting >= 0 else 99
        out[cell + 2] = depths[owners[block]] - depths[meeting] if meeting >= 0 else 99
        out[cell + 3] = sums[best * SUMS + S_WORDS] / words
        out[cell + 4] = gain / max(sums[best * SUMS + S_WORDS], 1.0)
        out[cell + 5] = total / words
