"""The head of a dump: which line is the title, which the dateline, which names the kind of page, which the author.

A title is found by what stands around it, in this order: a notice glued before it, the same line twice, the dateline
under it, its place at the top. A list page (``Displaying 121 - 130 of 66976``) has many titles and dates and so none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archtool.judge.bylines import read_byline
from archtool.judge.dateline import Dateline, read_dateline
from archtool.judge.view import View, ends_sentence, is_prose
from archtool.model import FIELD, Candidate, Verdict
from archtool.topics import fold

STRONG, WEAK = 10, 30  # ranks: whether more than the place at the top speaks for a title
TITLE_LIMIT = 300  # characters
TITLE_WORDS = 12  # from here on, more words make a line no more of a title
NEAR = 8  # lines above a dateline among which the title is sought
LIST_PAGE_LINES = 12


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose title, date, kind and authors from the lines before the running text."""
    if view.page.form != "text" or is_list_page(view):
        return
    head = view.head()
    dateline = _dateline(view, head) if view.given("date") is None else None
    lines = _title_lines(view, head, dateline)
    title = view.given("title")
    if title is None and lines:
        found, rank = _title(view, lines, dateline)
        if found:
            yield from _title_verdicts(view, found, rank)
            title = found[0]
            lines = [index for index in lines if index not in found]
    if dateline and title is not None:
        rule = "date/dateline" if dateline.iso else "doubt/ambiguous-date"
        yield dateline.index, Verdict(FIELD, rule, dateline.gives)
    yield from _kinds(view, head, title)
    if title is not None:
        yield from _bylines(view, [index for index in lines if index > title])


def is_list_page(view: View) -> bool:
    """Return whether the page is a list of many documents."""
    for block in view.blocks[:LIST_PAGE_LINES]:
        if view.rules.find("chrome", "list", block.text):
            return True
    return False


def _dateline(view: View, head: Sequence[int]) -> Dateline | None:
    """Return the first dateline of the head that leaves another line to be the title."""
    for index in head:
        found = read_dateline(view, index)
        if found and (index != head[0] or len(head) > 1):
            return found
    return None


def _title_lines(view: View, head: Sequence[int], dateline: Dateline | None) -> list[int]:
    """Return the lines of the head that may be a title."""
    counts: dict[str, int] = {}
    for index in head:
        counts[view.blocks[index].text] = counts.get(view.blocks[index].text, 0) + 1
    found = []
    for index in head:
        block = view.blocks[index]
        text = block.text
        if dateline and index == dateline.index or len(text) > TITLE_LIMIT or counts[text] > 2:
            continue
        if text in view.rules.kinds or view.rules.find("chrome", "above", text):
            continue
        if block.kind == "paragraph" and any(char.isalpha() for char in text):
            found.append(index)
    return found


def _title(view: View, lines: Sequence[int], dateline: Dateline | None) -> tuple[list[int], int]:
    """Return the blocks of the title (two for one in capitals over two lines) and how strong the evidence is."""
    for index in lines:
        if index and view.blocks[index - 1].kind == "prefix":
            return _with_next_line(view, index, lines), STRONG
    for first, second in zip(lines, lines[1:], strict=False):
        same = fold(view.blocks[first].text) == fold(view.blocks[second].text)
        if same and len(view.blocks[first].text.split()) > 1 and (not dateline or second < dateline.index + NEAR):
            return [first], STRONG
    if dateline:
        chosen = _near_dateline(view, lines, dateline)
        if chosen is not None:
            return _with_next_line(view, chosen, lines), STRONG
    first = lines[0]
    if _stands_alone(view, first):
        return _with_next_line(view, first, lines), WEAK
    return [], WEAK


def _near_dateline(view: View, lines: Sequence[int], dateline: Dateline) -> int | None:
    """Return the line most like a title just above the dateline, or right under it."""
    above = [index for index in lines if index < dateline.index][-NEAR:]
    scores = {index: _words(view, index) - 1.5 * (len(above) - at) for at, index in enumerate(above)}
    below = next((index for index in lines if index > dateline.index), None)
    if below is not None and not is_prose(view.blocks[below].text) and not ends_sentence(view.blocks[below].text):
        scores[below] = _words(view, below) - 4.5
    return max(scores, key=scores.__getitem__) if scores else None


def _words(view: View, index: int) -> float:
    text = view.blocks[index].text
    words = len(text.split()) if text.isascii() or " " in text else len(text) / 3
    penalty = 6.0 if ends_sentence(text) and words > TITLE_WORDS else 0.0
    return min(words, TITLE_WORDS) - penalty


def _with_next_line(view: View, index: int, lines: Sequence[int]) -> list[int]:
    """Return a title's line, with the neighbour where a title in capitals runs over two lines."""
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


def _title_verdicts(view: View, found: Sequence[int], rank: int) -> Iterator[tuple[int, Verdict]]:
    title = " ".join(view.blocks[index].text for index in found)
    for index in found:
        yield index, Verdict(FIELD, "title/heading", (Candidate("title", title, "line at the top", rank),))


def _kinds(view: View, head: Sequence[int], title: int | None) -> Iterator[tuple[int, Verdict]]:
    """Lines such as ``Press releases`` near the title: the page's category without a label."""
    for index in head:
        rule = view.rules.kinds.get(view.blocks[index].text)
        if rule and index != title and title is not None:
            yield index, Verdict(FIELD, rule.id, (Candidate("categories", view.blocks[index].text, rule.id),))


def _bylines(view: View, lines: Sequence[int]) -> Iterator[tuple[int, Verdict]]:
    """Lines such as ``By Jane Doe`` under the title."""
    for index in lines[:NEAR]:
        names = read_byline(view.blocks[index].text)
        if names:
            gives = tuple(Candidate("authors", name, "byline", 30) for name in names)
            yield index, Verdict(FIELD, "author/byline", gives)


