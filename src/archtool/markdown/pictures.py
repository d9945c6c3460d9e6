"""Write pictures and embedded media as Markdown, with their original absolute address and alternative text.

Called by ``document.py``; ``blocks/html_pictures.py`` finds the addresses.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from archtool.blocks.html_media import media
from archtool.blocks.html_pictures import given, source
from archtool.markdown.escape import escape
from archtool.markdown.links import file, target
from archtool.markdown.options import Options
from archtool.model import Block
from archtool.startup.patterns import lazy

_PROXY = lazy(r"/_(?:next|vercel)/image/?\?(?:.*&)?url=([^&]+)|/_image\?(?:.*&)?href=([^&]+)")
_PICTURE = lazy(r"(?i)\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:$|[?#])")
LINK_CLIMB = 4  # most elements from a picture up to the link around it
_WITHOUT_LINK = frozenset({"body", "article", "section", "td", "li"})
PLACE = "\0"  # prefix of a placeholder for an address; no address contains it


def picture(block: Block, options: Options) -> str:
    """Return a picture as a Markdown reference, with the link around it; empty if the page gives no address.

    If pictures are copied, write a placeholder with the picture's element, which ``run/pictures.py`` replaces.
    """
    node = block.nodes[0]
    later = options.images == "copy"
    address = source(node)
    if not (address or (later and given(node))):
        return ""
    alt = " ".join((node.attributes.get("alt") or "").split())
    if later:
        return f"![{_words(alt)}]({PLACE}{node.mem_id})"
    shown = f"![{_words(alt)}]({file(_original(address), options.base)})"
    link = _link_around(node, options) if options.links == "keep" else ""
    return f"[{shown}]({link})" if link else shown


def _original(address: str) -> str:
    """Return the address of the picture that a site's own image server resizes."""
    found = _PROXY.search(address) if "/_" in address else None
    return unquote(found[1] or found[2]) if found else address


def _link_around(node: Any, options: Options) -> str:
    """Return the address of the page that a click on a picture opens; empty for a larger copy of the picture."""
    element = node.parent
    for _ in range(LINK_CLIMB):
        if element is None or element.tag in _WITHOUT_LINK:
            return ""
        if element.tag == "a":
            href = (element.attributes.get("href") or "").strip()
            return "" if href[:1] in ("", "#") or _PICTURE.search(href) else target(href, options.base)
        element = element.parent
    return ""


def embedded(block: Block, base: str | None) -> str:
    """Return embedded media as a link to the page or file shown in the frame."""
    address, title = media(block.nodes[0])
    address = target(address, base) if address else ""
    if not address:
        return ""
    return (
        f"[{_words(title)}]({address})" if title else f"<{address}>" if "://" in address else f"[{address}]({address})"
    )


def _words(text: str) -> str:
    return escape(text).replace("]", "\\]")
