"""The day on which an HTML page was published, by what it declares, shows, and has in its address.

For ``fields/structured.py``. Days of modification, capture and archiving, periods and deadlines are never candidates.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from archtool.blocks import html
from archtool.fields.dates import parse_date
from archtool.fields.html_head import Head
from archtool.fields.html_jsonld import ARTICLES, Object, types_of
from archtool.fields.html_visible import dates_elsewhere, dates_near
from archtool.fields.trust import ADDRESS, DUBLIN_CORE, JSON_LD, MARKED, META, MICRODATA, SEEN, WEAK
from archtool.model import Candidate
from archtool.startup.patterns import lazy

_UTC = lazy(r"\d\d:\d\d.{0,20}(?:Z|[+-]00:?00)$")
_NEAR = 12  # Blocks from the title within which a shown date can correct a declared one.
_META_DATE = lazy(r"publish|publication|pub-?date|issued|release-?date")
_NOT_META_DATE = lazy(r"publisher|modif|updat|expir|unpublish|republish")
_ADDRESS_DATE = lazy(r"/((?:19|20)\d\d)[/-](\d\d?)(?:[/-](\d\d?))?(?=[/-]|$)")
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


def date_candidates(head: Head, main: Object, reading: html.Reading, place: int, url: str) -> list[Candidate]:
    """Return the days on which the page may have been published, of modification and capture none.

    ``place`` is the block that shows the title; ``url`` the page's address, which may hold a date.
    """
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
