"""Find text that a page holds without showing it: the replacement for frames, and the article in its JSON-LD.

A fallback for ``html.py``, used only where the page shows little else; the text is judged like any other.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

MOST_FRAMES = 50
MOST_PARAGRAPHS = 2000
SHOWN = 200  # characters; a page that shows more has its text in its markup
_TAG = re.compile(r"<[^<>]*>")


def without_frames(tree: Any) -> str:
    """Return a frameset page as one without frames: its ``<noframes>`` text, or else links to its frames."""
    head = tree.head.html if tree.head is not None else ""
    said = " ".join(node.text(deep=True) for node in tree.css("noframes"))
    if not _TAG.sub("", said).strip():
        frames = [node.attributes for node in tree.css("frame[src]")[:MOST_FRAMES]]
        links = [(frame["src"] or "", frame.get("title") or frame.get("name") or frame["src"]) for frame in frames]
        said = "".join(f'<p><a href="{escape(address)}">{escape(name or "")}</a></p>' for address, name in links)
    return f"<!doctype html><html>{head}<body>{said}</body></html>"


def show_linked_data(tree: Any, scripts: list[str], shown: int) -> bool:
    """Add the article or product description in JSON-LD to a page that shows ``shown`` characters.

    Return whether there was one longer than the text shown.
    """
    if shown > SHOWN or tree.body is None:
        return False
    from archtool.blocks.json_ld import PRODUCTS, read_objects, text_of

    objects = read_objects(scripts)
    bodies = [item["articleBody"] for _, item in objects if isinstance(item.get("articleBody"), str)]
    bodies += [item["description"] for types, item in objects if types & PRODUCTS and "description" in item]
    said = max((body for body in bodies[:MOST_FRAMES] if isinstance(body, str)), key=len, default="")
    if len(said) <= max(shown, SHOWN):
        return False
    container = tree.create_node("div")
    for paragraph in re.split(r"(?<!\s)\s*\n\s*|</p>|<br */?>", said)[:MOST_PARAGRAPHS]:
        text = text_of(paragraph)
        if text:
            node = tree.create_node("p")
            node.insert_child(text)
            container.insert_child(node)
    tree.body.insert_child(container)
    return True
