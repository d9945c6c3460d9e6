"""Names of authors out of what pages print or declare: without "By", addresses, handles, degrees and job titles.

``fields/structured.py`` uses this on metadata and bylines of HTML; what is left is a tuple of names, empty where the
text names nobody. The words around names are data, in ``rules/bylines.toml``.
"""

from __future__ import annotations

import re
from functools import cache

from archtool.fields.dates import find_dates
from archtool.fields.datewords import fold, load_words
from archtool.rules.words import any_byline_word, byline_words
from archtool.startup.patterns import compiled, lazy

LONGEST = 100  # Characters of one name; a longer text is a sentence or a biography.
MOST_WORDS = 8
LEAD = 30  # characters in which the first word of a line stands
MOST_NAME = 5  # words of a name in a line
SHORT_DAY = 3  # letters of a weekday's short name

_AUTHOR_OF = lazy(r"(?<![,\s])[,\s]+(?:[Ff]or|at|of|from|in)\s+(?=[A-Z]).*$")
# Addresses, also those hidden as "<jane at example dot org>", brackets, and signs.
_NOISE = lazy(
    r"https?://\S*|www\.\S+|[^\s@,;()<>]++@[^\s.,;()<>]++\.[^\s,;()<>]++|<[^<>]*>|^content:|(?<!\w)@\w+|\([^)]*\)|\[[^\]]*\]|[©®™✔✓☑✍✎∙]|\u200b|\u00ad"
)
_MAIL = lazy(r"\(?[^\s@,;()<>]++@[^\s.,;()<>]++\.[^\s,;()<>]++\)?")
_TEMPLATE = lazy(r"[{}<>=%]|\w{2,}\.\w{2,}\.\w{2,}")
_INITIAL = lazy(r"[^\W\d_]\s[^\W\d_]\.$")
_LETTERS = lazy(r"[^\W\d_]")
_HOST = lazy(r"(?:[\w-]+\.)+[a-z]{2,6}", re.IGNORECASE)
_MARK_FIRST = lazy(r"[^|•·/]{0,3}[|•·/]")


def clean_names(text: str, site: str | None = None) -> tuple[str, ...]:
    """Return the names in ``text``, which is known to name authors; the site's own name is none.

    >>> clean_names("By Jane Doe, MD and John Smith, Senior Editor")
    ('Jane Doe', 'John Smith')
    >>> clean_names("Jane Doe <jane at example dot org>")
    ('Jane Doe',)
    >>> clean_names("Doe, Jane"), clean_names("https://example.org/jane"), clean_names("admin")
    (('Jane Doe',), (), ())
    """
    text = _NOISE.sub(" ", " ".join(text.strip().replace("\n", " ; ").split())[: LONGEST * 10])
    previous = None
    while previous != text:
        previous = text
        text = _lead().sub("", text.strip(" \t,:;–—-|•·"), count=1)
    names: list[str] = []
    for part in _split(text):
        name = _tidy(part)
        if name and name.casefold() not in (known.casefold() for known in names) and not _same(name, site):
            names.append(name)
    return tuple(names)


def looks_like_name(text: str) -> bool:
    """Whether ``text`` could be a person's or a team's name where nothing but its place says so: few words, capitals.

    >>> looks_like_name("Jan van der Berg"), looks_like_name("the 17th century"), looks_like_name("Sign in")
    (True, False, False)
    """
    words = text.split()
    if not 1 <= len(words) <= 5 or (any(char.isdigit() for char in text) and len(words) > 1):
        return False
    if any(word.casefold().strip("’'.,") in byline_words("not_in_names") for word in words):
        return False
    # Scripts without capitals have no lower case either: what is not lower case may begin a name.
    return (
        all(not word[0].islower() or word.casefold() in byline_words("particles") for word in words)
        and not words[0][0].islower()
    )


def _split(text: str) -> list[str]:
    """Divide a byline into names; what follows a comma may be a name, a degree, a job or the given name."""
    parts: list[str] = []
    # What follows a full name behind a comma as one word is a place: ``Ida Holm, Lindvik``.
    for piece in _between().split(_tail().sub("", text) if not _MARK_FIRST.match(text) else text):
        names = [name.strip() for name in piece.split(",") if name.strip()]
        if len(names) == 2 and " " not in names[0] and not _is_title(names[1]) and len(names[1].split()) <= 2:
            names = [f"{names[1]} {names[0]}"]  # ``Doe, Jane``
        full = bool(names) and " " in names[0] and not names[0].isupper()
        parts += [
            name for at, name in enumerate(names) if not at or not (_is_title(name) or (full and " " not in name))
        ]
    return parts


def _is_title(text: str) -> bool:
    """Whether a part after a comma is a degree or a job rather than one more name."""
    return bool(_degree().fullmatch(text) or _job().search(text) or _role().match(f"{text} - -") or text[:1].islower())


def _tidy(name: str) -> str:
    name = _AUTHOR_OF.sub("", name).rstrip(" \t,:;–—-|•·\"'“”*")
    initial = _INITIAL.search(name)  # ``Piet H.``: its stop is part of it
    name = name.strip(" \t.,:;–—-|•·\"'“”*") + ("." if initial else "")
    words = name.split()
    while len(words) > 1 and not name.isupper() and _degree().fullmatch(words[-1].strip(",.")):
        if words[-1].strip(",.") in ("II", "III", "Jr", "Sr"):
            break
        words.pop()
    name = " ".join(words)
    if not name or len(name) > LONGEST or len(words) > MOST_WORDS or not _LETTERS.search(name):
        return ""
    if len(words) > 1 and any(word.strip(".,").isdigit() for word in words):
        return ""  # ``November 24``: a date, a count.
    if _TEMPLATE.search(name):
        return ""  # ``page.head.extra.author``, ``{{author}}``: a template that nobody filled.
    is_day = len(name) <= SHORT_DAY and fold(name) in load_words().weekdays
    if is_day or _nobody().fullmatch(name):
        return ""
    if words[-1].casefold() in byline_words("by") or _role().fullmatch(f"{name} "):
        return ""  # ``Disko Von``: whose name follows elsewhere; ``Writer``: a job
    return _role().sub("", name) if " " in name else name


def is_team(name: str) -> bool:
    """Whether ``name`` is that of a team, a firm, an office or a site rather than a person's.

    >>> is_team("Example Media GmbH"), is_team("Press Team"), is_team("example.org"), is_team("Jane Doe")
    (True, True, True, False)
    """
    return bool(_team().search(name) or _HOST.fullmatch(name))


def is_account(name: str) -> bool:
    """Whether ``name`` is that of an account: one word in lower case, with digits or marks between its letters."""
    return " " not in name and (name.islower() or "_" in name or any(map(str.isdigit, name)))


def names_in_line(text: str) -> tuple[str, ...]:
    """Return the names that a line about the page gives behind a word for "by", wherever that stands.

    >>> names_in_line("Posted in Boats by Jane Doe on May 3, 2019"), names_in_line("5.1.2020 | Autor: jane | Abgelegt")
    (('Jane Doe',), ('jane',))
    """
    text = _MAIL.sub(" ", text)
    for match in reversed(find_dates(text)):
        text = f"{text[: match.start]} | {text[match.end :]}"
    for hit in _by().finditer(text):
        if _not_by().search(text, 0, hit.start()):
            continue
        rest = text[hit.end() :]
        end = _stop().search(rest)
        names = clean_names(rest[: end.start()] if end else rest)
        if names and all(len(name.split()) <= MOST_NAME for name in names):
            return names
    return ()


def may_begin_with_by(text: str) -> bool:
    """Whether the first word of a line can begin words for "by": asked of many lines, before the pattern."""
    first = text[:LEAD].split(None, 1)
    return bool(first) and (text[0] >= DENSE or first[0].rstrip(":：").casefold() in _first_words())


def begins_with_by(text: str, labelled: bool = False) -> bool:
    """Whether a line begins with words for "by": ``Written by``, ``Von``, ``Ein Artikel von``, ``作者：``.

    ``labelled``: only a label with its colon counts.
    """
    hit = _byline().match(text) if may_begin_with_by(text) else None
    return hit is not None and (not labelled or hit[0].rstrip().endswith((":", "：")))


def _same(name: str, site: str | None) -> bool:
    return bool(site) and _key(name) == _key(site or "")


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


@cache
def _first_words() -> frozenset[str]:
    words = [word.replace("\\", "") for table in ("by", "before_by") for word in byline_words(table)]
    return frozenset(word.split()[0] for word in words)


@cache
def _nobody() -> re.Pattern[str]:
    return compiled(any_byline_word("nobody"), re.IGNORECASE)


@cache
def _team() -> re.Pattern[str]:
    words, ends = any_byline_word("teams"), any_byline_word("team_ends")
    return compiled(rf"(?:(?<![^\W_])(?:{words})|(?:{ends}))(?![^\W_])", re.IGNORECASE)


@cache
def _role() -> re.Pattern[str]:
    """Return a pattern of a job before a full name: ``Chefredakteur Per Aasen``."""
    return compiled(rf"^(?:[^\W\d_][\w-]*[-\s])?\w*(?:{any_byline_word('roles')})\s+(?=\S+\s+\S)", re.IGNORECASE)


@cache
def _by() -> re.Pattern[str]:
    """Return a pattern of a word for "by" in a line; Chinese names follow theirs without a blank."""
    words = sorted(byline_words("by"), key=len, reverse=True)
    spaced = "|".join(word for word in words if word < DENSE)
    dense = "|".join(word for word in words if word >= DENSE)
    named = rf"(?<![^\W_])(?:{spaced})(?:\s*:\s*|\s+)(?=[^\W\d_])|(?:{dense})\s*[:：/]?\s*(?=\w)"
    return compiled(named, re.IGNORECASE)


@cache
def _not_by() -> re.Pattern[str]:
    return compiled(rf"(?<![^\W_])(?:{any_byline_word('not_by')})\s*(?:[:/|&-]\s*)?$", re.IGNORECASE)


@cache
def _byline() -> re.Pattern[str]:
    return compiled(rf"(?:(?:{any_byline_word('before_by')})\s+)?(?:{_by().pattern})", re.IGNORECASE)


@cache
def _stop() -> re.Pattern[str]:
    marks = r"[|•·●»›@(\[\n]|(?<!\w)\d|//|\s[-–—~]\s"
    return compiled(rf"{marks}|(?<![^\W_])(?:{any_byline_word('stop')})(?![^\W_])", re.IGNORECASE)


DENSE = "\u2e80"  # from here on, Unicode has the scripts of East Asia


@cache
def _between() -> re.Pattern[str]:
    marks = r"(?:(?<!\s)\s+)?(?:;|\||•|·|/|\n|\t"
    return compiled(rf"{marks}|\s(?:{any_byline_word('between')})\s|\s?&\s?)\s*", re.IGNORECASE)


@cache
def _lead() -> re.Pattern[str]:
    return compiled(
        rf"^(?:(?:{any_byline_word('before')})(?:\s*[:：]\s*|\s+|$)|(?:记者|記者|作者)(?=\w))", re.IGNORECASE
    )


@cache
def _tail() -> re.Pattern[str]:
    """Return a pattern of what follows names: a mark and more, a bracket, a date, a sentence about the author."""
    return compiled(
        r"\s*(?:[|•·/]\s.*|\s[-–—]\s.*|\((?:he|she|they|@|http|author|pictured|updated|\d).*"
        rf"|,?\s+(?:on|am|le|el|il)\s+\w*\s?\d.*|\b(?:{any_byline_word('after')})\b.*)$",
        re.IGNORECASE,
    )


@cache
def _degree() -> re.Pattern[str]:
    return compiled(rf"(?:[A-Z]\.?){{2,}}[®™]?(?:-[A-Z\d]+)?(?:\s*\(\w+\))?(?:\s+\d+)?|{any_byline_word('degrees')}")


@cache
def _job() -> re.Pattern[str]:
    return compiled(rf"\b(?:{any_byline_word('jobs')})\b", re.IGNORECASE)
