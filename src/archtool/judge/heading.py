"""Find title, dateline, kind of page and authors among the lines before the running text of a dump.

Run after the labels, which win. A title is found by what stands around it, in this order: a notice glued before it, the
same line twice, the dateline under it, its place at the top. A list page (``Displaying 121 - 130 of 66976``) has many
titles and dates, and so none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archtool.judge.bylines import read_byline
from archtool.judge.dateline import Dateline, page_date, read_dateline
from archtool.judge.marks import is_detail
from archtool.judge.title_by_date import NEAR
from archtool.judge.titles import choose_title, title_lines, title_verdicts
from archtool.judge.view import View, count_words, ends_sentence, is_prose
from archtool.model import FIELD, KEPT, REMOVED, Candidate, Verdict

LIST_PAGE_LINES = 12
GREETING = 60  # characters
SPEAKER_WORDS, SECTION_WORDS, GLUED = 4, 6, 2  # most words of a line between title and date, under the date; such lines
NEAR_KIND = 3  # lines
NO_NAME = 0.6  # chance of main content from which a line is text
UNDERLINE, UNDERLINES = 3, "=-~_*#^"  # signs in a row under a title
MOST_BETWEEN = 4  # lines between title and date
NEAR_TEXT = 20  # lines above the text; a date further up may be that of the visit


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose title, date, kind and authors from the lines before the running text."""
    if is_list_page(view):
        return
    head = view.head()
    given = view.given("date")
    dateline = _dateline(view, head) if given is None or given > view.begin() else None
    title = view.given("title")
    lines = title_lines(view, head, dateline) if title is None else []  # in later rounds, most pages have one
    if lines:
        found, rank = choose_title(view, lines, dateline)
        if found:
            yield from title_verdicts(view, found, rank)
            yield from _underline(view, found[-1] + 1)
            title = found[0]
    if title is None:
        return
    if dateline:
        yield from _dates(view, dateline, head)
    elif view.given("date") is None:
        from archtool.judge.opening import opening_date

        yield from opening_date(view)
    yield from _other_dates(view, [index for index in head if index > title])
    yield from _standfirst(view, head, title, dateline)
    yield from _kinds(view, head, title, dateline)
    yield from _bylines(view, [index for index in head if index > title])
    day = dateline.at if dateline and dateline.iso else given
    if day is not None and title < day < view.begin():
        yield from _beside_date(view, title, day)


def _underline(view: View, index: int) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of a row of signs under the title, as plain-text tools underline headings."""
    if index < len(view.blocks) and view.blocks[index].tight and view.open(index):
        text = view.blocks[index].text
        if len(text) >= UNDERLINE and text[0] in UNDERLINES and len(set(text)) == 1:
            yield index, Verdict(REMOVED, "title/underline", note="signs under the title")


def is_list_page(view: View) -> bool:
    """Return whether the page is a list of many documents."""
    key = ("list page", "")
    if key not in view.memo:
        lines = [block.text for block in view.blocks[:LIST_PAGE_LINES]]
        view.memo[key] = bool(view.rules.find_all("chrome", "list", lines))
    return bool(view.memo[key])


def _dateline(view: View, head: Sequence[int]) -> Dateline | None:
    """Return the first dateline of the head, preferring lines near the text, that leaves another line for the title."""
    for index in (*head[-NEAR_TEXT:], *head[:-NEAR_TEXT]):
        found = read_dateline(view, index)
        if found and (index != head[0] or len(head) > 1):
            return found if found.iso else _confirmed(view, found, head)
    return None


def _confirmed(view: View, dateline: Dateline, head: Sequence[int]) -> Dateline:
    """Return the dateline with an ambiguous date resolved by another line of the head, or else unchanged."""
    for index in head:
        other = read_dateline(view, index)
        if other and other.iso and other.iso in dateline.readings:
            return dateline.confirmed(other.iso)
    return dateline


def _dates(view: View, dateline: Dateline, head: Sequence[int]) -> Iterator[tuple[int, Verdict]]:
    """Propose the dateline, and further lines of the head with the same date."""
    if not dateline.iso:
        yield dateline.at, Verdict(KEPT, "doubt/ambiguous-date", note="day and month cannot be told apart")
        return
    if _opens_letter(view, dateline.at):
        yield dateline.at, Verdict(KEPT, "date/letter", dateline.gives, note=dateline.note)
    else:
        yield dateline.at, Verdict(FIELD, "date/dateline", dateline.gives, note=dateline.note)
    numbers = {value.value for value in dateline.gives if value.field == "pair"}
    for index in head:
        if index <= dateline.at:
            continue
        again = read_dateline(view, index)
        if again and again.iso == dateline.iso:
            yield index, Verdict(FIELD, "date/dateline", again.gives)
        elif view.blocks[index].text in numbers:
            yield index, Verdict(REMOVED, "repeat/reference", repeats=dateline.at)


def _opens_letter(view: View, at: int) -> bool:
    """Return whether a greeting and then running text stand under a dateline, which then belongs to a letter."""
    below = view.blocks[at + 1 : at + 3]
    return (
        len(below) == 2
        and len(below[0].text) <= GREETING
        and below[0].text.endswith((",", "،", "，", "!"))
        and not any(map(str.isdigit, below[0].text))
        and is_prose(below[1].text)
    )


def _other_dates(view: View, lines: Sequence[int]) -> Iterator[tuple[int, Verdict]]:
    """Propose lines under the title that give the date of a change."""
    for index in lines:
        found = page_date(view.blocks[index].text)
        if found and found.field == "pair":
            yield index, Verdict(FIELD, "date/of-page", (found,))


def _standfirst(
    view: View, head: Sequence[int], title: int, dateline: Dateline | None
) -> Iterator[tuple[int, Verdict]]:
    """Propose the first sentence under the title, above any dateline, as description; it stays in the text."""
    for index in head:
        if index > title and is_prose(view.blocks[index].text):
            if dateline is None or index < dateline.at:
                said = Candidate("description", view.blocks[index].text, "standfirst", 40)
                yield index, Verdict(KEPT, "description/standfirst", (said,))
            return


def _beside_date(view: View, title: int, day: int) -> Iterator[tuple[int, Verdict]]:
    """Propose short lines between title and date, and those glued under the date, as pairs of the record.

    They name a speaker, an office, a place or a section. Longer ones may be a subtitle, and stay; more of them are a
    menu under the name of a site. Under the date, they stand directly under it with a blank line behind them, where the
    text has one.
    """
    between = range(title + 1, day) if day - title <= MOST_BETWEEN + 1 else range(0)
    lines = [at for at in between if view.blocks[at].tight and _is_name(view, at, SPEAKER_WORDS)]
    end = day + 1
    while end < min(day + 1 + GLUED, len(view.blocks)) and view.blocks[end].tight:
        end += 1
    apart = end < len(view.blocks) and not view.blocks[end].tight and view.running[end]
    if apart and all(not view.open(at) or _is_name(view, at, SECTION_WORDS) for at in range(day + 1, end)):
        lines += range(day + 1, end)
    for index in lines:
        if view.open(index):
            text = view.blocks[index].text
            yield (
                index,
                Verdict(FIELD, "heading/beside-date", (Candidate("pair", text, "beside date", group="heading"),)),
            )


def _is_name(view: View, index: int, most: int) -> bool:
    """Return whether a line is short, begins with no small letter, and is neither a sentence nor a list entry."""
    block = view.blocks[index]
    text = block.text
    begins = not text[0].islower() and block.kind == "paragraph" and not is_detail(text)
    if text.rstrip(" :：") in view.rules.labels or text.endswith((":", "：")):
        return False
    return begins and count_words(text) <= most and not ends_sentence(text) and view.chances[index] < NO_NAME


def _kinds(view: View, head: Sequence[int], title: int, dateline: Dateline | None) -> Iterator[tuple[int, Verdict]]:
    """Propose lines such as ``Press releases`` beside title or dateline as categories, but not entries of a menu."""
    beside = {title, dateline.at if dateline else title}
    for index in head:
        rule = view.rules.kinds.get(view.blocks[index].text)
        if rule and index not in beside and (_near(index, beside, 1) or _is_set_off_near(view, index, beside)):
            yield index, Verdict(FIELD, rule.id, (Candidate("categories", view.blocks[index].text, rule.id),))


def _near(index: int, places: set[int], most: int) -> bool:
    return any(abs(index - place) <= most for place in places)


def _is_set_off_near(view: View, index: int, places: set[int]) -> bool:
    """Return whether a line stands between blank lines not far from one of ``places``: further up it is a menu's."""
    after = index + 1
    alone = not view.blocks[index].tight and (after >= len(view.blocks) or not view.blocks[after].tight)
    return alone and _near(index, places, NEAR_KIND)


def _bylines(view: View, lines: Sequence[int]) -> Iterator[tuple[int, Verdict]]:
    """Propose lines such as ``By Jane Doe`` under the title as authors."""
    for index in lines[:NEAR]:
        names = read_byline(view.blocks[index].text)
        if names:
            gives = tuple(Candidate("authors", name, "byline", 30) for name in names)
            yield index, Verdict(FIELD, "author/byline", gives)
