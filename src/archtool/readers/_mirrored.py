"""Infer the address of a page in a mirror from its path, such as wget's ``example.org/tides/index.html``.

A folder with the name of a host may be anything, so something else must show that it is a mirror: links of the page to
that host, the ``robots.txt`` that wget fetches first, or a folder for the protocol around it.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise

from archtool.model import Origin
from archtool.startup.patterns import lazy

HOST = lazy(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,18}|xn--[a-z0-9-]+)(?:[:+]\d{2,5})?", re.I)
# File names of wget for ``page.php?id=3``: on Windows with another sign for ``?``, with an option with a suffix.
WINDOWS_QUERY = lazy(r"(?<=\.(?:php|asp|cgi|htm|jsp|cfm))@(?=[\w.-]+=)|(?<=\.(?:html|aspx))@(?=[\w.-]+=)", re.I)
PROGRAM = lazy(r"\.(?:php\d?|aspx?|jsp|cgi|cfm|pl|exe|dll)$", re.I)
COPY = lazy(r"(\.\w{2,5})\.(?:\d{1,3}|orig)$")  # by wget: fetched again, or from before it rewrote links
INDEX = lazy(r"index\.(?:html?|xhtml|shtml|php)", re.I)
PROTOCOLS = ("http", "https")
STAMP = lazy(r"\d{14}(?:[a-z]{2}_)?")  # in an address of a web archive: when, and how it is shown


def address(origin: Origin, body: str) -> str | None:
    """Return the address that the path of a page implies, or ``None`` where nothing shows that it is in a mirror."""
    path = origin.member.rpartition(":")[2] if origin.member else os.path.abspath(origin.path)
    *folders, name = path.replace(os.sep, "/").split("/")
    for place in range(len(folders) - 1, -1, -1):
        host = folders[place].lower().replace("+", ":")
        if "." not in host or not HOST.fullmatch(host):
            continue
        rest = "/".join([host, *folders[place + 1 :], _name(name)])
        if place and STAMP.fullmatch(folders[place - 1]):  # as waybackpack stores captures
            return f"https://web.archive.org/web/{folders[place - 1]}/http://{rest}"
        scheme = _scheme(folders, place, host, body, on_disk=not origin.member)
        if scheme:
            return f"{scheme}://{rest}"
    return None


def _scheme(folders: list[str], place: int, host: str, body: str, on_disk: bool) -> str | None:
    """Return the protocol of a mirrored host, or ``None`` where the folder is no mirror of it."""
    if place and folders[place - 1] in PROTOCOLS:
        return folders[place - 1]
    if place and folders[place - 1] == "websites":  # of wayback_machine_downloader
        return "http"
    if any(STAMP.fullmatch(one) and other in ("http:", "https:") for one, other in pairwise(folders[place + 1 :])):
        return "https"  # of a web archive, with the original address behind the time
    link = re.search(rf"""["'=](https?):/{{1,2}}{re.escape(host)}[/"'\s>]""", body, re.I)
    if link:
        return link[1].lower()
    if on_disk and os.path.isfile(os.sep.join([*folders[: place + 1], "robots.txt"])):
        return "http"
    return None


def _name(name: str) -> str:
    """Return the last part of an address from a file name: without added suffixes, with the ``?`` of its query."""
    name = COPY.sub(r"\1", WINDOWS_QUERY.sub("?", name, count=1))
    stem = name.removesuffix(".html")
    if "?" in stem or PROGRAM.search(stem):
        name = stem
    return "" if INDEX.fullmatch(name) else name
