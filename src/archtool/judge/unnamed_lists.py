"""Find closing lists of topics under unknown labels: the same run of lines stands on the page again.

Run after ``labels.py``. Content systems print a tree of topics twice, and print topics once more among the sections. So
a run of short lines below the text that returns is a list of topics, and the line above it its label. A line behind it
that does not return, with lines under it that do, is the next label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archtool.judge.marks import LABEL_LIMIT, Mark, is_detail, parted
from archtool.judge.values import TOPIC_LIMIT, Labelled, has_copies, keys_of, verdicts_of
from archtool.judge.view import View, ends_sentence, is_prose
from archtool.model import KEPT, Verdict
from archtool.rules.model import Rule

WHOLE_SITE = 150  # lines; larger pages have menus of their site, some of them twice
NEAR, MOST = 12, 80  # lines below the text within which such lists begin; their most lines
FEWEST = 4  # least lines of a list without a known label
SHEET = 2  # lines ``Name: value`` directly under the title that show what they are
RULE = Rule("label/unnamed", "label", "", (), (), field="topics", takes="list")
PAIR = RULE._replace(field="pair", takes="line")


class Run(NamedTuple):
    """Consecutive short lines, and which of them stand in it more than once."""

    lines: Sequence[int]
    again: Sequence[bool]


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose lists of topics under the text, and pairs beside known labels, whose labels are unknown."""
    yield from verdicts_of(view, [*_above_label(view), *_under_title(view), *_beside_fields(view)])
    _, last = view.stretch()
    if last < 0 or len(view.blocks) > WHOLE_SITE:
        return
    keys, _ = keys_of(view)
    above: set[str] | None = None
    for run in _runs(view, last + 1):
        if run.lines[0] > last + NEAR or len(run.lines) > MOST:
            return  # menus of the site, printed twice
        if True not in run.again:
            continue
        above = set(keys[: view.begin()]) if above is None else above
        if any(keys[index] in above or _is_furniture(view, index) for index in run.lines):
            continue
        found = list(_lists(view, run))
        if found and any(has_copies([keys[index] for index in item.values]) for item in found):
            yield from verdicts_of(view, found)
            return


def _above_label(view: View) -> Iterator[Labelled]:
    """Yield label and value: two short lines, set off from the text, directly above a known label."""
    for index, verdict in enumerate(view.verdicts):
        if index < len(("text", "name", "value")) or verdict is None or view.verdicts[index - 1] is not None:
            continue
        if not verdict.rule.startswith("label/") or not view.blocks[index].tight:
            continue
        value, name = index - 1, index - 2
        lines = [view.blocks[at].text for at in (name, value)]
        apart = view.blocks[value].tight and not view.blocks[name].tight and (view.running[name - 1] or name == 0)
        if apart and view.open(name) and view.open(value) and all(map(_is_short, lines)):
            yield Labelled(_mark(view, name, PAIR), (value,))


def _under_title(view: View) -> Iterator[Labelled]:
    """Yield lines between title and text that end with a colon, each with the line under it, near known labels."""
    title = view.given("title")
    if title is None:
        return
    end = view.begin()
    known = any(verdict is not None and verdict.rule.startswith("label/") for verdict in view.verdicts[title:end])
    for index in range(title + 1, end - 1 if known else 0):
        name, value = view.blocks[index], view.blocks[index + 1]
        if (
            name.text.endswith((":", "："))
            and _is_short(name.text)
            and value.tight
            and _is_short(value.text.rstrip(":"))
        ):
            if view.open(index) and view.open(index + 1):
                yield Labelled(_mark(view, index, PAIR), (index + 1,))
            elif view.open(index) and view.verdicts[index + 1].field == "date":  # type: ignore[union-attr]
                yield Labelled(_mark(view, index, PAIR), ())


def _beside_fields(view: View) -> Iterator[Labelled]:
    """Yield lines ``Name: value``, also with unknown names, directly above or below a label or the date of the page.

    They stand between title and text, or under the text.
    """
    title = view.given("title")
    if title is None:
        return
    _, last = view.stretch()
    for places in (range(title + 1, view.begin()), range(max(last, title) + 1, len(view.blocks))):
        fields = {index for index in places if _is_field(view, index)}
        first = range(title + 1, title + 1 + SHEET)
        if places.start == first.start and first.stop <= places.stop and all(_is_sheet_line(view, at) for at in first):
            fields.add(title)
        for order in (places, reversed(places)):
            step = 1 if order is places else -1
            for index in order:
                beside = index - step in fields and view.blocks[max(index, index - step)].tight
                if beside and view.open(index) and is_detail(view.blocks[index].text):
                    fields.add(index)
                    name, _, value = parted(view.blocks[index].text)
                    yield Labelled(Mark(index, view.rules.labels.get(name, PAIR), name, value), ())


def _is_sheet_line(view: View, index: int) -> bool:
    """Return whether a line is ``Name: value`` directly under another, or a field already."""
    return view.blocks[index].tight and (_is_field(view, index) or is_detail(view.blocks[index].text))


def _is_field(view: View, index: int) -> bool:
    """Return whether the line is a label, the value of one, or the date of the page."""
    verdict = view.verdicts[index]
    return verdict is not None and verdict.rule.startswith(("label/", "date/")) and verdict.fate != KEPT


def _is_short(text: str) -> bool:
    return len(text) <= LABEL_LIMIT and not is_prose(text) and not (ends_sentence(text) and len(text.split()) > 3)


def _runs(view: View, start: int) -> Iterator[Run]:
    """Yield the runs of short lines from ``start`` on."""
    keys, _ = keys_of(view)
    lines: list[int] = []
    for index in range(start, len(view.blocks) + 1):
        if index < len(view.blocks) and view.open(index):
            block = view.blocks[index]
            short = len(block.text) <= TOPIC_LIMIT and not is_prose(block.text)
            if short and (block.tight or not lines) and not (ends_sentence(block.text) and " " in block.text):
                lines.append(index)
                continue
        if len(lines) > FEWEST:
            counts = Counter(keys[at] for at in lines)
            yield Run(lines, [counts[keys[at]] > 1 for at in lines])
        lines = [index] if index < len(view.blocks) and view.open(index) else []


def _lists(view: View, run: Run) -> Iterator[Labelled]:
    """Yield the lists of a run: one from the first returning line, the next from the first other line behind it."""
    if True not in run.again:
        return
    begin = run.again.index(True)
    if begin == 0 or len(view.blocks[run.lines[begin - 1]].text) > LABEL_LIMIT:
        return
    end = next((at for at in range(begin, len(run.again)) if not run.again[at]), len(run.again))
    if end - begin < FEWEST:
        return
    if begin == len(("label", "value", "label")):
        yield Labelled(_mark(view, run.lines[0], PAIR), (run.lines[1],))
    yield Labelled(_mark(view, run.lines[begin - 1], RULE), tuple(run.lines[begin:end]))
    if any(run.again[end + 1 :]):
        yield Labelled(_mark(view, run.lines[end], RULE), tuple(run.lines[end + 1 :]))


def _is_furniture(view: View, index: int) -> bool:
    found = view.furniture("below", view.blocks[index].text)
    return found is not None and not found[0].rest


def _mark(view: View, index: int, rule: Rule) -> Mark:
    return Mark(index, rule, view.blocks[index].text.rstrip(" :："))
