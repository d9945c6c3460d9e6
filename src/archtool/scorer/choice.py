"""From the chance of each block of a page, or line of a dump, to be main content to the choice of those that are.

The choice is made for the page as a whole: of all sets of blocks, take the one whose expected F measure over words is
greatest (Ye et al., "Optimizing F-measure", ICML 2012). Sorted by probability it is a prefix, so one pass finds it and
there is no threshold to set.
"""

from __future__ import annotations

from itertools import accumulate
from operator import mul

UNLIKELY = 0.1  # where every block is below it, the model has found nothing
FAVORS = {"recall": 2.0, "balance": 1.0, "precision": 0.5}  # beta: how many times as much recall counts as precision


def choose(chances: list[float], words: list[float], favor: str = "balance") -> list[bool]:
    """Return for each block whether it belongs to the set with the greatest expected F measure over words.

    ``favor`` says which: F1, or with ``recall`` F2, with ``precision`` F0.5. Where no block is likely to be main
    content the set is empty: nothing has been found.
    """
    if max(chances, default=0.0) < UNLIKELY:
        return [False] * len(chances)
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    likely = list(map(mul, chances, words))
    expected = sum(likely) * FAVORS[favor] ** 2
    found, taken = accumulate(map(likely.__getitem__, order)), accumulate(map(words.__getitem__, order))
    scores = [good / (size + expected) if size else 0.0 for good, size in zip(found, taken, strict=True)]
    kept = len(scores) - scores[::-1].index(max(scores))  # of those that are equally good, the largest set
    chosen = [False] * len(chances)
    for index in order[:kept]:
        chosen[index] = True
    return chosen
