"""Paragraphs that a dump has broken into lines of one width: newsletters, mail, old text files.

``text.py`` gives the lines; this joins those that were broken because the next word did not fit. The test is the one
that breaking used: each line but the last is so long that the first word of the next would have passed the width.
Verse, tables and lists fail it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archtool.model import Block

NARROWEST, WIDEST = 50, 100  # columns of a page that was broken into lines
MIN_LINES = 3  # lines of a paragraph that alone shows the width of a page
SHARE = 0.5  # of the width: no line of a broken paragraph but its last is shorter


def join(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` with the lines of each broken paragraph as one block."""
    width = _width(blocks)
    if not width:
        return list(blocks)
    joined: list[Block] = []
    for run in _runs(blocks):
        if len(run) > 1 and _was_broken(run, width):
            joined.append(_one(run))
        else:
            joined.extend(run)
    return joined


def _runs(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks in runs without a blank line between."""
    runs: list[list[Block]] = []
    for block in blocks:
        if runs and block.tight and block.kind == "paragraph" and runs[-1][-1].kind in ("paragraph", "item"):
            runs[-1].append(block)
        else:
            runs.append([block])
    return runs


def _width(blocks: Sequence[Block]) -> int:
    """Return the width to which the page was broken; 0 where no paragraph shows one."""
    width = max((len(block.text) for block in blocks), default=0)
    if not NARROWEST <= width <= WIDEST:
        return 0
    shown = [
        run for run in _runs(blocks) if len(run) >= MIN_LINES and _was_broken(run, max(len(line.text) for line in run))
    ]
    return width if any(max(len(line.text) for line in run) > width - 12 for run in shown) else 0


def _was_broken(run: Sequence[Block], width: int) -> bool:
    """Return whether each line of a run ends where the next word would not have fitted."""
    for line, following in pairwise(run):
        size = len(line.text)
        if size < width * SHARE or size + 1 + len(following.text.split(None, 1)[0]) <= width - SLACK:
            return False
    return any(line.text[-1:].isalnum() or line.text.endswith(",") for line in run[:-1])


SLACK = 4  # columns: indents and marks that are no longer there


def _one(run: Sequence[Block]) -> Block:
    return run[0]._replace(text=" ".join(block.text for block in run), end=run[-1].end)
