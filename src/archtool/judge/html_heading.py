"""Find the heading that is the title of an HTML page, and the lines beside it with author and date.

Title, authors and date were collected before (``fields/structured.py``); this judge finds the blocks that repeat them,
which are fields of the record and not part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from archtool.fields.dates import find_dates
from archtool.fields.datewords import FIRST_PAGE
from archtool.judge.dateline import read_dateline
from archtool.judge.notices import unglued
from archtool.judge.view import View, is_prose
from archtool.model import FIELD, KEPT, REMOVED, Candidate, Verdict
from archtool.rules.words import any_byline_word, byline_words
from archtool.startup.patterns import compiled, lazy
from archtool.topics import topic_key

HEAD = 12  # blocks at the top of a page that are searched for a title without a heading
SUMMARY = 20  # least characters of a summary; a shorter one may equal any line
SHOWN = 50  # rank of authors and date shown; the metadata is trusted more
GLUED = 40  # most characters of notices before and behind a title
TITLE = 0  # rank of a heading that equals the metadata's title
UNDER_TITLE = 6  # blocks below a title that are searched for author and date
ABOUT_LENGTH = 160  # most characters of a line about the page
MOST_ROWS = 3  # of a table with the author and date of the page
OTHER_WORDS = 2  # most words beside names, dates and the words for them
_TIME = lazy(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?\b(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4}\b)?", re.IGNORECASE)
_WORDS = lazy(r"[^\W\d_]+")


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the heading that equals the known title as title, and lines beside it as authors, date and kind."""
    if view.given("title") is not None:
        return
    titles = [candidate for candidate in view.pieces.candidates if candidate.field == "title" and candidate.value]
    if not titles:
        return
    title = min(titles, key=lambda candidate: candidate.rank).value
    wanted = topic_key(title)
    for index, block in enumerate(view.blocks):
        if block.kind == "heading" and view.open(index) and len(block.text) <= len(title) + GLUED:
            core, said = unglued(block.text, view.rules)
            if topic_key(core) == wanted:
                title_shown = Candidate("title", " ".join(core.split()), "heading", TITLE)
                yield index, Verdict(FIELD, "title/heading", (title_shown, *said))
                yield from _about(view, index)
                yield from _repeated_titles(view, index, wanted)
                return
    yield from _unmarked(view, title, wanted)


def _unmarked(view: View, title: str, wanted: str) -> Iterator[tuple[int, Verdict]]:
    """Propose a title that is no heading: in a cell of a layout table, or first in a preformatted page."""
    free = (index for index in range(len(view.blocks)) if view.open(index))  # without an archive's bar
    for index in islice(free, HEAD):
        block = view.blocks[index]
        if is_prose(block.text) and topic_key(block.text) != wanted:
            return
        if len(block.text) <= len(title) + GLUED and topic_key(block.text) == wanted:
            yield index, Verdict(FIELD, "title/heading", (Candidate("title", title, "first line", TITLE),))
            yield from _about(view, index)
            return


def _repeated_titles(view: View, title: int, wanted: str) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the title repeated in the subjects of a thread's posts (``Re: Title``)."""
    for index in range(title + 1, len(view.blocks)):
        block = view.blocks[index]
        if block.kind != "heading" or not view.open(index):
            continue
        subject = _reply().sub("", block.text)
        near = index <= title + UNDER_TITLE or subject != block.text
        if near and topic_key(subject) == wanted:
            yield index, Verdict(REMOVED, "repeat/title", repeats=title)


def _about(view: View, title: int) -> Iterator[tuple[int, Verdict]]:
    """Propose fields for the blocks around the title that hold only author, date, kind or summary of the page."""
    said: dict[str, list[str]] = {}
    for candidate in view.pieces.candidates:
        said.setdefault(candidate.field, []).append(candidate.value)
    for index in [title - 1, *range(title + 1, min(title + 1 + UNDER_TITLE, len(view.blocks)))]:
        if index < 0 or not view.open(index):
            continue
        if view.blocks[index].kind == "row" and _is_of_facts(view, index):
            continue
        text = view.blocks[index].text
        rule = view.rules.kinds.get(text)
        if rule and view.blocks[index].kind != "item":
            yield index, Verdict(FIELD, rule.id, (Candidate("categories", text, rule.id),))
        elif _is_summary(text, said.get("description", ())) and _text_follows(view, index):
            yield index, Verdict(KEPT, "description/lead")  # the record has it already
        elif is_prose(text) and index > title:
            return
        elif len(text) <= ABOUT_LENGTH:
            names = [name for name in said.get("authors", ()) if topic_key(name) != topic_key(view.blocks[title].text)]
            gives = _says_only(text, names, said.get("date", ()))
            if not gives and index > title and _is_of_title(view, title, index):
                gives = _dateline(view, index)
            if gives:
                yield index, Verdict(FIELD, "about/under-title", gives)
                yield from _alike(view, index)


def _is_of_title(view: View, title: int, index: int) -> bool:
    """Whether a line under the title may speak of the page: not of an entry with its own heading, not of a quote.

    Above the title, a date alone may be that of the visit.
    """
    between = [block.kind for block in view.blocks[title + 1 : index]]
    return "heading" not in between and "quote" not in between[-1:]


def _is_of_facts(view: View, row: int) -> bool:
    """Whether a row stands in a long table: a box of facts, whose dates are not the page's."""
    group = view.blocks[row].group
    near = view.blocks[max(row - MOST_ROWS, 0) : row + MOST_ROWS + 1]
    return sum(block.kind == "row" and block.group == group for block in near) > MOST_ROWS


def _alike(view: View, about: int) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of lines with author and date over the other posts, marked up like that over the first."""
    if not _by().match(view.blocks[about].text):
        return
    reading = view.pieces.reading
    marks = [reading.walk.tokens[reading.element(index)] for index in range(len(reading.places))]
    if not marks[about].strip():
        return
    for index in range(about + 1, len(view.blocks)):
        text = view.blocks[index].text
        alike = marks[index] == marks[about] and len(text) <= ABOUT_LENGTH and _by().match(text)
        if alike and view.open(index) and find_dates(text):
            yield index, Verdict(REMOVED, "about/post")


def _is_summary(text: str, descriptions: Sequence[str]) -> bool:
    """Return whether a block equals a description in the metadata."""
    return len(text) > SUMMARY and any(topic_key(text) == topic_key(description) for description in descriptions)


def _text_follows(view: View, summary: int) -> bool:
    """Whether more running text follows a summary than is in it; otherwise it is the text itself."""
    texts = (view.blocks[index].text for index in range(summary + 1, len(view.blocks)) if view.open(index))
    return sum(len(text) for text in texts if is_prose(text)) > len(view.blocks[summary].text)


def _dateline(view: View, index: int) -> tuple[Candidate, ...]:
    dateline = read_dateline(view, index)
    if dateline is None or not dateline.iso or dateline.iso < FIRST_PAGE:  # a date of birth, for example
        return ()
    return tuple(candidate._replace(rank=SHOWN) for candidate in dateline.gives)


def other_words(text: str) -> int:
    """Return the number of words of a line that belong to neither an author nor a date."""
    beside = {**byline_words("under_title", "beside"), **byline_words("by"), **byline_words("by", "behind")}
    return sum(word not in beside for word in _WORDS.findall(_TIME.sub(" ", text.casefold())))


def _says_only(text: str, authors: Sequence[str], dates: Sequence[str]) -> tuple[Candidate, ...]:
    """Return the authors and date of a line; nothing if it has further contents."""
    gives: list[Candidate] = []
    rest = text
    for match in reversed(find_dates(text)):
        readings = (match.iso,) if match.iso else match.readings  # 05/09/2016: the metadata decides
        gives += [Candidate("date", iso, "line under the title", SHOWN) for iso in readings if iso in dates]
        rest = f"{rest[: match.start]} {rest[match.end :]}"
    folded = " ".join(rest.split()).casefold()
    for author in dict.fromkeys(authors):
        if author.casefold() in folded:
            folded = folded.replace(author.casefold(), " ")
            gives.append(Candidate("authors", author, "line under the title", SHOWN))
    return tuple(gives) if other_words(folded) <= OTHER_WORDS else ()


@cache
def _reply() -> re.Pattern[str]:
    return compiled(rf"^(?:(?:{any_byline_word('replies')})(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


@cache
def _by() -> re.Pattern[str]:
    by, before = any_byline_word("under_title", "by"), any_byline_word("under_title", "before_by")
    return compiled(rf"(?:(?:{before})\s+)?(?:{by})\b", re.IGNORECASE)
