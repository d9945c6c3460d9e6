"""Archive notices: whole short lines above the title or between it and the text, and pieces glued to the title.

The same words in the middle of a text are a quotation and stay. What a notice says (when the page was archived or
captured, what replaced it) goes to the record; such dates are never the date of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archtool.judge.view import View, is_prose
from archtool.model import REMOVED, Block, Candidate, Verdict
from archtool.rules import Rule


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the notices in the head of a page."""
    for index, block in enumerate(view.blocks):
        if block.kind in ("prefix", "suffix"):
            found = view.rules.glued(block.kind, _rejoined(block))
            if found and view.open(index):
                yield index, verdict_of(*found)
        elif view.open(index):
            found = view.rules.find("notice", "above", block.text)
            if found:
                yield index, verdict_of(*found)
                yield from _date_again(view, index, found[1])
            elif is_prose(block.text) or index > HEAD:
                return


HEAD = 80  # blocks; a notice stands among the first


def verdict_of(rule: Rule, match: re.Match[str]) -> Verdict:
    """Return the verdict on a notice: removed, and what it says about the page."""
    gives = [Candidate(key, "true" if value is True else str(value), rule.id) for key, value in rule.yields]
    for name, value in match.groupdict().items():
        if value:
            known = name in ("url", "captured")
            gives.append(Candidate(name if known else "pair", value.strip(), rule.id, group=name.replace("_", " ")))
    return Verdict(REMOVED, rule.id, tuple(gives))


def _rejoined(block: Block) -> str:
    """Return a glued piece with a stand-in for the title that it was split from."""
    return f"{block.text} x" if block.kind == "prefix" else f"x {block.text}"


def _date_again(view: View, index: int, match: re.Match[str]) -> Iterator[tuple[int, Verdict]]:
    """The date of an archive notice, alone on the next line (seen on frozen sites of the EU)."""
    after = index + 1
    value = match.groupdict().get("archived_on")
    if value and after < len(view.blocks) and view.open(after):
        text = view.blocks[after].text.strip("() .")
        if text and (text in value or value in text):
            yield after, Verdict(REMOVED, "notice/date-again", repeats=index)
