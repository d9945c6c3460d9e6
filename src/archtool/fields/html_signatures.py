"""Find authors far from the title of an HTML page: bylines under the text, boxes about the author, names at its end.

``html_people.py`` calls this only where no author is near the title and the page declares no person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archtool.blocks.html import Reading
from archtool.blocks.html_tags import CODES
from archtool.fields.authors import (
    begins_with_by,
    clean_names,
    is_label_of_names,
    may_begin_with_by,
    names_in_line,
)
from archtool.fields.dates import find_dates
from archtool.fields.html_bylines import LINKED, NAME, is_called_name
from archtool.fields.html_places import (
    LONGEST,
    UNDER_ENTRY,
    Sight,
    classes_of,
    has_sign,
    is_entry,
    is_of_others,
    tokens_around,
)
from archtool.fields.names import is_person, is_team, looks_like_name, may_be_person
from archtool.fields.names_dense import is_dense
from archtool.fields.title_parts import key
from archtool.startup.patterns import lazy

MOST_BLOCKS = 400  # of a page, in which its author is sought
_BIOGRAPHY_SIGNS = (
    "author-bio", "author-box", "authorbox", "author_bio", "author-info", "about-author", "author-section",
)  # fmt: skip
_NAME_SIGNS = (*_BIOGRAPHY_SIGNS, "author")
_BRACKET = lazy(r"[.!?“”\"'] \(([^\W\d_][\w .'’-]{4,38})\)\W{0,9}$")  # ``... by night. (Jane Doe)``
_INLINE = frozenset(CODES[tag] for tag in ("a", "b", "em", "font", "i", "small", "span", "strong") if tag in CODES)
# Elements beside the text, where readers have their say.
_BESIDE = lazy(r"right|side|widget|forum|poll|vote|opinion|populi|feedback|guest")
# Elements with what is said of other pages.
_CARDS = lazy(
    r"related|tease|testimonial|review|rev__|menu|(?:^|[\s_-])cards?(?:$|[\s_-])|recommend|recent|popular|(?:^|[\s_-])grid(?:$|[\s_-])|loop|swiper|carousel"
)


def people_elsewhere(reading: Reading, place: int) -> list[Sight]:
    """Return who signs far from the title; nobody where several do: they are the authors of cards, reviews, posts."""
    for found in (_bylines(reading, place), _in_boxes(reading, place), _under_text(reading, place)):
        names = list(found)
        names = [signed for signed in names if all(map(is_person, signed))] or names
        if names:
            shortest = min(names, key=lambda signed: len("".join(signed)))
            same = all(key("".join(shortest)) in key("".join(signed)) for signed in names)  # ``All by Jane Doe``
            return [Sight(name, "byline far", MOST_BLOCKS) for name in shortest] if same else []
    return []


def _bylines(reading: Reading, place: int) -> Iterator[tuple[str, ...]]:
    """Yield the names in each line that begins as a byline."""
    for index, line in _lines(reading, place + 1):
        sentence = line.endswith((".", "!", "?")) or len(line) > LINKED
        if not begins_with_by(line, labelled=sentence) or is_of_others(reading, index):
            continue
        if any(is_entry(reading, above) for above in range(max(index - UNDER_ENTRY, 0), index)):
            continue
        names = names_in_line(line)
        # ``Interview coaching`` in a menu begins like a byline: one word is a name behind a colon or beside a date.
        told = all(" " in name or may_be_person(name) for name in names) or find_dates(line)
        of_list = reading.blocks[index].kind in ("row", "item") and not begins_with_by(line, labelled=True)
        if of_list and not all(map(is_person, names)):
            continue  # ``AV Geeks Forum | 168``, which begins as a Norwegian byline
        if not all(" " in name or is_dense(name) for name in names) and _BESIDE.search(classes_of(reading, index)):
            continue  # a reader who answers a question of the page
        if (
            names
            and (told or begins_with_by(line, labelled=True))
            and all(looks_like_name(name) and not is_team(name) for name in names)
        ):
            yield names


def _lines(reading: Reading, start: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of short blocks that may be bylines; one that only says that names follow, with the next one."""
    label = ""
    for index in range(start, min(len(reading.blocks), MOST_BLOCKS)):
        text = reading.blocks[index].text
        if len(text) > LONGEST:
            label = ""
            continue
        for line in text.split("\n") if "\n" in text else (text,):
            if label and " " in line.strip():
                yield index, f"{label} {line}"
            elif may_begin_with_by(line):
                if is_label_of_names(line):
                    label = line
                    continue
                yield index, line
            label = ""


def _in_boxes(reading: Reading, place: int) -> Iterator[tuple[str, ...]]:
    """Yield the person whom each box about an author names, under the text or beside it."""
    if not has_sign(_NAME_SIGNS, reading.walk.classes()):
        return
    for index in range(place + 1, min(len(reading.blocks), MOST_BLOCKS)):
        text = reading.blocks[index].text
        if len(text) >= NAME or " " not in text or text[0].islower():
            continue
        tokens = tokens_around(reading, index)
        if not (is_called_name(tokens) or has_sign(_BIOGRAPHY_SIGNS, " ".join(tokens).lower())):
            continue
        names = clean_names(text)
        told = len(names) == 1 and looks_like_name(names[0]) and " " in names[0] and not is_team(names[0])
        if told and not _CARDS.search(" ".join(tokens).lower()) and not is_of_others(reading, index):
            yield names


def _under_text(reading: Reading, place: int) -> Iterable[tuple[str, ...]]:
    """Return the names that stand alone under the last paragraph of a text, in the same element, or at its end."""
    found: list[tuple[str, ...]] = []
    text = -1  # the last paragraph
    for index in range(place + 1, min(len(reading.blocks), MOST_BLOCKS)):
        block = reading.blocks[index]
        if block.kind != "paragraph":
            continue
        if len(block.text) > LONGEST:
            if found and _holder(reading, index) == _holder(reading, text):
                found = []  # more text: it was a name within it
            text = index
            bracket = _BRACKET.search(block.text)
            if bracket and is_person(bracket[1]) and not is_of_others(reading, index):
                found.append((bracket[1],))
        elif text >= 0 and len(block.text) < NAME and may_be_person(block.text):
            names = clean_names(block.text.partition("\n")[0].strip(" ()–—-*"))
            if names and all(map(is_person, names)) and _holder(reading, index) == _holder(reading, text):
                found += [names] if not is_of_others(reading, index) else []
    return found


def _holder(reading: Reading, index: int) -> int:
    """Return the parent of the element that is a block, whatever marks its words: ``<div><p><em><b>Jane Doe``."""
    walk = reading.walk
    element: int = reading.element(index)
    while walk.tags[element] in _INLINE and walk.parents[element] >= 0:
        element = walk.parents[element]
    parent: int = walk.parents[element]
    return parent
