"""Furniture of the site, by place: above the title, between it and the text, under the text, and scars anywhere.

The same words inside the text are content. A section such as ``Leave a Reply`` takes what follows with it; one such as
``Read also`` only where no running text follows, because there another article's text may be the page's own.
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

TAIL_SHARE = 0.3  # a section that takes the rest of the page with it begins below this share of its blocks
ABOVE_TITLE = 100  # characters; no name of a site or a section that was seen is longer
NOTICE = 200  # characters; notices of cookies and questions to readers are no longer
PARAGRAPHS = 2  # of running text below a title, by which it is that of the page's text
LIKELY = 0.7  # chance of main content from which a sentence above the title stays
RELATED_SHARE = 0.5  # a list of related pages begins below this share of the blocks
MAY_BE_TEXT = 0.3  # chance from which an unknown line under the text ends what is furniture for certain
TOOLS = frozenset({"chrome/share", "chrome/tools-below"})  # stand between title and text, too
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
    """A list of documents keeps its entries; the ledger says why it has no title and no date."""
    for index, block in enumerate(view.blocks):
        found = view.furniture("list", block.text) if view.open(index) else None
        if found:
            yield index, Verdict(REMOVED, found[0].id, note="a list of documents: no one title, no one date")
            break
    yield from _below(view)


def _anywhere(view: View) -> Iterator[tuple[int, Verdict]]:
    for index, block in enumerate(view.blocks):
        if view.open(index) and len(block.text) < 90:
            found = view.furniture("anywhere", block.text)
            if found:
                yield index, Verdict(REMOVED, found[0].id)


def _above(view: View, title: int | None) -> Iterator[tuple[int, Verdict]]:
    """Furniture before the running text begins."""
    head = view.head()
    first: dict[str, int] = {}
    for index in head:
        text = view.blocks[index].text
        found = view.furniture("above", text) or _doubled(view, text)
        if not found and title is not None and index > title:
            tool = view.furniture("below", text)
            found = tool if tool and tool[0].id in TOOLS else None
        if found:
            yield index, Verdict(REMOVED, found[0].id)
        elif title is not None and index < title:
            if text in first:
                yield index, Verdict(REMOVED, "chrome/repeated-line", repeats=first[text])
            first.setdefault(text, index)
    yield from _above_title(view, title)


def _doubled(view: View, text: str) -> tuple[Rule, re.Match[str]] | None:
    """Furniture whose alternative text is glued to the same words (``Version imprimableVersion imprimable``)."""
    half = undoubled(text)
    if half == text:
        return None
    return view.furniture("above", half) or view.furniture("below", half)


def _above_title(view: View, title: int | None) -> Iterator[tuple[int, Verdict]]:
    """What stands above a title that more than its place speaks for: a site's or section's name, a menu, a notice.

    What the model takes for main content stays, with a doubt, where it is longer than notices are or hardly any text
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
            continue  # between a notice and the dateline: a place, perhaps, and not the site's
        likely = view.chances[index] > LIKELY and (len(text) > ABOVE_TITLE or ends_sentence(text))
        if likely and (short or len(text) > NOTICE):
            yield index, Verdict(KEPT, "doubt/above-title", note="stands above the title, and is no menu entry")
        else:
            yield index, Verdict(REMOVED, "chrome/above-title")


def _rest(view: View, title: int) -> Iterator[tuple[int, Verdict]]:
    """A section under the text that takes the rest of the page with it."""
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
    """Return the words of a block of running text; 0 for other blocks."""
    text = view.blocks[index].text
    return len(text.split()) if view.open(index) and is_prose(text) else 0


SECTION_NAME = 200  # characters
COMMENTS = "chrome/comments"


def _below(view: View) -> Iterator[tuple[int, Verdict]]:
    """Furniture after the last line of the text, from the end of the page upwards.

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
