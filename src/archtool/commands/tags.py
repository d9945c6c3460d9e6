"""``archtool tags``: the topics of many pages or records: how often, in which lists, in which spellings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from archtool import inputs, output
from archtool.model import Page, Record, Settings
from archtool.options import Options
from archtool.running import Job, Report, guarded, results
from archtool.tables import write_table

COLUMNS = ("topic", "tag", "pages", "lists", "spellings", "same_tag")


class Topics(NamedTuple):
    """What one page says: its language, its topics as shown, and the lists with what each said."""

    lang: str | None
    topics: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]


class Counted:
    """One topic over all pages."""

    def __init__(self) -> None:
        self.pages = 0
        self.lists: dict[str, None] = {}
        self.spellings: dict[str, int] = {}

    @property
    def shown(self) -> str:
        """The most frequent spelling; of equally frequent ones, the first."""
        return max(self.spellings, key=self.spellings.__getitem__)


def run(options: Options) -> int:
    """Count the topics of every page of ``options.paths``."""
    report = Report(options)
    counted = count(results(Job(handle, options), inputs.files(options), report))
    with output.closing(output.open_output(options.output)) as out:
        write_table(out, COLUMNS, table(counted), options.to or "tsv")
    report.summary("counted")
    return report.status


def handle(page: Page, settings: Settings) -> Any:
    """The topics of one page; a bug in it is the failure of this page."""
    return guarded(page, lambda: _topics(page, settings))


def _topics(page: Page, settings: Settings) -> Topics:
    from archtool.clean import clean

    record: Record = clean(page, settings)
    return Topics(record.lang, record.topics, tuple((group.name, group.topics) for group in record.tag_groups))


def count(pages: Iterable[Topics]) -> dict[str, Counted]:
    """Merge the spellings of topics over all pages."""
    from archtool.topics import fold

    counted: dict[str, Counted] = {}
    for lang, topics, groups in pages:
        for label in topics:
            topic = counted.setdefault(fold(label, lang), Counted())
            topic.pages += 1
            topic.spellings[label] = topic.spellings.get(label, 0) + 1
        for name, labels in groups:
            for label in labels:
                counted.setdefault(fold(label, lang), Counted()).lists[name] = None
    return {key: topic for key, topic in counted.items() if topic.spellings}


def table(counted: dict[str, Counted]) -> Iterator[tuple[Any, ...]]:
    """The rows to show: the most frequent topic first, then in the order of the alphabet."""
    from archtool.topics import slug

    tags: dict[str, list[str]] = {}
    for topic in counted.values():
        tags.setdefault(slug(topic.shown), []).append(topic.shown)
    for topic in sorted(counted.values(), key=lambda topic: (-topic.pages, topic.shown)):
        tag = slug(topic.shown)
        spellings = [f"{label} ({times})" for label, times in topic.spellings.items()]
        same = [other for other in tags[tag] if other != topic.shown]
        yield topic.shown, tag, topic.pages, list(topic.lists), spellings if len(spellings) > 1 else [], same
