"""Collect the contents of a page's report as values that can be passed between processes. Nothing here is HTML.

An examined page becomes a :class:`Sheet`: its blocks with their fates (:class:`Entry`), the record with the sources of
its values (``sources.py``), and the counts for the index (:class:`Tally`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from archtool.artefacts.addresses import host
from archtool.model import FIELD, KEPT, REMOVED, Block, Examination, Record, Settings, Verdict
from archtool.report.ledger import shown, unit
from archtool.report.sources import Fact, facts

DOUBT = "doubt"
FATES = (KEPT, FIELD, DOUBT, REMOVED)  # in the order of every chart


class Entry(NamedTuple):
    """One block. ``fate`` is one of :data:`FATES`; ``repeats``, ``under`` and ``copies`` are indices of blocks.

    ``gives``: key and value of what went to the record, if it differs from the text.
    """

    place: int
    kind: str
    level: int
    fate: str
    field: str
    rule: str
    text: str
    note: str = ""
    gives: tuple[tuple[str, str], ...] = ()
    repeats: int | None = None
    under: int | None = None
    copies: tuple[int, ...] = ()


class Tally(NamedTuple):
    """Numbers of blocks and of characters by fate, both in the order of :data:`FATES`."""

    blocks: tuple[int, ...]
    characters: tuple[int, ...]

    @property
    def removed(self) -> float:
        """Return the share of characters removed, from 0 to 1."""
        return self.characters[-1] / (sum(self.characters) or 1)


class Summary(NamedTuple):
    """The entry of one page in an index. ``rules``: for each rule, the numbers of blocks by fate."""

    name: str
    title: str
    origin: str
    host: str
    tally: Tally
    rules: tuple[tuple[str, tuple[int, ...]], ...]
    reasons: tuple[tuple[str, str], ...]


class Sheet(NamedTuple):
    """The contents of a page's report. ``unit``: the unit of a block's place, ``line`` or ``block``."""

    summary: Summary
    unit: str
    lang: str
    facts: tuple[Fact, ...]
    entries: tuple[Entry, ...]


def sheet(examination: Examination, record: Record, settings: Settings) -> Sheet:
    """Return the report contents of an examined page and its ``record``."""
    from archtool.writers.file_names import file_name

    entries = tuple(_entries(examination))
    rules = _by_rule(entries)
    known = _reasons(settings)
    summary = Summary(
        name=file_name(record, ".html"),
        title=record.title or "",
        origin=record.origin,
        host=host(record.url),
        tally=tally(entries),
        rules=rules,
        reasons=tuple((rule, known.get(rule, "")) for rule, _ in rules),
    )
    return Sheet(summary, unit(examination), record.lang or "", facts(examination, record), entries)


def _entries(examination: Examination) -> Iterator[Entry]:
    copies: dict[int, list[int]] = {}
    for index, verdict in enumerate(examination.verdicts):
        if verdict.repeats is not None:
            copies.setdefault(verdict.repeats, []).append(index)
    for index, (block, verdict) in enumerate(zip(examination.blocks, examination.verdicts, strict=True)):
        yield Entry(
            place=block.place,
            kind=block.kind,
            level=block.level,
            fate=DOUBT if verdict.fate == KEPT and verdict.rule.startswith("doubt/") else verdict.fate,
            field=verdict.field,
            rule=verdict.rule,
            text=shown(block) or _raw(examination, block),
            note=verdict.note,
            gives=_gives(block, verdict),
            repeats=verdict.repeats,
            under=verdict.parent,
            copies=tuple(copies.get(index, ())),
        )


def _raw(examination: Examination, block: Block) -> str:
    """Return the raw text of a dump for a block without visible text."""
    page = examination.page
    return page.body[block.start : block.end].strip("\r\n") if page.format == "text" else ""


def _gives(block: Block, verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """Return the values that a block gives to the record, except one that is the whole block."""
    if len(verdict.gives) == 1 and verdict.fate == FIELD and verdict.gives[0].value == block.text:
        return ()
    given = ((value.group if value.field == "pair" else value.field, value.value) for value in verdict.gives)
    return tuple(dict.fromkeys(given))


def tally(entries: tuple[Entry, ...]) -> Tally:
    """Return the numbers of blocks and of their characters by fate."""
    blocks, characters = dict.fromkeys(FATES, 0), dict.fromkeys(FATES, 0)
    for entry in entries:
        blocks[entry.fate] += 1
        characters[entry.fate] += len(entry.text)
    return Tally(tuple(blocks.values()), tuple(characters.values()))


def _by_rule(entries: tuple[Entry, ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    counts: dict[str, list[int]] = {}
    for entry in entries:
        if entry.rule:
            counts.setdefault(entry.rule, [0] * len(FATES))[FATES.index(entry.fate)] += 1
    return tuple((rule, tuple(numbers)) for rule, numbers in sorted(counts.items()))


def _reasons(settings: Settings) -> dict[str, str]:
    """Return the reason of each rule of this run, by id."""
    if settings.rules is None:
        return _own_reasons()
    return {**_own_reasons(), **{rule.id: rule.why for rule in settings.rules.rules}}


@cache
def _own_reasons() -> dict[str, str]:
    from archtool.artefacts import listed_rules
    from archtool.judge.computed import COMPUTED
    from archtool.rules import load_rules

    own = {rule.id: rule.why for rule in load_rules().rules}
    return {**COMPUTED, **own, **{rule.id: rule.why for rule in listed_rules()}}
