"""Where the values of a record come from: each key with its values, their sources, and the values that lost.

For ``sheet.py``. It follows what ``record.py`` does with the same candidates.
"""

from __future__ import annotations

from typing import NamedTuple

from archtool.model import Candidate, Examination, Record
from archtool.record import by_field
from archtool.topics import fold

# The keys of a record that a report shows, in this order; those of SEVERAL hold lists.
SEVERAL = ("authors", "categories", "topics")
ORDER = (
    "title",
    "authors",
    "date",
    "description",
    "categories",
    "topics",
    "site",
    "lang",
    "url",
    "captured",
    "archived",
)


class Source(NamedTuple):
    """Where a value was found: what kind of place it is, the list it stood in, the index of the block that gave it."""

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
    """A key of the record, its values, and values that the page gave and that a better one beat."""

    key: str
    values: tuple[Value, ...]
    unused: tuple[Value, ...] = ()


def facts(examination: Examination, record: Record) -> tuple[Fact, ...]:
    """Return the keys of ``record`` that have a value or were given one."""
    given = by_field(examination)
    blocks = {id(value): index for index, verdict in enumerate(examination.verdicts) for value in verdict.gives}
    found = []
    for key in ORDER:
        candidates = [candidate for candidate in given.get(key, ()) if candidate.value]
        if key in SEVERAL:
            found.append(_several(key, record, candidates, blocks))
        else:
            found.append(_single(key, examination, record, candidates, blocks))
    found.append(_pairs(examination, record, given.get("pair", []), blocks))
    found.append(Fact("words", (Value(f"{record.words:,}"),)))
    found.append(Fact("id", (Value(record.id),) if record.id else ()))
    return tuple(fact for fact in found if fact.values or fact.unused)


def _source(candidate: Candidate, blocks: dict[int, int]) -> Source:
    return Source(candidate.source, candidate.group, blocks.get(id(candidate)))


def _grouped(candidates: list[Candidate], blocks: dict[int, int]) -> tuple[Value, ...]:
    """The candidates by their values, each with all its sources."""
    found: dict[str, list[Source]] = {}
    for candidate in candidates:
        found.setdefault(candidate.value, []).append(_source(candidate, blocks))
    return tuple(Value(text, _once(sources)) for text, sources in found.items())


def _once(sources: list[Source]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(sources))


def _several(key: str, record: Record, candidates: list[Candidate], blocks: dict[int, int]) -> Fact:
    lang = record.lang if key == "topics" else None
    used = {fold(text, lang): text for text in getattr(record, key)}
    sources: dict[str, list[Source]] = {text: [] for text in used.values()}
    for candidate in candidates:
        text = used.get(fold(candidate.value, lang))
        if text is not None:
            sources[text].append(_source(candidate, blocks))
    tags = dict(zip(record.topics, record.tags, strict=True)) if key == "topics" else {}
    values = tuple(Value(text, _once(found), tag=tags.get(text, "")) for text, found in sources.items())
    return Fact(key, values, _grouped([each for each in candidates if fold(each.value, lang) not in used], blocks))


def _single(
    key: str, examination: Examination, record: Record, candidates: list[Candidate], blocks: dict[int, int]
) -> Fact:
    value = getattr(record, key)
    if not value:
        return Fact(key, (), _grouped(candidates, blocks))
    text = "yes" if value is True else str(value)
    archive = examination.page.url if key == "url" else examination.page.captured if key == "captured" else None
    best = candidates[0] if candidates else None
    if archive:
        used = [each for each in candidates if each.value == text]
        sources = [Source("the archive's own record"), *(_source(each, blocks) for each in used)]
    elif key == "lang" and not any(each.value == text for each in candidates[:1]):
        used, sources = [], [Source("the words of the text")]
    elif key == "archived":
        used = candidates
        sources = [_source(each, blocks) for each in used]
    else:
        used = [each for each in candidates if best and (each.value == best.value or _joined(key, each, best))]
        sources = [_source(each, blocks) for each in used]
    unused = [each for each in candidates if each not in used]
    return Fact(key, (Value(text, _once(sources)),), _grouped(unused, blocks))


def _joined(key: str, candidate: Candidate, best: Candidate) -> bool:
    """Whether a candidate is a further paragraph of the summary that the most trusted source gives."""
    return key == "description" and candidate.rank == best.rank


def _pairs(examination: Examination, record: Record, candidates: list[Candidate], blocks: dict[int, int]) -> Fact:
    archive = {(pair.name, value) for pair in examination.page.fields for value in pair.values}
    found: dict[tuple[str, str], list[Source]] = {}
    for pair in record.fields:
        for value in pair.values:
            known = (pair.name, value) in archive
            found[pair.name, value] = [Source("the archive's own record")] if known else []
    for candidate in candidates:
        if (candidate.group, candidate.value) in found:
            found[candidate.group, candidate.value].append(_source(candidate, blocks)._replace(group=""))
    return Fact("fields", tuple(Value(value, _once(sources), name) for (name, value), sources in found.items()))
