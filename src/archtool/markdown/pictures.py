"""Pictures and embedded media as Markdown: the original absolute address of each, with its alternative text.

For ``document.py``; where a picture really is, ``blocks/html_pictures.py`` knows.
"""

from __future__ import annotations

from archtool.blocks.html_pictures import media, source
from archtool.markdown.escape import escape
from archtool.markdown.links import file, target
from archtool.model import Block


def picture(block: Block, base: str | None) -> str:
    """Return a picture as a Markdown reference; empty where the page does not say where it is."""
    address = source(block.nodes[0])
    if not address:
        return ""
    alt = " ".join((block.nodes[0].attributes.get("alt") or "").split())
    return f"![{_words(alt)}]({file(address, base)})"


def embedded(block: Block, base: str | None) -> str:
    """Return embedded media as a link to the page or file that the frame shows."""
    address, title = media(block.nodes[0])
    address = target(address, base)
    if not address:
        return ""
    return (
        f"[{_words(title)}]({address})" if title else f"<{address}>" if "://" in address else f"[{address}]({address})"
    )


def _words(text: str) -> str:
    return escape(text).replace("]", "\\]")
