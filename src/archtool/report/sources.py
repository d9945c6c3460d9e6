"""Trace the values of a record: each key with its values, their sources, and the values that lost.

Called by ``sheet.py``. ``record.decide`` determines what wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archtool.model import Candidate, Examination, Record
from archtool.record import decide
from archtool.topics import topic_key

# The keys of a record in a report, in this order; those in SEVERAL hold lists.
SEVERAL = ("authors", "categories", "topics")
ORDER = (
    "title",
    "authors",
    "date",
    "description",
    "image",
    "categories",
    "topics",
    "site",
    "lang",
    "url",
    "captured",
    "archived",
)


class Source(NamedTuple):
    """Where a value was found: the kind of place, the list around it, the index of the block that gave it."""

    source: str
    group: str = ""
    block: int | None = None


class Value(NamedTuple):
    """A value and its sources, the most trusted first. ``name``: the label of a pair; ``tag``: the tag of a topic."""

    text: str
    sources: tuple[Source, ...] = ()
    name: str = ""
    tag: str = ""


class Fact(NamedTuple):
    """A key of the record, its values, and the candidates that lost against better ones."""

    key: str
    values: tuple[Value, ...]
    unused: tuple[Value, ...] = ()


def facts(examination: Examination, record: Record) -> tuple[Fact, ...]:
    """Return the keys of ``record`` that have a value or were given one."""
    decided = decide(examination)
    blocks: dict[Candidate, int] = {}
    for index, verdict in enumerate(examination.verdicts):
        for candidate in verdict.gives:
            blocks.setdefault(candidate, index)
    found = []
    for key in ORDER:
        choice = decided.of(key)
        shown = _several if key in SEVERAL else _single
        used = shown(record, key, choice.used, blocks)
        found.append(Fact(key, used, _grouped((item for item in choice.beaten if item.value), blocks)))
    found.append(_pairs(record, decided.of("pair").used, blocks))
    found.append(Fact("words", (Value(f"{record.words:,}"),)))
    found.append(Fact("id", (Value(record.id),) if record.id else ()))
    return tuple(fact for fact in found if fact.values or fact.unused)


def _source(candidate: Candidate, blocks: dict[Candidate, int]) -> Source:
    return Source(candidate.source, candidate.group, blocks.get(candidate))


def _sources(candidates: Iterable[Candidate], blocks: dict[Candidate, int]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(_source(candidate, blocks) for candidate in candidates))


def _grouped(candidates: Iterable[Candidate], blocks: dict[Candidate, int]) -> tuple[Value, ...]:
    """Return the candidates grouped by value, each with all its sources."""
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(candidate.value, []).append(candidate)
    return tuple(Value(text, _sources(given, blocks)) for text, given in found.items())


def _single(record: Record, key: str, used: tuple[Candidate, ...], blocks: dict[Candidate, int]) -> tuple[Value, ...]:
    value = getattr(record, key)
    return (Value("yes" if value is True else str(value), _sources(used, blocks)),) if value else ()


def _several(
    record: Record, key: str, candidates: tuple[Candidate, ...], blocks: dict[Candidate, int]
) -> tuple[Value, ...]:
    lang = record.lang if key == "topics" else None
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(topic_key(candidate.value, lang), []).append(candidate)
    tags = dict(zip(record.topics, record.tags, strict=False)) if key == "topics" else {}
    return tuple(
        Value(text, _sources(found.get(topic_key(text, lang), ()), blocks), tag=tags.get(text, ""))
        for text in getattr(record, key)
    )


def _pairs(record: Record, candidates: tuple[Candidate, ...], blocks: dict[Candidate, int]) -> Fact:
    found: dict[tuple[str, str], list[Source]] = {
        (pair.name, value): [] for pair in record.fields for value in pair.values
    }
    for candidate in candidates:
        if (candidate.group, candidate.value) in found:
            found[candidate.group, candidate.value].append(_source(candidate, blocks)._replace(group=""))
    return Fact(
        "fields",
        tuple(Value(value, tuple(dict.fromkeys(sources)), name) for (name, value), sources in found.items()),
    )
