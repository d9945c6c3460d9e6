"""Find the date of publication in the first paragraphs of a dump. Called by ``heading.py`` if there is no dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archtool.fields.dates import find_dates
from archtool.judge.dateline import HAS_DATE
from archtool.judge.dateline_words import dateline_words
from archtool.judge.day_order import day_first_of
from archtool.judge.view import View, is_prose
from archtool.model import KEPT, Candidate, Verdict
from archtool.startup.patterns import compiled, lazy

HEAD_BLOCKS, OPENING, OPENING_LENGTH = 80, 2, 300
_CITY = lazy(r"[^\W\d_][\w .'’-]{1,40}(?:,\s[^\W\d_][\w .]{1,30})?[,(]?\s*\(?")
_DASH = lazy(r"\)?[\s,.]*(?:[-–—]|/)")


def opening_date(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose a date that the first paragraphs present as that of publication; the paragraph stays.

    ``BRUSSELS, 28 May 2018 - Ministers agreed ...``; ``Press release issued by the ministry on 11 December 2023.``
    """
    paragraphs = [
        index for index, block in enumerate(view.blocks[:HEAD_BLOCKS]) if view.open(index) and is_prose(block.text)
    ]
    for index in paragraphs[:OPENING]:
        text = view.blocks[index].text[:OPENING_LENGTH]
        if not HAS_DATE.search(text):
            continue
        for match in find_dates(text, day_first=day_first_of(view.page.body)):
            if match.iso is None or not match.precise:
                continue
            begins = _CITY.fullmatch(text[: match.start]) and _DASH.match(text, match.end)
            if begins or _issued().search(text[: match.start]):
                yield index, Verdict(KEPT, "date/opening", (Candidate("date", match.iso, "first paragraph", 40),))
                return


@cache
def _issued() -> re.Pattern[str]:
    words = dateline_words()
    weekday = rf"\w+(?:{words['weekday_ends']}),?\s+"
    return compiled(rf"\b(?:{words['issued']})\b[^.!?]{{0,80}}\b(?:{words['issued_on']})\s+(?:{weekday})?$", re.I)
