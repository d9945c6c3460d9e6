"""Turn declarative shadow DOM into ordinary elements: every browser shows what ``<template shadowrootmode>`` holds.

Called by ``html.py`` around the parser. Tools that save a page as one file keep custom elements this way. The parser
would drop a template's content; here the template becomes a container, and the content of the custom element moves to
its ``<slot>``.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.startup.patterns import lazy

SIGN = "shadowroot"
MOST = 5_000  # most templates of one page
# An unclosed template extends to the end, as in a browser; its end is searched for only once.
_TAG = lazy(r"<(/?)template\b([^>]*)>?", re.IGNORECASE)
_MARKUP = lazy(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)


def opened(body: str) -> str:
    """Return ``body`` with shadow-root templates turned into containers marked by an attribute."""
    parts: list[str] = []
    roots: list[bool] = []  # for each open template, whether it is one
    done = 0
    for found in _TAG.finditer(body):
        if found[0][-1] != ">":
            break
        if found[1]:
            root = roots.pop() if roots else False
            tag = "</div>"
        else:
            root = SIGN in found[2].lower() and len(roots) < MOST
            roots.append(root)
            tag = f"<div data-{SIGN}>"
        if root:
            parts += (body[done : found.start()], tag)
            done = found.end()
    return "".join(parts) + body[done:] if parts else body


def fill_slots(tree: Any) -> None:
    """Move the content of custom elements to the slots of their shadow roots."""
    for root in tree.css(f"div[data-{SIGN}]")[:MOST]:
        light = []
        following = root.next
        while following is not None:
            light.append(following)
            following = following.next
        for slot in root.css("slot"):
            wanted = slot.attributes.get("name") or ""
            chosen = [node for node in light if _slot_of(node) == wanted and (node.is_element_node or not wanted)]
            if not any(node.is_element_node or (node.text_content or "").strip() for node in chosen):
                continue
            child = slot.first_child
            while child is not None:  # the slot's default content
                after = child.next
                child.remove()
                child = after
            for node in chosen:
                slot.insert_child(node)
                node.remove()
            light = [node for node in light if node not in chosen]


def _slot_of(node: Any) -> str:
    return (node.attributes.get("slot") or "") if node.is_element_node else ""


def text_of_template(markup: str) -> str:
    """Return the text in the markup of a template, which no browser shows."""
    from html import unescape

    return " ".join(unescape(_MARKUP.sub(" ", markup)).split())
