"""The patterns of the words in datelines, made of ``rules/dates.toml`` and ``rules/bylines.toml``.

Used by ``dateline.py`` and ``opening.py``. Each is compiled when a page first needs it.
"""

import re
from functools import cache
from typing import Any

from archtool.rules.cache import load_made
from archtool.rules.words import any_byline_word, any_of
from archtool.startup.patterns import compiled


@cache
def author_before() -> re.Pattern[str]:
    """Return the pattern of a text that names the author in front of the date: ``By Jane Doe on``."""
    by, before, to_date = (any_byline_word("in_dateline", key) for key in ("by", "before_by", "to_date"))
    return compiled(rf"(?:(?:{before})\s+)?(?:{by})\s+(\S.{{1,80}}?)(?:\s+(?:{to_date}))?", re.I)


@cache
def author_behind() -> re.Pattern[str]:
    """Return the pattern of what names the author behind the date: ``by Jane Doe``."""
    return compiled(rf"[\s|·•,–-]*\b(?:{any_byline_word('in_dateline', 'by_behind')})\s*:?\s+(.+)$", re.I)


@cache
def published() -> re.Pattern[str]:
    """Return the pattern of words in front of a date of publication: ``Posted on``."""
    words = dateline_words()
    return compiled(rf"\s*(?:{words['published']})(?:\s+(?:{words['published_on']}))?\s*[:：]?\s*", re.I)


@cache
def time_of_day() -> re.Pattern[str]:
    """Return the pattern of a time of day behind the date: ``at 14:00 CET``."""
    words = dateline_words()
    clock = rf"(?:(?:{words['before_time']})\s+)?\d{{1,2}}[:h.]\d{{2}}(?::\d{{2}})?"
    return compiled(rf"[\s,–-]*{clock}(?:\s*(?:[ap]\.?m\.?|{words['after_time']}|[A-Z]{{2,4}}))?", re.I)


@cache
def reference() -> re.Pattern[str]:
    """Return the pattern of the number of a document behind the date: ``UNIQUE ID: 180528_7``."""
    return compiled(rf"({dateline_words()['reference']})\s*[:.]?\s*([\w/.:-]*\d[\w/.:-]*)")


@cache
def status() -> re.Pattern[str]:
    """Return the pattern of the status of a page behind the date: ``Expired``."""
    return compiled(rf"(?:{dateline_words()['status']})\b", re.I)


@cache
def dateline_words() -> dict[str, str]:
    """Return the words for datelines in ``rules/dates.toml`` as alternatives of patterns."""
    return load_made("dates.toml", _dateline)


def _dateline(tables: dict[str, Any]) -> dict[str, str]:
    return {key: any_of(words) for key, words in tables["dateline"].items()}
