"""Collect the lines under a label that would be its values if it is one.

Called by ``labels.py`` before the evidence is weighed. The label's rule says how many it takes. A list ends at running
text, at the next label, at furniture of the site, or at a blank line after lines without one.
"""

from __future__ import annotations

from collections.abc import Mapping

from archtool.judge.dateline import page_date
from archtool.judge.marks import Mark, parted
from archtool.judge.values import TOPIC_LIMIT, Labelled
from archtool.judge.view import View, ends_sentence, is_prose
from archtool.startup.patterns import lazy

PARAGRAPHS = 6  # more than this are the text, not a summary
PASSED = 50  # possible labels within one list; bounds the running time
FEW_VALUES = 3  # most lines under a label such as ``Category``, if another label follows
LINES = {"paragraph": PARAGRAPHS + 1, "line": FEW_VALUES + 1}  # lines read, if not a list
# Furniture whose words are never topics.
_ENDS = """share share-on-networks back-to-list neighbour-pages page-buttons counts page-end text-size footer newsletter
dates-of-page"""
ENDS = frozenset(f"chrome/{name}" for name in _ENDS.split())
AHEAD = 20  # most lines of furniture inside a list
NAME_WORDS = 4  # most words before the colon of a fact that is no topic
# An address of mail or of a page, or a telephone number.
CONTACT = lazy(
    r"\S@\w|\(at\)|https?://|\bwww\.|(?:\+|\b00|\()\d[\d ()/.-]{5,20}\d|\b\d{2,5}[-/. ]\d{3,8}[-. ]?\d{2,8}\b"
)


def gather(view: View, mark: Mark, bounds: Mapping[int, bool]) -> Labelled | None:
    """Return a label with its values; ``None`` where the lines below rule out that it is one.

    ``bounds`` are the lines that may be labels, and whether values end there for certain.
    """
    takes = mark.rule.takes
    if mark.value or takes == "text":
        return Labelled(mark, ())
    run = _run(view, mark.at + 1, bounds, LINES.get(takes, len(view.blocks)))
    if not run:
        return Labelled(mark, ())
    if takes == "paragraph":
        return Labelled(mark, _summary(view, run, bounds))
    if takes == "line":
        return _line(view, mark, run, bounds)
    return Labelled(mark, tuple(_list(view, run, bounds.get(run[-1] + 1, False))))


def _summary(view: View, run: range, bounds: Mapping[int, bool]) -> tuple[int, ...]:
    """Return the indices of the paragraphs of a summary: all up to the next label, else the first."""
    if not bounds.get(run[-1] + 1) or len(run) > PARAGRAPHS:
        return tuple(run[:1])
    size = next((at for at, index in enumerate(run) if at and not is_prose(view.blocks[index].text)), len(run))
    return tuple(run[:size])


def _line(view: View, mark: Mark, run: range, bounds: Mapping[int, bool]) -> Labelled | None:
    """Return a label with one line as its value, or with a few if another label follows."""
    text = view.blocks[run[0]].text
    if text.rstrip(" :：") in view.rules.labels and run[0] + 1 < len(view.blocks):
        return Labelled(mark, ())  # followed by the next label: it has no value
    if mark.rule.field in ("date", "modified") and not any(map(str.isdigit, text)):
        return Labelled(mark, ())
    if mark.rule.field == "none":
        return Labelled(mark, tuple(run[:1]) if view.blocks[run[0]].tight and not is_prose(text) else ())
    if is_prose(text) and mark.rule.field != "pair":
        return None
    if mark.rule.field == "authors":
        run = range(run[0], next((at for at in run[1:] if any(map(str.isdigit, view.blocks[at].text))), run[-1] + 1))
    several = mark.rule.field in ("categories", "authors") and len(run) <= FEW_VALUES and bounds.get(run[-1] + 1)
    return Labelled(mark, tuple(run if several and not any(is_prose(view.blocks[at].text) for at in run) else run[:1]))


def _list(view: View, run: range, closed: bool) -> list[int]:
    """Return the indices of a list of topics; ``closed``: another label ends it, so that all of it may be topics."""
    values: list[int] = []
    tight = False
    for index in run:
        block = view.blocks[index]
        text = block.text
        if len(text) > TOPIC_LIMIT or is_prose(text) or (ends_sentence(text) and len(text.split()) >= 4):
            break
        if values and not block.tight and (tight or view.blocks[values[0]].tight):
            break
        if is_no_topic(text):
            break
        furniture = view.furniture("below", text.capitalize() if text.isupper() else text)
        if furniture and (furniture[0].id in ENDS or not (closed or _goes_on(view, index, furniture[0].rest))):
            break
        tight = tight or (bool(values) and block.tight)
        values.append(index)
    return values


def is_no_topic(text: str) -> bool:
    """Return whether a line is an address, a telephone number, a fact such as ``Views: 12``, or introduces others."""
    name, _, value = parted(text)
    return (
        text.endswith((":", "："))
        or bool(name and any(map(str.isdigit, value)) and len(name.split()) <= NAME_WORDS)
        or CONTACT.search(text) is not None
        or page_date(text) is not None
    )


def _goes_on(view: View, index: int, section: bool) -> bool:
    """Return whether a list continues after a line that may be furniture: a topic may be called ``Archives``.

    The name of a section counts as a topic where nothing stands under it.
    """
    if section:
        text = view.blocks[index].text
        if " " in text:
            return False
        if _stood_above(view, index):
            return True
        ahead = index + 1
        return ahead >= len(view.blocks) or not view.blocks[ahead].tight or not view.open(ahead)
    for ahead in range(index, min(index + AHEAD, len(view.blocks))):
        if not view.blocks[ahead].tight:
            return False
        if not view.furniture("below", view.blocks[ahead].text):
            return True
    return False


def _stood_above(view: View, index: int) -> bool:
    """Return whether the same line stands further up on the page."""
    key = ("first lines", "")
    if key not in view.memo:
        first: dict[str, int] = {}
        for at, block in enumerate(view.blocks):
            first.setdefault(block.text, at)
        view.memo[key] = first
    found: int = view.memo[key][view.blocks[index].text]
    return found < index


def _run(view: View, start: int, bounds: Mapping[int, bool], most: int) -> range:
    """Return the open blocks from ``start`` to the next label, at most ``most`` of them."""
    passed = 0
    end = min(start + most, len(view.blocks))
    for index in range(start, end):
        ends = bounds.get(index)
        if ends is not None:
            passed += 1
        if ends or passed > PASSED or view.verdicts[index] is not None:
            return range(start, index)
    return range(start, end)
