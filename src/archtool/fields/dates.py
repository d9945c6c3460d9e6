"""Convert dates as pages write them to ISO 8601, as precise as known and without guessing.

``find_dates`` finds the dates on a line, ``parse_date`` reads a string that begins with one; ``dateroles.py`` finds the
role of a date on a line. Names of months are data, in ``rules/dates.toml``. The judges use these on the lines of a
dump, ``fields/`` on a page's metadata.

Day and month in numbers with slashes or hyphens are read only where something decides: a part over 12, both parts
equal, a weekday beside them, the language, or the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from archtool.fields.clock import time_of_day
from archtool.fields.datenames import named_dates
from archtool.fields.datewords import DateMatch, fold, iso_date, load_words
from archtool.startup.patterns import compiled, lazy

__all__ = ["DateMatch", "find_dates", "iso_date", "parse_date"]

MAX_LEAD = 200  # A date that begins a text stands within its first characters.
SHORT = 400  # characters of a line whose dates are kept: a line near the title is looked at for several fields


# Other scripts' digits and wide or no-break punctuation, one to one so that offsets hold.
_PLAIN = str.maketrans(
    {
        **{chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10) for n in range(10)},
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000\u200b\u00ad\ufeff", " "),
        **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069", " "),
        "／": "/", "．": ".", "－": "-", "‐": "-", "‑": "-", "：": ":", "，": ",", "،": ",", "\u2044": "/",
    }
)  # fmt: skip

_NAME = lazy(r"[^\W_]+")
_DIGIT = lazy(r"\d")  # Every date has one; this pattern alone is the fastest check that a line has no date.
# The first sign decides: a pattern of alternatives tries each of them everywhere, and takes five times as long.
_MAYBE = lazy(r"[\d'’年년-](?:(?<=[年년])|(?<=\d)(?:\d{3}|[./-] ?\d{1,2}[./-] ?\d)|(?<=['’-])\d\d(?!\d))")
_NUMERIC = (
    r"(?<![0-9A-Za-z/_.,])(?<![0-9A-Za-z]-)"
    r"(\d{4}|\d{1,2})(\. ?| ?/ ?|-)(\d{1,2})(\. ?| ?/ ?|-)(\d{4}|\d{1,2})"
    r"(?!\d|[/-]\d|\.\d|[a-z_]{3}|[A-Z_]{3}|/[A-Za-z_]{3})"  # ``27.01.2022Report``: an element of its own in a heading
)
_CJK = (
    r"(?:(ERAS) ?)?"
    r"(\d{1,4}|元) ?[年년](?: ?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日號号일])?)?"
)
_VIETNAMESE = r"(?i)(\d{1,2})[ ,]+tháng +(\d{1,2})(?: +năm|,)? +(\d{4})(?!\d)"
_SHORT_YEAR = r"(?<![\w./-])(\d{1,2})([ -])([^\W\d_]{3,})\.?\2['’]?(\d\d)(?![\w/])(?!-\d)"
_APOSTROPHE_YEAR = r"(?<!\w)([^\W\d_]{3,})\.? (\d{1,2}),? ['’](\d\d)(?!\w)"
_CTIME = r"(?<!\w)([^\W\d_]{3,})\.? +(\d{1,2}),? +\d{1,2}:\d\d(?::\d\d)?(?: [A-Z]{2,5}| [+-]\d{4})? +(\d{4})(?!\d)"
_BARE_ZONE = r" (?:GMT|UTC)\b"
_WEEKDAY_BEFORE = r"(?i)([^\W\d_][^\s\d,.()/|:;]*)[.,)]{0,2}[ -]{0,2}(?:(?:the|le|den|am|o) )?$"
_COMPACT = r"(\d{4})(\d\d)(\d\d)(?:T?\d{6}(?:\d{3})?)?Z?"
_YEAR_MONTH = r"(\d{4})[-./](\d{1,2})|(\d{1,2})[-./](\d{4})"
_LEADING_WORDS = 3


def parse_date(text: str, lang: str | None = None, day_first: bool | None = None) -> str | None:
    """Return the date that ``text`` begins with (or is) in ISO form, as precise as known.

    A weekday, an article or quotes may stand before it; anything after it. ``lang`` (ISO 639-1) and ``day_first``
    decide between ``dd/mm`` and ``mm/dd`` where the date itself does not. A year or a month alone must be the whole
    text.
    """
    plain = text[:MAX_LEAD].translate(_PLAIN).strip(" \t\r\n\"'“”()[]")
    if not plain:
        return None
    whole = _parse_whole(plain)
    if whole:
        return whole
    for match in find_dates(plain, lang, day_first):
        if not _is_lead(plain[: match.start]):
            return None
        if not match.precise and plain[match.end :].strip(" .,)"):
            return None
        return match.iso
    return None


def find_dates(line: str, lang: str | None = None, day_first: bool | None = None) -> list[DateMatch]:
    """Return the dates on ``line`` in order, without overlaps; a year alone is none.

    Linear in the length of the line: each year is looked at once, with a window of fixed size.
    """
    if not _DIGIT.search(line):
        return []
    return list((_known if len(line) <= SHORT else _read)(line, lang, day_first))


def _read(line: str, lang: str | None, day_first: bool | None) -> tuple[DateMatch, ...]:
    if not _MAYBE.search(line) and (line.isascii() or not _MAYBE.search(line.translate(_PLAIN))):
        return ()
    if not line.isascii():
        line = line.translate(_PLAIN)
    found: list[DateMatch] = []
    for match in sorted(_all_matches(line, lang, day_first)):
        if not found or match.start >= found[-1].end:
            found.append(_with_surroundings(line, match, found[-1].end if found else 0))
    return tuple(found)


_known = lru_cache(maxsize=1 << 8)(_read)  # halves the lines that are read: fields and judges ask for the same ones


def _all_matches(line: str, lang: str | None, day_first: bool | None) -> Iterator[DateMatch]:
    taken: list[tuple[int, int]] = []
    for hit in compiled(_NUMERIC).finditer(line):
        match = _read_numeric(line, hit, lang, day_first)
        if match:
            taken.append((match.start, match.end))
            yield match
    if not line.isascii():
        yield from _eastern_dates(line)
    elif not any(char.isalpha() for char in line):
        return
    yield from named_dates(line, lang, taken)
    yield from _rare_named_dates(line, lang)


def _read_numeric(line: str, hit: re.Match[str], lang: str | None, day_first: bool | None) -> DateMatch | None:
    """Read ``28.05.2018``, ``5/28/2018``, ``2018-05-28``; ``None`` where it is no date."""
    first, mark, middle, mark_after, last = hit.groups()
    mark = mark.strip()
    if mark != mark_after.strip():
        return None
    if len(first) == 4:
        written = len(last) == 2 or (len(last) == 1 and mark_after != ".")  # 2011.3.8 is a version, 2011. 3. 8 a day
        iso = iso_date(int(first), int(middle), int(last)) if written else None
        return DateMatch(hit.start(), hit.end(), iso) if iso else None
    if len(last) == 1 or (len(last) == 2 and (mark == "-" or len(middle) == 1 or len(first) == 1)):
        return None  # A score, a section or a phone number as often as a date.
    year = _full_year(last)
    by_day = iso_date(year, int(middle), int(first))
    # With full stops the day comes first wherever such dates are written (catalogues of locales agree).
    by_month = None if mark == "." and by_day else iso_date(year, int(first), int(middle))
    if not by_day or not by_month or by_day == by_month:
        iso = by_day or by_month
        return DateMatch(hit.start(), hit.end(), iso) if iso else None
    chosen = _choose_order(line[max(0, hit.start() - 30) : hit.start()], by_day, by_month, lang, day_first)
    return DateMatch(hit.start(), hit.end(), chosen, () if chosen else (by_day, by_month))


def _choose_order(before: str, by_day: str, by_month: str, lang: str | None, day_first: bool | None) -> str | None:
    """Decide between two readings of one numeric date; ``None`` where nothing decides."""
    weekdays = _weekday_before(before)
    fitting = [iso for iso in (by_day, by_month) if date.fromisoformat(iso).weekday() in weekdays]
    if len(fitting) == 1:
        return fitting[0]
    if day_first is None and lang and lang in load_words().day_first:
        day_first = True
    if day_first is None:
        return None
    return by_day if day_first else by_month


def _weekday_before(before: str) -> tuple[int, ...]:
    hit = _weekday_hit(before)
    return load_words().weekdays[fold(hit.group(1))] if hit else ()


def _weekday_hit(before: str) -> re.Match[str] | None:
    """Return the weekday at the end of ``before``; two letters (``to``, ``so``) need a mark after them to be one."""
    hit = compiled(_WEEKDAY_BEFORE).search(before)
    if not hit or (hit.end(1) - hit.start(1) <= 2 and before[hit.end(1) : hit.end(1) + 1] not in (".", ",")):
        return None
    return hit if fold(hit.group(1)) in load_words().weekdays else None


def _eastern_dates(line: str) -> Iterator[DateMatch]:
    """Yield dates with their units written out: Chinese, Japanese, Korean, Vietnamese."""
    for hit in _eastern().finditer(line) if "年" in line or "년" in line else ():
        era, number, month, day = hit.groups()
        if (not era and (not month or len(number) < 4)) or not (number.isdigit() or era):
            continue
        year = int(number) if number.isdigit() else 1
        iso = iso_date(year + (load_words().eras[era] if era else 0), int(month or 0), int(day or 0))
        if iso:
            yield DateMatch(hit.start(), hit.end(), iso)
    for hit in compiled(_VIETNAMESE).finditer(line) if "tháng" in line.casefold() else ():
        iso = iso_date(int(hit.group(3)), int(hit.group(2)), int(hit.group(1)))
        if iso:
            yield DateMatch(hit.start(), hit.end(), iso)


def _rare_named_dates(line: str, lang: str | None) -> Iterator[DateMatch]:
    """Yield ``28-May-18``, ``May 28, '18`` and ``May 28 10:02:11 CEST 2018``."""
    # The marks first: the patterns try every word, and few lines have the marks.
    short = "'" in line or "’" in line
    for hit in compiled(_SHORT_YEAR).finditer(line) if short or "-" in line else ():
        if hit.group(2) == "-" or "'" in hit.group() or "’" in hit.group():
            yield from _checked(hit, hit.group(4), hit.group(3), hit.group(1), lang)
    for hit in compiled(_APOSTROPHE_YEAR).finditer(line) if short else ():
        yield from _checked(hit, hit.group(3), hit.group(1), hit.group(2), lang)
    for hit in compiled(_CTIME).finditer(line) if ":" in line else ():
        yield from _checked(hit, hit.group(3), hit.group(1), hit.group(2), lang)


def _checked(hit: re.Match[str], year: str, word: str, day: str, lang: str | None) -> Iterator[DateMatch]:
    month = load_words().month(word, lang)
    iso = iso_date(_full_year(year), month, int(day)) if month else None
    if iso:
        yield DateMatch(hit.start(), hit.end(), iso)


def _with_surroundings(line: str, match: DateMatch, floor: int) -> DateMatch:
    """Return ``match`` with the weekday before it and the time of day after it."""
    end = match.end
    if end < len(line):
        if line[end] in ".,)" and line[end - 1].isalnum() and line[end + 1 : end + 2] in ("", " ") and line[end] == ".":
            end += 1 if time_of_day().match(line, end + 1) else 0
        hit = time_of_day().match(line, end) or compiled(_BARE_ZONE).match(line, end)
        if hit:
            end = hit.end()
    start = match.start
    before = line[max(floor, start - 30) : start]
    hit = _weekday_hit(before) if before else None
    if hit:
        start -= len(before) - hit.start()
    return match._replace(start=start, end=end)


def _parse_whole(text: str) -> str | None:
    """Read what is a date only where it is the whole text: ``2018``, ``2018-05``, ``05/2018``, ``20180528093000``."""
    if text[:4].isdigit():
        if len(text) == 4:
            return iso_date(int(text))
        hit = compiled(_COMPACT).fullmatch(text)
        if hit:
            return iso_date(int(hit.group(1)), int(hit.group(2)), int(hit.group(3)))
    hit = compiled(_YEAR_MONTH).fullmatch(text)
    if hit:
        return iso_date(int(hit.group(1) or hit.group(4)), int(hit.group(2) or hit.group(3)))
    hit = _eastern().fullmatch(text)
    if hit and hit.group(2).isdigit() and len(hit.group(2)) == 4:
        return iso_date(int(hit.group(2)), int(hit.group(3) or 0), int(hit.group(4) or 0))
    return None


def _is_lead(before: str) -> bool:
    """Whether only an article, a weekday or marks stand before the date."""
    names = _NAME.findall(before)
    if len(names) > _LEADING_WORDS:
        return False
    words = load_words()
    return all(fold(name) in words.fillers or fold(name) in words.weekdays for name in names)


@cache
def _eastern() -> re.Pattern[str]:
    return compiled(_CJK.replace("ERAS", "|".join(load_words().eras)))


def _full_year(digits: str) -> int:
    """Return a year of four digits; of two digits, up to 69 belong to this century (POSIX ``%y``)."""
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 69 else 1900)
