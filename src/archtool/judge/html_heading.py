"""The heading of an HTML page that is its title, and the line under it with author and date: fields, as in a dump.

What title, authors and date are, the page's metadata and its visible lines say (``fields/structured.py``); this
judge only finds the blocks that say the same, so that they are fields of the record and no part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archtool.fields.dates import find_dates
from archtool.judge.dateline import read_dateline
from archtool.judge.notices import unglued
from archtool.judge.view import View, is_prose
from archtool.model import FIELD, Candidate, Verdict
from archtool.topics import fold

SHOWN = 50  # rank: what the metadata says of authors and date is trusted more
GLUED = 40  # characters of a notice before or behind a title
TITLE = 0  # rank: the heading says what the metadata says
UNDER_TITLE = 6  # blocks between a title and the text in which author and date stand
ABOUT_LENGTH = 160  # characters of a line about the page
OTHER_WORDS = 2  # words beside names, dates and the words for them
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?\b(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4}\b)?", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
# Words that stand beside an author and a date, and say nothing else.
_ABOUT = frozenset(
    "by and on at in posted published written updated last modified date author staff reporter editor min read minutes "
    "von am um und veröffentlicht aktualisiert autor par le à et publié mis jour por el en y publicado actualizado "
    "di il e pubblicato door op en geplaatst przez i dodano автор опубликовано дата edt est gmt utc cet am pm".split()
)


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the heading that says the title as the title, and the lines under it that name author and date."""
    if view.page.form != "html" or view.given("title") is not None:
        return
    titles = [candidate for candidate in view.pieces.candidates if candidate.field == "title" and candidate.value]
    if not titles:
        return
    title = min(titles, key=lambda candidate: candidate.rank).value
    wanted = fold(title)
    for index, block in enumerate(view.blocks):
        if block.kind == "heading" and view.open(index) and len(block.text) <= len(title) + GLUED:
            core, said = unglued(block.text, view.rules)
            if fold(core) == wanted:
                yield index, Verdict(FIELD, "title/heading", (Candidate("title", core, "heading", TITLE), *said))
                yield from _about(view, index)
                return


def _about(view: View, title: int) -> Iterator[tuple[int, Verdict]]:
    """Lines between the title and the text that say no more than the author and the date that the record has."""
    authors = [candidate.value for candidate in view.pieces.candidates if candidate.field == "authors"]
    dates = {candidate.value for candidate in view.pieces.candidates if candidate.field == "date"}
    for index in range(title + 1, min(title + 1 + UNDER_TITLE, len(view.blocks))):
        text = view.blocks[index].text
        if is_prose(text):
            return
        if not view.open(index) or len(text) > ABOUT_LENGTH:
            continue
        gives = _says_only(text, authors, dates)
        dateline = read_dateline(view, index) if not gives else None
        if dateline is not None and dateline.iso:
            gives = tuple(candidate._replace(rank=SHOWN) for candidate in dateline.gives)
        if gives:
            yield index, Verdict(FIELD, "about/under-title", gives)


def _says_only(text: str, authors: Sequence[str], dates: set[str]) -> tuple[Candidate, ...]:
    """Return the authors and the date that a line names; nothing where it says more than that."""
    gives: list[Candidate] = []
    rest = text
    for match in reversed(find_dates(text)):
        if match.iso in dates:
            gives.append(Candidate("date", match.iso, "line under the title", SHOWN))
        rest = f"{rest[: match.start]} {rest[match.end :]}"
    folded = " ".join(rest.split()).casefold()
    for author in dict.fromkeys(authors):
        if author.casefold() in folded:
            folded = folded.replace(author.casefold(), " ")
            gives.append(Candidate("authors", author, "line under the title", SHOWN))
    words = [word for word in _WORDS.findall(_TIME.sub(" ", folded)) if word not in _ABOUT]
    return tuple(gives) if len(words) <= OTHER_WORDS else ()
