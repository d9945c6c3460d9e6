"""Evaluate the boosted trees of the model for all blocks of a page, or lines of a dump, from their features.

Called by ``predict.py`` and ``lines.py``. ``forest.pyx`` does the same for all blocks at once, which pays off only in
C; where it is not compiled, each block goes down each tree.
"""

from __future__ import annotations

from typing import Any


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
    """Add to ``out`` for each of ``count`` blocks the values of the leaves that its features reach.

    A node with a negative column is a leaf; ``roots`` are the first nodes of the trees.
    """
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


try:
    from archtool.scorer.forest import together
except ImportError:
    ask = one_by_one
else:
    ask = together
