"""The patterns of the words around names of authors, made of ``rules/bylines.toml`` when they are first used.

For ``authors.py``.
"""

from __future__ import annotations

import re
from functools import cache

from archtool.rules.words import any_byline_word, byline_words
from archtool.startup.patterns import compiled

DENSE = "\u2e80"  # from here on, Unicode has the scripts of East Asia
MARKS = "|•·⋅∙●"  # between the parts of a line, inside brackets of a pattern
COLON = "[:：՝]"
DENSE_COLON = "[:：/／・]"
LABEL_ENDS = ":：՝/／・"


@cache
def first_words() -> frozenset[str]:
    """Return the first words of all that can begin a byline."""
    words = [*byline_words("by"), *byline_words("by", "labels"), *byline_words("before_by")]
    starts = {word.replace("\\", "").split()[0] for word in words}
    return frozenset(starts | set(byline_words("sentence", "first")))


@cache
def nobody() -> re.Pattern[str]:
    """Return a pattern of what stands where a name should and names nobody: ``admin``."""
    return compiled(any_byline_word("nobody"), re.IGNORECASE)


@cache
def role() -> re.Pattern[str]:
    """Return a pattern of a job before a full name: ``Chefredakteur Per Aasen``."""
    return compiled(rf"^(?:[^\W\d_][\w-]*[-\s])?\w*(?:{any_byline_word('roles')})\s+(?=\S+\s+\S)", re.IGNORECASE)


@cache
def by() -> re.Pattern[str]:
    """Return a pattern of a word for "by" in a line; Chinese names follow theirs without a blank."""
    named = []
    for key, gap in (("labels", False), ("words", True)):
        words = sorted(byline_words("by", key), key=len, reverse=True)
        spaced = "|".join(word for word in words if word < DENSE)
        dense = "|".join(word for word in words if word >= DENSE)
        mark = rf"(?:\s*{COLON}\s*|\s+)" if gap else rf"\s*{COLON}\s*"
        named += [rf"(?<![^\W_])(?:{spaced}){mark}(?=[^\W\d_])", rf"(?:{dense})\s*{DENSE_COLON}{'?' * gap}\s*(?=\w)"]
    return compiled("|".join(named), re.IGNORECASE)


@cache
def behind() -> re.Pattern[str]:
    """Return a pattern of a name at the beginning of a line, its group 1, and the word for its author behind it.

    The line ends there, or an address, a date or a mark follows.
    """
    words = any_byline_word("by", "behind")
    return compiled(rf"[\s\[(]*([^\W\d_]{{2,5}})\s?(?:{words})(?=\s*(?:$|[^\w\s,.:'\"]|[\d,]|\S+@))")


@cache
def not_by() -> re.Pattern[str]:
    """Return a pattern of what stands before a word for "by" where somebody did something else: ``Photo``."""
    return compiled(rf"(?<![^\W_])(?:{any_byline_word('not_by')})\s*(?:[:/|&-]\s*)?$", re.IGNORECASE)


def says_other_work(text: str) -> bool:
    """Whether a text has words that say what else somebody did, before a name: ``Edited by``, ``Video von``."""
    return any(by().match(text, hit.end()) for hit in _other_work().finditer(text))


@cache
def _other_work() -> re.Pattern[str]:
    return compiled(rf"(?<![^\W_])(?:{any_byline_word('not_by')})\s+", re.IGNORECASE)


def end_of_by(text: str) -> int:
    """Return where the words for "by" at the beginning of a line end (``Written by``); 0 if it has none."""
    before = _before_by().match(text)
    hit = (by().match(text, before.end()) if before else None) or by().match(text)
    return hit.end() if hit else 0


@cache
def _before_by() -> re.Pattern[str]:
    return compiled(rf"(?:{any_byline_word('before_by')}|{any_byline_word('sentence')})\s+", re.IGNORECASE)


@cache
def sentence() -> re.Pattern[str]:
    """Return a pattern of the beginning of a sentence that says who wrote."""
    return compiled(any_byline_word("sentence"), re.IGNORECASE)


@cache
def stop() -> re.Pattern[str]:
    """Return a pattern of what ends the names in a line: a mark, a number, a word such as ``on``."""
    marks = r"[|•·●»›@(\[\n]|(?<!\w)\d|//|\s[-–—~]\s"
    return compiled(rf"{marks}|(?<![^\W_])(?:{any_byline_word('stop')})(?![^\W_])", re.IGNORECASE)


@cache
def between() -> re.Pattern[str]:
    """Return a pattern of what stands between two names."""
    marks = rf"(?:(?<!\s)\s+)?(?:[;{MARKS}/\n\t]"
    return compiled(rf"{marks}|\s(?:{any_byline_word('between')})\s|\s?&\s?)\s*", re.IGNORECASE)


def without_lead(text: str) -> str:
    """Return ``text`` without what stands before the first name: ``By``, ``Interview:``."""
    hit = _lead().match(text)
    if hit is None:
        hit = by().match(text)
        if hit is None:
            return text
        certain = hit[0].rstrip(" :：՝").casefold() in byline_words("before")
        if "a" <= text[hit.end()] <= "z" and not certain:  # ``Text and interview``
            return text
    return text[hit.end() :]


@cache
def _lead() -> re.Pattern[str]:
    words = [word for word in byline_words("before") if word not in byline_words("by")]
    return compiled(
        rf"(?:{'|'.join(words)})(?:\s*{COLON}\s*|\s+|$)|(?:{any_byline_word('glued_before')})(?=\w)", re.IGNORECASE
    )


@cache
def of_firm() -> re.Pattern[str]:
    """Return a pattern of a firm or a place behind a name: ``of Example Ltd``."""
    return compiled(rf"(?<![,\s])[,\s]+(?:{any_byline_word('of_firm')})\s+(?=[A-Z]).*$")


@cache
def tail() -> re.Pattern[str]:
    """Return a pattern of what follows names: a mark and more, a bracket, a date, a sentence about the author."""
    return compiled(
        rf"\s*(?:[{MARKS}/]\s.*|\s[-–—]\s.*|\((?:@|http|\d|{any_byline_word('in_brackets')}).*"
        rf"|,?\s+(?:{any_byline_word('in_dateline', 'to_date')})\s+\w*\s?\d.*|\b(?:{any_byline_word('after')})\b.*)$",
        re.IGNORECASE,
    )


@cache
def degree() -> re.Pattern[str]:
    """Return a pattern of a degree behind a name: ``MD``."""
    return compiled(rf"(?:[A-Z]\.?){{2,}}[®™]?(?:-[A-Z\d]+)?(?:\s*\(\w+\))?(?:\s+\d+)?|{any_byline_word('degrees')}")


@cache
def job() -> re.Pattern[str]:
    """Return a pattern of the word for a job."""
    return compiled(rf"\b(?:{any_byline_word('jobs')})\b", re.IGNORECASE)


@cache
def job_behind() -> re.Pattern[str]:
    """Return a pattern of a job behind a full name without a comma: ``Jane Doe Political Reporter``."""
    job = rf"(?:(?:{any_byline_word('beats')})\s+){{0,3}}(?:{any_byline_word('roles')}|reporters?|writer)"
    return compiled(rf"(?<=\S)\s+{job}$", re.IGNORECASE)
