"""Find the role of a date on a line: published, updated, archived, of a period, an event, a comment, or unknown.

The words that say so are data in ``rules/dates.toml``. The publication date of a page is sought by ``judge/`` and
``fields/`` among dates that are ``published`` or unknown; the other roles never win.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from archtool.fields.dates import find_dates
from archtool.fields.datewords import DateMatch, fold
from archtool.rules.cache import load_made
from archtool.rules.words import any_of
from archtool.startup.patterns import compiled, lazy

UNKNOWN = ""
NEVER_PUBLICATION = frozenset({"updated", "archived", "period", "deadline", "event", "copyright", "comment"})
REACH = 80  # Characters before a date in which its word is sought.
_ADJACENT_LETTERS = 5  # A word this short ("by", "since") must stand right before the date.
_AFTER_GAP = lazy(r"[\s,;)(\[\]\-–|•·]*")


def role_of(line: str, match: DateMatch, before: str = "", found: Sequence[DateMatch] | None = None) -> str:
    """Return the role of the date ``match`` (of ``find_dates(line)``); ``""`` where the words around it show none.

    ``before`` is what a reader sees just before the line: its label on the line above, for instance; ``found`` all
    dates of the line, where they are known.
    """
    if not before and not (line[: match.start] + line[match.end :]).strip(" .,()"):
        return UNKNOWN  # a date alone: most datelines
    others = [other for other in (find_dates(line) if found is None else found) if other.start != match.start]
    floor = max((other.end for other in others if other.end <= match.start), default=0)
    ceiling = min((other.start for other in others if other.start >= match.end), default=len(line))
    if _is_span(line, match, floor, ceiling, bool(others)):
        return "period"
    role = role_in(line[max(floor, match.start - REACH) : match.start])
    if role:
        return role
    role = _role_after(line[match.end : ceiling], ceiling < len(line))
    if role:
        return role
    return _label_role(before) if before and floor == 0 else UNKNOWN


def _label_role(label: str) -> str:
    """Return the role that a label above a date gives it; a sentence or a heading that holds such a word gives none."""
    role = role_in(label[-REACH:])
    if not role:
        return UNKNOWN
    folded = fold(label)
    phrases = filter(folded.__contains__, _roles())
    covered = any(_covers(phrase, label) and _last_end(folded, phrase) >= 0 for phrase in phrases)
    return role if covered else UNKNOWN


def _covers(phrase: str, label: str) -> bool:
    return 2 * len(phrase) >= len(label.strip())


def role_in(text: str) -> str:
    """Return the role named last in ``text``, which stands before a date or is the label of one."""
    if not text or text.isspace():
        return UNKNOWN
    folded = fold(text).rstrip(" :：\t")
    best = UNKNOWN
    place = (-1, 0)
    roles = _roles()
    for phrase in filter(folded.__contains__, roles):
        end = _last_end(folded, phrase)
        if end >= 0 and (end, len(phrase)) > place:
            best, place = roles[phrase], (end, len(phrase))
    return best


def _last_end(folded: str, phrase: str) -> int:
    """Return where the last word or words ``phrase`` of ``folded`` end that can speak of a date behind them; or -1."""
    start = folded.rfind(phrase)
    while start >= 0:
        end = start + len(phrase)
        if _is_word(folded, start, end) and (len(phrase) > _ADJACENT_LETTERS or _short_gap().match(folded, end)):
            return end
        start = folded.rfind(phrase, 0, end - 1)
    return -1


def _is_word(folded: str, start: int, end: int) -> bool:
    """Return whether a phrase stands free of other letters; scripts without blanks have no word boundaries."""
    if ord(folded[start]) >= FIRST_DENSE:
        return True
    return not (_is_letter(folded[start - 1 : start]) or _is_letter(folded[end : end + 1]))


def _is_letter(char: str) -> bool:
    return char == "_" or char.isalnum()


FIRST_DENSE = 0x2E80  # from here on, Unicode has the scripts of East Asia


def _role_after(text: str, more: bool) -> str:
    """Return the role of a phrase directly after a date (``2018年5月28日 更新``), unless it announces the next date."""
    folded = fold(text)
    gap = _AFTER_GAP.match(folded)
    start = gap.end() if gap else 0
    phrase = max(
        (
            word
            for word in _by_first_letter().get(folded[start : start + 1], ())
            if folded.startswith(word, start) and _is_word(folded, start, start + len(word))
        ),
        key=len,
        default="",
    )
    if not phrase or (len(phrase) <= _ADJACENT_LETTERS and phrase.isascii()):
        return UNKNOWN
    rest = folded[start + len(phrase) :].lstrip()
    if rest.startswith((":", "：")) or (more and len(rest) < _ADJACENT_LETTERS):
        return UNKNOWN
    return _roles()[phrase]


def _is_span(line: str, match: DateMatch, floor: int, ceiling: int, others: bool) -> bool:
    """Whether the date begins or ends a span: ``22-24 October 2025``, ``1 May 2018 to 3 June 2018``."""
    if _span_end().search(fold(line[max(floor, match.start - 30) : match.start])):
        return True
    if not others:
        return False
    between = (line[match.end : ceiling] if ceiling < len(line) else "", line[floor : match.start] if floor else "")
    return any(text and _connector().fullmatch(fold(text).strip()) for text in between)


@cache
def _roles() -> dict[str, str]:
    return load_made("dates.toml", _phrases)


def _phrases(data: dict[str, Any]) -> dict[str, str]:
    table: dict[str, str] = {}
    for role, phrases in data["roles"].items():
        for phrase in phrases:
            table.setdefault(fold(phrase), role)
    return table


@cache
def _by_first_letter() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for phrase in _roles():
        table.setdefault(phrase[:1], []).append(phrase)
    return table


@cache
def _short_gap() -> re.Pattern[str]:
    """Return a pattern of what may stand between a short word and its date."""
    return compiled(rf"[\s:：,.(\[–-]*(?:(?:{load_made('dates.toml', _gap)})\s+)?$", re.IGNORECASE)


def _gap(tables: dict[str, Any]) -> str:
    return any_of(tables["gap"]["words"])


@cache
def _connectors() -> str:
    return load_made("dates.toml", _connecting)


def _connecting(data: dict[str, Any]) -> str:
    return "|".join(re.escape(fold(word)) for word in sorted(data["spans"]["words"].split(), key=len, reverse=True))


@cache
def _span_end() -> re.Pattern[str]:
    """Return a pattern of what stands before the last day of a span: a day, perhaps its month, and a connector."""
    day = r"\d{1,2}(?:\.|st|nd|rd|th|er)?"
    month = r"[^\W\d_]{3,}"
    return compiled(rf"(?<![\w/.-])(?:{day}(?: (?:de )?{month})?|{month} \d{{1,2}})\s*(?:{_connectors()})\s*$")


@cache
def _connector() -> re.Pattern[str]:
    return compiled(rf"(?:{_connectors()})")
