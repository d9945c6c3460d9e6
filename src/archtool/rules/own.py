"""Load our own rules and the index of their patterns, made from the TOML files once and cached on disk.

Called by ``rulebook.py``, which puts the user's rules first. The cache holds columns of plain texts, which a start
turns into tuples in one go; rule by rule would take longer than judging a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archtool.rules.cache import load_all
from archtool.rules.index import Lookup
from archtool.rules.model import KINDS, Rule, rule_of

BETWEEN = "\x7f"  # the only ASCII control character that JSON need not escape; no rule contains it
_LISTS = tuple(Rule._fields.index(name) for name in ("yes", "no", "match", "labels", "places", "lines"))


def load_own() -> tuple[tuple[Rule, ...], Lookup]:
    """Return our own rules and the patterns for lookup.

    Their examples are not checked here; the tests do that.
    """
    columns, lookup = load_all(_columns)
    columns = list(columns)
    for column in _LISTS:
        columns[column] = map(_parted, columns[column])
    return tuple(map(Rule._make, zip(*columns, strict=True))), Lookup(*lookup)


def _parted(text: str) -> tuple[str, ...]:
    return tuple(text.split(BETWEEN)) if text else ()


def _columns(documents: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
    """Return the fields of all rules column by column, and the patterns for lookup."""
    from archtool.rules.starts import lookup_of

    rules = [rule for document in documents for rule in _rules(document)]
    columns: list[list[Any]] = [list(column) for column in zip(*rules, strict=True)]
    for column in _LISTS:
        columns[column] = [BETWEEN.join(texts) for texts in columns[column]]
    return columns, tuple(lookup_of(rules))


def _rules(document: dict[str, Any]) -> Iterator[Rule]:
    for kind, tables in document.items():
        if kind in KINDS:
            for table in tables:
                yield rule_of(kind, table)
