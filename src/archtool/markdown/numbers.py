"""Compute the numbers and check boxes that a page shows before the items of a list, which are not in its text.

Used by ``plain_text.py`` and ``document.py``. Blocks of a dump have no DOM nodes: their numbers are part of the text.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.model import Block

_HIGHEST = 999_999_999  # the largest list number in Markdown


def number(item: Block, numbers: dict[int, int]) -> int | None:
    """Return the number of an item of an ordered list; ``None`` in other lists.

    ``numbers`` caches those of a list's elements, which are counted once.
    """
    element = item.nodes[0].parent if item.nodes else None
    while element is not None and element.tag not in ("li", "body"):
        element = element.parent
    if element is None or element.tag != "li" or element.parent is None or element.parent.tag != "ol":
        return None
    if element.mem_id not in numbers:
        _count(element.parent, numbers)
    return min(max(numbers[element.mem_id], 0), _HIGHEST)


def number_of_first(block: Block, numbers: dict[int, int]) -> int | None:
    """Return the number of the ordered item that begins with the heading or table ``block``; else ``None``."""
    element = block.nodes[0].parent if block.nodes else None
    for _ in range(5):
        if element is None or element.tag in ("li", "body", "td"):
            break
        before = element.prev
        while before is not None and not before.is_element_node and not (before.text_content or "").strip():
            before = before.prev
        if before is not None and element.tag not in ("tr", "tbody", "td", "th"):
            return None
        element = element.parent
    return number(block, numbers) if element is not None and element.tag == "li" else None


def box(item: Block) -> str:
    """Return ``[x] `` or ``[ ] `` for an item that begins with a check box; else nothing.

    A box behind the first word belongs to a form.
    """
    node = item.nodes[0] if item.nodes else None
    while node is not None and node.tag not in ("li", "body"):
        before = node.prev
        while before is not None and not before.is_element_node and not (before.text_content or "").strip():
            before = before.prev
        if before is not None:
            attributes = before.attributes if before.tag == "input" else {}
            is_box = (attributes.get("type") or "").lower() == "checkbox" and _is_first(before)
            return ("[x] " if "checked" in attributes else "[ ] ") if is_box else ""
        node = node.parent
    return ""


def _is_first(node: Any) -> bool:
    """Whether nothing that shows stands before ``node`` in its list item."""
    while node is not None and node.tag != "li":
        before = node.prev
        while before is not None:
            if before.is_element_node or (before.text_content or "").strip():
                return False
            before = before.prev
        node = node.parent
    return node is not None


def _count(ordered: Any, numbers: dict[int, int]) -> None:
    """Number the items of a list as a browser does: from ``start``, downwards if ``reversed``."""
    items = []
    child = ordered.first_child
    while child is not None:
        if child.tag == "li":
            items.append(child)
        child = child.next
    step = -1 if "reversed" in ordered.attributes else 1
    following = _integer(ordered.attributes.get("start"), 1 if step > 0 else len(items))
    for item in items:
        numbers[item.mem_id] = _integer(item.attributes.get("value"), following)
        following = numbers[item.mem_id] + step


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else default
