"""Find the day on which an HTML page was published, in its metadata, its visible text, and its address.

For ``fields/structured.py``. Days of modification, capture and archiving, periods and deadlines are never candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from archtool.blocks.html import Reading
from archtool.blocks.json_ld import ARTICLES, types_of
from archtool.fields.dates import find_dates, parse_date
from archtool.fields.datewords import FIRST_PAGE, load_words
from archtool.fields.html_head import Head
from archtool.fields.html_places import SHORT, around
from archtool.fields.html_sources import Sources
from archtool.fields.html_visible import dates_elsewhere, dates_near
from archtool.fields.trust import ADDRESS, DUBLIN_CORE, JSON_LD, MARKED, META, MICRODATA, SEEN, SEEN_DATES, SHOWN, WEAK
from archtool.model import Candidate
from archtool.startup.patterns import lazy

_UTC = lazy(r"\d\d:\d\d.{0,20}(?:Z|[+-]00:?00)$")
_NEAR = 12  # Blocks from the title within which a shown date can correct a declared one.
_META_DATE = lazy(r"publish|publication|pub-?date|issued|release-?date")
_NOT_META_DATE = lazy(r"publisher|modif|updat|expir|unpublish|republish")
_ADDRESS_NAMED = lazy(r"/((?:19|20)\d\d)/([a-z]{3,9})/(\d\d?)/", re.IGNORECASE)
_ADDRESS_DAY = lazy(r"[/_-](\d\d)[-.](\d\d)[-.]((?:19|20)\d\d)(?=[/_.-]|$)")
_ADDRESS_DATE = lazy(r"/((?:19|20)\d\d)[/-](\d\d?)(?:[/-](\d\d?))?(?=[/-]|$)")
_CLOSE = 6  # Blocks from the title within which a shown day is certainly the page's.
DAY, MONTH = len("2018-05-28"), len("2018-05")
MOVED = 100  # days between the one in an address and the declared one of a page that was moved
FEWEST_DAYS = 2  # between a shown day and a declared one that is a generator's; one day is the time zone's
MONTH_FIRST = frozenset({"us", "ph"})
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


def date_candidates(sources: Sources) -> list[Candidate]:
    """Return the days on which the page may have been published, of modification and capture none."""
    head, reading, place = sources.head, sources.reading, sources.place
    # Of a bare WebPage it is not asked: there it is the day when somebody set up a front page or a form. Where it
    # has an author, it is an article's.
    article = sources.main if types_of(sources.main) & ARTICLES else {}
    page = sources.main if not article and sources.main.get("author") else {}
    day_first = _day_first(head)
    declared = []
    for values, source, rank in (
        ([article.get("datePublished")], "json-ld datePublished", JSON_LD),
        (head.all("article:published_time", "og:article:published_time"), "article:published_time", JSON_LD + 1),
        (head.properties.get("date", [])[:1], "microdata datePublished", MICRODATA),
        ([page.get("datePublished")], "json-ld WebPage", MICRODATA + 1),
        (head.all(*_DUBLIN_DATES), "dc.date", DUBLIN_CORE),
        (head.all(*_META_DATES) or _meta_dates(head), "meta date", META),
        ([article.get("dateCreated")], "json-ld dateCreated", MARKED + 4),
    ):
        for value in values:
            iso = parse_date(value, day_first=day_first) if isinstance(value, str) else None
            if iso and isinstance(value, str):
                declared.append(Candidate("date", iso, source, rank, value))
                break
    address = date_in_address(sources.url)
    seen = dates_near(reading, place, day_first)
    near = [sight.value for sight in seen if sight.distance < _NEAR] + [address or ""]
    found = [item._replace(value=_local(item.value, item.group, near), group="") for item in declared]
    if not declared and not seen:
        seen = dates_elsewhere(reading, sources.title, day_first)
    shown = [Candidate("date", sight.value, sight.source, SEEN_DATES.get(sight.source, WEAK)) for sight in seen]
    changed = article.get("dateModified")
    rebuilt = (parse_date(changed) if isinstance(changed, str) else None) or ""
    found = _confirmed(found, shown, {sight.value for sight in seen if sight.distance <= _CLOSE}, rebuilt)
    found += shown
    if not found:
        found += _months_near(reading, place)
    if address:
        rank = ADDRESS if len(address) == DAY else WEAK + 1
        if len(address) == DAY and found and all(_is_later(item.value, address) for item in found):
            rank = SHOWN  # the site was moved, and what it declares is the day of that
        found.append(Candidate("date", address, "address", rank))
    return found


def _months_near(reading: Reading, place: int) -> Iterator[Candidate]:
    """Yield the month that stands alone under the title of a page that shows no day: ``November 2015``."""
    for index, distance in around(reading, place):
        text = reading.blocks[index].text
        match = next(iter(find_dates(text)), None) if distance <= _CLOSE and len(text) < SHORT else None
        alone = match is not None and not (text[: match.start] + text[match.end :]).strip(" .,;:()|")
        if match and alone and match.iso and len(match.iso) == MONTH and match.iso >= FIRST_PAGE:
            yield Candidate("date", match.iso, "month", WEAK + 2)


def _is_later(day: str, address: str) -> bool:
    return len(day) == DAY and _days(address, day) > MOVED


def _days(first: str, last: str) -> int:
    """Return the days from one day to another, both in ISO form."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _confirmed(declared: list[Candidate], shown: list[Candidate], close: set[str], rebuilt: str) -> list[Candidate]:
    """Return what is declared, with the day first that the page also shows under its title.

    Of several declared days the one that is shown is the publication's; the others are those of a draft, of an import,
    of the newest build. One that stands in meta elements alone is less certain than the one that is shown, and so is
    ``rebuilt``, the day of the last change: generators declare it as that of publication, too.
    """
    told = [item.value for item in shown if item.value in close and item.rank <= SEEN]
    if not told or any(item.value in told for item in declared[:1]):
        return declared
    for day in told:
        if any(item.value == day for item in declared):
            return [item._replace(rank=SHOWN) if item.value == day else item for item in declared]
    earlier = len(rebuilt) == DAY and _days(min(told), rebuilt) >= FEWEST_DAYS
    doubted = [item.rank in (DUBLIN_CORE, META) or (earlier and item.value == rebuilt) for item in declared]
    return [item._replace(rank=SEEN + 1) if doubt else item for item, doubt in zip(declared, doubted, strict=True)]


def date_in_address(url: str) -> str | None:
    """Return the date that an address has in its path: ``/2019/10/21/``, ``/2019/oct/21/``, ``/news/21-10-2019``."""
    hit = _ADDRESS_DATE.search(url)
    if hit:
        return parse_date("-".join(part.zfill(2) for part in hit.groups() if part))
    hit = _ADDRESS_NAMED.search(url)
    if hit:
        return parse_date(f"{hit[3]} {hit[2]} {hit[1]}")
    hit = _ADDRESS_DAY.search(url)
    return parse_date(f"{hit[1]}.{hit[2]}.{hit[3]}") if hit else None


def _day_first(head: Head) -> bool | None:
    """Return whether the page's language, as it declares it, writes days before months; English does both."""
    lang, _, region = (head.lang or head.first("og:locale")).replace("_", "-").lower().partition("-")
    if lang == "en":
        return region not in MONTH_FIRST if region else None
    return True if lang in load_words().day_first else None


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
