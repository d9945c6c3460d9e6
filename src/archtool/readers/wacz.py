"""WACZ: a zip with WARCs in ``archive/``, and in ``pages/`` a list of what its maker meant to keep.

Where there is such a list, it chooses the pages, and what it names but redirects, too; all else in the WARCs (frames,
advertisements, the archive's own screenshots) is passed over. Without a list, a WACZ is its WARCs.

Of a page of the list there may be nothing but a revisit; where what that repeats is not in the archive either, the text
that the list may have stands for it.
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


def read(source: Source) -> Iterator[Item]:
    """Yield the pages of a WACZ; the zip is opened as any other."""
    from archtool.readers.zip import read as read_zip

    yield from read_zip(source)


def is_wacz(names: set[str]) -> bool:
    """Whether a zip with members ``names`` holds WARCs where a WACZ has them."""
    return "datapackage.json" in names and any(map(is_warc, names))


def is_warc(name: str) -> bool:
    """Whether the member called ``name`` is a WARC where a WACZ has them."""
    return name.endswith(WARC_SUFFIXES) and "/archive/" in f"/{name}"


def read_archive(archive: ZipFile, source: Source) -> Iterator[Item]:
    """Yield the pages of the WARCs, those of the list only, where there is one."""
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
            except ValueError:  # ``http://[`` leads nowhere: the page is missing
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
    """Pages of the list that no capture was found for: their text, if the list has it; of some it was ``told``."""
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
    """The bytes of a member that tells of the archive; what is wrong with it is added to ``damage``."""
    pieces = open_member(archive, info, source.options.max_total, source.budget)
    data, _ = read_capped(pieces, source.options.max_bytes)
    if pieces.fault:
        damage.append(Failure(member_origin(source.origin, info), pieces.fault))
    return data


def _listed(archive: ZipFile, source: Source, damage: list[Failure]) -> dict[str, dict[str, Any]]:
    """The entries of the lists of pages by URL, each with the name of its list and its line."""
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
            if isinstance(url, str) and re.match(r"https?:", url):  # not the maker's own file:///screenshot.png
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
    """What two spellings of one address have in common: no fragment, no slash at the end, no scheme, no escapes."""
    address = unquote(urldefrag(clean_url(url) or "")[0])
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/").lower()
