"""SQLite: pages, topics and removals as tables with full-text search, to query and to open in Datasette.

This module makes the rows of one record, in whatever process; ``output/sinks/sqlite.py`` makes the database of them.
"""

from __future__ import annotations

from typing import Any

from archtool.artefacts.addresses import host
from archtool.model import Record
from archtool.topics import fold, slug
from archtool.writers import Form
from archtool.writers.plain_values import ENCODER, as_values, line

# Of the table of pages.
COLUMNS = (
    "id title url host site lang date year captured source archived description authors categories tags topics "
    "tag_groups fields words removed duplicates duplicate_of origin text"
).split()
# Columns that hold JSON.
LISTS = frozenset("authors categories tags topics tag_groups fields removed duplicates duplicate_of".split())


def render(record: Record) -> str:
    """Return the rows of ``record`` as one line: of the page, of its topics, and of what was removed."""
    values: dict[str, Any] = {**as_values(record), "host": host(record.url) or None, "year": _year(record.date)}
    values["archived"] = int(record.archived)
    page = [_json(values[name]) if name in LISTS and name in values else values.get(name) for name in COLUMNS]
    return line([page, _topics(record), record.removed], record.words, *(each.count for each in record.removed))


def _json(value: Any) -> str:
    return ENCODER.encode(value) if value else "[]"


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date and date[:4].isdecimal() else None


def _topics(record: Record) -> list[tuple[str, str, str]]:
    """Name, tag and list of every topic: once for each list that it stood in, empty where none is known.

    A list may spell a topic in another way than the record, which knows it once.
    """
    paired = len(record.tags) == len(record.topics)
    known: dict[str, tuple[str, str]] = {}
    for at, name in enumerate(record.topics):
        tag = record.tags[at] if paired else slug(name, record.lang)
        known.setdefault(fold(name, record.lang), (name, tag))
    listed = []
    for group in record.tag_groups:
        for name in group.topics:
            key = fold(name, record.lang)
            listed.append((*known.get(key, (name, slug(name, record.lang))), group.name))
    seen = {name for name, _, _ in listed}
    return listed + [(name, tag, "") for name, tag in known.values() if name not in seen]


FORM = Form(".db", render, store="sqlite", also=(".sqlite", ".sqlite3"))
