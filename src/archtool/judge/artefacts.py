"""What an archive or a saving tool put into the page: toolbars, headers, banners known by their element.

These blocks are no part of the page at all, so they are judged first; what the elements tell (address, time of
capture, that the page is an archived one) goes to the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.artefacts import blocks_inside, inspect
from archtool.judge.view import View
from archtool.model import REMOVED, Candidate, Verdict


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the blocks inside artefacts."""
    root = _root(view)
    if root is None:
        return
    for artefact in inspect(root, view.reading.walk.tokens):
        gives: tuple[Candidate, ...] = artefact.gives
        for index in blocks_inside(view.blocks, artefact.nodes):
            if view.open(index):
                yield index, Verdict(REMOVED, artefact.rule, gives)
                gives = ()


def _root(view: View) -> Any:
    """Return the topmost element above the first block's text; ``None`` where there is none."""
    if view.page.form != "html" or view.reading is None:
        return None
    node = next((node for block in view.blocks for node in block.nodes[:1]), None)
    while node is not None and node.parent is not None:
        node = node.parent
    return node
