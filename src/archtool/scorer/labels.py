"""Make labels for training: the share of each block in the ground truth, by alignment in reading order.

Used by :mod:`archtool.scorer.fit` only. Long blocks are anchors: their four-word shingles are found in the ground truth
wherever they stand. Short blocks ("Read more", a price, a name) are ambiguous, so they match only between the anchors
around them. Every word of the ground truth is used once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

# In scripts without spaces, every character counts as a word.
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{_DENSE}]|[^\W{_DENSE}]+")
_SIGN = re.compile(f"[{_DENSE}]")
SHINGLE = 4
ANCHOR = 6  # words
DENSE = 2  # characters that weigh a word; factor of both lengths where most words are single characters


def words(text: str) -> list[str]:
    """Return the words of ``text`` as the benchmark counts them."""
    return WORD.findall(text.lower())


def size(found: list[str]) -> float:
    """Return the number of words in ``found``, where two characters of a script without spaces count as one."""
    signs = sum(len(word) == 1 and word > "\u0dff" and _SIGN.match(word) is not None for word in found)
    return len(found) - signs + signs / DENSE


def word_f1(wanted: Counter[str], found: Counter[str]) -> float:
    """Return the F1 of two multisets of words; 1 if both are empty."""
    total_wanted, total_found = wanted.total(), found.total()
    if not total_wanted or not total_found:
        return 1.0 if total_wanted == total_found else 0.0
    return 2 * (wanted & found).total() / (total_wanted + total_found)


def align(truth: list[str], blocks: list[list[str]]) -> list[float]:
    """Return for each block the share (0 to 1) of its words that the ground truth has at that place."""
    scale = DENSE if 2 * size(truth) < 1.5 * len(truth) else 1
    shingle, anchor = SHINGLE * scale, ANCHOR * scale
    free = [True] * len(truth)
    shares = [0.0] * len(blocks)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position in range(len(truth) - shingle + 1):
        places[tuple(truth[position : position + shingle])].append(position)
    spans: list[tuple[int, int] | None] = [None] * len(blocks)
    last = 0
    for index, block in enumerate(blocks):
        if len(block) >= anchor:
            shares[index], spans[index] = _anchor(block, places, shingle, free, last)
            span = spans[index]
            if span is not None:
                last = span[1]
    _match_short(truth, blocks, anchor, free, shares, spans)
    return shares


def _anchor(
    block: list[str], places: dict[tuple[str, ...], list[int]], shingle: int, free: list[bool], last: int
) -> tuple[float, tuple[int, int] | None]:
    """Match one long block by its shingles; return the share of its words found, and their range."""
    matched = [False] * len(block)
    taken: list[int] = []
    cursor = last
    for offset in range(len(block) - shingle + 1):
        found = places.get(tuple(block[offset : offset + shingle]))
        if not found:
            continue
        usable = [place for place in found if free[place] or free[place + shingle - 1]]
        if not usable:
            continue
        place = min(usable, key=lambda position: (position < cursor, abs(position - cursor)))
        cursor = place + 1
        for step in range(shingle):
            if not matched[offset + step]:
                matched[offset + step] = True
                taken.append(place + step)
    share = sum(matched) / len(block)
    if share < 0.3:
        return share, None
    for place in taken:
        free[place] = False
    taken.sort()
    middle = taken[len(taken) // 2]
    near = [place for place in taken if abs(place - middle) <= 2 * len(block)]
    return share, (near[0], near[-1] + 1)


def _match_short(
    truth: list[str],
    blocks: list[list[str]],
    anchor: int,
    free: list[bool],
    shares: list[float],
    spans: list[tuple[int, int] | None],
) -> None:
    """Match the short blocks between anchors, outward from these."""
    anchors = [index for index, span in enumerate(spans) if span is not None]
    bounds = [-1, *anchors, len(blocks)]
    for left, right in pairwise(bounds):
        low = spans[left][1] if left >= 0 else 0  # type: ignore[index]
        high = spans[right][0] if right < len(blocks) else len(truth)  # type: ignore[index]
        low, high = max(low - 2, 0), min(high + 2, len(truth))
        if low >= high:
            continue
        between = range(left + 1, right)
        backward = left < 0
        for index in reversed(between) if backward else between:
            block = blocks[index]
            if not block or len(block) >= anchor or spans[index] is not None:
                continue
            start = _find(truth, block, low, high, free, backward)
            if start >= 0:
                shares[index] = 1.0
                for place in range(start, start + len(block)):
                    free[place] = False


def _find(truth: list[str], block: list[str], low: int, high: int, free: list[bool], backward: bool) -> int:
    """Return where ``block`` stands whole and unused in ``truth[low:high]``, or -1."""
    size = len(block)
    starts = range(low, high - size + 1)
    for start in reversed(starts) if backward else starts:
        if free[start] and truth[start] == block[0] and truth[start : start + size] == block:
            return start
    return -1
