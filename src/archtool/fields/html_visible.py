"""What the page shows near its title, and the days among it; bylines are read by ``html_people.py``.

For ``fields/html_dates.py``, where the page declares nothing. The blocks around the heading are looked at, with the
elements that hold them: their classes, ``<time>``.
"""

# No postponed annotations: each would be compiled for a named tuple.
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from archtool.blocks.html import Reading
from archtool.fields.dateroles import NEVER_PUBLICATION, role_in, role_of
from archtool.fields.dates import find_dates, parse_date
from archtool.fields.datewords import FIRST_PAGE
from archtool.rules.book import own_rules
from archtool.startup.patterns import lazy

BEFORE = 8  # Blocks before the heading that may hold its date, and after it.
AFTER = 20
LONGEST = 160  # Characters of a block that may be a byline or a dateline.
MOST_BLOCKS = 400  # Of a page, where its date is sought far from the title.
SHORT = 60
UNDER_ENTRY = 3  # Blocks under the heading of an entry.
LABEL = 40
CLIMB = 4  # Ancestors whose classes tell what a block is.

_DATE_SIGNS = ("date", "time", "publish", "posted", "created", "meta", "byline", "info")
_UPDATE_SIGNS = ("updated", "modified", "revis")
_DIGIT = lazy(r"\d")
_MAY_DATE = lazy(r"\d(?:\d{3}|[./-]\d| ?(?:hour|day|week|month|year|h |d )|年|년)")
BY = lazy(
    r"(?:(?:written|posted|published|reported|words|story|text)\s+)?"
    r"(?:by|von|par|por|di|door|przez|автор|текст|af|av|作者|记者|文|بقلم)\b\s*+[:：]?\s*+(?=\S)",
    re.IGNORECASE,
)


class Sight(NamedTuple):
    """A value seen near the title: what it is, and how near (blocks; larger is farther)."""

    value: str
    source: str
    distance: int


def heading_place(reading: Reading, title: str) -> int:
    """Return the index of the block that shows ``title``; of the first heading where none does; 0 without headings."""
    from archtool.fields.html_titles import key

    wanted = key(title)
    first = -1
    for index, block in enumerate(reading.blocks):
        if block.kind == "heading":
            if wanted and key(block.text) == wanted:
                return index
            if first < 0 or (block.level == 1 and reading.blocks[first].level > 1):
                first = index
    return max(first, 0)


def dates_near(reading: Reading, place: int) -> list[Sight]:
    """Return the days seen around the block at ``place`` that may be the publication's, in the order of nearness."""
    found = [
        Sight(iso, source, distance)
        for index, distance in around(reading, place)
        if _DIGIT.search(reading.blocks[index].text)
        for iso, source in _dates(reading.blocks[index], classes_of(reading, index), _label_above(reading, index))
    ]
    return sorted(found, key=lambda sight: sight.distance)


def dates_elsewhere(reading: Reading) -> list[Sight]:
    """Return the first date of a page, far from its title, that is said to be of its publication or is a time."""
    for index, block in enumerate(reading.blocks[:MOST_BLOCKS]):
        if len(block.text) <= SHORT and _MAY_DATE.search(block.text):
            if any(is_entry(reading, above) for above in range(max(index - UNDER_ENTRY, 0), index)):
                continue
            for iso, source in _dates(block, "", _label_above(reading, index)):
                if source == "date published" or source.startswith("time"):
                    return [Sight(iso, source, MOST_BLOCKS)]
    return []


def around(reading: Reading, place: int) -> Iterator[tuple[int, int]]:
    """Yield the indices of short blocks after the one at ``place``, then before it, and how far they are.

    A heading that is a link begins the entries of a list of articles: who wrote them and when is not the page's.
    """
    blocks = reading.blocks
    for index in range(place + 1, min(len(blocks), place + AFTER)):
        if is_entry(reading, index):
            break
        if len(blocks[index].text) <= LONGEST:
            yield index, index - place
    for index in range(place - 1, max(-1, place - BEFORE), -1):
        if len(blocks[index].text) <= LONGEST:
            yield index, 2 * (place - index)


def is_entry(reading: Reading, index: int) -> bool:
    """Whether a block is the heading of an entry in a list of articles: a link, all of it."""
    return reading.blocks[index].kind == "heading" and reading.is_link(index)


def _label_above(reading: Reading, index: int) -> str:
    above = reading.blocks[index - 1].text if index else ""
    return above if len(above) < LABEL else ""


def classes_of(reading: Reading, index: int) -> str:
    """Return classes, ids and roles of the elements around a block, the innermost first."""
    return " ".join(tokens_around(reading, index)).lower()


def tokens_around(reading: Reading, index: int) -> list[str]:
    """Return the same for each of the elements, as they are written."""
    walk = reading.walk
    tokens, parents = walk.tokens, walk.parents
    owner = walk.owners[reading.places[index]]
    found: list[str] = []
    for _ in range(CLIMB):
        if owner < 0:
            break
        found.append(tokens[owner])
        owner = parents[owner]
    return found


def has_sign(signs: tuple[str, ...], classes: str) -> bool:
    """Return whether one of ``signs`` is a part of ``classes``."""
    return any(map(classes.__contains__, signs))


def _dates(block: Any, classes: str, above: str) -> Iterator[tuple[str, str]]:
    found = find_dates(block.text)
    declared = _declared_time(block) if found or len(block.text) < SHORT else ""
    if declared:
        iso = parse_date(declared)
        role = role_of(block.text, found[0], above, found) if found else role_in(block.text)
        if iso and role not in NEVER_PUBLICATION and not has_sign(_UPDATE_SIGNS, classes.split(" ", 1)[0]):
            yield iso, "time published" if role == "published" else "time"
            return
    for match in found:
        role = role_of(block.text, match, above, found)
        if role != "published" and (_is_other_cell(block, match.start) or (match.iso or "") < FIRST_PAGE):
            continue
        if match.iso and match.precise and role not in NEVER_PUBLICATION:
            short = match.end - match.start > len(block.text) * 0.5
            told = role == "published" or has_sign(_DATE_SIGNS, classes)
            if told or short or block.kind != "item":  # among the words of an item it is that of what is listed
                yield (
                    match.iso,
                    "date published" if role == "published" else "date" if told or short else "date in text",
                )


def _is_other_cell(block: Any, start: int) -> bool:
    """Whether the date at ``start`` stands in a row of a table behind a cell that does not speak of dates or authors.

    ``Initial release | May 27, 2009``, ``Re: Boats | jane | 16 | 30 April 2008``: facts, and entries of a list.
    """
    if block.kind != "row" or " | " not in block.text[:start]:
        return False
    label = block.text[:start].rstrip(" |").rpartition(" | ")[2].strip(" :：")
    rule = own_rules().labels.get(label)
    return bool(label) and not (rule and rule.field == "date") and not BY.match(label)


def _declared_time(block: Any) -> str:
    """Return the ``datetime`` of a ``<time>`` that holds text of the block."""
    for node in block.nodes[:12]:
        element = node.parent
        for _ in range(2):
            if element is None:
                break
            if element.tag in ("time", "relative-time", "local-time"):
                attributes = element.attributes
                return attributes.get("datetime") or attributes.get("title") or ""
            element = element.parent
    return ""
