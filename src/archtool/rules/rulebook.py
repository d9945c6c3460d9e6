"""Load and check rule files: ours beside this module, then the user's own.

A rule that could not be trusted is refused with one line that names the file, the rule and what is wrong: an id given
twice, no ``yes`` or ``no`` example, a pattern that is no regular expression, an example that contradicts its rule.
Patterns are compiled when they are first needed: a page meets few of them, and start-up time is the user's time.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.rules.model import NOTHING, Index, Matcher, Rule, RuleError, index_of
from archtool.rules.starts import alternatives, beginnings, needed
from archtool.startup.patterns import compiled

if TYPE_CHECKING:
    from archtool.rules.sites import Site

WHOLE = frozenset({"above", "below", "anywhere", "list"})  # where a pattern matches a whole line
LARGEST = 16 << 20  # bytes of a file of rules
LONGEST = 2000  # characters: a longer line is no notice and no label
KINDS = ("notice", "label", "chrome", "kind", "template", "date")


class Rulebook(NamedTuple):
    """All rules of a run, ready to be asked. ``sites``: rules of single sites, by host; ``site``: those for a page.

    ``site`` is a :class:`~archtool.rules.sites.Site` or ``None``.
    """

    rules: tuple[Rule, ...]
    labels: Mapping[str, Rule]
    kinds: Mapping[str, Rule]
    matchers: Mapping[tuple[str, str], Index]
    sites: Mapping[str, "Site"] = {}
    site: Any = None

    def of_site(self, host: str) -> "Rulebook":
        """Return the rules for a page of this site."""
        from archtool.rules.sites import site_of

        site = site_of(self.sites, host)
        return self._replace(site=site, labels={**self.labels, **site.labels}) if site else self

    def find(self, kind: str, place: str, line: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the first rule of this kind and place that matches the whole ``line``, with its match."""
        if len(line) > LONGEST:
            return None
        if "  " in line:  # blanks that a pattern would divide in every way there is
            line = " ".join(line.split())
        index = self.matchers.get((kind, place), NOTHING)
        for _, pattern, rule, letters in index.of(line):
            found = compiled(pattern).fullmatch(line) if letters in line else None
            if found:
                return rule, found
        return None

    def glued(self, place: str, line: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the notice that is glued before (``prefix``) or behind (``suffix``) a line, with its match."""
        index = self.matchers.get(("notice", place), NOTHING)
        for _, pattern, rule, _ in index.of(line if place == "prefix" else ""):
            if place == "prefix":
                found = compiled(pattern).match(line)
            else:
                found = compiled(pattern).search(line, max(0, len(line) - GLUED))
            if found and 0 < found.end() - found.start() < len(line):
                return rule, found
        return None


CARDS = "chrome/related"
SECTIONS = frozenset({CARDS, "chrome/share"})  # chrome that names a section: sought in all of a page, so apart, too
GLUED = 200  # characters at the end of a line in which the notice glued to it stands


def load_rules(files: Sequence[str] = ()) -> Rulebook:
    """Return our own rules and those of ``files`` (TOML). Raise ``RuleError`` for a file that cannot be used."""
    names = sorted(name for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".toml"))
    own = tuple(rule for name in names for rule in _own(name))
    seen = dict.fromkeys((rule.id for rule in own), "archtool's own rules")
    added: list[Rule] = []
    for name in files:
        for rule in read_rules(name):
            if rule.id in seen:
                raise RuleError(f"{name}: rule {rule.id}: the id is given twice; {seen[rule.id]} have it already")
            seen[rule.id] = f"the rules of {name}"
            added.append(rule)
    return _book(own, tuple(added))


@lru_cache(maxsize=1)
def own_rules() -> Rulebook:
    """Return the book of our own rules, read once a process."""
    return load_rules()


def _own(name: str) -> Iterator[Rule]:
    """Read a file of ours without checking its examples: the tests do that once for all users."""
    from archtool.rules.cache import load_made

    return (Rule(*fields) for fields in load_made(name, _rules))


def _rules(document: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
    """Return the fields of the rules in a file."""
    return tuple(tuple(_rule(kind, table)) for kind, tables in document.items() if kind in KINDS for table in tables)


def read_rules(path: str) -> list[Rule]:
    """Return the rules of a file, each checked. Raise ``RuleError`` with file, rule and fault on one line."""
    import tomllib

    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:  # ``/dev/zero`` has no end
            raise RuleError(f"{path}: larger than {LARGEST >> 20} MiB: no file of rules")
        document = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: not TOML: {error}") from error
    except RecursionError as error:
        raise RuleError(f"{path}: not TOML: nested too deep") from error
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
    match = tuple(table.get("match", ()))
    place = table.get("place", "above" if kind == "notice" else "")
    return Rule(
        id=table["id"],
        kind=kind,
        why=table.get("why", ""),
        yes=tuple(table["yes"]),
        no=tuple(table["no"]),
        match=match,
        labels=tuple(table.get("labels", ())),
        place=place,
        field=table.get("field", ""),
        takes=table.get("takes", "line" if kind == "label" else ""),
        weak=table.get("weak", False),
        rest=table.get("rest", False),
        yields=tuple(table.get("yields", {}).items()),
        cms=table.get("cms", ""),
        lang=table.get("lang", ""),
        asked=_asked(kind, place, match),
        host=table.get("host", ""),
        lines=tuple(table.get("lines", ())),
        fate=table.get("fate", "removed" if kind == "template" else ""),
        order=table.get("order", ""),
        pages=table.get("pages", 0),
        of=table.get("of", 0),
    )


def _asked(kind: str, place: str, match: Sequence[str]) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Return the patterns to ask of a line, how a match can begin, and what stands in it."""
    if place == "suffix":  # it says nothing of how the line begins
        return tuple((f"(?:{pattern})$", ("",), "") for pattern in match)
    whole = place in WHOLE and kind != "template"
    parts = [part for pattern in match for part in (alternatives(pattern) if whole else (pattern,))]
    return tuple((part, beginnings(part), needed(part)) for part in parts)


def _book(own: tuple[Rule, ...], added: tuple[Rule, ...]) -> Rulebook:
    """Return the book of ``own`` rules and those of the user, whose labels go before ours."""
    labels: dict[str, Rule] = {}
    kinds: dict[str, Rule] = {}
    matchers: dict[tuple[str, str], dict[str, list[Matcher]]] = {}
    number = 0
    local = [rule for rule in added if rule.host]
    for rule in (*(rule for rule in added if not rule.host), *own):
        if rule.kind == "label":
            for label in rule.labels:
                labels.setdefault(label, rule)
        elif rule.kind == "kind":
            kinds.update(dict.fromkeys(rule.labels, rule))
        places = [(rule.kind, rule.place)]
        if rule.id in SECTIONS:
            places.append(("section", rule.place))
        indices = [matchers.setdefault(place, {}) for place in places] if rule.asked else []
        for pattern, letters, wanted in rule.asked:
            number += 1
            matcher = Matcher(number, pattern, rule, wanted)
            for index in indices:
                for beginning in letters:
                    index.setdefault(beginning, []).append(matcher)
    book = Rulebook((*own, *added), labels, kinds, {key: index_of(found) for key, found in matchers.items()})
    if not local:
        return book
    from archtool.rules.sites import sites_of

    return book._replace(sites=sites_of(local))
