"""WACZ: a zip with WARCs in ``archive/``, and in ``pages/`` a list of the pages that its maker meant to keep.

A list selects its pages and the targets of those that redirect; everything else in the WARCs (frames, advertisements,
the archive's own screenshots) is skipped. Without a list, all pages of the WARCs are read.

A page of the list may have only a revisit. Where the capture that it repeats is not in the archive, the text in the
list, if any, is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin
from zipfile import ZipFile, ZipInfo

from archtool.artefacts.controls import without_controls
from archtool.model import Failure, Pair, Skipped
from archtool.readers._body import to_page
from archtool.readers._capture import pages
from archtool.readers._members import inner_origin, member_origin, open_member
from archtool.readers._streams import Window, read_capped
from archtool.readers._types import Item, PartEnd, Source
from archtool.readers._urls import clean_url, when
from archtool.readers.warc import REVISIT, captures

WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
PAGES_NAME = re.compile(r"pages/[^/]+\.jsonl")


def is_wacz(names: set[str]) -> bool:
    """Whether a zip with members ``names`` has WARCs where a WACZ has them."""
    return "datapackage.json" in names and any(map(is_warc, names))


def is_warc(name: str) -> bool:
    """Whether the member called ``name`` is a WARC where a WACZ has them."""
    return name.endswith(WARC_SUFFIXES) and "/archive/" in f"/{name}"


def read_archive(archive: ZipFile, source: Source) -> Iterator[Item]:
    """Yield the pages of the WARCs; where there is a list, only those in it."""
    damage: list[Failure] = []
    listed = _listed(archive, source, damage)
    wanted, found = set(listed), set[str]()
    names, repeated = set[int](), dict[str, tuple[int, ...]]()
    fields = _description(archive, source, damage)
    yield from damage

    def redirected(url: str, target: str) -> None:
        if _key(url) in wanted:
            try:
                wanted.add(_key(urljoin(url, target)))
            except ValueError:  # the redirection leads to an invalid address such as ``http://[``: the page is missing
                return
            found.add(_key(url))

    for info in archive.infolist():
        if source.budget and source.budget.spent:
            return
        if not is_warc(info.filename):
            continue
        origin = member_origin(source.origin, info)
        pieces = open_member(archive, info, source.options.max_total, source.budget)
        inner = source._replace(stream=Window(pieces), origin=origin, depth=source.depth + 1)
        for item in captures(inner, redirected):
            if isinstance(item, PartEnd):
                break
            is_revisit = isinstance(item, Skipped) and item.reason == REVISIT
            if isinstance(item, Failure) or (isinstance(item, Skipped) and not is_revisit):
                yield item
            elif wanted and _key(item.url or "") not in wanted:
                yield Skipped(item.origin, "not in the list of pages")
            elif isinstance(item, Skipped):
                repeated[_key(item.url or "")] = item.keys
                yield item
            else:
                names.update(item.keys)
                found.add(_key(item.url or ""))
                yield from pages(item._replace(source="wacz", fields=fields or item.fields), source.options)
        if pieces.fault:
            yield Failure(origin, pieces.fault)
    found.update(key for key, keys in repeated.items() if not names.isdisjoint(keys))
    yield from _missing(listed, found, repeated.keys(), fields, source)


def _missing(
    listed: dict[str, dict[str, Any]], found: set[str], told: Collection[str], fields: tuple[Pair, ...], source: Source
) -> Iterator[Item]:
    """Yield the listed pages without a capture: from their text in the list, else as a failure, unless in ``told``."""
    for key, entry in listed.items():
        if key in found:
            continue
        origin = inner_origin(source.origin, str(entry["name"]))._replace(offset=entry["line"])
        text = entry.get("text")
        if isinstance(text, str) and text.strip():
            data = text.encode("utf-8", "replace")
            url, captured = clean_url(entry["url"]), when(str(entry.get("ts", "")))
            yield to_page(data, origin, format="text", source="wacz", url=url, captured=captured, fields=fields)
        elif key not in told:
            yield Failure(origin, "a page of the list is not in the archive")


def _read(archive: ZipFile, info: ZipInfo, source: Source, damage: list[Failure]) -> bytes:
    """Return the bytes of a member that describes the archive; add its faults to ``damage``."""
    pieces = open_member(archive, info, source.options.max_total, source.budget)
    data, _ = read_capped(pieces, source.options.max_bytes)
    if pieces.fault:
        damage.append(Failure(member_origin(source.origin, info), pieces.fault))
    return data


def _listed(archive: ZipFile, source: Source, damage: list[Failure]) -> dict[str, dict[str, Any]]:
    """Return the entries of the lists of pages by URL, each with the name of its list and its line."""
    listed: dict[str, dict[str, Any]] = {}
    for info in archive.infolist():
        if not PAGES_NAME.fullmatch(info.filename):
            continue
        data = _read(archive, info, source, damage)
        for number, line in enumerate(data.split(b"\n"), 1):
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                continue
            url = entry.get("url") if isinstance(entry, dict) else None
            if isinstance(url, str) and re.match(r"https?:", url):  # skips file:///screenshot.png, which the tool adds
                listed.setdefault(_key(url), {**entry, "name": info.filename, "line": number})
    return listed


def _description(archive: ZipFile, source: Source, damage: list[Failure]) -> tuple[Pair, ...]:
    try:
        package = json.loads(_read(archive, archive.getinfo("datapackage.json"), source, damage))
    except (ValueError, RecursionError):
        return ()
    if not isinstance(package, dict):
        return ()
    metadata = package.get("metadata")
    facts = {**metadata, **package} if isinstance(metadata, dict) else package
    wanted = (("Collection", "title"), ("Collection description", "description"))
    said = ((name, facts.get(key)) for name, key in wanted)
    return tuple(Pair(name, (without_controls(value),)) for name, value in said if isinstance(value, str) and value)


def _key(url: str) -> str:
    """Return a key shared by all spellings of an address: no fragment, final slash, scheme or escapes."""
    address = unquote(urldefrag(clean_url(url) or "")[0])
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/").lower()
