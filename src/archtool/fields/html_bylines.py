"""The people whom an HTML page shows as its authors: bylines near the title, links to authors, boxes about one.

For ``html_people.py``. People in comments, cards and menus are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.blocks.html import Reading
from archtool.fields.authors import begins_with_by, clean_names, is_team, looks_like_name, names_in_line
from archtool.fields.dates import find_dates
from archtool.fields.html_visible import LONGEST, SHORT, Sight, around, classes_of, has_sign, is_of_others
from archtool.fields.title_parts import key
from archtool.startup.patterns import lazy

NAME = 40  # Characters of a block that is a name.
LINKED = 100  # Characters of a block whose links may lead to its author though nothing else says so.
MOST_BLOCKS = 400  # Of a page, where its author is sought far from the title.

# Parts of class names, looked for one by one: on long class lists that is ten times faster than a pattern.
_PERSON_SIGNS = (
    "author", "byline", "by-line", "writer", "username", "user-name", "poster", "creator", "contributor", "vcard",
    "posted-by", "reporter", "autor", "auteur", "redakteur", "verfasser",
)  # fmt: skip
_NOT_PERSON_SIGNS = (
    "authoris", "authoriz", "authorit", "related", "sidebar", "footer", "avatar", "author-bio", "author-box",
    "author-desc", "author-link", "author-social", "author-title", "author-role", "author-image", "author-info__",
    "authorbox", "biograph", "author_bio", "author__bio", "-bio", "teaser",
)  # fmt: skip
_BIOGRAPHY_SIGNS = (
    "author-bio", "author-box", "authorbox", "author_bio", "author-info", "about-author", "author-section",
)  # fmt: skip
_NAVIGATION_SIGNS = (
    "navbar", "nav-", "-nav", "menu", "login", "signin", "sign-in", "breadcrumb", "toolbar", "cookie", "search",
)  # fmt: skip
_LINE_SIGNS = ("post-meta", "entry-meta", "byline", "postmeta", "posted", "author")
_NOT_PERSON_LINK = ("sign", "login", "log-in", "register", "account", "join", "password", "session")
# A site's own channels have addresses like those of its authors: ``youtube.com/user/example``.
_CHANNELS = ("//youtube.", "//www.youtube.", "facebook.com/", "flickr.com/", "vimeo.com/", "linkedin.com/")
_PERSON_LINK = lazy(
    r"/(?:authors?|writers?|contributors?|people|staff|team|profiles?|users?|members?|u|journalists?|by|autor|auteur"
    r"|autoren)/"
)
_MARK = lazy(r"[|•·\n]|//|\s[-–—]\s")


def people_near(reading: Reading, place: int) -> list[Sight]:
    """Return the authors seen around the block at ``place``, in the order of nearness."""
    return [
        Sight(name, source, distance)
        for index, distance in around(reading, place)
        if not is_of_others(reading, index)
        for name, source in _people(reading, index, place)
    ]


def people_elsewhere(reading: Reading, place: int) -> list[Sight]:
    """Return the authors of a line far from the title that says it is a byline, under the text, say.

    Where there are several, they are those of cards, of reviews, of posts.
    """
    found: list[Sight] = []
    for index in range(place + 1, min(len(reading.blocks), MOST_BLOCKS)):
        text = reading.blocks[index].text
        if len(text) > LONGEST:
            continue
        for line in text.split("\n") if "\n" in text else (text,):
            sentence = line.endswith((".", "!", "?")) or len(line) > LINKED
            if not begins_with_by(line, labelled=sentence) or is_of_others(reading, index):
                continue
            names = names_in_line(line)
            if names and all(looks_like_name(name) and not is_team(name) for name in names):
                if found:
                    return []
                found = [Sight(name, "byline far", MOST_BLOCKS) for name in names]
    return found or list(_biography(reading, place))


def _biography(reading: Reading, place: int) -> Iterator[Sight]:
    """Yield the one person whom a box about the author names, under the text or beside it."""
    names = []
    if not has_sign(_BIOGRAPHY_SIGNS, reading.walk.classes()):
        return
    for index in range(place + 1, min(len(reading.blocks), MOST_BLOCKS)):
        block = reading.blocks[index]
        if len(block.text) < NAME and has_sign(_BIOGRAPHY_SIGNS, classes_of(reading, index)):
            name = clean_names(block.text)
            if len(name) == 1 and " " in name[0] and looks_like_name(name[0]) and not is_of_others(reading, index):
                names.append(name[0])
    if names and len(set(map(key, names))) == 1:
        yield Sight(names[0], "byline far", MOST_BLOCKS)


def _people(reading: Reading, index: int, place: int) -> Iterator[tuple[str, str]]:
    block = reading.blocks[index]
    text = block.text
    classes = classes_of(reading, index)
    by = begins_with_by(text)
    anchors = reading.walk.anchors[reading.places[index]]
    marked = _is_marked(classes)
    dated = len(text) < LINKED and bool(find_dates(text))
    if not (by or marked or dated or (anchors and len(text) < LINKED)) or has_sign(_NAVIGATION_SIGNS, classes):
        return
    linked = list(_linked_people(block))
    if linked and by:  # ``By Jane Doe, edited by Per Aasen``
        said = {key(name) for name in names_in_line(text)}
        linked = [name for name in linked if key(name) in said]
    if linked:
        yield from ((name, "byline" if by else "byline link") for name in linked)
        return
    names = names_in_line(text) if by or dated or marked else ()
    if names and (by or dated or marked) and all(looks_like_name(name) or " " not in name for name in names):
        yield from ((name, "byline") for name in names)
    elif dated and not by and block.kind != "item":
        yield from ((name, "byline") for name in _beside_date(text, alone=has_sign(_LINE_SIGNS, classes)))
    elif marked and len(text) < SHORT and not _is_section(reading, index, place):
        names = clean_names(_first_person(block, text))
        if all(looks_like_name(name) or (" " not in name and len(names) == 1) for name in names):
            yield from ((name, "byline class") for name in names)


def _beside_date(text: str, alone: bool) -> tuple[str, ...]:
    """Return the person who stands beside a date, parted from it by a mark: ``25.10.2022 - Per Aasen``.

    ``alone``: one word may be a name, too.
    """
    parts = [part.strip() for part in _MARK.split(text) if part.strip()]
    if not 1 < len(parts) < 5:
        return ()
    for part in parts:
        if find_dates(part) or any(map(str.isdigit, part)):
            continue
        names = clean_names(part)
        if names and all(_is_person(name, alone) for name in names):
            return names
    return ()


def _is_person(name: str, alone: bool) -> bool:
    words = len(name.split())
    return (2 <= words <= 4 and looks_like_name(name) and not is_team(name)) or (alone and words == 1)


def _first_person(block: Any, text: str) -> str:
    """Return the part of a marked block that is the name: a job often stands beside it in an element of its own."""
    texts: list[str] = [shown.strip() for shown, _ in block.spans if shown.strip()]
    if len(texts) > 1 and " " in texts[0] and looks_like_name(texts[0]) and not find_dates(texts[0]):
        following = clean_names(" ".join(texts[1:]))
        if not following or not all(looks_like_name(name) and " " in name for name in following):
            return texts[0]
        if not any(mark in text for mark in ",;&|"):
            return texts[0]
    return _without_dates(text)


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
