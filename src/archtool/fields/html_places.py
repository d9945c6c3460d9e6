"""Know where the blocks of an HTML page stand: around the title, in lists of articles, among comments.

For the modules of ``fields/`` that look for dates, authors and tags near the title, and for the classes of elements.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from archtool.blocks.html import Reading
from archtool.blocks.html_tags import CODES
from archtool.fields.dates import find_dates
from archtool.fields.names import is_person, is_team
from archtool.model import Block
from archtool.startup.patterns import lazy

BEFORE = 8  # Blocks before the heading that may hold its date, and after it.
AFTER = 20
LONGEST = 160  # Characters of a block that may be a byline or a dateline.
SHORT = 60
UNDER_ENTRY = 3  # Blocks under the heading of an entry.
NEAR_NAME = 2  # Blocks from the title within which a linked heading may be its author's name.
COUNT = 15  # Letters of what may stand behind the title in its heading: ``(valley.example) 87``.
START = 2  # Letters of a title by which blocks that may show it are found.
LIST = 30  # Blocks from the title in which a list of articles begins, and
FEWEST_ENTRIES = 3  # so many of its entries stand.
CLIMB_ALL = 12  # Ancestors among which a list of comments or of other pages is sought.
CLIMB = 4  # Ancestors whose classes tell what a block is.
_OF_OTHERS = lazy(
    r"(?:^|[\s_-])(?:comments?|kommentare?|replies|respond|disqus|trackbacks?|pinglist)(?:[\s_-]+(?:list|area|body|content|meta|"
    r"author|text|item|wrap\w*|section|thread|container|block|holder|box)|[-_]?\d|list|$|\s)",
    re.IGNORECASE,
)
# Searched one by one before the pattern, which takes longer.
_SIGNS_OF_OTHERS = ("omment", "OMMENT", "eplies", "espond", "isqus", "rackback", "inglist")
_NAV = CODES["nav"]
_SITE_HEADER_SIGNS = ("wrapper-header", "site-header", "masthead", "topbar")
_STEPS = "breadcrumb"
_WHOLE = frozenset((CODES["html"], CODES["body"], CODES["main"], CODES["article"]))


class Sight(NamedTuple):
    """A value found near the title, and its distance from it in blocks."""

    value: str
    source: str
    distance: int


def heading_place(reading: Reading, title: str) -> int:
    """Return the index of the block that shows ``title``; of the first heading where none does; 0 without headings.

    A heading that is a link to the page shows it in a list beside it: one that is none comes before it.
    """
    from archtool.fields.title_parts import key

    wanted = key(title)
    first = linked = part = -1
    for index, block in enumerate(reading.blocks):
        if block.kind == "heading":
            shown = key(block.text) if wanted else ""
            counted = len(wanted) > COUNT < len(shown) and shown[:-COUNT] in wanted and shown.startswith(wanted)
            if shown and (shown == wanted or counted):
                if not is_entry(reading, index):
                    return index
                linked = index if linked < 0 else linked
            elif shown and part < 0 and block.level == 1 and wanted in shown:
                part = index  # beside a kicker, a day
            if first < 0 or (block.level == 1 and reading.blocks[first].level > 1):
                first = index
    if linked < 0 and part < 0 and wanted:  # old pages have it in a cell or a bold line
        first = _unmarked_place(reading, title, wanted, first)
    return next((index for index in (linked, part, first) if index >= 0), 0)


def _unmarked_place(reading: Reading, title: str, wanted: str, otherwise: int) -> int:
    """Return the index of the block that shows the title without being a heading: no step of a way, no link."""
    from archtool.fields.title_parts import key

    for index, block in enumerate(reading.blocks):
        likely = block.text[:START] == title[:START] and block.kind != "item"
        if likely and key(block.text) == wanted and not reading.is_link(index):
            return index if _STEPS not in classes_of(reading, index) else otherwise
    return otherwise


def around(reading: Reading, place: int, opening: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the indices of short blocks after the one at ``place``, then before it, and how far they are.

    ``opening``: how many longer ones, the first paragraphs, are among them. A heading that is a link begins the entries
    of a list of articles: who wrote them and when is not the page's. Where it repeats the title, it is that of a post.
    """
    blocks = reading.blocks
    for index in range(place + 1, min(_start_of_list(reading, place), place + AFTER)):
        if is_entry(reading, index) and blocks[index].text != blocks[place].text:
            if index <= place + NEAR_NAME and (is_person(blocks[index].text) or is_team(blocks[index].text)):
                continue  # ``<h5><a>Press Team``: who wrote it
            break
        if len(blocks[index].text) > LONGEST:
            opening -= 1
            if opening < 0:
                continue
        yield index, index - place
    for index in range(place - 1, max(-1, place - BEFORE), -1):
        if len(blocks[index].text) <= LONGEST:
            yield index, 2 * (place - index)


def _start_of_list(reading: Reading, place: int) -> int:
    """Return the index of the first of several headings after ``place`` with a day under each; else the page's end.

    They are those of a list of articles whose headings are no links, of a changelog, of events.
    """
    blocks = reading.blocks
    end = min(len(blocks), place + LIST)
    entries = [index for index in range(place + 1, end) if blocks[index].kind == "heading"]
    if len(entries) < FEWEST_ENTRIES:
        return len(blocks)
    dated = []
    for index, following in zip(entries, [*entries[1:], end], strict=True):
        under = range(index + 1, min(following, index + 1 + UNDER_ENTRY))
        if any(len(blocks[at].text) < SHORT and find_dates(blocks[at].text) for at in under):
            dated.append(index)
    same = [index for index in dated if blocks[index].level == blocks[dated[0]].level]
    of_thread = bool(same) and blocks[place].text in blocks[same[0]].text  # posts with the title as their subjects
    return same[0] if len(same) >= FEWEST_ENTRIES and not of_thread else len(blocks)


def is_entry(reading: Reading, index: int) -> bool:
    """Whether a block is the heading of an entry in a list of articles: a link, all of it."""
    return reading.blocks[index].kind == "heading" and reading.is_link(index)


def classes_of(reading: Reading, index: int) -> str:
    """Return classes, ids and roles of the elements around a block, the innermost first."""
    return " ".join(tokens_around(reading, index)).lower()


def tokens_around(reading: Reading, index: int) -> list[str]:
    """Return the same for each of the elements, as they are written."""
    walk = reading.walk
    tokens, parents = walk.tokens, walk.parents
    owner = reading.element(index)
    found: list[str] = []
    for _ in range(CLIMB):
        if owner < 0:
            break
        found.append(tokens[owner])
        owner = parents[owner]
    return found


def is_of_others(reading: Reading, index: int) -> bool:
    """Whether a block stands among the comments under the page."""
    walk = reading.walk
    owner = reading.element(index)
    for _ in range(CLIMB_ALL):
        if owner < 0:
            return False
        tokens = walk.tokens[owner]
        if tokens and _is_called_comments(tokens) and walk.tags[owner] not in _WHOLE:
            return True
        owner = walk.parents[owner]
    return False


@lru_cache(maxsize=1 << 12)  # called for the elements around each block again and again
def _is_called_comments(tokens: str) -> bool:
    return has_sign(_SIGNS_OF_OTHERS, tokens) and _OF_OTHERS.search(tokens) is not None


def is_in_menu(reading: Reading, index: int) -> bool:
    """Whether a block stands in a ``nav`` or in the header of the site."""
    walk = reading.walk
    owner = walk.owners[reading.places[index]]
    for _ in range(CLIMB):
        if owner < 0:
            break
        if walk.tags[owner] == _NAV:
            return True
        owner = walk.parents[owner]
    return has_sign(_SITE_HEADER_SIGNS, classes_of(reading, index))


def has_sign(signs: tuple[str, ...], classes: str) -> bool:
    """Return whether one of ``signs`` is a part of ``classes``."""
    return any(map(classes.__contains__, signs))


def linked_terms(block: Block) -> tuple[str, ...]:
    """Return the texts of the links of a block, each once."""
    found: list[list[str]] = []
    last = ""
    for text, (_, address) in block.spans:
        if not address:
            last = "" if text.strip() else last
            continue
        if address == last and found:
            found[-1].append(text)
        else:
            found.append([text])
        last = address
    terms = (" ".join("".join(parts).split()).strip(" #,;|·•") for parts in found)
    return tuple(dict.fromkeys(term for term in terms if term))
