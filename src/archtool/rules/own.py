"""Our own rules and the index of their patterns, made of the TOML files once and then kept on disk.

``rulebook.py`` puts the user's rules before them. What is kept are columns of plain texts: a start makes tuples of them
in one go, where rule by rule would take longer than judging a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archtool.rules.cache import load_all
from archtool.rules.index import Asked
from archtool.rules.model import KINDS, Rule, rule_of

BETWEEN = "\x7f"  # the one control character of ASCII that JSON need not escape; no rule has it
_LISTS = tuple(Rule._fields.index(name) for name in ("yes", "no", "match", "labels", "lines"))


def load_own() -> tuple[tuple[Rule, ...], Asked]:
    """Return our own rules and what they ask of a line.

    Their examples are not checked: the tests do that once for all users.
    """
    columns, asked = load_all(_columns)
    columns = list(columns)
    for place in _LISTS:
        columns[place] = map(_parted, columns[place])
    return tuple(map(Rule._make, zip(*columns, strict=True))), Asked(*asked)


def _parted(text: str) -> tuple[str, ...]:
    return tuple(text.split(BETWEEN)) if text else ()


def _columns(documents: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
    """Return the fields of all rules, column by column, and what they ask."""
    from archtool.rules.starts import asked

    rules = [rule for document in documents for rule in _rules(document)]
    columns: list[list[Any]] = [list(column) for column in zip(*rules, strict=True)]
    for place in _LISTS:
        columns[place] = [BETWEEN.join(texts) for texts in columns[place]]
    return columns, tuple(asked(rules))


def _rules(document: dict[str, Any]) -> Iterator[Rule]:
    for kind, tables in document.items():
        if kind in KINDS:
            for table in tables:
                yield rule_of(kind, table)
