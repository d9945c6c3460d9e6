"""Find notes without links: raised numbers in the text, and a note for each of them under a rule or a heading.

Called by ``footnotes.py``; also splits blocks with several notes, one a line. A raised number may be a power: it is
taken for a note mark only if notes for all numbers from one on stand at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archtool.blocks.html_notes import Mark, Place, around, is_of_note, marks
from archtool.blocks.html_tags import RAISED
from archtool.markdown.numbers import number as number_of
from archtool.model import Block
from archtool.startup.patterns import lazy

_RAISED = lazy(r"[\[(]?(\d{1,3})[\])]?")
_LABELLED = lazy(r"\[?\(?(\d{1,3}|[*†‡§¶]{1,3})[\]).:]{0,2}\s+\S")
NEAR = 6  # most blocks from a text to its note in an <aside>
HEADLINE = 30  # most characters of a line over the notes that is not a heading
_SETTING = frozenset({"sup", "strong", "b"})


def parted(blocks: Sequence[Block], found: Sequence[Mark], base: str | None) -> tuple[Sequence[Block], Sequence[Mark]]:
    """Return ``blocks``, with those split that have several labelled notes on lines of their own, and the marks."""
    last = max(mark.block for mark in found) if found else 0
    whole = [index for index, block in enumerate(blocks) if index >= last and _has_notes(block)]
    if not whole:
        return blocks, found
    parts: list[Block] = []
    for index, block in enumerate(blocks):
        parts += lines(block) if index in whole else [block]
    return parts, [mark for index, block in enumerate(parts) for mark in marks(block, index, base)]


def _has_notes(block: Block) -> bool:
    return (
        "\n" in block.text
        and block.kind in ("paragraph", "item", "definition")
        and sum(_LABELLED.match(line) is not None for line in block.text.split("\n")) > 1
    )


def lines(block: Block) -> list[Block]:
    """Return the lines of a block as blocks, with their nodes and spans; the whole block if these do not fit."""
    found: list[Block] = []
    at = 0
    for line in block.text.split("\n"):
        start = at
        size = len("".join(line.split()))
        while at < len(block.spans) and size > 0:
            size -= len("".join(block.spans[at][0].split()))
            at += 1
        if size:
            return [block]
        if _LABELLED.match(line) or not found:
            found.append(block._replace(text=line, nodes=block.nodes[start:at], spans=block.spans[start:at]))
        else:
            before = found[-1]
            nodes, spans = before.nodes + block.nodes[start:at], before.spans + block.spans[start:at]
            found[-1] = before._replace(text=f"{before.text}\n{line}", nodes=nodes, spans=spans)
    return found


def loose_notes(blocks: Sequence[Block]) -> tuple[Sequence[Block], list[tuple[Mark, Place]]]:
    """Return ``blocks`` and their marks without links, with the places of all the notes, or no marks at all."""
    raised = [mark for index, block in enumerate(blocks) for mark in _raised(block, index)]
    if not raised or not any(mark.label == "1" for mark in raised):
        return blocks, []
    parts: list[Block] = []
    for block in blocks:
        parts += lines(block) if _has_notes(block) else [block]
    if len(parts) > len(blocks):
        raised = [mark for index, block in enumerate(parts) for mark in _raised(block, index)]
    wanted = {mark.label for mark in raised if not mark.first}
    beside = _beside_text(parts, [mark for mark in raised if not mark.first])
    if beside:
        return parts, beside
    for index in range(len(parts) - 1, 0, -1):
        if _label(parts[index]) != "1" or not _is_apart(parts, index):
            continue
        notes = _notes_from(parts, index)
        if notes.keys() == {mark.label for mark in raised if mark.block < index and not mark.first} == wanted:
            return parts, [(mark, notes[mark.label]) for mark in raised if mark.block < index and not mark.first]
    return blocks, []


def _beside_text(blocks: Sequence[Block], raised: Sequence[Mark]) -> list[tuple[Mark, Place]]:
    """Return the marks with their notes, if each note stands in an ``<aside>`` below the text that refers to it."""
    found: list[tuple[Mark, Place]] = []
    for mark in raised:
        for index in range(mark.block + 1, min(mark.block + 1 + NEAR, len(blocks))):
            block = blocks[index]
            if _label(block) == mark.label and any(each.tag == "aside" for each in around(block.nodes[0], 4)):
                found.append((mark, Place(index, block.nodes[0].parent)))
                break
        else:
            return []
    return found


def _raised(block: Block, index: int) -> list[Mark]:
    """Return the marks for raised numbers of a block that are not links."""
    found: list[Mark] = []
    at = 0
    if not any(mark[0] & RAISED or shown == "[" for shown, mark in block.spans):  # no raised number
        return found
    while at < len(block.nodes):
        node = block.nodes[at]
        element = node if node.is_element_node else node.parent
        for _ in range(2):
            if element is not None and element.tag != "sup":
                element = element.parent
        if element is None or element.tag != "sup":
            at += 1
            continue
        end = at + 1
        while end < len(block.nodes) and _is_within(block.nodes[end], element):
            end += 1
        label = _RAISED.fullmatch(" ".join(element.text(deep=True).split()))
        if label and element.css_first("a[href]") is None:
            first = not "".join(text for text, _ in block.spans[:at]).strip()
            found.append(Mark(index, at, end, label[1], "", first))
        at = end
    return found


def _is_within(node: Any, element: Any) -> bool:
    for _ in range(3):
        if node is None:
            return False
        if node.mem_id == element.mem_id:
            return True
        node = node.parent
    return False


def _label(block: Block) -> str:
    """Return the number that begins a note, raised, strong, or followed by a sign; or its number in a list."""
    if block.kind == "item":
        number = number_of(block, {})
        return "" if number is None else str(number)
    if block.kind not in ("paragraph", "definition") or not block.nodes:
        return ""
    match = _LABELLED.match(block.text)
    if match is None:
        return ""
    node = block.nodes[0]
    element = node if node.is_element_node else node.parent
    own = element is not None and element.tag in _SETTING
    return match[1] if own or block.text[len(match[1])] in ").:" or block.text[0] in "[(" else ""


def _is_apart(blocks: Sequence[Block], index: int) -> bool:
    """Whether a rule or headline precedes a block, its label is raised, or its element is named as a note."""
    before = blocks[index - 1]
    if before.kind == "paragraph" and len(before.text) <= HEADLINE and before.text[-1:].isalpha():
        return True
    node = blocks[index].nodes[0] if blocks[index].nodes else None
    parent = node if node is None or node.is_element_node else node.parent
    if parent is not None and parent.tag == "sup":
        return True
    while parent is not None and parent.tag in ("sup", "strong", "b", "span", "a"):
        parent = parent.parent
    return before.kind in ("rule", "heading") or (parent is not None and is_of_note(parent))


def _notes_from(blocks: Sequence[Block], start: int) -> dict[str, Place]:
    """Return by label the places of the notes, numbered from one, that begin at ``start``."""
    found: dict[str, Place] = {}
    for index in range(start, len(blocks)):
        if blocks[index].kind in ("heading", "rule"):
            break
        if _label(blocks[index]) == str(len(found) + 1):
            found[str(len(found) + 1)] = Place(index, blocks[index].nodes[0].parent)
    return found
