"""The name of the site of an HTML page: declared, shown in its header or beside its copyright, or else its host.

For ``fields/structured.py``; titles are cut at what is found here, and authors that sign with it come last.
"""

from __future__ import annotations

import re

from archtool.artefacts.addresses import host
from archtool.blocks.html import Reading
from archtool.blocks.json_ld import resolve, text_of
from archtool.fields.html_head import Head
from archtool.fields.html_taglists import linked_terms
from archtool.fields.title_parts import key, names_site, parts_of
from archtool.fields.trust import DUBLIN_CORE, JSON_LD, LAST, META, OPEN_GRAPH, WEAK
from archtool.model import Candidate
from archtool.rules.words import byline_words
from archtool.startup.patterns import lazy

LONGEST = 100
SHORT = 45  # Characters of a name that a header or a copyright line shows.
FIRST_BLOCKS = 40
LAST_BLOCKS = 12
_COPYRIGHT = lazy(
    r"(?:©|\(c\)|copyright)\s{0,3}(?:©|\(c\)|copyright)?\s{0,3}(?:(?:19|20)\d\d(?:\s?[-–—/,]\s?(?:19|20)?\d\d)?)?,?\s{0,3}"
    r"(?:by\s)?([^\W\d][^|•·.;\n©]{1,43})",
    re.IGNORECASE,
)
_YEARS = lazy(r",? (?:19|20)\d\d\b.*| [-–—] .*")
_COPYRIGHT_ONLY = lazy(r"(?i)copyright|all rights reserved")
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
    shown = names_shown(reading, url)
    known = {key(item.value) for item in found} | {key(name) for name, _ in shown} | _keys_of_host(url)
    for part in _ends(head.title):
        if names_site(part, known):
            found.append(Candidate("site", part, "end of the title", META + 11))
    found += [Candidate("site", name, source, WEAK) for name, source in shown]
    name = host(url).removeprefix("www.")
    if name:
        found.append(Candidate("site", name, "host", LAST))
    return [candidate for candidate in found if candidate.value and len(candidate.value) < LONGEST]


def publishers(head: Head) -> list[str]:
    """Return the names of publishers and organizations in the structured data."""
    names = [text_of(resolve(item["publisher"], head.objects)) for _, item in head.objects if item.get("publisher")]
    names += [text_of(item) for types, item in head.objects if types & {"organization", "newsmediaorganization"}]
    return [name for name in names if name]


def names_shown(reading: Reading, url: str) -> list[tuple[str, str]]:
    """Return what links to the front page are called in the header of the page, and who holds its copyright."""
    found: list[tuple[str, str]] = []
    for block in reading.blocks[:FIRST_BLOCKS]:
        if len(block.text) > SHORT or not block.spans or not _is_front(block.spans[0][1][1], url):
            continue
        name = next(iter(linked_terms(block)), "")
        if name.casefold() not in byline_words("front_page") and any(map(str.isalpha, name)):
            found.append((name, "link to the front page"))
    for block in reading.blocks[-LAST_BLOCKS:]:
        hit = _COPYRIGHT.search(block.text)
        name = _YEARS.sub("", hit[1]).strip(_MARKS_ONLY) if hit else ""
        if ":" in name or _COPYRIGHT_ONLY.fullmatch(name):
            continue  # ``Copyright status: unknown`` is a field
        if name and len(name.split()) <= MOST_WORDS and name[:1].isupper():
            found.append((name, "copyright"))
    return found


MOST_WORDS = 5


def _is_front(address: str, url: str) -> bool:
    """Whether an address is that of the front page: ``/``, the bare host."""
    if address in ("/", "./", "../", "index.html", "/index.html", "index.php", "/index.php"):
        return True
    name = host(url) if address.startswith(("http://", "https://", "//")) else ""
    return bool(name) and address.rstrip("/").endswith(f"//{name}")


def _keys_of_host(url: str) -> set[str]:
    labels = host(url).split(".")
    return {key(label) for label in labels[:-1] if len(label) > 3} if len(labels) > 1 else set()


def _ends(title: str) -> list[str]:
    """Return the last and the first part of a title that has several."""
    parts = parts_of(title)
    return [parts[-1].strip(), parts[0].strip()] if len(parts) > 1 else []
