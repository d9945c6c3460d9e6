# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Compute the features of the lines of a dump: of the line, its neighbours, its place, and the page.

Second step of their scoring, after ``line_measure.py``. Plain Python over flat arrays, which Cython compiles with the
types in ``line_rows.pxd``. Running sums make the cost of a window independent of its width. Nothing is scaled: trees
only compare.
"""

from __future__ import annotations

from array import array
from typing import Any

from archtool.scorer.line_columns import (
    BARS,
    BEGINS_DIGIT,
    BEGINS_LOWER,
    BEGINS_SIGN,
    BEGINS_UPPER,
    BRACKETS,
    CAPITALS,
    CLOCKS,
    COMMAS,
    COPIES,
    CURRENCY,
    DENSE,
    DIGITS,
    EARLIER,
    ENDS,
    ENDS_COLON,
    ENDS_COMMA,
    ENDS_MORE,
    ITEM,
    KNOWN,
    LINKS,
    LONGEST,
    MARKS,
    MEASURES,
    NEAR_EACH,
    OWN,
    PLACE,
    PROSE,
    QUOTES,
    SCORE,
    SENTENCES,
    SHORT,
    SIGNS,
    SIZE,
    TIGHT,
    UPPER,
    WIDTH,
    WINDOW_EACH,
    WORDS,
    YEARS,
)

SHORT_LINE = 40  # size
COST = 30.0  # cost of a line that is not prose, in the search for the best stretch of prose
FAR = 60  # lines


def fill(measures: Any, count: int, out: Any) -> None:
    """Write the features of ``count`` lines, a row of ``WIDTH`` for each, from the rows of ``measures``."""
    sums = array("d", [0.0]) * ((count + 1) * WINDOW_EACH)
    _sums(measures, count, sums)
    for line in range(count):
        _own(measures, line * MEASURES, out, line * WIDTH)
        _near(measures, count, line, out, line * WIDTH + OWN)
        _windows(sums, count, line, out, line * WIDTH + OWN + NEAR_EACH * 6)
    first = OWN + NEAR_EACH * 6 + WINDOW_EACH * 6
    _places(measures, sums, count, out, first)
    _stretches(measures, count, out, first + 12)
    _page(measures, sums, count, out, first + PLACE)


def _sums(measures: Any, count: int, sums: Any) -> None:
    """Write running sums over the lines: of size, size in prose, scores times size, short lines, digits."""
    row = 0
    for line in range(count):
        base = line * MEASURES
        size = measures[base + SIZE]
        for column in range(WINDOW_EACH):
            sums[row + WINDOW_EACH + column] = sums[row + column]
        row += WINDOW_EACH
        sums[row] += size
        sums[row + 1] += size * measures[base + PROSE]
        sums[row + 2] += size * measures[base + SCORE]
        sums[row + 3] += 1 if size < SHORT_LINE else 0
        sums[row + 4] += measures[base + ENDS]


def _own(measures: Any, base: int, out: Any, row: int) -> None:
    size = measures[base + SIZE] + 1
    words = measures[base + WORDS] + 1
    signs = measures[base + SIGNS] + 1
    out[row] = size
    out[row + 1] = words
    out[row + 2] = measures[base + DENSE] / signs
    out[row + 3] = measures[base + DIGITS] / signs
    out[row + 4] = measures[base + CAPITALS] / words
    out[row + 5] = measures[base + UPPER] / signs
    out[row + 6] = measures[base + COMMAS]
    out[row + 7] = measures[base + SENTENCES]
    out[row + 8] = measures[base + ENDS]
    out[row + 9] = measures[base + ENDS_COLON]
    out[row + 10] = measures[base + ENDS_MORE]
    out[row + 11] = measures[base + ENDS_COMMA]
    out[row + 12] = measures[base + BEGINS_UPPER]
    out[row + 13] = measures[base + BEGINS_LOWER]
    out[row + 14] = measures[base + BEGINS_DIGIT]
    out[row + 15] = measures[base + BEGINS_SIGN]
    out[row + 16] = measures[base + BARS]
    out[row + 17] = measures[base + LINKS]
    out[row + 18] = measures[base + BRACKETS]
    out[row + 19] = measures[base + QUOTES]
    out[row + 20] = measures[base + MARKS]
    out[row + 21] = measures[base + YEARS]
    out[row + 22] = measures[base + CLOCKS]
    out[row + 23] = measures[base + CURRENCY]
    out[row + 24] = measures[base + SHORT] / words
    out[row + 25] = measures[base + LONGEST]
    out[row + 26] = signs / words
    out[row + 27] = measures[base + SCORE]
    out[row + 28] = measures[base + KNOWN]
    out[row + 29] = measures[base + COPIES]
    out[row + 30] = measures[base + EARLIER]
    out[row + 31] = measures[base + ITEM]
    out[row + 32] = measures[base + TIGHT]
    out[row + 33] = measures[base + COMMAS] / words


def _near(measures: Any, count: int, line: int, out: Any, row: int) -> None:
    """Write some measures of each of the nearest lines above and below."""
    for step in range(-3, 4):
        if step == 0:
            continue
        other = line + step
        if 0 <= other < count:
            base = other * MEASURES
            out[row] = measures[base + SIZE] + 1
            out[row + 1] = measures[base + SCORE]
            out[row + 2] = measures[base + PROSE]
            out[row + 3] = measures[base + CAPITALS] / (measures[base + WORDS] + 1)
            out[row + 4] = measures[base + DIGITS] / (measures[base + SIGNS] + 1)
            out[row + 5] = measures[base + ENDS] - measures[base + ENDS_COLON]
            out[row + 6] = measures[base + TIGHT] + 2 * measures[base + ITEM]
            out[row + 7] = measures[base + COPIES]
        else:
            for column in range(NEAR_EACH):
                out[row + column] = -9
        row += NEAR_EACH


def _windows(sums: Any, count: int, line: int, out: Any, row: int) -> None:
    """Write the means of windows above and below a line."""
    for number in range(6):
        if number == 0:
            low, high = line - 3, line
        elif number == 1:
            low, high = line - 9, line
        elif number == 2:
            low, high = line - 25, line
        elif number == 3:
            low, high = line + 1, line + 4
        elif number == 4:
            low, high = line + 1, line + 10
        else:
            low, high = line + 1, line + 26
        low = low if low > 0 else 0
        high = high if high < count else count
        lines = high - low
        if lines > 0:
            start, stop = low * WINDOW_EACH, high * WINDOW_EACH
            size = sums[stop] - sums[start] + 1
            out[row] = size / lines
            out[row + 1] = (sums[stop + 1] - sums[start + 1]) / size
            out[row + 2] = (sums[stop + 2] - sums[start + 2]) / size
            out[row + 3] = (sums[stop + 3] - sums[start + 3]) / lines
            out[row + 4] = (sums[stop + 4] - sums[start + 4]) / lines
        else:
            for column in range(WINDOW_EACH):
                out[row + column] = -9
        row += WINDOW_EACH


def _places(measures: Any, sums: Any, count: int, out: Any, first: int) -> None:
    """Write the place of each line: distances to both ends, to the prose above and below, and in its run of short
    lines.
    """
    end = count * WINDOW_EACH
    total = sums[end] + 1
    prose = sums[end + 1] + 1
    since = run = shorts = FAR
    shorts = run = 0
    for line in range(count):
        row = line * WIDTH + first
        at = line * WINDOW_EACH
        out[row] = line + 1
        out[row + 1] = count - line
        out[row + 2] = line / count
        out[row + 3] = sums[at] / total
        out[row + 4] = sums[at + 1] / prose
        out[row + 5] = sums[at + 1] + 1
        out[row + 6] = prose - sums[at + 1]
        out[row + 7] = since if since < FAR else FAR
        is_prose = measures[line * MEASURES + PROSE] > 0
        short = measures[line * MEASURES + SIZE] < SHORT_LINE
        run = run + 1 if is_prose else 0
        shorts = shorts + 1 if short else 0
        out[row + 9] = shorts if shorts < FAR else FAR
        since = 0 if is_prose else since + 1
    since = FAR
    shorts = 0
    for line in range(count - 1, -1, -1):
        row = line * WIDTH + first
        out[row + 8] = since if since < FAR else FAR
        short = measures[line * MEASURES + SIZE] < SHORT_LINE
        shorts = shorts + 1 if short else 0
        out[row + 10] = shorts if shorts < FAR else FAR
        out[row + 11] = out[row + 9] + out[row + 10]
        since = 0 if measures[line * MEASURES + PROSE] > 0 else since + 1


def _stretches(measures: Any, count: int, out: Any, first: int) -> None:
    """Write the relation of each line to the stretch with the greatest gain: by prose, and by word scores."""
    for way in range(2):
        best = here = 0.0
        start = low = 0
        high = -1
        for line in range(count):
            base = line * MEASURES
            size = measures[base + SIZE]
            if way == 0:
                gain = size if measures[base + PROSE] > 0 else -COST
            else:
                score = measures[base + SCORE]
                score = 2.0 if score > 2.0 else -2.0 if score < -2.0 else score
                gain = score * size - 10
            if here <= 0:
                here = 0.0
                start = line
            here += gain
            if here > best:
                best = here
                low, high = start, line
        for line in range(count):
            row = line * WIDTH + first + 5 * way
            out[row] = 1 if low <= line <= high else 0
            out[row + 1] = line - low if line - low < FAR else FAR
            out[row + 2] = high - line if high - line < FAR else FAR
            out[row + 1] = out[row + 1] if out[row + 1] > -FAR else -FAR
            out[row + 2] = out[row + 2] if out[row + 2] > -FAR else -FAR
            out[row + 3] = best + 1
            out[row + 4] = high - low + 1


def _page(measures: Any, sums: Any, count: int, out: Any, first: int) -> None:
    """Write the features shared by all lines of a page."""
    end = count * WINDOW_EACH
    total = sums[end] + 1
    dense = signs = tight = known = words = items = 0.0
    for line in range(count):
        base = line * MEASURES
        dense += measures[base + DENSE]
        signs += measures[base + SIGNS]
        tight += measures[base + TIGHT]
        known += measures[base + KNOWN] * measures[base + WORDS]
        words += measures[base + WORDS]
        items += measures[base + ITEM]
    for line in range(count):
        row = line * WIDTH + first
        out[row] = count
        out[row + 1] = total
        out[row + 2] = sums[end + 1] / total
        out[row + 3] = sums[end + 2] / total
        out[row + 4] = sums[end + 3] / count
        out[row + 5] = sums[end + 4] / count
        out[row + 6] = dense / (signs + 1)
        out[row + 7] = tight / count
        out[row + 8] = known / (words + 1)
        out[row + 9] = items / count
