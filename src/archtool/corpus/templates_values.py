"""Where labels can stand on the page of a dump, and which lines are the values behind one.

For ``templates_labels.py``, which finds out which lines are labels, and for the survey of a site's template, to which
labels and values do not belong.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import NamedTuple

from archtool.corpus.templates_page import NUMBERS, PART, PROSE, SHORT, STAYS, TIGHT, TITLE, VALUE
from archtool.corpus.templates_store import Seen

LONGEST = 40  # values of one list


class Zones(NamedTuple):
    """The indices of a dump before its running text and behind it."""

    head: range
    tail: range


def zones(page: Seen, shared: Container[int]) -> Zones | None:
    """Return where labels can stand on a page; ``None`` where it has no running text of its own, or is no dump."""
    prose = [
        index
        for index, flags in enumerate(page.flags)
        if flags & PROSE and flags & STAYS and page.hashes[index] not in shared
    ]
    if page.format == "html" or not prose:
        return None
    return Zones(range(prose[0]), range(prose[-1] + 1, len(page.hashes)))


def can_be_label(flags: int) -> bool:
    """Whether a line is short and has no number; it may have been taken for a title."""
    return bool(flags & (STAYS | TITLE)) and flags & (SHORT | NUMBERS) == SHORT


def can_be_value(page: Seen, index: int, template: Container[int]) -> bool:
    """Whether a line is short, and neither removed nor template."""
    flags = page.flags[index]
    return bool(flags & VALUE) and page.hashes[index] not in template


def values_of(page: Seen, index: int, where: Zones, labels: Container[int], template: Container[int]) -> list[int]:
    """Return the indices of the values behind the label at ``index``: one near the title, a list under the text."""
    found: list[int] = []
    inline = page.flags[index] & PART
    limit = 1 if index in where.head and not inline else LONGEST
    for at in range(index + 1, len(page.hashes)):
        ends = found and not page.flags[at] & TIGHT and page.flags[found[0]] & TIGHT
        if len(found) >= limit or ends or inline != page.flags[at] & PART or not can_be_value(page, at, template):
            break
        if not inline and (page.hashes[at] in labels or is_whole(page, at, labels)):
            break
        found.append(at)
    return found


def is_whole(page: Seen, index: int, labels: Container[int]) -> bool:
    """Whether a line is a label with its value behind a colon."""
    after = index + 1
    return after < len(page.hashes) and bool(page.flags[after] & PART) and page.hashes[after] in labels


def labels_of(page: Seen, where: Zones, labels: Container[int]) -> list[int]:
    """Return the indices of the labels of a page, those above the text first."""
    ends = (*where.head, *where.tail)
    return [index for index in ends if page.hashes[index] in labels and can_be_label(page.flags[index])]


def settled(shared: Container[int], labels: Container[int], template: Container[int]) -> Callable[[Seen], set[int]]:
    """Return the function that gives the indices of the labels and values of a page, which are no template."""

    def of_page(page: Seen) -> set[int]:
        where = zones(page, shared)
        found: set[int] = set()
        if where is None:
            return found
        for index in labels_of(page, where, labels):
            whole = index - 1 if page.flags[index] & PART else index
            found.update((whole, *values_of(page, index, where, labels, template)))
        return found

    return of_page
