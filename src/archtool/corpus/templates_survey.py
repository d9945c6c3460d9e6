"""Survey where the lines stand that many pages of a site share: in runs from both ends of a page, or inside its text.

From each end of a page, a run of shared lines is followed until the page's own text begins. Lines that are removed
already are skipped, and so are a few short lines of the page's own, such as a breadcrumb, between many shared ones.

Called by ``templates_rules.py``; ``templates.py`` decides by the result.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from archtool.corpus.templates_page import DATED, NUMBERS, OPINION, PART, PROSE, SENTENCE, SHORT, STAYS, TIGHT, TITLE
from archtool.corpus.templates_store import StoredPage

FEWEST = 5  # pages: of fewer nothing is learned
SHARE = 0.01  # of a site's pages: a rarer line is no line of its template
STEADY = 0.6  # share of the places of a line in which the same line stands next to it, away from the text
GAP = 12  # short lines of a page's own that a run may pass over at once
AHEAD = 2  # more shared lines than these must follow, ...
LEAST = 3  # ... and no fewer than this
EXACT = 2000  # most pages whose lines are all counted exactly
SLOTS = 1 << 22  # counters that sort out rare lines where there are more pages
NEIGHBOURS = 16  # different lines beside a line that are counted separately
END = 0  # stands for the end of the page among neighbours; no hash that was seen is 0
LEARNABLE = STAYS | OPINION | TITLE

Pages = Callable[[], Iterable[StoredPage]]


class Place(NamedTuple):
    """Where the lines of one page stand: the indices of the runs above and below its text, each from the text outwards.

    ``parted``: labels stand between the text and the run below it.
    """

    above: tuple[int, ...]
    below: tuple[int, ...]
    inside: tuple[int, ...]
    title: int
    parted: bool


class Line:
    """A line that many pages of a site share, with counts of what stands around it: above, below or inside the text."""

    def __init__(self) -> None:
        self.pages = self.stays = self.html = 0
        self.under_title = self.next_to_text = self.titles = self.heads_page = self.joined = self.alone = 0
        self.flags: Counter[int] = Counter()  # how often its flags were just these
        self.neighbours: Counter[int] = Counter()  # next to it, away from the text
        self.inwards: Counter[int] = Counter()  # next to it, towards the text
        self.headings: Counter[int] = Counter()
        self.texts = (1 << 16, -1)  # smallest and greatest hash of the exact text
        self.place = 0.0

    @property
    def steady(self) -> bool:
        """Whether mostly the same line stands next to it, away from the text."""
        return max(self.neighbours.values()) >= STEADY * self.pages

    @property
    def varies(self) -> bool:
        """Whether its numbers are not the same on all pages."""
        return self.mostly(NUMBERS) and self.texts[0] != self.texts[1]

    def mostly(self, flag: int) -> bool:
        """Whether the flag holds on most of the line's pages."""
        return 2 * sum(count for flags, count in self.flags.items() if flags & flag) > self.pages


def count_shared(pages: Pages, size: int) -> dict[int, int]:
    """Return the lines that enough pages share, with their number of pages.

    Where there are many pages, counters of fixed size are filled first: no line is lost, and few rare ones get in.
    """
    least = max(FEWEST, round(SHARE * size))
    rough: array[int] | None = None
    if size > EXACT:
        rough = array("Q", bytes(8 * SLOTS))
        for page in pages():
            for hash_ in learnable(page):
                rough[hash_ & SLOTS - 1] += 1
    counts: Counter[int] = Counter()
    for page in pages():
        found = learnable(page)
        counts.update(found if rough is None else {hash_ for hash_ in found if rough[hash_ & SLOTS - 1] >= least})
    return {hash_: count for hash_, count in counts.items() if count >= least}


def learnable(page: StoredPage) -> set[int]:
    """Return the lines of a page that could be template, each once."""
    return {hash_ for hash_, flags in zip(page.hashes, page.flags, strict=True) if flags & LEARNABLE}


class Survey(NamedTuple):
    """What is known of the shared lines of a site, by where they stand."""

    above: Mapping[int, Line]
    below: Mapping[int, Line]
    inside: Mapping[int, Line]


def survey(pages: Pages, shared: Mapping[int, int], settled: Callable[[StoredPage], set[int]]) -> Survey:
    """Return what is known of each shared line. ``settled`` gives the indices of a page's labels and their values."""
    found = Survey(defaultdict(Line), defaultdict(Line), defaultdict(Line))
    for page in pages():
        place = places(page, shared, settled(page))
        if place is None:
            continue
        for lines, run in zip(found, (place.above, place.below, place.inside), strict=True):
            for index in run:
                _note(lines[page.hashes[index]], page, index)
        _note_run(found.above, page, place.title, place.above, next_to_text(page, place.above))
        inner = () if place.parted else next_to_text(page, place.below)
        _note_run(found.below, page, len(page.hashes), place.below, inner)
    return Survey(*map(dict, found))


def _note(line: Line, page: StoredPage, index: int) -> None:
    flags = page.flags[index]
    line.pages += 1
    line.stays += bool(flags & (STAYS | TITLE))
    line.html += page.format == "html"
    line.flags[flags] += 1
    low, high = line.texts
    line.texts = (min(low, page.exact[index]), max(high, page.exact[index]))
    line.place += index / len(page.hashes)
    if flags & TITLE:
        line.titles += 1
        line.heads_page += _heads(page, index)


def _note_run(
    lines: Mapping[int, Line], page: StoredPage, title: int, run: tuple[int, ...], inner: Sequence[int]
) -> None:
    """Note what stands beside the lines of a run, of which those in ``inner`` may belong to the text.

    ``title``: the index of the page's title; -1 where none is known.
    """
    alone = bool(inner) and len(run) == len(inner) + 1
    for at, index in enumerate(run):
        line = lines[page.hashes[index]]
        # Where no title is known, what stands next to the text may stand under one.
        line.under_title += 0 <= title < index or (title < 0 and index in inner)
        line.next_to_text += index in inner
        line.alone += alone and index not in inner
        line.joined += run[at + 1 : at + 2] == (index + 1,) and bool(page.flags[index + 1] & TIGHT)
        if index in inner and index != inner[0] and not page.flags[inner[0]] & PROSE:
            _bounded(line.headings, page.hashes[inner[0]])
        _bounded(line.neighbours, page.hashes[run[at + 1]] if at + 1 < len(run) else END)
        _bounded(line.inwards, page.hashes[run[at - 1]] if at else END)


def _bounded(counts: Counter[int], key: int) -> None:
    if key in counts or len(counts) < NEIGHBOURS:
        counts[key] += 1


def _heads(page: StoredPage, index: int) -> bool:
    """Whether the line behind a block is short and says no date: what follows a site's name, and not a title."""
    rest = [flags for flags in page.flags[index + 1 : index + 4] if flags & LEARNABLE]
    return bool(rest) and bool(rest[0] & SHORT) and not rest[0] & (DATED | SENTENCE)


def next_to_text(page: StoredPage, run: Sequence[int]) -> tuple[int, ...]:
    """Return the indices of a run that may belong to the text: one short line, and running text behind it."""
    found: list[int] = []
    for index in run:
        if found and not page.flags[index] & PROSE:
            break
        found.append(index)
    return tuple(found)


def places(page: StoredPage, shared: Mapping[int, int], settled: set[int]) -> Place | None:
    """Return where the shared lines of a page stand; ``None`` for a page without text of its own."""
    marks = [_mark(page, index, shared, settled) for index in range(len(page.hashes))]
    top = _reach(marks)
    bottom = len(marks) - _reach(marks[::-1])
    if top >= bottom:
        return None
    # Where no title is known, a short line of the page's own may be one: under the run, else the first in it.
    likely = top if not page.flags[top] & PROSE else marks.index("G") if "G" in marks[:top] else -1
    title = next((index for index, flags in enumerate(page.flags) if flags & TITLE and marks[index] == "-"), likely)
    above = [index for index in range(top - 1, -1, -1) if marks[index] == "S"]
    below = [index for index in range(bottom, len(marks)) if marks[index] == "S"]
    inside = [index for index in range(top, bottom) if marks[index] == "S"]
    ends = {page.hashes[index] for index in (*above, *below)}  # a line of the template that the text quotes
    inside = [index for index in inside if page.hashes[index] not in ends]
    parted = bool(below) and any(index in settled for index in range(bottom, below[0]))
    return Place(_once(page, above), _once(page, below), _once(page, inside), title, parted)


def _once(page: StoredPage, run: Iterable[int]) -> tuple[int, ...]:
    """Return the indices of a run, of equal lines only that of the first."""
    first: dict[int, int] = {}
    for index in run:
        first.setdefault(page.hashes[index], index)
    return tuple(first.values())


def _mark(page: StoredPage, index: int, shared: Mapping[int, int], settled: set[int]) -> str:
    """Return ``S`` for a shared line, ``-`` for what is removed or a field, ``G`` for a short line, else ``U``."""
    flags = page.flags[index]
    if index in settled or flags & PART or not flags & LEARNABLE:
        return "-"
    if page.hashes[index] in shared:
        return "S"
    if not flags & STAYS:
        return "-"
    # In HTML the trained model, which sees the markup, has taken it for text.
    return "G" if flags & SHORT and not flags & SENTENCE and page.format != "html" else "U"


def _reach(marks: Sequence[str]) -> int:
    """Return how far a run of shared lines goes; it passes over a gap where more shared lines than the gap follow."""
    end = at = 0
    marks = [*marks, "U"]
    while marks[at] != "U":
        if marks[at] in "S-":
            at += 1
            end = at
            continue
        gap = at
        while marks[at] in "G-":
            at += 1
        lines = marks[gap:at].count("G")
        ahead = at
        while marks[ahead] in "S-":
            ahead += 1
        if lines > GAP or marks[at:ahead].count("S") < max(LEAST, lines + AHEAD):
            break
    return end
