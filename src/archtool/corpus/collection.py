"""What the topics of a collection say of each other: by year, which stand together, which stand above which.

``tags`` gathers :class:`Said` of every page; everything here is counted from that. Topics are named by the key under
which their spellings meet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

PAGES_OF_HOST = 5  # with fewer, nothing is known of what a host puts on every page
ON_EVERY = 0.9  # of the pages of a host: its own words stand there
MOST = 100  # topics of a page: one with more lists everything, and says of no two that they belong together
INSIDE = 0.8  # of the pages of a topic have the one above it, too (Sanderson and Croft, 1999)
FEWEST = 2  # pages of a topic that gets a place in the tree


class Said(NamedTuple):
    """The topics of one page, each once; its host, and its year, empty where unknown."""

    topics: tuple[str, ...]
    host: str = ""
    year: str = ""


class Pair(NamedTuple):
    """Two topics, how many pages have both, and how large a part that is of the pages that have one of them."""

    one: str
    other: str
    pages: int
    similarity: float


def site_words(pages: Iterable[Said]) -> dict[str, list[str]]:
    """Return the topics that stand on nearly every page of a host, with these hosts: they say nothing of its pages."""
    of_host: Counter[str] = Counter()
    topics: Counter[tuple[str, str]] = Counter()
    for page in pages:
        if page.host:
            of_host[page.host] += 1
            topics.update((topic, page.host) for topic in page.topics)
    found: dict[str, list[str]] = {}
    for (topic, host), count in topics.items():
        if of_host[host] >= PAGES_OF_HOST and count >= ON_EVERY * of_host[host]:
            found.setdefault(topic, []).append(host)
    return found


def without(pages: Iterable[Said], words: dict[str, list[str]]) -> list[Said]:
    """Return ``pages`` without what is a word of their site; elsewhere the same word is a topic."""
    return [
        page._replace(topics=tuple(topic for topic in page.topics if page.host not in words.get(topic, ())))
        for page in pages
    ]


def years(pages: Iterable[Said]) -> dict[str, dict[str, int]]:
    """Return how many pages of each year have each topic; pages without a date are those of the year ``""``."""
    found: dict[str, dict[str, int]] = {}
    for page in pages:
        for topic in page.topics:
            of_topic = found.setdefault(topic, {})
            of_topic[page.year] = of_topic.get(page.year, 0) + 1
    return found


def counts(pages: Iterable[Said]) -> Counter[str]:
    """Return how many pages have each topic."""
    return Counter(topic for page in pages for topic in page.topics)


def pairs(pages: Sequence[Said], chosen: Container[str] | None = None) -> list[Pair]:
    """Return the pairs of ``chosen`` topics that stand together on a page, the most frequent first."""
    single = counts(pages)
    both: Counter[tuple[str, str]] = Counter()
    for page in pages:
        if len(page.topics) <= MOST:
            topics = sorted(topic for topic in page.topics if chosen is None or topic in chosen)
            both.update(combinations(topics, 2))
    found = [
        Pair(one, other, count, count / (single[one] + single[other] - count)) for (one, other), count in both.items()
    ]
    return sorted(found, key=lambda pair: (-pair.pages, -pair.similarity, pair.one, pair.other))


def companions(pages: Iterable[Said], wanted: Iterable[str]) -> dict[str, set[str]]:
    """Return for each of some topics the topics of the pages that have it, itself among them."""
    found: dict[str, set[str]] = {topic: set() for topic in wanted}
    for page in pages:
        if len(page.topics) <= MOST:
            for topic in page.topics:
                if topic in found:
                    found[topic].update(page.topics)
    return found


def parents(pages: Sequence[Said], tags: dict[str, str]) -> dict[str, str]:
    """Return for a topic the one above it: that of its tag (``europe/france``), else one on most pages that have it.

    Of several, the one with the fewest pages: the nearest.
    """
    of_tag = {tag: topic for topic, tag in tags.items()}
    found: dict[str, str] = {}
    for topic, tag in tags.items():
        above = tag.rpartition("/")[0]
        while above and above not in of_tag:
            above = above.rpartition("/")[0]
        if above:
            found[topic] = of_tag[above]
    single = counts(pages)
    best: dict[str, tuple[int, float, str]] = {}  # pages of what is above, how few of ours are outside, its name
    for pair in pairs(pages, tags):
        small, large = sorted((pair.one, pair.other), key=lambda topic: single[topic])
        inside = pair.pages / single[small]
        if inside >= INSIDE and FEWEST <= single[small] < single[large] and "/" not in tags.get(small, ""):
            best[small] = min(best.get(small, (single[large], -inside, large)), (single[large], -inside, large))
    for topic, (_, _, above) in best.items():
        if topic not in _chain(above, found):
            found[topic] = above
    return found


def _chain(topic: str, parents: dict[str, str]) -> list[str]:
    """Return a topic and all that stand above it."""
    chain = [topic]
    while chain[-1] in parents:
        chain.append(parents[chain[-1]])
    return chain
