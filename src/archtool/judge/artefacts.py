"""Remove what an archive or a saving program added to an HTML page: bars, banners, headers, institutions' notices.

Run first for HTML pages. ``artefacts/`` finds the elements; here the blocks inside them are removed, and the
information in them (address, date of capture) goes to the record.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View
from archtool.model import REMOVED, Verdict


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the blocks in elements that are not the page's own."""
    if not view.pieces.artefacts:
        return
    from archtool.artefacts.elements import blocks_inside

    for artefact in view.pieces.artefacts:
        gives = artefact.gives
        for index in blocks_inside(view.blocks, artefact.nodes):
            if view.open(index):
                yield index, Verdict(REMOVED, artefact.rule, gives)
                gives = ()
