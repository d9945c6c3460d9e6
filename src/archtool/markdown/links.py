"""Resolve the addresses of links and images, and escape them for Markdown.

Used by ``inline.py`` and ``document.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from archtool.startup.patterns import lazy

# Characters that would end an address or be markup in it, for Markdown or for programs that publish it.
_IN_ADDRESS = {ord(char): f"%{ord(char):02X}" for char in ' ()<>|{}\\^`"[]'} | dict.fromkeys((*range(32), 127))
_ACTING = lazy(r"[\x00-\x20()<>|{}\\^`\"\[\]\x7f]")
_SCHEME = lazy(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Scripts, data and local files are no targets for a reader; parsers show such a link as text.
_SCHEMES = frozenset({"http", "https", "ftp", "mailto", "tel", "gopher", "news", "magnet", "geo"})


def target(href: str, base: str | None) -> str:
    """Return the absolute address of a link, escaped for Markdown; empty if it is no target for a reader."""
    found = _address(_absolute()(href, base))
    scheme = _SCHEME.match(found)
    return found if not scheme or scheme.group(1).lower() in _SCHEMES else ""


def file(address: str, base: str | None) -> str:
    """Return the address of a picture, escaped for Markdown."""
    return _address(_absolute()(address, base))


def _address(url: str) -> str:
    url = url.strip()
    return url.translate(_IN_ADDRESS) if _ACTING.search(url) else url


@cache
def _absolute() -> Callable[[str, str | None], str]:
    """Return the function that resolves addresses, imported only for pages with links."""
    from archtool.artefacts import absolute

    return absolute
