"""Judge HTML blocks by the trained model: what stands around the document goes, the document stays.

Where the model finds nothing at all, nothing is removed: the ledger then says ``doubt/no-main-content``. Blocks that
the model takes out of their company follow it: code between kept blocks or under a kept heading where most code of the
page is kept, the next paragraph of running text, the last entries of a list whose others stay; a heading at the end
goes with what stood under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import compress, count
from typing import Any

from archtool.blocks.html_tags import CODES
from archtool.judge.view import View, is_prose
from archtool.model import KEPT, REMOVED, Verdict

RULE = "scorer/boilerplate"
NOTHING_FOUND = Verdict(KEPT, "doubt/no-main-content", note="no main content was found: all visible text is kept")
LAST_HEADINGS = 2
FEWEST_SISTERS = 2
SISTERS = 0.6  # share of the entries of a list whose headings are kept, from which all are
SISTER_CLIMB = 6
ENTRIES = frozenset(CODES[tag] for tag in ("li", "article"))
SHORT_CODE = 300  # characters: of longer listings the model is asked
SCAR = 5  # words of the mark of an advertisement
CLIMB = 4  # elements between code and the element that holds it and the heading above it


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the blocks that are not main content."""
    if view.pieces.reading is None or not any(map(view.open, range(len(view.blocks)))):
        return
    from archtool.scorer.predict import choose, probabilities

    chances, words = probabilities(view.pieces.reading)
    chosen = choose(chances, words)
    if not any(map(view.open, compress(count(), chosen))):  # all of it is fields: a title alone; what else is there?
        chosen = choose([chance if view.open(index) else 0.0 for index, chance in enumerate(chances)], words)
    if not any(chosen):
        yield from ((index, NOTHING_FOUND) for index in range(len(chosen)) if view.open(index))
        return
    together = _together(view, chosen)
    for index, (kept, chance) in enumerate(zip(together, chances, strict=True)):
        if view.verdicts[index] is None:
            scar = view.furniture("anywhere", view.blocks[index].text) if kept and words[index] <= SCAR else None
            if scar:  # no author writes it, whatever the model says
                yield index, Verdict(REMOVED, scar[0].id)
                continue
            yield index, _opinion(kept, round(100 * chance), kept != chosen[index])


@cache
def _opinion(kept: bool, percent: int, follows: bool) -> Verdict:
    note = f"main content: {percent}%" + (", as what stands around it" if follows else "")
    return Verdict(KEPT, note=note) if kept else Verdict(REMOVED, RULE, note=note)


def _together(view: View, chosen: Sequence[bool]) -> list[bool]:
    """Return ``chosen`` with the blocks that belong to kept or to removed ones treated like these."""
    kept = [choice and (view.open(index) or _stays(view, index)) for index, choice in enumerate(chosen)]
    code = [index for index, block in enumerate(view.blocks) if block.kind == "code"]
    if 2 * sum(kept[index] for index in code) >= len(code):  # the page's code is main content
        for index in code:
            if view.open(index) and index and kept[index - 1] and len(view.blocks[index].text) <= SHORT_CODE:
                kept[index] = kept[index] or kept[min(index + 1, len(kept) - 1)] or _under(view, index)
    for index in range(1, len(kept)):
        kept[index] = kept[index] or (kept[index - 1] and view.open(index) and _goes_on(view, index))
    for index in _sisters(view, kept):
        kept[index] = True
    for index in _last_headings(view, kept):
        kept[index] = False
    return kept


def _sisters(view: View, kept: Sequence[bool]) -> Iterator[int]:
    """Yield the removed headings of entries most of whose sisters' are kept, and what stands under these in them."""
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for index, block in enumerate(view.blocks):
        entry = _entry(walk, walk.owners[places[index]]) if block.kind == "heading" else -1
        if entry >= 0:
            groups.setdefault((walk.parents[entry], block.level), []).append((index, entry))
    for group in groups.values():
        stay = [index for index, _ in group if kept[index]]
        if len(stay) < FEWEST_SISTERS or not SISTERS * len(group) <= len(stay) < len(group):
            continue
        marks = {walk.tokens[walk.owners[places[index + 1]]] for index in stay if kept[min(index + 1, len(kept) - 1)]}
        for index, entry in group:
            if kept[index] or not view.open(index):
                continue
            yield index
            under = index + 1
            while under < len(kept) and _entry(walk, walk.owners[places[under]]) == entry:
                if view.open(under) and walk.tokens[walk.owners[places[under]]] in marks:
                    yield under
                under += 1


def _entry(walk: Any, element: int) -> int:
    """Return the list item or article around an element; -1 where there is none near."""
    for _ in range(SISTER_CLIMB):
        if element < 0 or walk.tags[element] in ENTRIES:
            return element
        element = walk.parents[element]
    return -1


def _goes_on(view: View, index: int) -> bool:
    """Whether a block is running text in the same element as that before it, marked alike: the next paragraph."""
    if not is_prose(view.blocks[index].text) or not is_prose(view.blocks[index - 1].text):
        return False
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    one, other = walk.owners[places[index - 1]], walk.owners[places[index]]
    return all(column[one] == column[other] for column in (walk.parents, walk.tags, walk.tokens))


def _stays(view: View, index: int) -> bool:
    verdict = view.verdicts[index]
    return verdict is not None and verdict.fate == KEPT


def _under(view: View, index: int) -> bool:
    """Whether the block before a code block stands in one of the elements around the code."""
    walk, places = view.pieces.reading.walk, view.pieces.reading.places
    above = walk.parents[walk.owners[places[index - 1]]]
    element = walk.owners[places[index]]
    for _ in range(CLIMB):
        element = walk.parents[element] if element >= 0 else -1
        if element == above:
            return bool(above >= 0)
    return False


def _last_headings(view: View, kept: Sequence[bool]) -> Iterator[int]:
    """Yield the headings that end what is kept though something stood under them: of ``Find us``, ``Related``."""
    last = len(kept)
    for _ in range(LAST_HEADINGS):
        end, last = last, max((index for index in range(last) if kept[index]), default=-1)
        if last < 1 or end == last + 1 or view.blocks[last].kind != "heading" or not view.open(last):
            return
        yield last
