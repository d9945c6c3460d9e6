"""When two addresses are one page: the form under which ``dedupe --by url`` compares them."""

from __future__ import annotations

from urllib.parse import urlsplit

from archtool.artefacts.addresses import original

# Parameters that say where a visitor came from and not what is shown.
TRACKING = ("utm_", "mc_", "fbclid", "gclid", "msclkid", "yclid", "igshid")
PORTS = (":80", ":443")


def canonical(url: str) -> str:
    """Return ``url`` without what makes no other page.

    Left out are the scheme, ``www.``, the usual ports, the case of the host, a slash or ``index.html`` at the end, the
    fragment (but for ``#!``, which names a page), parameters that track visitors, and the order of the others; an
    address in a web archive is that of the page it shows. The case of the path stays: servers tell it apart.

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
