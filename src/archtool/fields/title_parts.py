"""Divide a title at marks into parts, and find which of them is the name of the site.

For ``html_titles.py``, ``html_sites.py`` and ``html_people.py``. Pages write ``Title | Site``, ``Site: Title``,
``Title - Section - Site``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from archtool.artefacts.addresses import host
from archtool.rules.words import any_byline_word
from archtool.startup.patterns import compiled, lazy

LONGEST = 300
LEAST_SHARE = 0.4  # of the letters of a title, in the part of it that is the title without site and section
LEAST_AT_END = 0.6  # the same, where it stands behind others
LEAST_RUN = 6  # letters of such a part
DENSE = "\u3040"  # from here on, Unicode has the scripts without blanks of East Asia
LONG_SITE = 12  # letters of a name of a site; beside a shorter one there may be more, such as ``Media Ltd``
DENSE_SECTION = 4  # letters of the name of a section
FEWEST_KEYWORDS = 4
START = 2  # signs by which blocks that may show it are found
_BETWEEN = r"(?<!\s)\s+(?:[|–—‒·•»«›‹⋅:/\\~✦★]{1,3}|-{1,3}|<|>)\s+|(?:(?<!\s)\s+)?(?:[|»│｜]|::)\s*"
_SEPARATOR = lazy(_BETWEEN)
# Compiling it takes ten times as long; most titles have no such letter.
_DENSE_SEPARATOR = lazy(
    _BETWEEN
    + r"|(?:(?<!\s)\s+)?[＿－—–_]{1,2}\s*(?=[\u3040-\u9fff《])|(?<=[^\x00-\x7f])-{1,2}(?=[^\x00-\x7f])|\s[〉>]\s?"
)
_COLON = lazy(r":\s+")
_DENSE_COLON = lazy(r"[:：]\s*(?=[“《「]?[\u3040-\u9fff])")  # ``Site:Title`` in Chinese
_GLUED = lazy(r"(?<=\w)[-–—]\s+")
_WORD = lazy(r"[^\W_]+")
GENERIC_HOST = frozenset(
    "www www2 www3 blog blogs news shop store en de fr es com org net co uk gov edu info io ac web archive m mobile "
    "docs support".split()
)


@lru_cache(maxsize=1 << 10)  # called several times for one heading
def key(text: str) -> str:
    """Return letters and digits of ``text`` in one case: what two ways to write one name share."""
    return "".join(_WORD.findall(text.casefold()))


def site_keys(names: list[str], url: str) -> set[str]:
    """Return the keys under which the site may stand in a title: its declared names and its host."""
    keys = {key(name) for name in names if name}
    name = host(url)
    labels = name.split(".")
    if len(labels) > 1:
        keys.add(key(name))
        keys.add(key(name.removeprefix("www.")))
        keys.add(key("".join(labels[-2:])))
        keys.update(key(label) for label in labels[:-1] if len(label) > 3 and label not in GENERIC_HOST)
    return {name for name in keys if name}


def without_site(title: str, sites: set[str], shown: list[str], echoes: Sequence[str] = ()) -> str:
    """Return ``title`` without the parts at its ends that name the site.

    ``sites`` are keys of its names, ``shown`` keys of the headings of the page: a title whose beginning is a heading is
    that heading, whatever follows. ``echoes`` are asked where no heading is part of it: keys of other blocks.
    """
    title = " ".join(title.split())[:LONGEST]
    parts, marks = _cut(title)
    if len(parts) < 2:
        return _without_colon(title, sites, echoes)
    keys = [key(part) for part in parts]
    ranges = [found for found in (_range_of(heading, keys) for heading in shown) if found] or [
        found for found in (_range_of(echo, keys) for echo in echoes if echo not in sites) if found
    ]
    if ranges:  # of a section and an article, both of which are headings, the longer one is the title
        return _join(parts, marks, *max(ranges, key=lambda found: len("".join(keys[found[0] : found[1]]))))
    first, last = 0, len(parts)
    while last - first > 1 and names_site(parts[last - 1], sites):
        last -= 1
    while last - first > 1 and names_site(parts[first], sites):
        first += 1
    if max(title) >= DENSE:
        last = _without_dense_ends(parts, first, last)
    return _join(parts, marks, first, last)


def _without_dense_ends(parts: list[str], first: int, last: int) -> int:
    """Return where a Chinese title ends: before the names of site and sections, and before keywords.

    The site is known by its last letters: ``新闻网``; what stands before it is a section where it is short.
    """
    end = last
    while end - first > 1 and _dense_site().search(parts[end - 1]):
        end -= 1
    if end < last:
        while end - first > 1 and (len(key(parts[end - 1])) <= DENSE_SECTION or _are_keywords(parts[end - 1])):
            end -= 1
    return end if len(key("".join(parts[first:end]))) > DENSE_SECTION else last


def _are_keywords(part: str) -> bool:
    return len(list(filter(None, part.replace("，", ",").split(",")))) >= FEWEST_KEYWORDS


def _range_of(heading: str, keys: list[str]) -> tuple[int, int] | None:
    """Return which parts of a title, given by their keys, make up ``heading``; the key of a heading is itself one."""
    for first in range(len(keys)):
        made = ""
        for last in range(first, len(keys)):
            made += keys[last]
            if not heading.startswith(made):
                break
            if len(made) == len(heading):
                return first, last + 1
    return None


def names_site(part: str, sites: set[str]) -> bool:
    """Whether a part of a title, or an author, is the site: one of its names, or one that holds or is held by one."""
    name = key(part)
    if not name:
        return True
    if name in sites:
        return True
    if (name.startswith("the") and name[3:] in sites) or any(site == "the" + name for site in sites):
        return True
    # ``Example News`` on example.com, ``Example`` for ``Example Media Ltd``: one holds the other and is no sentence.
    words = _WORD.findall(part)
    return len(words) <= 4 and any(
        (len(site) > 4 and site in name and len(name) < (3 if len(site) < LONG_SITE else 2) * len(site))
        or (len(name) > 4 and name in site and len(site) < 3 * len(name))
        for site in sites
    )


def parts_of(title: str) -> list[str]:
    """Return the parts that marks such as ``|`` divide a title into."""
    return _cut(title)[0]


def runs_of(title: str) -> dict[str, str]:
    """Return the runs of the parts of a title that may be the whole of it: their keys, with the first signs of each.

    A short one is a section or the site; one at the end has to be longer than one at the beginning.
    """
    parts, _ = _cut(" ".join(title.split())[:LONGEST])
    keys = [key(part) for part in parts]
    whole = sum(map(len, keys))
    found: dict[str, str] = {}
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            run = "".join(keys[first:last])
            within_days = last < len(parts) and parts[last][:1].isdigit()  # ``Week 14. - 20. January``
            least = max(LEAST_RUN, (LEAST_AT_END if first else LEAST_SHARE) * whole)
            if last - first < len(parts) and len(run) >= least and not within_days:
                found[run] = parts[first].strip()[:START]
    behind = _behind_colon(title)
    if behind and len(parts) == 1:
        found[key(behind)] = behind[:START]
    return found


def _behind_colon(title: str) -> str:
    """Return what stands behind the first colon of a Chinese title; empty where it is too short to be the title."""
    hit = _DENSE_COLON.search(title)
    rest = title[hit.end() :].strip() if hit else ""
    return rest if len(key(rest)) >= max(LEAST_RUN, LEAST_AT_END * len(key(title))) else ""


def _cut(title: str) -> tuple[list[str], list[str]]:
    parts, marks, place = [], [], 0
    separator = _DENSE_SEPARATOR if max(title, default="") >= DENSE else _SEPARATOR
    for hit in separator.finditer(title):
        parts.append(title[place : hit.start()])
        marks.append(hit.group())
        place = hit.end()
    parts.append(title[place:])
    return parts, marks


def _join(parts: list[str], marks: list[str], first: int, last: int) -> str:
    text = parts[first]
    for place in range(first + 1, last):
        text += marks[place - 1] + parts[place]
    return text.strip()


def _without_colon(title: str, sites: set[str], echoes: Sequence[str]) -> str:
    """Return ``Title`` of ``Site: Title``, and of ``Title- Site``, where a blank was forgotten.

    In Chinese, what stands before a colon also goes where a block shows the rest alone.
    """
    behind = _behind_colon(title)
    if behind and key(behind) in echoes:
        return behind
    for dash in _GLUED.finditer(title):
        if key(title[dash.end() :]) in sites:
            return title[: dash.start()]
    hit = _COLON.search(title)
    if hit and key(title[: hit.start()]) in sites and title[hit.end() :].strip():
        return title[hit.end() :].strip()
    return title


@cache
def _dense_site() -> re.Pattern[str]:
    """Return a pattern of a part of a Chinese title that names a site, by its end."""
    return compiled(rf"^\S{{1,14}}(?:{any_byline_word('dense', 'sites')})[)）]?$")
