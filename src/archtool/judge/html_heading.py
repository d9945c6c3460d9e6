"""The heading of an HTML page that is its title, and the line under it with author and date: fields, as in a dump.

What title, authors and date are, the page's metadata and its visible lines say (``fields/structured.py``); this
judge only finds the blocks that say the same, so that they are fields of the record and no part of the text.
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

HEAD = 12  # blocks at the beginning of a page among which a title is sought that is no heading
SUMMARY = 20  # characters; a shorter description may be any line
SHOWN = 50  # rank: what the metadata says of authors and date is trusted more
GLUED = 40  # characters of a notice before or behind a title
TITLE = 0  # rank: the heading says what the metadata says
UNDER_TITLE = 6  # blocks between a title and the text in which author and date stand
ABOUT_LENGTH = 160  # characters of a line about the page
MOST_ROWS = 3  # of a table that says who wrote a page and when
OTHER_WORDS = 2  # words beside names, dates and the words for them
_TIME = lazy(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?\b(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4}\b)?", re.IGNORECASE)
_WORDS = lazy(r"[^\W\d_]+")


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the heading that says the title as the title, and the lines under it that name author and date."""
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
                yield index, Verdict(FIELD, "title/heading", (Candidate("title", core, "heading", TITLE), *said))
                yield from _about(view, index)
                yield from _again(view, index, wanted)
                return
    yield from _unmarked(view, title, wanted)


def _unmarked(view: View, title: str, wanted: str) -> Iterator[tuple[int, Verdict]]:
    """A title that is no heading: in a cell of a layout table, or the first line of a preformatted page."""
    free = (index for index in range(len(view.blocks)) if view.open(index))  # an archive's bar is no part of the page
    for index in islice(free, HEAD):
        block = view.blocks[index]
        if is_prose(block.text) and topic_key(block.text) != wanted:
            return
        if len(block.text) <= len(title) + GLUED and topic_key(block.text) == wanted:
            yield index, Verdict(FIELD, "title/heading", (Candidate("title", title, "first line", TITLE),))
            yield from _about(view, index)
            return


def _again(view: View, title: int, wanted: str) -> Iterator[tuple[int, Verdict]]:
    """The subjects of a thread's posts that say its title again (``Re: Title``)."""
    for index in range(title + 1, len(view.blocks)):
        block = view.blocks[index]
        if block.kind != "heading" or not view.open(index):
            continue
        subject = _reply().sub("", block.text)
        near = index <= title + UNDER_TITLE or subject != block.text
        if near and topic_key(subject) == wanted:
            yield index, Verdict(REMOVED, "repeat/title", repeats=title)


def _about(view: View, title: int) -> Iterator[tuple[int, Verdict]]:
    """Blocks between the title and the text that say no more than author, date, kind and summary of the page."""
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
            yield index, Verdict(KEPT, "description/lead")  # the record has it from the metadata
        elif is_prose(text) and index > title:
            return
        elif len(text) <= ABOUT_LENGTH:
            names = [name for name in said.get("authors", ()) if topic_key(name) != topic_key(view.blocks[title].text)]
            gives = _says_only(text, names, said.get("date", ()))
            if not gives and index > title:  # above the title, a day alone may be that of the visit
                gives = _dateline(view, index)
            if gives:
                yield index, Verdict(FIELD, "about/under-title", gives)
                yield from _alike(view, index)


def _is_of_facts(view: View, row: int) -> bool:
    """Whether a row stands in a table with many: a box beside the text says when its subject began, not the page."""
    group = view.blocks[row].group
    near = view.blocks[max(row - MOST_ROWS, 0) : row + MOST_ROWS + 1]
    return sum(block.kind == "row" and block.group == group for block in near) > MOST_ROWS


def _alike(view: View, about: int) -> Iterator[tuple[int, Verdict]]:
    """The lines over the other posts of a thread, marked like the one over the first: who wrote, and when."""
    if not _by().match(view.blocks[about].text):
        return
    reading = view.pieces.reading
    marks = [reading.walk.tokens[reading.walk.owners[place]] for place in reading.places]
    if not marks[about].strip():
        return
    for index in range(about + 1, len(view.blocks)):
        text = view.blocks[index].text
        alike = marks[index] == marks[about] and len(text) <= ABOUT_LENGTH and _by().match(text)
        if alike and view.open(index) and find_dates(text):
            yield index, Verdict(REMOVED, "about/post")


def _is_summary(text: str, descriptions: Sequence[str]) -> bool:
    """Return whether a block is the summary that the metadata gives, and not the beginning of the text."""
    return len(text) > SUMMARY and any(topic_key(text) == topic_key(description) for description in descriptions)


def _text_follows(view: View, summary: int) -> bool:
    """Whether more running text stands behind a summary than in it: without that it is the text of the page itself."""
    texts = (view.blocks[index].text for index in range(summary + 1, len(view.blocks)) if view.open(index))
    return sum(len(text) for text in texts if is_prose(text)) > len(view.blocks[summary].text)


def _dateline(view: View, index: int) -> tuple[Candidate, ...]:
    dateline = read_dateline(view, index)
    if dateline is None or not dateline.iso or dateline.iso < FIRST_PAGE:  # of a birth, say
        return ()
    return tuple(candidate._replace(rank=SHOWN) for candidate in dateline.gives)


def other_words(text: str) -> int:
    """Return how many words of a line are neither about an author nor about a date."""
    beside = byline_words("under_title", "beside")
    return sum(word not in beside for word in _WORDS.findall(_TIME.sub(" ", text.casefold())))


def _says_only(text: str, authors: Sequence[str], dates: Sequence[str]) -> tuple[Candidate, ...]:
    """Return the authors and the date that a line names; nothing where it says more than that."""
    gives: list[Candidate] = []
    rest = text
    for match in reversed(find_dates(text)):
        readings = (match.iso,) if match.iso else match.readings  # 05/09/2016: the metadata say which it is
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
