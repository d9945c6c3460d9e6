"""Recognise names of persons, teams and accounts where the markup does not mark them.

``authors.py`` extracts names from bylines and classifies them with this. Given names are data in ``rules/names.toml``,
words of teams and of controls in ``rules/bylines.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from archtool.fields.names_dense import is_dense, is_dense_name
from archtool.rules.cache import load_made
from archtool.rules.words import any_byline_word, byline_words
from archtool.startup.patterns import compiled, lazy

MOST_WORDS = 5  # of a name
FIRST_OTHER = "\u0370"  # from here on, Unicode has other scripts than Latin
INITIALS = 3  # letters of a sign such as ``mf`` or ``PP``, by which nobody knows who wrote
_HOST = lazy(r"(?:[\w-]+\.)+[a-z]{2,6}", re.IGNORECASE)
_INITIAL = lazy(r"[^\W\d_]\.?")
# Letters that have no accent to take away.
_WHOLE_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})


def looks_like_name(text: str) -> bool:
    """Whether ``text`` could be a person's or a team's name where nothing but its place says so: few words, capitals.

    >>> looks_like_name("Jan van der Berg"), looks_like_name("the 17th century"), looks_like_name("Sign in")
    (True, False, False)
    """
    if is_dense(text):
        return is_dense_name(text) or is_team(text)
    words = text.split()
    if not 1 <= len(words) <= MOST_WORDS or (any(char.isdigit() for char in text) and len(words) > 1):
        return False
    if any(word.casefold().strip("’'.,") in byline_words("not_in_names") for word in words):
        return False
    if text[-1] in "!?" and len(words) > 1:
        return False  # ``Coming soon!``
    return not is_small(words[0][0]) and not has_common_word(words)


def is_small(letter: str) -> bool:
    """Whether a letter is a small one of a script that writes names with capitals; Georgian does not."""
    return letter.islower() and letter != letter.title()


def has_common_word(words: list[str]) -> bool:
    """Whether one of the words is in lower case and no particle of a name: ``Extension horticulture educators``."""
    return any(is_small(word[0]) and word.casefold() not in byline_words("particles") for word in words)


def is_person(text: str) -> bool:
    """Whether ``text`` is a person's name for certain: it looks like one and begins with a known given name.

    >>> is_person("Ingrid van der Berg"), is_person("J. Peter Marsh"), is_person("Content Marketing")
    (True, True, False)
    """
    words = text.split()
    while words and words[0].casefold().rstrip(".") in byline_words("titles"):
        del words[0]
    if not 2 <= len(words) <= MOST_WORDS or not looks_like_name(" ".join(words)) or is_team(text):
        return False
    first = words[1] if _INITIAL.fullmatch(words[0]) and len(words) > 2 else words[0]
    return any(part in _given() for part in (_plain(first), _plain(first.partition("-")[0])))


def may_be_person(text: str) -> bool:
    """Whether one of the first words is a given name: a fast check before a line is read as names."""
    return any(_plain(word.partition("-")[0].rstrip(",.")) in _given() for word in text.split(None, 4)[:4])


def is_team(name: str) -> bool:
    """Whether ``name`` is that of a team, a firm, an office or a site rather than a person's.

    >>> is_team("Example Media GmbH"), is_team("Press Team"), is_team("example.org"), is_team("Jane Doe")
    (True, True, True, False)
    """
    return bool(_team().search(name) or _HOST.fullmatch(name))


def without_legal_form(name: str) -> str:
    """Return the name of a firm without its legal form: ``Example`` of ``Example Ltd``; others as they are."""
    bare = name
    while form := _legal().search(bare):
        bare = bare[: form.start()]
    return bare.strip(" ,.&") or name if bare != name else name


def is_account(name: str) -> bool:
    """Whether ``name`` is that of an account: one word in lower case, with digits or marks between its letters."""
    return " " not in name and (name.islower() or "_" in name or any(map(str.isdigit, name)))


def may_be_account(name: str) -> bool:
    """Whether ``name`` could be that of an account: one word in Latin letters; in other scripts it is a common word."""
    return " " not in name and max(name, default="") < FIRST_OTHER


def is_sign(name: str) -> bool:
    """Whether ``name`` is an account or a few initials, over which a person's own name is preferred."""
    return is_account(name) or (len(name) <= INITIALS and name.isupper())


def _plain(word: str) -> str:
    """Return a word in lower case without accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.casefold().translate(_WHOLE_LETTERS))
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn")


@cache
def _given() -> frozenset[str]:
    names: frozenset[str] = load_made("names.toml", _given_names)
    return names


def _given_names(tables: dict[str, Any]) -> frozenset[str]:
    return frozenset(_plain(name) for names in tables["given"].values() for name in names.split())


@cache
def _legal() -> re.Pattern[str]:
    return compiled(rf"(?<![\s,&])[\s,&]+(?:{any_byline_word('legal')})\.?$", re.IGNORECASE)


@cache
def _team() -> re.Pattern[str]:
    words, ends = any_byline_word("teams"), any_byline_word("team_ends")
    return compiled(rf"(?:(?<![^\W_])(?:{words})|(?:{ends}))(?![^\W_])", re.IGNORECASE)
