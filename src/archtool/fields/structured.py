"""Fields of an HTML page from what it declares and what it shows, in a stated order of trust.

``candidates`` gives one :class:`~archtool.model.Candidate` for each value found; ``record.py`` takes the one of the
lowest rank. The order, from the most trusted: JSON-LD, microdata, Dublin Core, OpenGraph and ``article:*``, other meta
elements, ``<time>`` and author links, bylines and dates near the title, the address. A title is first the heading that
the page shows, where what it declares agrees with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from archtool.artefacts import Artefact, absolute, blocks_inside, inspect, original, own_title
from archtool.blocks import html
from archtool.fields.authors import clean_names
from archtool.fields.dates import parse_date
from archtool.fields.html_head import Head, read_head
from archtool.fields.html_jsonld import ARTICLES, PAGES, PRODUCTS, Object, Typed, resolve, text_of, texts_of, types_of
from archtool.fields.html_titles import key, site_keys, title_of
from archtool.fields.html_topics import topic_candidates
from archtool.fields.html_visible import dates_elsewhere, dates_near, heading_place, people_near
from archtool.model import Candidate, Page

_UTC = re.compile(r"\d\d:\d\d.*(?:Z|[+-]00:?00)$")
_NEAR = 12  # Blocks from the title within which a shown date can correct a declared one.
_META_DATE = re.compile(r"publish|publication|pub-?date|issued|release-?date")
_NOT_META_DATE = re.compile(r"publisher|modif|updat|expir|unpublish|republish")
# Ranks of trust, the same for every field.
SHOWN, JSON_LD, MICRODATA, DUBLIN_CORE, OPEN_GRAPH, META, MARKED, SEEN, ADDRESS, WEAK = (
    8,
    10,
    12,
    14,
    16,
    18,
    20,
    22,
    26,
    30,
)

_ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)(?:[/-](\d\d?))?(?=[/-]|$)")


def candidates(
    tree: Any, page: Page, reading: html.Reading | None = None, artefacts: Sequence[Artefact] | None = None
) -> list[Candidate]:
    """Return what the page of ``tree`` (a ``LexborHTMLParser``) says of its title, authors, date, site and topics.

    ``reading`` is ``blocks.html.read(tree)`` and ``artefacts`` what ``inspect`` found, where they are known already.
    """
    reading = reading or html.read(tree)
    head = read_head(tree, reading.walk.linked_data)
    if artefacts is None:
        artefacts = inspect(tree, reading.walk.tokens)
    if artefacts:
        reading, head = _without_artefacts(reading, head, artefacts)
    main = main_object(head.objects, page.url or "")
    found = _site(head)
    sites = site_keys([candidate.value for candidate in found] + _publishers(head), _address(head, page))
    title, source = _title(head, main, reading, sites)
    found += [Candidate("title", title, source, SHOWN)] if title else []
    place = heading_place(reading, title)
    found += _authors(head, main, reading, place, sites)
    found += _dates(head, main, reading, place, page.url or "")
    found += _rest(head, main, page)
    found += topic_candidates(tree, reading.walk.tokens, head, main)
    return found + [value for artefact in artefacts for value in artefact.gives]


def _without_artefacts(reading: html.Reading, head: Head, artefacts: Sequence[Artefact]) -> tuple[html.Reading, Head]:
    """Return what was read of the page without the blocks and the declarations that an archive added."""
    nodes = [node for artefact in artefacts for node in artefact.nodes]
    inside = set(blocks_inside(reading.blocks, nodes))
    own = [index for index in range(len(reading.blocks)) if index not in inside]
    added = {name for artefact in artefacts for name in artefact.capture_metas}
    return (
        reading._replace(
            blocks=tuple(reading.blocks[index] for index in own), places=tuple(reading.places[index] for index in own)
        ),
        head._replace(metas={name: values for name, values in head.metas.items() if name not in added}),
    )


def main_object(objects: list[Typed], url: str) -> Object:
    """Return the JSON-LD object that describes the page: an article before a product before the bare page."""
    for wanted in (ARTICLES, PRODUCTS, PAGES):
        fitting = [item for types, item in objects if types & wanted]
        if fitting:
            same = [item for item in fitting if url and _same_page(item, url)]
            return max(same or fitting[:1], key=len)
    return {}


def _same_page(item: Object, url: str) -> bool:
    page = item.get("mainEntityOfPage")
    addresses = [item.get("url"), item.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    bare = url.split("#")[0].rstrip("/")
    return any(isinstance(address, str) and address.split("#")[0].rstrip("/") == bare for address in addresses)


def _address(head: Head, page: Page) -> str:
    return original(page.url or head.canonical or head.first("og:url"))


def _site(head: Head) -> list[Candidate]:
    websites = [item for types, item in head.objects if "website" in types]
    found = [Candidate("site", text_of(item), "json-ld WebSite", JSON_LD) for item in websites]
    found += [Candidate("site", name, "og:site_name", OPEN_GRAPH) for name in head.all("og:site_name")[:1]]
    for name in ("dc.publisher", "dcterms.publisher"):
        found += [Candidate("site", value, name, DUBLIN_CORE + 10) for value in head.all(name)[:1]]
    for name in ("application-name", "apple-mobile-web-app-title"):
        found += [Candidate("site", value, name, META + 10) for value in head.all(name)[:1]]
    return [candidate for candidate in found if candidate.value and len(candidate.value) < 100]


def _publishers(head: Head) -> list[str]:
    names = [text_of(resolve(item["publisher"], head.objects)) for _, item in head.objects if item.get("publisher")]
    return names + [text_of(item) for types, item in head.objects if types & {"organization", "newsmediaorganization"}]


def _title(head: Head, main: Object, reading: html.Reading, sites: set[str]) -> tuple[str, str]:
    """Return the title and where it was found."""
    headings = [(block.text.replace("\n", " "), block.level) for block in reading.blocks if block.kind == "heading"][
        :40
    ]
    shown = [text for text, level in headings if level == 1][:10]
    lesser = [text for text, level in headings if 1 < level < 4]
    declared = [
        (text_of(main.get("headline") or main.get("name")) if not types_of(main) & PAGES else "", "json-ld"),
        (head.properties.get("headline", [""])[0], "microdata"),
        (head.first("dc.title", "dcterms.title", "citation_title"), "dc.title"),
        (own_title(head.first("og:title", "twitter:title")), "og:title"),
        (own_title(head.title), "title"),
    ]
    return title_of(shown, lesser, declared, sites)


def _authors(head: Head, main: Object, reading: html.Reading, place: int, sites: set[str]) -> list[Candidate]:
    declared = resolve(main.get("author") or main.get("creator"), head.objects)
    pages = [item for types, item in head.objects if types & PAGES and item.get("author")]
    labelled = [
        head.first(f"twitter:data{number}")
        for number in (1, 2)
        if re.match(r"written|by$|author", head.first(f"twitter:label{number}"), re.IGNORECASE)
    ]
    sources = [
        (texts_of(declared), "json-ld", JSON_LD),
        (head.all("citation_author", "dc.creator", "dcterms.creator"), "dc.creator", DUBLIN_CORE),
        (labelled, "twitter:data", OPEN_GRAPH),
        (head.all("author")[:3], "meta author", META),
        (
            head.all("parsely-author", "sailthru.author", "byl", "article:author", "article:author_name"),
            "meta",
            META + 1,
        ),
        (head.properties.get("author", [])[:1] or head.properties.get("creator", [])[:1], "microdata", MARKED - 1),
        (texts_of(resolve(pages[0]["author"], head.objects)) if pages else [], "json-ld page", MARKED),
    ]
    found: list[Candidate] = []
    for values, source, rank in sources:
        names = dict.fromkeys(name for value in values[:30] for name in clean_names(value))
        # The site's own name stands in many author fields; it is the author only where nobody else is named.
        found += [Candidate("authors", name, source, WEAK + 5 if key(name) in sites else rank) for name in names]
    if any(candidate.rank < MARKED - 1 for candidate in found):
        return found  # Named where it is most trusted: what the page shows could only say it again.
    seen = people_near(reading, place)
    for wanted, rank in (("byline link", MARKED + 1), ("byline", SEEN), ("byline class", SEEN + 1)):
        near = [sight for sight in seen if sight.source == wanted]
        nearest = min((sight.distance for sight in near), default=0)
        found += [
            Candidate("authors", sight.value, wanted, WEAK + 5 if key(sight.value) in sites else rank)
            for sight in near
            if sight.distance == nearest
        ]
    return found


def _dates(head: Head, main: Object, reading: html.Reading, place: int, url: str) -> list[Candidate]:
    # Of a bare WebPage it is not asked: there it is the day when somebody set up a front page or a form.
    article = main if types_of(main) & ARTICLES else {}
    sources: list[tuple[list[Any], str, int]] = [
        ([article.get("datePublished")], "json-ld datePublished", JSON_LD),
        (head.all("article:published_time", "og:article:published_time"), "article:published_time", JSON_LD + 1),
        (head.properties.get("date", [])[:1], "microdata datePublished", MICRODATA),
        (head.all(*_DUBLIN_DATES), "dc.date", DUBLIN_CORE),
        (head.all(*_META_DATES) or _meta_dates(head), "meta date", META),
        ([article.get("dateCreated")], "json-ld dateCreated", MARKED + 4),
    ]
    hit = _ADDRESS_DATE.search(url)
    address = parse_date("-".join(part.zfill(2) for part in hit.groups() if part)) if hit else None
    declared = []
    for values, source, rank in sources:
        for value in values:
            iso = parse_date(value) if isinstance(value, str) else None
            if iso:
                declared.append((iso, value, source, rank))
                break
    # A page that declares its day need not be searched, unless the time is in UTC: there the day may be another.
    searched = not declared or any(_UTC.search(value) for _, value, _, _ in declared)
    seen = dates_near(reading, place) if searched else []
    near = [sight.value for sight in seen if sight.distance < _NEAR] + [address or ""]
    found = [Candidate("date", _local(iso, value, near), source, rank) for iso, value, source, rank in declared]
    if not declared and not seen:
        seen = dates_elsewhere(reading)
    found += [Candidate("date", sight.value, sight.source, _SEEN_RANKS.get(sight.source, WEAK)) for sight in seen]
    if address:
        found.append(Candidate("date", address, "address", ADDRESS if len(address) == 10 else WEAK + 1))
    return found


def _local(iso: str, value: str, near: list[str]) -> str:
    """Return the day as the page shows it, where a time declared in UTC falls on the day before or after."""
    if len(iso) < 10 or iso in near or not _UTC.search(value):
        return iso
    day = date.fromisoformat(iso)
    around = {(day + timedelta(days=step)).isoformat() for step in (-1, 1)}
    return next((shown for shown in near if shown in around), iso)


def _meta_dates(head: Head) -> list[str]:
    """Return the values of meta elements whose own names say that they hold the day of publication."""
    return [
        values[0] for name, values in head.metas.items() if _META_DATE.search(name) and not _NOT_META_DATE.search(name)
    ]


_SEEN_RANKS = {"time published": MARKED, "time": MARKED + 1, "date published": SEEN - 1, "date": SEEN}
_DUBLIN_DATES = (
    "dc.date.issued", "dcterms.issued", "dcterms.date.issued", "dc.date.published", "dcterms.available",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date",
    "citation_online_date", "citation_date",
)  # fmt: skip
_META_DATES = (
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "publication-date", "published_date", "published-date", "article.published", "datepublished", "og:pubdate",
    "date.created", "displaydate", "article_date_original", "cxenseparse:recs:publishtime", "release_date", "date",
)  # fmt: skip


def _rest(head: Head, main: Object, page: Page) -> list[Candidate]:
    """Return canonical address, description and declared language."""
    found = []
    base = page.url or ""
    for address, source, rank in (
        (head.canonical, "canonical", JSON_LD),
        (head.first("og:url"), "og:url", OPEN_GRAPH),
    ):
        if address:
            full = absolute(address, base)
            if full.startswith(("http://", "https://")):
                found.append(Candidate("url", full, source, rank))
    descriptions = [
        (text_of(main.get("description")), "json-ld", OPEN_GRAPH + 1),
        (head.first("dc.description", "dcterms.description", "dcterms.abstract"), "dc.description", DUBLIN_CORE),
        (head.first("og:description"), "og:description", OPEN_GRAPH),
        (head.first("description"), "meta description", META),
        (head.first("twitter:description", "sailthru.description"), "twitter:description", META + 1),
    ]
    found += [Candidate("description", text, source, rank) for text, source, rank in descriptions if text]
    languages = [
        (text_of(main.get("inLanguage")), "json-ld", MICRODATA),
        (head.first("dc.language", "dcterms.language"), "dc.language", DUBLIN_CORE),
        (head.lang, "html lang", OPEN_GRAPH),
        (head.first("og:locale"), "og:locale", META),
        (head.first("content-language", "language"), "content-language", META + 1),
    ]
    for tag, source, rank in languages:
        if re.match(r"[A-Za-z]{2,3}(?:[-_]|$)", tag):
            found.append(Candidate("lang", re.split(r"[-_]", tag)[0].lower(), source, rank))
    return found
