"""Remove lines that the tool which made a dump printed into it, wherever they stand.

Run first for dumps. ``blocks/tool_marks.py`` finds these lines, each proven by the dump as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View
from archtool.model import REMOVED, Verdict

RULES = {"address": "dump/link-list", "sheet": "dump/sheet", "ruler": "dump/ruler"}


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of lists of addresses, heads and feet of sheets, drawn lines; what front matter gives."""
    key = ("tool marks", "")
    if key in view.memo:
        return
    view.memo[key] = True
    for index, block in enumerate(view.blocks):
        if block.kind in RULES:
            yield index, Verdict(REMOVED, RULES[block.kind])
    if view.blocks and view.blocks[0].kind == "front":
        from archtool.judge.front_matter import verdicts

        yield from verdicts(view)
