"""Sentences that content systems write about a post: ``This entry was posted in Mills and tagged corn, water.``

Called for dumps, before the title is sought. What ``rules/footers.toml`` knows of such lines becomes fields of the
record. Where a page has more than one line of a rule it has several posts, and none of the lines speaks for the page.
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
RANK = 30  # of an author; the day is worth as much as that of a dateline
DAY_RANK = 15


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the lines about the page's one post as fields."""
    found: list[tuple[int, Rule, re.Match[str]]] = []
    for index, block in enumerate(view.blocks):
        if view.open(index) and len(block.text) <= LONGEST:
            footer = view.footer(block.text)
            if footer:
                found.append((index, *footer))
    counts = Counter(rule.id for _, rule, _ in found)
    for index, rule, match in found:
        if counts[rule.id] == 1:
            gives = tuple(_said(rule.id, match))
            if gives:
                yield index, Verdict(FIELD, rule.id, gives)


def _said(rule: str, match: re.Match[str]) -> Iterator[Candidate]:
    """Yield what the named parts of the line say."""
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
