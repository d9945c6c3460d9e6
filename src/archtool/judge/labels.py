"""Labels of the content system and what stands under them: fields near the title, closing lists under the text.

A label is one by place. Near the title, a chain of labels may stand before the text begins. Under the text, labels
count from the first one after which nothing but labels, values and furniture follows to the end of the page. A label
line anywhere else is a heading or a quotation: it stays, and so does a lone ordinary word without a second label to
confirm it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archtool.fields.dates import parse_date
from archtool.judge.values import Labelled, has_copies, verdicts_of
from archtool.judge.view import View, ends_sentence, is_prose
from archtool.model import KEPT, Candidate, Verdict
from archtool.patterns import lazy
from archtool.rules import Rule

LABEL_LIMIT = 60  # characters of a label
INLINE_LIMIT = 400  # characters of a line that is label and value
RECORD_LABELS = 3  # labels of object records that make a page one
SHEET_LINE = lazy(r"[^\W\d_][\w .&/'’()-]{0,40}[:：]\s*\S")
SHEET_REACH = 30  # lines
CLOSED_SYSTEMS = frozenset({"EEAS"})  # systems all of whose labels are known
PER_ITEM = frozenset({"pair", "date", "modified", "authors", "title", "url"})  # fields that each post of a forum has
TOPIC_LIMIT = 120  # characters of a topic
PARAGRAPHS = 6  # a summary of more paragraphs than this is the text


class Mark(NamedTuple):
    """A line that may be a label: where, which rule, the label as written, the value behind its colon if any."""

    at: int
    rule: Rule
    name: str
    value: str = ""


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose verdicts for labels near the title and under the text, and for their values."""
    marks = find_marks(view)
    yield from _first_of_many(view, marks)
    marks = _of_the_page(marks)
    if not marks:
        return
    tail = _tail(view, marks)
    head = _head(view, marks, tail[0].mark.at if tail else len(view.blocks))
    accepted = head + tail
    rest = [mark for mark in marks if not mark.value and all(mark.at != item.mark.at for item in accepted)]
    if _trusted(view, head, tail, rest):
        yield from verdicts_of(view, accepted)
    else:
        for item in accepted:
            yield item.mark.at, Verdict(KEPT, "doubt/lone-label", note=f"{item.mark.name!r} may be a label")


def find_marks(view: View) -> list[Mark]:
    """Return the open blocks that are a known label, alone or with a value behind a colon."""
    labels = view.rules.labels
    marks: list[Mark] = []
    for index, block in enumerate(view.blocks):
        text = block.text
        if not view.open(index) or len(text) > INLINE_LIMIT:
            continue
        bare = text.rstrip(" :：\u00a0") if len(text) <= LABEL_LIMIT else ""
        if bare in labels:
            marks.append(Mark(index, labels[bare], bare))
            continue
        name, colon, value = _parted(text) if block.kind != "label" else _unmarked(text, labels)
        if colon and name in labels and value:
            marks.append(Mark(index, labels[name], name, value))
    return _of_records(view, _of_one_system(marks))


def _of_records(view: View, marks: list[Mark]) -> list[Mark]:
    """Return the marks without words of object records and data sheets, where the page is no such record.

    ``Culture``, ``Place`` and ``Length`` are labels where several of them stand together; alone they are topics, menu
    entries, or a line of a table whose other lines no label is known for.
    """
    names = {mark.name for mark in marks if mark.rule.cms == "museum" or (mark.rule.field == "pair" and not mark.value)}
    is_record = len(names) >= RECORD_LABELS
    known = {mark.at for mark in marks}
    found = []
    for mark in marks:
        bare = not mark.value and not view.blocks[mark.at].text.endswith((":", "："))
        bare_pair = mark.rule.field == "pair" and mark.rule.weak and bare
        if not is_record and (mark.rule.cms == "museum" or bare_pair):
            continue
        if mark.value and mark.rule.weak and _in_unknown_sheet(view, mark.at, known):
            continue
        found.append(mark)
    return found


def _in_unknown_sheet(view: View, at: int, known: set[int]) -> bool:
    """Return whether most lines of the run of ``name: value`` lines around a block have names that are not known."""
    first, last = at, at
    while first > 0 and view.blocks[first].tight and SHEET_LINE.match(view.blocks[first - 1].text):
        first -= 1
        if at - first > SHEET_REACH:
            break
    while last + 1 < len(view.blocks) and view.blocks[last + 1].tight and SHEET_LINE.match(view.blocks[last + 1].text):
        last += 1
        if last - at > SHEET_REACH:
            break
    unknown = sum(index not in known for index in range(first, last + 1))
    return unknown * 2 > last + 1 - first


def _of_one_system(marks: list[Mark]) -> list[Mark]:
    """Return the marks without ordinary words, where a label of one content system shows which labels it has."""
    lists = [mark.rule for mark in marks if mark.rule.field in ("topics", "categories") and not mark.rule.weak]
    systems = {rule.cms for rule in lists if rule.cms in CLOSED_SYSTEMS}
    if not systems:
        return marks
    return [mark for mark in marks if not mark.rule.weak or mark.rule.cms in systems or mark.value]


def _of_the_page(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks without labels that each item of a page has (the posts of a forum)."""
    counts = Counter(mark.name for mark in marks)
    return [mark for mark in marks if counts[mark.name] == 1 or mark.rule.field not in PER_ITEM]


def _first_of_many(view: View, marks: Sequence[Mark]) -> Iterator[tuple[int, Verdict]]:
    """The date of the first post is that of the page; the line stays, since every post has one."""
    counts = Counter(mark.name for mark in marks)
    for mark in marks:
        if mark.rule.field == "date" and counts[mark.name] > 1 and mark.value:
            iso = parse_date(mark.value)
            if iso:
                yield mark.at, Verdict(KEPT, "date/first-post", (Candidate("date", iso, "first post", 70),))
            return


def _parted(text: str) -> tuple[str, str, str]:
    """Return the label before the first colon of a line, the colon, and the value behind it."""
    at = min((at for at in (text.find(":"), text.find("：")) if 0 < at <= LABEL_LIMIT), default=-1)
    if at < 0:
        return "", "", ""
    return text[:at].rstrip(" \u00a0"), text[at], text[at + 1 :].strip(" \u00a0|·")


def _unmarked(text: str, labels: Mapping[str, Rule]) -> tuple[str, str, str]:
    """Return label and value of a piece such as ``Posted in News``, which was split from a line at its bars."""
    for words in (2, 1):
        parts = text.split(None, words)
        name = " ".join(parts[:words])
        if len(parts) > words and name in labels:
            return name, " ", parts[words]
    return "", "", ""


def _trusted(view: View, head: Sequence[Labelled], tail: Sequence[Labelled], rest: Sequence[Mark]) -> bool:
    """Return whether the labels found confirm each other."""
    accepted = [*head, *tail]
    names = {item.mark.name for item in accepted}
    strong = any(not item.mark.rule.weak or item.mark.value for item in accepted)
    if head and not tail and rest and not any(item.mark.value for item in head):
        return False  # labels explained one by one in the text: a manual
    return len(names) >= 2 or strong or any(has_copies(view, item) for item in accepted)


def _head(view: View, marks: Sequence[Mark], stop: int) -> list[Labelled]:
    """Return the labels near the title with their values, up to the one under which the text begins."""
    by_index = {mark.at: mark for mark in marks}
    near = frozenset(view.head())
    found: list[Labelled] = []
    index, lines = 0, 0
    while index < stop and lines < HEAD_LINES:
        block = view.blocks[index]
        mark = by_index.get(index)
        if mark is None:
            if view.open(index) and is_prose(block.text) and index not in near:
                break
            lines += view.open(index)
            index += 1
            continue
        item = _head_item(view, mark, by_index, stop)
        if item is None:
            break
        found.append(item)
        if mark.rule.takes == "text":
            break
        index = max(index, *item.values) + 1 if item.values else index + 1
    return found


HEAD_LINES = 40
WIDGET_REACH = 60  # blocks above a list among which the section that makes it a widget is sought
LAST_LINES = 3  # short lines of an unknown kind that may follow a line such as "Tags: a, b"
DOUBTED = 3  # topics named like a label that a closing list may hold


def _head_item(view: View, mark: Mark, marks: dict[int, Mark], stop: int) -> Labelled | None:
    """Return a label near the title with its values; ``None`` where what follows cannot be its value."""
    takes = mark.rule.takes
    if mark.value or takes == "text":
        return Labelled(mark, ())
    run = _run(view, mark.at + 1, marks, stop)
    if not run:
        return Labelled(mark, ())
    if takes == "paragraph":
        closed = run[-1] + 1 in marks
        return Labelled(mark, tuple(run if closed and len(run) <= PARAGRAPHS else run[:1]))
    text = view.blocks[run[0]].text
    if takes == "line":
        tight = view.blocks[run[0]].tight
        if mark.rule.field == "none":
            return Labelled(mark, tuple(run[:1]) if tight and not is_prose(text) else ())
        if is_prose(text) and mark.rule.field != "pair":
            return None
        return Labelled(mark, tuple(run[:1]))
    values: list[int] = []
    for index in run:
        block = view.blocks[index]
        if is_prose(block.text) or len(block.text) > TOPIC_LIMIT or (values and not block.tight):
            break
        values.append(index)
    return Labelled(mark, tuple(values)) if values else None


def _run(view: View, start: int, marks: dict[int, Mark], stop: int) -> list[int]:
    """Return the open blocks from ``start`` to the next label."""
    run: list[int] = []
    for index in range(start, stop):
        if index in marks:
            break
        if view.open(index):
            run.append(index)
        else:
            break
        if len(run) > TOPIC_LIMIT:
            break
    return run


def _tail(view: View, marks: Sequence[Mark]) -> list[Labelled]:
    """Return the labels from which on the page holds nothing but labels, values and furniture."""
    end = len(view.blocks)
    found: list[Labelled] = []
    doubted = 0
    for mark in reversed(marks):
        item = _tail_item(view, mark, end)
        if item is None:
            doubted += 1  # a topic may be called like a label: the label above it will tell
            if doubted > DOUBTED or not mark.rule.weak or mark.value:
                break
            continue
        found.append(item)
        end = mark.at
    found.reverse()
    # A label above the closing lists with nothing under it is not known to belong to them.
    first = next((at for at, item in enumerate(found) if item.mark.value or item.values), len(found))
    return [item for item in found[first:] if not _is_widget(view, item)]


def _is_widget(view: View, item: Labelled) -> bool:
    """Return whether a list without a colon stands below a section such as ``Recent posts``: it is the site's own."""
    if item.mark.value or item.mark.rule.field not in ("topics", "categories"):
        return False
    for index in range(item.mark.at - 1, max(item.mark.at - WIDGET_REACH, -1), -1):
        text = view.blocks[index].text
        if is_prose(text):
            return False
        found = view.furniture("below", text)
        if found and (found[0].rest or found[0].id == "chrome/previous-next"):
            return True
    return False


def _tail_item(view: View, mark: Mark, end: int) -> Labelled | None:
    """Return a closing label with its values; ``None`` where text follows it before the next label."""
    values: list[int] = []
    takes = mark.rule.takes
    for index in range(mark.at + 1, end):
        block = view.blocks[index]
        if not view.open(index):
            continue
        furniture = view.furniture("below", block.text)
        if furniture:
            if _rest_is_furniture(view, index, end, furniture[0].rest):
                break
            return None
        if mark.value and not mark.rule.weak and end == len(view.blocks) and _nearly_ends(view, index):
            break
        ends = bool(values) and not block.tight and view.blocks[values[0]].tight
        if ends and end == len(view.blocks) and _nearly_ends(view, index):
            break
        if mark.value or takes == "text" or ends or not _fits(view, mark.rule, index, len(values)):
            return None
        values.append(index)
    return Labelled(mark, tuple(values))


def _nearly_ends(view: View, start: int) -> bool:
    """Return whether no more than a few short lines stand from ``start`` to the end of the page."""
    rest = [view.blocks[index].text for index in range(start, min(start + LAST_LINES + 1, len(view.blocks)))]
    return len(rest) <= LAST_LINES and not any(is_prose(text) for text in rest)


def _fits(view: View, rule: Rule, index: int, taken: int) -> bool:
    """Return whether the block can be one more value of a closing label."""
    block = view.blocks[index]
    if rule.takes == "list":
        return len(block.text) <= TOPIC_LIMIT and not (is_prose(block.text) or _is_sentence(block.text))
    if rule.field == "pair":
        return taken == 0
    limit = 3 if rule.field in ("categories", "authors") else 1
    return taken < limit and not is_prose(block.text)


def _is_sentence(text: str) -> bool:
    """Return whether a line ends like a sentence of several words (``U.S.`` and ``Inc.`` do not)."""
    return ends_sentence(text) and len(text.split()) >= 4


def _rest_is_furniture(view: View, start: int, end: int, rest: bool) -> bool:
    """Return whether from ``start`` on no text stands before ``end``."""
    if rest:
        return True
    return not any(view.open(index) and is_prose(view.blocks[index].text) for index in range(start, end))
