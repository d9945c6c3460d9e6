"""Remove furniture at both ends of a small HTML page: rows of links above its text, counters and buttons below it.

The trained model knows modern pages and has little to go by on one of the 1990s, a table of a dozen blocks. Before the
first and after the last running text of such a page, blocks that consist of links are menus, and the lines of
``rules/chrome.toml`` are furniture as in a dump.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View, is_prose
from archtool.model import REMOVED, Block, Verdict

SMALL = 40  # blocks; on larger pages the model has enough to go by
LINE = 40  # most characters of a menu entry
LINKED = 0.9  # least share of a menu's characters that are links
ROW = 2  # links in one block that make it a row of links
MENU = "chrome/menu"


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of furniture at the edges of the text."""
    reading = view.pieces.reading
    size = len(view.blocks)
    if reading is None or size > SMALL:
        return
    prose = [index for index, block in enumerate(view.blocks) if is_prose(block.text)]
    if not prose:
        return
    title = view.given("title") or 0
    titled = set(view.blocks[title].text.casefold().split())
    menu = -1  # index of the last block of a menu
    found: dict[int, str] = {}
    for place, indices in (("above", range(prose[0])), ("below", range(prose[-1] + 1, size))):
        for index in indices:
            if view.open(index):
                rule = _furniture(view, place, index, 1 if index < title else ROW)
                if not rule and menu == index - 1 >= 0 and index < title:
                    # The menu's entry for the page itself is not a link.
                    rule = MENU if titled.issuperset(view.blocks[index].text.casefold().split()) else ""
                menu = index if rule == MENU else menu
                if rule:
                    found[index] = rule
    text = {block.group for index, block in enumerate(view.blocks) if view.open(index) and index not in found}
    for index, rule in found.items():
        block = view.blocks[index]
        # Under the text, a list is a menu as a whole or not at all.
        if rule != MENU or index < prose[0] or block.kind != "item" or block.group not in text:
            yield index, Verdict(REMOVED, rule)


def _furniture(view: View, place: str, index: int, fewest: int) -> str:
    """Return the rule id by which a block is furniture, or an empty string. ``fewest`` links make it a menu.

    Under the title, one link alone may be an entry of the page's own list.
    """
    block = view.blocks[index]
    lines = block.text.split("\n")
    reading = view.pieces.reading
    anchors = reading.walk.anchors[reading.places[index]]
    linked = anchors >= fewest and reading.linked(index) >= LINKED * sum(map(len, lines))
    if linked and block.kind != "heading" and len(block.text) <= LINE * anchors and not _within_page(block):
        return MENU
    if block.kind == "row" and " | " in block.text:  # a table of facts: ``Copyright evidence date | 2007``
        return ""
    rules = [found[0].id if found else "" for found in (view.furniture(place, line) for line in lines)]
    return rules[0] if all(rules) else ""


def _within_page(block: Block) -> bool:
    """Whether all links of a block point into the page, as in a table of contents."""
    links = [node.parent.attributes.get("href") or "" for node in block.nodes if node.parent and node.parent.tag == "a"]
    return bool(links) and all(link.startswith("#") for link in links)
