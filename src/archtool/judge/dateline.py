"""Read the line near the title that gives the date, place and number of publication.

Called by ``heading.py`` and ``titles.py``. Examples: ``Brussels, 28/05/2018 - 14:00, UNIQUE ID: 180528_7``;
``28.05.2018``; ``25.03.2024 Expired``; ``17.07.2023 Press Team``; ``Posted on May 3, 2010 by admin``. The date of an
archive notice, a freeze, a period or a deadline does not count.
"""

from typing import NamedTuple

from archtool.fields.dateroles import NEVER_PUBLICATION, role_of
from archtool.fields.dates import DateMatch, find_dates
from archtool.judge.bylines import read_byline
from archtool.judge.dateline_words import author_before, author_behind, published, reference, status, time_of_day
from archtool.judge.day_order import day_first_of
from archtool.judge.view import View, day_first_on, habit_of, is_prose
from archtool.model import Candidate
from archtool.startup.patterns import lazy

MAX_LINE = 180
AROUND_DATE = 7  # most words beside the date
DATE_LINE = 90  # most characters of such a line
PLACE_WORDS = 5
KIND_WORDS, NAMED_KIND = 4, 9  # most words of a kind of page; with the name of its publisher
_BARS = lazy(r"\s*[|·•]\s*|\s{3,}|\s[–—-]\s")
# ``No: 112``, ``News Release: 2008-212``, ``Newsletter Nr. 27``
_REFERENCE = lazy(r"[^\W\d_][\w./ °º-]{0,40}[\s:：.°º]\s*[A-Z]{0,6}[\d][\w/.-]{0,20}")
REST_WORDS = 8
_NUMBER = lazy(r"\b[A-Z]{2,}[A-Z0-9]*(?:[/-]\w+)*[/-]\d[\w/.-]*$")
_TEAM = lazy(r"(?:[^\W\d_][\w.&'’-]*\s+){1,5}[^\W\d_][\w.'’-]*")
_MORE = lazy(r"\s+[/|·•–—-]\s+([^\W\d_][\w ]{0,30}?)\s*[:：]\s*(\S.*)$")  # after a name: `` / Categories: Kilns``
_DASH = lazy(r"\s+[|·•–—-]\s+")  # after a name: ``by Jane Doe — published``
# The old platform of the EU external action service; Drupal's own "Mon, 05/09/2016 - 10:00" puts the month first.
_EU_FORM = lazy(r"(?<!\b\w\w\w, )\b\d\d/\d\d/\d{4} - \d\d:\d\d|UNIQUE ID")
# The first sign decides: a pattern of alternatives tries each of them everywhere, and takes five times as long.
HAS_DATE = lazy(r"[\d年년](?:(?<!\d)|\d{3}|[./-]\d)")


class Dateline(NamedTuple):
    """A dateline: its block's index, its date (``None`` where day and month are ambiguous), and its other contents.

    ``note``: how day and month were told apart, where other pages of the site decided it.
    """

    at: int
    iso: str | None
    gives: tuple[Candidate, ...]
    readings: tuple[str, ...] = ()
    note: str = ""

    def confirmed(self, iso: str) -> "Dateline":
        """Return the dateline with its date read as ``iso``."""
        return self._replace(
            iso=iso, gives=tuple(c._replace(value=iso) if c.field == "date" else c for c in self.gives)
        )


def read_dateline(view: View, index: int) -> Dateline | None:
    """Return the dateline on a line of the head; ``None`` for any other line."""
    text = view.blocks[index].text
    if len(text) > MAX_LINE or not HAS_DATE.search(text) or is_prose(text):
        return None
    match, note = _publication_match(view, text)
    if match is None:
        return None
    before, after = text[: match.start].strip(), text[match.end :].strip()
    place = _place(before)
    if place is None:
        place = _numbered(view, before)
    if place is None:
        return None
    rest = _rest(after)
    if rest is None:
        return None
    if not match.precise and (before or after):
        return None
    gives = [Candidate("date", match.iso or "", "dateline", 10)]
    if place:
        gives.extend(_before(place))
    return Dateline(index, match.iso, (*gives, *rest), match.readings, note)


def _before(text: str) -> list[Candidate]:
    """Return the candidates before the date: authors, an institution with its document number, or a place."""
    written = author_before().fullmatch(text)
    names = read_byline(f"By {_DASH.split(written.group(1))[0]}") if written else []
    if names:
        return [Candidate("authors", name, "dateline", 30) for name in names]
    number = _NUMBER.search(text)
    if number:
        return [Candidate("pair", number.group(), "dateline", group="reference")]
    return [Candidate("pair", text, "dateline", group="place")]


def _publication_match(view: View, text: str) -> tuple[DateMatch | None, str]:
    """Return the first date on the line that may be the day of publication, and the site rule that read it."""
    note = ""
    matches = find_dates(text, day_first=_EU_FORM.search(text) is not None or None)
    if not matches or any(match.ambiguous for match in matches):
        matches = find_dates(text, *_habits(view))
    if any(match.ambiguous for match in matches):
        matches, note = find_dates(text, day_first=day_first_on(view)), habit_of(view, text)
    for match in matches:
        if role_of(text, match) not in NEVER_PUBLICATION:
            return match, note
    return None, ""


def _habits(view: View) -> tuple[str | None, bool | None]:
    """Return the language of the page and whether it writes days before months; computed once a page."""
    key = ("habits", "")
    if key not in view.memo:
        view.memo[key] = (language_of(view), day_first_of(view.page.body))
    found: tuple[str | None, bool | None] = view.memo[key]
    return found


def language_of(view: View) -> str | None:
    """Return the language of the page's text, used to tell day from month; ``None`` where it does not help."""
    from archtool.fields.language import detect

    lang = detect(" ".join(block.text for block in view.blocks if is_prose(block.text))[:4000])
    return None if lang == "en" else lang  # written day first and month first


def _place(before: str) -> str | None:
    """Return the place before a date; empty for words like ``Posted on``; ``None`` for a sentence."""
    if not before:
        return ""
    if author_before().fullmatch(before):
        return before
    lead = published().match(before)
    if lead and lead.end() >= len(before.rstrip(" :,")):
        return ""
    if lead and lead.end() > 4:
        before = before[lead.end() :]
    place = before.rstrip(" ,–-|\u00a0")
    if _NUMBER.search(place):
        return place
    if place.endswith(("(", "[", ":", "：")) or any(char.isdigit() for char in place):
        return None
    closed = before != place or len(place.split()) <= 2
    if closed and len(place.split()) <= PLACE_WORDS and len(place) <= 60:
        return place
    return None


def _numbered(view: View, before: str) -> str | None:
    """Return what stands before a date if it is a number (``No: 112,``, ``News Release: 2008-212``) or a kind of page.

    Several pieces may stand there, with bars or wide blanks between them.
    """
    pieces = [piece.strip(" ,–-:|\u00a0") for piece in _BARS.split(before) if piece.strip(" ,–-:|\u00a0")]
    known = [piece for piece in pieces if _REFERENCE.fullmatch(piece) or ends_with_kind(view, piece)]
    rest = [piece for piece in pieces if piece not in known and not published().fullmatch(f"{piece} ")]
    if not known or any(_place(f"{piece},") is None for piece in rest):
        return None
    return ", ".join((*known, *(piece for piece in rest if _place(f"{piece},")))) or None


def ends_with_kind(view: View, text: str) -> bool:
    """Return whether a line is a kind of page, perhaps with the name of its publisher before it."""
    words = text.split()
    ends = (" ".join(words[at:]) for at in range(max(len(words) - KIND_WORDS, 0), len(words)))
    return len(words) <= NAMED_KIND and any(
        end in view.rules.kinds or end.capitalize() in view.rules.kinds for end in ends
    )


def _rest(after: str) -> list[Candidate] | None:
    """Return the candidates after the date; ``None`` where there is too much text for a dateline."""
    after = after.strip(" ,;|·•–-)\u00a0")
    if not after:
        return []
    time = time_of_day().match(after)
    if time:
        after = after[time.end() :].strip(" ,;|·•–-)\u00a0")
    gives: list[Candidate] = []
    pair = reference().search(after)
    if pair:
        gives.append(Candidate("pair", pair.group(2), "dateline", group=pair.group(1)))
        after = (after[: pair.start()] + after[pair.end() :]).strip(" ,;|·•–-")
    if not after:
        return gives
    by = author_behind().match(" " + after)
    if by:
        more = _MORE.search(by.group(1))
        names = by.group(1)[: more.start()] if more else by.group(1)
        if more:
            gives.append(Candidate("pair", more.group(2), "dateline", group=more.group(1)))
        return [*gives, *_authors_of(names)]
    if len(after.split()) > REST_WORDS or len(after) > 80:
        return None
    if status().match(after):
        return [*gives, Candidate("pair", after, "dateline", group="status")]
    if _TEAM.fullmatch(after) and _is_named(after):
        return [*gives, Candidate("authors", after, "dateline", 40)]
    return [*gives, Candidate("pair", after, "dateline", group="dateline")]


def _is_named(text: str) -> bool:
    """Return whether the words of a line form a name: nearly all are capitalized."""
    words = text.split()
    return (
        sum(word[0].isupper() or not word[0].islower() for word in words) >= len(words) - 1
        and text[0] != text[0].lower()
    )


def _authors_of(text: str) -> list[Candidate]:
    """Return the names after ``by``, without a section that some pages add (``Jane Doe in Gardening``)."""
    names = read_byline(f"By {text.split(' in ')[0].strip()}")
    return [Candidate("authors", name, "dateline", 30) for name in names or [text.strip()]]


def page_date(text: str) -> Candidate | None:
    """Return the date of publication or of change (as a pair) in a short line; ``None`` where it has neither."""
    if len(text) > DATE_LINE or not HAS_DATE.search(text):
        return None
    for match in find_dates(text):
        if len((text[: match.start] + text[match.end :]).split()) > AROUND_DATE:
            continue
        role = role_of(text, match)
        if role == "published" and match.iso:
            return Candidate("date", match.iso, "line about the page", 60)
        if role == "updated":
            return Candidate("pair", text, "line about the page", group="updated")
    return None
