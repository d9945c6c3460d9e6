"""Rules for the pages of one site: its template, its labels, its order of dates.

``archtool learn`` writes them and ``rulebook.py`` loads them; a page gets those of its host together with those of any
host (``*``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archtool.rules.index import Index
from archtool.rules.model import Rule
from archtool.rules.starts import lookup_of
from archtool.startup.patterns import compiled

ANY = "*"


class Site(NamedTuple):
    """The rules of one site. ``lines``: of its template, white space collapsed. ``dates``: order of day and month."""

    labels: Mapping[str, Rule]
    lines: Mapping[str, tuple[Rule, ...]]
    matchers: tuple[Index, ...] = ()
    dates: Rule | None = None

    def template(self, text: str) -> Iterator[Rule]:
        """Yield the rules of the template that match a whole block, each at most once."""
        line = " ".join(text.split())
        found = list(self.lines.get(line, ()))
        for _, pattern, rule, _ in sorted(matcher for index in self.matchers for matcher in index.of(line)):
            if not any(rule is before for before in found) and compiled(pattern).fullmatch(line):
                found.append(rule)
        yield from found


def sites_of(rules: Iterable[Rule]) -> dict[str, Site]:
    """Return the rules of sites by host; of two labels or date orders for one thing, the first counts."""
    grouped: dict[str, list[Rule]] = {}
    for rule in rules:
        grouped.setdefault(rule.host, []).append(rule)
    return {host: _site(found) for host, found in grouped.items()}


def _site(rules: Sequence[Rule]) -> Site:
    labels: dict[str, Rule] = {}
    lines: dict[str, tuple[Rule, ...]] = {}
    dates = None
    for rule in rules:
        for label in rule.labels:
            labels.setdefault(label, rule)
        for line in rule.lines:
            key = " ".join(line.split())
            lines[key] = (*lines.get(key, ()), rule)
        dates = dates or (rule if rule.order else None)
    return Site(labels, lines, tuple(lookup_of(rules).indices(rules).values()), dates)


def site_of(sites: Mapping[str, Site], host: str) -> Site | None:
    """Return the rules of the site ``host`` with those of any site; ``None`` if there are none."""
    own, common = sites.get(host), sites.get(ANY) if host != ANY else None
    if own is None or common is None:
        return own or common
    lines = dict(common.lines)
    for line, rules in own.lines.items():
        lines[line] = (*rules, *lines.get(line, ()))
    return Site({**common.labels, **own.labels}, lines, (*own.matchers, *common.matchers), own.dates or common.dates)
