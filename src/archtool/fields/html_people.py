"""Who wrote the page, by what it shows: bylines near its title, and links that lead to authors.

For ``fields/structured.py``, where the page declares nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.blocks.html import Reading
from archtool.fields.authors import clean_names, looks_like_name
from archtool.fields.dates import find_dates
from archtool.fields.html_visible import BY, SHORT, Sight, around, classes_of, has_sign
from archtool.startup.patterns import lazy

LINKED = 100  # Characters of a block whose links may lead to its author though nothing else says so.

# Parts of class names, looked for one by one: on long class lists that is ten times faster than a pattern.
_PERSON_SIGNS = (
    "author", "byline", "by-line", "writer", "username", "user-name", "poster", "creator", "contributor", "vcard",
    "posted-by", "reporter",
)  # fmt: skip
_NOT_PERSON_SIGNS = (
    "authoris", "authoriz", "authorit", "comment", "related", "sidebar", "footer", "avatar", "author-bio", "author-box",
    "author-desc", "author-link", "author-social", "author-title", "author-role", "author-image", "author-info__",
    "authorbox", "biograph", "author_bio", "author__bio", "-bio",
)  # fmt: skip
_NAVIGATION_SIGNS = (
    "navbar", "nav-", "-nav", "menu", "login", "signin", "sign-in", "breadcrumb", "toolbar", "cookie", "search",
)  # fmt: skip
_NOT_PERSON_LINK = ("sign", "login", "log-in", "register", "account", "join", "password", "session")
# A site's own channels have addresses like those of its authors: ``youtube.com/user/example``.
_CHANNELS = ("//youtube.", "//www.youtube.", "facebook.com/", "flickr.com/", "vimeo.com/", "linkedin.com/")
_PERSON_LINK = lazy(
    r"/(?:authors?|writers?|contributors?|people|staff|team|profiles?|users?|members?|u|journalists?|by|autor|auteur"
    r"|autoren)/"
)


def people_near(reading: Reading, place: int) -> list[Sight]:
    """Return the authors seen around the block at ``place``, in the order of nearness."""
    return [
        Sight(name, source, distance)
        for index, distance in around(reading, place)
        for name, source in _people(reading, index, place)
    ]


def _people(reading: Reading, index: int, place: int) -> Iterator[tuple[str, str]]:
    block = reading.blocks[index]
    classes = classes_of(reading, index)
    by = BY.match(block.text)
    anchors = reading.walk.anchors[reading.places[index]]
    likely = by or (anchors and len(block.text) < LINKED)
    if not (likely or _is_marked(classes)) or has_sign(_NAVIGATION_SIGNS, classes):
        return
    linked = list(_linked_people(block))
    if linked:
        yield from ((name, "byline link") for name in linked)
    elif by or (_is_marked(classes) and len(block.text) < SHORT and not _is_section(reading, index, place)):
        names = clean_names(_without_dates(block.text))
        if all(looks_like_name(name) or (not by and " " not in name) for name in names):
            yield from ((name, "byline" if by else "byline class") for name in names)


def _is_marked(classes: str) -> bool:
    return has_sign(_PERSON_SIGNS, classes) and not has_sign(_NOT_PERSON_SIGNS, classes)


def _is_section(reading: Reading, index: int, place: int) -> bool:
    """Whether a block is a heading, or stands right under one that is not the title: a list of contributors, say."""
    above = index - 1
    return reading.blocks[index].kind == "heading" or (above != place and reading.blocks[above].kind == "heading")


def _without_dates(text: str) -> str:
    """Return ``text`` before its first date, or after its last one where it begins with one."""
    found = find_dates(text)
    if not found:
        return text
    return text[: found[0].start] if found[0].start > 2 else text[found[-1].end :]


def _linked_people(block: Any) -> Iterator[str]:
    """Yield names in links that are said to lead to an author: by relation, microdata, class or address."""
    seen = []
    for node in block.nodes:
        element = node.parent
        for _ in range(3):
            if element is None or element.tag in ("div", "p", "body", "li", "section", "article"):
                break
            attributes = element.attributes
            relation = f"{attributes.get('rel') or ''} {attributes.get('itemprop') or ''}".lower().split()
            told = "author" in relation or (
                element.tag in ("a", "span") and has_sign(_PERSON_SIGNS, (attributes.get("class") or "").lower())
            )
            address = (attributes.get("href") or "").lower()
            if told or (
                element.tag == "a"
                and _PERSON_LINK.search(address)
                and not has_sign(_NOT_PERSON_LINK, address)
                and not has_sign(_CHANNELS, address)
            ):
                if element.mem_id not in seen:
                    seen.append(element.mem_id)
                    names = clean_names(_without_dates(" ".join(element.text(separator=" ").split())))
                    yield from (name for name in names if looks_like_name(name) or " " not in name)
                break
            element = element.parent
