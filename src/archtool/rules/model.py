"""What a rules file becomes: rules, and the patterns of many rules found by how a line begins.

``rulebook.py`` and ``check.py`` make them of TOML, ``sites.py`` of the rules for one site.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from archtool.rules.starts import SIZE


class RuleError(Exception):
    """A rules file cannot be used: which file, which rule, what is wrong, on one line."""


class Rule(NamedTuple):
    """One fact about the world.

    ``match`` holds regular expressions for a whole line (notices, chrome), ``labels`` whole lines (labels,
    kinds). ``yields`` is what a notice says about the page, as key and value. ``asked`` are the patterns of ``match``,
    or smaller ones that say the same, each with how a match can begin and what stands in it. Rules of one site have its
    ``host`` (``*``: any page); ``lines`` are whole lines of its template, ``pages`` and ``of`` say on how many pages a
    rule rests.
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
    asked: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    host: str = ""
    lines: tuple[str, ...] = ()
    fate: str = ""
    order: str = ""
    pages: int = 0
    of: int = 0

    @property
    def frequency(self) -> str:
        """On how many pages the rule rests, in words; empty where that is not known."""
        return f"on {self.pages} of {self.of} pages" if self.pages and self.of else ""


class Matcher(NamedTuple):
    """A pattern and its rule; ``number`` keeps the order of the rules, ``needed`` stands in every match."""

    number: int
    pattern: str
    rule: Rule
    needed: str = ""


class Index(NamedTuple):
    """The matchers of one kind and place by the letters with which a match begins; under ``""``, those for any line.

    ``stems``: the first two letters of those beginnings, or the one that they are.
    """

    by_beginning: Mapping[str, Sequence[Matcher]]
    stems: frozenset[str] = frozenset()

    def of(self, line: str) -> Sequence[Matcher]:
        """Return the matchers that may match ``line``, in the order of the rules."""
        anyway = self.by_beginning.get("", ())
        if line[:2] not in self.stems and line[:1] not in self.stems:
            return anyway
        found = list(anyway)
        for size in range(1, min(SIZE, len(line)) + 1):
            found += self.by_beginning.get(line[:size], ())
        if len(found) > 1:
            found.sort()
        return found


NOTHING = Index({})


def index_of(found: dict[str, list[Matcher]]) -> Index:
    """Return the index of matchers by how their matches begin."""
    return Index(found, frozenset(beginning[:2] for beginning in found if beginning))
