"""Who wrote an HTML page: names that it declares, bylines near its title, links that lead to authors.

For ``fields/structured.py``. A person who signs is trusted more than a team, a firm or the site itself, wherever they
stand; people in comments, cards and menus are none of the page's authors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.blocks.json_ld import resolve, texts_of, types_of
from archtool.fields.authors import (
    clean_names,
    is_account,
    is_team,
)
from archtool.fields.html_bylines import people_elsewhere, people_near
from archtool.fields.html_sources import Sources
from archtool.fields.title_parts import key, names_site
from archtool.fields.trust import DUBLIN_CORE, JSON_LD, LAST, MARKED, META, OPEN_GRAPH, SEEN, SIGNED, TEAM, WEAK
from archtool.model import Candidate
from archtool.startup.patterns import lazy

SIGNED_NEAR = 5  # Blocks from the title within which a byline is trusted more than what is declared.
_SAYS_AUTHOR = lazy(r"(?i)written|by$|author|verfasst|geschrieben|écrit|escrito|scritto|autor|auteur")
_SEEN_RANKS = {"byline link": MARKED + 1, "byline": SEEN, "byline class": SEEN + 1, "byline far": WEAK}


def author_candidates(sources: Sources) -> list[Candidate]:
    """Return the authors that a page declares or shows, with their ranks of trust."""
    found = list(_declared(sources))
    seen = people_near(sources.reading, sources.place)
    written = {sight.value.casefold(): sight.value for sight in seen if not sight.value.isupper()}
    # ``JANE DOE``: the page may show it as it is written.
    found = [item._replace(value=written.get(item.value.casefold(), item.value)) for item in found]
    if not seen and all(item.rank >= TEAM for item in found):
        seen = people_elsewhere(sources.reading, sources.place)
    for wanted, rank in _SEEN_RANKS.items():
        near = [sight for sight in seen if sight.source == wanted]
        nearest = min((sight.distance for sight in near), default=0)
        for sight in near:
            if sight.distance == nearest:
                signed = wanted == "byline" and nearest <= SIGNED_NEAR and not is_account(sight.value)
                found.append(_ranked(sight.value, wanted, SIGNED if signed else rank, sources.sites))
    return _with_all_who_sign(found)


def _declared(sources: Sources) -> Iterator[Candidate]:
    head, main = sources.head, sources.main
    declared = resolve(main.get("author") or main.get("creator"), head.objects)
    pages = [item for types, item in head.objects if "webpage" in types and item.get("author")]
    labelled = [
        head.first(f"twitter:data{number}")
        for number in (1, 2)
        if _SAYS_AUTHOR.search(head.first(f"twitter:label{number}"))
    ]
    marked = head.properties.get("author", [])[:1] or head.properties.get("creator", [])[:1]
    for values, source, rank in (
        (texts_of(_of_kind(declared, firms=False)), "json-ld", JSON_LD),
        (texts_of(_of_kind(declared, firms=True)), "json-ld", TEAM),
        (head.all("citation_author", "dc.creator", "dcterms.creator"), "dc.creator", DUBLIN_CORE),
        (labelled, "twitter:data", OPEN_GRAPH),
        (head.all("author")[:3], "meta author", META),
        (
            head.all("parsely-author", "sailthru.author", "byl", "article:author", "article:author_name"),
            "meta",
            META + 1,
        ),
        (marked, "microdata", MARKED - 1),
        (texts_of(resolve(pages[0]["author"], head.objects)) if pages else [], "json-ld page", MARKED),
    ):
        for name in dict.fromkeys(name for value in values[:30] for name in clean_names(value)):
            yield _ranked(name, source, rank, sources.sites)


def _ranked(name: str, source: str, rank: int, sites: set[str]) -> Candidate:
    """The site's own name stands in many author fields; it comes behind a person's, and so does a team's."""
    if names_site(name, sites):
        rank = LAST
    elif is_team(name):
        rank = max(rank, TEAM)
    return Candidate("authors", name, source, rank)


def _of_kind(value: Any, firms: bool) -> list[Any]:
    """Return the items of a JSON-LD author that are organizations, or those that are not."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if _is_firm(item) == firms]


def _is_firm(item: Any) -> bool:
    return isinstance(item, dict) and any("organization" in name for name in types_of(item))


def _with_all_who_sign(found: list[Candidate]) -> list[Candidate]:
    """Let a byline stand that names the one whom the page declares and somebody else: ``By Jane Doe and Per Aasen``."""
    best = min((item.rank for item in found), default=LAST)
    names = {key(item.value) for item in found if item.rank == best}
    signed = [item for item in found if item.source == "byline"]
    if best < TEAM and names < {key(item.value) for item in signed}:
        return [item._replace(rank=best) if item in signed else item for item in found]
    return found
