"""Read from an HTML file which tool saved the page, from where, and when. ``_body`` calls this for every HTML page.

Only what a saving tool wrote counts as provenance. What it added to the page (toolbars, rewritten links) is handled by
``artefacts/``.
"""

import re
from collections import Counter
from typing import NamedTuple

from archtool.startup.patterns import lazy

TOP, BOTTOM = 1 << 16, 1 << 13  # characters that are searched; HTTrack and the Wayback Machine also write at the end

WOMBAT = lazy(r"""__wm\.wombat\(\s*["']([^"'<>]+)["']\s*,\s*["'](\d{14})["']""")
OLD_WOMBAT = lazy(r"""WB_wombat_Init\(\s*["'][^"']*["']\s*,\s*["'](\d{14})["']""")
ARCHIVED_ON = lazy(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d) ([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4}) AND RETRIEVED")
TOOLBAR_URL = lazy(r"""id=["']wmtbURL["'][^<>]{0,400}?\bvalue=["']([^"']+)["']""")
# Variables that the replay software of most web archives (pywb) sets for its own scripts.
PYWB = lazy(r"""\bwbinfo\.(url|timestamp|prefix)\s*=\s*["']([^"'<>]+)["']""")
# An address as an archive rewrites it: on any host, a time of 14 digits and then a whole address.
REPLAYED = lazy(r"(?:(?:https?:)?//([^/?#\s]+))?/(?:[\w.~-]+/){0,5}?(\d{14})(?:[a-z]{2}_)?/(?=https?:/)", re.I)
STAMPED = lazy(r"/\d{14}(?:[a-z]{2}_)?/http")
LINK = lazy(r"""\bhref=["']?([^"'\s>]+)""", re.I)
FEWEST_LINKS = 3  # links rewritten alike; fewer may be references to an archive
REWRITTEN = ("End Wayback Rewrite JS Include", "BEGIN WAYBACK TOOLBAR INSERT")
SINGLE_FILE = lazy(
    r"<!--\s*(?:Page saved with SingleFile|Archive processed by SingleFile)Z?\s*url: (\S+)\s*saved date: ([^\n]*)"
)
SAVED_FROM = lazy(r"<!--\s*saved from url=\((\d{4})\)(\S+)\s*-->")
MONOLITH = lazy(r"<!-- Saved from (\S+) at (\S+) using monolith ")
HTTRACK = lazy(r"<!-- Mirrored from ([^\s<>]+) by HTTrack Website Copier/[^,<>\n]{0,80},([^<>\n]{0,80})-->")
SCRAPBOOK = lazy(r"""<html\b[^<>]*?\bdata-scrapbook-source="([^"<>]+)"[^<>]*""")
SCRAPBOOK_TIME = lazy(r"""\bdata-scrapbook-create="(\d{14})""")
ARCHIVE_TODAY = lazy(r"https?://archive\.(?:today|is|ph|li|vn|fo|md)/(\d{14})/(.+)", re.I | re.S)
# Tags that give the address of a page, and their attributes: separate patterns, since one over several attributes takes
# cubic time on a hostile page.
SAYING = lazy(r"<(?:link|meta)\b(?=[^<>]*(?:canonical|bookmark|og:url))[^<>]*", re.I)
BASE = lazy(r"<base\b[^<>]*", re.I)
ATTRIBUTE = lazy(r"""\b(rel|href|property|content)\s*=\s*+(?:"([^"<>]*)"|'([^'<>]*)'|([^"'\s<>]+))""", re.I)
WHOLE = lazy(r"https?://[^/]")
DOCUMENT = lazy(r"https?://[^/?#]+/[^?#]*(?:[^/?#](?:[?#]|$)|\?.)")  # neither a folder nor a whole site


class Provenance(NamedTuple):
    """The origin of a saved page: the tool that saved it, its URL, its capture time (RFC 3339, UTC)."""

    source: str | None = None
    url: str | None = None
    captured: str | None = None


def provenance(body: str) -> Provenance:
    """Return which tool saved ``body``, from where and when, from the tool's own comments and scripts.

    Without any, the URL is the canonical address that the page declares, if it is absolute.
    """
    text = body[:TOP] if len(body) <= TOP else f"{body[:TOP]}\n{body[-BOTTOM:]}"
    if "<!--" in text or "<script" in text or "data-scrapbook" in text or "archive." in text or STAMPED.search(text):
        looks = (_wayback, _archive_today, _single_file, _saved_from, _monolith, _httrack, _scrapbook, _pywb, _replayed)
        told = (found for look in looks if (found := look(text)))
        first = next(told, None)
        if first:  # one tool may have saved what another archived: the first capture counts
            url = first.url or next((each.url for each in told if each.url), None)
            return first._replace(url=url or _declared(text))
    return Provenance(url=_declared(text))


def replayed(url: str) -> tuple[str, str | None]:
    """Return address and time of the capture that an archive shows at ``url``; else ``url`` and ``None``."""
    from archtool.artefacts.addresses import original

    found = REPLAYED.match(url) if STAMPED.search(url) else None
    inner = original(url) if found else url
    if not found or inner == url:
        return url, None
    from archtool.readers._urls import when

    return inner, when(found[2])


# Each of these searches for a fixed string before it uses a pattern: compiling one takes longer than searching a page.
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


def _monolith(text: str) -> Provenance | None:
    match = MONOLITH.search(text) if " using monolith " in text else None
    if not match:
        return None
    from archtool.readers._urls import clean_url, when

    url = clean_url(match[1]) if match[1].startswith(("http://", "https://")) else None  # else "local source"
    return Provenance("monolith", url, when(match[2]))


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
    """Return the provenance of a page whose own address or most links an archive rewrote with one capture time."""
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
    """Return the name of the archive at ``address``; ``wayback`` for others, since they run similar software."""
    from archtool.artefacts.addresses import load_artefacts

    hosts: dict[str, str] = load_artefacts()["archives"]
    return next((name for host, name in hosts.items() if host in address), "wayback")


def _declared(text: str) -> str | None:
    """Return the address that the page gives as its own, without the prefix of an archive."""
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
    """Return the base address of a page's links: tools that save pages write the page's own there."""
    tag = BASE.search(text)
    said = {name.lower(): "".join(values).strip() for name, *values in ATTRIBUTE.findall(tag[0])} if tag else {}
    base = said.get("href", "")
    return _unescape(base) if WHOLE.match(base) else None


def _said(text: str, *kinds: str) -> str | None:
    """Return the address in the first ``link`` or ``meta`` whose relation or property is one of ``kinds``."""
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
    if "&" not in value:  # imported here: loading the table of entities takes longer than reading most pages
        return value
    from html import unescape

    return unescape(value)
