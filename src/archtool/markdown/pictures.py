"""Write pictures and embedded media as Markdown, with their original absolute address and alternative text.

Called by ``document.py``; ``blocks/html_pictures.py`` finds the addresses.
"""

from __future__ import annotations

from archtool.blocks.html_pictures import given, media, source
from archtool.markdown.escape import escape
from archtool.markdown.links import file, target
from archtool.model import Block

PLACE = "\0"  # prefix of a placeholder for an address; no address contains it


def picture(block: Block, base: str | None, later: bool = False) -> str:
    """Return a picture as a Markdown reference; empty if the page gives no address.

    ``later``: write a placeholder that identifies the picture's element, which ``run/pictures.py`` replaces.
    """
    node = block.nodes[0]
    address = source(node)
    if not (address or (later and given(node))):
        return ""
    alt = " ".join((node.attributes.get("alt") or "").split())
    return f"![{_words(alt)}]({f'{PLACE}{node.mem_id}' if later else file(address, base)})"


def embedded(block: Block, base: str | None) -> str:
    """Return embedded media as a link to the page or file shown in the frame."""
    address, title = media(block.nodes[0])
    address = target(address, base)
    if not address:
        return ""
    return (
        f"[{_words(title)}]({address})" if title else f"<{address}>" if "://" in address else f"[{address}]({address})"
    )


def _words(text: str) -> str:
    return escape(text).replace("]", "\\]")
