# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Measure the text of each block of an HTML page: word hashes, characters, words shared with title and page.

The first of the scorer's hot loops, called by ``features.py``. Plain Python over flat arrays; ``measure.pxd`` gives the
types with which Cython compiles it. Without a compiler at installation it runs as it is, more slowly and with the same
results. ``line_measure.py`` does the same for the lines of dumps.
"""

from __future__ import annotations

from typing import Any

from archtool.scorer.columns import (
    BASIS,
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
    MASK,
    MEASURES,
    PRIME,
    PUNCTUATION,
    REPEATED,
    SENTENCES,
    SYMBOLS,
    TEXT_SCORE,
    UPPER,
    WORD_SCORE,
    WORDS,
    YEARS,
)  # fmt: skip


def is_dense(code: int) -> bool:
    """Return whether a character belongs to a script without spaces between words."""
    return (
        0x3400 <= code <= 0x9FFF
        or 0x3040 <= code <= 0x30FF
        or 0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x323AF
    )


def is_full_stop(code: int) -> bool:
    """Return whether a character beyond ASCII ends a sentence."""
    return code == 0x3002 or code == 0xFF01 or code == 0xFF1F or code == 0x964 or code == 0x61F or code == 0x6D4


def fold(char: str, code: int) -> int:
    """Return the code of a letter beyond ASCII in lower case, where that is simple; 0 for other characters."""
    if not char.isalnum():
        return 0
    if 0x410 <= code <= 0x42F or 0x391 <= code <= 0x3A9 or 0xC0 <= code <= 0xDE:
        return code + 32
    if 0x400 <= code <= 0x40F:
        return code + 80
    return code


def hash_words(text: str, buffer: Any) -> int:
    """Write the hash of every word of ``text`` to ``buffer``; return their number.

    Letters are case-folded and digits become 0, so that dates and prices look alike. In scripts without spaces, every
    character together with the one before it counts as a word.
    """
    count = 0
    value = BASIS
    size = pair = 0
    for char in text:
        code = ord(char)
        if 97 <= code <= 122:
            pass
        elif 65 <= code <= 90:
            code += 32
        elif 48 <= code <= 57:
            code = 48
        elif code < 128:
            if code != 95:
                code = 0
        elif code >= 0x0E00 and is_dense(code):
            if size:
                buffer[count] = value
                count += 1
                value = BASIS
                size = 0
            buffer[count] = ((((BASIS ^ pair) * PRIME) ^ code) * PRIME) & MASK
            count += 1
            pair = code
            continue
        else:
            code = fold(char, code)
        pair = 0
        if code:
            value = ((value ^ code) * PRIME) & MASK
            size += 1
        elif size:
            buffer[count] = value
            count += 1
            value = BASIS
            size = 0
    if size:
        buffer[count] = value
        count += 1
    return count


def mark_words(text: str, bit: int, buffer: Any, known: Any) -> None:
    """Set ``bit`` in ``known`` for every word of ``text``, by hash."""
    for index in range(hash_words(text, buffer)):
        known[buffer[index] & 4095] |= bit


def count_copies(hashes: list[int], earlier: Any, copies: Any) -> None:
    """Write for each text how often it stands before it, and how often on the page."""
    seen: dict[int, int] = {}
    for index in range(len(hashes)):
        count = seen.get(hashes[index], 0)
        earlier[index] = count
        seen[hashes[index]] = count + 1
    for index in range(len(hashes)):
        copies[index] = seen[hashes[index]]


def hash_text(hashes: list[int]) -> int:
    """Return the hash of a whole text from the hashes of its words."""
    value = BASIS + 77
    for hashed in hashes:
        value = ((value ^ hashed) * PRIME) & MASK
    return value


def measure(text: str, buffer: Any, marks: Any, shingles: Any, weights: Any, out: Any, base: int) -> int:
    """Write the measures of one block's text to ``out[base:]``.

    ``marks`` tells by hash whether a word occurs in title (1), description (2) or structured data (4); ``shingles``
    tells by hash which triples of words have been seen on the page, and receives those of this text. ``weights`` are
    those of words by hash.
    """
    count = chars = digits = punctuation = commas = sentences = upper = currency = years = symbols = lines = 0
    capitalised = longest = run = number = dense = pair = 0
    code = before = first = 0
    value = BASIS
    inside = False
    for char in text:
        before = code
        code = ord(char)
        folded = 0  # the code that enters the hash of a word; 0 ends it, as in hash_words
        if code == 32 or code == 10:
            if code == 10:
                lines += 1
            if before == 46 or before == 33 or before == 63:
                sentences += 1
            if run > longest:
                longest = run
            run = 0
            if number == 4:
                years += 1
            number = 0
        else:
            if not chars:
                first = code
            chars += 1
            run += 1
            if 97 <= code <= 122:
                folded = code
                number = 0
            elif 48 <= code <= 57:
                folded = 48
                digits += 1
                number += 1
            elif 65 <= code <= 90:
                folded = code + 32
                upper += 1
                if run == 1:
                    capitalised += 1
                number = 0
            else:
                if code >= 0x0E00 and is_dense(code):
                    if inside:
                        buffer[count] = value
                        count += 1
                        value = BASIS
                        inside = False
                    buffer[count] = ((((BASIS ^ pair) * PRIME) ^ code) * PRIME) & MASK
                    count += 1
                    dense += 1
                    pair = code
                    if number == 4:
                        years += 1
                    number = 0
                    continue
                if code >= 128:
                    folded = fold(char, code)
                    if folded and char.isupper():
                        upper += 1
                        if run == 1:
                            capitalised += 1
                elif code == 95:
                    folded = code
                if number == 4:
                    years += 1
                number = 0
                if code == 44 or code == 0x3001 or code == 0xFF0C or code == 0x60C:
                    commas += 1
                    punctuation += 1
                elif is_full_stop(code):
                    sentences += 1
                    punctuation += 1
                elif code == 46 or code == 33 or code == 63 or code == 58 or code == 59:
                    punctuation += 1
                elif code == 36 or code == 0x20AC or code == 0xA3 or code == 0xA5 or code == 0x20B9:
                    currency += 1
                elif code == 124 or code == 0xB7 or code == 0x203A or code == 0xBB or code == 0x2022 or code == 0xA9:
                    symbols += 1
        pair = 0
        if folded:
            value = ((value ^ folded) * PRIME) & MASK
            inside = True
        elif inside:
            buffer[count] = value
            count += 1
            value = BASIS
            inside = False
    if inside:
        buffer[count] = value
        count += 1
    if run > longest:
        longest = run
    if number == 4:
        years += 1
    if code == 46 or code == 33 or code == 63 or code == 0x2026:
        sentences += 1
        last = 1
    elif is_full_stop(code):
        last = 1
    elif code == 58 or code == 0xFF1A:
        last = 2
    elif code == 44 or code == 59:
        last = 3
    elif 48 <= code <= 57:
        last = 4
    elif code == 41 or code == 34 or code == 0x201D or code == 0xBB or code == 0x300D or code == 0xFF09:
        last = 5
    else:
        last = 0
    if 97 <= first <= 122:
        kind = 1
    elif 65 <= first <= 90:
        kind = 2
    elif 48 <= first <= 57:
        kind = 3
    elif first > 127:
        kind = 1 if chr(first).islower() else 2 if chr(first).isupper() else 4
    else:
        kind = 0
    size = len(weights) - 1
    score = 0.0
    title = description = data = 0
    value = BASIS + 77
    for index in range(count):
        hashed = buffer[index]
        score += weights[hashed & size]
        mark = marks[hashed & 4095]
        if mark:
            title += mark & 1
            description += (mark >> 1) & 1
            data += (mark >> 2) & 1
        value = ((value ^ hashed) * PRIME) & MASK
    repeated = three = 0
    for index in range(2, count):
        three = (buffer[index - 2] * 31 + buffer[index - 1] * 7 + buffer[index]) & MASK
        repeated += shingles[(three ^ (three >> 15)) & 131071]
    for index in range(2, count):
        three = (buffer[index - 2] * 31 + buffer[index - 1] * 7 + buffer[index]) & MASK
        shingles[(three ^ (three >> 15)) & 131071] = 1
    out[base + REPEATED] = 1.0 * repeated / (count - 2) if count > 2 else -1.0
    out[base + CHARS] = chars
    out[base + WORDS] = count - 0.5 * dense  # two characters of such a script weigh a word
    out[base + CAPITALISED] = capitalised
    out[base + DIGITS] = digits
    out[base + PUNCTUATION] = punctuation
    out[base + COMMAS] = commas
    out[base + SENTENCES] = sentences
    out[base + UPPER] = upper
    out[base + WORD_SCORE] = score / count**0.5 if count else 0.0
    out[base + IN_TITLE] = title
    out[base + IN_DESCRIPTION] = description
    out[base + IN_DATA] = data
    out[base + CURRENCY] = currency
    out[base + YEARS] = years
    out[base + LAST] = last
    out[base + FIRST] = kind
    out[base + SYMBOLS] = symbols
    out[base + LINES] = lines
    out[base + LONGEST] = longest
    out[base + TEXT_SCORE] = weights[value & size] if 0 < count <= 6 else 0.0
    return value


def measure_texts(texts: list[str], buffer: Any, marks: Any, weights: Any, out: Any) -> list[int]:
    """Measure each of ``texts``; return the hashes of the whole texts."""
    shingles = bytearray(131072)
    return [measure(text, buffer, marks, shingles, weights, out, index * MEASURES) for index, text in enumerate(texts)]
