"""Find where labels can stand in a dump, and which lines are the values of one.

For ``templates_labels.py``, which finds the labels, and for the survey of a site's template, which has to skip labels
and values.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import NamedTuple

from archtool.corpus.templates_page import NUMBERS, PART, PROSE, SHORT, STAYS, TIGHT, TITLE, VALUE
from archtool.corpus.templates_store import StoredPage

LONGEST = 40  # values of one list


class Zones(NamedTuple):
    """The indices of the lines of a dump before and after its running text."""

    head: range
    tail: range


def zones(page: StoredPage, shared: Container[int]) -> Zones | None:
    """Return where labels can stand on a page; ``None`` if it is HTML or has no running text of its own."""
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


def can_be_value(page: StoredPage, index: int, template: Container[int]) -> bool:
    """Whether a line is short, kept, and not template."""
    flags = page.flags[index]
    return bool(flags & VALUE) and page.hashes[index] not in template


def values_of(
    page: StoredPage, index: int, where: Zones, labels: Container[int], template: Container[int]
) -> list[int]:
    """Return the indices of the values of the label at ``index``: one near the title, a list under the text."""
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


def is_whole(page: StoredPage, index: int, labels: Container[int]) -> bool:
    """Whether a line is a label with its value behind a colon."""
    after = index + 1
    return after < len(page.hashes) and bool(page.flags[after] & PART) and page.hashes[after] in labels


def labels_of(page: StoredPage, where: Zones, labels: Container[int]) -> list[int]:
    """Return the indices of the labels of a page, those above the text first."""
    ends = (*where.head, *where.tail)
    return [index for index in ends if page.hashes[index] in labels and can_be_label(page.flags[index])]


def labels_and_values(
    shared: Container[int], labels: Container[int], template: Container[int]
) -> Callable[[StoredPage], set[int]]:
    """Return a function that returns the indices of the labels and values of a page, which are not template."""

    def of_page(page: StoredPage) -> set[int]:
        where = zones(page, shared)
        found: set[int] = set()
        if where is None:
            return found
        for index in labels_of(page, where, labels):
            whole = index - 1 if page.flags[index] & PART else index
            found.update((whole, *values_of(page, index, where, labels, template)))
        return found

    return of_page
