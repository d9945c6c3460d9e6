"""Read lines that name the author: ``By Jane Doe``, ``Par Jean Dupont``, ``EEAS Press Team``.

Used by the judges of headings and footers.
"""

from __future__ import annotations

import re
from functools import cache

from archtool.fields.authors import begins_with_by, names_in_line
from archtool.fields.names import is_small
from archtool.rules.words import any_byline_word, byline_words
from archtool.startup.patterns import compiled, lazy

# Vowel signs of Indic and Thai words are no letters of words for a pattern.
_WORD = r"[^\W\d_][\w.'’\u0900-\u0eff-]*"
_NAME = lazy(rf"{_WORD}(?:\s+{_WORD}){{0,5}}")


def read_byline(text: str) -> list[str]:
    """Return the authors named in a byline; an empty list for any other line.

    >>> read_byline("By Jane Doe and John Smith"), read_byline("By the river")
    (['Jane Doe', 'John Smith'], [])
    """
    if not text.strip() or len(text) > 120:
        return []
    if _team().fullmatch(text):
        return [text]
    if begins_with_by(text, labelled=True):
        names = list(names_in_line(text))
    else:
        found = _by().fullmatch(text) if text.split(None, 1)[0].rstrip(":") in _first_words() else None
        names = [name for name in _between().split(found.group(1).strip(" .")) if name] if found else []
    return names if names and all(_is_name(name) for name in names) else []


def _is_name(name: str) -> bool:
    words = name.split()
    if not _NAME.fullmatch(name) or len(words) > 6:
        return False
    return not is_small(words[0][0]) and 2 * sum(is_small(word[0]) for word in words) <= len(words)


@cache
def _team() -> re.Pattern[str]:
    return compiled(rf"(?:[A-Z][\w&.'’-]*\s+){{1,5}}(?:{any_byline_word('in_dump', 'team')})")


@cache
def _first_words() -> frozenset[str]:
    """Return the first words of all bylines without a label, so that the pattern is compiled for few pages."""
    words = [*byline_words("in_dump", "by"), *byline_words("in_dump", "before_by")]
    return frozenset(word.split()[0] for word in words)


@cache
def _by() -> re.Pattern[str]:
    words = sorted(byline_words("in_dump", "by"), key=len, reverse=True)
    nouns = [word for word in words if word.casefold() in byline_words("by", "labels")]  # ``Haber Process``
    free = [word for word in words if word not in nouns]
    by = rf"(?:{'|'.join(free)})\s*:?\s+|(?:{'|'.join(nouns)})\s*:\s*"
    return compiled(rf"(?:(?:{any_byline_word('in_dump', 'before_by')})\s+)?(?:{by})(\S.{{1,100}})")


@cache
def _between() -> re.Pattern[str]:
    return compiled(rf"\s+(?:{any_byline_word('in_dump', 'between')})\s+|\s*[,;]\s*")
