"""Find the authors of an HTML page: names that it declares, bylines near its title, links that lead to authors.

For ``fields/structured.py``. A person who signs is trusted more than a team, a firm or the site itself, wherever they
stand; people in comments, cards and menus are none of the page's authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from archtool.blocks.json_ld import resolve, texts_of, types_of
from archtool.fields.authors import clean_names, is_job
from archtool.fields.html_bylines import people_near
from archtool.fields.html_places import Sight
from archtool.fields.html_signatures import people_elsewhere
from archtool.fields.html_sources import Sources
from archtool.fields.names import (
    INITIALS,
    is_account,
    is_person,
    is_sign,
    is_team,
    looks_like_name,
    without_legal_form,
)
from archtool.fields.title_parts import key, names_site
from archtool.fields.trust import DUBLIN_CORE, JSON_LD, LAST, MARKED, META, OPEN_GRAPH, SEEN, SIGNED, TEAM, WEAK
from archtool.model import Candidate
from archtool.rules.words import any_byline_word
from archtool.startup.patterns import compiled

SENTENCE = 80  # characters of a block that says something, not of a line of copyright
FULL_NAME = 3  # Words of a name that stands for a declared given name.
SIGNED_NEAR = 5  # Blocks from the title within which a byline is trusted more than what is declared.
_SEEN_RANKS = {
    "byline link": MARKED + 1,
    "name alone": SEEN,
    "byline": SEEN + 1,
    "byline class": SEEN + 2,
    "byline far": WEAK,
}


def author_candidates(sources: Sources) -> list[Candidate]:
    """Return the authors that a page declares or shows, with their ranks of trust."""
    found = list(_declared(sources))
    seen = people_near(sources.reading, sources.place)
    written = {sight.value.casefold(): sight.value for sight in seen if not sight.value.isupper()}
    # ``JANE DOE``: the page may show it as it is written.
    found = [item._replace(value=written.get(item.value.casefold(), item.value)) for item in found]
    if not seen and all(item.rank >= TEAM - 1 or is_sign(item.value) for item in found):
        seen = people_elsewhere(sources.reading, sources.place)
    people = [item.value for item in found if item.rank < TEAM]
    seen = [sight._replace(value=_as_declared(sight.value, people)) for sight in seen]
    found = [item._replace(value=_in_full(item.value, seen)) for item in found]
    for wanted, rank in _SEEN_RANKS.items():
        near = [sight for sight in seen if sight.source == wanted]
        nearest = min((sight.distance for sight in near), default=0)
        names = [sight.value for sight in near if sight.distance == nearest]
        # Beside a person who is declared by a known name only another such name is believed: ``By popular demand``
        # begins like a byline.
        certain = not any(map(is_person, people)) or any(is_person(name) or name in people for name in names)
        for name in names:
            signed = wanted == "byline" and nearest <= SIGNED_NEAR and certain and not is_account(name)
            found.append(_ranked(name, wanted, SIGNED if signed else rank, sources.sites))
    return _before_teams(_before_signs(_with_all_who_sign(found)))


def _as_declared(shown: str, people: list[str]) -> str:
    """Return the declared name where what is shown is that and more: ``Jane Doe Head of Products``."""
    words = shown.casefold().split()
    for name in people:
        own = name.casefold().split()
        if 1 < len(own) < len(words) and words[: len(own)] == own:
            return name
    return shown


def _in_full(declared: str, seen: list[Sight]) -> str:
    """Return the whole name that the page shows where it declares the given name alone: ``Jane``."""
    if " " in declared:
        return declared
    names = {sight.value for sight in seen if sight.value.casefold().startswith(f"{declared.casefold()} ")}
    full = names.pop() if len(names) == 1 else ""
    return full if len(full.split()) <= FULL_NAME and looks_like_name(full) else declared


def _declared(sources: Sources) -> Iterator[Candidate]:
    head, main = sources.head, sources.main
    declared = resolve(main.get("author") or main.get("creator"), head.objects)
    pages = [item for types, item in head.objects if "webpage" in types and item.get("author")]
    labelled = [
        head.first(f"twitter:data{number}")
        for number in (1, 2)
        if _says_author().search(head.first(f"twitter:label{number}"))
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
            if source != "meta author" or _is_of_page(name, sources):
                yield _ranked(name, source, rank, sources.sites)


def _is_of_page(name: str, sources: Sources) -> bool:
    """Whether a firm in a meta element has to do with the page: often it is the one that built the site.

    It has where the site is called like it, or where the text speaks of it.
    """
    firm = without_legal_form(name)
    if firm == name or not key(firm):
        return True
    return any(key(firm) in site or (len(site) > INITIALS and site in key(firm)) for site in sources.sites) or any(
        firm in block.text for block in sources.reading.blocks if len(block.text) > SENTENCE
    )


@cache
def _says_author() -> re.Pattern[str]:
    return compiled(any_byline_word("declared"), re.IGNORECASE)


def _ranked(name: str, source: str, rank: int, sites: set[str]) -> Candidate:
    """Return a candidate; a team, and the site's own name, which is in many author fields, rank below persons."""
    if names_site(name, sites):
        rank = TEAM - 1 if is_person(name) else LAST
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
    """Prefer a source that has the names of the most trusted one and others: ``By Jane Doe and Per Aasen``."""
    best = min((item.rank for item in found), default=LAST)
    names = {key(item.value) for item in found if item.rank == best}
    for source in dict.fromkeys(item.source for item in found):
        others = [item for item in found if item.source == source and item.rank < TEAM - 1]
        more = [item.value for item in others if key(item.value) not in names]
        if best < TEAM - 1 and more and names <= {key(item.value) for item in others} and all(map(_is_full, more)):
            return [item._replace(rank=best) if item in others else item for item in found]
    return found


def _is_full(name: str) -> bool:
    return " " in name and looks_like_name(name) and not is_job(name)


def _before_signs(found: list[Candidate]) -> list[Candidate]:
    """Put a person whom the page shows before the account or the initials that it declares."""
    best = min((item.rank for item in found), default=LAST)
    if best >= TEAM - 1 or not all(is_sign(item.value) for item in found if item.rank == best):
        return found
    people = [item.rank for item in found if item.rank <= WEAK and is_person(item.value)]
    return [item._replace(rank=best - 1) if people and item.rank == min(people) else item for item in found]


def _before_teams(found: list[Candidate]) -> list[Candidate]:
    """Take a team, or the site, from one source: others have other spellings of it."""
    first = next((item for rank in (TEAM, LAST) for item in found if item.rank == rank), None)
    if first is None:
        return found
    others = [item for item in found if item.rank >= TEAM and item.source != first.source]
    return [item._replace(rank=item.rank + 1) if item in others else item for item in found]
