"""Read sentences that content systems add to a post: ``This entry was posted in Mills and tagged corn, water.``

Run for dumps, before the title is sought. Lines that match ``rules/footers.toml`` become fields of the record. A page
on which several lines match one rule has several posts, so that none of them is used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from archtool.fields.dates import parse_date
from archtool.judge.bylines import read_byline
from archtool.judge.view import View
from archtool.model import FIELD, Candidate, Verdict
from archtool.rules import Rule
from archtool.topics import split_list

LONGEST = 600  # characters
RANK = 30  # of an author
DAY_RANK = 15  # that of a dateline


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the lines about the page's one post as fields."""
    found: list[tuple[int, Rule, re.Match[str]]] = []
    for index, (rule, match) in view.lines_of("footer", "").items():
        if view.open(index) and len(view.blocks[index].text) <= LONGEST:
            found.append((index, rule, match))
    counts = Counter(rule.id for _, rule, _ in found)
    for index, rule, match in found:
        if counts[rule.id] == 1:
            gives = tuple(_candidates(rule.id, match))
            if gives:
                yield index, Verdict(FIELD, rule.id, gives)


def _candidates(rule: str, match: re.Match[str]) -> Iterator[Candidate]:
    """Yield the candidates in the named groups of the match."""
    for field, value in match.groupdict().items():
        if not value:
            continue
        if field == "date":
            iso = parse_date(value)
            yield Candidate("date", iso, rule, DAY_RANK) if iso else Candidate("pair", value, rule, group=field)
        elif field == "authors":
            for name in read_byline(f"By {value}") or [value.strip()]:
                yield Candidate("authors", name, rule, RANK)
        else:
            for part in split_list(value, True):
                yield Candidate(field, part, rule)
