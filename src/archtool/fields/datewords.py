"""The words of dates, read once from ``rules/dates.toml``, and the values that the date modules share.

The tables are loaded only when a line may hold a date that needs them.
"""

import unicodedata
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from archtool.rules.cache import load_made

_LETTER_FORMS = str.maketrans({"ı": "i", "ی": "ي", "ک": "ك", "’": "'", "ʼ": "'"})
JALALI_MONTHS = 100  # Months of the Solar Hijri calendar are 101 to 112 in the table of months.
EARLIEST_YEAR = 1000
LATEST_YEAR = 2099
FIRST_PAGE = "1991-08-06"  # The first web page was announced: no page was published on an earlier day.
THAI_OFFSET = 543
_JALALI_LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)  # Years of the 33-year cycle.


def iso_date(year: int, month: int = 0, day: int = 0) -> str | None:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or ``None`` where no such date exists."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or not 0 <= month <= 12 or (day and not month):
        return None
    if not day:
        return f"{year:04d}-{month:02d}" if month else f"{year:04d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def fold(word: str) -> str:
    """Return ``word`` without case, accents and variant letter forms: the key of every table here."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn").translate(_LETTER_FORMS)


class DateMatch(NamedTuple):
    """A date on a line: its place (with the time of day and a weekday before it), and its ISO form.

    ``iso`` is ``None`` where day and month cannot be told apart; ``readings`` then holds the day-first and the
    month-first reading.
    """

    start: int
    end: int
    iso: str | None
    readings: tuple[str, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether nothing on the line decides between day and month."""
        return self.iso is None

    @property
    def precise(self) -> bool:
        """Whether the day is known (or is one of two readings)."""
        return self.iso is None or len(self.iso) == 10


class Words(NamedTuple):
    """The tables of ``rules/dates.toml``, keyed by folded word.

    ``months`` gives the month of each language that has the word; most words mean one month wherever they occur.
    """

    months: dict[str, dict[str, int]]
    short: frozenset[str]
    weekdays: dict[str, tuple[int, ...]]
    fillers: frozenset[str]
    first_halves: frozenset[str]
    day_first: frozenset[str]
    eras: dict[str, int]

    def month(self, word: str, lang: str | None = None) -> int:
        """Return the month that ``word`` names (over 100: of the Iranian year), 0 where it names none.

        A word of two meanings (``listopad`` is November in Czech, October in Croatian) needs the language.
        """
        languages = self.months.get(fold(word))
        if not languages:
            return 0
        if lang and lang in languages:
            return languages[lang]
        meanings = set(languages.values())
        return meanings.pop() if len(meanings) == 1 else 0

    def is_short(self, word: str) -> bool:
        """Whether ``word`` is only ever an abbreviation."""
        return fold(word) in self.short

    def gregorian_year(self, year: int, month: int) -> int:
        """Return the year of our era for a month without its day; 0 where it cannot be told."""
        if month > JALALI_MONTHS:
            return 0
        return year - THAI_OFFSET if year > 2400 else year

    def to_iso(self, year: int, month: int, day: int) -> str | None:
        """Return the ISO date of year, month and day of our own or the Iranian calendar."""
        if month > JALALI_MONTHS:
            return _from_jalali(year, month - JALALI_MONTHS, day)
        return iso_date(self.gregorian_year(year, month), month, day)


@cache
def load_words() -> Words:
    """Return the tables, read on first use."""
    return Words(*load_made("dates.toml", _words))


def _words(data: dict[str, Any]) -> tuple[Any, ...]:
    """Return the fields of :class:`Words`."""
    months: dict[str, dict[str, int]] = {}
    full: set[str] = set()
    for table in ("months", "short"):
        for lang, names in data[table].items():
            for number, formats in enumerate(names.split("|"), 1):
                for format in formats.split():
                    key = fold(format.replace("_", " "))
                    months.setdefault(key, {}).setdefault(lang.split("_")[0], number)
                    if table == "months":
                        full.add(key)
    for number, formats in enumerate(data["jalali"]["fa"].split("|"), JALALI_MONTHS + 1):
        for format in formats.split():
            months.setdefault(fold(format), {"fa": number})
    weekdays: dict[str, set[int]] = {}
    for names in data["weekdays"].values():
        for number, formats in enumerate(names.split("|")):
            for format in formats.split():
                weekdays.setdefault(fold(format.split("_")[-1]), set()).add(number)
    return (
        months,
        frozenset(months) - full,
        {name: tuple(sorted(days)) for name, days in weekdays.items()},
        frozenset(fold(word.strip(".")) for word in data["fillers"]["words"].split()),
        frozenset(key.split()[0] for key in months if " " in key),
        frozenset(data["order"]["day_first"].split()),
        data["eras"],
    )


def _from_jalali(year: int, month: int, day: int) -> str | None:
    """Return the Gregorian date of a Solar Hijri date.

    Source: the 33-year leap rule of the arithmetic calendar (K. M. Borkowski, "The Persian calendar for 3000 years",
    1996), which agrees with the astronomical one for the years 1244 to 1472.
    """
    if not 1244 <= year <= 1472 or not 1 <= day <= (31 if month < 7 else 30):
        return None
    passed = _days_before_jalali_year(year) - _days_before_jalali_year(1397)
    passed += (month - 1) * 30 + min(month - 1, 6) + day - 1
    return (date(2018, 3, 21) + timedelta(days=passed)).isoformat()  # 1 Farvardin 1397 was 21 March 2018.


def _days_before_jalali_year(year: int) -> int:
    cycles, rest = divmod(year - 1, 33)
    return (year - 1) * 365 + cycles * 8 + sum(1 for leap in _JALALI_LEAPS if leap <= rest)
