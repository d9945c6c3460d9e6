"""Choose the title of a dump near the line that gives the date: just above it, or under it.

Called by ``titles.py``. Above, the most title-like line wins, the nearer the better; below stand titles of pages that
begin with date, kind and section. A subtitle gives way to the title above it.
"""

from __future__ import annotations

from collections.abc import Sequence

from archtool.judge.taglines import is_run
from archtool.judge.title_likeness import likeness, set_off
from archtool.judge.view import View, count_words, ends_sentence
from archtool.model import Verdict
from archtool.startup.patterns import lazy

NEAR = 8  # lines above a dateline that are searched for the title
UNDER_COST, UNDER_MENU, FEW_WORDS = 4.5, 2.0, 2  # words: of a line under the date; less under a menu; of a menu entry
UNDER_DAY, SECTION_WORDS = 3, 3  # lines below it that are; most words of a section's name
SUBTITLED, LONG_WORD = 4.0, 4  # of a line over a subtitle: words less penalties; least letters of a word that counts
SHARED, LESS = 0.6, 0.6  # least shares: of its words that are in the text; of the chance of the line below
_SYMBOL = lazy(r"[A-Z][A-Z0-9/.()-]{0,30}\d[A-Z0-9/.()-]{0,20}")  # document symbols: ``SC/9764``


def labelled_day(view: View) -> int | None:
    """Return the index of a label between title and text that gives the date."""
    day = view.given("date")
    return day if day is not None and day < view.begin() else None


def near_dateline(view: View, lines: Sequence[int], day: int) -> int | None:
    """Return the most title-like line just above the dateline, or the one right under it."""
    above = [index for index in lines if index < day][-NEAR:]
    noticed = max((index for index in range(day) if _is_archive_notice(view.verdicts[index])), default=-1)
    scores: dict[int, float] = {}
    for at, index in enumerate(above):
        scores[index] = likeness(view, index) - 1.5 * (len(above) - at) + (4.0 if -1 < noticed < index else 0.0)
        scores[index] += set_off(view, index)
    cost = UNDER_COST - (UNDER_MENU if _is_section(view, day - 1) else 0.0)
    below = [index for index in lines if index > day and not _SYMBOL.fullmatch(view.blocks[index].text)][:UNDER_DAY]
    for at, index in enumerate(below):
        text = view.blocks[index].text
        listed = text.count(",") > 1 and is_run(text)
        if ends_sentence(text) or ". " in text or listed or any(view.running[day:index]):
            break
        if not at or index + 1 == view.begin():  # between them stand kinds, sections, and numbers alone
            scores[index] = likeness(view, index) + set_off(view, index) - cost - at
        if count_words(view.blocks[index].text) > SECTION_WORDS and likeness(view, index) > SECTION_WORDS:
            break
    return max(scores, key=scores.__getitem__) if scores else None


def _is_section(view: View, index: int) -> bool:
    """Return whether a line is the entry of a menu or one word or two: no title, which would stand over the date."""
    if index < 0:
        return False
    text = view.blocks[index].text
    return count_words(text) <= FEW_WORDS or view.furniture("above", text) is not None


def over_subtitle(view: View, lines: Sequence[int], index: int) -> int:
    """Return the line above a chosen one if the latter is its subtitle: the text takes up the words of both.

    The name of a site or a section shares fewer words with the text, or has a lower chance of main content.
    """
    above = index - 1
    if above not in lines or not view.blocks[index].tight or not view.chances:
        return index
    begins = above == 0 or not view.blocks[above].tight or view.furniture("above", view.blocks[above - 1].text)
    if not begins or likeness(view, above) < SUBTITLED or view.chances[above] < LESS * view.chances[index]:
        return index
    text = " ".join(block.text for at, block in enumerate(view.blocks) if at > index and view.running[at]).casefold()
    words = [word for word in view.blocks[above].text.casefold().split() if len(word) >= LONG_WORD]
    return above if words and sum(word in text for word in words) >= SHARED * len(words) else index


def _is_archive_notice(verdict: Verdict | None) -> bool:
    return verdict is not None and any(value.field == "archived" for value in verdict.gives)
