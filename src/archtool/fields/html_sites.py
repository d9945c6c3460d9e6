"""Find the name of the site of an HTML page: declared, in its header or beside its copyright, or else its host.

For ``fields/structured.py``; titles are cut at what is found here, and authors that sign with it come last.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import combining, normalize

from archtool.artefacts.addresses import host
from archtool.blocks.html import Reading
from archtool.blocks.json_ld import resolve, text_of
from archtool.fields.dates import find_dates
from archtool.fields.html_head import Head
from archtool.fields.html_places import classes_of, has_sign, linked_terms
from archtool.fields.title_parts import GENERIC_HOST, key, names_site, parts_of
from archtool.fields.trust import DUBLIN_CORE, JSON_LD, LAST, META, OPEN_GRAPH, WEAK
from archtool.model import Candidate
from archtool.rules.words import any_byline_word, byline_words
from archtool.startup.patterns import compiled, lazy

LONGEST = 100
SHORT = 45  # Characters of a name that a header or a copyright line shows.
FIRST_BLOCKS = 40
LAST_BLOCKS = 12
_COPYRIGHT = lazy(
    r"(?:©|\(c\)|copyright)\s{0,3}(?:©|\(c\)|copyright)?\s{0,3}(?:(?:19|20)\d\d(?:\s?[-–—/,]\s?(?:19|20)?\d\d)?)?,?\s{0,3}"
    r"(?:by\s)?([^\W\d][^|•·.;\n©]{1,43})",
    re.IGNORECASE,
)
_MARKS_ONLY = " \t\n|·•,.:-–—»›"


def site_candidates(head: Head, reading: Reading, url: str) -> list[Candidate]:
    """Return the names of the site, the most trusted source first."""
    websites = [item for types, item in head.objects if "website" in types]
    found = [Candidate("site", text_of(item), "json-ld WebSite", JSON_LD) for item in websites]
    found += [Candidate("site", name, "og:site_name", OPEN_GRAPH) for name in head.all("og:site_name")[:1]]
    found += [Candidate("site", name, "json-ld publisher", OPEN_GRAPH + 1) for name in publishers(head)[:1]]
    for name in ("dc.publisher", "dcterms.publisher"):
        found += [Candidate("site", value, name, DUBLIN_CORE + 10) for value in head.all(name)[:1]]
    for name in ("application-name", "apple-mobile-web-app-title"):
        found += [Candidate("site", value, name, META + 10) for value in head.all(name)[:1]]
    found = [item for item in found if not _is_of_page(item.value, head, url)]
    shown = names_shown(reading, url)
    known = {key(item.value) for item in found} | {key(name) for name, _ in shown} | _keys_of_host(url)
    declared = bool(found) and any(_is_of_host(item.value, url) for item in found)
    for part in _ends(head.title):
        if not declared and key(part) in _labels(url):  # ``Loans: how they work | VALLEY`` where ``Loans`` is declared
            found.append(Candidate("site", part, "end of the title", JSON_LD - 1))
        elif names_site(part, known) and not _is_of_page(part, head, url):
            found.append(Candidate("site", part, "end of the title", META + 11))
    ends = {key(part) for part in _ends(head.title)}
    for name, source in shown:
        # What nothing else calls the site is a section or the firm behind it: the host is better than that.
        certain = source == HEADER or key(name) in ends or _is_of_host(name, url)
        found.append(Candidate("site", name, source, WEAK if certain else LAST + 1))
    name = host(url).removeprefix("www.")
    if name:
        found.append(Candidate("site", name, "host", LAST))
    return [candidate for candidate in found if candidate.value and len(candidate.value) < LONGEST]


def _is_of_page(name: str, head: Head, url: str) -> bool:
    """Whether a declared name is no site's: that of the start page (``Home``), or the title of the page."""
    if name.casefold() in byline_words("front_page"):
        return True
    titles = {key(title) for title in (head.first("og:title"), head.title) if title}
    front = "/" not in url.partition("://")[2].rstrip("/") if url else False
    return key(name) in titles and not front and not _is_of_host(name, url)


def publishers(head: Head) -> list[str]:
    """Return the names of publishers and organizations in the structured data."""
    names = [text_of(resolve(item["publisher"], head.objects)) for _, item in head.objects if item.get("publisher")]
    names += [text_of(item) for types, item in head.objects if types & {"organization", "newsmediaorganization"}]
    return [name for name in names if name]


def names_shown(reading: Reading, url: str) -> list[tuple[str, str]]:
    """Return what links to the front page are called in the header of the page, and who holds its copyright."""
    found: list[tuple[str, str]] = []
    for index, block in enumerate(reading.blocks[:FIRST_BLOCKS]):
        if len(block.text) > SHORT or not block.spans or not _is_front(block.spans[0][1][1], url):
            continue
        name = next(iter(linked_terms(block)), "")
        words = [word for word in name.split() if word.casefold() not in byline_words("front_page")]
        name = " ".join(words) if name.casefold() not in byline_words("front_page") else ""
        if any(map(str.isalpha, name)) and not find_dates(name):
            in_header = has_sign(_HEADER_SIGNS, classes_of(reading, index))
            found.append((name, HEADER if in_header else "link to the front page"))
    for block in reading.blocks[-LAST_BLOCKS:]:
        hit = _COPYRIGHT.search(block.text) if has_sign(_SIGNS_OF_COPYRIGHT, block.text.casefold()) else None
        name = _behind_name().sub("", hit[1]).strip(_MARKS_ONLY) if hit else ""
        if name and ":" not in name and len(name.split()) <= MOST_WORDS and name[:1].isupper():
            found.append((name, "copyright"))
    return found


_SIGNS_OF_COPYRIGHT = ("©", "(c)", "copyright")  # of which every match begins with one
MOST_WORDS = 5
HEADER = "header of the page"
_HEADER_SIGNS = ("logo", "site-title", "sitetitle", "site-name", "sitename", "brand", "blog-title", "masthead")


@cache
def _behind_name() -> re.Pattern[str]:
    """Return a pattern of what stands behind the name in a line of copyright: a year, ``all rights reserved``."""
    rights = any_byline_word("rights")
    return compiled(rf",? (?:19|20)\d\d\b.*| [-–—] .*|(?:, |,| )?\b(?:{rights})\b.*", re.IGNORECASE)


def _is_front(address: str, url: str) -> bool:
    """Whether an address is that of the front page: ``/``, the bare host."""
    if address in ("/", "./", "../", "index.html", "/index.html", "index.php", "/index.php"):
        return True
    name = host(url) if address.startswith(("http://", "https://", "//")) else ""
    return bool(name) and address.rstrip("/").endswith(f"//{name}")


def _is_of_host(name: str, url: str) -> bool:
    """Whether a name and the host share a word: ``Valley Post`` of ``valley.example``, and of ``vp.example``."""
    mark = key("".join(char for char in normalize("NFD", name) if not combining(char)))
    labels = [key(label) for label in host(url).split(".")[:-1] if len(label) > 2 and label != "www"]
    initials = "".join(word[0] for word in name.split() if word[0].isupper()).casefold()
    return len(mark) > 2 and any(label in mark or mark in label or label == initials for label in labels)


def _labels(url: str) -> set[str]:
    """Return the parts of a host that may be a name: ``valley`` of ``www.valley.example``."""
    return {key(label) for label in host(url).split(".")[:-1] if len(label) > 2 and label not in GENERIC_HOST}


def _keys_of_host(url: str) -> set[str]:
    labels = host(url).split(".")
    return {key(label) for label in labels[:-1] if len(label) > 3} if len(labels) > 1 else set()


def _ends(title: str) -> list[str]:
    """Return the last and the first part of a title that has several."""
    parts = parts_of(title)
    return [parts[-1].strip(), parts[0].strip()] if len(parts) > 1 else []
