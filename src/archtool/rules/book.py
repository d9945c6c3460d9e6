"""Load and check rule files: ours beside this module, then the user's own.

A rule that could not be trusted is refused with one line that names the file, the rule and what is wrong: an id given
twice, no ``yes`` or ``no`` example, a pattern that is no regular expression, an example that contradicts its rule.
Patterns are compiled when they are first needed: a page meets few of them, and start-up time is the user's time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

KINDS = ("notice", "label", "chrome", "kind", "template")
PLACES = {
    "notice": ("above", "prefix", "suffix"),
    "chrome": ("above", "below", "anywhere", "list"),
    "template": ("above", "below", "anywhere"),
}
FIELDS = ("title", "date", "modified", "authors", "description", "categories", "topics", "url", "pair", "text", "none")
TAKES = ("line", "list", "paragraph", "text")
KEYS = {
    "notice": {"match", "place", "yields"},
    "chrome": {"match", "place", "rest"},
    "template": {"match", "place", "host", "pages", "yields"},
    "label": {"labels", "field", "takes", "weak", "cms", "lang", "pages"},
    "kind": {"labels", "lang"},
}
COMMON = {"id", "yes", "no", "why"}
_METACHARACTERS = frozenset("\\.^$*+?{}[]|()")


class RuleError(Exception):
    """A rules file cannot be used: which file, which rule, what is wrong, on one line."""


class Rule(NamedTuple):
    """One fact about the world.

    ``match`` holds regular expressions for a whole line (notices, chrome, templates), ``labels`` whole lines (labels,
    kinds). ``yields`` is what a notice says about the page, as key and value.
    """

    id: str
    kind: str
    why: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    match: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    place: str = ""
    field: str = ""
    takes: str = ""
    weak: bool = False
    rest: bool = False
    yields: tuple[tuple[str, Any], ...] = ()
    cms: str = ""
    lang: str = ""
    host: str = ""


class Matcher(NamedTuple):
    """A pattern with the letters that a line must begin with, so that most lines never reach the regular expression."""

    start: str
    pattern: str
    rule: Rule


class RuleBook(NamedTuple):
    """All rules of a run, ready to be asked."""

    rules: tuple[Rule, ...]
    labels: Mapping[str, Rule]
    kinds: Mapping[str, Rule]
    matchers: Mapping[tuple[str, str], tuple[Matcher, ...]]

    def find(self, kind: str, place: str, line: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the first rule of this kind and place that matches the whole ``line``, with its match."""
        for start, pattern, rule in self.matchers.get((kind, place), ()):
            if line.startswith(start):
                found = compiled(pattern).fullmatch(line)
                if found:
                    return rule, found
        return None

    def glued(self, place: str, line: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the notice that is glued before (``prefix``) or behind (``suffix``) a line, with its match."""
        for start, pattern, rule in self.matchers.get(("notice", place), ()):
            if place == "prefix":
                found = compiled(pattern).match(line) if line.startswith(start) else None
            else:
                found = compiled(f"(?:{pattern})$").search(line)
            if found and 0 < found.end() - found.start() < len(line):
                return rule, found
        return None


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return ``pattern`` compiled, once a process: what it says never changes."""
    return re.compile(pattern)


def literal_start(pattern: str) -> str:
    """Return the letters that every match of ``pattern`` begins with.

    >>> literal_start("This page (?:is|was) archived"), literal_start("(?i)x"), literal_start("abc?")
    ('This page ', '', 'ab')
    """
    size = next((at for at, char in enumerate(pattern) if char in _METACHARACTERS), len(pattern))
    if "|" in _outside_groups(pattern):
        return ""
    if size < len(pattern) and pattern[size] in "*?{":
        size -= 1
    return pattern[: max(size, 0)]


def _outside_groups(pattern: str) -> str:
    """Return what stands outside of all groups and classes, to see whether the pattern is an alternation."""
    depth, kept, escaped = 0, [], False
    for char in pattern:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif depth == 0:
            kept.append(char)
    return "".join(kept)


def load_rules(files: Sequence[str] = ()) -> RuleBook:
    """Return our own rules and those of ``files`` (TOML). Raise ``RuleError`` for a file that cannot be used."""
    own = tuple(rule for path in sorted(Path(__file__).parent.glob("*.toml")) for rule in _own(path))
    added = tuple(rule for name in files for rule in read_rules(Path(name)))
    return _book(own + added, set_of_own=frozenset(rule.id for rule in own))


@lru_cache(maxsize=1)
def own_rules() -> RuleBook:
    """Return the book of our own rules, read once a process."""
    return load_rules()


def _own(path: Path) -> Iterator[Rule]:
    """Read a file of ours without checking its examples: the tests do that once for all users."""
    from archtool.rules.cache import load_toml

    for kind, tables in load_toml(path).items():
        if kind in KINDS:
            for table in tables:
                yield _rule(kind, table)


def read_rules(path: Path) -> list[Rule]:
    """Return the rules of a file, each checked. Raise ``RuleError`` with file, rule and fault on one line."""
    import tomllib

    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: not TOML: {error}") from error
    from archtool.rules.check import check_table

    rules = []
    for kind, tables in document.items():
        if kind not in KINDS:
            raise RuleError(f"{path}: unknown kind of rule [[{kind}]]; known: {', '.join(KINDS)}")
        if not isinstance(tables, list):
            raise RuleError(f"{path}: [{kind}] must be written [[{kind}]]: there can be many")
        for number, table in enumerate(tables, 1):
            check_table(path, kind, number, table)
            rules.append(_rule(kind, table))
    return rules


def _rule(kind: str, table: Mapping[str, Any]) -> Rule:
    place = table.get("place", "above" if kind == "notice" else "anywhere" if kind == "template" else "")
    return Rule(
        id=table["id"],
        kind=kind,
        why=table.get("why", ""),
        yes=tuple(table["yes"]),
        no=tuple(table["no"]),
        match=tuple(table.get("match", ())),
        labels=tuple(table.get("labels", ())),
        place=place,
        field=table.get("field", ""),
        takes=table.get("takes", "line" if kind == "label" else ""),
        weak=table.get("weak", False),
        rest=table.get("rest", False),
        yields=tuple(table.get("yields", {}).items()),
        cms=table.get("cms", ""),
        lang=table.get("lang", ""),
        host=table.get("host", ""),
    )


def _book(rules: tuple[Rule, ...], set_of_own: frozenset[str]) -> RuleBook:
    seen: set[str] = set()
    labels: dict[str, Rule] = {}
    kinds: dict[str, Rule] = {}
    matchers: dict[tuple[str, str], list[Matcher]] = {}
    for rule in rules:
        if rule.id in seen:
            whose = "one of archtool's own rules" if rule.id in set_of_own else "another rule"
            raise RuleError(f"rule {rule.id}: the id is given twice; {whose} has it already")
        seen.add(rule.id)
        if rule.kind == "label":
            labels.update({label: rule for label in rule.labels if label not in labels or rule.id not in set_of_own})
        elif rule.kind == "kind":
            kinds.update(dict.fromkeys(rule.labels, rule))
        for pattern in rule.match:
            matchers.setdefault((rule.kind, rule.place), []).append(Matcher(literal_start(pattern), pattern, rule))
    return RuleBook(rules, labels, kinds, {key: tuple(value) for key, value in matchers.items()})
