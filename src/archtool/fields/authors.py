"""Extract names of authors from bylines and metadata: without "By", addresses, handles, degrees and job titles.

``html_people.py`` and its neighbours use this on metadata and bylines of HTML; the result is a tuple of
names, empty where the text names nobody. The words around names are data, in ``rules/bylines.toml``.
"""

from __future__ import annotations

from archtool.fields import byline_patterns as patterns
from archtool.fields.byline_patterns import DENSE, MARKS
from archtool.fields.dates import find_dates
from archtool.fields.datewords import fold, load_words
from archtool.fields.names import has_common_word, is_person, is_team
from archtool.fields.names_dense import dense_names
from archtool.rules.words import byline_words
from archtool.startup.patterns import lazy

LONGEST = 100  # Characters of one name; a longer text is a sentence or a biography.
MOST_WORDS = 8
LEAD = 30  # characters in which the first word of a line stands
MOST_NAME = 5  # words of a name in a line
LONGEST_TEAM = 12  # letters of its name in a script of East Asia
SHORT_DAY = 3  # letters of a weekday's short name

# Addresses, also those hidden as "<jane at example dot org>", brackets, and signs.
_NOISE = lazy(
    r"https?://\S*|www\.\S+|[^\s@,;()<>]++@[^\s.,;()<>]++\.[^\s,;()<>]++|<[^<>]*>|^content:|(?<!\w)@\w+|\([^)]*\)|\[[^\]]*\]|[©®™✔✓☑✍✎∙]|\u200b|\u00ad"
)
_MAIL = lazy(r"\(?[^\s@,;()<>]++@[^\s.,;()<>]++\.[^\s,;()<>]++\)?")
_TEMPLATE = lazy(r"[{}<>=%]|\w{2,}\.\w{2,}\.\w{2,}")
_INITIAL = lazy(r"[^\W\d_]\s[^\W\d_]\.$")
_LETTERS = lazy(r"[^\W\d_]")
# How an old theme of a blog signs: ``Filed under: Mills — jane @ 00:11``.
_AT_TIME = lazy(r"\s[—–]\s+([^\W\d_][\w.]{1,20}(?: [\w.]{1,20})?) @ \d{1,2}[:.]\d\d")
# ``Per Aasen/dpa``: the sign of an agency behind a name.
_AGENCY = lazy(r"(?<=[^\W\d_])\s?/\s?(?:[A-Z]{2,4}(?:-[A-Z]{1,4})?|[a-z]{2,3})(?=$|[\s,;|])")
_MARK_FIRST = lazy(rf"[^{MARKS}/]{{0,3}}[{MARKS}/]")


def clean_names(text: str, site: str | None = None) -> tuple[str, ...]:
    """Return the names in ``text``, which is known to name authors; the site's own name is left out.

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
        text = patterns.without_lead(text.strip(" \t,:;–—-|•·"))
    names: list[str] = []
    for part in [text] if _is_firm(text) else _split(text):
        name = _tidy(part)
        if name and name.casefold() not in (known.casefold() for known in names) and not _same(name, site):
            names.append(name)
    return tuple(names)


def _is_firm(text: str) -> bool:
    """Whether the words for "and" in ``text`` are those of one team or office: ``Center for Water and Mills``."""
    if not is_team(text) or is_team(text.rpartition(" ")[2]) or len(text.split()) > MOST_WORDS:
        return False
    parts = [part.strip() for part in patterns.between().split(text)]
    first, rest = parts[0], parts[1:]
    return bool(rest) and is_team(first) and all(part and " " not in part and not is_team(part) for part in rest)


def _split(text: str) -> list[str]:
    """Divide a byline into names; what follows a comma may be a name, a degree, a job or the given name."""
    parts: list[str] = []
    text = _AGENCY.sub("", patterns.tail().sub("", text) if not _MARK_FIRST.match(text) else text)
    of_job, end = False, 0
    # What follows a full name behind a comma as one word is a place: ``Ida Holm, Lindvik``.
    for piece in patterns.between().split(text):
        at = text.find(piece, end)
        of_job = of_job and text[end:at].strip().isalpha()
        end = at + len(piece)
        names = [name.strip() for name in piece.split(",") if name.strip()]
        if len(names) == 2 and " " not in names[0] and not _is_title(names[1]) and len(names[1].split()) <= 2:
            names = [f"{names[1]} {names[0]}"]  # ``Doe, Jane``
        if of_job and not is_person(piece):
            continue  # ``Jane Doe, Head of Marketing and Community Development``
        full = bool(names) and " " in names[0] and not names[0].isupper()
        for at, name in enumerate(names):
            if at and _is_title(name):
                of_job = of_job or not patterns.degree().fullmatch(name)
            elif not at or not ((full and " " not in name) or (of_job and not is_person(name))):
                parts.append(name)  # no place, and not the firm behind a job
                of_job = False
    return parts


def _is_title(text: str) -> bool:
    """Whether a part after a comma is a degree or a job rather than one more name."""
    told = patterns.degree().fullmatch(text) or patterns.job().search(text) or patterns.role().match(f"{text} - -")
    return bool(told) or has_common_word(text.split())


def _tidy(name: str) -> str:
    if ": " in name:  # ``Text and interview: Jane Doe``, of which ``Text`` was parted; ``Drawings: Per Aasen``
        name = patterns.without_lead(name)
        if ": " in name:
            return ""
    cut = patterns.of_firm().sub("", name)
    name = (cut if " " in cut or not is_team(name) else name).rstrip(" \t,:;–—-|•·\"'“”*")
    initial = _INITIAL.search(name)  # ``Piet H.``: its stop is part of it
    name = name.strip(" \t.,:;–—-|•·\"'“”*") + ("." if initial else "")
    named = patterns.job_behind().sub("", name)
    name = named if named != name and is_person(named) else name
    words = name.split()
    while len(words) > 1 and not name.isupper() and patterns.degree().fullmatch(words[-1].strip(",.")):
        if words[-1].strip(",.") in ("II", "III", "Jr", "Sr"):
            break
        words.pop()
    name = " ".join(words)
    if not name or len(name) > LONGEST or len(words) > MOST_WORDS or not _LETTERS.search(name):
        return ""
    if len(words) > 1 and any(word.strip(".,").isdigit() for word in words):
        return ""  # ``November 24``: a date, a count.
    if (len(name) == 1 and name < DENSE) or _TEMPLATE.search(name):
        return ""  # ``page.head.extra.author``, ``{{author}}``: a template that nobody filled.
    is_day = len(name) <= SHORT_DAY and fold(name) in load_words().weekdays
    if is_day or patterns.nobody().fullmatch(name):
        return ""
    if words[-1].casefold() in byline_words("by") or patterns.role().fullmatch(f"{name} "):
        return ""  # ``Disko Von``: whose name follows elsewhere; ``Writer``: a job
    if patterns.says_other_work(name) or all(map(patterns.job().fullmatch, words)):
        return ""  # ``Video by Jane Doe``; ``Founder``, ``Master Gardener``
    return patterns.role().sub("", name) if " " in name else name


def names_in_line(text: str) -> tuple[str, ...]:
    """Return the names that a line about the page gives beside a word for "by", wherever that stands.

    >>> names_in_line("Posted in Boats by Jane Doe on May 3, 2019"), names_in_line("5.1.2020 | Autor: jane | Abgelegt")
    (('Jane Doe',), ('jane',))
    """
    text = _MAIL.sub(" ", text)
    if signed := patterns.behind().match(text):
        return (signed[1],)
    at = _AT_TIME.search(text)
    if at:
        return clean_names(at[1])
    for match in reversed(find_dates(text)):
        text = f"{text[: match.start]} | {text[match.end :]}"
    for hit in patterns.by().finditer(text):
        if patterns.not_by().search(text, 0, hit.start()):
            continue
        rest = text[hit.end() :]
        end = patterns.stop().search(rest)
        rest = rest[: end.start()] if end else rest
        names = dense_names(rest) or _dense_team(rest) if rest[:1] >= DENSE else clean_names(rest)
        of_page = _is_noun(hit[0]) and not all(map(is_person, names))  # ``Text Size``, ``Interview tips``
        if names and not of_page and all(len(name.split()) <= MOST_NAME for name in names):
            return names
    return ()


def _dense_team(text: str) -> tuple[str, ...]:
    """Return the first word of a text in a script of East Asia where it is a team, such as a news agency."""
    first = text.split(None, 1)[0]
    return (first,) if is_team(first) and len(first) <= LONGEST_TEAM else ()


def _is_noun(word: str) -> bool:
    """Whether a word for "by" without its colon is also one for what is written: ``Text``, ``Interview``."""
    return word.strip().casefold() in byline_words("nouns")


def stands_for_other_work(text: str, name: str) -> bool:
    """Whether a line says before a name that its bearer did something else: ``Medically reviewed by Jane Doe``."""
    before, found, _ = text.partition(name)
    return bool(found) and patterns.says_other_work(f"{before[-LEAD:]} x") and before.rstrip()[-1:].isalpha()


def may_begin_with_by(text: str) -> bool:
    """Whether the first word of a line can begin words for "by": a fast check before the pattern."""
    first = text[:LEAD].split(None, 1)
    return bool(first) and (text[0] >= DENSE or first[0].rstrip(":：՝").casefold() in patterns.first_words())


def begins_with_by(text: str, labelled: bool = False) -> bool:
    """Whether a line begins with words for "by": ``Written by``, ``Von``, ``Ein Artikel von``, ``作者：``.

    A name before such a word counts, too: ``김민수 기자``.

    ``labelled``: only a label with its colon counts, and ``This post was written by``.
    """
    if text[:1] >= DENSE and patterns.behind().match(text):
        return True
    likely = may_begin_with_by(text) and (not labelled or _may_be_labelled(text))
    end = patterns.end_of_by(text) if likely else 0  # its patterns are slow to compile
    if not labelled or not end:
        return end > 0
    return text[:end].rstrip()[-1] in patterns.LABEL_ENDS or patterns.sentence().match(text[:end]) is not None


def _may_be_labelled(text: str) -> bool:
    """Whether a line may have a label, or begin with a sentence that says who wrote: asked before the pattern."""
    first = text[:LEAD].split(None, 1)[0].casefold()
    return first in byline_words("sentence", "first") or any(mark in text[:LEAD] for mark in patterns.LABEL_ENDS)


def is_label_of_names(text: str) -> bool:
    """Whether a line says that names follow on the next one: ``Written by``, ``Autor:``."""
    if len(text) > LEAD or not may_begin_with_by(text):
        return False
    if patterns.end_of_by(f"{text} x") < len(text):
        return False
    words = text.casefold().split()
    return text.rstrip().endswith((":", "：")) or words[-1] in byline_words("under_title", "by")


def _same(name: str, site: str | None) -> bool:
    return bool(site) and _key(name) == _key(site or "")


def is_job(text: str) -> bool:
    """Whether ``text`` has the word for a job: ``Print Managing Editor``."""
    return patterns.job().search(text) is not None


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
