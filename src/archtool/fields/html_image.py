"""Find the picture that stands for an HTML page: the one it declares, else the first one of its text.

``declared_images`` is for ``fields/structured.py``. What pages declare for all of their site, a logo or a placeholder,
ranks below a picture of the text, which ``record.py`` takes with ``first_picture`` when the blocks are judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archtool.artefacts import absolute, original
from archtool.blocks.html_pictures import source
from archtool.blocks.json_ld import Object
from archtool.fields.html_head import Head
from archtool.fields.trust import JSON_LD, META, OPEN_GRAPH, SEEN, WEAK
from archtool.model import Block, Candidate
from archtool.startup.patterns import lazy

_OPEN_GRAPH = ("og:image", "og:image:url", "og:image:secure_url")
_TWITTER = ("twitter:image", "twitter:image:src")
# In the names of files that all pages of a site declare, and of those that show nothing.
_OF_SITE = lazy(
    r"(?:^|[\s_.-])(?:logos?|favicon|icons?|default|fallback|avatars?|gravatar)(?=$|[\s_.-]|\d)", re.IGNORECASE
)
_EMPTY = lazy(r"(?:^|[\s_.-])(?:blank|placeholder|spacer|transparent|pixel)(?=$|[\s_.-]|\d)", re.IGNORECASE)


def declared_images(head: Head, main: Object, base: str) -> list[Candidate]:
    """Return the addresses of the pictures that a page declares for itself; ``base`` is the address of the page."""
    found = []
    for addresses, name, rank in (
        (head.all(*_OPEN_GRAPH), "og:image", JSON_LD),
        (_addresses(main.get("image")), "json-ld image", OPEN_GRAPH),
        (head.all(*_TWITTER), "twitter:image", META),
        (_addresses(main.get("thumbnailUrl")), "json-ld thumbnailUrl", META + 1),
    ):
        for address in addresses:
            full = _whole(address, base)
            if full:
                of_site = _OF_SITE.search(_file_name(full)) is not None
                found.append(Candidate("image", full, name, WEAK if of_site else rank))
                break
    return found


def first_picture(kept: Iterable[Block], base: str | None) -> list[Candidate]:
    """Return the address of the first picture among the kept blocks of a page, as a list of one candidate or none."""
    for block in kept:
        if block.kind == "picture" and block.nodes:
            full = _whole(source(block.nodes[0]), base or "")
            if full:
                return [Candidate("image", full, "first picture of the text", SEEN)]
    return []


def _file_name(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]


def _whole(address: str, base: str) -> str:
    """Return an absolute address without what an archive wrote before it; empty for ``data:`` and for placeholders."""
    full = original(absolute(address.strip(), base)) if address.strip() else ""
    return full if full.startswith(("http://", "https://")) and not _EMPTY.search(_file_name(full)) else ""


def _addresses(value: object) -> Sequence[str]:
    """Return the addresses in the ``image`` of JSON-LD: a text, an ``ImageObject``, or a list of them."""
    if isinstance(value, list):
        return [address for item in value[:3] for address in _addresses(item)]
    if isinstance(value, dict):
        return _addresses(value.get("url") or value.get("contentUrl") or value.get("@id"))
    return [value] if isinstance(value, str) else []
