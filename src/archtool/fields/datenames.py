"""Dates whose month is a name, in any order of day, month and year: ``28 May 2018``, ``2018. május 28.``.

For ``dates.py``. From each year of a line, the days and months beside it are read within a window of fixed size.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archtool.fields.datewords import DateMatch, Words, fold, iso_date, load_words
from archtool.startup.patterns import compiled, lazy

WINDOW = 40  # Characters on each side of a year in which its day and month are sought.
_YEAR = r"(?<![\d.,/])(1[0-9]\d\d|2[0156]\d\d)(?!\d|[.,/]\d)"
_TOKEN = (
    r"(?P<number>\d+)|(?P<word>[^\W\d_][^\s\d\x00-\x26\x28-\x40\x5b-\x60\x7b-\x7f،，。、–—«»“”„…·•|°º]*)"
    r"|(?P<soft>[,.'’\-/–º°ª])|(?P<hard>\S)"
)
_DASHED = lazy(r"\s[-–—]")  # ``… (2005) - May 5``: what follows belongs to something else
_ASCII_WORD = lazy(r"[a-z]{3,}")
_ORDINAL_LETTERS = 4


def named_dates(line: str, lang: str | None, taken: list[tuple[int, int]]) -> Iterator[DateMatch]:
    """Yield the dates of ``line`` whose month is a name; years inside ``taken`` spans belong to other dates."""
    words = load_words()
    place = 0  # In ``taken``, which is in order: one walk through both.
    for year in compiled(_YEAR).finditer(line):
        while place < len(taken) and taken[place][1] <= year.start():
            place += 1
        if place < len(taken) and taken[place][0] <= year.start():
            continue
        window = line[max(0, year.start() - WINDOW) : year.end() + WINDOW]
        if window.isascii() and words.months.keys().isdisjoint(_ASCII_WORD.findall(window.lower())):
            continue  # Most years stand in prose: a cheap way out.
        named = _named_date(line, year, lang, words)
        if named:
            yield named


class _Token(NamedTuple):
    kind: str  # month, day or break
    value: int
    start: int
    end: int
    short: bool = False


def _named_date(line: str, year: re.Match[str], lang: str | None, words: Words) -> DateMatch | None:
    """Read the date that the year belongs to, its month being a name: ``28 May 2018``, ``2018. május 28.`` …"""
    value = int(year.group())
    left = _significant(line, max(0, year.start() - WINDOW), year.start(), words, lang, backwards=True)
    match = _read_side(value, year, left, words)
    if match:
        return match
    right = _significant(line, year.end(), min(len(line), year.end() + WINDOW), words, lang)
    if right and _DASHED.search(line, year.end(), right[0].start):
        right = []
    match = _read_side(value, year, right, words)
    if match:
        return match
    for side in (left, right):
        if side and side[0].kind == "month":
            iso = iso_date(words.gregorian_year(value, side[0].value), side[0].value)
            if iso and not side[0].short:
                return DateMatch(min(side[0].start, year.start()), max(side[0].end, year.end()), iso)
    return None


def _read_side(value: int, year: re.Match[str], side: list[_Token], words: Words) -> DateMatch | None:
    if len(side) < 2 or {side[0].kind, side[1].kind} != {"month", "day"}:
        return None
    month, day = side if side[0].kind == "month" else (side[1], side[0])
    iso = words.to_iso(value, month.value, day.value)
    if not iso:
        return None
    return DateMatch(min(year.start(), month.start, day.start), max(year.end(), month.end, day.end), iso)


def _significant(
    line: str, start: int, end: int, words: Words, lang: str | None, backwards: bool = False
) -> list[_Token]:
    """Return up to two tokens next to the year, day or month; none beyond a word that is neither nor a filler."""
    hits = list(compiled(_TOKEN).finditer(line, start, end))
    if not backwards and hits and _is_suffix(hits[0], start, words, lang):
        del hits[0]  # Glued to the year, ``2018ko`` or ``2018г``: no word of its own.
    groups = _glue(hits, words, lang)
    found: list[_Token] = []
    for first, second in reversed(groups) if backwards else groups:
        if first.lastgroup == "soft":
            continue
        token = _read_token(first, second, line, words, lang)
        if token is None:
            continue
        if token.kind == "break":
            break
        found.append(token)
        if len(found) == 2:
            break
    return found


def _glue(
    hits: list[re.Match[str]], words: Words, lang: str | None
) -> list[tuple[re.Match[str], re.Match[str] | None]]:
    """Pair each hit with the one that belongs to it: the suffix of a number, the second half of a name."""
    groups: list[tuple[re.Match[str], re.Match[str] | None]] = []
    place = 0
    while place < len(hits):
        hit = hits[place]
        following = hits[place + 1] if place + 1 < len(hits) else None
        taken = None
        if following and following.lastgroup == "word":
            if hit.lastgroup == "number":
                taken = following if _is_suffix(following, hit.end(), words, lang) else None
            elif hit.lastgroup == "word" and fold(hit.group()) in words.first_halves:
                taken = following if words.month(f"{hit.group()} {following.group()}", lang) else None
        groups.append((hit, taken))
        place += 2 if taken else 1
    return groups


def _read_token(
    hit: re.Match[str], second: re.Match[str] | None, line: str, words: Words, lang: str | None
) -> _Token | None:
    """Return the day, the month or the break that a hit is; ``None`` for a filler or a weekday."""
    end = second.end() if second else hit.end()
    if hit.lastgroup == "number":
        number = int(hit.group()) if len(hit.group()) <= 2 else 0
        return _Token("day" if 1 <= number <= 31 else "break", number, hit.start(), end)
    if hit.lastgroup == "word":
        word = hit.group()
        month = words.month(f"{word} {second.group()}" if second else word, lang)
        if month:
            short = words.is_short(word) and word[:1].islower() and line[end : end + 1] != "."
            return _Token("month", month, hit.start(), end, short)
        folded = fold(word)
        if folded in words.fillers or folded in words.weekdays:
            return None
    return _Token("break", 0, hit.start(), end)


def _is_suffix(hit: re.Match[str], end_of_number: int, words: Words, lang: str | None) -> bool:
    """Whether ``hit`` is glued to the number before it and short: ``28th``, ``28-го``; but not ``28May``."""
    word = hit.group()
    glued = hit.lastgroup == "word" and hit.start() == end_of_number and len(word) <= _ORDINAL_LETTERS
    return glued and not words.month(word, lang)
