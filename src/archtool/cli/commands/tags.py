"""``archtool tags``: the topics of many pages or records: how often, in which lists, in which spellings.

With a vocabulary, spellings meet under its concepts, and a report says which became which and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.api.cleaning import guarded
from archtool.model import Page, Record, Settings
from archtool.output import streams
from archtool.output.tables import table_format, write_table
from archtool.run import inputs, outputs
from archtool.run.batch import Job, Report, results
from archtool.run.options import Options

if TYPE_CHECKING:
    from archtool.corpus.vocabulary import Match
    from archtool.corpus.vocabulary_model import Concept

COLUMNS = ("topic", "tag", "pages", "lists", "spellings", "same_tag")
REPORT = ("spelling", "pages", "topic", "tag", "why")


class Topics(NamedTuple):
    """What one page says: its language, its topics as shown, and the lists with what each said.

    ``found``: what the vocabulary says of each label.
    """

    lang: str | None
    topics: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    found: dict[str, Match]


class Counted:
    """One topic over all pages. ``concept``: its name and tag in the vocabulary. ``reasons``: of each spelling."""

    def __init__(self) -> None:
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


def run(options: Options) -> int:
    """Count the topics of every page of ``options.paths``."""
    outputs.check(options, {"counts": options.output, "report": options.report})
    report = Report(options)
    counted = count(results(Job(handle, options), inputs.entries(options), report))
    if options.report:
        format = table_format(options.to, options.report)
        with streams.closing(streams.open_output(options.report)) as out:
            write_table(out, REPORT, merged(counted), format)
    if options.report != streams.STDOUT or options.output:
        with streams.closing(streams.open_output(options.output)) as out:
            write_table(out, COLUMNS, table(counted), table_format(options.to, options.output))
    report.summary("counted")
    return report.status


def handle(page: Page, settings: Settings) -> Any:
    """The topics of one page; a bug in it is the failure of this page."""
    return guarded(page, lambda: _topics(page, settings))


def _topics(page: Page, settings: Settings) -> Topics:
    from archtool.pipeline import clean

    record: Record = clean(page, settings)
    groups = tuple((group.name, group.topics) for group in record.tag_groups)
    found: dict[str, Match] = {}
    if settings.vocabulary is not None:
        for label in {*record.topics, *(label for _, labels in groups for label in labels)}:
            if match := settings.vocabulary.find(label, record.lang):
                found[label] = match
    return Topics(record.lang, record.topics, groups, found)


def count(pages: Iterable[Topics]) -> dict[str, Counted]:
    """Merge the spellings of topics over all pages: by their concept where they have one, else by their folded form."""
    return said_of_pages(gather(pages))


def said_of_pages(counted: dict[str, Counted]) -> dict[str, Counted]:
    """The topics that a page has, without those that only its lists know."""
    return {key: topic for key, topic in counted.items() if topic.spellings}


def merge(counted: dict[str, Counted], more: dict[str, Counted]) -> None:
    """Count ``more``, which comes from pages behind those of ``counted``, too."""
    for key, topic in more.items():
        known = counted.setdefault(key, Counted())
        known.pages += topic.pages
        known.concept = topic.concept
        known.lists.update(topic.lists)
        known.reasons.update(topic.reasons)
        for label, times in topic.spellings.items():
            known.spellings[label] = known.spellings.get(label, 0) + times


def gather(pages: Iterable[Topics]) -> dict[str, Counted]:
    """Merge the spellings of topics over some pages, with those that only their lists know."""
    from archtool.topics import topic_key

    counted: dict[str, Counted] = {}

    def topic_of(label: str, page: Topics) -> Counted:
        match = page.found.get(label)
        concept = match.concept if match else None
        # No folded label holds a line break: concepts and labels cannot meet.
        topic = counted.setdefault(f"\n{concept.tag}" if concept else topic_key(label, page.lang), Counted())
        topic.concept = concept
        if match:
            topic.reasons[label] = match.why
        return topic

    for page in pages:
        said: dict[int, Counted] = {}
        for label in page.topics:
            topic = topic_of(label, page)
            said[id(topic)] = topic
            topic.spellings[label] = topic.spellings.get(label, 0) + 1
        for topic in said.values():
            topic.pages += 1
        for name, labels in page.groups:
            for label in labels:
                topic_of(label, page).lists[name] = None
    return counted


def table(counted: dict[str, Counted]) -> Iterator[tuple[Any, ...]]:
    """The rows to show: the most frequent topic first, then in the order of the alphabet."""
    tags: dict[str, list[str]] = {}
    for topic in counted.values():
        tags.setdefault(topic.tag, []).append(topic.shown)
    for topic in _sorted(counted):
        spellings = [f"{label} ({times})" for label, times in topic.spellings.items()]
        several = len(spellings) > 1 or topic.shown not in topic.spellings
        same = [other for other in tags[topic.tag] if other != topic.shown]
        yield topic.shown, topic.tag, topic.pages, list(topic.lists), spellings if several else [], same


def merged(counted: dict[str, Counted]) -> Iterator[tuple[Any, ...]]:
    """The rows of the report: each spelling with what it became, and why."""
    for topic in _sorted(counted):
        for label, times in topic.spellings.items():
            why = topic.reasons.get(label) or ("not in a vocabulary" if label == topic.shown else "same when folded")
            yield label, times, topic.shown, topic.tag, why


def _sorted(counted: dict[str, Counted]) -> list[Counted]:
    return sorted(counted.values(), key=lambda topic: (-topic.pages, topic.shown))
