"""Labels of the content system and what stands under them: fields near the title, closing lists under the text.

A label is one by place. Near the title, a chain of labels may stand before the text begins. Under the text, labels
count from the first one after which nothing but labels, values and furniture follows to the end of the page. A label
line anywhere else is a heading or a quotation: it stays, and so does a lone ordinary word without a second label to
confirm it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from archtool.fields.dates import parse_date
from archtool.judge.closing import closing_lists
from archtool.judge.marks import Mark, find_marks, of_the_page
from archtool.judge.values import TOPIC_LIMIT, Labelled, has_copies, verdicts_of
from archtool.judge.view import View, is_prose
from archtool.model import KEPT, Candidate, Verdict

HEAD_LINES = 40
PARAGRAPHS = 6  # a summary of more paragraphs than this is the text


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose verdicts for labels near the title and under the text, and for their values."""
    marks = find_marks(view)
    yield from _first_of_many(view, marks)
    marks = of_the_page(marks)
    if not marks:
        return
    tail = closing_lists(view, marks)
    head = _head(view, marks, tail[0].mark.at if tail else len(view.blocks))
    accepted = head + tail
    rest = [mark for mark in marks if not mark.value and all(mark.at != item.mark.at for item in accepted)]
    if _trusted(view, head, tail, rest):
        yield from verdicts_of(view, accepted)
    else:
        for item in accepted:
            yield item.mark.at, Verdict(KEPT, "doubt/lone-label", note=f"{item.mark.name!r} may be a label")


def _first_of_many(view: View, marks: Sequence[Mark]) -> Iterator[tuple[int, Verdict]]:
    """The date of the first post is that of the page; the line stays, since every post has one."""
    counts = Counter(mark.name for mark in marks)
    for mark in marks:
        if mark.rule.field == "date" and counts[mark.name] > 1 and mark.value:
            iso = parse_date(mark.value)
            if iso:
                yield mark.at, Verdict(KEPT, "date/first-post", (Candidate("date", iso, "first post", 70),))
            return


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
