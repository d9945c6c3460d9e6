"""Load and check rule files, ours beside this module and the user's own, and look rules up by line.

An invalid rule is refused with one line that names file, rule and fault: a duplicate id, no ``yes`` or ``no`` example,
a pattern that is no regular expression, an example that contradicts its rule. Patterns are compiled when first needed:
a page meets few of them, and start-up must be fast.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.rules.index import Index, Key, Lookup
from archtool.rules.model import KINDS, Rule, RuleError, rule_of
from archtool.rules.own import load_own
from archtool.startup.patterns import compiled

if TYPE_CHECKING:
    from archtool.rules.sites import Site

Found = tuple[Rule, re.Match[str]]
LARGEST = 16 << 20  # bytes of a rules file
LONGEST = 2000  # characters; a longer line is no notice and no label


class Rulebook(NamedTuple):
    """All rules of a run, ready for lookup. ``sites``: rules of single sites, by host; ``site``: those for a page.

    ``site`` is a :class:`~archtool.rules.sites.Site` or ``None``.
    """

    rules: tuple[Rule, ...]
    labels: Mapping[str, Rule]
    kinds: Mapping[str, Rule]
    matchers: Mapping[Key, tuple[Index, ...]]
    sites: Mapping[str, "Site"] = {}
    site: Any = None

    def of_site(self, host: str) -> "Rulebook":
        """Return the rules for a page of this site."""
        from archtool.rules.sites import site_of

        site = site_of(self.sites, host)
        return self._replace(site=site, labels={**self.labels, **site.labels}) if site else self

    def find(self, kind: str, place: str, line: str) -> Found | None:
        """Return the first rule of this kind and place that matches the whole ``line``, with its match."""
        if len(line) > LONGEST:
            return None
        if "  " in line:  # which a pattern could split in exponentially many ways
            line = " ".join(line.split())
        for index in self.matchers.get((kind, place), ()):
            for _, pattern, rule, letters in index.of(line):
                found = compiled(pattern).fullmatch(line) if letters in line else None
                if found:
                    return rule, found
        return None

    def find_all(self, kind: str, place: str, lines: Sequence[str]) -> dict[int, Found]:
        """Return what ``find`` gives for each of ``lines`` that matches a rule, by the index of the line.

        Nine of ten lines are passed over by their first letters, in a tenth of the time of ``find``.
        """
        indices = self.matchers.get((kind, place), ())
        if not indices:
            return {}
        stems = reduce(or_, [index.stems for index in indices])
        anyway = any(index.anyway for index in indices)
        found: dict[int, Found] = {}
        for at, line in enumerate(lines):
            if anyway or line[:2] in stems or line[:1] in stems:
                hit = self.find(kind, place, line)
                if hit:
                    found[at] = hit
        return found

    def glued(self, place: str, line: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the notice glued before (``prefix``) or behind (``suffix``) a line, with its match."""
        for index in self.matchers.get(("notice", place), ()):
            for _, pattern, rule, letters in index.of(line if place == "prefix" else ""):
                if letters not in line:
                    continue
                if place == "prefix":
                    found = compiled(pattern).match(line)
                else:
                    found = compiled(pattern).search(line, max(0, len(line) - GLUED))
                if found and 0 < found.end() - found.start() < len(line):
                    return rule, found
        return None


GLUED = 200  # characters at the end of a line that are searched for a glued notice


def load_rules(files: Sequence[str] = ()) -> Rulebook:
    """Return our own rules and those of ``files`` (TOML). Raise ``RuleError`` for a file that cannot be used."""
    own, lookup = load_own()
    seen = dict.fromkeys((rule.id for rule in own), "archtool's own rules")
    added: list[Rule] = []
    for name in files:
        for rule in read_rules(name):
            if rule.id in seen:
                raise RuleError(f"{name}: rule {rule.id}: the id is given twice; {seen[rule.id]} have it already")
            seen[rule.id] = f"the rules of {name}"
            added.append(rule)
    return _book(own, lookup, tuple(added))


@lru_cache(maxsize=1)
def own_rules() -> Rulebook:
    """Return the rulebook of our own rules, read once a process."""
    return load_rules()


def read_rules(path: str) -> list[Rule]:
    """Return the checked rules of a file. Raise ``RuleError`` with file, rule and fault on one line."""
    import tomllib

    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:  # ``/dev/zero`` is endless
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
            rules.append(rule_of(kind, table))
    return rules


def _book(own: tuple[Rule, ...], own_lookup: Lookup, added: tuple[Rule, ...]) -> Rulebook:
    """Return the rulebook of ``own`` rules and the user's, whose labels and patterns take precedence."""
    labels: dict[str, Rule] = {}
    kinds: dict[str, Rule] = {}
    general = tuple(rule for rule in added if not rule.host)
    for rule in (*general, *own):
        if rule.kind == "label":
            for label in rule.labels:
                labels.setdefault(label, rule)
        elif rule.kind == "kind":
            kinds.update(dict.fromkeys(rule.labels, rule))
    indices = {key: (index,) for key, index in own_lookup.indices(own).items()}
    book = Rulebook((*own, *added), labels, kinds, indices)
    if not added:
        return book
    from archtool.rules.sites import sites_of
    from archtool.rules.starts import lookup_of

    theirs = {key: (index, *indices.get(key, ())) for key, index in lookup_of(general).indices(general).items()}
    local = [rule for rule in added if rule.host]
    return book._replace(matchers={**indices, **theirs}, sites=sites_of(local))
