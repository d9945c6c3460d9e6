# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Measure the lines of a dump: their looks, and the scores of their words. First step of their scoring.

Called by ``lines.py``. Plain Python over flat arrays, which Cython compiles with the types in ``line_measure.pxd``.
Nothing here depends on a language: words are hashes, and scripts without spaces count by characters.
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
    KNOWN,
    LINKS,
    LONGEST,
    MARKS,
    MEASURES,
    PROSE,
    QUOTES,
    SCORE,
    SENTENCES,
    SHORT,
    SIGNS,
    SIZE,
    UPPER,
    WORDS,
    YEARS,
)

MASK = 0xFFFFFFFF
PRIME = 16777619
BASIS = 2166136261
WHOLE, FIRST, LAST, PAIR = 77, 991, 1777, 31  # constants that separate the hashes of different tokens
FEW = 6  # words; the whole text of a line this short is a token, too
WIDE = 3  # letters of an alphabet equal to one character of a dense script
SHORT_PROSE, LONG_PROSE = 60, 120  # size at which a line that ends like a sentence, or contains such an end, is prose


def hash_line(text: str, salt: int, buffer: Any) -> int:
    """Write the hashes of the words of ``text`` to ``buffer``; return their number.

    Letters are case-folded and digits become 0. A character of a script without spaces is a word.
    """
    count = 0
    value = BASIS ^ salt
    size = 0
    for char in text:
        code = ord(char)
        dense = 0
        if 97 <= code <= 122:
            pass
        elif 65 <= code <= 90:
            code += 32
        elif 48 <= code <= 57:
            code = 48
        elif code < 128:
            code = 0
        elif code >= 0x3040 or 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF:
            dense = 1 if char.isalpha() and not 0xAC00 <= code <= 0xD7AF else 0
            if not dense and not char.isalnum():
                code = 0
        elif 0xC0 <= code <= 0xDE or 0x391 <= code <= 0x3A9 or 0x410 <= code <= 0x42F:
            code += 32
        elif 0x400 <= code <= 0x40F:
            code += 80
        elif 0x100 <= code <= 0x137 or 0x14A <= code <= 0x177:
            code |= 1
        elif not char.isalnum():
            code = 0
        if code and not dense:
            value = ((value ^ code) * PRIME) & MASK
            size += 1
            continue
        if size:
            buffer[count] = value
            count += 1
            value = BASIS ^ salt
            size = 0
        if dense:
            buffer[count] = ((value ^ code) * PRIME) & MASK
            count += 1
    if size:
        buffer[count] = value
        count += 1
    return count


def tokens(count: int, buffer: Any, out: Any) -> int:
    """Write to ``out`` the tokens of a line whose ``count`` word hashes are in ``buffer``; return their number.

    Tokens are its words and pairs of words, the first and last word, and the whole of a short line.
    """
    made = 0
    whole = BASIS + WHOLE
    for index in range(count):
        value = buffer[index]
        out[made] = value
        made += 1
        if index:
            out[made] = (((buffer[index - 1] ^ PAIR) * PRIME) ^ value) * PRIME & MASK
            made += 1
        whole = ((whole ^ value) * PRIME) & MASK
    if count:
        out[made] = ((buffer[0] ^ FIRST) * PRIME) & MASK
        out[made + 1] = ((buffer[count - 1] ^ LAST) * PRIME) & MASK
        made += 2
        if count <= FEW:
            out[made] = whole
            made += 1
    return made


def measure(text: str, out: Any, base: int) -> None:
    """Write the measures of one line's characters to ``out[base:]``."""
    size = words = dense = digits = capitals = upper = commas = sentences = bars = links = brackets = quotes = 0
    marks = years = clocks = currency = short = longest = signs = run = number = lowered = 0
    code = before = first = last = pending = 0
    for char in text:
        code = ord(char)
        if code > 32 and code != 160:
            signs += 1
            last = code
            if not first:
                first = code
        alpha = 97 <= code <= 122 or 65 <= code <= 90 or (code > 127 and char.isalpha())
        digit = 48 <= code <= 57 or (code > 127 and char.isdigit())
        capital = 65 <= code <= 90 or (code > 127 and char.isupper())
        if alpha or digit:
            wide = code >= 0x3040 and not 0xAC00 <= code <= 0xD7AF
            if wide:
                dense += 1
                size += WIDE - 1
                words += 1
            if pending and (capital or (wide and pending == 2)):
                sentences += 1
            pending = 0
            if not wide:
                run += 1
                if run == 1:
                    words += 1
                    capitals += 1 if capital else 0
                    lowered = 1
                if capital or digit:
                    lowered = 0
            upper += 1 if capital else 0
            if digit:
                digits += 1
                number += 1
        if (not (alpha or digit) or (dense and code >= 0x3040)) and run:
            longest = run if run > longest else longest
            short += 1 if lowered and run <= 3 else 0
            run = 0
        if not digit:
            if number == 4:
                years += 1
            if number and number <= 4 and (code == 58 or code == 46 or code == 47 or code == 45):
                clocks += 1
            number = 0
        if not (alpha or digit):
            if code == 44 or code == 0x3001 or code == 0xFF0C or code == 0x060C or code == 59:
                commas += 1
            elif code == 46 or code == 33 or code == 63 or code == 0x2026 or code == 0x061F or code == 0x0964:
                pending = 1
            elif code == 0x3002 or code == 0xFF01 or code == 0xFF1F:
                pending = 2
            elif code in (124, 0xB7, 0xBB, 0x203A, 0x2192, 0x2022, 62):
                bars += 1
            elif code == 91 or code == 93:
                links += 1
            elif code == 40 or code == 41 or code == 0xFF08 or code == 0xFF09:
                brackets += 1
                links += 1 if before == 93 else 0
            elif code == 34 or code == 0x201C or code == 0x201D or code == 0x201E or code == 0xAB or code == 0x300C:
                quotes += 1
            elif code == 0xA9 or code == 0xAE or code == 64 or code == 0x2122:
                marks += 1
            elif code == 36 or code == 0x20AC or code == 0xA3 or code == 0xA5 or code == 0x20B9:
                currency += 1
            elif code == 47 and before == 47:
                links += 2
            elif code == 95 or code == 42 or code == 35 or code == 61 or code == 43 or 0x2500 <= code <= 0x27BF:
                marks += 1
        before = code
    if run:
        longest = run if run > longest else longest
        short += 1 if lowered and run <= 3 else 0
    years += 1 if number == 4 else 0
    size += signs
    ends = pending > 0
    out[base + SIZE] = size
    out[base + WORDS] = words
    out[base + DENSE] = dense
    out[base + DIGITS] = digits
    out[base + CAPITALS] = capitals
    out[base + UPPER] = upper
    out[base + COMMAS] = commas
    out[base + SENTENCES] = sentences
    out[base + ENDS] = 1 if ends else 0
    out[base + ENDS_COLON] = 1 if last == 58 or last == 0xFF1A else 0
    out[base + ENDS_MORE] = 1 if last == 0x2026 or last == 0xBB or last == 62 or last == 0x203A or last == 0x2192 else 0
    out[base + ENDS_COMMA] = 1 if last == 44 or last == 0xFF0C or last == 59 or last == 45 else 0
    _begin(first, out, base)
    out[base + BARS] = bars
    out[base + LINKS] = links
    out[base + BRACKETS] = brackets
    out[base + QUOTES] = quotes
    out[base + MARKS] = marks
    out[base + YEARS] = years
    out[base + CLOCKS] = clocks
    out[base + CURRENCY] = currency
    out[base + SHORT] = short
    out[base + LONGEST] = longest
    out[base + SIGNS] = signs
    out[base + PROSE] = 1 if (ends and size >= SHORT_PROSE) or (sentences and size >= LONG_PROSE) else 0


def _begin(first: int, out: Any, base: int) -> None:
    """Write the kind of a line's beginning."""
    char = chr(first)
    out[base + BEGINS_UPPER] = 1 if char.isupper() else 0
    out[base + BEGINS_LOWER] = 1 if char.islower() else 0
    out[base + BEGINS_DIGIT] = 1 if char.isdigit() else 0
    out[base + BEGINS_SIGN] = 0 if char.isalnum() else 1


def measure_lines(texts: list[str], salt: int, weights: Any, bias: float, scale: float, seen: Any, out: Any) -> None:
    """Write the measures of all lines of a dump to ``out``, a row of ``MEASURES`` for each.

    ``weights`` are those of tokens by hash, in units of ``scale``; ``seen`` has a bit for each known word.
    """
    longest = 0
    for text in texts:
        longest = len(text) if len(text) > longest else longest
    buffer = array("I", [0]) * (longest + 1)
    made = array("I", [0]) * (2 * longest + 4)
    size = len(weights) - 1
    bits = 8 * len(seen) - 1
    copies: dict[int, int] = {}
    keys = []
    base = 0
    for text in texts:
        measure(text, out, base)
        count = hash_line(text, salt, buffer)
        known = 0
        whole = BASIS
        for index in range(count):
            value = buffer[index]
            whole = ((whole ^ value) * PRIME) & MASK
            value &= bits
            known += (seen[value >> 3] >> (value & 7)) & 1
        total = 0
        number = tokens(count, buffer, made)
        for index in range(number):
            total += weights[made[index] & size]
        out[base + SCORE] = bias + (total * scale / number**0.5 if number else 0.0)
        out[base + KNOWN] = known / count if count else 0.0
        earlier = copies.get(whole, 0)
        out[base + EARLIER] = earlier
        copies[whole] = earlier + 1
        keys.append(whole)
        base += MEASURES
    base = 0
    for whole in keys:
        out[base + COPIES] = copies[whole]
        base += MEASURES
