"""Declarative shadow DOM as ordinary elements: what ``<template shadowrootmode>`` holds is shown by every browser.

Tools that save a page as one file keep custom elements so. The parser sees a template, whose content is no part of the
page; here it becomes a container, and what the element itself holds moves to where its ``<slot>`` stands.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.startup.patterns import lazy

SIGN = "shadowroot"
MOST = 5_000  # templates of one page
# What is not closed goes on to the end, as it does in a browser: each of many is not sought to the end anew.
_TAG = lazy(r"<(/?)template\b([^>]*)>?", re.IGNORECASE)
_MARKUP = lazy(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)


def opened(body: str) -> str:
    """Return ``body`` with the templates that are shadow roots as containers marked by an attribute."""
    parts: list[str] = []
    roots: list[bool] = []  # of the templates that are open
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
    """Move what custom elements hold to the slots of their shadow roots."""
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
            while child is not None:  # what it shows where nothing is given
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
    """Return the text in the markup of a template that no browser shows."""
    from html import unescape

    return " ".join(unescape(_MARKUP.sub(" ", markup)).split())
