"""Count the topics of many pages: how often, in which lists, in which spellings.

``tags`` makes a :class:`Topics` of each page, in any process; here they are merged by topic key, or by the concepts of
a vocabulary. ``collection.py`` relates topics to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.artefacts.addresses import host
from archtool.corpus.collection import PageTopics
from archtool.model import Record

if TYPE_CHECKING:
    from archtool.corpus.vocabulary import Match, Vocabulary
    from archtool.corpus.vocabulary_model import Concept


class TopicCount(NamedTuple):
    """A topic of a collection: its name and tag, on how many pages it is, and in which of their lists.

    ``spellings`` with their counts where there are several; ``same_tag``: other topics with the same tag.

    >>> import archtool
    >>> records = [archtool.Record(id="", text="", topics=(topic,)) for topic in ("Tides", "Mills", "tides", "Tides")]
    >>> [(count.topic, count.pages, count.spellings) for count in archtool.tags(records)]
    [('Tides', 3, ['Tides (2)', 'tides (1)']), ('Mills', 1, [])]
    """

    topic: str
    tag: str
    pages: int
    lists: list[str]
    spellings: list[str]
    same_tag: list[str]


COLUMNS = TopicCount._fields
REPORT = ("spelling", "pages", "topic", "tag", "why")


class Topics(NamedTuple):
    """The topics of one page: its language, its topics as shown, and its lists with their topics.

    ``found``: the match of each label in the vocabulary. ``host`` and ``year`` are empty where unknown.
    """

    lang: str | None
    topics: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    found: dict[str, Match]
    host: str = ""
    year: str = ""


def topics_of(record: Record, vocabulary: Vocabulary | None) -> Topics:
    """Return the topics of a record, each with its match in the vocabulary."""
    groups = tuple((group.name, group.topics) for group in record.tag_groups)
    found: dict[str, Match] = {}
    if vocabulary is not None:
        for label in {*record.topics, *(label for _, labels in groups for label in labels)}:
            if match := vocabulary.find(label, record.lang):
                found[label] = match
    year = record.date[:4] if record.date else ""
    return Topics(record.lang, record.topics, groups, found, host(record.url), year)


class Counted:
    """One topic over all pages. ``concept``: its name and tag in the vocabulary. ``reasons``: of each spelling.

    ``key``: the topic key of its spellings.
    """

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.pages = 0
        self.lists: dict[str, None] = {}
        self.spellings: dict[str, int] = {}
        self.reasons: dict[str, str] = {}
        self.concept: Concept | None = None

    @property
    def shown(self) -> str:
        """The name in the vocabulary, else the most frequent spelling; of equally frequent ones, the first."""
        return self.concept.name if self.concept else max(self.spellings, key=self.spellings.__getitem__)

    @property
    def tag(self) -> str:
        """The tag in the vocabulary, else the slug of what is shown."""
        from archtool.topics import slug

        return self.concept.tag if self.concept else slug(self.shown)


def on_pages(counted: dict[str, Counted]) -> dict[str, Counted]:
    """Return the topics of pages, without those that occur only in lists."""
    return {key: topic for key, topic in counted.items() if topic.spellings}


def merge(counted: dict[str, Counted], more: dict[str, Counted]) -> None:
    """Add ``more``, from later pages, to ``counted``."""
    for key, topic in more.items():
        known = counted.setdefault(key, Counted(key))
        known.pages += topic.pages
        known.concept = topic.concept
        known.lists.update(topic.lists)
        known.reasons.update(topic.reasons)
        for label, times in topic.spellings.items():
            known.spellings[label] = known.spellings.get(label, 0) + times


def gather(pages: Iterable[Topics], seen: list[PageTopics] | None = None) -> dict[str, Counted]:
    """Merge the spellings of topics over some pages, including topics that occur only in lists.

    ``seen`` receives the topics of each page by their keys.
    """
    from archtool.topics import topic_key

    counted: dict[str, Counted] = {}

    def topic_of(label: str, page: Topics) -> Counted:
        match = page.found.get(label)
        concept = match.concept if match else None
        # No folded label holds a line break, so keys of concepts and of labels cannot collide.
        key = f"\n{concept.tag}" if concept else topic_key(label, page.lang)
        topic = counted.setdefault(key, Counted(key))
        topic.concept = concept
        if match:
            topic.reasons[label] = match.why
        return topic

    for page in pages:
        of_page: dict[str, Counted] = {}
        for label in page.topics:
            topic = topic_of(label, page)
            of_page[topic.key] = topic
            topic.spellings[label] = topic.spellings.get(label, 0) + 1
        for topic in of_page.values():
            topic.pages += 1
        if seen is not None:
            seen.append(PageTopics(tuple(of_page), intern(page.host), intern(page.year)))
        for name, labels in page.groups:
            for label in labels:
                topic_of(label, page).lists[name] = None
    return counted


def table(counted: dict[str, Counted]) -> Iterator[TopicCount]:
    """Yield the rows of the table: the most frequent topic first, then in alphabetical order."""
    tags: dict[str, list[str]] = {}
    for topic in counted.values():
        tags.setdefault(topic.tag, []).append(topic.shown)
    for topic in by_pages(counted):
        spellings = [f"{label} ({times})" for label, times in topic.spellings.items()]
        several = len(spellings) > 1 or topic.shown not in topic.spellings
        same = [other for other in tags[topic.tag] if other != topic.shown]
        found = spellings if several else []
        yield TopicCount(topic.shown, topic.tag, topic.pages, list(topic.lists), found, same)


def merged(counted: dict[str, Counted]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the report: each spelling with what it became, and why."""
    for topic in by_pages(counted):
        for label, times in topic.spellings.items():
            why = topic.reasons.get(label) or ("not in a vocabulary" if label == topic.shown else "same when folded")
            yield label, times, topic.shown, topic.tag, why


def by_pages(counted: dict[str, Counted]) -> list[Counted]:
    """Return the topics, the most frequent first, then in alphabetical order."""
    return sorted(counted.values(), key=lambda topic: (-topic.pages, topic.shown))
