"""Restore the addresses that a page had before an archive rewrote them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from archtool.startup.patterns import compiled, lazy

ANY_SITE = "*"  # the site, in rules, of a page without an address

_STAMP = r"\d{4,14}\*?(?:[a-z]{2}_|if_)?"
_STAMPED = lazy(r"/\d{14}")
# Any host may run a Wayback Machine, recognised by 14 digits of time followed by a whole address.
_ANY_HOST = lazy(r"(?:(?:https?:)?//[^/?#]+)?(?:/[\w.~-]+){0,5}?/\d{14}(?:[a-z]{2}_)?/(?=(?:https?|ftp):/)", re.I)
_GOOGLE = lazy(r"(?:https?:)?//webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]{6,}:)?([^+&\s]+)", re.I)
_ONE_SLASH = lazy(r"^(https?|ftp):/(?=[^/])", re.I)
_USUAL_PORT = lazy(r"^(http://[^/?#]+(?=:80(?:[/?#]|$))|https://[^/?#]+(?=:443(?:[/?#]|$))):\d+", re.I)
# An address without a scheme and with nothing to resolve: no dots for folders, no empty parts.
_PART = r"[\w%~+,=&@!$'()*-][\w%~+,=&@!$'()*.-]*+"
_PLAIN_LINK = lazy(
    rf"(//[a-z0-9][a-z0-9.-]*(?=/))?(/?)({_PART}(?:/{_PART})*+/?)?(?:\?[!-\"$-~]+)?(?:#[!-~]+)?", re.ASCII | re.I
)
_HOST = lazy(r"[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)")
_PLAIN_HOST = lazy(r"https?://([a-z\d.-]+)(?:[/?#]|$)", re.I | re.A)
_MOST_LAYERS = 4  # archives of archives


def original(url: str) -> str:
    """Return ``url`` without the prefix of an archive, if it has one.

    This covers whole, relative, protocol-relative and JSON-escaped addresses, one slash for two, and the archive of an
    archive. A default port (archives write ``:80``) is left out.

    >>> original("/web/20190717140047im_/http:/www.example.org:80/a.png")
    'http://www.example.org/a.png'
    """
    if "\\/" in url:
        url = url.replace("\\/", "/")
    for _ in range(_MOST_LAYERS):
        inner = _unwrapped(url)
        if inner is None:
            break
        url = inner
    return without_usual_port(url)


def without_usual_port(url: str) -> str:
    """Return ``url`` without a default port, which archives and their scripts write.

    >>> without_usual_port("https://www.example.org:443/a"), without_usual_port("http://www.example.org:8080/")
    ('https://www.example.org/a', 'http://www.example.org:8080/')
    """
    return _USUAL_PORT.sub(r"\1", url) if ":80" in url or ":443" in url else url


def host(url: str | None) -> str:
    """Return the host of an address in lower case, without its port; empty where there is none or it is invalid.

    >>> host("https://www.Example.org:8080/a"), host("http://[bad/a"), host(None)
    ('www.example.org', '', '')
    """
    plain = _PLAIN_HOST.match(url or "")
    if plain:
        return plain[1].lower()
    from urllib.parse import urlsplit  # imported here: it takes as long as all fields of a page

    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:  # unbalanced brackets
        return ""


def host_of(url: str | None) -> str:
    """Return the name that rules use for the site of ``url``; ``*`` where there is no address.

    >>> host_of("https://web.archive.org/web/20180528120000id_/http://www.Example.org:80/a"), host_of(None)
    ('example.org', '*')
    """
    name = "".join(host(original(url.strip()) if url else None).split())
    while name.startswith("www."):
        name = name.removeprefix("www.")
    return name or ANY_SITE


def absolute(link: str, base: str | None) -> str:
    """Return ``link`` as an absolute original address; unchanged where it is relative and ``base`` is not known.

    ``base`` is the page's own address, rewritten or not.
    """
    link = original(link.strip())
    if not base or link.startswith(("tel:", "http://", "https://", "#", "mailto:", "data:", "javascript:")):
        return link
    try:
        plain = _PLAIN_LINK.fullmatch(link)
        if plain and (plain[2] or plain[3]):
            return original(_joints(base)[0 if plain[1] else 1 if plain[2] else 2] + link)
        from urllib.parse import urljoin

        return original(urljoin(original(base), link))
    except ValueError:
        return link  # An invalid address, such as ``http://[``.


@lru_cache(maxsize=16)  # cached, since all links of a page have one base
def _joints(base: str) -> tuple[str, str, str]:
    """Return the prefixes for links with a host, links from the root of the site, and links from the page's folder.

    Most links need only a prefix: ``urljoin`` takes ten times as long as parsing them.
    """
    from urllib.parse import urljoin

    page = original(base)
    host, root, folder = urljoin(page, "//x/x"), urljoin(page, "/x"), urljoin(page, "x")
    return host.removesuffix("//x/x"), root.removesuffix("/x"), folder.removesuffix("x")


def _unwrapped(url: str) -> str | None:
    if "/" not in url or not ("archive" in url or "cache" in url or _has_digits(url)):
        return None
    match = _known_hosts().match(url) or _ANY_HOST.match(url)
    if match:
        inner = _ONE_SLASH.sub(r"\1://", url[match.end() :])
        if inner.startswith("//"):
            inner = f"http:{inner}"
        elif "://" not in inner[:10] and not inner.startswith(("mailto:", "javascript:", "data:", "tel:")):
            if not _HOST.match(inner):
                return None
            inner = f"http://{inner}"
        return inner
    match = _GOOGLE.match(url)
    if match:
        from urllib.parse import unquote

        inner = unquote(match.group(1))
        return inner if "://" in inner else f"http://{inner}"
    return None


def _has_digits(url: str) -> bool:
    return _STAMPED.search(url) is not None


@cache
def _known_hosts() -> re.Pattern[str]:
    hosts = [host.replace("{stamp}", _STAMP).rstrip("/") for host in load_artefacts()["addresses"]["hosts"]]
    return compiled(rf"(?:(?:https?:)?//)(?:{'|'.join(hosts)})/", re.IGNORECASE)


@cache
def load_artefacts() -> dict[str, Any]:
    """Return the contents of ``rules/artefacts.toml``."""
    from archtool.rules.cache import load_toml

    return load_toml("artefacts.toml")
