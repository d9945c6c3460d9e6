"""Text corpora: files with many documents, each in a tag of its own. ``run/`` and the API get one page for each.

- TREC collections: ``<DOC>`` with a ``<DOCNO>``, then the headers of a response and HTML, or the parts of an article;
- ``<doc id= url= title=>`` of WikiExtractor, ``<text id= ...>`` of Sketch Engine and others, with text or HTML inside.

The tags are the collection's and not the page's; what they say becomes address, time of capture, title, date or one of
the ``fields``. A document is as its collection left it: also cut, or without an end tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from archtool.artefacts.controls import without_controls
from archtool.model import Failure, Origin, Page, Pair
from archtool.readers._body import to_page
from archtool.readers._html_start import HEAD, is_html
from archtool.readers._streams import exactly
from archtool.readers._types import Item, Source
from archtool.readers._urls import clean_url, when
from archtool.startup.patterns import lazy

CHUNK = 1 << 20
LONGEST = 1 << 14  # bytes of what a collection puts in front of a document
OPENS = lazy(
    rb"""^[ \t]*<(?:doc>\s*(?=<docno>)|(?P<tag>doc|text)(?P<said>\s[^\n]{0,4000}?["'])\s*>)""", re.I | re.M | re.X
)
WRAPPERS = lazy(
    rb"(?:\s++|\xef\xbb\xbf|<[?!][^<>]*>|</?(?:corpus|corpora|docs|documents|collection|root|trec)\b[^<>]*>)*+", re.I
)
CLOSED = lazy(rb"</text>\s*+\Z", re.I)
ATTRIBUTE = lazy(rb"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+(["'])(.{0,999}?)\2(?=\s++[\w:.-]++\s*+=|\s*+\Z)""")
ELEMENT = lazy(rb"\s*<(doc(?!hdr)\w{1,12})>([^<>]{0,400})</\1>", re.I)
HEADERS = lazy(rb"\s*<dochdr>\s*(?P<address>[^\s<>]++)(?P<rest>[^\n<>]*+)\n(?P<others>.*?)</dochdr>\s*", re.I | re.S)
# The parts of an article in the newspaper collections: those in front of the text, and what only the collection needs.
HEADLINE = lazy(rb"<(headline|head|hl|ht|h3|title|ttl|ti)\b[^<>]{0,80}>(.{0,999}?)</\1>\s*+", re.I | re.S)
INTERNAL = lazy(rb"<(fileid|first|second|profile|length|f)\b[^<>]*>[^<>]*</\1>\s*", re.I)
BODY = lazy(rb"<text>", re.I)
TAG = lazy(rb"</?[a-z][a-z0-9]{0,15}\b[^<>\n]{0,80}>", re.I)
INDENTED = lazy(rb"\n[ \t]{2,}(?=\S)")
ENTITY = lazy(rb"&[A-Za-z]{2,8};")
PARAGRAPH = lazy(rb"<p>", re.I)
MOMENT = len("19970101120000")
TIMES = frozenset({"timestamp", "crawled", "crawl_date", "captured", "date_crawled"})
KNOWN = frozenset({"title", "date", "published", "author", "authors", "tags", "keywords", "categories", "description"})


def begins(head: bytes) -> bool:
    """Whether ``head`` begins a corpus: a document with an identifier or an address behind nothing but wrappers."""
    found = OPENS.match(head, WRAPPERS.match(head).end())  # type: ignore[union-attr]
    return found is not None and (found["tag"] is None or not {"id", "docid", "url"}.isdisjoint(_said(found["said"])))


def read(source: Source) -> Iterator[Item]:
    """Yield the page of each document. Where there is only one, its origin is the file."""
    documents = _documents(source)
    first = next(documents, None)
    if first is None:
        yield Failure(source.origin, "no document of a corpus in it")
        return
    second = next(documents, None)
    if second is None:
        yield _page(first[1], source.origin, source)
        return
    for document in (first, second):
        yield _page(document[1], source.origin._replace(offset=document[0]), source)
    for offset, data in documents:
        yield _page(data, source.origin._replace(offset=offset), source)


def _documents(source: Source) -> Iterator[tuple[int, bytes | None]]:
    """Yield the offset and the bytes of each document, with its tags; no bytes of one that is too large."""
    held = exactly(source.stream, CHUNK)
    first = OPENS.search(held, 0, LONGEST)
    if not first:
        return
    names, tag = tuple(_said(first["said"])) if first["tag"] else (), (first["tag"] or b"").lower()
    at = begin = first.start()  # of the bytes held, and of the document that they belong to
    held, searched, is_whole = held[begin:], first.end() - begin, True
    more = b"-"
    while more:
        more = exactly(source.stream, CHUNK)
        held += more
        last = len(held) - LONGEST if more else len(held)  # behind it, a tag may be cut
        low = 0
        for found in OPENS.finditer(held, searched):
            if found.start() >= last:
                break
            searched = found.end()
            if _is_next(found, tag, names, held):
                yield begin, held[low : found.start()] if is_whole else None
                begin, low, is_whole = at + found.start(), found.start(), True
        searched = max(searched, last)
        if len(held) - low > source.options.max_bytes:
            low, is_whole = max(low, len(held) - LONGEST), False
        held, at, searched = held[low:], at + low, searched - low
    yield begin, held if is_whole else None


def _is_next(found: re.Match[bytes], tag: bytes, names: tuple[str, ...], held: bytes) -> bool:
    """Whether an opening tag begins the next document: drawings in HTML have texts with identifiers, too."""
    if (found["tag"] or b"").lower() != tag or (tag and tuple(_said(found["said"])) != names):
        return False
    return tag != b"text" or CLOSED.search(held, max(0, found.start() - 200), found.start()) is not None


def _said(attributes: bytes) -> dict[str, str]:
    """Return the attributes of a tag."""
    return {_text(found[1]).lower(): _text(found[3]) for found in ATTRIBUTE.finditer(attributes)}


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return " ".join(without_controls(unescape(text)).split())


def _page(data: bytes | None, origin: Origin, source: Source) -> Item:
    """Return the page in a document, without the tags of its collection."""
    if data is None or len(data) > source.options.max_bytes:
        return Failure(origin, f"the document is larger than {source.options.max_bytes} bytes")
    opening = OPENS.match(data)
    said = _said(opening["said"]) if opening and opening["tag"] else {}
    start = opening.end() if opening else 0
    while named := ELEMENT.match(data, start):
        said[_text(named[1])] = _text(named[2])
        start = named.end()
    body = data[start : _end(data)].strip()
    url, captured = said.pop("url", None), None
    if headers := HEADERS.match(body, 0, LONGEST):
        url, body = _text(headers["address"]), body[headers.end() :]
        times = (when(_text(word)) for word in headers["rest"].split() if len(word) == MOMENT)
        captured = next(filter(None, times), None)
    elif not (opening and opening["tag"]) and BODY.search(body) and not is_html(body[:HEAD]):
        headline, body = _article(body)
        said.setdefault("title", _text(headline))
    url = clean_url(url) if url and url.lower().startswith(("http://", "https://")) else None
    captured = captured or next(filter(None, (when(said.pop(name)) for name in TIMES & said.keys())), None)
    fields = tuple(Pair(name, (value,)) for name, value in said.items() if value and name not in KNOWN)
    given = tuple(Pair(name, (value,)) for name, value in said.items() if value and name in KNOWN)
    format = "html" if headers or is_html(body[:HEAD]) else "text"
    title = said.get("title", "").encode()
    if format == "text" and title and not body.startswith(title):
        body = title + b"\n\n" + body  # else the first line could be taken for it
    page = to_page(body, origin, format=format, url=url, captured=captured, fields=fields)
    if not isinstance(page, Page):
        return page
    return page._replace(source="corpus" if page.source == "file" else page.source, given=given)


def _end(data: bytes) -> int:
    """Return where the end tag of a document begins, behind which only the tags of its collection end."""
    place = max(data.rfind(b"</doc>"), data.rfind(b"</text>"), data.rfind(b"</DOC>"), data.rfind(b"</TEXT>"))
    behind = data.find(b">", place) + 1
    return place if place >= 0 and WRAPPERS.fullmatch(data, behind) else len(data)


def _article(body: bytes) -> tuple[bytes, bytes]:
    """Return the headline of an article of a newspaper collection, and its text as a dump.

    Paragraphs are marked with a tag, or by an indent.
    """
    body = INTERNAL.sub(b"", body)
    found = HEADLINE.search(body, 0, LONGEST)
    headline = b" ".join(TAG.sub(b" ", found[2]).split()) if found else b""
    if found:
        body = body[: found.start()] + body[found.end() :]
    if not PARAGRAPH.search(body):
        body = INDENTED.sub(b"\n\n", body)
    text = TAG.sub(b"\n", PARAGRAPH.sub(b"\n\n", body))
    if text.isascii():
        text = ENTITY.sub(lambda entity: unescape(entity[0].decode()).encode(), text)
    return headline, text
