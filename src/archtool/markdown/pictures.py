"""Pictures and embedded media as Markdown: the original absolute address of each, with its alternative text.

For ``document.py``; where a picture really is, ``blocks/html_pictures.py`` knows.
"""

from __future__ import annotations

from archtool.blocks.html_pictures import given, media, source
from archtool.markdown.escape import escape
from archtool.markdown.links import file, target
from archtool.model import Block

PLACE = "\0"  # before the number of a picture, where its address is filled in later: no page has this sign in one


def picture(block: Block, base: str | None, later: bool = False) -> str:
    """Return a picture as a Markdown reference; empty where the page does not say where it is.

    ``later``: in place of the address stands what identifies the picture's element, for ``run/pictures.py``.
    """
    node = block.nodes[0]
    address = source(node)
    if not (address or (later and given(node))):
        return ""
    alt = " ".join((node.attributes.get("alt") or "").split())
    return f"![{_words(alt)}]({f'{PLACE}{node.mem_id}' if later else file(address, base)})"


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
