# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""The hot loops of ``dedupe``: words to hashes, hashes to shingles, and how many shingles two texts share.

Plain Python over flat arrays. ``kernel.pxd`` beside it gives the types with which Cython compiles the same source;
where no compiler was at hand on installation this module runs as it is, more slowly and with the same results.
"""

from __future__ import annotations

from typing import Any

MASK = 0xFFFFFFFFFFFFFFFF
# FNV-1a with 64 bits (Fowler, Noll and Vo); the last multiplication spreads what it leaves in the lower bits.
BASIS = 14695981039346656037
PRIME = 1099511628211
SPREAD = 0x9E3779B97F4A7C15


def hash_words(data: Any, letters: Any, words: Any) -> int:
    """Write the hash of every word of ``data`` to ``words``; return how many there are.

    ``data``: bytes. ``letters``: for each of the 256 bytes, whether it belongs to a word. ``words``: room for 64-bit
    hashes of half as many words as there are bytes.
    """
    count = 0
    value = BASIS
    inside = 0
    for place in range(len(data)):
        byte = data[place]
        if letters[byte]:
            value = ((value ^ byte) * PRIME) & MASK
            inside = 1
        elif inside:
            words[count] = value
            count += 1
            value = BASIS
            inside = 0
    if inside:
        words[count] = value
        count += 1
    return count


def shingle(words: Any, count: int, size: int, found: Any, table: Any) -> int:
    """Write the hash of every run of ``size`` words to ``found``, each once; return how many there are.

    ``count``: how many ``words`` there are; fewer than ``size`` are one run. ``table``: zeros, more than ``count`` of
    them, and a power of two.
    """
    top = len(table) - 1
    written = 0
    runs = count - size + 1 if count > size else 1
    width = size if count > size else count
    for start in range(runs):
        value = BASIS
        for offset in range(width):
            value = ((value ^ words[start + offset]) * PRIME) & MASK
            value = value ^ (value >> 32)
        value = (value * SPREAD) & MASK
        value = (value ^ (value >> 29)) | 1  # 0 is an empty place
        place = (value >> 20) & top
        while table[place] != 0 and table[place] != value:
            place = (place + 1) & top
        if table[place] == 0:
            table[place] = value
            found[written] = value
            written += 1
    return written


def cut(signature: Any, size: int, bands: Any) -> None:
    """Write the buckets of a signature to ``bands``: the number of each band of ``size`` slots above its hash."""
    for band in range(len(bands)):
        value = BASIS
        for offset in range(size):
            value = ((value ^ signature[band * size + offset]) * PRIME) & MASK
        value = (value * SPREAD) & MASK
        number = band
        bands[band] = (number << 32) | (value >> 32)


def common(first: Any, second: Any, table: Any) -> int:
    """How many 32-bit values two sets have in common.

    ``table``: zeros, more of them than ``first`` has values, and a power of two.
    """
    top = len(table) - 1
    count = 0
    for number in range(len(first)):
        value = first[number]
        value = value + 1  # 0 is an empty place; in 64 bits, or the greatest would become it
        place = (value >> 5) & top
        while table[place] != 0:
            place = (place + 1) & top
        table[place] = value
    for number in range(len(second)):
        value = second[number]
        value = value + 1
        place = (value >> 5) & top
        while table[place] != 0 and table[place] != value:
            place = (place + 1) & top
        if table[place] == value:
            count += 1
    return count
