"""Remove the table of contents of a dump: a line such as ``Contents`` over lines that return below as headings.

Run after ``heading.py``. Such a list is a table of contents only if most of its entries return below; otherwise it is
the document's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View, is_prose
from archtool.model import REMOVED, Verdict
from archtool.startup.patterns import lazy

FEWEST = 2  # entries that return as headings
SHARE = 0.6  # of the entries that must return
MOST = 300  # lines
RULE = "chrome/contents"
_NUMBER = lazy(r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,6}\.?|[IVX]{1,5}\.) ")  # before an entry: ``2.1 History``


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of a table of contents."""
    for index in view.lines_of("chrome", "contents"):
        if view.open(index):
            entries = list(_entries(view, index))
            again = _returning(view, entries)
            if again:
                yield index, Verdict(REMOVED, RULE)
                for at in entries[: again[-1] + 1]:
                    yield at, Verdict(REMOVED, RULE, note="stands again below as a heading")
                return


def _entries(view: View, start: int) -> Iterator[int]:
    """Yield the indices of the short lines directly under the word."""
    for index in range(start + 1, min(start + MOST, len(view.blocks))):
        if not view.open(index) or is_prose(view.blocks[index].text):
            return
        if not view.blocks[index].tight and index > start + 1:
            return
        yield index


def _returning(view: View, entries: list[int]) -> list[int]:
    """Return the entries that return below, if they are most of those up to the last of them."""
    if not entries:
        return []
    seen: set[str] = set()
    names = [bare(view.blocks[index].text) for index in entries]
    for place, name in enumerate(names):
        if name in seen:  # a second time: the text begins here
            entries[place:] = []
            break
        seen.add(name)
    rest = {bare(block.text) for block in view.blocks[entries[-1] + 1 :]}
    again = [place for place in range(len(entries)) if names[place] and names[place] in rest]
    return again if len(again) >= FEWEST and len(again) >= SHARE * (again[-1] + 1) else []


def bare(entry: str) -> str:
    """Return an entry or a heading without its number and page number.

    >>> bare("2.1 History"), bare("History ........ 12"), bare("III. History")
    ('History', 'History', 'History')
    """
    number = _NUMBER.match(entry)
    return entry[number.end() if number else 0 :].rstrip("0123456789").rstrip(" .·…")
