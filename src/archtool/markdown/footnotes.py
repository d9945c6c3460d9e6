"""Footnotes of an HTML page: which links are references, and which kept blocks are their notes.

For ``document.py``, and for the judge that keeps a note with the text that refers to it. A reference is a short link
within the page (``<sup><a href="#fn1">1</a></sup>``, ``[1]``) whose target is a kept block; where the note has been
removed, the reference stays the number that it is. A link at the beginning of a note that leads back is none.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from archtool.blocks.html_tags import RAISED
from archtool.model import Block
from archtool.startup.patterns import lazy

LONGEST = 6  # Characters of a reference, with its brackets.
CLIMB = 4  # Elements between a note's text and the element that is the target.
_RETURN = lazy(r"[↩↵⤴⏎⮐↑^]\ufe0e?\ufe0f?")
_LABEL = lazy(r"\[?\(?(\w{1,4}|[*†‡§¶]{1,3})\)?\]?")
_BACK = lazy(r"[\^↑]\s*(?:[a-z]\s+)*")  # before a note with several references: ``^ a b``
_BROAD = frozenset({"body", "main", "article", "ol", "ul", "section", "html"})


class Reference(NamedTuple):
    """A short link within the page: in which block it stands, whether first, its label and its target."""

    block: int
    first: bool
    label: str
    target: str


class Notes(NamedTuple):
    """``labels`` has the label for each target's id, ``blocks`` the label for each block that is a note."""

    labels: dict[str, str]
    blocks: dict[int, str]


NONE = Notes({}, {})


def find_notes(blocks: Sequence[Block], base: str | None = None) -> Notes:
    """Return the footnotes among ``blocks``: references whose note is kept, each label once."""
    found = [reference for index, block in enumerate(blocks) for reference in references(block, index, base)]
    if not found:
        return NONE
    wanted = {reference.target for reference in found}
    places: dict[str, int] = {}
    for index, block in enumerate(blocks):
        for target in targets(block):
            if target in wanted:
                places.setdefault(target, index)
    labels: dict[str, str] = {}
    notes: dict[int, str] = {}
    used: set[str] = set()
    for stands, first, label, target in found:
        place = places.get(target, stands)
        if place == stands or (first and place < stands) or blocks[place].kind in ("heading", "row"):
            continue
        if place not in notes:
            number = 2
            unique = label
            while unique in used:  # each chapter counts from one
                unique, number = f"{label}-{number}", number + 1
            used.add(unique)
            notes[place] = unique
        labels[target] = notes[place]
    return Notes(labels, dict(sorted(notes.items())))


def references(block: Block, index: int, base: str | None = None) -> Iterator[Reference]:
    """Yield the short links of a block that lead into the page and stand raised or in brackets."""
    at = 0
    first = True
    for (_, link), run in groupby(block.spans, key=lambda span: (0, span[1][1])):
        spans = list(run)
        begin, at = at, at + len(spans)
        text = "".join([shown for shown, _ in spans]).strip()
        if not text:
            continue
        opens, first = first, False
        if not link or len(text) > LONGEST or "#" not in link:
            continue
        target = fragment(link, base)
        match = _LABEL.fullmatch(text) if target else None
        if match and (text[0] in "[(" or _is_raised(block, begin, at)):
            yield Reference(index, opens, _plain_label(match[1]), target)


def fragment(link: str, base: str | None) -> str:
    """Return the id that a link within the page leads to; empty for one that leads out of it."""
    address, _, target = link.strip().partition("#")
    if address and target:
        from archtool.artefacts import absolute

        if base is None or absolute(address, base) != base.partition("#")[0]:
            return ""
    return target


def _is_raised(block: Block, begin: int, end: int) -> bool:
    if any(style & RAISED for _, (style, _) in block.spans[begin:end]):
        return True
    before = "".join([shown for shown, _ in block.spans[max(begin - 1, 0) : begin]])
    link = _link_around(block.nodes[begin])
    return before.endswith("[") or (link is not None and _raised(link))


def _plain_label(label: str) -> str:
    return label if label[0].isalnum() else f"n{'*†‡§¶_'.index(label[0]) + 1}{len(label)}"


def _link_around(node: Any) -> Any:
    element = node
    for _ in range(4):
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


def targets(block: Block) -> list[str]:
    """Return the ids and names of the elements around the beginning of a block, and of an anchor inside it."""
    found = []
    element = block.nodes[0] if block.nodes else None
    if element is not None and not element.is_element_node:
        element = element.parent
    for _ in range(CLIMB):
        if element is None or element.tag in _BROAD:
            break
        attributes = element.attributes
        found += [value for value in (attributes.get("id"), attributes.get("name")) if value]
        if element.tag == "span":
            found.append(f"note:{element.mem_id}")
        if element.tag in ("li", "p", "dd", "div", "aside"):
            found += [
                value
                for anchor in element.css("a[id], a[name], span[id], sup[id]")[:3]
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


def bare_note(block: Block, label: str) -> Block:
    """Return a note without its label before it, and without the link at its end that leads back (``↩``)."""
    at = max((at for at, (text, _) in enumerate(block.spans) if text.strip()), default=-1)
    sign = block.spans[at][0].strip() if at >= 0 else ""
    link = _link_around(block.nodes[at]) if sign and _RETURN.fullmatch(sign) else None
    if link is not None and (link.attributes.get("href") or "").startswith("#") and block.text.endswith(sign):
        block = block._replace(
            text=block.text[: -len(sign)].rstrip(),
            nodes=block.nodes[:at] + block.nodes[at + 1 :],
            spans=block.spans[:at] + block.spans[at + 1 :],
        )
    return _without_label(block, label)


def _without_label(block: Block, label: str) -> Block:
    """Return a note without the label or the sign back that it begins with."""
    text = block.text
    bare = label.split("-")[0]
    end = 0
    for opening, closing in (("[", "]"), ("(", ")"), ("", "."), ("", ")"), ("", ":"), ("", " ")):
        start = f"{opening}{bare}{closing}"
        if text.startswith(start):
            end = len(start)
            break
    if not end:
        back = _BACK.match(text)
        end = back.end() if back else 0
    if text[end : end + 1] in (".", ":") and end:
        end += 1
    rest = text[end:].lstrip()
    gone = len("".join(text[: len(text) - len(rest)].split()))
    if not gone or not rest:
        return block
    spans = []
    for shown, mark in block.spans:
        while gone and shown:
            gone -= not shown[0].isspace()
            shown = shown[1:]
        spans.append((shown, mark))
    return block._replace(text=rest, spans=tuple(spans))
