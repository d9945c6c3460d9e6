"""What HTML files say about themselves: which tool saved the page, from where, and when.

Only what a saving tool wrote counts as provenance; its own additions to the page (toolbars, rewritten links) are dealt
with where HTML is split into blocks.
"""

import re
from collections import Counter
from typing import NamedTuple

from archtool.startup.patterns import lazy

TOP, BOTTOM = 1 << 16, 1 << 13  # characters: where tools write; HTTrack and the Wayback Machine write at the end, too

WOMBAT = lazy(r"""__wm\.wombat\(\s*["']([^"'<>]+)["']\s*,\s*["'](\d{14})["']""")
OLD_WOMBAT = lazy(r"""WB_wombat_Init\(\s*["'][^"']*["']\s*,\s*["'](\d{14})["']""")
ARCHIVED_ON = lazy(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d) ([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4}) AND RETRIEVED")
TOOLBAR_URL = lazy(r"""id=["']wmtbURL["'][^<>]{0,400}?\bvalue=["']([^"']+)["']""")
# What the replay software of most web archives (pywb) tells its own scripts.
PYWB = lazy(r"""\bwbinfo\.(url|timestamp|prefix)\s*=\s*["']([^"'<>]+)["']""")
# An address as an archive rewrites it: on any host, a time of 14 digits and then a whole address.
REPLAYED = lazy(r"(?:(?:https?:)?//([^/?#\s]+))?/(?:[\w.~-]+/){0,5}?(\d{14})(?:[a-z]{2}_)?/(?=https?:/)", re.I)
STAMPED = lazy(r"/\d{14}(?:[a-z]{2}_)?/http")
LINK = lazy(r"""\bhref=["']?([^"'\s>]+)""", re.I)
FEWEST_LINKS = 3  # rewritten alike; fewer may be references to an archive
REWRITTEN = ("End Wayback Rewrite JS Include", "BEGIN WAYBACK TOOLBAR INSERT")
SINGLE_FILE = lazy(
    r"<!--\s*(?:Page saved with SingleFile|Archive processed by SingleFile)Z?\s*url: (\S+)\s*saved date: ([^\n]*)"
)
SAVED_FROM = lazy(r"<!--\s*saved from url=\((\d{4})\)(\S+)\s*-->")
HTTRACK = lazy(r"<!-- Mirrored from ([^\s<>]+) by HTTrack Website Copier/[^,<>\n]{0,80},([^<>\n]{0,80})-->")
SCRAPBOOK = lazy(r"""<html\b[^<>]*?\bdata-scrapbook-source="([^"<>]+)"[^<>]*""")
SCRAPBOOK_TIME = lazy(r"""\bdata-scrapbook-create="(\d{14})""")
ARCHIVE_TODAY = lazy(r"https?://archive\.(?:today|is|ph|li|vn|fo|md)/(\d{14})/(.+)", re.I | re.S)
# Tags that say where a page is, and their attributes: tag by tag, for a pattern over several attributes takes the cube
# of the time on a page that is made for it.
SAYING = lazy(r"<(?:link|meta)\b(?=[^<>]*(?:canonical|bookmark|og:url))[^<>]*", re.I)
BASE = lazy(r"<base\b[^<>]*", re.I)
ATTRIBUTE = lazy(r"""\b(rel|href|property|content)\s*=\s*+(?:"([^"<>]*)"|'([^'<>]*)'|([^"'\s<>]+))""", re.I)
WHOLE = lazy(r"https?://[^/]")
DOCUMENT = lazy(r"https?://[^/?#]+/[^?#]*(?:[^/?#](?:[?#]|$)|\?.)")  # no folder, no whole site


class Provenance(NamedTuple):
    """What a saved page says of its origin: the tool that saved it, its URL, its capture time (RFC 3339, UTC)."""

    source: str | None = None
    url: str | None = None
    captured: str | None = None


def provenance(body: str) -> Provenance:
    """Who saved ``body``, from where and when, as the tool's own comments and scripts tell.

    Where none does, the URL is the one that the page declares as its canonical address, if it is a whole one.
    """
    text = body[:TOP] if len(body) <= TOP else f"{body[:TOP]}\n{body[-BOTTOM:]}"
    if "<!--" in text or "<script" in text or "data-scrapbook" in text or "archive." in text or STAMPED.search(text):
        looks = (_wayback, _archive_today, _single_file, _saved_from, _httrack, _scrapbook, _pywb, _replayed)
        told = (found for look in looks if (found := look(text)))
        first = next(told, None)
        if first:  # one tool may have saved what another archived: the first capture counts
            url = first.url or next((each.url for each in told if each.url), None)
            return first._replace(url=url or _declared(text))
    return Provenance(url=_declared(text))


def replayed(url: str) -> tuple[str, str | None]:
    """The address and the time of the capture that an archive shows at ``url``; the same and none where it is none."""
    from archtool.artefacts.addresses import original

    found = REPLAYED.match(url) if STAMPED.search(url) else None
    inner = original(url) if found else url
    if not found or inner == url:
        return url, None
    from archtool.readers._urls import when

    return inner, when(found[2])


# Each of these looks for letters before it asks a pattern: compiling one takes longer than looking for it in a page.
def _wayback(text: str) -> Provenance | None:
    match = WOMBAT.search(text) if "__wm.wombat(" in text else None
    time = OLD_WOMBAT.search(text) if not match and "WB_wombat_Init(" in text else None
    stamp = ARCHIVED_ON.search(text) if not match and "FILE ARCHIVED ON " in text else None
    if not match and not time and not stamp and not any(mark in text for mark in REWRITTEN):
        return None
    from archtool.readers._urls import clean_url, when

    if match:
        return Provenance("wayback", clean_url(match[1]), when(match[2]))
    url = TOOLBAR_URL.search(text)
    captured = when(time[1]) if time else None
    if stamp and not captured:
        captured = when(f"{stamp[3]} {stamp[2]} {stamp[4]} {stamp[1]} +0000")
    return Provenance("wayback", clean_url(url[1]) if url else None, captured)


def _archive_today(text: str) -> Provenance | None:
    bookmark = _said(text, "bookmark") if "webpage capture" in text else None
    match = ARCHIVE_TODAY.match(bookmark) if bookmark else None
    if not match:
        return None
    from archtool.readers._urls import clean_url, when

    return Provenance("archive.today", clean_url(match[2]), when(match[1]))


def _single_file(text: str) -> Provenance | None:
    match = SINGLE_FILE.search(text) if "SingleFile" in text else None
    if not match:
        return None
    from archtool.readers._urls import clean_url, when

    return Provenance("singlefile", clean_url(match[1]), when(match[2]))


def _saved_from(text: str) -> Provenance | None:
    match = SAVED_FROM.search(text) if "saved from url=" in text else None
    if not match:
        return None
    from archtool.readers._urls import clean_url

    # The number is the length of the URL; "about:internet" stands for an unknown one.
    url = match[2][: int(match[1])] if int(match[1]) else match[2]
    return Provenance("saved-page", None if url.startswith("about:") else clean_url(url))


def _httrack(text: str) -> Provenance | None:
    match = HTTRACK.search(text) if " by HTTrack " in text else None
    if not match:
        return None
    from archtool.readers._urls import clean_url, when

    url = match[1] if "://" in match[1] else f"http://{match[1]}"
    return Provenance("httrack", clean_url(url), when(match[2].strip()))


def _scrapbook(text: str) -> Provenance | None:
    match = SCRAPBOOK.search(text) if "data-scrapbook-source=" in text else None
    if not match:
        return None
    from archtool.readers._urls import clean_url, when

    time = SCRAPBOOK_TIME.search(match[0])
    return Provenance("scrapbook", clean_url(_unescape(match[1])), when(time[1]) if time else None)


def _pywb(text: str) -> Provenance | None:
    if "wbinfo" not in text:
        return None
    from archtool.readers._urls import clean_url, when

    told = dict(PYWB.findall(text))
    if "timestamp" not in told:
        return None
    url = clean_url(_unescape(told["url"])) if "url" in told else None
    return Provenance(_archive_at(told.get("prefix", "")), url, when(told["timestamp"]))


def _replayed(text: str) -> Provenance | None:
    """A page whose own address or most of whose links an archive rewrote with one time: that of the capture."""
    if not STAMPED.search(text):
        return None
    from archtool.readers._urls import when

    own = REPLAYED.match(_said(text, "canonical", "og:url") or "")
    if own:
        return Provenance(_archive_at(own[1] or ""), None, when(own[2]))
    links = LINK.findall(text)
    stamps = Counter(found.group(1, 2) for found in map(REPLAYED.match, links) if found)
    for (host, stamp), count in stamps.most_common(1):
        if count >= FEWEST_LINKS and 2 * count > len(links):
            return Provenance(_archive_at(host or ""), None, when(stamp))
    return None


def _archive_at(address: str) -> str:
    """Return the name of the archive at ``address``; elsewhere the software is like the Wayback Machine's."""
    from archtool.artefacts.addresses import load_artefacts

    hosts: dict[str, str] = load_artefacts()["archives"]
    return next((name for host, name in hosts.items() if host in address), "wayback")


def _declared(text: str) -> str | None:
    """The address that the page gives as its own, without the prefix that an archive put in front of it."""
    said = _said(text, "canonical", "og:url")
    base = _base(text) if not said or not WHOLE.match(said) else None
    if base and said:
        from urllib.parse import urljoin

        try:
            said = urljoin(base, said)
        except ValueError:
            return None
    elif base and DOCUMENT.match(base):
        said = base
    if not said:
        return None
    from archtool.artefacts.addresses import original

    url = original(said)
    return url if WHOLE.match(url) else None


def _base(text: str) -> str | None:
    """The address to which the links of a page are relative: tools that save pages write the page's own there."""
    tag = BASE.search(text)
    said = {name.lower(): "".join(values).strip() for name, *values in ATTRIBUTE.findall(tag[0])} if tag else {}
    base = said.get("href", "")
    return _unescape(base) if WHOLE.match(base) else None


def _said(text: str, *kinds: str) -> str | None:
    """The address in the first ``link`` or ``meta`` whose relation or property is one of ``kinds``."""
    for tag in SAYING.finditer(text):
        said: dict[str, str] = {}
        for name, *values in ATTRIBUTE.findall(tag[0]):
            said.setdefault(name.lower(), "".join(values).strip())
        kind = said.get("rel") or said.get("property") or ""
        address = said.get("href") or said.get("content")
        if address and kind.lower().partition(" ")[0] in kinds:
            return _unescape(address)
    return None


def _unescape(value: str) -> str:
    if "&" not in value:  # importing the table of entities takes longer than reading most pages
        return value
    from html import unescape

    return unescape(value)
