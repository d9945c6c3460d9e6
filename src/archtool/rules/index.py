"""Find the patterns of many rules by how a line begins, so that few lines reach a regular expression.

``starts.py`` makes the index; ``rulebook.py`` keeps it on disk and uses it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archtool.rules.model import Rule

SIZE = 5  # most letters of a beginning
Key = tuple[str, str]  # kind and place


class Matcher(NamedTuple):
    """A pattern and its rule; ``number`` keeps the order of the rules, ``needed`` is contained in every match."""

    number: int
    pattern: str
    rule: Rule
    needed: str = ""


class Patterns(NamedTuple):
    """The patterns of many rules, by number: each with its rule and the text contained in every match.

    Plain lists of texts, because a page needs few of them and most runs are of one page.
    """

    patterns: Sequence[str] = ()
    needed: Sequence[str] = ()
    owners: Sequence[int] = ()
    rules: Sequence[Rule] = ()

    def matchers(self, numbers: str) -> tuple[Matcher, ...]:
        """Return the matchers of these numbers in order."""
        chosen = sorted(map(int, numbers.split()))
        return tuple(Matcher(at, self.patterns[at], self.rules[self.owners[at]], self.needed[at]) for at in chosen)


class Index(NamedTuple):
    """The patterns of one kind and place by the letters with which a match begins; under ``""``, those for any line.

    ``numbers`` has them as text (``"3 17"``), for beginnings of ``SIZE`` letters or fewer. ``stems``: the first two
    letters of those beginnings, or the only one. ``anyway``: the matchers for any line. ``made``: caches the matchers
    of each text of numbers.
    """

    numbers: Mapping[str, str]
    stems: frozenset[str]
    anyway: tuple[Matcher, ...]
    made: dict[str, tuple[Matcher, ...]]
    all: Patterns

    def of(self, line: str) -> Sequence[Matcher]:
        """Return the matchers that may match ``line``, in rule order."""
        if line[:2] not in self.stems and line[:1] not in self.stems:
            return self.anyway
        numbers = self.numbers.get("", "")
        for size in range(1, min(SIZE, len(line)) + 1):
            more = self.numbers.get(line[:size])
            if more:
                numbers = f"{numbers} {more}"
        found = self.made.get(numbers)
        if found is None:
            found = self.made[numbers] = self.all.matchers(numbers)
        return found


class Lookup(NamedTuple):
    """The patterns of rules, ready for lookup: the fields of :class:`Patterns`, and the numbers by key."""

    patterns: list[str]
    needed: list[str]
    owners: list[int]
    numbers: dict[str, dict[str, str]]

    def indices(self, rules: Sequence[Rule]) -> dict[Key, Index]:
        """Return the index for each kind and place of ``rules``."""
        table = Patterns(self.patterns, self.needed, self.owners, rules)
        found: dict[Key, Index] = {}
        for key, numbers in self.numbers.items():
            kind, _, place = key.partition(" ")
            stems = frozenset([beginning[:2] for beginning in numbers]) - {""}
            found[kind, place] = Index(numbers, stems, table.matchers(numbers.get("", "")), {}, table)
        return found
