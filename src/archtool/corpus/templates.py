"""Decide which lines of a site are its template, from where they stand on its pages (``templates_survey.py``).

Lines that many pages share above or below the text are template. The line next to the text may belong to it: there,
``Abstract`` under a title and a formula at the end of each decision look like ``For immediate release`` and ``About
us``. Such a line is removed only if it names the site or an address, or if nearly every page has it; else the rule
marks a doubt. Lines inside the text are content; running text among them is marked as a doubt.

``templates_rules.py`` calls this and makes rules of the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from archtool.corpus.templates_page import CONTACT, DATED, PROSE, SENTENCE, STRUCTURE, TIGHT
from archtool.corpus.templates_survey import END, FEWEST, STEADY, Line, Survey

EDGE = 0.8  # share of a line's places that must be at an end of the page
EVERYWHERE = 0.8  # share of a site's pages; a line that an author wrote is on fewer
OPENING = 40  # characters of a text among which it names the site that it is about
OFTEN = 0.2  # share of a site's pages from which running text inside them is marked as a doubt


class Learned(NamedTuple):
    """A line of a template: its hash, where it stands, what becomes of it, and how many pages have it there."""

    hash: int
    place: str
    fate: str
    pages: int
    varies: bool
    order: float


def decide(seen: Survey, size: int, text_of: Callable[[int], str | None], host: str) -> Iterator[Learned]:
    """Yield the lines of the template of a site of ``size`` pages, and those that stay in doubt."""
    named = _names(seen, text_of, host)

    def names_site(hash_: int, line: Line) -> bool:
        text, headings = text_of(hash_) or "", [text_of(other) or "" for other in line.headings]
        if line.mostly(PROSE):
            return line.mostly(CONTACT) or named(text[:OPENING]) or any(map(named, headings))
        return line.mostly(CONTACT) or (named(text) and not line.mostly(SENTENCE))

    for place, lines in (("above", seen.above), ("below", seen.below)):
        for hash_, line in lines.items():
            if text_of(hash_) is None or not _can_be_template(line):
                continue
            inside = seen.inside[hash_].pages if hash_ in seen.inside else 0
            if line.pages < EDGE * (line.pages + inside):
                continue
            fate = _fate(hash_, place, lines, size, names_site)
            if fate:
                yield _learned(hash_, line, place, fate)
    for hash_, line in seen.inside.items():
        ends = sum(side[hash_].pages for side in (seen.above, seen.below) if hash_ in side)
        often = line.mostly(PROSE) and line.pages + ends >= OFTEN * size and 2 * line.stays > line.pages
        if often and ends < EDGE * (line.pages + ends) and line.pages >= FEWEST and text_of(hash_) is not None:
            yield _learned(hash_, line, "inside", "doubt")


def _can_be_template(line: Line) -> bool:
    # What the trained model removes everywhere needs no rule; in a dump it may have gone by a title that is none.
    known = not line.stays and 2 * line.html > line.pages
    if known or line.pages < FEWEST or line.mostly(DATED):
        return False
    # A title that several pages have is that of a column or a bulletin, unless it is a site's name above titles.
    return not line.titles or (2 * line.titles >= line.pages and line.heads_page >= EDGE * line.titles)


def _learned(hash_: int, line: Line, place: str, fate: str) -> Learned:
    return Learned(hash_, place, fate, line.pages, line.varies, line.place / line.pages)


def _fate(
    hash_: int, place: str, lines: Mapping[int, Line], size: int, names_site: Callable[[int, Line], bool]
) -> str | None:
    """Return what becomes of a line at an end of the page; ``None`` where it is content.

    ``names_site``: whether a line, or a heading above it, names the site or an address.
    """
    line = lines[hash_]
    inwards, count = max(line.inwards.items(), key=itemgetter(1))
    before = lines.get(inwards) if count >= STEADY * line.pages else None
    inner = 2 * line.next_to_text > line.pages
    if (inner and line.mostly(STRUCTURE)) or (line.varies and (inner or before is None or before.varies)):
        return None  # a heading, the header of a table; a row of a table with other numbers on each page
    # Behind a line that different lines follow stands one value of a label.
    steady = line.steady and (before is None or before.steady)
    removed = "removed" if steady else None
    doubt = "doubt" if steady or line.mostly(PROSE) else None
    if place == "above":
        if 2 * line.under_title <= line.pages:
            return removed
        # In HTML the trained model, which sees the markup, has taken it for text.
        doubtful = inner or line.mostly(PROSE) or line.mostly(SENTENCE) or 2 * line.html > line.pages
        return doubt if doubtful or before is None else removed
    behind = before is not None and 2 * before.next_to_text > before.pages
    behind = behind and not _certain(inwards, lines, size, names_site)
    near = inner or behind or 2 * line.alone > line.pages
    return doubt if near and not _certain(hash_, lines, size, names_site) else removed


def _certain(hash_: int, lines: Mapping[int, Line], size: int, names_site: Callable[[int, Line], bool]) -> bool:
    """Whether a line near the text is template: it names the site, or stands together with the rest of the template."""
    line = lines[hash_]
    if line.mostly(PROSE) or names_site(hash_, line):
        return names_site(hash_, line)
    outer = max(line.neighbours.items(), key=itemgetter(1))[0]
    if outer in lines and lines[outer].mostly(PROSE):
        return names_site(outer, lines[outer])  # the heading of what stands under it
    return line.pages >= EVERYWHERE * size and line.joined >= EDGE * line.pages and not line.mostly(TIGHT)


def certain_lines(seen: Survey) -> set[int]:
    """Return the lines that are certainly template: an unbroken run from the end of the page, the same on all pages."""
    found: set[int] = set()
    for lines in (seen.above, seen.below):
        by_outer: dict[int, list[int]] = {}
        for hash_, line in lines.items():
            if line.steady and 2 * line.under_title <= line.pages:  # what stands behind a title may be a label
                by_outer.setdefault(max(line.neighbours.items(), key=itemgetter(1))[0], []).append(hash_)
        waiting = [END]
        while waiting:
            outer = waiting.pop()
            for hash_ in by_outer.pop(outer, ()):
                if outer == END or 2 * lines[outer].inwards[hash_] > lines[outer].pages:
                    found.add(hash_)
                    waiting.append(hash_)
    return found


def _names(seen: Survey, text_of: Callable[[int], str | None], host: str) -> Callable[[str], bool]:
    """Return a function that tells whether a text names the site: by its host, or by the first line of its pages."""
    first = min(((line.place / line.pages, hash_) for hash_, line in seen.above.items()), default=None)
    name = text_of(first[1]) if first else None
    words = {word.casefold() for word in (name or "").split() if len(word) > 3 and word[:1].isupper()}
    label = host.split(".")[-2] if host.count(".") else ""
    words |= {label} if len(label) > 3 else set()

    def named(text: str) -> bool:
        folded = text.casefold()
        return any(word in folded or word in folded.replace(" ", "") for word in words)

    return named
