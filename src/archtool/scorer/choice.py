"""Choose the main content of a page from the chances of its blocks or lines.

Last step of scoring, called by ``judge/scorer.py`` and ``judge/line_scorer.py``. Of all sets of blocks, the one with
the greatest expected F measure over words is chosen (Ye et al., "Optimizing F-measure", ICML 2012). Sorted by
probability it is a prefix, so that one pass finds it, without a threshold to set.
"""

from __future__ import annotations

from itertools import accumulate
from operator import mul

UNLIKELY = 0.1  # if every block is below it, the model has found nothing
FAVORS = {"recall": 2.0, "balance": 1.0, "precision": 0.5}  # beta: the weight of recall relative to precision


def choose(chances: list[float], words: list[float], favor: str = "balance") -> list[bool]:
    """Return for each block whether it belongs to the set with the greatest expected F measure over words.

    ``favor``: F1 for ``balance``, F2 for ``recall``, F0.5 for ``precision``. The set is empty if no block is likely to
    be main content.
    """
    if max(chances, default=0.0) < UNLIKELY:
        return [False] * len(chances)
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    likely = list(map(mul, chances, words))
    expected = sum(likely) * FAVORS[favor] ** 2
    found, taken = accumulate(map(likely.__getitem__, order)), accumulate(map(words.__getitem__, order))
    scores = [good / (size + expected) if size else 0.0 for good, size in zip(found, taken, strict=True)]
    kept = len(scores) - scores[::-1].index(max(scores))  # of equally good sets, the largest
    chosen = [False] * len(chances)
    for index in order[:kept]:
        chosen[index] = True
    return chosen
