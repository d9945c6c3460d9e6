"""Remove archive notices: whole short lines above the title or between it and the text, and pieces glued to the title.

Run before the title is sought. The same words inside a text are a quotation and stay. The information in a notice (when
the page was archived or captured, what replaced it) goes to the record; its dates are never the date of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archtool.judge.view import View, is_prose
from archtool.model import REMOVED, Block, Candidate, Verdict
from archtool.rules import Rule, Rulebook


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the notices in the head of a page."""
    titles = 0
    begin = view.begin()
    for index, block in enumerate(view.blocks):
        if block.kind in ("prefix", "suffix"):
            found = view.rules.glued(block.kind, _rejoined(block))
            if found and view.open(index):
                yield index, verdict_of(*found)
        elif view.open(index):
            found = view.notice(block.text)
            if found:
                yield index, verdict_of(*found)
                yield from _date_again(view, index, found[1])
                continue
            titles += len(block.text) > TITLE_LENGTH and not is_prose(block.text)
            if index >= begin or index > HEAD:
                return
            if (_text_begins(view, index) or titles > 1) and not is_prose(block.text):
                return
        elif view.begins_text(index):
            return


CREDIT = 8  # rank: above the copy's own dateline, since a credit line gives the document's date
HEAD = 80  # blocks; a notice stands among the first
TITLE_LENGTH = 60  # characters; the second line of this length ends the head


def _text_begins(view: View, index: int) -> bool:
    """Return whether the text begins with this block, so that what follows is quoted."""
    text = view.blocks[index].text
    label = view.rules.labels.get(text.rstrip(" :："))
    if label is not None and label.takes == "text":
        return True
    return is_prose(text) or (text.endswith((":", "：")) and label is None and len(text.split()) > 3)


def verdict_of(rule: Rule, match: re.Match[str]) -> Verdict:
    """Return the verdict on a notice: removed, with the candidates for the record that it gives."""
    gives = [Candidate(key, "true" if value is True else str(value), rule.id) for key, value in rule.yields]
    for name, value in match.groupdict().items():
        if value:
            gives.append(_candidate(rule.id, name, value.strip()))
    return Verdict(REMOVED, rule.id, tuple(gives))


def _candidate(rule: str, name: str, value: str) -> Candidate:
    """Return the candidate in a named group: an address, a time of capture, the document's own date, or a pair."""
    if name == "date":
        from archtool.fields.dates import parse_date

        iso = parse_date(value)
        return Candidate("date", iso, rule, CREDIT) if iso else Candidate("pair", value, rule, group="date")
    known = name in ("url", "captured")
    return Candidate(name if known else "pair", value, rule, group=name.replace("_", " "))


def unglued(title: str, rules: Rulebook) -> tuple[str, tuple[Candidate, ...]]:
    """Return a title without the notices glued before and behind it, and the candidates these give."""
    gives: tuple[Candidate, ...] = ()
    for place in ("prefix", "suffix"):
        found = rules.glued(place, title)
        if found:
            title = title.replace(found[1].group(), "", 1).strip()
            gives += verdict_of(*found).gives
    return title, gives


def _rejoined(block: Block) -> str:
    """Return a glued piece with a stand-in for the title that it was split from."""
    return f"{block.text} x" if block.kind == "prefix" else f"x {block.text}"


def _date_again(view: View, index: int, match: re.Match[str]) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of a notice's date repeated on the next line (seen on frozen sites of the EU)."""
    after = index + 1
    value = match.groupdict().get("archived_on")
    if value and after < len(view.blocks) and view.open(after):
        text = view.blocks[after].text.strip("() .")
        if text and (text in value or value in text or _same_day(text, value)):
            yield after, Verdict(REMOVED, "notice/date-again", repeats=index)


def _same_day(text: str, other: str) -> bool:
    from archtool.fields.dates import parse_date

    day = parse_date(text, day_first=True) if len(text) < 40 else None
    return day is not None and day == parse_date(other, day_first=True)
