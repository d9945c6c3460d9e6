"""Which lines of a site are its template: what many of its pages share, at the ends of the page.

From both ends of each page a run of shared lines is followed until the page's own text begins; what is removed already
is passed over. Shared by many pages and in such a run is furniture: unless it is the line next to the text, which may
belong to it. There place does not decide: ``Abstract`` under a title and a formula at the end of each decision look
like ``For immediate release`` and ``About us``. Such a line goes only where it gives itself away (it names the site, or
an address; nearly every page has it); else it is a doubt. Lines inside are content; running text among them is a doubt.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from archtool.corpus.templates_page import (
    CONTACT,
    DATED,
    NUMBERS,
    OPINION,
    PROSE,
    SENTENCE,
    SHORT,
    STAYS,
    STRUCTURE,
    TITLE,
)
from archtool.corpus.templates_store import Seen

FEWEST = 5  # pages: of fewer nothing is learned
SHARE = 0.01  # of a site's pages: a rarer line is no line of its template
EDGE = 0.8  # share of a line's places that must be at an end of the page
STEADY = 0.6  # share of the places of a line in which the same line stands next to it, away from the text
EVERYWHERE = 0.8  # share of a site's pages that no author's own line reaches
OFTEN = 0.2  # share of a site's pages from which running text inside them is worth a doubt
AHEAD = 3  # shared lines behind a line of a page's own with which a run goes on
WINDOW = 12  # blocks among which these are sought: what is removed already may stand between them
EXACT = 2000  # pages up to which lines are counted one by one at once
SLOTS = 1 << 22  # counters that tell rare lines from the rest where there are more
NEIGHBOURS = 16  # different lines beside a line that are told apart
END = 0  # stands for the end of the page among neighbours; no hash that was seen is 0
LEARNABLE = STAYS | OPINION | TITLE

Pages = Callable[[], Iterable[Seen]]


class Place(NamedTuple):
    """Where the lines of one page stand: indices of the run above its text and below, each from the text outwards."""

    above: tuple[int, ...]
    below: tuple[int, ...]
    inside: tuple[int, ...]
    title: int


class Line:
    """A line that many pages of a site share: how often it stands where."""

    def __init__(self) -> None:
        self.pages = self.stays = self.above = self.below = self.inside = 0
        self.under_title = self.next_to_text = self.titles = self.heads_page = self.html = 0
        self.flags: Counter[int] = Counter()  # how often its flags were just these
        self.neighbours: Counter[int] = Counter()  # next to it, away from the text
        self.inwards: Counter[int] = Counter()  # next to it, towards the text
        self.headings: Counter[int] = Counter()
        self.texts = (1 << 16, -1)  # smallest and greatest hash of the exact text
        self.place = 0.0

    @property
    def ends(self) -> int:
        """How often it stands at an end of the page."""
        return self.above + self.below

    @property
    def steady(self) -> bool:
        """Whether mostly the same line stands next to it, away from the text."""
        return bool(self.ends) and max(self.neighbours.values()) >= STEADY * self.ends

    def mostly(self, flag: int) -> bool:
        """Whether the flag holds on most of the line's pages."""
        return 2 * sum(count for flags, count in self.flags.items() if flags & flag) > self.pages


class Learned(NamedTuple):
    """A line of a template: its hash, where it stands, what becomes of it, and how many pages say so."""

    hash: int
    place: str
    fate: str
    pages: int
    varies: bool
    order: float


def count_shared(pages: Pages, size: int) -> dict[int, int]:
    """Return the lines that enough pages share, with their number of pages.

    Where there are many pages, counters of fixed size are filled first: no line is lost, and few rare ones get in.
    """
    least = max(FEWEST, round(SHARE * size))
    rough: array[int] | None = None
    if size > EXACT:
        rough = array("L", bytes(array("L").itemsize * SLOTS))
        for page in pages():
            for hash_ in learnable(page):
                rough[hash_ & SLOTS - 1] += 1
    counts: Counter[int] = Counter()
    for page in pages():
        found = learnable(page)
        counts.update(found if rough is None else {hash_ for hash_ in found if rough[hash_ & SLOTS - 1] >= least})
    return {hash_: count for hash_, count in counts.items() if count >= least}


def learnable(page: Seen) -> set[int]:
    """Return the lines of a page that could be template, each once."""
    return {hash_ for hash_, flags in zip(page.hashes, page.flags, strict=True) if flags & LEARNABLE}


def survey(pages: Pages, shared: Mapping[int, int], settled: Callable[[Seen], set[int]]) -> dict[int, Line]:
    """Return what is known of each shared line. ``settled`` gives the indices of a page's labels and their values."""
    lines: defaultdict[int, Line] = defaultdict(Line)
    for page in pages():
        place = places(page, shared, settled(page))
        if place is None:
            continue
        for name, run in (("above", place.above), ("below", place.below), ("inside", place.inside)):
            _note(lines, page, place, name, run)
    return dict(lines)


def _note(lines: defaultdict[int, Line], page: Seen, place: Place, name: str, run: Sequence[int]) -> None:
    inner = next_to_text(page, run) if name != "inside" else ()
    for at, index in enumerate(run):
        hash_, flags = page.hashes[index], page.flags[index]
        line = lines[hash_]
        line.pages += 1
        line.stays += bool(flags & (STAYS | TITLE))
        line.html += page.form == "html"
        line.flags[flags] += 1
        low, high = line.texts
        line.texts = (min(low, page.exact[index]), max(high, page.exact[index]))
        line.place += index / len(page.hashes)
        if name == "inside":
            line.inside += 1
            continue
        line.above += name == "above"
        line.below += name == "below"
        # Where no title is known, what stands next to the text may stand under one.
        line.under_title += name == "above" and (0 <= place.title < index or (place.title < 0 and index in inner))
        line.next_to_text += index in inner
        if index in inner and index != inner[0] and not page.flags[inner[0]] & PROSE:
            _bounded(line.headings, page.hashes[inner[0]])
        _bounded(line.neighbours, page.hashes[run[at + 1]] if at + 1 < len(run) else END)
        _bounded(line.inwards, page.hashes[run[at - 1]] if at else END)
        if flags & TITLE:
            line.titles += 1
            line.heads_page += _heads(page, index)


def _bounded(counts: Counter[int], key: int) -> None:
    if key in counts or len(counts) < NEIGHBOURS:
        counts[key] += 1


def _heads(page: Seen, index: int) -> bool:
    """Whether the line behind a block is short and says no date: what follows a site's name, and not a title."""
    rest = [flags for flags in page.flags[index + 1 : index + 4] if flags & LEARNABLE]
    return bool(rest) and bool(rest[0] & SHORT) and not rest[0] & (DATED | SENTENCE)


def next_to_text(page: Seen, run: Sequence[int]) -> tuple[int, ...]:
    """Return the indices of a run that may belong to the text: one short line, and running text behind it."""
    found: list[int] = []
    for index in run:
        if found and not page.flags[index] & PROSE:
            break
        found.append(index)
    return tuple(found)


def places(page: Seen, shared: Mapping[int, int], settled: set[int]) -> Place | None:
    """Return where the shared lines of a page stand; ``None`` for a page without text of its own."""
    marks = [_mark(page, index, shared, settled) for index in range(len(page.hashes))]
    top = _reach(marks)
    bottom = len(marks) - _reach(marks[::-1])
    if top >= bottom:
        return None
    title = next((index for index, flags in enumerate(page.flags) if flags & TITLE and marks[index] == "-"), -1)
    above = [index for index in range(top - 1, -1, -1) if marks[index] == "S"]
    below = [index for index in range(bottom, len(marks)) if marks[index] == "S"]
    inside = [index for index in range(top, bottom) if marks[index] == "S"]
    seen: set[int] = set()  # a line of the template that the text quotes counts at the end of the page
    return Place(_once(page, above, seen), _once(page, below, seen), _once(page, inside, seen), title)


def _once(page: Seen, run: Iterable[int], seen: set[int]) -> tuple[int, ...]:
    """Return the indices of a run without lines that were seen before, and note its lines as seen."""
    found = []
    for index in run:
        if page.hashes[index] not in seen:
            seen.add(page.hashes[index])
            found.append(index)
    return tuple(found)


def _mark(page: Seen, index: int, shared: Mapping[int, int], settled: set[int]) -> str:
    """Return ``S`` for a shared line, ``-`` for what is removed or a field, ``G`` for a short line, else ``U``."""
    flags = page.flags[index]
    if index in settled or not flags & LEARNABLE:
        return "-"
    if page.hashes[index] in shared:
        return "S"
    if not flags & STAYS:
        return "-"
    return "G" if flags & SHORT and not flags & SENTENCE else "U"


def _reach(marks: Sequence[str]) -> int:
    """Return how far a run of shared lines goes. A short line among them (the page's place in its site) may differ."""
    end = 0
    for at, mark in enumerate(marks):
        if mark in "S-":
            end = at + 1
            continue
        ahead = [other for other in marks[at + 1 : at + 1 + WINDOW] if other != "-"][:AHEAD]
        if mark != "G" or ahead != ["S"] * AHEAD:
            break
    return end


def decide(lines: Mapping[int, Line], size: int, text_of: Callable[[int], str | None], host: str) -> Iterator[Learned]:
    """Yield the lines of the template of a site of ``size`` pages, and those that stay in doubt."""
    named = _names(lines, text_of, host)
    for hash_, line in lines.items():
        text = text_of(hash_)
        # What the trained model removes everywhere needs no rule; in a dump it may have gone by a title that is none.
        known = not line.stays and 2 * line.html > line.pages
        if known or line.pages < FEWEST or line.mostly(DATED) or text is None:
            continue
        found = _fate(line, lines, size, text, [text_of(other) or "" for other in line.headings], named)
        if found:
            varies = line.mostly(NUMBERS) and line.texts[0] != line.texts[1]
            yield Learned(hash_, *found, line.pages, varies, line.place / line.pages)


def _fate(
    line: Line, lines: Mapping[int, Line], size: int, text: str, headings: Sequence[str], named: Callable[[str], bool]
) -> tuple[str, str] | None:
    """Return place and fate of a line; ``None`` where it is content."""
    ends = line.ends
    share = line.pages / size
    if ends < EDGE * line.pages:
        doubtful = line.mostly(PROSE) and share >= OFTEN and 2 * line.stays > line.pages
        return ("inside", "doubt") if doubtful else None
    if line.titles and (2 * line.titles < ends or line.heads_page < EDGE * line.titles):
        return None  # a title that several pages have: a column, a bulletin
    place = "above" if line.above >= line.below else "below"
    steady = line.steady and not _is_value(line, lines)
    inner = 2 * line.next_to_text > ends
    if inner and line.mostly(STRUCTURE):
        return None  # a heading, the header of a table
    if place == "above" and 2 * line.under_title <= line.above:
        return (place, "removed") if steady else None
    if place == "above":
        # In HTML the trained model, which sees the markup, has taken it for text.
        doubtful = inner or line.mostly(PROSE) or line.mostly(SENTENCE) or 2 * line.html > line.pages
        return (place, "doubt") if doubtful else (place, "removed") if steady else None
    if not inner:
        return (place, "removed") if steady else None
    if line.mostly(PROSE):
        certain = line.mostly(CONTACT) or named(text[:40]) or any(map(named, headings))
    else:
        certain = share >= EVERYWHERE or (named(text) and not line.mostly(SENTENCE))
    return (place, "removed") if certain and steady else (place, "doubt")


def _is_value(line: Line, lines: Mapping[int, Line]) -> bool:
    """Whether a line stands behind one that different lines follow: it is one value of a label."""
    before, count = max(line.inwards.items(), key=itemgetter(1))
    label = lines.get(before)
    return count >= STEADY * line.ends and label is not None and not label.steady


def core(lines: Mapping[int, Line]) -> set[int]:
    """Return the lines that are template beyond doubt: each with its neighbour, the whole way from the page's end."""
    found: set[int] = set()
    waiting = [END]
    while waiting:
        outer = waiting.pop()
        for hash_, line in lines.items():
            under = 2 * line.under_title > line.ends  # what stands behind a title may be a label
            if hash_ in found or under or not line.steady or line.neighbours.most_common(1)[0][0] != outer:
                continue
            if outer == END or 2 * lines[outer].inwards[hash_] > lines[outer].ends:
                found.add(hash_)
                waiting.append(hash_)
    return found


def _names(lines: Mapping[int, Line], text_of: Callable[[int], str | None], host: str) -> Callable[[str], bool]:
    """Return the question whether a text names the site: by its host, or the line that stands first on its pages."""
    first = min((line.place / line.pages, hash_) for hash_, line in lines.items())[1] if lines else None
    name = text_of(first) if first is not None else None
    words = {word.casefold() for word in (name or "").split() if len(word) > 3 and word[:1].isupper()}
    label = host.split(".")[-2] if host.count(".") else ""
    words |= {label} if len(label) > 3 else set()

    def named(text: str) -> bool:
        folded = text.casefold()
        return any(word in folded or word in folded.replace(" ", "") for word in words)

    return named
