# cython: language_level=3, annotation_typing=False, cdivision=True
# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Evaluate the boosted trees of the model for all blocks of a page, or lines of a dump, from their features.

Called by ``predict.py`` and ``lines.py``. Plain Python over flat arrays, which Cython compiles with the types in
``trees.pxd``. The fast algorithm pays off only if compiled; without a compiler at installation, each block goes down
each tree.
"""

from __future__ import annotations

from array import array
from typing import Any

MASK = 0xFFFFFFFF
LEAVES = 32  # most leaves of a tree: one bit each
SPREAD = 0x077CB531  # de Bruijn: times a power of two, its upper five bits identify the power


def together(
    features: Any,
    width: int,
    count: int,
    roots: Any,
    columns: Any,
    thresholds: Any,
    lefts: Any,
    rights: Any,
    values: Any,
    out: Any,
) -> None:
    """Add to ``out`` for each of ``count`` blocks the values of the leaves that its features reach.

    A node with a negative column is a leaf; a tree has at most 32. ``roots`` are the first nodes of the trees. Nodes
    with the same result for all blocks of a page are left out. Every other node is evaluated for all blocks in a row,
    and clears in their bits the leaves that it rules out; the first bit left is the leaf (Lucchese et al.,
    "QuickScorer", SIGIR 2015).
    """
    lows = array("f", features[:width])
    highs = array("f", features[:width])
    turned = array("f", [0.0]) * (width * count)  # the features column by column
    for block in range(count):
        base = block * width
        for column in range(width):
            value = features[base + column]
            lows[column] = value if value < lows[column] else lows[column]
            highs[column] = value if value > highs[column] else highs[column]
            turned[column * count + block] = value
    every = MASK
    bits = array("I", [every]) * count
    room = bytes(4 * LEAVES)
    asked, bounds, rest = array("i", room), array("f", room), array("I", room)
    waiting, places, starts = array("i", room), array("i", room), array("I", room)
    leaves = array("f", room)
    for tree in range(len(roots)):
        node = roots[tree]
        first = 1  # the bit of the next leaf from the left
        made = left = 0
        while node >= 0:
            column = columns[node]
            if column < 0:
                leaves[((first * SPREAD) & MASK) >> 27] = values[node]
                first = (first << 1) & MASK
                node = -1
                if left:
                    left -= 1
                    node = waiting[left]
                    rest[places[left]] = MASK - ((first - starts[left]) & MASK)
            elif highs[column] <= thresholds[node]:
                node = lefts[node]
            elif lows[column] > thresholds[node]:
                node = rights[node]
            else:
                asked[made] = column
                bounds[made] = thresholds[node]
                waiting[left] = rights[node]
                places[left] = made
                starts[left] = first
                left += 1
                made += 1
                node = lefts[node]
        for index in range(made):
            base = asked[index] * count
            bound = bounds[index]
            kept = rest[index]
            for block in range(count):
                bits[block] &= kept if turned[base + block] > bound else every
        for block in range(count):
            kept = bits[block]
            out[block] += leaves[(((kept & (~kept + 1)) * SPREAD) & MASK) >> 27]
            bits[block] = every


def one_by_one(
    features: Any,
    width: int,
    count: int,
    roots: Any,
    columns: Any,
    thresholds: Any,
    lefts: Any,
    rights: Any,
    values: Any,
    out: Any,
) -> None:
    """Compute the same sums as ``together``, leading each block down each tree by itself."""
    for tree in range(len(roots)):
        root = roots[tree]
        for block in range(count):
            base = block * width
            node = root
            column = columns[node]
            while column >= 0:
                node = lefts[node] if features[base + column] <= thresholds[node] else rights[node]
                column = columns[node]
            out[block] += values[node]


ask = one_by_one if __file__.endswith(".py") else together
