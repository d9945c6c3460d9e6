"""Read the JSON-LD objects that describe a page, tolerating errors.

Used by ``html_fallback.py`` and the modules of ``fields/``. Pages put several objects into several scripts, in lists or
under ``@graph``, refer from one to another by ``@id``, and write faulty JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.artefacts.controls import without_controls
from archtool.startup.patterns import lazy

Object = dict[str, Any]
Typed = tuple[frozenset[str], Object]

MOST_OBJECTS = 400  # a shop lists thousands of products; the page's own description comes early
DEEPEST = 6
# Best types first: the first object of the best type describes the page.
ARTICLES = frozenset(
    "article newsarticle blogposting reportagenewsarticle opinionnewsarticle analysisnewsarticle backgroundnewsarticle "
    "reviewnewsarticle report scholarlyarticle techarticle medicalscholarlyarticle satiricalarticle pressrelease "
    "advertisercontentarticle socialmediaposting discussionforumposting liveblogposting qapage question recipe review "
    "howto videoobject podcastepisode creativework book course event jobposting governmentservice legislation dataset "
    "medicalwebpage".split()
)
# Types that an article may contain: they describe the page only if there is no article.
PARTS = frozenset("review videoobject question howto event creativework comment".split())
PRODUCTS = frozenset(
    "product productgroup softwareapplication webapplication mobileapplication movie tvseries musicalbum videogame "
    "service".split()
)
PAGES = frozenset(
    "webpage aboutpage contactpage collectionpage itempage profilepage checkoutpage searchresultspage faqpage".split()
)
_WRAPPERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart", "isPartOf", "about")
_COMMENTS = lazy(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$"
)
LONGEST_REPAIRED = 100_000  # characters
_LINE_COMMENT = lazy(r"(?m:^[^\S\n]*+//.*$)")
_INNER_QUOTE = lazy(r'(?<![\s{\[,:\\])"(?!\s*[,:}\]])|(?<=[^\s{\[,:]\s)"(?!\s*[,:}\]])')
_TRAILING_COMMA = lazy(r",(\s*[}\]])")
_BAD_ESCAPE = lazy(r'\\(?!["\\/bfnrtu])')
_TAG = lazy(r"<[^<>]+>")


def read_objects(scripts: list[str]) -> list[Typed]:
    """Return the objects of the page's JSON-LD scripts with their types, outermost first.

    From a broken script, whatever can be read.
    """
    objects: list[Object] = []
    for script in scripts:
        for value in _parse(script):
            objects.extend(_walk(value, 0))
            if len(objects) > MOST_OBJECTS:
                break
    return [(types_of(item), item) for item in objects[:MOST_OBJECTS]]


def types_of(item: Object) -> frozenset[str]:
    """Return the types of an object in lower case, without the address of their vocabulary."""
    types = item.get("@type") or item.get("type")
    names = types if isinstance(types, list) else [types]
    return frozenset(str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names)


def text_of(value: Any) -> str:
    """Return the text of a value: a string, the first of a list, or the name of an object."""
    if isinstance(value, str):
        text = unescaped(value)
        return " ".join(without_controls(_TAG.sub("", text) if "<" in text else text).split())
    if isinstance(value, list):
        return next((text for text in map(text_of, value) if text), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("headline") or "")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def unescaped(text: str) -> str:
    """Return ``text`` with its character references decoded; the table of names is imported only if needed."""
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)


def texts_of(value: Any) -> list[str]:
    """Return the texts of a value, which may be a list."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(text_of, values) if text]


def resolve(value: Any, objects: list[Typed]) -> Any:
    """Return ``value``; if it is only a reference by ``@id``, the object with that id."""
    if isinstance(value, list):
        return [resolve(item, objects) for item in value[:50]]
    if isinstance(value, dict) and "@id" in value and not value.get("name"):
        return next((item for _, item in objects if item.get("@id") == value["@id"] and item.get("name")), value)
    return value


def _parse(script: str) -> Iterator[Any]:
    from json import loads  # imported here: most pages have no such data

    text = script.strip()
    for attempt in (lambda text: text, _repair, lambda text: _repair(unescaped(text)), _requoted):
        try:
            yield loads(attempt(text), strict=False)
            return
        except (ValueError, RecursionError):
            continue
    yield from _pieces(_repair(text))


def _repair(text: str) -> str:
    """Remove common faults from JSON: comments, trailing commas, semicolons, stray backslashes."""
    text = _COMMENTS.sub("", _COMMENTS.sub("", text)).strip().rstrip(";")
    return _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text))


def _without_comments(text: str) -> str:
    """Remove text between ``/*`` and ``*/``."""
    first, *others = text.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _requoted(text: str) -> str:
    """Escape quotation marks inside strings, recognized by the characters around them."""
    bare = _LINE_COMMENT.sub("", _without_comments(_repair(text)))
    return _INNER_QUOTE.sub(r"\"", bare) if len(bare) <= LONGEST_REPAIRED else bare


def _pieces(text: str) -> Iterator[Any]:
    """Yield consecutive values in ``text``; after a fault, continue at the next opening brace."""
    from json import JSONDecoder

    decoder = JSONDecoder(strict=False)
    place = text.find("{")
    faults = 0
    while place >= 0 and faults < 20:
        try:
            value, end = decoder.raw_decode(text, place)
            yield value
        except (ValueError, RecursionError):
            end = place + 1
            faults += 1
        place = text.find("{", end)


def _walk(value: Any, depth: int) -> Iterator[Object]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:MOST_OBJECTS]:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _WRAPPERS:
            inner = value.get(key)
            if isinstance(inner, (dict, list)):
                yield from _walk(inner, depth + 1)
        for key, inner in value.items():  # people and publishers that others refer to by @id
            if isinstance(inner, dict) and key not in _WRAPPERS and "@id" in inner:
                yield inner
