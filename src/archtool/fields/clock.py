"""The time of day behind a date: ``10:00``, ``um 14.30 Uhr``, ``T09:26:03+02:00``; for ``dates.py``.

The words around it are data, in ``rules/dates.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from archtool.rules.cache import load_made
from archtool.rules.words import any_of
from archtool.startup.patterns import compiled

_TIME = (
    r"(?i)[ ,T\-–|@•·]*(?:(?:BEFORE|-) ?)?"
    r"(?<!\d)\d{1,2}(?:[:h]\d\d|\.\d\d(?= ?(?:UNITS|[ap]\.?m)))(?::\d\d)?(?:[.,]\d{1,9})?"
    r"(?: ?[ap]\.?m\.?(?!\w)| ?(?:UNITS)| ?(?:OTHERS)\b)?"
    r"(?: ?(?:Z\b|\(?(?:[A-Z]{2,4}T|(?-i:[ECMP]T)|UTC|GMT)(?![a-z])(?: ?[+-]\d\d:?\d\d)?\)?|[+-]\d\d:?\d\d))?"
)


@cache
def time_of_day() -> re.Pattern[str]:
    """Return a pattern of the time of day, to be matched where a date ends."""
    clock: dict[str, str] = load_made("dates.toml", _clock)
    pattern = _TIME.replace("BEFORE", clock["before"])
    return compiled(pattern.replace("UNITS", clock["units"]).replace("OTHERS", clock["other_units"]))


def _clock(tables: dict[str, Any]) -> dict[str, str]:
    return {key: any_of(words) for key, words in tables["clock"].items()}
