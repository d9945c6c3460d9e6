"""Judge the blocks beside the text of an HTML page: text that no browser shows, pictures, rules, embedded media.

Called by ``judge/__init__.py`` when all other blocks have their verdicts. Hidden text is removed; its rule id gives
the reason. A picture is kept where the text around it is, and its caption is kept with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archtool.blocks import Split
from archtool.blocks.html_media import media
from archtool.blocks.html_pictures import is_decoration
from archtool.judge.view import SCORED
from archtool.model import FIELD, KEPT, REMOVED, Block, Verdict
from archtool.startup.patterns import lazy

SHOWN = frozenset({"picture", "rule", "embed", "callout"})
OUTSIDE = Verdict(REMOVED, "picture/outside")
DECORATION = Verdict(REMOVED, "picture/decoration")
NO_MEDIA = Verdict(REMOVED, "picture/no-media")
WITH_PICTURE = Verdict(KEPT, note="the caption of a picture that is kept")
WITH_BOX = Verdict(KEPT, note="the title of a box that is kept")
CLIMB = 4  # elements to climb from a picture to the one that holds its text
CAPTION = lazy(r"(?:^|[\s_-])(?:fig(?:ure)?[-_]?)?caption(?:$|[\s_-])")
CAPTION_CLIMB = 3
LONGEST_CAPTION = 600  # characters


def decide(pieces: Split, verdicts: list[Verdict]) -> None:
    """Write into ``verdicts`` those of the blocks beside the text and of the captions of kept pictures."""
    blocks, beside = pieces.blocks, pieces.beside
    shown = [index for index, kind in beside.items() if kind in SHOWN]
    before, after = _texts_beside(pieces, shown, -1), _texts_beside(pieces, shown[::-1], 1)
    for index, kind in beside.items():
        verdicts[index] = OUTSIDE if kind in SHOWN else Verdict(REMOVED, kind)
    embedded: set[str] = set()  # addresses; a player that loads late stands a second time in <noscript>
    for index in shown:
        if beside[index] == "callout":
            verdicts[index] = _of_box(pieces, verdicts, index)
            continue
        if not _is_inside(blocks, verdicts, index, before[index], after[index]):
            continue
        node = blocks[index].nodes[0]
        if beside[index] == "picture" and is_decoration(node):
            verdicts[index] = DECORATION
        elif beside[index] == "embed" and (not (address := media(node)[0]) or address in embedded):
            verdicts[index] = NO_MEDIA
        else:
            verdicts[index] = Verdict()
            if beside[index] == "embed":
                embedded.add(address)
    for index in shown:
        if verdicts[index].fate == KEPT and beside[index] in ("picture", "embed"):
            for place in _captions(pieces, index):
                if verdicts[place].rule == SCORED:
                    verdicts[place] = WITH_PICTURE


def _of_box(pieces: Split, verdicts: list[Verdict], index: int) -> Verdict:
    """Return the verdict for the sign of a box: kept, as is the box's title, where text in the box is kept."""
    from archtool.blocks.html_boxes import is_in, is_title

    sign = pieces.blocks[index]
    first = -1
    for at in range(index + 1, len(pieces.blocks)):
        if at in pieces.beside:
            continue
        if not is_in(pieces.blocks[at], sign):
            return OUTSIDE
        if verdicts[at].fate == KEPT:
            if first >= 0 and verdicts[first].rule == SCORED and is_title(pieces.blocks[first], sign):
                verdicts[first] = WITH_BOX
            return Verdict()
        first = at if first < 0 else first
    return OUTSIDE


def _texts_beside(pieces: Split, indices: Sequence[int], step: int) -> dict[int, int]:
    """Return the index of the next text block in one direction from each picture, captions apart; -1 for none.

    ``indices`` are those of the pictures, in the opposite direction: one beside another has the same text.
    """
    blocks, beside = pieces.blocks, pieces.beside
    found: dict[int, int] = {}
    for index in indices:
        at = index + step
        while 0 <= at < len(blocks) and at not in found and (at in beside or is_caption(blocks[at])):
            at += step
        found[index] = found.get(at, at if at < len(blocks) else -1)
    return found


def _is_inside(blocks: Sequence[Block], verdicts: Sequence[Verdict], index: int, before: int, after: int) -> bool:
    """Whether a picture stands in the kept text: between kept blocks, or in one container with a kept neighbour."""
    kept = [at >= 0 and verdicts[at].fate == KEPT for at in (before, after)]
    if all(kept) or (kept[1] and before >= 0 and verdicts[before].fate == FIELD):
        return True
    if blocks[index].kind == "rule":
        return False
    around = set(_around(blocks[index].nodes[0], CLIMB))
    near = [at for at, stays in zip((before, after), kept, strict=True) if stays]
    return any(not around.isdisjoint(_around(blocks[at].nodes[0], CLIMB)) for at in near if blocks[at].nodes)


def _around(node: Any, climb: int) -> Iterator[int]:
    """Yield the ids of the elements around a node, innermost first."""
    element = node.parent
    for _ in range(climb):
        if element is None or element.tag in ("body", "html"):
            return
        yield element.mem_id
        element = element.parent


def is_caption(block: Block) -> bool:
    """Whether a block is the caption of a picture, by its element or its class."""
    if block.kind == "caption":
        return True
    if block.kind != "paragraph" or not block.nodes or len(block.text) > LONGEST_CAPTION:
        return False
    element = block.nodes[0].parent
    for _ in range(2):
        if element is None or not element.is_element_node:
            return False
        classes = element.attributes.get("class")
        if classes and "caption" in classes and CAPTION.search(classes):
            return element.css_first("img") is None
        element = element.parent
    return False


def _captions(pieces: Split, index: int) -> Iterator[int]:
    """Yield the indices of the captions in the figure around a picture."""
    blocks = pieces.blocks
    around = set(_around(blocks[index].nodes[0], CAPTION_CLIMB))
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(blocks) and at in pieces.beside:
            at += step
        if not (0 <= at < len(blocks) and is_caption(blocks[at])):
            continue
        if not around.isdisjoint(_around(blocks[at].nodes[0], CAPTION_CLIMB)):
            yield at
