"""Quick tests before slower ones pass over nothing: what is looked at first never changes what is found."""

from __future__ import annotations

import re
from itertools import product

import pytest

from archtool.blocks import text
from archtool.fields import dates
from archtool.fields.dates import find_dates
from archtool.judge import dateline, post_lines
from archtool.judge.elements import elements_within
from archtool.rules.rulebook import own_rules

# Each pattern as it is used, the same as plain alternatives, and the signs that lines are made of here.
PATTERNS = {
    "line with a date": (dateline.HAS_DATE, r"\d{4}|\d[./-]\d|[年년]|[٠-٩۰-۹]{4}", "1/-年a ٣"),
    "line that may have a date": (
        dates._MAYBE,
        r"\d{4}|\d[./-] ?\d{1,2}[./-] ?\d|-\d\d(?!\d)|['’]\d\d(?!\d)|[年년]",
        "1/- '’년a",
    ),
    "year or time": (post_lines._WHEN, r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b", "1290: a"),
    "mojibake": (
        text._MOJIBAKE,
        "[ÃÂÐÑØÙ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|â€|¬†|√[©®†§∫]|ã€|Ä[\u0080-\u00bf]",
        "ÃÄâã¬√€†©\u0090\u2014a",
    ),
    "blanks": (text._BLANKS, "[ \t\x0b\x0c]{2,}|[\t\x0b\x0c]", "ab \t\x0b"),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_that_begin_with_a_sign_find_what_alternatives_find(name: str) -> None:
    used, alternatives, signs = PATTERNS[name]
    plain = re.compile(alternatives)
    length = 4 if len(signs) > 8 else 6
    found = 0
    for letters in product(signs, repeat=length):
        line = "".join(letters)
        hit = bool(plain.search(line))
        assert hit == bool(used.search(line)), line
        if name == "blanks":  # which are replaced, not only found
            assert plain.sub("#", line) == used.sub("#", line), line
        found += hit
    assert 0 < found < len(signs) ** length


@pytest.mark.parametrize(
    "kind_and_place",
    [("chrome", "contents"), ("chrome", "anywhere"), ("chrome", "below"), ("footer", ""), ("notice", "above")],
)
def test_all_lines_at_once_are_matched_as_each_is(kind_and_place: tuple[str, str]) -> None:
    rules = own_rules()
    kind, place = kind_and_place
    lines = [line for rule in rules.rules for line in (*rule.yes, *rule.no)]
    one_by_one = {at: found[0].id for at, line in enumerate(lines) if (found := rules.find(kind, place, line))}
    assert one_by_one
    assert {at: found[0].id for at, found in rules.find_all(kind, place, lines).items()} == one_by_one


def test_dates_of_a_line_that_is_asked_for_again() -> None:
    line = "Lindvik, 28 May 2018"
    first = find_dates(line)
    first.clear()  # as a caller may
    assert [match.iso for match in find_dates(line)] == ["2018-05-28"]
    assert find_dates("Lindvik, 05/09/2016")[0].iso is None
    assert find_dates("Lindvik, 05/09/2016", day_first=True)[0].iso == "2016-09-05"
    assert find_dates("Lindvik, 05/09/2016", day_first=False)[0].iso == "2016-05-09"


def test_elements_within_others() -> None:
    class Walk:
        parents = (-1, 0, 1, 2, 1, 0, 5)

    assert elements_within(Walk, [2]) == {2, 3}
    assert elements_within(Walk, [1, 2, 6]) == {1, 2, 3, 4, 6}
    assert elements_within(Walk, []) == set()
