"""Remove the name of a language that stands above its code: the code fence gives it.

Run for HTML pages, before ``scorer.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View
from archtool.model import REMOVED, Verdict

NEAR = 3  # blocks above the code: a button may stand between
LABEL = Verdict(REMOVED, "code/label", note="the language of the code below")


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the labels of code blocks."""
    blocks = view.blocks
    if "code" not in view.pieces.reading.walk.kinds:
        return
    from archtool.blocks.html_code import is_label, label_above

    for index, block in enumerate(blocks):
        near = range(max(index - NEAR, 0), index) if block.kind == "code" else ()
        for at in near:
            if view.open(at) and is_label(blocks[at]) and label_above(block) == blocks[at].text.strip().casefold():
                yield at, LABEL
