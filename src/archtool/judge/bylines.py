"""Read lines that name the author: ``By Jane Doe``, ``Par Jean Dupont``, ``EEAS Press Team``.

Used by the judges of headings and footers.
"""

from __future__ import annotations

import re
from functools import cache

from archtool.rules.words import any_byline_word
from archtool.startup.patterns import compiled, lazy

_NAME = lazy(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,5}")


def read_byline(text: str) -> list[str]:
    """Return the authors named in a byline; an empty list for any other line.

    >>> read_byline("By Jane Doe and John Smith"), read_byline("By the river")
    (['Jane Doe', 'John Smith'], [])
    """
    if len(text) > 120:
        return []
    if _team().fullmatch(text):
        return [text]
    found = _by().fullmatch(text)
    if not found:
        return []
    names = [name for name in _between().split(found.group(1).strip(" .")) if name]
    return names if names and all(_is_name(name) for name in names) else []


def _is_name(name: str) -> bool:
    words = name.split()
    if not _NAME.fullmatch(name) or len(words) > 6:
        return False
    upper = sum(word[0].isupper() or not word[0].islower() for word in words)
    return words[0][0].isupper() or not words[0][0].islower() if upper * 2 >= len(words) else False


@cache
def _team() -> re.Pattern[str]:
    return compiled(rf"(?:[A-Z][\w&.'’-]*\s+){{1,5}}(?:{any_byline_word('in_dump', 'team')})")


@cache
def _by() -> re.Pattern[str]:
    by, before = any_byline_word("in_dump", "by"), any_byline_word("in_dump", "before_by")
    return compiled(rf"(?:(?:{before})\s+)?(?:{by})\s*:?\s+(\S.{{2,100}})")


@cache
def _between() -> re.Pattern[str]:
    return compiled(rf"\s+(?:{any_byline_word('in_dump', 'between')})\s+|\s*[,;]\s*")
