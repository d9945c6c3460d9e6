# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Compute what the elements of an HTML page hold, their relations, and the scores of their tags and classes.

The loops between ``measure.py``, which measures the texts, and ``rows.py``, which writes the features of each block.
Compiled like these, with the types in ``elements.pxd``.
"""

from __future__ import annotations

from array import array
from typing import Any

from archtool.scorer.columns import (
    BASIS,
    CHARS,
    CURRENCY,
    IN_DATA,
    MASK,
    MEASURES,
    PRIME,
    S_ANCHORS,
    S_BLOCKS,
    S_CHARS,
    S_CURRENCY,
    S_DATA,
    S_HEADINGS,
    S_IMAGES,
    S_LINKED,
    S_LONG,
    S_SCORE,
    S_SENTENCES,
    S_WORDS,
    SENTENCES,
    SUMS,
    TOTALS,
    WORD_SCORE,
    WORDS,
)  # fmt: skip

SIGNATURES = 1 << 31  # one more than the greatest hash of tag and class


def pick(column: Any, places: Any, out: Any) -> Any:
    """Return ``out``, filled with the values of ``column`` at ``places``."""
    picked = out
    for index in range(len(places)):
        picked[index] = column[places[index]]
    return out


def hash_tokens(tokens: str, tag: int, buffer: Any) -> int:
    """Write the hashes of an element's tag, class names, and the words in these; return their number.

    A word is a run of at least three letters, divided where a capital follows a small letter.
    """
    buffer[0] = ((BASIS ^ (tag + 1)) * PRIME) & MASK
    count = 1
    whole = word = BASIS + 7
    whole_size = word_size = parts = 0
    small = False
    for char in tokens:
        code = ord(char)
        capital = 65 <= code <= 90
        if capital:
            code += 32
        letter = 97 <= code <= 122
        if word_size and (not letter or (capital and small)):
            if word_size >= 3:
                buffer[count] = word
                count += 1
            parts += 1
            word = BASIS + 7
            word_size = 0
        if letter:
            word = ((word ^ code) * PRIME) & MASK
            word_size += 1
        small = letter and not capital
        if code <= 32:
            if whole_size and parts > 1:
                buffer[count] = whole
                count += 1
            whole = BASIS + 7
            whole_size = parts = 0
        else:
            whole = ((whole ^ code) * PRIME) & MASK
            whole_size += 1
        if count > 60:  # an element with a long list of utility classes
            break
    if word_size >= 3:
        buffer[count] = word
        count += 1
        parts += 1
    if whole_size and parts > 1:
        buffer[count] = whole
        count += 1
    return count


def accumulate(
    parents: Any, owners: Any, measures: Any, linked: Any, anchors: Any, images: Any, kinds: Any, sums: Any
) -> None:
    """Write to ``sums`` for every element the sums over its subtree (columns ``S_...``)."""
    for block in range(len(owners)):
        base = block * MEASURES
        row = owners[block] * SUMS
        words = max(measures[base + WORDS], measures[base + CHARS] / 8)
        chars = measures[base + CHARS]
        sums[row + S_WORDS] += words
        sums[row + S_CHARS] += chars
        sums[row + S_LINKED] += linked[block]
        sums[row + S_BLOCKS] += 1
        if words >= 12 and linked[block] * 2 < chars:
            sums[row + S_LONG] += words
        sums[row + S_SCORE] += measures[base + WORD_SCORE] * words
        sums[row + S_ANCHORS] += anchors[block]
        sums[row + S_IMAGES] += images[block]
        sums[row + S_SENTENCES] += measures[base + SENTENCES]
        sums[row + S_HEADINGS] += kinds[block] == 1
        sums[row + S_CURRENCY] += measures[base + CURRENCY]
        sums[row + S_DATA] += measures[base + IN_DATA]
    for element in range(len(parents) - 1, 0, -1):
        parent = parents[element]
        if parent >= 0 and sums[element * SUMS + S_BLOCKS]:
            for column in range(SUMS):
                sums[parent * SUMS + column] += sums[element * SUMS + column]


def score_elements(
    parents: Any,
    tags: Any,
    tokens: list[str],
    sums: Any,
    near: Any,
    far: Any,
    buffer: Any,
    own: Any,
    above: Any,
    signatures: Any,
) -> None:
    """Write for every element with text the scores of its tokens and path, and the hash of its tag and class.

    ``own[e]`` is the score with the weights ``near``; ``above[e]`` the sum of the scores with ``far`` over ``e`` and
    all its ancestors.
    """
    size = len(near) - 1
    for element in range(len(parents)):
        if not sums[element * SUMS + S_BLOCKS]:
            continue
        parent = parents[element]
        total = above[parent] if parent >= 0 else 0.0
        count = hash_tokens(tokens[element], tags[element], buffer)
        score = 0.0
        value = BASIS
        for index in range(count):
            hashed = buffer[index]
            score += near[hashed & size]
            total += far[hashed & size]
            value = ((value ^ hashed) * PRIME) & MASK
        own[element] = score
        above[element] = total
        signatures[element] = value & 0x7FFFFFFF


def relate(
    parents: Any,
    tags: Any,
    sums: Any,
    signatures: Any,
    meanings: Any,
    wider: Any,
    semantic: Any,
    items: Any,
    groups: Any,
    ordinals: Any,
    depths: Any,
    totals: Any,
) -> int:
    """Write for every element with text its relations to others; return the number of groups.

    ``wider[e]``: the nearest ancestor that holds more blocks. ``semantic[e]``: bits of the tags of ``e`` and its
    ancestors, by ``meanings``. ``groups[e]``: the ordinal of the run of siblings with the same tag and class;
    ``ordinals[e]``: its place in it; ``items[e]``: the nearest of ``e`` and its ancestors in a run of three or more, or
    -1. ``totals`` has for each group its number of members and the sums over them.
    """
    size = 1024
    while size < 2 * len(parents):
        size *= 2
    keys = array("q", bytes(8 * size))  # a hash table of groups, twice as fast as a dictionary
    found = array("i", [-1]) * size
    number = 0
    for element in range(len(parents)):
        row = element * SUMS
        if not sums[row + S_BLOCKS]:
            groups[element] = -1
            continue
        parent = parents[element]
        if parent < 0:
            wider[element] = element
            semantic[element] = 0
            depths[element] = 0
        else:
            wider[element] = parent if sums[parent * SUMS + S_BLOCKS] > sums[row + S_BLOCKS] else wider[parent]
            semantic[element] = semantic[parent]
            depths[element] = depths[parent] + 1
        semantic[element] |= meanings[tags[element]]
        key = parent * SIGNATURES + signatures[element]
        slot = ((parent * 40503) ^ signatures[element]) & (size - 1)
        while found[slot] >= 0 and keys[slot] != key:
            slot = (slot + 1) & (size - 1)
        if found[slot] < 0:
            keys[slot] = key
            found[slot] = number
            number += 1
        group = found[slot]
        groups[element] = group
        base = group * TOTALS
        ordinals[element] = int(totals[base])
        totals[base] += 1
        totals[base + 1] += sums[row + S_WORDS]
        totals[base + 2] += sums[row + S_CHARS]
        totals[base + 3] += sums[row + S_LINKED]
        totals[base + 4] += sums[row + S_SCORE]
        totals[base + 5] += sums[row + S_IMAGES]
        totals[base + 6] += sums[row + S_LONG]
    for element in range(len(parents)):
        group = groups[element]
        if group < 0:
            continue
        parent = parents[element]
        if totals[group * TOTALS] >= 3:
            items[element] = element
        else:
            items[element] = items[parent] if parent >= 0 else -1
    return number


def add_paths(owners: Any, own: Any, above: Any, scores: Any) -> None:
    """Write for each block the scores of the element that holds it and of the path to that."""
    for block in range(len(owners)):
        scores[block] = own[owners[block]] + above[owners[block]]


def rank(order: list[int], words: list[float], total: float, ranks: Any) -> None:
    """Write for each block the share of ``total`` words in the blocks before it in ``order``."""
    above = 0.0
    for block in order:
        ranks[block] = above / total
        above += words[block]
