"""Find duplicates: compare the records that share a bucket, and join similar ones to clusters.

The second step of ``dedupe``, after ``shingles.py`` has sketched each record and ``store.py`` has sorted the sketches
into buckets. A pair counts only if the exact Jaccard similarity of its shingles reaches the threshold; a cluster is
what such pairs connect. A record of a cluster is dropped only if it is that similar to the one that is kept: the ends
of a chain of similar records may have little in common. The result does not depend on the order of sketching.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from archtool.corpus.shingles import similarity
from archtool.corpus.store import Store

# A bucket that thousands of pages share (of a template with little text) must not cost quadratic time: a cluster is
# compared with at most this many others of its bucket, and represented by two records.
CLUSTERS = 64
DIGITS = 4  # digits of a similarity that is shown
READ = 2048  # sketches that are held in memory
COMPARED = 1 << 16  # similarities that are held in memory: a pair meets in several bands

Alike = Callable[[int, int], bool]


class Forest:
    """Disjoint sets of the numbers from 0: union by the smaller root, with path halving. Four bytes a number."""

    def __init__(self, size: int) -> None:
        self._parents = array("I", range(size))

    def find(self, number: int) -> int:
        """Return the smallest number in the set of ``number``."""
        parents = self._parents
        while (parent := parents[number]) != number:
            parents[number] = number = parents[parent]
        return number

    def join(self, first: int, second: int) -> None:
        """Unite the sets of two numbers."""
        small, large = sorted((self.find(first), self.find(second)))
        self._parents[large] = small

    def members(self, since: int = 0) -> Iterator[tuple[int, int]]:
        """Yield root and number of the members of sets of two or more with a number from ``since`` on, by number."""
        chosen = bytearray(len(self._parents))
        for number in range(since, len(self._parents)):
            root = self.find(number)
            if root != number:
                chosen[root] = 1
        for number in range(len(self._parents)):
            root = self.find(number)
            if chosen[root]:
                yield root, number


def find_duplicates(store: Store, threshold: float, keep: str = "one") -> None:
    """Decide for every record of ``store`` whether it is kept. ``keep``: which of a cluster."""
    forest = Forest(store.size)
    dropped = bytearray(store.old)
    for number, kept in store.past():
        forest.join(number, kept)
        dropped[number] = number != kept
    shingles = lru_cache(READ)(store.shingles)
    compare = lru_cache(COMPARED)(lambda first, second: similarity(shingles(first), shingles(second)))
    for exact, numbers in store.buckets():
        if exact:
            for number in numbers[1:]:
                forest.join(numbers[0], number)
        elif len(numbers) > 2 or forest.find(numbers[0]) != forest.find(numbers[1]):
            gather(numbers, forest, lambda first, second: compare(*sorted((first, second))) >= threshold)
    store.add_members(forest.members(since=store.old))
    clusters = store.clusters(keep)
    store.decide(_fates(store, clusters, lambda first, second: compare(*sorted((first, second))), threshold, dropped))


def gather(numbers: Iterable[int], forest: Forest, alike: Alike) -> None:
    """Join the similar records of one bucket."""
    clusters: dict[int, list[int]] = {}
    for number in numbers:
        clusters.setdefault(forest.find(number), []).append(number)
    if len(clusters) == 1:
        return
    before: list[list[int]] = []
    for cluster in clusters.values():
        cluster[1:-1] = []  # the first and the last represent a cluster
        for other in before[-CLUSTERS:]:
            if forest.find(other[0]) != forest.find(cluster[0]) and any(
                alike(one, another) for one in other for another in cluster
            ):
                forest.join(other[0], cluster[0])
        before.append(cluster)


def _fates(
    store: Store,
    clusters: Iterable[list[int]],
    compare: Callable[[int, int], float],
    threshold: float,
    dropped: bytearray,
) -> Iterator[tuple[int, int, float]]:
    """Yield the dropped records of each cluster. Earlier decisions in a store are kept and not yielded again."""
    for first, *others in clusters:
        kept = [first]
        for number in others:
            if number < store.old:
                if not dropped[number]:
                    kept.append(number)
                continue
            for other in kept[:CLUSTERS]:
                alike = compare(other, number)
                if alike >= threshold:
                    yield number, other, round(alike, DIGITS)
                    break
            else:
                kept.append(number)
