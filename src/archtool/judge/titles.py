"""Choose the title among the lines in the head of a dump, by what stands around them.

Called by ``heading.py``. Evidence in this order: a notice glued before the line, the same line twice, the dateline
under it, its place at the top; among equals, ``title_likeness.py`` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from archtool.fields.dates import find_dates
from archtool.judge.bylines import read_byline
from archtool.judge.dateline import HAS_DATE, Dateline, page_date
from archtool.judge.marks import is_detail
from archtool.judge.repeats import undoubled
from archtool.judge.taglines import is_run
from archtool.judge.title_by_date import NEAR, labelled_day, near_dateline, over_subtitle
from archtool.judge.title_likeness import is_set_off, likeness, set_off, title_date
from archtool.judge.view import View, count_words, is_prose
from archtool.model import FIELD, Candidate, Verdict
from archtool.rules.cache import load_made
from archtool.rules.words import any_byline_word
from archtool.startup.patterns import compiled, lazy
from archtool.topics import topic_key

STRONG, WEAK = 10, 30  # ranks: a title supported by more than its place at the top, and one that is not
TITLE_LIMIT, MOST_WORDS = 300, 36  # most characters; most words
SHEET_LINES, LONG_SHEET, SHORT_TITLE = 2, 3, 1.5  # lines ``Name: value`` under a title, under one of few words; words
DAY_LENGTH = 40  # characters
NEAR_LENGTH = 60  # most characters of a line above a doubled title
FEW_LINES = 2  # lines before the running text; more may be a menu
LAST_LINES = 12  # lines before the running text that are searched for a title under a menu
PLACE_COST, FIRST_BONUS = 0.7, 2.0  # words
TITLE_LIKE = 3.0  # words less penalties
NAMED = 16  # characters
_AFTER = lazy(r"\s*(?:[|·•»›:-]|\s[–—-])\s*\S")
_BEFORE = lazy(r"\S\s*(?:[|·•»›>/]|::|→)\s*$")


def title_lines(view: View, head: Sequence[int], dateline: Dateline | None) -> list[int]:
    """Return the indices of the lines of the head that may be a title."""
    counts: dict[str, int] = {}
    for index in head:
        counts[view.blocks[index].text] = counts.get(view.blocks[index].text, 0) + 1
    found = []
    for index in head:
        block = view.blocks[index]
        text = block.text
        if (dateline and index == dateline.at) or len(text) > TITLE_LIMIT or counts[text] > 2:
            continue
        if counts[text] > 1 and "," in text and is_run(text):
            continue
        if counts.get(undoubled(text)) and undoubled(text) != text:
            continue
        if index and block.tight and view.blocks[index - 1].text.endswith((":", "：")):
            continue  # the value of a label, known or not
        if block.kind in ("paragraph", "heading") and _may_be_title(view, text):
            found.append(index)
    return found


def _may_be_title(view: View, text: str) -> bool:
    """Return whether a line has the words of a title; found once a page, since titles are sought in each round."""
    key = ("may be title", text)
    if key not in view.memo:
        view.memo[key] = (
            count_words(text) <= MOST_WORDS
            and not read_byline(text)
            and not is_prose(text)
            and not any(view.furniture(place, text) for place in ("above", "anywhere", "below"))
            # A line of many pages of the site is not this page's title.
            and not (view.rules.site and any(view.rules.site.template(text)))
            and any(map(str.isalpha, text))
            and not page_date(text)
            and not _is_day(text)
        )
    return bool(view.memo[key])


def _is_day(text: str) -> bool:
    """Return whether a line is a date and nothing else."""
    if len(text) > DAY_LENGTH or not HAS_DATE.search(text):
        return False
    found = find_dates(text)
    return bool(found) and found[0].start == 0 and found[0].end == len(text) and found[0].precise


def choose_title(view: View, lines: Sequence[int], dateline: Dateline | None) -> tuple[list[int], int]:
    """Return the blocks of the title (two if one in capitals takes two lines) and the rank of its evidence.

    In a crawl's extract of a page, the title of the page's head comes first.
    """
    if view.page.source == "wet" and lines[0] == 0:
        again = _named_again(view, lines)
        return [0 if again is None else again], STRONG
    for index in lines:
        if index and view.blocks[index - 1].kind == "prefix":
            return _with_next_line(view, index, lines), STRONG
    for index in lines:
        if _is_entry(view, index):
            return [index], STRONG
    above = [index for index in lines if dateline and index < dateline.at] or lines
    for first, second in pairwise(above):
        if _is_doubled_title(view, first, second, above):
            return [first], STRONG
    day = dateline.at if dateline else labelled_day(view)
    if day is not None:
        chosen = near_dateline(view, lines, day)
        if chosen is not None:
            chosen = over_subtitle(view, lines, chosen)
            return _with_next_line(view, chosen, lines), STRONG
    again = _named_again(view, lines)
    if again is not None:
        return [again], STRONG
    sheet = next((index for index in lines if _is_over_sheet(view, index)), None)
    if sheet is not None:
        return [sheet], STRONG
    signed = next((index for index in lines if _is_signed(view, index)), None)
    if signed is not None:
        return [signed], STRONG
    top = _first_line(view, lines)
    if top is not None and _stands_alone(view, top):
        return _with_next_line(view, top, lines), WEAK
    return [], WEAK


def _first_line(view: View, lines: Sequence[int]) -> int | None:
    """Return the line that is the title by its place alone.

    If no running text stands below, the first; under a menu, the most title-like of the last lines before the running
    text. None rather than a wrong one.
    """
    if len(lines) == 1 or not any(view.running[lines[0] :]):
        rest = [index for index in lines if view.blocks[index].text not in view.rules.kinds] or list(lines)
        one_word = len(view.blocks[rest[0]].text.split()) == 1 and len(rest) > 1
        after = rest[1] + 1 if one_word else 0
        return rest[1] if 0 < after < len(view.blocks) and not view.blocks[after].tight else rest[0]
    scores = {
        index: likeness(view, index) + set_off(view, index) - PLACE_COST * place
        for place, index in enumerate(reversed(lines[-LAST_LINES:]))
    }
    first = lines[0]
    if is_set_off(view, first):
        scores[first] = likeness(view, first) + set_off(view, first)
    if first in scores:
        scores[first] += FIRST_BONUS * (2 if len(lines) <= FEW_LINES else 1)
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= TITLE_LIKE else None


def _is_doubled_title(view: View, first: int, second: int, lines: Sequence[int]) -> bool:
    """Return whether two consecutive lines are one title: equal, set off, with at most a few short lines above."""
    block = view.blocks[first]
    title = core(block.text)
    if topic_key(title) != topic_key(core(view.blocks[second].text)) or len(title.split()) < 2:
        return False
    above = [view.blocks[index].text for index in lines if index < first]
    return (not block.tight or not above) and len(above) <= NEAR and all(len(text) <= NEAR_LENGTH for text in above)


@lru_cache(maxsize=1 << 10)  # each line is compared with the next in each round
def core(text: str) -> str:
    """Return a title without a kind of document before it and a month behind it, which syndicated copies add.

    >>> core("PRESS RELEASE : Rivers rise [December 2023]")
    'Rivers rise'
    """
    found = _syndicated().fullmatch(text)
    return found.group("title") if found else text


@cache
def _syndicated() -> re.Pattern[str]:
    """Return the pattern of a title with what copies put before it, and with the month behind it in brackets."""
    kinds, forum = any_byline_word("syndicated", "kinds"), any_byline_word("syndicated", "forum")
    before = rf"(?:(?P<kind>{kinds})\s*: |(?:{forum}): )?"
    months = load_made("dates.toml", _months)
    return compiled(rf"{before}(?P<title>.+?)(?:(?<!\s)\s*\[(?:{months}) \d{{4}}\])?")


def _months(tables: dict[str, Any]) -> str:
    """Return alternatives for the English names of months."""
    return "|".join(month.split()[0].capitalize() for month in tables["months"]["en"].split("|"))


def _is_over_sheet(view: View, index: int) -> bool:
    """Return whether ``Name: value`` lines stand directly under a title-like line that is none itself."""
    below = index + 1
    while below < len(view.blocks) and view.blocks[below].tight and is_detail(view.blocks[below].text):
        below += 1
    size = below - index - 1
    least = TITLE_LIKE if size < LONG_SHEET else SHORT_TITLE
    return size >= SHEET_LINES and not is_detail(view.blocks[index].text) and likeness(view, index) >= least


def _is_signed(view: View, index: int) -> bool:
    """Return whether a title-like line stands directly over the word for "by" and a name of two or more words."""
    below = index + 1
    if below >= len(view.blocks) or not view.blocks[below].tight or likeness(view, index) < TITLE_LIKE:
        return False
    names = read_byline(view.blocks[below].text)
    return bool(names) and names[0] != view.blocks[below].text and " " in names[0]


def _named_again(view: View, lines: Sequence[int]) -> int | None:
    """Return a line that another line of the head contains: ``Title - Site``, as in a page's head, or a breadcrumb."""
    above = [block.text for block in view.blocks[: lines[-1]]]
    for index in reversed(lines):
        text = view.blocks[index].text
        if len(text.split()) < 3 and len(text) < NAMED:
            continue
        for other in above:
            if len(other) > len(text) + 2 and (
                (other.startswith(text) and _AFTER.match(other, len(text)))
                or (other.endswith(text) and _BEFORE.search(other[: -len(text)]))
            ):
                return index
    return None


def _is_entry(view: View, index: int) -> bool:
    """Return whether the line has under it what wikis print under a title, and the text names it."""
    if index + 1 >= len(view.blocks):
        return False
    found = view.furniture("above", view.blocks[index + 1].text)
    if found is None or found[0].id != "chrome/wiki-tagline":
        return False
    name = view.blocks[index].text.partition(" (")[0].casefold()
    text = next((block.text for at, block in enumerate(view.blocks) if at > index and view.running[at]), "")
    return name in text.casefold()


def _with_next_line(view: View, index: int, lines: Sequence[int]) -> list[int]:
    """Return a title's line, with the next one where a title in capitals takes two lines."""
    text = view.blocks[index].text
    if not (text.isupper() and len(text) > 10):
        return [index]
    after = index + 1
    if after in lines and view.blocks[after].tight and view.blocks[after].text.isupper():
        return [index, after]
    before = index - 1
    if before in lines and view.blocks[index].tight and view.blocks[before].text.isupper():
        return [before, index]
    return [index]


def _stands_alone(view: View, index: int) -> bool:
    """Return whether a first line is set off from what follows, or the page has no blank lines at all."""
    following = [at for at in range(index + 1, len(view.blocks)) if view.open(at)]
    if not following:
        return False
    if not view.blocks[following[0]].tight or following[0] != index + 1:
        return True
    return sum(not view.blocks[at].tight for at in following) == 0 and is_prose(view.blocks[following[0]].text)


def title_verdicts(view: View, found: Sequence[int], rank: int) -> Iterator[tuple[int, Verdict]]:
    """Yield the verdicts for the blocks of a title, with the kind and the date that it names."""
    written = " ".join(view.blocks[index].text for index in found)
    gives = [Candidate("title", core(undoubled(written)), "line at the top", rank)]
    syndicated = _syndicated().fullmatch(written)
    if syndicated and syndicated.group("kind"):
        gives.append(Candidate("categories", syndicated.group("kind"), "before the title"))
    gives.extend(title_date(written))
    for index in found:
        yield index, Verdict(FIELD, "title/heading", tuple(gives))
