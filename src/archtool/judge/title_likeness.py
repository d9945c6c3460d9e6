"""Measure how much a line of a dump looks like a title, in words less penalties. Used by ``titles.py``.

Places, persons with their office, kinds of document, periods and sentences get penalties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archtool.fields.dates import find_dates, parse_date
from archtool.fields.datewords import FIRST_PAGE
from archtool.judge.dateline import ends_with_kind
from archtool.judge.view import View, count_words, ends_sentence, is_prose
from archtool.model import Candidate
from archtool.rules.words import any_byline_word
from archtool.startup.patterns import compiled, lazy

TITLE_WORDS = 12  # more words add nothing
_IN_BRACKETS = lazy(r"[(\[]([^()\[\]]{6,30})[)\]]$")  # an issue of a newsletter: "Bulletin No. 9 (17/03/2008)"
DATE_PENALTY, STOP_PENALTY, LABEL_PENALTY, DATED_BONUS = 6.0, 7.0, 6.0, 3.0
KIND_PENALTY, OFFICE_PENALTY, PLACE_PENALTY = 2.0, 8.0, 6.0
_YEAR = lazy(r"\b(?:1[0-9]|20)\d\d\b.*\b(?:1[0-9]|20)\d\d\b")  # a period, a life
# A town and its state.
_PLACE = lazy(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2},\s+[A-Z][\w. ]{1,20}")
_NAME_AND_VALUE = lazy(r"[^\W\d_][\w-]{1,15}(?: [\w-]{1,15})?: \S")
NUMBER_PENALTY, VALUE_PENALTY, CRUMBS_BONUS = 8.0, 3.0, 3.0
VALUES = frozenset({"pair", "authors", "date", "modified", "categories"})  # fields whose labels stand above their value
BETWEEN_CRUMBS = ">»›→/|"
SHORT_WORD = 3  # letters of ``No.``
SET_OFF, OPINION = 1.0, 4.0  # in words: for blank lines around a line, for the model's opinion of it


def likeness(view: View, index: int) -> float:
    """Return how much a line looks like a title, in words less penalties."""
    text = view.blocks[index].text
    words = count_words(text)
    penalty = 6.0 if ends_sentence(text) and words > TITLE_WORDS else 0.0
    if text.endswith((".", "。", ":", "：", ",")):
        penalty += STOP_PENALTY
    if ": " in text:
        name = text[: text.index(": ") + 1]
        known = name[:-1].rstrip() in view.rules.labels
        if known or sum([block.text.startswith(name) for block in view.blocks]) > 1 or _is_sheet(view, index):
            penalty += LABEL_PENALTY
    if text in view.rules.kinds:
        penalty += KIND_PENALTY
    elif text[-1:].isdigit() and ends_with_kind(view, _without_number(text)):
        penalty += NUMBER_PENALTY
    rule = view.rules.labels.get(text.rstrip(" :："))
    if rule is not None and rule.field in VALUES:
        penalty += LABEL_PENALTY
    if index and view.blocks[index].tight:
        above = view.blocks[index - 1].text
        if _labels_around(view, index):
            penalty += VALUE_PENALTY
        crumbs = view.furniture("above", above)
        if crumbs and crumbs[0].id == "chrome/breadcrumb" and any(map(above.__contains__, BETWEEN_CRUMBS)):
            penalty -= CRUMBS_BONUS
    has_comma = "," in text  # a cheap test before two of the patterns
    if words <= TITLE_WORDS and ((has_comma and _office().search(text)) or _secretary().search(text)):
        penalty += OFFICE_PENALTY
    elif has_comma and _PLACE.fullmatch(text):
        penalty += PLACE_PENALTY
    if _IN_BRACKETS.search(text) and any(title_date(text)):
        penalty -= DATED_BONUS
    if _YEAR.search(text):
        penalty += DATE_PENALTY
    return min(words, TITLE_WORDS) - penalty


def _without_number(text: str) -> str:
    """Return a line without the number at its end: ``Press release No 24/16``."""
    words = text.split()[:-1]
    if words and len(words[-1]) <= SHORT_WORD:
        words.pop()
    return " ".join(words)


def _labels_around(view: View, index: int) -> bool:
    """Return whether a line stands between two labels, as their values do where each has a line of its own."""
    below = view.blocks[index + 1].text if index + 1 < len(view.blocks) else ""
    labels = view.rules.labels
    above = labels.get(view.blocks[index - 1].text.rstrip(" :："))
    return above is not None and above.field in VALUES and below.rstrip(" :：") in labels


@cache
def _office() -> re.Pattern[str]:
    """Return the pattern of a person with an office, as briefings name the speaker under the title."""
    before, offices = any_byline_word("offices", "before"), any_byline_word("offices")
    name = r"(?:[A-Z][\w.'’-]*\s+){1,4}[A-Z][\w.'’-]*"
    return compiled(rf"^(?:(?:{before})\.? )?{name},\s+.{{0,40}}(?:{offices})\b")


@cache
def _secretary() -> re.Pattern[str]:
    """Return the pattern of a line that is an office and a name."""
    return compiled(rf"^(?:{any_byline_word('offices', 'alone')}) (?:of State )?[A-Z]\w+ [A-Z]\S*(?: [A-Z]\w+)?$")


def _is_sheet(view: View, index: int) -> bool:
    """Return whether a line is one of several consecutive ``Name: value`` lines."""
    near = [at for at in (index - 1, index + 1) if 0 <= at < len(view.blocks)]
    lines = [view.blocks[index].text, *(view.blocks[at].text for at in near if view.blocks[max(at, index)].tight)]
    return _NAME_AND_VALUE.match(lines[0]) is not None and any(map(_NAME_AND_VALUE.match, lines[1:]))


def set_off(view: View, index: int) -> float:
    """Return the bonus, in words, for blank lines around a line and for the model's opinion of it."""
    found = OPINION * view.chances[index] if view.chances else 0.0
    return found + SET_OFF if is_set_off(view, index) else found


def is_set_off(view: View, index: int) -> bool:
    """Return whether blank lines stand around a line."""
    after = index + 1
    alone = not view.blocks[index].tight or is_prose(view.blocks[index - 1].text)
    return alone and after < len(view.blocks) and not view.blocks[after].tight


def title_date(title: str) -> Iterator[Candidate]:
    """Yield the date in brackets behind a title, or one that ends it, with low trust: titles also name events.

    Dates before the first web pages are dropped as dates of events.
    """
    dated = _IN_BRACKETS.search(title)
    iso = parse_date(dated.group(1)) if dated else None
    if iso:
        yield Candidate("date", iso, "in brackets behind the title", 45)
        return
    for match in find_dates(title):
        if match.iso and match.precise and match.end == len(title) and match.iso >= FIRST_PAGE:
            yield Candidate("date", match.iso, "end of the title", 70)
