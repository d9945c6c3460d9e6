"""Choose the title of a page from its metadata and its headings, without the name of its site.

For ``fields/structured.py``. Pages write ``Title | Site``, ``Site: Title``, ``Title - Section - Site``; the part that
is the site is known by its name where one is declared, by the address, and by the heading that the page shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from unicodedata import combining, normalize

from archtool.fields.dates import find_dates
from archtool.fields.title_parts import DENSE, key, names_site, parts_of, without_site
from archtool.startup.patterns import lazy

_WORD = lazy(r"[^\W_]+")
AGREEMENT = (
    0.3  # Dice's coefficient of the words of a heading and of a declared title; between 0.25 and 0.35 all is alike.
)
MOST_OF_SITE = 6  # words of a site's name
CERTAIN = 0.75  # the same, for a heading and an address without other evidence
FEW_WORDS = 3
LONG_WORD = 7  # letters
FEW_STEPS = 2  # parts of a heading that is no way to the page
_BRACKET = lazy(r"(?<!\s)\s*\(([^()]{3,60})\)$")
_COUNT = lazy(r"\s[^\d\s]{3,20}:? \(?\d{1,4}\)?$")
_STEP = lazy(r"(?<!\s)\s*[〉»›]\s*")
_MARKS = "¶#§"  # of a link to the heading itself
_SLUG = lazy(r"[^a-z0-9]+|\.(?:html?|php|aspx?)$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "å": "a", "ł": "l"})


def title_of(
    shown: list[str],
    lesser: list[str],
    declared: list[tuple[str, str]],
    sites: set[str],
    address: str = "",
    echoes: Sequence[str] = (),
) -> tuple[str, str]:
    """Return the title of a page and its source.

    ``shown`` are its main headings, ``lesser`` those of lower levels, ``declared`` pairs of title and source in order
    of trust, ``sites`` keys of the site's names, ``echoes`` keys of parts of declared titles that any block shows. The
    heading that agrees best with what is declared, or with the last words of the ``address``, is the title: it is what
    a reader saw. A heading that agrees with nothing is the site's or a section's, and the declared title stands.
    """
    cleaned = [_last_step(heading.rstrip(_MARKS).strip()) for heading in shown]
    named = [(heading, key(heading)) for heading in cleaned]
    headings = {mark: heading for heading, mark in reversed(named) if mark and mark not in sites}
    below = [mark for mark in map(key, lesser) if mark and mark not in sites]
    sources: dict[str, str] = {}  # of each title that is declared: most pages declare one several times
    for title, source in declared:
        sources.setdefault(title, source)
    sources.pop("", None)
    slug = _words_of(address)
    banners = _banners([*headings, *below], list(sources), sites, slug) & headings.keys()
    headings = {mark: heading for mark, heading in headings.items() if mark not in banners}
    sites = sites | banners
    keys = [*reversed(headings), *below]
    titles = [(without_site(title, sites, keys, echoes), source) for title, source in sources.items()]
    best, agreement = "", -1.0
    for heading in reversed(headings.values()):
        share = max((_common(heading, title) for title, _ in titles), default=AGREEMENT)
        share = max(share, _agrees(heading, slug))
        if share > agreement:
            best, agreement = heading, share
    if best and agreement >= AGREEMENT:
        return _tidied(_without_lead(best, [title for title, _ in titles]), sites), "heading"
    for heading in lesser:  # no main heading says what is declared; another one does, word by word
        if any(key(heading) == key(title) for title, _ in titles):
            return _without_date(heading), "heading"
    for heading in lesser:
        if len(slug) >= FEW_WORDS and _agrees(heading, slug) >= CERTAIN and key(heading) not in sites:
            return _without_date(heading), "heading"
    declared_title = next(((_without_date(title), source) for title, source in titles if title), None)
    title, source = declared_title or _first_heading(best, lesser, sites)
    return _tidied(title, sites), source


def _tidied(title: str, sites: set[str]) -> str:
    """Return a title without marks before it and without the name of its site in brackets behind it."""
    hit = _BRACKET.search(title)
    if hit and any(key(hit[1]).endswith(site) and len(site) >= LONG_WORD for site in sites):
        title = title[: hit.start()]
    return title.lstrip(" :;,|/–—").strip() or title


def _last_step(heading: str) -> str:
    """Return the page of a heading that is the way to it: ``Site 〉 News 〉 Title``."""
    steps = _STEP.split(heading)
    return (
        steps[-1] if len(steps) > FEW_STEPS and len(key(steps[-1])) > max(map(len, map(key, steps[:-1]))) else heading
    )


def _first_heading(best: str, lesser: list[str], sites: set[str]) -> tuple[str, str]:
    """Return the heading of a page that declares no title."""
    found = best or next((heading for heading in lesser if key(heading) and key(heading) not in sites), "")
    return found, "heading" if found else ""


def _without_lead(heading: str, titles: list[str]) -> str:
    """Return a heading without the words before its title, or the site's name behind it, that no declared title has.

    ``Energy policy Grid to be rebuilt`` with the declared title ``Grid to be rebuilt``; ``23.01.2022 - A last race``.
    """
    undated = _without_date(heading)
    whole = key(undated)
    for title in titles:
        wanted = key(title)
        if len(title.split()) < FEW_WORDS or len(wanted) >= len(whole):
            continue
        counted = whole.startswith(wanted) and _COUNT.search(undated) is not None  # ``Title Comments: 12``
        if whole.endswith(wanted) or counted or (whole.startswith(wanted) and "|" in undated):
            cut = _part_with(undated, wanted, whole.endswith(wanted))
            return cut or undated
    return undated


def _part_with(heading: str, wanted: str, at_end: bool) -> str:
    """Return the words at one end of ``heading`` whose key is ``wanted``; empty where it begins within a word."""
    words = heading.split(" ")
    for number in range(1, len(words)):
        part = " ".join(words[-number:] if at_end else words[:number])
        if key(part) == wanted:
            return part.strip(" |:–—-/")
    return ""


def _without_date(title: str) -> str:
    """Return a title without a day before it or behind it that marks part from it."""
    found = find_dates(title)
    if found and found[0].precise and not title[: found[0].start].strip():
        rest = title[found[0].end :].strip()
        glued = title[found[0].end : found[0].end + 1].isalpha()
        if glued or rest[:1] in tuple("-–—|:/") or (rest[:1].isupper() and len(rest.split()) >= FEW_WORDS):
            return rest.lstrip(" -–—|:/") or title
    if found and found[-1].precise and not title[found[-1].end :].strip(" )"):
        rest = title[: found[-1].start].rstrip()
        of_span = rest.rstrip(" -–—.")[-1:].isdigit()  # ``Week of 14. - 20. January``
        if rest.endswith(("|", "–", "—", " -")) and not of_span:
            return rest.rstrip(" -–—|") or title
    return title


@lru_cache(maxsize=1 << 10)
def _words_of(address: str) -> frozenset[str]:
    """Return the words that the last part of an address is made of, as ASCII letters."""
    path = address.partition("?")[0].rstrip("/").rpartition("/")[2]
    return frozenset(word for word in _SLUG.split(path.lower()) if len(word) > 1 and not word.isdigit())


def _agrees(heading: str, slug: frozenset[str]) -> float:
    """Return how far the words of a heading are those of an address."""
    if not slug:
        return 0.0
    spelt = heading.lower().translate(_UMLAUTS)
    plain = "".join(char for char in normalize("NFKD", spelt) if not combining(char))
    words = {word for word in _WORD.findall(plain) if len(word) > 1}
    if len(slug) < FEW_WORDS:
        return 1.0 if key(plain) in map("".join, permutations(slug)) else 0.0
    return 2 * len(words & slug) / (len(words) + len(slug)) if words else 0.0


def _banners(headings: list[str], titles: list[str], sites: set[str], slug: frozenset[str]) -> set[str]:
    """Return the keys of headings that are the site's: ``Board``, of ``Thread - Board``.

    The last part of a title is the site's, unless the first one is; those between are, where the first part is shown.
    """
    cut = [parts_of(title) for title in titles]
    others = {*headings, *(key("".join(parts)) for parts in cut)}
    banners: set[str] = set()

    def own(part: str, first: str) -> bool:
        """Whether a later part is the page's own after all: the address says so; in Chinese, its length does."""
        if key(part) not in headings:
            return False
        longer = part[:1] >= DENSE and len(key(part)) > len(key(first))
        return longer or _agrees(part, slug) > max(_agrees(first, slug), AGREEMENT)

    for parts in cut:
        keys = [key(part) for part in parts]
        few = len(parts[-1].split()) < min(MOST_OF_SITE, len(" ".join(parts[:-1]).split()))
        if len(keys) > 1 and few and keys[-1] in headings and "".join(keys[:-1]) in others:
            banners.add(keys[-1])  # ``Wind power – Clean energy | Wind Power Trust``, where both are headings
        if len(keys) > 1 and names_site(parts[0], sites) and {keys[-1], "".join(keys[1:])} & set(headings):
            banners.add(keys[0])
        if len(keys) > 1 and not names_site(parts[0], sites) and keys[0] not in keys[-1]:
            rest = keys[1:] if keys[0] in others else keys[-1:]
            banners.update(key(part) for part in parts if key(part) in rest and not own(part, parts[0]))
    return banners


def _common(first: str, second: str) -> float:
    """Return Dice's coefficient of the words of two titles: 1 where they are the same, 0 where they share none."""
    one, other = set(_WORD.findall(first.casefold())), set(_WORD.findall(second.casefold()))
    if not one or not other:
        return 0.0
    if not one & other:  # ``Choir history`` is one word in many languages, and ends with the other one
        ends = any(long.endswith(short) for long in one for short in other if len(short) >= LONG_WORD)
        return AGREEMENT if ends else 0.0
    return 2 * len(one & other) / (len(one) + len(other))
