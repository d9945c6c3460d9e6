"""Find the fields of an HTML page in its metadata and its visible text, in a stated order of trust.

``candidates`` returns one :class:`~archtool.model.Candidate` for each value found; ``record.py`` takes the one of the
lowest rank. The order, from the most trusted: JSON-LD, microdata, Dublin Core, OpenGraph and ``article:*``, other meta
elements, ``<time>`` and author links, bylines and dates near the title, the address. A title is first the heading that
the page shows, where what it declares agrees with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archtool.artefacts import Artefact, absolute, blocks_inside, inspect, original, own_title
from archtool.blocks import html
from archtool.blocks.json_ld import (
    ARTICLES,
    PAGES,
    PARTS,
    PRODUCTS,
    Object,
    Typed,
    text_of,
    types_of,
    unescaped,
)
from archtool.fields.html_dates import date_candidates
from archtool.fields.html_head import LONGEST_VALUE, Head, read_head
from archtool.fields.html_image import declared_images
from archtool.fields.html_people import author_candidates
from archtool.fields.html_places import heading_place, tokens_around
from archtool.fields.html_sites import publishers, site_candidates
from archtool.fields.html_sources import Sources
from archtool.fields.html_titles import title_of
from archtool.fields.html_topics import topic_candidates
from archtool.fields.names import is_person
from archtool.fields.title_parts import LONGEST, START, key, runs_of, site_keys
from archtool.fields.trust import DUBLIN_CORE, JSON_LD, LAST, META, MICRODATA, OPEN_GRAPH, SHOWN
from archtool.model import Block, Candidate, Page
from archtool.startup.patterns import lazy

_LANGUAGE_TAG = lazy(r"[A-Za-z]{2,3}(?:[-_]|$)")
MOST_HEADINGS = 100
OWNER = 3  # words of the name of a person who owns a site
# What blogs call the heading of an entry.
_ENTRY = lazy(r"(?:^|\s)(?:entry|post|article)[-_]{1,2}(?:title|heading|headline)(?=\s|$)")

_INSIDE_HEADINGS = frozenset(("a", "b", "em", "font", "i", "small", "span", "strong", "time"))
# What the line above a headline is called, and the headline itself, where both are elements of one heading.
_KICKER = lazy(
    r"kicker|dachzeile|top-?line|roof-?line|over-?line|spitzmarke|eyebrow|super-?title|(?<![a-z])pre-?title|over-?title|surtitre"
    r"|volanta|antetitulo|occhiello"
)
_HEADLINE = lazy(r"(?:^|\s|__)(?:head-?line|title)(?=\s|$)")


def candidates(
    tree: Any, page: Page, reading: html.Reading | None = None, artefacts: Sequence[Artefact] | None = None
) -> list[Candidate]:
    """Return the candidates for title, authors, date, site, picture and topics of a page.

    ``tree`` is its ``LexborHTMLParser``, ``reading`` is ``blocks.html.read(tree)`` and ``artefacts`` what ``inspect``
    found, where they are known already.
    """
    reading = reading or html.read(tree)
    head = read_head(tree, reading.walk.linked_data)
    if artefacts is None:
        artefacts = inspect(tree, reading.walk.classes())
    if artefacts:
        reading, head = _without_artefacts(reading, head, artefacts)
    main = main_object(head.objects, page.url or "")
    found = site_candidates(head, reading, _address(head, page))
    named = [candidate.value for candidate in found if candidate.rank != LAST]
    sites = site_keys(named + publishers(head), _address(head, page))
    title, source = _title(head, main, reading, sites, _address(head, page))
    found += [Candidate("title", title, source, SHOWN)] if title else []
    place = heading_place(reading, title)
    sources = Sources(head, main, reading, page.url or "", sites, place, title)
    authors = author_candidates(sources)
    dates = date_candidates(sources)
    if dates and not authors:  # an entry on the site of one person, which is called after them
        owners = (item._replace(field="authors", rank=LAST) for item in found if item.field == "site")
        authors = [owner for owner in owners if is_person(owner.value) and len(owner.value.split()) <= OWNER][:1]
    named += [candidate.value for candidate in authors]
    found += [*authors, *dates]
    found += _rest(head, main, page)
    found += declared_images(head, main, page.url or head.canonical)
    found += topic_candidates(tree, sources, frozenset(map(str.casefold, named)))
    return found + [value for artefact in artefacts for value in artefact.gives]


def _without_artefacts(reading: html.Reading, head: Head, artefacts: Sequence[Artefact]) -> tuple[html.Reading, Head]:
    """Return what was read of the page without the blocks and the declarations that an archive added."""
    nodes = [node for artefact in artefacts for node in artefact.nodes]
    inside = set(blocks_inside(reading.blocks, nodes))
    own = [index for index in range(len(reading.blocks)) if index not in inside]
    added = {name for artefact in artefacts for name in artefact.capture_metas}
    # The archive says the same as microdata, too.
    times = {value for name in added for value in head.metas.get(name, ())}
    return (
        reading._replace(
            blocks=tuple(reading.blocks[index] for index in own), places=tuple(reading.places[index] for index in own)
        ),
        head._replace(
            metas={name: values for name, values in head.metas.items() if name not in added},
            properties={
                name: [value for value in values if value not in times] for name, values in head.properties.items()
            },
        ),
    )


def main_object(objects: list[Typed], url: str) -> Object:
    """Return the JSON-LD object that describes the page: an article before a product before the bare page.

    What may also be a part of an article, such as a review or a video, describes the page only where no article is.
    """
    for wanted in (ARTICLES - PARTS, ARTICLES, PRODUCTS, PAGES):
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


def _title(head: Head, main: Object, reading: html.Reading, sites: set[str], url: str) -> tuple[str, str]:
    """Return the title and where it was found."""
    declared = [
        (text_of(main.get("headline") or main.get("name")) if not types_of(main) & PAGES else "", "json-ld"),
        (head.properties.get("headline", [""])[0], "microdata"),
        (head.first("dc.title", "dcterms.title", "citation_title"), "dc.title"),
        (own_title(head.first("og:title", "twitter:title")), "og:title"),
        (own_title(head.title), "title"),
    ]
    headings = _ranked(reading, [key(title) for title, _ in declared if title])
    shown = [text for text, level in headings if level == 1][:10]
    lesser = [text for text, level in headings if 1 < level < 4]
    return title_of(shown, lesser, declared, sites, url, _echoes(reading, [title for title, _ in declared]))


def _echoes(reading: html.Reading, titles: list[str]) -> list[str]:
    """Return the keys of those runs of parts of declared titles that a block of the page shows, whatever its markup.

    Old pages have their titles in cells and bold lines: ``Title - Section - Site`` with ``Title`` above the text. Where
    a byline stands behind a line break, the first line counts if the declared title begins with it: the name of the
    site stands above addresses, too.
    """
    wanted: dict[str, str] = {}
    for title in dict.fromkeys(titles):
        wanted.update(runs_of(title))
    if not wanted:
        return []
    starts = set(wanted.values())
    likely = (block.text for block in reading.blocks if block.text[:START] in starts)
    begins = tuple(map(key, titles))
    found = []
    for text in likely:
        line, _, more = text.partition("\n")
        mark = key(line) if len(line) <= LONGEST else ""
        if mark in wanted and (not more or any(title.startswith(mark) for title in begins)):
            found.append(mark)
    return found


def _ranked(reading: html.Reading, declared: list[str]) -> list[tuple[str, int]]:
    """Return the first headings with their levels; that of the only entry of a blog comes before those of the blog.

    ``declared`` are the keys of declared titles: an entry's heading is part of one of them.
    """
    indices = [index for index, block in enumerate(reading.blocks) if block.kind == "heading"][:MOST_HEADINGS]
    entries = _entries(reading, indices)
    found = [(_headline(reading.blocks[index]), reading.blocks[index].level, index) for index in indices]
    if len(entries) == 1:
        wanted = key(reading.blocks[entries[0]].text)
        if wanted and any(wanted in title for title in declared):
            return [(text, 1 if index == entries[0] else max(level, 2)) for text, level, index in found]
    return [(text, level) for text, level, _ in found]


def _headline(block: Block) -> str:
    """Return the text of a heading without the line above it that elements inside it are called: a kicker."""
    texts = [shown.strip() for shown, _ in block.spans]
    if sum(map(bool, texts)) < 2:
        return block.text.replace("\n", " ")
    classes = [_classes_within(node) for node in block.nodes]
    named = [text for text, told in zip(texts, classes, strict=True) if text and _HEADLINE.search(told)]
    if not named or len(named) == len(texts):
        named = [text for text, told in zip(texts, classes, strict=True) if text and not _KICKER.search(told)]
    if not named or len(named) == sum(map(bool, texts)):
        return block.text.replace("\n", " ")
    return " ".join(" ".join(named).split()).lstrip(":–—- ")


def _classes_within(node: Any) -> str:
    """Return the classes of the elements between a text and its heading."""
    found = []
    element = node.parent
    while element is not None and element.tag in _INSIDE_HEADINGS:
        found.append(element.attributes.get("class") or "")
        element = element.parent
    return " ".join(found).lower()


def _entries(reading: html.Reading, indices: Sequence[int]) -> list[int]:
    """Return the headings in elements that are called entries; the classes of each element are looked at once."""
    known: dict[str, bool] = {}
    found = []
    for index in indices:
        for tokens in tokens_around(reading, index):
            if tokens not in known:
                known[tokens] = _ENTRY.search(tokens.lower()) is not None
            if known[tokens]:
                found.append(index)
                break
    return found


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
    # A longer text is the product or the recipe itself.
    marked = head.properties.get("description", [])[:1]
    descriptions += [(text, "microdata", META + 2) for text in marked if len(text) < LONGEST_VALUE]
    # Some editors escape twice: ``&amp;nbsp;``.
    tidied = [(" ".join(unescaped(text).split()), source, rank) for text, source, rank in descriptions]
    found += [Candidate("description", text, source, rank) for text, source, rank in tidied if text]
    languages = [
        (text_of(main.get("inLanguage")), "json-ld", MICRODATA),
        (head.first("dc.language", "dcterms.language"), "dc.language", DUBLIN_CORE),
        (head.lang, "html lang", OPEN_GRAPH),
        (head.first("og:locale"), "og:locale", META),
        (head.first("content-language", "language"), "content-language", META + 1),
    ]
    for tag, source, rank in languages:
        if _LANGUAGE_TAG.match(tag):
            found.append(Candidate("lang", tag.replace("_", "-").split("-")[0].lower(), source, rank))
    return found
