"""Sections of an HTML page that are the site's by their heading: ``Related posts``, ``Share this``, ``Most read``.

The trained model sees most of them; those inside the element of the text look like text to it. The heading names the
section, and the section ends at the next heading of the same rank.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View, is_prose
from archtool.model import REMOVED, Verdict

SECTIONS = frozenset({"chrome/related", "chrome/share"})
OWN = ("see also", "siehe auch", "voir aussi", "véase también", "archives")  # sections that manuals have themselves
FIRST = 0.3  # share of the page's blocks before which no such section begins
LONGEST = 25  # blocks; a longer section is a page's own


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of sections with such a heading, where no running text stands in them."""
    size = len(view.blocks)
    for index in range(int(size * FIRST), size):
        block = view.blocks[index]
        if block.kind != "heading" or not view.open(index):
            continue
        found = view.furniture("below", block.text)
        if not found or found[0].id not in SECTIONS or block.text.casefold().startswith(OWN):
            continue
        section = _section(view, index)
        if len(section) <= LONGEST and not any(is_prose(view.blocks[at].text) for at in section):
            yield from ((at, Verdict(REMOVED, found[0].id)) for at in (index, *section))


def _section(view: View, heading: int) -> list[int]:
    """Return the blocks under a heading, up to the next of its rank or a higher one."""
    found = []
    for index in range(heading + 1, len(view.blocks)):
        block = view.blocks[index]
        if block.kind == "heading" and block.level <= view.blocks[heading].level:
            break
        found.append(index)
    return found
