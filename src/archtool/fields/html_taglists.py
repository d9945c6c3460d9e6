"""Find the lists of tags on an HTML page: behind or under a label, in an element with such a class, as links to tags.

For ``html_topics.py``, which takes the topics, and ``judge/html_fields.py``, which takes the labelled lists out of the
text. ``html_tag_labels.py`` recognises the labels.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from archtool.blocks.html import Reading
from archtool.fields.html_places import (
    classes_of,
    has_sign,
    is_entry,
    is_in_menu,
    is_of_others,
    linked_terms,
    tokens_around,
)
from archtool.fields.html_tag_labels import (
    LABEL_END,
    LONGEST_LABEL,
    LONGEST_LIST,
    START,
    colon,
    edges_of_labels,
    labels_of_lists,
    may_be_label,
    rule_of,
)
from archtool.model import Block
from archtool.rules.model import Rule
from archtool.startup.patterns import lazy
from archtool.topics import HASHTAGS, and_words, split_list

LONGEST_TAG = 60
MOST_TAGS = 30  # a longer run of links is the cloud of a site
DENSE = 0.6  # the same, for a line of links to tags
MOST_UNDER = 20  # the same, for a list under a label
LINKED = 0.7  # share of the characters of a block that are a link
# For addresses in lower case: without regard to case, it takes three times as long.
_TAG_LINK = lazy(
    r"[/?&=](?:tags?|topics?|themen?|thema|keywords?|schlag(?:wort|worte|woerter)|stichwort\w*|etiquetas?|etiqueta|mot-?s?-?cles?|labels?"
    r"|temas?|sujets?|tagged|hashtags?|tagi|tema)[/=:]+[^/]"
)
_TAG_CLASS = lazy(
    r"(?:^|[\s_-])(?:tags?|tag-?list|tag-?links?|keywords?|schlagworte?|schlagwoerter|etiquetas|tagged)"
    r"(?:[_-]{1,2}(?:list|links?|container|wrap\w*|items?|block|box|section|area|group|content))*(?=\s|$)",
    re.IGNORECASE,
)
# Searched one by one before the patterns, which take longer.
_SIGNS_OF_CLASS = ("tag", "keyword", "schlagw", "etiqueta")
_SIGNS_OF_LINKS = (
    "tag", "topic", "thema", "themen", "tema", "keyword", "schlag", "stichwort", "etiqueta", "cle", "label", "sujet",
)  # fmt: skip
_ELSEWHERE = lazy(
    r"cloud|sidebar|widget|footer|navbar|navigation|(?:^|[\s_-])nav(?:$|[\s_-])|menu|related|teaser|(?:^|[\s_-])cards?(?:$|[\s_-])"
    r"|breadcrumb|trending|popular|header-top|recommend|most-read",
    re.IGNORECASE,
)


class TagList(NamedTuple):
    """A list of tags: its label (empty where it has none), the rule of that, its terms, and where it stands.

    ``at`` is the block of the label, or the first of the list; ``values`` are the blocks of the terms behind it.
    """

    label: str
    rule: Rule | None
    terms: tuple[str, ...]
    at: int
    values: tuple[int, ...] = ()


def labelled_lists(
    blocks: Sequence[Block], reading: Reading, labels: Any, is_free: Callable[[int], bool] = lambda index: True
) -> Iterator[TagList]:
    """Yield the lists with a known label; of several with the same label, the first."""
    known: set[str] = set()
    names = labels_of_lists()
    starts, _ = edges_of_labels()
    for index, block in enumerate(blocks):
        if len(block.spans) < 2 and block.text[:START].casefold() not in starts:
            continue  # most blocks
        if not may_be_label(block, names) or not is_free(index):
            continue
        for found in _behind(block, index, labels) or _under(blocks, reading, index, labels):
            if found.label in known or not found.terms or max(map(len, found.terms)) > LONGEST_TAG:
                continue
            # The tags of a post may stand in its own footer, but not in a menu of the site.
            if _is_elsewhere(reading, index) if found.values else _is_of_site(reading, index):
                continue
            known.add(found.label)
            yield found


def _behind(block: Block, index: int, labels: Any) -> list[TagList]:
    """Return the lists behind labels in a block: ``By Jane | Filed under: Boats | Tags: Pier, Quay``."""
    found: list[TagList] = []
    terms: list[str] = []
    label, last, tagged = "", "", False
    rule: Rule | None = None
    for text, (_, address) in [*block.spans, ("|", (0, ""))]:
        if address:
            if rule is not None:
                terms = [*terms[:-1], terms[-1] + text] if address == last and terms else [*terms, text]
                tagged = tagged or _TAG_LINK.search(address.lower()) is not None
            last = address
            continue
        if not any(map(str.isalnum, text)) and "|" not in text:
            last = ""
            continue
        if _is_joint(text):
            continue
        if rule is not None and terms:
            found.append(_made(label, rule, terms, index, tagged))
        name = LABEL_END.split(text.strip(" :：\u00a0\n"))[-1].strip()
        label, rule, terms, tagged, last = name, rule_of(name, labels), [], False, ""
    if found:
        return found
    at = colon(block.text)
    name = block.text[:at].strip(" \u00a0") if at > 0 else ""
    rule = rule_of(name, labels) if name else None
    value = block.text[at + 1 :].strip(" \u00a0|·\n")
    return [TagList(name, rule, _split(value), index)] if rule is not None and value else []


def _made(label: str, rule: Rule, terms: Sequence[str], index: int, tagged: bool) -> TagList:
    """Return the list with these terms; behind ``Filed under``, one whose links lead to tags is a list of topics."""
    if rule.field == "categories" and tagged:
        rule = rule._replace(field="topics")
    texts = (" ".join(term.split()).strip(" #,;|·•") for term in terms)
    return TagList(label, rule, tuple(dict.fromkeys(filter(None, texts))), index)


def _is_joint(text: str) -> bool:
    """Whether a text between two links joins them: ``and``, ``,``."""
    word = text.strip(" ,;&|/").casefold()
    return bool(word) and word in and_words().values() and ":" not in text


def _split(value: str) -> tuple[str, ...]:
    terms = (term.strip(" #.\u00a0") for term in split_list(value.replace("\n", ", "), True))
    return tuple(term for term in terms if term)


def _under(blocks: Sequence[Block], reading: Reading, label: int, labels: Any) -> list[TagList]:
    """Return the list in the blocks under a label: the items of a list, or one block of links."""
    name = blocks[label].text.strip(" :：\u00a0")
    rule = rule_of(name, labels) if len(name) <= LONGEST_LABEL else None
    if rule is None:
        return []
    terms: list[str] = []
    values: list[int] = []
    for index in range(label + 1, min(label + 1 + MOST_TAGS, len(blocks))):
        block = blocks[index]
        if block.kind == "heading" or len(block.text) > LONGEST_LIST:
            break
        if values and block.kind != blocks[values[-1]].kind:
            break
        linked = linked_terms(block)
        if not linked and (block.kind != "item" or len(block.text) > LONGEST_TAG):
            break
        if linked and sum(map(len, linked)) < len(block.text) * LINKED:
            break
        terms += linked or (block.text,)
        values.append(index)
        if block.kind != "item":
            break
    tagged = _lead_to_tags(blocks, values)
    if not terms or len(terms) > MOST_UNDER or (rule.weak and not tagged):
        return []
    found = _made(name, rule, terms, label, tagged)
    return [found._replace(values=tuple(values))]


def _lead_to_tags(blocks: Sequence[Block], places: Sequence[int]) -> bool:
    """Whether links of these blocks lead to pages of tags."""
    return any(
        _TAG_LINK.search(address.lower()) and has_sign(_SIGNS_OF_LINKS, address.casefold())
        for index in places
        for _, (_, address) in blocks[index].spans
        if address
    )


def unlabelled_lists(reading: Reading, place: int) -> Iterator[TagList]:
    """Yield the terms of elements whose class says that they hold tags, of links to tags, and of lines of hashtags."""
    run: list[str] = []
    start = -1
    blocks, places, anchors_of = reading.blocks, reading.places, reading.walk.anchors
    called = has_sign(_SIGNS_OF_CLASS, reading.walk.classes().lower())
    for index in range(max(place - 6, 0), len(blocks)):
        block = blocks[index]
        anchors = anchors_of[places[index]]
        terms: tuple[str, ...] = ()
        likely = (anchors or (called and block.kind == "item")) and len(block.text) <= LONGEST_LIST
        if likely and (index < place or not is_entry(reading, index)):
            if anchors:
                if _lead_to_tags(blocks, (index,)) or (called and _is_called_tags(reading, index)):
                    links = linked_terms(block)
                    terms = links if sum(map(len, links)) >= DENSE * len(block.text) else ()
            elif called and block.kind == "item" and len(block.text) <= LONGEST_TAG and _is_called_tags(reading, index):
                terms = (block.text.strip(" #"),)
        if not terms and block.text[:1] == "#" and HASHTAGS.fullmatch(block.text):
            terms = tuple(split_list(block.text, True))
        if terms and not _is_elsewhere(reading, index):
            start = start if run else index
            run += terms
            continue
        if run:
            yield TagList("", None, tuple(dict.fromkeys(run)), start)
            run = []
    if run:
        yield TagList("", None, tuple(dict.fromkeys(run)), start)


def _is_called_tags(reading: Reading, index: int) -> bool:
    return any(map(_names_tags, tokens_around(reading, index)[:3]))


@lru_cache(maxsize=1 << 12)  # the items of a list have the same classes
def _names_tags(tokens: str) -> bool:
    return _TAG_CLASS.search(tokens) is not None


def _is_elsewhere(reading: Reading, index: int) -> bool:
    """Whether a block stands in a cloud, a menu, a sidebar, the comments, or a card of another page."""
    return _ELSEWHERE.search(classes_of(reading, index)) is not None or _is_of_site(reading, index)


def _is_of_site(reading: Reading, index: int) -> bool:
    """Whether a block stands in a menu or in the header of the site, or among the comments."""
    return is_of_others(reading, index) or (is_in_menu(reading, index) and not _is_called_tags(reading, index))
