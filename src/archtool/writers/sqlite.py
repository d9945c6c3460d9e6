"""SQLite: pages, topics and removals as tables with full-text search, for queries and Datasette.

This module makes the rows of one record, in any process; ``output/sinks/sqlite.py`` makes the database from them.
"""

from __future__ import annotations

from typing import Any

from archtool.artefacts.addresses import host
from archtool.keys import as_values
from archtool.model import KEYS, MARKS, Record
from archtool.topics import slug, topic_key
from archtool.writers import Format
from archtool.writers.plain_values import ENCODER, line

# Column types of the keys of a record, by their type. All others hold JSON, empty lists included.
# A column with a default can be added to a database of an earlier version.
LIST = "text not null default '[]'"
NUMBER = "integer not null default 0"
PLAIN = {str: "text not null default ''", str | None: "text", bool: NUMBER, int: NUMBER}
FIRST = ("title", "date", "site", "lang", "url")
BEHIND = {"url": "host", "date": "year"}  # derived columns, after the column they come from


def _columns() -> dict[str, str]:
    """Return the names and types of the columns: those of the record, the most needed first and the text last."""
    found = {"id": "text primary key not null"}
    for key in (*FIRST, *KEYS, *MARKS):
        if key not in ("id", "text") and key not in found:
            found[key] = "text" if key in MARKS else PLAIN.get(Record.__annotations__[key], LIST)
            if key in BEHIND:
                found[BEHIND[key]] = "integer" if BEHIND[key] == "year" else "text"
    return found | {"text": "text not null"}


COLUMNS = _columns()
JSON = tuple(key for key in (*KEYS, *MARKS) if Record.__annotations__[key] not in PLAIN)  # columns that hold JSON


def render(record: Record) -> str:
    """Return the rows of ``record`` as one line: its page, its topics, and its removals."""
    values: dict[str, Any] = {**as_values(record), "host": host(record.url) or None, "year": _year(record.date)}
    values["archived"] = int(record.archived)
    page = [_json(values[name]) if name in JSON and name in values else values.get(name) for name in COLUMNS]
    return line([page, _topics(record), record.removed], record.words, *(each.count for each in record.removed))


def _json(value: Any) -> str:
    return ENCODER.encode(value) if value else "[]"


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date and date[:4].isdecimal() else None


def _topics(record: Record) -> list[tuple[str, str, str]]:
    """Return name, tag and list of every topic, once for each list that has it; the list is empty if unknown.

    A list may spell a topic otherwise than the record, which has it once.
    """
    paired = len(record.tags) == len(record.topics)
    known: dict[str, tuple[str, str]] = {}
    for at, name in enumerate(record.topics):
        tag = record.tags[at] if paired else slug(name, record.lang)
        known.setdefault(topic_key(name, record.lang), (name, tag))
    listed = []
    for group in record.tag_groups:
        for name in group.topics:
            key = topic_key(name, record.lang)
            listed.append((*known.get(key, (name, slug(name, record.lang))), group.name))
    seen = {name for name, _, _ in listed}
    return listed + [(name, tag, "") for name, tag in known.values() if name not in seen]


FORMAT = Format(".db", render, store="sqlite", also=(".sqlite", ".sqlite3"))
