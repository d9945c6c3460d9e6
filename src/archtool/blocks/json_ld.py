"""JSON-LD of a page: the objects that describe the page itself, read tolerantly.

For ``html_fallback.py`` and the modules of ``fields/``. Pages put several objects into several scripts, in lists or
under ``@graph``, refer from one to another by ``@id``, and write JSON that is not quite JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.artefacts.controls import without_controls
from archtool.startup.patterns import lazy

Object = dict[str, Any]
Typed = tuple[frozenset[str], Object]

MOST_OBJECTS = 400  # A shop lists thousands of products; what describes the page comes early.
DEEPEST = 6
# From the most telling type to the least; a page is what its first object of the best type says.
ARTICLES = frozenset(
    "article newsarticle blogposting reportagenewsarticle opinionnewsarticle analysisnewsarticle backgroundnewsarticle "
    "reviewnewsarticle report scholarlyarticle techarticle medicalscholarlyarticle satiricalarticle pressrelease "
    "advertisercontentarticle socialmediaposting discussionforumposting liveblogposting qapage question recipe review "
    "howto videoobject podcastepisode creativework book course event jobposting governmentservice legislation dataset "
    "medicalwebpage".split()
)
# Of these, what an article may hold: they are the page only where there is no article.
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

    A broken script gives what can be read of it.
    """
    objects: list[Object] = []
    for script in scripts:
        for value in _parse(script):
            objects.extend(_walk(value, 0))
            if len(objects) > MOST_OBJECTS:
                break
    return [(types_of(item), item) for item in objects[:MOST_OBJECTS]]


def types_of(item: Object) -> frozenset[str]:
    """Return the types of an object, lower case, without a vocabulary's address."""
    types = item.get("@type") or item.get("type")
    names = types if isinstance(types, list) else [types]
    return frozenset(str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names)


def text_of(value: Any) -> str:
    """Return the text of a value: of a string, of the first of a list, of an object's name."""
    if isinstance(value, str):
        text = unescaped(value)
        return " ".join(without_controls(_TAG.sub("", text) if "<" in text else text).split())
    if isinstance(value, list):
        return next((text for text in map(text_of, value) if text), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("headline") or "")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def unescaped(text: str) -> str:
    """Return ``text`` with its character references read; the table of their names is imported where there is one."""
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)


def texts_of(value: Any) -> list[str]:
    """Return the texts of a value that may be one or a list."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(text_of, values) if text]


def resolve(value: Any, objects: list[Typed]) -> Any:
    """Return ``value`` with a mere reference by ``@id`` replaced by the object that has it."""
    if isinstance(value, list):
        return [resolve(item, objects) for item in value[:50]]
    if isinstance(value, dict) and "@id" in value and not value.get("name"):
        return next((item for _, item in objects if item.get("@id") == value["@id"] and item.get("name")), value)
    return value


def _parse(script: str) -> Iterator[Any]:
    from json import loads  # here, as most pages of the archives have no such data

    text = script.strip()
    for attempt in (lambda text: text, _repair, lambda text: _repair(unescaped(text)), _requoted):
        try:
            yield loads(attempt(text), strict=False)
            return
        except (ValueError, RecursionError):
            continue
    yield from _pieces(_repair(text))


def _repair(text: str) -> str:
    """Take out what is not JSON and often stands there: comments, a trailing comma, a semicolon, stray backslashes."""
    text = _COMMENTS.sub("", _COMMENTS.sub("", text)).strip().rstrip(";")
    return _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text))


def _without_comments(text: str) -> str:
    """Take out what stands between ``/*`` and ``*/``."""
    first, *others = text.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _requoted(text: str) -> str:
    """Escape the quotation marks inside strings: those that neither open nor close one, by the signs around them."""
    bare = _LINE_COMMENT.sub("", _without_comments(_repair(text)))
    return _INNER_QUOTE.sub(r'\"', bare) if len(bare) <= LONGEST_REPAIRED else bare


def _pieces(text: str) -> Iterator[Any]:
    """Yield the values that stand one after another in ``text``; past a fault go on at the next object that opens."""
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
        for key, inner in value.items():  # People and publishers that others refer to by @id.
            if isinstance(inner, dict) and key not in _WRAPPERS and "@id" in inner:
                yield inner
