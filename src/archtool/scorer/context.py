# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""The features of a block among all others: what the page says twice, where its main content seems to lie.

A block by itself is often undecidable: of ten paragraphs of equal standing the eight in one container are the document
and two are not. So the paths' scores (how likely tags and classes make main content) are added up over the page first,
and each block is told how it stands to the container that gains most by them. Second half of the feature matrix, after
``rows``; plain Python that Cython compiles with the types in ``context.pxd``.
"""

from __future__ import annotations

from math import exp
from typing import Any

from archtool.scorer.columns import CHARS, MEASURES, REPEATED, S_BLOCKS, S_LONG, S_WORDS, SUMS, WORDS


def meetings(parents: Any, element: int, met: Any, marked: Any) -> None:
    """Write to ``met`` for each element the innermost element that holds both it and ``element``; -1 where none does.

    ``marked`` is room for one byte for each element, all zero.
    """
    while element >= 0:
        marked[element] = 1
        element = parents[element]
    for index in range(len(parents)):
        met[index] = index if marked[index] else met[parents[index]] if parents[index] >= 0 else -1


def best_container(parents: Any, owners: Any, sums: Any, chances: Any, weights: Any, gains: Any) -> int:
    """Return the innermost element that gains most: words of main content expected in it, less those of other text."""
    for block in range(len(owners)):
        gains[owners[block]] += (chances[block] - 0.5) * weights[block]
    for element in range(len(parents) - 1, 0, -1):
        if parents[element] >= 0:
            gains[parents[element]] += gains[element]
    best = 0
    for element in range(len(parents)):  # a container is not better than the only one with text in it: the innermost
        if sums[element * SUMS + S_BLOCKS] and gains[element] >= gains[best] - 1e-9:
            best = element
    return best


def copy_features(measures: Any, earlier: Any, copies: Any, out: Any, width: int, first: int) -> None:
    """Write how often the text of each block stood before and will stand again, and how much of it stood before."""
    for block in range(len(copies)):
        cell = block * width + first
        out[cell] = earlier[block]
        out[cell + 1] = copies[block] - earlier[block] - 1
        out[cell + 2] = measures[block * MEASURES + REPEATED]


def title_features(
    owners: Any, depths: Any, sums: Any, met: Any, title: int, out: Any, width: int, first: int
) -> None:
    """Write how near each block is to the first heading of the page (the block ``title``), and what holds both."""
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
    """Write for each block how likely its path alone makes it main content, and what it weighs in words.

    Where a script has no spaces, eight characters weigh a word. Return the words of main content to be expected.
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
    """Write the mean score of each block's section, and what of words and of main content stands before and after."""
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
    """Write how each block stands to the ``best`` container, and how much of the page and of main content it holds."""
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
