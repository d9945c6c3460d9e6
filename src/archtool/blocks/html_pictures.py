"""Find the addresses of pictures, and tell which pictures are only decoration.

Used by ``judge/beside.py`` and ``markdown/pictures.py``. Where pages load pictures late, the address stands in another
attribute, in the candidates of ``srcset``, or in ``<noscript>``.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.startup.patterns import lazy

_LATE = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-original-src", "data-full-src", "data-url",
         "data-hi-res-src", "data-image")  # fmt: skip
_LATE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PLACEHOLDER = lazy(
    r"^data:|(?:^|[/_-])(?:blank|spacer|placeholder|transparent|pixel|1x1|lazy[\w-]{0,60}|grey|clear)(?:\.trans)?\.(?:gif|png|svg|jpg)",
    re.IGNORECASE,
)
_CANDIDATE = lazy(r"\s*([^\s,]\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)[wx])?\s*(?:,|$)")
_DECORATION = lazy(
    r"(?:^|[\s_/-])(?:avatars?|gravatar|icons?|logos?|spacer|pixel|emoji|smil(?:ey|ies)|sprite|badge|favicon|tracking"
    r"|captcha|rating|stars?|bullet|arrow|social|share|btn|button)(?=$|[\s_/.-]|\d)",
    re.IGNORECASE,
)
_SPACER = lazy(r"(?:blank|clear|pixel|spacer|transparent|1x1)\.(?:gif|png|svg)", re.IGNORECASE)
_TRACKER = lazy(
    r"//(?:[\w.-]*doubleclick\.net|pixel\.|stats\.|secure\.gravatar|www\.facebook\.com/tr|b\.scorecardresearch"
    r"|[\w.-]*analytics|bat\.bing|px\.ads|feeds\.feedburner|ad\.)"
)
LEAST = 2000  # characters of a ``data:`` address; shorter ones hold a placeholder
SMALLEST = 48  # pixels; a picture smaller both ways is an icon
THINNEST = 12  # pixels; a picture thinner one way is a line or a spacer


def source(picture: Any) -> str:
    """Return the address of a picture as the page gives it; empty if there is none of its own."""
    attributes = picture.attributes
    address = (attributes.get("src") or "").strip()
    if not address or _PLACEHOLDER.search(address):
        late = _late(attributes) or _from_neighbours(picture)
        address = late or ("" if address.startswith("data:") else address)
    return address


def _late(attributes: dict[str, str | None]) -> str:
    for name in _LATE:
        value = (attributes.get(name) or "").strip()
        if value and not value.startswith(("data:", "{")):
            return value
    sets = filter(None, map(attributes.get, _LATE_SETS))
    return next(filter(None, map(largest, sets)), "")


def largest(candidates: str) -> str:
    """Return the address of the largest picture in a ``srcset``."""
    best, size = "", -1.0
    for found in _CANDIDATE.finditer(candidates[:5000]):
        width = float(found[2] or 0)
        if width > size and not found[1].startswith("data:"):
            best, size = found[1], width
    return best


def _from_neighbours(picture: Any) -> str:
    """Return the address in the ``<picture>`` around, or in the ``<noscript>`` beside."""
    parent = picture.parent
    if parent is not None and parent.tag == "picture":
        for other in parent.css("source[srcset], source[data-srcset]"):
            found = _late(other.attributes)
            if found:
                return found
    for beside in (picture.next, picture.prev):
        if beside is not None and beside.is_text_node:
            beside = beside.next if beside is picture.next else beside.prev
        if beside is not None and beside.tag == "noscript":
            other = beside.css_first("img[src]")
            if other is not None and not (other.attributes["src"] or "").startswith("data:"):
                return (other.attributes["src"] or "").strip()
    return ""


def given(picture: Any) -> str:
    """Return the ``data:`` address that holds a picture, from tools that save a page as one file; empty for others."""
    address = (picture.attributes.get("src") or "").strip()
    return address if len(address) >= LEAST and address.startswith("data:image/") else ""


def is_decoration(picture: Any) -> bool:
    """Whether a picture only decorates: a spacer, an icon, a commenter's portrait, a tracking pixel."""
    attributes = picture.attributes
    sizes = [_pixels(attributes.get(name)) for name in ("width", "height")]
    known = [size for size in sizes if size is not None]
    if (known and (max(known) <= SMALLEST if len(known) > 1 else known[0] <= THINNEST)) or any(
        size <= THINNEST for size in known
    ):
        return True
    address = source(picture)
    if not address and not given(picture):
        return True
    said = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    name = address.split("?")[0].rpartition("/")[2]
    if _DECORATION.search(said) or _DECORATION.search(name) or _SPACER.fullmatch(name):
        return True
    return "/avatars/" in address or _TRACKER.search(address) is not None


def _pixels(value: str | None) -> int | None:
    digits = (value or "").strip().removesuffix("px")
    return int(digits) if digits.isdecimal() and len(digits) < 6 else None
