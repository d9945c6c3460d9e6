"""Footnotes of an HTML page: which links are references, and which kept blocks are their notes.

For ``document.py``. A reference is a short link within the page (``<sup><a href="#fn1">1</a></sup>``, ``[1]``) whose
target is a kept block; where the note has been removed, the reference stays the number that it is.
"""

# No postponed annotations: each would be compiled for a named tuple.
from collections.abc import Sequence
from typing import Any, NamedTuple

from archtool.model import Block
from archtool.startup.patterns import lazy

LONGEST = 6  # Characters of a reference, with its brackets.
CLIMB = 4  # Elements between a note's text and the element that is the target.
_RETURN = lazy(r"[↩↵⤴⏎⮐↑^]\ufe0e?\ufe0f?")
_LABEL = lazy(r"\[?\(?(\w{1,4}|[*†‡§¶]{1,3})\)?\]?")


class Notes(NamedTuple):
    """``labels`` has the label for each target's id, ``blocks`` the label for each block that is a note."""

    labels: dict[str, str]
    blocks: dict[int, str]


NONE = Notes({}, {})


def find_notes(blocks: Sequence[Block]) -> Notes:
    """Return the footnotes among ``blocks``: references whose note is kept, each label once."""
    wanted = _references(blocks)
    if not wanted:
        return NONE
    labels: dict[str, str] = {}
    notes: dict[int, str] = {}
    for index, block in enumerate(blocks):
        for target in _targets(block):
            label = wanted.get(target)
            if label and target not in labels and index not in notes and label not in notes.values():
                labels[target] = label
                notes[index] = label
    return Notes(labels, notes)


def _references(blocks: Sequence[Block]) -> dict[str, str]:
    """Return label by target of the short links that lead into the page and stand raised or in brackets."""
    found: dict[str, str] = {}
    for block in blocks:
        for at, (text, mark) in enumerate(block.spans):
            if len(text) > LONGEST or not text:
                continue
            if mark[1] and mark[1][0] != "#":  # a link that leads out of the page
                continue
            match = _LABEL.fullmatch(text.strip())
            link = _link_around(block.nodes[at]) if match else None
            if match and link is not None and (_raised(link) or text.strip()[0] in "[("):
                href = link.attributes.get("href") or ""
                if href.startswith("#") and len(href) > 1:
                    found.setdefault(href[1:], _plain_label(match.group(1)))
    return found


def _plain_label(label: str) -> str:
    return label if label[0].isalnum() else f"n{'*†‡§¶'.index(label[0]) + 1}{len(label)}"


def _link_around(node: Any) -> Any:
    element = node.parent
    for _ in range(3):
        if element is None or element.tag == "a":
            return element
        element = element.parent
    return None


def _raised(link: Any) -> bool:
    """Whether the link is superscript, around or inside, or says that it is a reference to a note."""
    attributes = link.attributes
    said = f"{attributes.get('class') or ''} {attributes.get('role') or ''} {attributes.get('epub:type') or ''}".lower()
    parent = link.parent
    return (
        (parent is not None and parent.tag == "sup")
        or link.css_first("sup") is not None
        or any(word in said for word in ("footnote", "noteref", "fnref"))
    )


def _targets(block: Block) -> list[str]:
    """Return the ids and names of the elements around the beginning of a block, and of an anchor inside it."""
    found = []
    element = block.nodes[0].parent if block.nodes else None
    for _ in range(CLIMB):
        if element is None or element.tag in ("body", "main", "article", "ol", "ul", "section"):
            break
        attributes = element.attributes
        found += [value for value in (attributes.get("id"), attributes.get("name")) if value]
        if element.tag in ("li", "p", "dd", "div"):
            found += [
                value
                for anchor in element.css("a[id], a[name]")[:3]
                for value in (anchor.attributes.get("id"), anchor.attributes.get("name"))
                if value
            ]
            if element.tag != "p" or not _opens(element):
                break
        element = element.parent
    return found


def _opens(paragraph: Any) -> bool:
    """Whether a paragraph is the first element of a list item or a container, which may be the note."""
    before = paragraph.prev
    while before is not None and not before.is_element_node:
        if (before.text_content or "").strip():
            return False
        before = before.prev
    return before is None


def without_return(block: Block) -> Block:
    """Return a note without the link at its end that leads back to the reference (``↩``)."""
    at = max((at for at, (text, _) in enumerate(block.spans) if text.strip()), default=-1)
    sign = block.spans[at][0].strip() if at >= 0 else ""
    link = _link_around(block.nodes[at]) if sign and _RETURN.fullmatch(sign) else None
    if link is None or not (link.attributes.get("href") or "").startswith("#") or not block.text.endswith(sign):
        return block
    return block._replace(
        text=block.text[: -len(sign)].rstrip(),
        nodes=block.nodes[:at] + block.nodes[at + 1 :],
        spans=block.spans[:at] + block.spans[at + 1 :],
    )
