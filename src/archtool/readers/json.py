"""JSON and JSON Lines of crawlers and text corpora: objects with an address and the text or HTML of a page.

Scrapy, news crawlers and corpora made of Common Crawl keep pages like this; ``rules/crawls.toml`` has the names of the
keys. Objects are read one by one. archtool's own records are read by ``record.py``, recordings of browsers by
``har.py``; other JSON holds no pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from json import JSONDecoder, loads
from typing import Any

from archtool.artefacts.controls import without_controls
from archtool.model import Failure, Origin, Page, Pair, Skipped
from archtool.readers._body import to_page
from archtool.readers._html_start import HEAD, is_html
from archtool.readers._lines import Lines, objects
from archtool.readers._types import Item, ReadOptions, Source
from archtool.readers._urls import clean_url, when
from archtool.startup.patterns import lazy

START = lazy(r"\ufeff?\s*+(?:\[\s*+)?\{\s*+")
KEY = lazy(r'\s*+,?+\s*+"((?:[^"\\]|\\.){1,80}+)"\s*+:\s*+')
SHORT = 200  # characters of a value that is worth a field
MOST_FIELDS = 100
MILLISECONDS = 10**11  # a larger time since 1970 is not in seconds
GIVEN = ("title", "date", "authors", "tags", "description")


def begins(head: bytes) -> bool:
    """Whether ``head`` begins an object that has an address and a text, or a list of such objects."""
    text = head.decode("utf-8", "replace")
    found = START.match(text)
    if not found:
        return False
    values: dict[str, Any] = {}
    place = found.end()
    while key := KEY.match(text, place):
        place = key.end()
        try:
            values[key[1]], place = JSONDecoder().raw_decode(text, place)
        except (ValueError, RecursionError):  # cut here
            if text.startswith('"', place):
                values[key[1]] = text[place + 1 :]
            break
    return _address(values) is not None and _text(values) is not None


def read(source: Source) -> Iterator[Item]:
    """Yield the page of each object, in order."""
    buffered = io.BufferedReader(source.stream)  # type: ignore[type-var,unused-ignore]
    with io.TextIOWrapper(buffered, "utf-8-sig", "replace") as stream:
        for number, piece in objects(Lines(stream, source.options.max_bytes)):
            origin = source.origin._replace(offset=number)
            if piece is None:
                yield Failure(origin, f"larger than {source.options.max_bytes} bytes: not read")
                continue
            try:
                values = loads(piece)
            except (ValueError, RecursionError) as error:
                yield Failure(origin, f"no JSON: {error}")
                continue
            for value in values if isinstance(values, list) else [values]:
                yield _page(value, origin, source.options)


def _page(values: Any, origin: Origin, options: ReadOptions) -> Item:
    """Return the page in an object, or why there is none."""
    if not isinstance(values, dict):
        return Skipped(origin, "JSON without a page")
    address, text = _address(values), _text(values)
    if address is None or text is None:
        return Skipped(origin, "JSON without a page")
    status = _first(values, "status", int)
    if status is not None and status not in options.status:
        return Skipped(origin, f"status {status}")
    body, format = text
    if not body.strip():
        return Skipped(origin, "empty")
    given = tuple(Pair(name, found) for name in GIVEN if (found := _strings(values, name)))
    title = "".join(_strings(values, "title")[:1])
    if format == "text" and title and not body.lstrip().startswith(title):
        body = f"{title}\n\n{body}"  # else the first line could be taken for it
    page = to_page(
        body.encode("utf-8", "replace"),
        origin,
        format=format,
        source="json",
        url=clean_url(address),
        captured=_moment(values),
        http_charset="utf-8",
        fields=tuple(islice(_others(values), MOST_FIELDS)),
    )
    return page._replace(given=given) if isinstance(page, Page) else page


@cache
def _keys(table: str) -> tuple[str, ...]:
    """Return the keys for one kind of value."""
    from archtool.rules.words import words_of

    return tuple(words_of("crawls.toml", "keys", table))


def _value(values: Mapping[str, Any], key: str) -> Any:
    """Return the value under a key, in which a dot leads into an object."""
    name, dot, rest = key.partition(".")
    found = values.get(name)
    return _value(found, rest) if dot and isinstance(found, dict) else None if dot else found


def _first(values: Mapping[str, Any], table: str, kind: Any) -> Any:
    """Return the first value under the keys of a table that is of that kind."""
    return next((found for key in _keys(table) if isinstance(found := _value(values, key), kind)), None)


def _address(values: Mapping[str, Any]) -> str | None:
    for key in _keys("address"):
        found = _value(values, key)
        if isinstance(found, str) and found.startswith(("http://", "https://")):
            return found
    return None


def _text(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the HTML of a page, or else its text, with the name of the format."""
    for key in _keys("html"):
        found = _value(values, key)
        if isinstance(found, str) and is_html(found[:HEAD].encode("utf-8", "replace")):
            return found, "html"
    text = _first(values, "text", str)
    return None if text is None else (text, "text")


def _moment(values: Mapping[str, Any]) -> str | None:
    for key in _keys("captured"):
        found = _value(values, key)
        if isinstance(found, (int, float)) and not isinstance(found, bool):
            from email.utils import formatdate

            try:
                found = formatdate(found / 1000 if found > MILLISECONDS else found)
            except (ValueError, OverflowError, OSError):
                continue
        if isinstance(found, str) and (moment := when(found)):
            return moment
    return None


def _strings(values: Mapping[str, Any], table: str) -> tuple[str, ...]:
    found = _first(values, table, (str, list))
    listed = found if isinstance(found, list) else [found]
    return tuple(without_controls(each).strip() for each in listed if isinstance(each, str) and each.strip())


def _others(values: Mapping[str, Any]) -> Iterator[Pair]:
    """Yield the other short values of an object, which may be what the crawler knows of the page."""
    tables = ("address", "html", "text", "captured", "status", *GIVEN)
    known = {key for table in tables for key in _keys(table)}
    for key, value in values.items():
        if key not in known and isinstance(value, (str, int, float)) and not isinstance(value, bool):
            shown = " ".join(without_controls(str(value)).split())
            if 0 < len(shown) <= SHORT:
                yield Pair(without_controls(key), (shown,))
