"""Write the footnotes of an HTML page: their marks in the text, and the notes with labels.

Called by ``document.py``. ``blocks/html_notes.py`` finds the notes, ``loose_notes.py`` those without links. The mark of
a removed note stays a plain number. A link from a note back to the text is not a mark.
"""

# No postponed annotations: for a named tuple, each would be compiled at import.
import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

from archtool.blocks.html_notes import Mark, Place, end_of, fragment, is_label, is_of_note, link_around, marks, places
from archtool.markdown.loose_notes import loose_notes, parted
from archtool.model import Block
from archtool.startup.patterns import lazy

NOTE = "\0^"  # prefix of the label in a mark's address; no address of a page contains it
_SIGNS = lazy(r"[\s\[\]()^↑↩↵⤴⏎⮐,;|\ufe0e\ufe0f]*")
_OPENING = lazy(r"[\[(^↑↩↵⤴⏎⮐,;|\ufe0e\ufe0f]*")  # before a link back to the text
_CLOSING = lazy(r"[\])^↑↩↵⤴⏎⮐,;|\ufe0e\ufe0f]*")
_LEFT_BEFORE = lazy(r"[\s.:)\]]+")  # remains of what stood around such a link
_LEFT_BEHIND = lazy(r"[\[(]\s*[\])]$|[\[(]$")
_BACK = lazy(r"(?i)back|return|revers|(?:^|[^a-z])up(?:$|[^a-z])")
_ENTRIES = frozenset({"li", "dd", "tr", "td"})
CLIMB = 6  # most elements from a note up to the list that numbers it


class Note(NamedTuple):
    """The label of a footnote, and the index after its last block."""

    label: str
    end: int


def with_notes(blocks: Sequence[Block], base: str | None = None) -> tuple[Sequence[Block], dict[int, Note]]:
    """Return ``blocks`` with the marks of kept notes linked to their labels, and the notes by their first blocks."""
    found: Sequence[Mark] = [mark for index, block in enumerate(blocks) for mark in marks(block, index, base)]
    if found:
        blocks, found = parted(blocks, found, base)
        chosen = _linked(blocks, found)
    else:
        blocks, chosen = loose_notes(blocks)
    if not chosen:
        return blocks, {}
    starts = {place.block for _, place in chosen}
    following: dict[int, int] = {}
    if not found and max(mark.block for mark, _ in chosen) < min(starts):  # without links, a note extends to the next
        following = dict(itertools.pairwise(sorted(starts)))
    labels: dict[int, str] = {}
    used: set[str] = set()
    by_block: dict[int, list[tuple[Mark, str]]] = {}
    for mark, place in chosen:
        if place.block not in labels:
            number = 2
            unique = mark.label
            while unique in used:  # each chapter may count from one
                unique, number = f"{mark.label}-{number}", number + 1
            used.add(unique)
            labels[place.block] = unique
        by_block.setdefault(mark.block, []).append((mark, labels[place.block]))
    notes: dict[int, Note] = {}
    for _, place in chosen:
        if place.block not in notes:
            end = following.get(place.block) or end_of(blocks, place, starts - {place.block})
            notes[place.block] = Note(labels[place.block], end)
    changed = list(blocks)
    for index, of_block in by_block.items():
        changed[index] = _with_marks(changed[index], of_block)
    return changed, dict(sorted(notes.items()))


def _linked(blocks: Sequence[Block], found: Sequence[Mark]) -> list[tuple[Mark, Place]]:
    """Return the marks that have a note, with the places of the notes."""
    at = places(blocks, {mark.target for mark in found})
    chosen = [
        (mark, at[mark.target])
        for mark in found
        if mark.target in at
        and at[mark.target].block > mark.block
        and not (mark.first and not mark.sure)
        and _is_note(blocks, mark, at[mark.target])
    ]
    starts = {place.block for _, place in chosen}
    inside = {
        block for _, place in chosen for block in range(place.block, end_of(blocks, place, starts - {place.block}))
    }
    bearing = {mark.block for mark, _ in chosen}
    # A link upwards: to another note, or to one before its text, but not from a note to its mark.
    chosen += [
        (mark, at[mark.target])
        for mark in found
        if mark.target in at
        and at[mark.target].block < mark.block
        and not mark.first
        and at[mark.target].block not in bearing
        and (mark.block not in inside or at[mark.target].block in starts)
        and _is_note(blocks, mark, at[mark.target])
    ]
    return sorted(chosen, key=lambda pair: pair[0][:2])


def _is_note(blocks: Sequence[Block], mark: Mark, place: Place) -> bool:
    """Whether the target of a mark is a note: no heading; for a mark in brackets, also named or labelled as a note."""
    block = blocks[place.block]
    if block.kind == "heading":
        return False
    labelled = block.text.lstrip("[( ").startswith(mark.label)
    if block.kind == "row":
        return labelled
    return mark.sure or mark.square or labelled or place.element.tag in _ENTRIES or is_of_note(place.element)


def _with_marks(block: Block, found: Sequence[tuple[Mark, str]]) -> Block:
    """Return a block with its marks linked to the labels of their notes."""
    spans = list(block.spans)
    for mark, label in found:
        for at in range(mark.begin, mark.end):
            spans[at] = (spans[at][0], (0, NOTE + label))
    return block._replace(spans=tuple(spans))


def bare(blocks: Sequence[Block], label: str, base: str | None) -> list[Block]:
    """Return the blocks of a note without its leading label and its links back to the text."""
    found = list(blocks)
    while len(found) > 1 and is_label(found[0].text):
        del found[0]
    found[0] = _without_label(_cut(found[0], base, leading=True), label)
    while len(found) > 1 and not _cut(found[-1], base, leading=False).text:
        del found[-1]
    found[-1] = _cut(found[-1], base, leading=False)
    return found


def _cut(block: Block, base: str | None, leading: bool) -> Block:
    """Return a block without links back to the text at one end, and without the signs around them."""
    spans = block.spans
    linked = False
    cut = pending = 0  # characters; pending ones are signs, cut only along with a link
    signs = ""
    for at in range(len(spans)) if leading else range(len(spans) - 1, -1, -1):
        shown, (_, link) = spans[at]
        text = "".join(shown.split())
        if link and not link.startswith(NOTE) and fragment(link, base) and _leads_back(block, at, shown):
            cut, pending, linked = cut + pending + len(text), 0, True
        elif not text or (_CLOSING if leading == linked else _OPENING).fullmatch(text):
            pending += len(text)
            signs += text
        else:
            break
    if linked or (leading and signs and not signs.strip("^↑")):
        cut += pending
    block = _trimmed(block, cut, leading) if cut else block
    if leading:
        left = _LEFT_BEFORE.match(block.text) if linked else None
    else:
        left = _LEFT_BEHIND.search(block.text)
    if left is None or not (linked or len(left[0]) > 1):
        return block
    return _trimmed(block, len("".join(left[0].split())), leading)


def _leads_back(block: Block, at: int, shown: str) -> bool:
    """Whether a link at one end of a note leads back to its mark."""
    if _SIGNS.fullmatch(shown) or is_label(shown):
        return True
    link = link_around(block.nodes[at])
    if link is None:
        return False
    attributes = link.attributes
    said = " ".join(attributes.get(name) or "" for name in ("class", "role", "rel", "href"))
    return _BACK.search(said) is not None or "ref" in (attributes.get("href") or "").lower()


def _trimmed(block: Block, cut: int, leading: bool) -> Block:
    """Return a block without its first or last ``cut`` characters, not counting white space."""
    text = _trim(block.text, cut, leading)[0]
    spans = list(block.spans)
    for at in range(len(spans)) if leading else range(len(spans) - 1, -1, -1):
        if not cut:
            break
        shown, mark = spans[at]
        shown, cut = _trim(shown, cut, leading)
        spans[at] = (shown, mark)
    return block._replace(text=text.strip(), spans=tuple(spans))


def _trim(text: str, cut: int, leading: bool) -> tuple[str, int]:
    """Cut ``cut`` characters, white space not counted, from one end of a text; return it and the number left."""
    while text and (cut or text[0 if leading else -1].isspace()):
        sign = text[0 if leading else -1]
        cut -= not sign.isspace()
        text = text[1:] if leading else text[:-1]
    return text, cut


def _without_label(block: Block, label: str) -> Block:
    """Return a note without its leading label; in an item of a numbered list, a leading number is text."""
    text = block.text
    label = label.split("-")[0]
    own = (block.spans[0][0].strip() if block.spans else "").rstrip(".:)") in (label, f"[{label}", f"[{label}]", "[")
    numbered = any(element.tag == "ol" for element in _parents(block))
    for start in (f"[{label}]", f"({label})", f"{label}.", f"{label})", f"{label}:", label):
        if not text.startswith(start) or not text[len(start) :].strip():
            continue
        if start[0] not in "[(" and not own and (numbered or (start == label and not text[len(start)].isspace())):
            break
        rest = text[len(start) :].lstrip(" .:|\xa0\n" if start[0] in "[(" or own else " |\xa0\n")
        return _trimmed(block, len("".join(text[: len(text) - len(rest)].split())), leading=True)
    return block


def _parents(block: Block) -> list[Any]:
    """Return the elements around a block, innermost first."""
    element = block.nodes[0].parent if block.nodes else None
    found: list[Any] = []
    while element is not None and element.tag != "body" and len(found) < CLIMB:
        found.append(element)
        element = element.parent
    return found
