"""Find authors near the title of an HTML page: bylines, links to authors, names in elements with such a class.

For ``html_people.py``; ``html_signatures.py`` finds those elsewhere. People in comments, cards and menus do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from archtool.blocks.html import Reading
from archtool.fields.authors import (
    begins_with_by,
    clean_names,
    is_label_of_names,
    names_in_line,
    stands_for_other_work,
)
from archtool.fields.byline_patterns import MARKS
from archtool.fields.dates import find_dates
from archtool.fields.html_places import SHORT, Sight, around, has_sign, is_of_others, tokens_around
from archtool.fields.names import is_person, is_team, looks_like_name, may_be_account, may_be_person
from archtool.fields.names_dense import dense_names, is_dense
from archtool.fields.title_parts import key
from archtool.startup.patterns import lazy

NAME = 40  # Characters of a block that is a name.
LINKED = 100  # Characters of a block whose links may lead to its author though nothing else says so.
LEAST_GLUED = 6  # letters of such a name
MOST_WORDS_ALONE = 7  # of two names that stand alone, and the word between them
NEAR = 4  # Blocks from the title within which a name that stands alone is its author's.

# Parts of class names, looked for one by one: on long class lists that is ten times faster than a pattern.
_PERSON_SIGNS = (
    "author", "byline", "by-line", "writer", "username", "user-name", "poster", "creator", "contributor", "vcard",
    "posted-by", "reporter", "accountname", "account-name", "autor", "auteur", "redakteur", "verfasser",
)  # fmt: skip
_NOT_PERSON_SIGNS = (
    "authoris", "authoriz", "authorit", "related", "sidebar", "footer", "avatar", "author-bio", "author-box",
    "author-desc", "author-link", "author-social", "author-title", "author-role", "author-image", "author-info__",
    "authorbox", "autoref", "biograph", "author_bio", "author__bio", "-bio", "teaser",
    "testimonial", "review", "rev__",
)  # fmt: skip
# Elements with the names of others: of photographers, of people to meet, of what is sold.
_NOT_ALONE_SIGNS = (
    "image", "copyright", "credit", "photo", "caption", "gallery", "media", "card", "related", "event", "contact",
    "product", "testimonial", "review", "footer",
)  # fmt: skip
_NAVIGATION_SIGNS = (
    "navbar", "nav-", "-nav", "nav_", "menu", "login", "signin", "sign-in", "breadcrumb", "toolbar", "cookie", "search",
    "offcanvas", "footer",
)  # fmt: skip
_LINE_SIGNS = ("post-meta", "entry-meta", "byline", "postmeta", "posted", "author")
_SIGNS = (_PERSON_SIGNS, _NOT_PERSON_SIGNS, _NOT_ALONE_SIGNS, _NAVIGATION_SIGNS, _LINE_SIGNS)
# Parts of a byline that are no names: ``byline__date``, ``author-category``.
_NOT_NAME_SIGNS = ("date", "time", "categor", "section", "topic", "-tag", "_tag", "icon")
# Content management systems write author and tags of a post among the classes of all of it.
_WHOLE_POST_SIGNS = ("hentry", "type-post", "status-publish", "author-", "category-")
_NOT_PERSON_LINK = ("sign", "login", "log-in", "register", "account", "join", "password", "session")
# A site's own channels have addresses like those of its authors: ``youtube.com/user/example``.
_CHANNELS = ("//youtube.", "//www.youtube.", "facebook.com/", "flickr.com/", "vimeo.com/", "linkedin.com/")
_PERSON_LINK = lazy(
    r"/(?:authors?|writers?|contributors?|people|staff|team|profiles?|users?|members?|u|journalists?|by|autor|auteur"
    r"|autoren)/"
)
# What elements are called that hold nothing but an author's name: one of these and ``name``, or one of the whole ones.
_NAME_SIGNS = ("author", "autor", "auteur", "byline", "writer", "postuser")
_NAME_CLASSES = frozenset(("full-name", "bigusername"))
_MARK = lazy(rf"[{MARKS}\n]|//|\s[-–—]\s")
_SENTENCE_ENDS = (".", "!", "?")
_EDGE = " \t\n,;:.()–—-|•·⋅"


def people_near(reading: Reading, place: int) -> list[Sight]:
    """Return the authors seen around the block at ``place``, in the order of nearness."""
    return [
        Sight(name, source, distance)
        for index, distance in around(reading, place)
        if not is_of_others(reading, index)
        for name, source in _people(reading, index, place)
    ]


def _people(reading: Reading, index: int, place: int) -> Iterator[tuple[str, str]]:
    block = reading.blocks[index]
    text = block.text.lstrip("-–— ~").replace(": | ", ": ")  # ``Author: | Jane Doe``: two cells
    tokens = tokens_around(reading, index)
    person, other, not_alone, navigation, of_line = map(any, zip(*map(_signs_in, tokens or ("",)), strict=True))
    by = begins_with_by(text)
    if index and not by and len(text) < NAME and is_label_of_names(reading.blocks[index - 1].text):
        text, by = f"{reading.blocks[index - 1].text} {text}", True
    called = len(text) < SHORT and is_called_name(tokens) and not not_alone
    if navigation and not called:
        return
    anchors = reading.walk.anchors[reading.places[index]]
    marked = person and not other
    dated = len(text) < LINKED and bool(find_dates(text))
    inside = len(text) < NAME and reading.is_link(index)  # ``<a><img><span>Jane Doe``
    linked = list(_linked_people(block, len(text) < LINKED)) if by or marked or dated or anchors or inside else []
    if linked and by:  # ``By Jane Doe, edited by Per Aasen``
        said = tuple(key(name) for name in names_in_line(text))
        linked = [name for name in linked if _is_said(key(name), said)]
    linked = [name for name in linked if not stands_for_other_work(text, name)]
    if linked:
        yield from ((name, "byline" if by else "byline link") for name in linked)
        return
    names = names_in_line(text) if by or dated or marked or " @ " in text else ()
    if by and not dated and text.endswith(_SENTENCE_ENDS) and not all(" " in name for name in names):
        names = ()  # ``By focusing on boats, the harbour grows.``
    if names and all(looks_like_name(name) or may_be_account(name) for name in names):
        yield from ((name, "byline") for name in names)
        return
    beside = dated and not by and "@" not in text  # the line of a post elsewhere has the account in it
    under = of_line or (index <= place + NEAR and block.kind != "row")  # further down, a heading of the text is dated
    if index and reading.blocks[index - 1].kind == "quote":
        return  # ``Jane Doe, 3 May 2019``: whom it quotes
    names = _beside_date(text, of_line, under) if beside else ()
    names = tuple(name for name in names if not _is_section_link(block, name))
    if names and (block.kind != "item" or all(map(is_person, names))):
        yield from ((name, "byline") for name in names)
    elif (called or (marked and len(text) < SHORT and not _is_section(reading, index, place))) and not _is_label(text):
        signed = _first_person(block, text)
        names = dense_names(signed) if is_dense(signed) else clean_names(signed)
        names = tuple(name for name in names if not _is_section_link(block, name))
        if all(looks_like_name(name) or (may_be_account(name) and len(names) == 1) for name in names):
            yield from ((name, "byline class") for name in names)
    elif not not_alone and _is_alone(reading, index, place):
        yield from ((name, "name alone") for name in clean_names(text))


def _is_whole_post(token: str) -> bool:
    """Whether the classes of an element are those of a whole post: ``hentry author-jane category-boats``."""
    return sum(sign in token for sign in _WHOLE_POST_SIGNS) > 1


def _is_said(name: str, said: Sequence[str]) -> bool:
    """Whether a linked name is one of those behind "by", or begins one with which the next link is glued to it."""
    return any(one == name or (len(name) >= LEAST_GLUED and one.startswith(name)) for one in said)


def is_called_name(tokens: Sequence[str]) -> bool:
    """Whether one of the innermost elements around a block is called that of an author's name."""
    return any(map(_is_name_class, tokens[:2]))


@lru_cache(maxsize=1 << 12)  # blocks near each other have classes in common
def _is_name_class(tokens: str) -> bool:
    return any(
        ("name" in name and has_sign(_NAME_SIGNS, name))
        or name in _NAME_CLASSES
        or name.endswith(("-author", "_author"))
        for name in tokens.lower().split()
    )


@lru_cache(maxsize=1 << 12)
def _signs_in(tokens: str) -> tuple[bool, bool, bool, bool, bool]:
    """Return which kinds of signs the classes of one element have, in the order of ``_SIGNS``."""
    lowered = tokens.lower()
    person, other, alone, navigation, line = (has_sign(signs, lowered) for signs in _SIGNS)
    if _is_whole_post(tokens):
        person = other = False
    return person, other, alone, navigation, line


def _is_alone(reading: Reading, index: int, place: int) -> bool:
    """Whether a block right under the title is a person's name and nothing else, and no list of people."""
    block = reading.blocks[index]
    if not place < index <= place + NEAR or len(block.text) >= NAME or block.text[:1] in "©(":
        return False
    under_other = index - 1 != place and reading.blocks[index - 1].kind == "heading"
    if block.kind in ("heading", "caption", "quote") or under_other:
        return False
    likely = may_be_person(block.text) and len(block.text.split()) < MOST_WORDS_ALONE
    names = clean_names(block.text) if likely else ()
    if not names or not all(map(is_person, names)) or key(names[0]) in key(reading.blocks[place].text):
        return False
    beside = [reading.blocks[at].text for at in (index - 1, index + 1) if at != place and at < len(reading.blocks)]
    return not any(len(text) < NAME and is_person(text) for text in beside)


def _beside_date(text: str, alone: bool, unknown: bool) -> tuple[str, ...]:
    """Return the person who stands beside a date, parted from it by a mark: ``25.10.2022 - Per Aasen``.

    One with a known given name needs no mark: ``Janet Reed, 01.12.2021``.

    ``alone``: one word may be a name, too; ``unknown``: also one without a known given name.
    """
    rest = text
    for match in reversed(find_dates(text)):
        rest = f"{rest[: match.start]}\n{rest[match.end :]}"
    names = clean_names(rest.strip(_EDGE))
    if names and all(map(is_person, names)):
        return names
    parts = [part.strip() for part in _MARK.split(text) if part.strip()]
    if not unknown or not 1 < len(parts) < 5:
        return ()
    for part in parts:
        if find_dates(part) or any(map(str.isdigit, part)) or ":" in part:
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


def _is_label(text: str) -> bool:
    """Whether a block is a label for what stands under it: ``Contributors:``."""
    return text.endswith((":", "："))


def _is_section_link(block: Any, name: str) -> bool:
    """Whether a single word is a link that leads to no person: ``20 March | Wellness``, a section."""
    if " " in name:
        return False
    links = [address.lower() for text, (_, address) in block.spans if address and name in text]
    return bool(links) and not any(_PERSON_LINK.search(link) or has_sign(_NAME_SIGNS, link) for link in links)


def _is_section(reading: Reading, index: int, place: int) -> bool:
    """Whether a block is a heading, or stands right under one that is not the title: a list of contributors, say."""
    above = index - 1
    block = reading.blocks[index]
    if block.kind == "heading" and not is_person(_MARK.split(_without_dates(block.text))[0].strip(_EDGE)):
        return True
    return above != place and reading.blocks[above].kind == "heading"


def _without_dates(text: str) -> str:
    """Return ``text`` before its first date, or after its last one where it begins with one."""
    found = find_dates(text)
    if not found:
        return text
    return text[: found[0].start] if found[0].start > 2 else text[found[-1].end :]


def _linked_people(block: Any, short: bool) -> Iterator[str]:
    """Yield names in links that are said to lead to an author: by relation, microdata, class or address.

    The address alone says it on ``short`` lines.
    """
    seen = []
    for node in block.nodes:
        element = node.parent
        for _ in range(3):
            if element is None or element.tag in ("div", "p", "body", "li", "section", "article"):
                break
            attributes = element.attributes
            relation = f"{attributes.get('rel') or ''} {attributes.get('itemprop') or ''}".lower().split()
            own = (attributes.get("class") or "").lower()
            told = "author" in relation or (
                element.tag in ("a", "span")
                and has_sign(_PERSON_SIGNS, own)
                and "autoref" not in own
                and not has_sign(_NOT_NAME_SIGNS, own)
            )
            address = (attributes.get("href") or "").lower()
            if told or (
                short
                and element.tag == "a"
                and _PERSON_LINK.search(address)
                and not has_sign(_NOT_PERSON_LINK, address)
                and not has_sign(_CHANNELS, address)
            ):
                if element.mem_id not in seen:
                    seen.append(element.mem_id)
                    names = clean_names(_without_dates(" ".join(element.text(separator=" ").split())))
                    yield from (name for name in names if looks_like_name(name) or may_be_account(name))
                break
            element = element.parent
