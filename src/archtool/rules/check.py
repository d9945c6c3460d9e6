"""Check one rule of a user's file: its keys are known, its patterns compile, its examples agree with it.

Called by ``rulebook.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archtool.rules.model import RuleError

PLACES = {
    "notice": ("above", "prefix", "suffix"),
    "chrome": ("above", "below", "anywhere", "list", "contents", "contact"),
    "template": ("above", "below", "inside"),
}
FIELDS = ("title", "date", "modified", "authors", "description", "categories", "topics", "url", "pair", "text", "none")
TAKES = ("line", "list", "paragraph", "text")
FATES = ("removed", "doubt")
ORDERS = ("day-first", "month-first")
KEYS = {
    "notice": {"match", "place", "yields"},
    "chrome": {"match", "place", "rest"},
    "footer": {"match"},
    "label": {"labels", "field", "takes", "weak", "cms", "lang", "host", "pages", "of"},
    "kind": {"labels", "lang"},
    "template": {"lines", "match", "place", "fate", "host", "pages", "of"},
    "date": {"order", "host", "pages", "of"},
}
COMMON = {"id", "yes", "no", "why"}


def check_table(path: str, kind: str, number: int, table: Mapping[str, Any]) -> None:
    """Raise ``RuleError`` with file, rule and the first fault found in ``table``."""
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
    for key in ("yes", "no", "match", "labels", "lines"):
        if key in table and not _strings(table[key]):
            return f"{key!r} must be a list of strings"
    for key in ("yes", "no"):
        if not table.get(key):
            return (
                f"needs at least one example under {key!r}: a line that {'must' if key == 'yes' else 'must not'} match"
            )
    wanted = WANTED.get(kind, "match")
    if not table.get(wanted) and not (kind == "template" and table.get("match")):
        return f"needs {wanted!r}: {NEEDS[wanted]}"
    return _choice_fault(kind, table) or _example_fault(kind, table)


WANTED = {"label": "labels", "kind": "labels", "template": "lines", "date": "order"}
NEEDS = {
    "match": "a list of regular expressions",
    "labels": "a list of whole lines",
    "lines": "a list of whole lines, or 'match': a list of regular expressions",
    "order": "what stands first in a date such as 05/09/2016: day-first or month-first",
}


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _choice_fault(kind: str, table: Mapping[str, Any]) -> str | None:
    choices = {"place": PLACES.get(kind, ()), "field": FIELDS, "takes": TAKES, "fate": FATES, "order": ORDERS}
    for key, known in choices.items():
        value = table.get(key, known)
        several = kind != "notice" and key == "place" and isinstance(value, list)
        for each in value if several or value is known else [value]:
            if each not in known:
                return f"{key} = {each!r} is not known; choose from: {', '.join(known)}"
    if kind == "label" and "field" not in table:
        return f"needs 'field': what the label leads; choose from: {', '.join(FIELDS)}"
    if kind in ("chrome", "template") and not table.get("place"):
        return f"needs 'place'; choose from: {', '.join(PLACES[kind])}"
    if (kind in ("template", "date") or "host" in table) and not _is_host(table.get("host")):
        return "needs 'host': the name of a site without 'www.', or '*' for pages of any site"
    for key in ("pages", "of"):
        if key in table and (not isinstance(table[key], int) or isinstance(table[key], bool) or table[key] < 1):
            return f"{key!r} must be a number of pages"
    for key in ("weak", "rest"):
        if key in table and not isinstance(table[key], bool):
            return f"{key!r} must be true or false"
    if not isinstance(table.get("yields", {}), dict):
        return "'yields' must be a table such as { archived = true }"
    return None


def _is_host(value: object) -> bool:
    """Whether a value names a site as rules do: in lower case, without ``www.``."""
    return isinstance(value, str) and re.fullmatch(r"\*|(?!www\.)[^\s/A-Z]+", value) is not None


def _example_fault(kind: str, table: Mapping[str, Any]) -> str | None:
    if kind == "date":
        first = "day" if table["order"] == "day-first" else "month"

        def matches(line: str) -> bool:
            found = re.fullmatch(r"(\d\d?)([/-])(\d\d?)\2\d{4}", line)
            return found is not None and int(found[1 if first == "day" else 3]) > 12
    elif "match" not in KEYS[kind]:
        lines = set(table["labels"])

        def matches(line: str) -> bool:
            return line in lines or line.rstrip(" :：") in lines
    else:
        whole = {" ".join(line.split()) for line in table.get("lines", ())}
        try:
            patterns = [re.compile(pattern) for pattern in table.get("match", ())]
        except re.error as error:
            return f"not a regular expression: {error}"

        def matches(line: str) -> bool:
            return " ".join(line.split()) in whole or any(pattern.fullmatch(line) for pattern in patterns)

    for line in table["yes"]:
        if not matches(line):
            return f"its 'yes' example does not match: {line!r}"
    for line in table["no"]:
        if matches(line):
            return f"its 'no' example matches: {line!r}"
    return None
