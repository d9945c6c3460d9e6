"""Remove the furniture of the site from a dump, by place: above the title, below it, under the text.

Run after ``heading.py``. The same words inside the text are content. Under a section such as ``Leave a Reply`` the rest
of the page is removed; under one such as ``Read also`` only where no running text follows, which may be the page's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archtool.judge.dateline import page_date
from archtool.judge.heading import is_list_page
from archtool.judge.repeats import undoubled
from archtool.judge.titles import STRONG
from archtool.judge.view import View, ends_sentence, is_prose
from archtool.model import FIELD, KEPT, REMOVED, Verdict
from archtool.rules import Rule

TAIL_SHARE = 0.3  # of the page's blocks: above it, no section takes the rest of the page with it
ABOVE_TITLE = 100  # characters; longer than any name of a site or section seen
NOTICE = 200  # characters; longer than notices of cookies and questions to readers
PARAGRAPHS = 2  # of running text below a title that prove it
LIKELY = 0.7  # least chance of main content at which a sentence above the title stays
RELATED_SHARE = 0.5  # of the page's blocks: above it, no list of related pages begins
MAY_BE_TEXT = 0.3  # least chance at which an unknown line under the text stops the removal
RELATED_PROSE = 0  # words of running text that may follow a list of related pages


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of furniture."""
    if is_list_page(view):
        yield from _list_page(view)
        return
    yield from _anywhere(view)
    title = view.given("title")
    yield from _above(view, title)
    yield from _rest(view, title or 0)
    yield from _below(view)


def _list_page(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose to keep the entries of a list of documents; the ledger says why it has no title and no date."""
    for index, block in enumerate(view.blocks):
        found = view.furniture("list", block.text) if view.open(index) else None
        if found:
            yield index, Verdict(REMOVED, found[0].id, note="a list of documents: no one title, no one date")
            break
    yield from _below(view)


def _anywhere(view: View) -> Iterator[tuple[int, Verdict]]:
    for index, (rule, _) in view.lines_of("chrome", "anywhere").items():
        if view.open(index) and len(view.blocks[index].text) < SHORT:
            yield index, Verdict(REMOVED, rule.id)


def _above(view: View, title: int | None) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of furniture before the running text."""
    first: dict[str, int] = {}
    for index in view.head():
        text = view.blocks[index].text
        found = view.furniture("above", text) or _doubled(view, text)
        if found:
            yield index, Verdict(REMOVED, found[0].id)
        elif title is not None and index < title:
            if text in first:
                yield index, Verdict(REMOVED, "chrome/repeated-line", repeats=first[text])
            first.setdefault(text, index)
    yield from _above_title(view, title)


def _doubled(view: View, text: str) -> tuple[Rule, re.Match[str]] | None:
    """Return the rule for furniture whose alternative text is glued on (``Version imprimableVersion imprimable``)."""
    half = undoubled(text)
    if half == text:
        return None
    return view.furniture("above", half) or view.furniture("below", half)


def _above_title(view: View, title: int | None) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of what stands above a well-supported title: names of site or section, menus, notices.

    What the model takes for main content stays, marked as doubtful, where it is longer than a notice or hardly any text
    stands below.
    """
    verdict = view.verdicts[title] if title is not None else None
    if title is None or verdict is None or verdict.fate != FIELD or verdict.gives[0].rank > STRONG:
        return
    date = view.given("date")
    text_above, text_below = sum(view.running[:title]), sum(view.running[title:])
    short = text_below < PARAGRAPHS or text_above > text_below
    for index in range(title):
        text = view.blocks[index].text
        if not view.open(index) or (date is not None and index == date - 1 and not ends_sentence(text)):
            continue  # between a notice and the dateline: perhaps a place
        likely = view.chances[index] > LIKELY and (len(text) > ABOVE_TITLE or ends_sentence(text))
        if likely and (short or len(text) > NOTICE):
            yield index, Verdict(KEPT, "doubt/above-title", note="stands above the title, and is no menu entry")
        else:
            yield index, Verdict(REMOVED, "chrome/above-title")


def _rest(view: View, title: int) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of everything from the first section under the text that ends a page."""
    size = max((index for index in range(len(view.blocks)) if view.open(index)), default=-1) + 1
    start = max(title + 2, int(size * TAIL_SHARE))
    found = {}
    for index in range(start, size):
        if view.open(index) and len(view.blocks[index].text) <= SECTION_NAME:
            rule = view.furniture("below", view.blocks[index].text)
            if rule and rule[0].rest:
                found[index] = rule[0].id
    if not found:
        return
    comments = [index for index, rule in found.items() if rule == COMMENTS]
    counted = sum(view.blocks[index].text[:1].isdigit() for index in comments)
    words = [_prose_words(view, index) for index in range(size)]
    prose, above = sum(words[start:]), sum(words[:start])
    for index in range(start, size):
        prose -= words[index]
        above += words[index]
        rule_id = found.get(index)
        late = rule_id == COMMENTS or index > size * RELATED_SHARE
        of_comments = rule_id == COMMENTS and comments[-1] > index and counted <= 1 and above > prose
        if rule_id and late and (prose <= RELATED_PROSE or of_comments):
            yield index, Verdict(REMOVED, rule_id)
            for at in range(index + 1, size):
                yield at, Verdict(REMOVED, rule_id, note="stands under it")
            return


def _prose_words(view: View, index: int) -> int:
    """Return the number of words of a block of running text; 0 for other blocks."""
    text = view.blocks[index].text
    return len(text.split()) if view.open(index) and is_prose(text) else 0


SECTION_NAME = 200  # characters
SHORT = 90  # characters
COMMENTS = "chrome/comments"


def _below(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of furniture after the last line of the text, upwards from the end of the page.

    A short line that no rule knows and that the model takes for the site's own does not end it.
    """
    for index in range(len(view.blocks) - 1, -1, -1):
        if not view.open(index):
            continue
        text = view.blocks[index].text
        found = view.furniture("below", text) or _doubled(view, text)
        if found:
            yield index, Verdict(REMOVED, found[0].id)
            continue
        said = page_date(text)
        if said:
            yield index, Verdict(FIELD, "date/of-page", (said,))
        elif view.running[index] or view.chances[index] >= MAY_BE_TEXT:
            return
