"""Find runs of blocks that an HTML page holds twice: once for wide and once for narrow screens, or as cloned slides.

Called by ``scorer.py``. A line or two that return are a refrain, a price list, a disclaimer, and stay. A run is a copy
where it has enough words and enough different lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archtool.model import Block

ANCHOR = 40  # least characters of a block from which a copied run is found
FEWEST_LINES = 3  # different ones
FEWEST_CHARACTERS = 300


def hidden_copies(blocks: Sequence[Block], hidden: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield (hidden, shown): the index of each hidden block with the text of a shown one, and the latter's index.

    A page hides copies of its own making: the summary that a feed shows, the caption for another screen.
    """
    shown: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if not hidden[index] and len(block.text) >= ANCHOR:
            shown.setdefault(block.text, index)
    for index, block in enumerate(blocks):
        if hidden[index] and block.text in shown:
            yield index, shown[block.text]


def copies(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield (copy, original) for each block of a repeated run: its index and that of the block it copies.

    Linear time: each block is compared with one earlier block and belongs to one run at most.
    """
    first: dict[tuple[str, str], int] = {}
    end = 0  # of the last run
    for index, block in enumerate(blocks):
        if index < end or len(block.text) < ANCHOR:
            continue
        source = first.setdefault((block.kind, block.text), index)
        if source == index:
            continue
        begin, end = _extend(blocks, source, index, end)
        run = blocks[begin:end]
        lines = {each.text for each in run}
        if len(lines) < FEWEST_LINES or sum(map(len, lines)) < FEWEST_CHARACTERS:
            continue
        if any(each.kind == "code" for each in run):  # code in two languages, a step of a manual repeated
            continue
        yield from ((place, place - index + source) for place in range(begin, end))


def _extend(blocks: Sequence[Block], source: int, index: int, least: int) -> tuple[int, int]:
    """Return the bounds of the run around ``index`` that equals the run around ``source``."""
    distance = index - source
    begin, end = index, index + 1
    while begin > max(least, distance) and end - begin < distance and _alike(blocks, begin - 1, distance):
        begin -= 1
    while end < len(blocks) and end - begin < distance and _alike(blocks, end, distance):
        end += 1
    return begin, end


def _alike(blocks: Sequence[Block], index: int, distance: int) -> bool:
    """Return whether a block has the text and the kind of the block ``distance`` before it: a quotation is no copy."""
    one, other = blocks[index], blocks[index - distance]
    return one.text == other.text and one.kind == other.kind
