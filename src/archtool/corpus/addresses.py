"""Normalise addresses, so that ``dedupe --by url`` recognises two addresses of one page."""

from __future__ import annotations

from urllib.parse import urlsplit

from archtool.artefacts.addresses import original

# Parameters that track where a visitor came from, and do not affect the page.
TRACKING = ("utm_", "mc_", "fbclid", "gclid", "msclkid", "yclid", "igshid")
PORTS = (":80", ":443")


def canonical(url: str) -> str:
    """Return ``url`` without the parts that do not identify a page.

    Left out are the scheme, ``www.``, default ports, the case of the host, a slash or ``index.html`` at the end, the
    fragment (except ``#!``, which names a page), parameters that track visitors, and the order of the others. An
    address in a web archive becomes that of the archived page. The path keeps its case, which servers distinguish.

    >>> canonical("http://www.Example.org:80/a/?utm_source=x&b=2#top")
    'example.org/a?b=2'
    >>> canonical("https://web.archive.org/web/20180528120000id_/https://example.org/a")
    'example.org/a'
    """
    address = original(url.strip())
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:
        return address
    host = parts.netloc.rpartition("@")[2].lower()
    for port in PORTS:
        host = host.removesuffix(port)
    path = parts.path
    for name in ("/index.html", "/index.htm", "/index.php"):
        path = path.removesuffix(name)
    query = "&".join(sorted(part for part in parts.query.split("&") if part and not part.startswith(TRACKING)))
    found = host.removeprefix("www.") + path.rstrip("/")
    found = f"{found}?{query}" if query else found
    return f"{found}#{parts.fragment}" if parts.fragment.startswith("!") else found
