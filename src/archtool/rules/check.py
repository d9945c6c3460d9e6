"""Check one rule of a user's file: are its keys known, do its patterns compile, do its examples agree with it?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archtool.rules.book import COMMON, FIELDS, KEYS, PLACES, TAKES, RuleError


def check_table(path: str, kind: str, number: int, table: Mapping[str, Any]) -> None:
    """Raise ``RuleError`` with the file, the rule and the first fault found in ``table``."""
    name = table.get("id")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(?:[/-][a-z0-9.-]+)+", name):
        raise RuleError(
            f"{path}: {kind} number {number}: needs an id such as '{kind}/my-site' (letters, digits, - and /)"
        )
    fault = _fault(kind, table)
    if fault:
        raise RuleError(f"{path}: rule {name}: {fault}")


def _fault(kind: str, table: Mapping[str, Any]) -> str | None:
    unknown = sorted(set(table) - COMMON - KEYS[kind])
    if unknown:
        return f"unknown key {unknown[0]!r}; a {kind} knows: {', '.join(sorted(COMMON | KEYS[kind]))}"
    for key in ("yes", "no", "match", "labels"):
        if key in table and not _strings(table[key]):
            return f"{key!r} must be a list of strings"
    for key in ("yes", "no"):
        if not table.get(key):
            return (
                f"needs at least one example under {key!r}: a line that {'must' if key == 'yes' else 'must not'} match"
            )
    wanted = "match" if "match" in KEYS[kind] else "labels"
    if not table.get(wanted):
        return f"needs {wanted!r}: a list of {'regular expressions' if wanted == 'match' else 'whole lines'}"
    return _choice_fault(kind, table) or _example_fault(kind, table)


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _choice_fault(kind: str, table: Mapping[str, Any]) -> str | None:
    choices = {"place": PLACES.get(kind, ()), "field": FIELDS, "takes": TAKES}
    for key, known in choices.items():
        if key in table and table[key] not in known:
            return f"{key} = {table[key]!r} is not known; choose from: {', '.join(known)}"
    if kind == "label" and "field" not in table:
        return f"needs 'field': what the label leads; choose from: {', '.join(FIELDS)}"
    if kind == "chrome" and "place" not in table:
        return f"needs 'place'; choose from: {', '.join(PLACES['chrome'])}"
    for key in ("weak", "rest"):
        if key in table and not isinstance(table[key], bool):
            return f"{key!r} must be true or false"
    if not isinstance(table.get("yields", {}), dict):
        return "'yields' must be a table such as { archived = true }"
    return None


def _example_fault(kind: str, table: Mapping[str, Any]) -> str | None:
    if "match" not in KEYS[kind]:
        lines = set(table["labels"])

        def matches(line: str) -> bool:
            return line in lines or line.rstrip(" :：") in lines
    else:
        try:
            patterns = [re.compile(pattern) for pattern in table["match"]]
        except re.error as error:
            return f"not a regular expression: {error}"

        def matches(line: str) -> bool:
            return any(pattern.fullmatch(line) for pattern in patterns)

    for line in table["yes"]:
        if not matches(line):
            return f"its 'yes' example does not match: {line!r}"
    for line in table["no"]:
        if matches(line):
            return f"its 'no' example matches: {line!r}"
    return None
