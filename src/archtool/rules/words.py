"""Provide word lists of our TOML files, as sets for lookup and as alternatives of a pattern.

Used by ``fields/`` and ``judge/``, so that a language is added in TOML files alone.
"""

from __future__ import annotations

from functools import cache

from archtool.rules.cache import load_toml


def divided(words: str) -> dict[str, None]:
    """Return the words of a list divided by ``|`` between spaces or by line ends, in order.

    >>> list(divided("by | written by\\nvon"))
    ['by', 'written by', 'von']
    """
    return dict.fromkeys(word.strip() for word in words.replace("\n", " | ").split(" | ") if word.strip())


def any_of(words: str) -> str:
    """Return a pattern, without brackets, for any word of such a list."""
    return "|".join(divided(words))


@cache
def words_of(name: str, table: str, key: str = "words") -> dict[str, None]:
    """Return the words of one list of our TOML file of that name."""
    return divided(load_toml(name)[table][key])


@cache
def byline_words(table: str, key: str = "words") -> dict[str, None]:
    """Return the words of one list of ``rules/bylines.toml``."""
    return divided(load_toml("bylines.toml")[table][key])


def any_byline_word(table: str, key: str = "words") -> str:
    """Return a pattern, without brackets, for any word of that list."""
    return "|".join(byline_words(table, key))
