"""Relate the topics of a collection: by year, by pairs on the same page, and as a tree. For ``tags --show``.

``tags`` makes a :class:`PageTopics` of every page; everything here is counted from these. Topics are given by their
topic keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

PAGES_OF_HOST = 5  # pages; with fewer, topics on every page of a host cannot be recognised
ON_EVERY = 0.9  # share of the pages of a host that have its own words
MOST = 100  # topics of a page: one with more lists everything, so that no two of them belong together
INSIDE = 0.8  # share of the pages of a topic that also have its parent (Sanderson and Croft, 1999)
FEWEST = 2  # least number of pages of a topic in the tree


class PageTopics(NamedTuple):
    """The topics of one page, each once; its host, and its year, empty where unknown."""

    topics: tuple[str, ...]
    host: str = ""
    year: str = ""


class Pair(NamedTuple):
    """Two topics, how many pages have both, and their share among the pages that have at least one of them."""

    one: str
    other: str
    pages: int
    similarity: float


def site_words(pages: Iterable[PageTopics]) -> dict[str, list[str]]:
    """Return the topics on nearly every page of a host, with these hosts: they do not describe single pages."""
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


def without(pages: Iterable[PageTopics], words: dict[str, list[str]]) -> list[PageTopics]:
    """Return ``pages`` without the words of their site; on other sites the same word is a topic."""
    return [
        page._replace(topics=tuple(topic for topic in page.topics if page.host not in words.get(topic, ())))
        for page in pages
    ]


def years(pages: Iterable[PageTopics]) -> dict[str, dict[str, int]]:
    """Return how many pages of each year have each topic; pages without a date are those of the year ``""``."""
    found: dict[str, dict[str, int]] = {}
    for page in pages:
        for topic in page.topics:
            of_topic = found.setdefault(topic, {})
            of_topic[page.year] = of_topic.get(page.year, 0) + 1
    return found


def counts(pages: Iterable[PageTopics]) -> Counter[str]:
    """Return how many pages have each topic."""
    return Counter(topic for page in pages for topic in page.topics)


def pairs(pages: Sequence[PageTopics], chosen: Container[str] | None = None) -> list[Pair]:
    """Return the pairs of ``chosen`` topics that share a page, the most frequent first."""
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


def companions(pages: Iterable[PageTopics], wanted: Iterable[str]) -> dict[str, set[str]]:
    """Return for each ``wanted`` topic the topics of the pages that have it, including itself."""
    found: dict[str, set[str]] = {topic: set() for topic in wanted}
    for page in pages:
        if len(page.topics) <= MOST:
            for topic in page.topics:
                if topic in found:
                    found[topic].update(page.topics)
    return found


def parents(pages: Sequence[PageTopics], tags: dict[str, str]) -> dict[str, str]:
    """Return the parent of each topic: that of its tag (``europe/france``), else a topic on most pages that have it.

    Of several, the one with the fewest pages is the nearest, and is taken.
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
    best: dict[str, tuple[int, float, str]] = {}  # pages of the parent, pages of the topic outside it, its name
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
    """Return a topic and all its ancestors."""
    chain = [topic]
    while chain[-1] in parents:
        chain.append(parents[chain[-1]])
    return chain
