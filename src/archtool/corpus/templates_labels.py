"""Find unknown labels of a content system in dumps: lines that recur on many pages, with changing lines below them.

A label stands between title and text with one value, or under the text with a list of values. The site's name above its
titles looks the same, and so does ``Ingredients`` above a list. So near the title a label has a single value, which
recurs on other pages, is a date, or has digits; and under the text a list holds topics only if its entries recur. What
was removed as template ends a list.

``templates_rules.py`` calls this and makes rules of the result.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from typing import NamedTuple

from archtool.corpus.templates_page import DATED, LONE, NUMBERS, PART, STAYS, TIGHT, TITLE, TOPIC
from archtool.corpus.templates_store import StoredPage
from archtool.corpus.templates_survey import Pages
from archtool.corpus.templates_values import Zones, can_be_label, can_be_value, is_whole, labels_of, values_of, zones

ALWAYS = 0.9  # share of a label's places that must be alike
CHANGES = 0.6  # largest share of the most frequent line below a label
FOLLOWED = 0.5  # share of a label's places that must have a value
COMMON = 0.5  # share of a site's pages from which on a line among others is no entry of a list
LAST = 0.05  # share of its places in which a label may be the last of its list: an entry often is
LOOSE = 0.1  # share of its places from which on other lines than labels and values may stand
RECUR = 0.8  # different values in proportion to all: above it, values do not recur
TITLES = 0.5  # the same for lines that were taken for titles, which hardly recur
BESIDE = 64  # different lines beside a line that are counted separately
KNOWN_VALUES = 20_000  # values of a label that are counted separately


class Label(NamedTuple):
    """A label: the field of its values, how many it takes, and how many pages have it with how many different values.

    ``known``: a rule of archtool's own names it, but single pages leave it in doubt.
    """

    hash: int
    field: str
    takes: str
    zone: str
    pages: int
    different: int
    examples: tuple[int, ...]
    order: float
    known: bool


class Candidate:
    """A line that may be a label, with the counts of what stands around it."""

    def __init__(self) -> None:
        self.pages = self.places = self.head = self.tail = self.followed = 0
        self.framed = self.last = self.dated = self.numbers = self.topics = self.values = self.lists = 0
        self.titles = self.lone = self.loose = self.inline = 0
        self.nexts: Counter[int] = Counter()
        self.before: Counter[int] = Counter()
        self.known: Counter[int] = Counter()
        self.counted = 0
        self.place = 0.0


def find_labels(pages: Pages, shared: Mapping[int, int], template: Container[int], size: int) -> dict[int, Label]:
    """Return the labels of a site of ``size`` pages. ``template``: lines that end a list."""
    likely = [item for item in _candidates(pages, shared, template).items() if _stands_like_a_label(item[1])]
    accepted: dict[int, Candidate] = {}
    for hash_, candidate in sorted(likely, key=lambda item: (-item[1].pages, item[1].place, item[0])):
        among = sum(candidate.before[other] for other in accepted)
        framed = candidate.framed >= ALWAYS * candidate.places
        anchored = candidate.pages >= COMMON * size and candidate.last <= LAST * candidate.places
        if framed or (anchored and among <= FOLLOWED * candidate.places) or candidate.lone:
            accepted[hash_] = candidate
    _read_values(pages, shared, template, accepted)
    found = {hash_: label for hash_, candidate in accepted.items() if (label := _label(hash_, candidate))}
    topics = any(label.field == "topics" for label in found.values())
    marked = any(accepted[hash_].lone or accepted[hash_].inline for hash_ in found)
    return found if len(found) > 1 or topics or marked else {}


def _candidates(pages: Pages, shared: Mapping[int, int], template: Container[int]) -> dict[int, Candidate]:
    found: defaultdict[int, Candidate] = defaultdict(Candidate)
    for page in pages():
        where = zones(page, shared)
        if where is None:
            continue
        once: set[int] = set()
        for index, (hash_, flags) in enumerate(zip(page.hashes, page.flags, strict=True)):
            if hash_ not in shared or hash_ in template or not can_be_label(flags):
                continue
            candidate = found[hash_]
            candidate.pages += hash_ not in once
            once.add(hash_)
            _note_place(candidate, page, index, where, template)
    return found


def _note_place(candidate: Candidate, page: StoredPage, index: int, where: Zones, template: Container[int]) -> None:
    """Count one place of a line."""
    candidate.places += 1
    candidate.head += index in where.head
    candidate.tail += index in where.tail
    candidate.lone += bool(page.flags[index] & LONE)
    candidate.place += index / len(page.hashes)
    if index:
        _bounded(candidate.before, page.hashes[index - 1])
    after = index + 1
    candidate.inline += bool(page.flags[index] & PART)
    if after >= len(page.hashes) or not can_be_value(page, after, template):
        candidate.last += 1
        return
    candidate.titles += bool(page.flags[after] & TITLE)
    candidate.followed += 1
    candidate.framed += not page.flags[index] & TIGHT and bool(page.flags[after] & TIGHT)
    _bounded(candidate.nexts, _text(page, after))


def _text(page: StoredPage, index: int) -> int:
    """Return a hash of the exact line, which differs also between lines that differ only in their numbers."""
    return page.hashes[index] << 16 | page.exact[index]


def _bounded(counts: Counter[int], key: int) -> None:
    if key in counts or len(counts) < BESIDE:
        counts[key] += 1


def _stands_like_a_label(candidate: Candidate) -> bool:
    """Whether a line stands where labels do, with changing lines behind it."""
    if max(candidate.head, candidate.tail) < ALWAYS * candidate.places or candidate.places > candidate.pages:
        return False
    titles = 2 * candidate.titles > candidate.followed and not candidate.inline
    if titles or candidate.followed < FOLLOWED * candidate.places:
        return False
    return len(candidate.nexts) > 2 and max(candidate.nexts.values()) <= CHANGES * candidate.followed


def _read_values(
    pages: Pages, shared: Mapping[int, int], template: Container[int], accepted: Mapping[int, Candidate]
) -> None:
    """Count what kinds of values stand below the labels."""
    for page in pages():
        where = zones(page, shared)
        if where is None:
            continue
        behind = {at: values_of(page, at, where, accepted, template) for at in labels_of(page, where, accepted)}
        known = {at for values in behind.values() for at in values}
        others = [at for at, flags in enumerate(page.flags) if flags & (STAYS | PART) == STAYS and at not in known]
        others = [at for at in others if page.hashes[at] not in accepted and not is_whole(page, at, accepted)]
        # Under the text, what other pages have too may be furniture; above it, it may be the rest of a list.
        own = [at for at in others if page.hashes[at] not in (template if at in where.head else shared)]
        for index, values in behind.items():
            candidate = accepted[page.hashes[index]]
            end = where.head.stop if index in where.head else where.tail.stop
            candidate.loose += any(index < at < end for at in own)
            candidate.lists += len(values) > 1
            for at in values:
                flags = page.flags[at]
                candidate.values += 1
                candidate.dated += bool(flags & DATED)
                candidate.numbers += bool(flags & NUMBERS)
                candidate.topics += bool(flags & TOPIC)
                if candidate.counted < KNOWN_VALUES:
                    candidate.counted += 1
                    candidate.known[_text(page, at)] += 1


def _label(hash_: int, candidate: Candidate) -> Label | None:
    """Return the label with the field of its values; ``None`` if the values do not show what they are."""
    if not candidate.values or candidate.loose > LOOSE * candidate.places:
        return None  # among labels, values and furniture there is nothing else
    known = 2 * candidate.lone > candidate.places
    recur = len(candidate.known) <= RECUR * candidate.counted
    zone = "head" if candidate.head >= candidate.tail else "tail"
    bounded = zone == "tail" or 2 * candidate.inline > candidate.places
    takes = "list" if bounded and candidate.lists > LAST * candidate.pages else "line"
    if 2 * candidate.titles > candidate.followed and len(candidate.known) > TITLES * candidate.counted:
        return None  # ``Speech: ...`` over each speech
    if candidate.dated >= RECUR * candidate.values:
        field = "date"
    elif takes == "list" and recur and candidate.topics >= RECUR * candidate.values:
        field = "topics"
    elif recur or (zone == "head" and candidate.numbers >= ALWAYS * candidate.values):
        field = "pair"  # a list of numbers under the text is a data sheet
    elif known:
        field = ""
    else:
        return None
    examples = sorted(candidate.known.items(), key=lambda item: (-item[1], item[0]))[:3]
    order = candidate.place / candidate.places
    values = tuple(text >> 16 for text, _ in examples)
    return Label(hash_, field, takes, zone, candidate.pages, len(candidate.known), values, order, known)
