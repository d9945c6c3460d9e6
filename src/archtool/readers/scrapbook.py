"""MAFF, HTZ and the zips of SingleFile: a page with its pictures and frames.

``zip`` calls this. A MAFF has a folder for each page, with its address in an ``index.rdf``; an HTZ has one page at the
top. Only the index is a page: the other HTML files are its frames, or pages that were saved along with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zipfile import ZipFile

from archtool.model import Failure, Skipped
from archtool.readers._body import to_page
from archtool.readers._members import member_origin, open_member
from archtool.readers._streams import exactly, read_capped
from archtool.readers._types import Item, Source
from archtool.readers._urls import clean_url, when

RDF = re.compile(r"""<(?:\w+:)?(originalurl|archivetime|indexfilename)\b[^<>]*?resource="([^"<>]*)\"""", re.I)
MARK = b"data-scrapbook-"
MANIFEST = "manifest.json"
RDF_LIMIT = 1 << 16
HEAD = 1 << 12


def is_scrapbook(archive: ZipFile, names: set[str]) -> bool:
    """Whether a zip with members ``names`` is a MAFF or an HTZ."""
    if any(name.endswith("/index.rdf") for name in names):
        return True
    if "index.html" not in names:
        return False
    if MANIFEST in names:
        return True
    return MARK in exactly(open_member(archive, archive.getinfo("index.html"), HEAD), HEAD)


def read_archive(archive: ZipFile, source: Source) -> Iterator[Item]:
    """Yield the index page of each folder, with the URL and the time of its ``index.rdf``."""
    names = {info.filename: info for info in archive.infolist()}
    described = {
        name.removesuffix("index.rdf"): _describe(archive, name) for name in names if name.endswith("index.rdf")
    }
    if MANIFEST in names:
        described[""] = _manifest(archive)
    for folder, facts in (described or {"": {}}).items():
        info = names.get(folder + facts.get("indexfilename", "index.html"))
        if info is None:
            yield Failure(source.origin._replace(member=folder), "its index page is missing")
            continue
        origin = member_origin(source.origin, info)
        if source.budget and source.budget.spent:
            return
        pieces = open_member(archive, info, source.options.max_total, source.budget)
        data, cut = read_capped(pieces, source.options.max_bytes)
        if cut:
            yield Failure(origin, f"larger than {source.options.max_bytes} bytes: not read")
        elif not data:
            yield Skipped(origin, "empty")
        else:
            url, captured = clean_url(facts.get("originalurl")), when(facts.get("archivetime"))
            kind = "singlefile" if MANIFEST in names else "scrapbook"
            yield to_page(data, origin, format="html", source=kind, url=url, captured=captured)
        if pieces.fault:
            yield Failure(origin, pieces.fault)


def _manifest(archive: ZipFile) -> dict[str, str]:
    """Return what SingleFile says about the page, under the names that an ``index.rdf`` uses."""
    import json

    try:
        said = json.loads(exactly(open_member(archive, archive.getinfo(MANIFEST), RDF_LIMIT), RDF_LIMIT))
        return {name.lower(): value for name, value in said.items() if isinstance(value, str)}
    except (ValueError, RecursionError, AttributeError):
        return {}


def _describe(archive: ZipFile, name: str) -> dict[str, str]:
    from html import unescape

    text = exactly(open_member(archive, archive.getinfo(name), RDF_LIMIT), RDF_LIMIT).decode("utf-8", "replace")
    return {match[1].lower(): unescape(match[2]) for match in RDF.finditer(text)}
