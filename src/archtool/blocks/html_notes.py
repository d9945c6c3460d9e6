"""Find the notes of an HTML page: which short links are marks of notes, and which blocks the notes consist of.

Used by ``markdown/footnotes.py``, which writes them, and by ``judge/attached.py``, which keeps a note with its text.
A mark is a raised or bracketed link within the page (``<sup><a href="#fn1">1</a></sup>``, ``[1, 2]``). Its note begins
with the element of that id, or with the text behind an empty anchor.
"""

# No postponed annotations: for a named tuple, each would be compiled at import.
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from archtool.blocks.html_tags import RAISED
from archtool.model import Block
from archtool.startup.patterns import lazy

LONGEST = 24  # most characters of a mark with its brackets
CLIMB = 4  # elements around the one with the id that may be the whole note
ANCHORS = "a[name], a[id], span[id], sup[id], div[id], p[id], li[id]"
LABEL = lazy(
    r"[\[(]?\s*(?P<label>(?:[^\W\d_]{1,12}[.\s-]{1,2}){0,2}\d{1,4}(?::\d{1,3})?|\w{0,3}\d\w{0,3}|[^\W\d_]{1,2}|[ivxl]{1,5}"
    r"|[*†‡§¶#]{1,4})\s*[\])]?"
)
_OPEN = lazy(r"(?:\[[\s\w,;.&–-]{0,40}|\([\s\d,;–-]{0,40})$")  # text in brackets before a further link
MARGIN = "#note:"  # prefix of the addresses of margin notes, which have no id
_YEAR = lazy(r"(?:1[5-9]|20)\d\d[a-z]?")  # in parentheses: a citation by year
_SYMBOLS = "*†‡§¶#"
_INLINE = frozenset("a abbr b cite em font i label q small span strong sub sup u".split())
_BROAD = frozenset("body main article ol ul section html dl table tbody".split())
_ENTRIES = frozenset({"li", "dd", "tr", "td"})
_NOTE = lazy(r"(?i)foot|note|(?:^|[^a-z])(?:fn|ftn|edn|ref|bib|cite|cit|cr|def)(?![a-z])|reference|citation|bibitem")


class Mark(NamedTuple):
    """The mark of a note: its block, the range of that block's spans it takes, its label and the id to which it leads.

    ``first``: it stands at the beginning of its block. ``sure``: it is raised, or named as the mark of a note;
    ``square``: it is in square brackets. One in parentheses may also be the number of an equation.
    """

    block: int
    begin: int
    end: int
    label: str
    target: str
    first: bool = False
    sure: bool = True
    square: bool = True


class Place(NamedTuple):
    """The beginning of a note: its block, and the element with the id."""

    block: int
    element: Any


def marks(block: Block, index: int, base: str | None = None) -> Iterator[Mark]:
    """Yield the short links of a block that point into the page and are raised or in brackets."""
    for _, (_, link) in block.spans:
        if link and ("#" in link or link.startswith("javascript:")):
            break
    else:
        return
    at = 0
    before = ""
    for link, run in groupby(block.spans, key=lambda span: span[1][1]):
        spans = list(run)
        begin, at = at, at + len(spans)
        shown = "".join([text for text, _ in spans])
        text = shown.strip()
        if link and text and len(text) <= LONGEST and (match := LABEL.fullmatch(text)):
            anchor = _link_of(block, begin, at)
            target = fragment(link, base) or _named_target(anchor, link)
            sure = bool(target) and _is_raised(block, begin, at, anchor)
            opening = None if text[0] in "[(" else _OPEN.search(before)
            sign = opening[0][0] if opening else text[0]
            called = sign in "[(" or (sign.isdecimal() and _NOTE.search(target) is not None)
            if target and (sure or (called and not _YEAR.fullmatch(text))):
                first = not before.strip(" [(\n")
                yield Mark(index, begin, at, label_in(match["label"]), target, first, sure, sign == "[")
        before = (before + shown)[-60:]


def fragment(link: str, base: str | None) -> str:
    """Return the id at which a link within the page points; empty for other links."""
    address, _, target = link.strip().partition("#")
    if address and target:
        from archtool.artefacts import absolute

        if base is None or absolute(address, base) != base.partition("#")[0]:
            return ""
    return target


def _link_of(block: Block, begin: int, end: int) -> Any:
    """Return the link element around spans of a block, apart from signs added beside it."""
    return next(filter(None, map(link_around, block.nodes[begin:end])), None)


def _named_target(anchor: Any, link: str) -> str:
    """Return the id of a note opened by a script: the id of its mark without ``ref``."""
    if link != "#" and not link.startswith("javascript:"):
        return ""
    for element in (anchor, anchor.parent) if anchor is not None else ():
        name = element.attributes.get("id") or ""
        if "ref" in name:
            return name.replace("ref", "", 1)
    return ""


def label_in(label: str) -> str:
    """Return a label as Markdown accepts it: one word, with words in place of signs."""
    if label[0] in _SYMBOLS:
        return f"n{_SYMBOLS.index(label[0]) + 1}{len(label)}"
    return "-".join(label.replace(".", " ").replace(":", " ").split())


def link_around(node: Any) -> Any:
    """Return the link around a text; ``None`` if none is near."""
    element = node
    for _ in range(4):
        if element is None or element.tag == "a":
            return element
        element = element.parent
    return None


def _is_raised(block: Block, begin: int, end: int, link: Any) -> bool:
    """Whether a link is superscript, around it or inside, or named as the mark of a note."""
    if block.spans[begin][1][1].startswith(MARGIN) or any(mark[0] & RAISED for _, mark in block.spans[begin:end]):
        return True
    if link is None:
        return False
    attributes = link.attributes
    said = f"{attributes.get('class') or ''} {attributes.get('role') or ''} {attributes.get('epub:type') or ''}".lower()
    return (
        link.css_first("sup") is not None
        or any(element.tag == "sup" for element in around(link, 3))
        or any(word in said for word in ("footnote", "noteref", "fnref", "biblioref"))
    )


def around(node: Any, climb: int) -> Iterator[Any]:
    """Yield the elements around a node, innermost first."""
    element = node.parent
    for _ in range(climb):
        if element is None or not element.is_element_node:
            return
        yield element
        element = element.parent


def places(blocks: Sequence[Block], wanted: Mapping[str, Any] | set[str]) -> dict[str, Place]:
    """Return by id where the notes ``wanted`` begin: in the first block of their element."""
    found: dict[str, Place] = {}
    seen: set[int] = set()
    for index, block in enumerate(blocks):
        for node, (_, (_, link)) in zip(block.nodes, block.spans, strict=True):
            if link.startswith(MARGIN):  # the sign in the text, whose node is the note
                continue
            element = node if node.is_element_node else node.parent
            while element is not None and element.mem_id not in seen:
                seen.add(element.mem_id)
                if element.tag not in _BROAD or is_of_note(element):
                    attributes = element.attributes
                    for name in (attributes.get("id"), attributes.get("name"), f"note:{element.mem_id}"):
                        if name in wanted:
                            found.setdefault(name, Place(index, element))
                element = element.parent
    if len(found) < len(wanted):
        found |= _behind_anchors(blocks, {name for name in wanted if name not in found})
    return found


def _behind_anchors(blocks: Sequence[Block], wanted: set[str]) -> dict[str, Place]:
    """Return by id the blocks whose text follows an empty anchor with one of the ids ``wanted``."""
    block_of = {node.mem_id: index for index, block in enumerate(blocks) for node in block.nodes}
    root = next((block.nodes[0] for block in blocks if block.nodes), None)
    while root is not None and root.parent is not None and root.tag != "body":
        root = root.parent
    found: dict[str, Place] = {}
    for anchor in root.css(ANCHORS) if root is not None and block_of else ():
        attributes = anchor.attributes
        for name in {attributes.get("id"), attributes.get("name")} & wanted:
            text = _text_behind(anchor)
            if text is not None and text.mem_id in block_of:
                found.setdefault(name or "", Place(block_of[text.mem_id], text.parent))
    return found


def _text_behind(anchor: Any) -> Any:
    """Return the first text in or after an element."""
    node = anchor
    down = True
    for _ in range(30):
        following = node.first_child if down else None
        while following is None:
            following = node.next
            if following is None:
                node = node.parent
                if node is None or node.tag == "body":
                    return None
        node, down = following, True
        if node.is_text_node and (node.text_content or "").strip():
            return node
    return None


def is_of_note(element: Any) -> bool:
    """Whether the id or a class of an element names it as a note or a reference."""
    attributes = element.attributes
    return _NOTE.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}") is not None


def end_of(blocks: Sequence[Block], place: Place, others: set[int]) -> int:
    """Return the index after the last block of the note at ``place``; blocks of ``others`` end it."""
    start, element = place
    stop = start + 1
    if blocks[start].kind == "row":
        return stop
    while element.tag in _INLINE and element.parent is not None:
        element = element.parent
    alone = is_label(blocks[start].text)
    if element.tag == "dt":
        while stop < len(blocks) and blocks[stop].kind == "definition":
            stop += 1
        return stop
    for at in range(CLIMB):
        if element is None or (at and element.tag in _BROAD):
            break
        if not at or alone or element.tag in _ENTRIES or is_of_note(element):
            if start and _is_in(blocks[start - 1], element):
                break
            end = start + 1
            while end < len(blocks) and end not in others and _is_in(blocks[end], element):
                end += 1
            if end < len(blocks) and end in others and _is_in(blocks[end], element):
                break
            if end > start + 1 or not alone:
                alone = False
            stop = max(stop, end)
            if element.tag in _ENTRIES:
                break
        element = element.parent
    return stop


def is_label(text: str) -> bool:
    """Whether a text is only the label of a note, or the sign that leads back from it."""
    text = text.strip(" \n.:^↑↩\ufe0e\ufe0f")
    return not text or LABEL.fullmatch(text) is not None


def _is_in(block: Block, element: Any) -> bool:
    around = block.nodes[0] if block.nodes else None
    while around is not None:
        if around.mem_id == element.mem_id:
            return True
        around = around.parent
    return False
