"""The closing lists of a dump: from which label on the page holds nothing but labels, values and furniture.

For ``labels.py``. Read from the end of the page upwards, label by label, until running text stands between one label
and the next.
"""

from __future__ import annotations

from collections.abc import Sequence

from archtool.judge.marks import Mark
from archtool.judge.values import TOPIC_LIMIT, Labelled
from archtool.judge.view import View, ends_sentence, is_prose
from archtool.rules import Rule

WIDGET_REACH = 60  # blocks above a list among which the section that makes it a widget is sought
LAST_LINES = 3  # short lines of an unknown kind that may follow a line such as "Tags: a, b"
DOUBTED = 3  # topics named like a label that a closing list may hold
AHEAD = 20  # lines of furniture in a row behind which a list may go on


def closing_lists(view: View, marks: Sequence[Mark]) -> list[Labelled]:
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
    values = {index for item in found for index in item.values}
    return [item for item in found[first:] if not _is_widget(view, item, values)]


def _is_widget(view: View, item: Labelled, values: set[int]) -> bool:
    """Return whether a list without a colon stands below a section such as ``Recent posts``: it is the site's own.

    ``values`` are the blocks of all lists: a topic called ``Archives`` is no such section.
    """
    if item.mark.value or item.mark.rule.field not in ("topics", "categories"):
        return False
    for index in range(item.mark.at - 1, max(item.mark.at - WIDGET_REACH, -1), -1):
        text = view.blocks[index].text
        if is_prose(text):
            return False
        found = view.furniture("below", text) if index not in values else None
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
        if furniture and not (takes == "list" and _goes_on(view, index, furniture[0].rest)):
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


def _goes_on(view: View, index: int, section: bool) -> bool:
    """Return whether a list goes on behind a line that may be furniture: a topic may be called ``Archives``.

    A section's name with nothing under it is no section.
    """
    for ahead in range(index, min(index + AHEAD, len(view.blocks))):
        if not view.blocks[ahead].tight:
            return False
        if not view.furniture("below", view.blocks[ahead].text):
            return True
    return section and index + AHEAD >= len(view.blocks)


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
