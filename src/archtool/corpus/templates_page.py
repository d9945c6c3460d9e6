"""Reduce one page for ``learn``: a hash and a few flags for each of its blocks, and a signature of its running text.

The first step, a pure function of an examined page, so that several processes can run it. Texts are passed on only
until the store (``templates_store.py``) knows which of them recur. Numbers in a line count as equal, so that ``Page 3
of 17`` is one line of a template.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

from archtool.artefacts.addresses import host_of
from archtool.corpus.shingles import hashes_of
from archtool.fields.dates import find_dates
from archtool.judge.day_order import day_first_of
from archtool.judge.marks import INLINE_LIMIT, parted
from archtool.judge.template import UNDECIDED
from archtool.judge.view import ends_sentence, is_prose
from archtool.model import FIELD, KEPT, REMOVED, Block, Examination, Verdict
from archtool.startup.patterns import lazy
from archtool.topics import split_list

# Flags of a block.
STAYS = 1  # it is kept
OPINION = 2  # removed by what can err: the trained model, or furniture by its place
TITLE = 4
PROSE = 8
STRUCTURE = 16  # a heading, a table row, a term: content where it stands between content
SHORT = 32  # can be a label or the value of one
DATED = 64  # a line that is a date
TIGHT = 128
CONTACT = 256  # names an address, a telephone number, a copyright: what boilerplate does and a formula does not
NUMBERS = 512  # has digits, which count as equal
SENTENCE = 1024
LONE = 2048  # a known label without other evidence on its page
TOPIC = 4096  # without digits, and no sentence: may be a topic
VALUE = 8192  # kept or a field, and short enough for the value of a label
PART = 16384  # not a block but a part of the one before: the label, or the value, of ``Author: Jane Doe``

LONGEST = 4000  # characters; a longer block is no line of a template
LABEL = 60  # characters of a label
BESIDE_DATE = 12  # characters beside the date in a line that is one
VALUE_LIMIT = 120  # characters of the value of one
BINS = 64
BAND = 4  # bins: pages of similarity 0.8 meet in one of 16 bands with probability 0.9998
WORDS = 3  # of a shingle
LABEL_WORDS = 5
STRUCTURES = frozenset({"heading", "row", "caption", "term", "definition", "code", "quote"})
MODEL = "scorer/"
OPINIONS = (MODEL, "chrome/")
_KEPT = Verdict()
_DIGITS = lazy(r"\d+")
_LETTER = lazy(r"[^\W\d_]")
_CONTACT = lazy(
    r"(?i)\bhttps?://|\bwww\.|\b[\w-]+\.(?:com|org|net|gov|edu|info|eu|int)\b|[\w.]@\w|©|\(c\) ?\d"
    r"|(?<!\w)(?:tel|fax)[.:]|\+\d[\d ()/-]{7,}"
)


class PageHashes(NamedTuple):
    """What ``learn`` keeps of a page: hashes and flags of its blocks, and signatures of its address and its text.

    ``texts``: of the blocks that could be template, in order. ``day_first``: how the page writes dates, if known.
    """

    host: str
    format: str
    hashes: bytes
    exact: bytes
    flags: bytes
    texts: tuple[str, ...]
    address: bytes
    signature: bytes
    day_first: bool | None


def page_hashes(examination: Examination) -> PageHashes:
    """Return the hashes of the blocks of an examined page."""
    page = examination.page
    hashes, exact, flags = array("q"), array("H"), array("H")
    texts: list[str] = []
    prose: list[str] = []
    for block, verdict in zip(examination.blocks, examination.verdicts, strict=True):
        if block.kind == "blank" or not block.text:
            continue
        line = " ".join(block.text.split())
        if verdict.rule.startswith(MODEL) and page.format != "html":
            verdict = _KEPT  # labels, values and template look alike to the model: many pages show which is which
        found = _flags(block, line, verdict)
        if found & PROSE:
            prose.append(line)
        for text, what in ((line, found), *_parts(line, found, page.format)):
            hashes.append(_hash(_DIGITS.sub("0", text)))
            exact.append(_hash(text) & 0xFFFF if what & NUMBERS else 0)
            flags.append(what)
            if what & (STAYS | OPINION | TITLE):
                texts.append(text)
    shown = "\n".join(prose or [block.text for block in examination.blocks])
    return PageHashes(
        host_of(page.url),
        page.format,
        hashes.tobytes(),
        exact.tobytes(),
        flags.tobytes(),
        tuple(texts),
        _address(page.url),
        signature(shown),
        day_first_of("\n".join(block.text for block in examination.blocks)),
    )


def _flags(block: Block, line: str, verdict: Verdict) -> int:
    found = TIGHT if block.tight else 0
    prose = is_prose(line)
    found |= PROSE if prose else 0
    found |= STRUCTURE if block.kind in STRUCTURES else 0
    sentence = ends_sentence(line)
    digits = _DIGITS.search(line) is not None
    found |= SENTENCE if sentence and not line.endswith("…") else 0
    found |= SHORT if len(line) <= LABEL and not prose else 0
    found |= NUMBERS if digits else 0
    found |= DATED if digits and len(line) <= LABEL and _is_date(line) else 0
    found |= VALUE if verdict.fate != REMOVED and not prose and len(line) <= VALUE_LIMIT else 0
    if len(line) > LONGEST or not _LETTER.search(line):
        return found
    if verdict.fate == KEPT and verdict.rule in (*UNDECIDED, "doubt/lone-label", "doubt/template"):
        found |= STAYS | (LONE if verdict.rule == "doubt/lone-label" else 0)
    elif verdict.fate == REMOVED and verdict.rule.startswith(OPINIONS):
        found |= OPINION
    elif verdict.fate == FIELD and verdict.field == "title":
        found |= TITLE
    found |= CONTACT if _CONTACT.search(line) else 0
    found |= TOPIC if not digits and not sentence and not prose else 0
    return found


def _parts(line: str, flags: int, format: str) -> Iterator[tuple[str, int]]:
    """Yield the label before the colon of a line of a dump and each value behind it, with flags as of blocks."""
    if format == "html" or not flags & (STAYS | TITLE) or flags & PROSE or len(line) > INLINE_LIMIT:
        return
    name, colon, value = parted(line)
    if not colon or not value or len(name.split()) > LABEL_WORDS or _DIGITS.search(name):
        return
    yield name, STAYS | SHORT | PART
    for part in split_list(value, True):
        yield part, _flags(Block("paragraph", part, tight=True), part, _KEPT) & ~PROSE | STAYS | PART | flags & TITLE


def _is_date(line: str) -> bool:
    """Whether a line is a date, even one whose day and month cannot be told apart."""
    dates = find_dates(line)
    return bool(dates) and len(line) - (dates[0].end - dates[0].start) <= BESIDE_DATE


def _hash(line: str) -> int:
    return int.from_bytes(blake2b(line.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def _address(url: str | None) -> bytes:
    if not url:
        return b""
    from archtool.corpus.snapshots import address_of

    return address_of(url)


def signature(text: str) -> bytes:
    """Return a signature for finding near-duplicates: the smallest hash of each of 64 ranges of hashes.

    One permutation hashing: P. Li, A. Owen and C.-H. Zhang, "One Permutation Hashing", 2012. An empty range is 0.
    """
    hashes = sorted(hashes_of(text, WORDS))
    bins = array("I")
    for number in range(BINS):
        at = bisect_left(hashes, number << 58)
        inside = at < len(hashes) and hashes[at] >> 58 == number
        bins.append((hashes[at] >> 26 & 0xFFFFFFFF) | 1 if inside else 0)
    return bins.tobytes()


def buckets(host: str, sign: bytes) -> list[int]:
    """Return the buckets that pages of ``host`` with similar signatures share."""
    size = BAND * 4
    name = host.encode("utf-8", "replace")
    found = []
    for start in range(0, len(sign), size):
        band = sign[start : start + size]
        if any(band):
            digest = blake2b(b"%d %b %b" % (start, name, band), digest_size=7).digest()
            found.append(int.from_bytes(digest, "big"))
    return found


def similarity(one: bytes, other: bytes) -> float:
    """Return the estimated Jaccard similarity of two texts by their signatures; 0 where both have no words."""
    pairs = [(a, b) for a, b in zip(array("I", one), array("I", other), strict=True) if a or b]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0
