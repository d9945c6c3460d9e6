# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Compute the features of each block by itself and by its place: the first part of each row of the matrix.

First half of the feature matrix, before ``context.py``; plain Python that Cython compiles with the types in
``rows.pxd``.
"""

from __future__ import annotations

from typing import Any

from archtool.scorer.columns import (
    CAPITALISED,
    CHARS,
    COMMAS,
    CURRENCY,
    DIGITS,
    FIRST,
    IN_DATA,
    IN_DESCRIPTION,
    IN_TITLE,
    LAST,
    LINES,
    LONGEST,
    MEASURES,
    PUNCTUATION,
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
    SYMBOLS,
    TEXT_SCORE,
    TOTALS,
    UPPER,
    WORD_SCORE,
    WORDS,
    YEARS,
)


def text_features(
    measures: Any,
    kinds: Any,
    tags: Any,
    owners: Any,
    levels: Any,
    linked: Any,
    anchors: Any,
    marks: Any,
    images: Any,
    flags: Any,
    copies: Any,
    out: Any,
    width: int,
) -> None:
    """Write the features of each block by itself: columns 0 to 33."""
    for block in range(len(owners)):
        base = block * MEASURES
        cell = block * width
        chars = measures[base + CHARS]
        words = measures[base + WORDS]
        letters = max(chars, 1.0)
        out[cell] = words
        out[cell + 1] = chars
        out[cell + 2] = linked[block] / letters
        out[cell + 3] = anchors[block]
        out[cell + 4] = marks[block]
        out[cell + 5] = images[block]
        out[cell + 6] = chars / max(words, 1.0)
        out[cell + 7] = measures[base + DIGITS] / letters
        out[cell + 8] = measures[base + UPPER] / letters
        out[cell + 9] = measures[base + CAPITALISED] / max(words, 1.0)
        out[cell + 10] = measures[base + PUNCTUATION] / max(words, 1.0)
        out[cell + 11] = measures[base + COMMAS]
        out[cell + 12] = measures[base + SENTENCES]
        out[cell + 13] = measures[base + LAST]
        out[cell + 14] = measures[base + FIRST]
        out[cell + 15] = measures[base + CURRENCY]
        out[cell + 16] = measures[base + YEARS]
        out[cell + 17] = measures[base + SYMBOLS]
        out[cell + 18] = measures[base + LINES]
        out[cell + 19] = measures[base + LONGEST]
        out[cell + 20] = measures[base + WORD_SCORE]
        out[cell + 21] = measures[base + TEXT_SCORE]
        out[cell + 22] = measures[base + IN_TITLE] / max(words, 1.0)
        out[cell + 23] = measures[base + IN_DESCRIPTION] / max(words, 1.0)
        out[cell + 24] = measures[base + IN_DATA] / max(words, 1.0)
        out[cell + 25] = kinds[block]
        out[cell + 26] = tags[owners[block]]
        out[cell + 27] = levels[block]
        out[cell + 28] = copies[block]
        out[cell + 29] = flags[block] & 3


def place_features(measures: Any, kinds: Any, levels: Any, scores: Any, out: Any, width: int, first: int) -> None:
    """Write the features of each block's place in the page, and of the heading before it."""
    count = len(kinds)
    total = 0.0
    title = -1
    for block in range(count):
        total += measures[block * MEASURES + WORDS]
        if title < 0 and kinds[block] == 1 and levels[block] == 1:
            title = block
    seen = 0.0
    heading = -1
    since = 0.0
    before = -1
    for block in range(count):
        cell = block * width + first
        out[cell] = block
        out[cell + 1] = count - block
        out[cell + 2] = 1.0 * block / count
        out[cell + 3] = seen / max(total, 1.0)
        out[cell + 4] = total - seen
        out[cell + 5] = block - title if title >= 0 else -999
        words = measures[block * MEASURES + WORDS]
        if kinds[block] == 1:
            before = heading
            heading = block
            since = 0.0
        out[cell + 6] = block - heading if heading >= 0 else -1
        out[cell + 7] = since
        if heading >= 0:
            base = heading * MEASURES
            out[cell + 8] = levels[heading]
            out[cell + 9] = measures[base + WORD_SCORE]
            out[cell + 10] = measures[base + TEXT_SCORE]
            out[cell + 11] = scores[heading]
            out[cell + 12] = measures[base + WORDS]
            out[cell + 13] = measures[base + IN_TITLE]
        else:
            out[cell + 8] = -1
        if before >= 0:
            out[cell + 14] = measures[before * MEASURES + WORD_SCORE]
            out[cell + 15] = scores[before]
        since += words
        seen += words
    following = 0.0
    distance = 0
    for block in range(count - 1, -1, -1):  # blocks left in the section under a heading
        cell = block * width + first
        out[cell + 16] = following
        out[cell + 17] = distance
        following += measures[block * MEASURES + WORDS]
        distance += 1
        if kinds[block] == 1:
            following = 0.0
            distance = 0


def neighbour_features(measures: Any, linked: Any, owners: Any, scores: Any, out: Any, width: int, first: int) -> None:
    """Write the features of the three blocks on either side, and of windows around each block."""
    count = len(owners)
    for block in range(count):
        cell = block * width + first
        for step in range(6):
            other = block + (step - 3 if step < 3 else step - 2)
            if 0 <= other < count:
                base = other * MEASURES
                out[cell] = scores[other]
                out[cell + 1] = measures[base + WORD_SCORE]
                out[cell + 2] = measures[base + WORDS]
                out[cell + 3] = linked[other] / max(measures[base + CHARS], 1.0)
            else:
                out[cell] = -99
                out[cell + 1] = 0
                out[cell + 2] = -1
                out[cell + 3] = -1
            cell += 4
        for reach in range(4, 13, 8):
            words = link = chars = score = path = sentences = 0.0
            for other in range(max(block - reach, 0), min(block + reach + 1, count)):
                base = other * MEASURES
                words += measures[base + WORDS]
                chars += measures[base + CHARS]
                link += linked[other]
                score += measures[base + WORD_SCORE]
                path += scores[other]
                sentences += measures[base + SENTENCES]
            size = min(block + reach + 1, count) - max(block - reach, 0)
            out[cell] = words / size
            out[cell + 1] = link / max(chars, 1.0)
            out[cell + 2] = score / size
            out[cell + 3] = path / size
            out[cell + 4] = sentences / size
            cell += 5


def ancestor_features(
    owners: Any,
    sums: Any,
    own: Any,
    above: Any,
    wider: Any,
    semantic: Any,
    depths: Any,
    parents: Any,
    tags: Any,
    totals: Any,
    groups: Any,
    out: Any,
    width: int,
    first: int,
) -> None:
    """Write the features of the owner of each block and of the four containers around it that hold more."""
    page_words = max(sums[S_WORDS], 1.0)
    for block in range(len(owners)):
        element = owners[block]
        cell = block * width + first
        parent = parents[element]
        out[cell] = own[element]
        out[cell + 1] = above[element]
        out[cell + 2] = own[parent] if parent >= 0 else 0.0
        out[cell + 3] = tags[parent] if parent >= 0 else -1
        out[cell + 4] = depths[element]
        bits = semantic[element]
        for bit in range(15):
            out[cell + 5 + bit] = (bits >> bit) & 1
        cell += 20
        for _level in range(5):
            row = element * SUMS
            words = max(sums[row + S_WORDS], 1.0)
            blocks = max(sums[row + S_BLOCKS], 1.0)
            out[cell] = sums[row + S_WORDS]
            out[cell + 1] = blocks
            out[cell + 2] = words / blocks
            out[cell + 3] = sums[row + S_LINKED] / max(sums[row + S_CHARS], 1.0)
            out[cell + 4] = sums[row + S_SCORE] / words
            out[cell + 5] = sums[row + S_LONG] / words
            out[cell + 6] = words / page_words
            out[cell + 7] = above[element]
            out[cell + 8] = totals[groups[element] * TOTALS]
            out[cell + 9] = sums[row + S_IMAGES] / blocks
            out[cell + 10] = sums[row + S_SENTENCES] / blocks
            out[cell + 11] = sums[row + S_HEADINGS] / blocks
            out[cell + 12] = sums[row + S_CURRENCY] / blocks
            out[cell + 13] = sums[row + S_DATA] / words
            cell += 14
            element = wider[element]


def repeat_features(
    owners: Any,
    parents: Any,
    sums: Any,
    items: Any,
    groups: Any,
    ordinals: Any,
    totals: Any,
    above: Any,
    wider: Any,
    depths: Any,
    out: Any,
    width: int,
    first: int,
) -> None:
    """Write the features of the run of similar siblings around each block, and of the run around that one."""
    for block in range(len(owners)):
        cell = block * width + first
        element = owners[block]
        for _level in range(2):
            item = items[element] if element >= 0 else -1
            if item < 0:
                out[cell] = 0
                out[cell + 1] = -1
                element = -1
            else:
                base = groups[item] * TOTALS
                row = item * SUMS
                words = max(totals[base + 1], 1.0)
                out[cell] = totals[base]
                out[cell + 1] = ordinals[item] / totals[base]
                out[cell + 2] = totals[base + 1] / totals[base]
                out[cell + 3] = totals[base + 3] / max(totals[base + 2], 1.0)
                out[cell + 4] = totals[base + 4] / words
                out[cell + 5] = totals[base + 5] / totals[base]
                out[cell + 6] = totals[base + 6] / words
                out[cell + 7] = words / max(sums[S_WORDS], 1.0)
                out[cell + 8] = sums[row + S_WORDS]
                out[cell + 9] = sums[row + S_BLOCKS]
                out[cell + 10] = depths[owners[block]] - depths[item]
                out[cell + 11] = above[item]
                element = parents[item]
            cell += 12


def page_features(owners: Any, sums: Any, scores: Any, ranks: Any, page: Any, out: Any, width: int, first: int) -> None:
    """Write the features of the page as a whole, and the rank of each block's path."""
    count = len(owners)
    words = max(sums[S_WORDS], 1.0)
    best = -1e9
    total = 0.0
    for block in range(count):
        total += scores[block]
        if scores[block] > best:
            best = scores[block]
    for block in range(count):
        cell = block * width + first
        out[cell] = sums[S_WORDS]
        out[cell + 1] = count
        out[cell + 2] = sums[S_LINKED] / max(sums[S_CHARS], 1.0)
        out[cell + 3] = sums[S_LONG] / words
        out[cell + 4] = sums[S_SCORE] / words
        out[cell + 5] = sums[S_HEADINGS] / count
        out[cell + 6] = sums[S_IMAGES] / count
        out[cell + 7] = sums[S_CURRENCY] / count
        out[cell + 8] = sums[S_SENTENCES] / count
        out[cell + 9] = best
        out[cell + 10] = total / count
        out[cell + 11] = scores[block] - best
        out[cell + 12] = ranks[block]
        for index in range(len(page)):
            out[cell + 13 + index] = page[index]
