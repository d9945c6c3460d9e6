"""Find the dates that a page shows near its title; ``html_bylines.py`` finds the bylines there.

For ``fields/html_dates.py``, where the page declares nothing. The blocks around the heading are examined, with the
elements that hold them: their classes, ``<time>``.
"""

from collections.abc import Iterator
from typing import Any

from archtool.blocks.html import Reading
from archtool.fields.authors import begins_with_by
from archtool.fields.dateroles import NEVER_PUBLICATION, role_in, role_of
from archtool.fields.dates import find_dates, parse_date
from archtool.fields.datewords import FIRST_PAGE
from archtool.fields.html_places import (
    LONGEST,
    SHORT,
    UNDER_ENTRY,
    Sight,
    around,
    classes_of,
    has_sign,
    is_entry,
    is_of_others,
)
from archtool.rules.rulebook import own_rules
from archtool.startup.patterns import lazy

MOST_BLOCKS = 1000  # Of a page, where its date is sought far from the title.
LABEL = 40
OPENING = 4  # Long paragraphs under the title that may begin with a day.
NEAR_ABOVE = 3  # Blocks above the title in which a day is as certain as below it.
LEAST_TITLE = 10  # Letters of a title that is known again in a list.
NAME_BESIDE = 30  # Characters beside a day on a line of its own: a name, a section.
FEW_MORE = 4  # Characters beside a day that stands alone.

_DATE_SIGNS = ("date", "time", "publish", "posted", "created", "meta", "byline", "info")
_HEADER_SIGNS = ("header", "top", "nav", "today", "masthead", "banner", "menu")
_ENTRY_SIGNS = ("entry", "post", "article", "story", "content")
_CITATION = lazy(r"(?i)\b(?:doi|issn|isbn|vol\.|pp?\. ?\d|issue \d)|^in: ")
_PLACE_BEFORE = lazy(r"[^\W\d_][\w .'’()/-]{1,40}(?:[,.]?|, ?\()")
_UPDATE_SIGNS = ("updated", "modified", "revis")
_DIGIT = lazy(r"\d")
_MAY_DATE = lazy(r"\d(?:\d{3}|[./-]\d| ?(?:hour|day|week|month|year|h |d )|年|년)")


def dates_near(reading: Reading, place: int, day_first: bool | None = None) -> list[Sight]:
    """Return the days seen around the block at ``place`` that may be the publication's, in the order of nearness."""
    found = []
    for index, distance in [*enumerate_title(reading, place), *around(reading, place, OPENING)]:
        block = reading.blocks[index]
        if not _DIGIT.search(block.text[:LONGEST]) or is_of_others(reading, index):
            continue
        if len(block.text) > LONGEST or index == place:
            found += [Sight(iso, "dateline", distance) for iso in _opening_day(block.text, day_first)]
            if index == place:
                found += [Sight(iso, "date", distance) for iso in _edge_days(block.text, day_first)]
            continue
        if block.kind == "heading":
            found += [Sight(iso, "date", distance) for iso in _edge_days(block.text, day_first)]
        classes = classes_of(reading, index)
        for iso, source in _dates(block, classes, _label_above(reading, index), day_first):
            if index < place and source in ("time", "date") and _is_today(block.text, classes):
                continue
            far = index < place - NEAR_ABOVE and source in ("time", "date")
            found.append(Sight(iso, f"{source} above" if far else source, distance))
    return sorted(found, key=lambda sight: sight.distance)


def enumerate_title(reading: Reading, place: int) -> list[tuple[int, int]]:
    """Return the block that shows the title, as ``around`` yields those beside it."""
    return [(place, 0)] if place < len(reading.blocks) else []


def _opening_day(text: str, day_first: bool | None) -> Iterator[str]:
    """Yield the day that a paragraph begins with: ``27.1.2022 - In the harbour``, ``Lindvik, 3 May 2019. The``."""
    start = text[:LONGEST]
    for match in find_dates(start, day_first=day_first)[:1]:
        if match.iso and match.precise and match.iso >= FIRST_PAGE:
            before, after = start[: match.start].strip(), start[match.end :].lstrip()
            led = not before or before == "(" or _PLACE_BEFORE.fullmatch(before)
            if led and role_in(before) not in NEVER_PUBLICATION and (after[:1] in tuple("-–—.:|/)") or not after):
                yield match.iso


def _edge_days(text: str, day_first: bool | None) -> Iterator[str]:
    """Yield the day that a heading begins or ends with, beside the title in it."""
    for match in find_dates(text, day_first=day_first):
        at_edge = not text[: match.start].strip() or not text[match.end :].strip(" .)")
        if match.iso and match.precise and match.iso >= FIRST_PAGE and at_edge:
            yield match.iso


def _is_today(text: str, classes: str) -> bool:
    """Whether a date above the title is the day of the visit: alone with its weekday, in the header of the site."""
    found = find_dates(text)
    alone = bool(found) and len(text) - (found[0].end - found[0].start) <= FEW_MORE
    of_site = has_sign(_HEADER_SIGNS, classes) and not has_sign(_ENTRY_SIGNS, classes)
    return alone and text[:1].isalpha() and of_site


def dates_elsewhere(reading: Reading, title: str, day_first: bool | None = None) -> list[Sight]:
    """Return the day that a page shows far from its title.

    That is the first one that is said to be of publication or is a time, else the one beside the title in a list of
    articles that has the page, too.
    """
    listed = ""
    longest = max(SHORT, len(title) + NAME_BESIDE)
    for index, block in enumerate(reading.blocks[:MOST_BLOCKS]):
        if len(block.text) > longest or not _MAY_DATE.search(block.text):
            continue
        in_list = len(title) >= LEAST_TITLE and title in block.text
        if not in_list and len(block.text) > SHORT:
            continue
        if is_of_others(reading, index):
            continue
        if in_list and not listed:
            listed = _day_beside(block.text, title, day_first)
        if any(is_entry(reading, above) for above in range(max(index - UNDER_ENTRY, 0), index)):
            continue
        for iso, source in _dates(block, "", _label_above(reading, index), day_first):
            if source == "date published" or source.startswith("time"):
                return [Sight(iso, source, MOST_BLOCKS)]
    return [Sight(listed, "date in text", MOST_BLOCKS)] if listed else []


def _day_beside(text: str, title: str, day_first: bool | None) -> str:
    """Return the day that stands in a line beside the title of the page; empty where there is none or are several."""
    found = find_dates(text.replace(title, " ", 1), day_first=day_first)
    return found[0].iso or "" if len(found) == 1 and found[0].precise else ""


def _label_above(reading: Reading, index: int) -> str:
    above = reading.blocks[index - 1].text if index else ""
    return above if len(above) < LABEL else ""


def _dates(block: Any, classes: str, above: str, day_first: bool | None) -> Iterator[tuple[str, str]]:
    text = block.text
    found = find_dates(text, day_first=day_first)
    declared = _declared_time(block) if found or len(text) < SHORT else ""
    if declared:
        iso = parse_date(declared)
        role = role_of(text, found[0], above, found) if found else role_in(text)
        if iso and role not in NEVER_PUBLICATION and not has_sign(_UPDATE_SIGNS, classes.split(" ", 1)[0]):
            yield iso, "time published" if role == "published" else "time"
            return
    if found and _CITATION.search(text):
        return
    for match in found:
        role = role_of(text, match, above, found)
        if role != "published" and (_is_other_cell(block, match.start) or (match.iso or "") < FIRST_PAGE):
            continue
        if match.iso and match.precise and role not in NEVER_PUBLICATION:
            rest = len(text) - (match.end - match.start)
            short = rest < len(text) * 0.5 or (block.kind != "item" and len(text) < SHORT and rest <= NAME_BESIDE)
            if block.kind != "item" and _is_labelled(text, match.start):
                role = "published"
            told = role == "published" or has_sign(_DATE_SIGNS, classes)
            if told or short or block.kind != "item":  # among the words of an item it is that of what is listed
                yield (
                    match.iso,
                    "date published" if role == "published" else "date" if told or short else "date in text",
                )


def _is_labelled(text: str, start: int) -> bool:
    """Whether a day stands behind a label for it, or on a line that says by whom: ``Datum: 3.5.2019``."""
    line = text[:start].rpartition("\n")[2].strip()
    rule = own_rules().labels.get(line[:-1].strip()) if line.endswith((":", "：")) else None
    return (rule is not None and rule.field == "date") or (bool(line) and begins_with_by(line))


def _is_other_cell(block: Any, start: int) -> bool:
    """Whether the date at ``start`` stands in a row of a table behind a cell that does not speak of dates or authors.

    ``Initial release | May 27, 2009``, ``Re: Boats | jane | 16 | 30 April 2008``: facts, and entries of a list.
    """
    if block.kind != "row" or " | " not in block.text[:start]:
        return False
    label = block.text[:start].rstrip(" |").rpartition(" | ")[2].strip(" :：")
    rule = own_rules().labels.get(label)
    return bool(label) and not (rule and rule.field == "date") and not begins_with_by(label)


def _declared_time(block: Any) -> str:
    """Return the ``datetime`` of a ``<time>`` that holds text of the block, or what hAtom writes for it."""
    for node in block.nodes[:12]:
        element = node.parent
        for _ in range(2):
            if element is None:
                break
            attributes = element.attributes
            if element.tag in ("time", "relative-time", "local-time"):
                return attributes.get("datetime") or attributes.get("title") or ""
            # hAtom: ``<abbr class="published" title="2016-03-31T03:55">``.
            if element.tag == "abbr" and "published" in (attributes.get("class") or "").split():
                return attributes.get("title") or ""
            element = element.parent
    return ""
