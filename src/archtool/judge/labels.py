"""Find labels of the content system and their values: fields near the title, closing lists under the text of a dump.

Run after the notices and before ``heading.py``. ``marks.py`` finds lines that may be labels, ``gather.py`` their
values, ``evidence.py`` weighs what stands around each, and ``values.py`` gives the verdicts. Each label is judged by
its neighbourhood alone: an unknown line disables nothing above or below it. Where the evidence is weak, the line stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from archtool.fields.dates import parse_date
from archtool.judge.evidence import DOUBTED, ENOUGH, Evidence
from archtool.judge.gather import gather
from archtool.judge.marks import Mark, enumerated, find_marks, of_the_page
from archtool.judge.values import Labelled, verdicts_of
from archtool.judge.view import View
from archtool.model import KEPT, Candidate, Verdict


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose verdicts for labels near the title and under the text, and for their values."""
    marks = find_marks(view)
    yield from _first_of_many(view, marks)
    words = enumerated(marks)
    for mark in words:
        yield mark.at, Verdict(KEPT, "doubt/lone-label", note=f"{mark.name!r} may be a label")
    taken = {mark.at for mark in words}
    marks = [mark for mark in of_the_page(view, marks) if mark.at not in taken]
    if not marks:
        return
    accepted, doubted = _weigh(view, marks)
    yield from verdicts_of(view, accepted)
    for item in doubted:
        for index in (item.mark.at, *item.values):
            yield index, Verdict(KEPT, "doubt/lone-label", note=f"{item.mark.name!r} may be a label")


def _weigh(view: View, marks: Sequence[Mark]) -> tuple[list[Labelled], list[Labelled]]:
    """Return the labels with enough evidence, with their values, and the doubtful ones.

    Works upwards from the end of the page: a line that is no label may be a value of the label above it.
    """
    evidence = Evidence(view, marks)
    accepted: list[Labelled] = []
    doubted: list[Labelled] = []
    bounds = {mark.at: bool(mark.value) or not mark.rule.weak for mark in marks}
    for mark in reversed(marks):
        item = gather(view, mark, bounds)
        if item is None:
            continue
        found = evidence.of(item)
        if found >= ENOUGH:
            accepted.append(item)
            bounds[mark.at] = True
        elif found >= DOUBTED and evidence.doubted(item):
            doubted.append(item)
    accepted.reverse()
    accepted = evidence.confirmed(accepted)
    taken = {index for item in accepted for index in (item.mark.at, *item.values)}
    return accepted, [item for item in doubted if item.mark.at not in taken]


def _first_of_many(view: View, marks: Sequence[Mark]) -> Iterator[tuple[int, Verdict]]:
    """Propose the date of the first post as that of the page; the line stays, since every post has one."""
    counts = Counter(mark.name for mark in marks)
    for mark in marks:
        if mark.rule.field == "date" and counts[mark.name] > 1 and mark.value:
            iso = parse_date(mark.value)
            if iso:
                yield mark.at, Verdict(KEPT, "date/first-post", (Candidate("date", iso, "first post", 70),))
            return
