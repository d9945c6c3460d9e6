"""Find the topics of an HTML page, each with the list it came from, in a stated order of trust.

For ``fields/structured.py``: the taxonomy fields of content management systems (with their labels), JSON-LD keywords,
sections and breadcrumbs, Dublin Core subjects, ``article:tag``, ``rel=tag`` links, ``news_keywords``, ``keywords``. The
merging of spellings is ``topics.py``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from archtool.blocks.json_ld import Object, texts_of
from archtool.fields.html_head import Head
from archtool.fields.html_sources import Sources
from archtool.fields.html_taglists import MOST_TAGS, TagList, labelled_lists, unlabelled_lists
from archtool.fields.trust import LABELLED
from archtool.model import Candidate
from archtool.rules.cache import load_made
from archtool.rules.rulebook import own_rules
from archtool.rules.words import words_of
from archtool.startup.patterns import compiled, lazy

FEW_TOPICS = 2  # in a labelled list, beside which a longer one may stand that has them, too
FEWEST = 3  # parts of a list; of two, both may be one topic: ``Flight, Migration``
STEM = 4  # letters of a word that its other forms share, at most
FEW_KEYWORDS = 5
MOST_KEYWORDS = 15  # Keywords of a page; a longer list is for search engines.
_SPEAKS = ("paragraph", "heading", "quote", "caption")
LONGEST = 80  # Characters of a topic; a longer text is a sentence.
MOST = 60

TAXONOMY, JSON_LD, BREADCRUMB, DUBLIN_CORE, OPEN_GRAPH, REL_TAG, NEWS_KEYWORDS, KEYWORDS = (
    10,
    12,
    40,
    14,
    16,
    18,
    20,
    22,
)

# Drupal: field--name-field-topics (8+), field-name-field-tags (7), field-field-tags (6); and its taxonomy links.
_TAXONOMY = (
    '[class*="field-name-field-"], [class*="field--name-field-"], [class*="field-field-"], '
    ".taxonomy, .terms, .taxonomy-links, .terms-inline"
)
_FIELD_NAME = lazy(r"field-(?:-?name-)?field-([a-z0-9_-]+)")
# Asked of the page's classes before the tree is searched: most pages have none of them.
_SIGNS_OF_TAXONOMY = ("name-field-", "field-field-", "taxonomy", "terms")
_LABEL = '[class*="field__label"], [class*="field-label"], .label'
# Settings of a publisher's system among its keywords: ``locale: US``, ``contentId: f00``, ``_syndication``.
_SETTING = lazy(r"_|(?:[a-z]++(?:[A-Z]\w*+|[-_][a-z]++)++|locale|lang|template|type|id)\s*[:=]\s*\S")
_SPLIT = lazy(r"(?:(?<!\s)\s+)?(?:(?<!\d),|,(?!\d)|[;、，；|])\s*")


def topic_candidates(tree: Any, sources: Sources, others: frozenset[str] = frozenset()) -> list[Candidate]:
    """Return the topics that the page of ``tree`` shows or declares, in order of trust.

    ``others`` are the names of its site and authors in lower case, which keywords list beside topics. Keywords for
    search engines are asked only where neither a list of tags is shown nor one is declared for this page alone, and of
    them only those are taken that the page speaks of.
    """
    head, main, reading = sources.head, sources.main, sources.reading
    classes = reading.walk.classes()
    found = list(_taxonomies(tree)) if any(sign in classes for sign in _SIGNS_OF_TAXONOMY) else []
    found += _listed(head.tags, "rel=tag", "Tags", REL_TAG, divide=False)
    found += _shown(sources, bool(found))
    own = [item for item in found if item.field == "topics"]
    declared = _parted(head.all("article:tag", "og:article:tag"), head)
    found += _listed(declared, "article:tag", "Tags", OPEN_GRAPH, divide=None)
    found += _from_json_ld(head, main, own)
    found += _sections(head, main)
    if not any(item.field == "topics" for item in found):
        words = _listed(head.all("dcterms.subject", "dc.subject"), "dcterms.subject", "Subject", DUBLIN_CORE)
        words += _listed(head.all("news_keywords"), "news_keywords", "Keywords", NEWS_KEYWORDS)
        words += _listed(
            head.all("parsely-tags", "sailthru.tags", "citation_keywords"), "meta tags", "Tags", NEWS_KEYWORDS + 1
        )
        if not words:
            said = head.all("keywords") + head.properties.get("keywords", [])
            words = _of_page(_listed(said, "keywords", "Keywords", KEYWORDS), reading)
        found += [word for word in words if word.value not in _not("keywords") and word.value.casefold() not in others]
    return found[: MOST * 3]


def _parted(values: list[str], head: Head) -> list[str]:
    """Return the values, ``A, B`` as two where the page itself has each of them as a term elsewhere."""
    if not any("," in value for value in values):
        return values
    keywords = [term for value in head.all("keywords", "news_keywords") for term in split_terms(value)]
    known = {term.casefold() for term in (*head.tags, *values, *keywords)}
    found = []
    for value in values:
        parts = split_terms(value)
        found += parts if all(part.casefold() in known for part in parts) else [value]
    return found


def _shown(sources: Sources, told: bool) -> list[Candidate]:
    """Return what the lists of the page say; where the markup has ``told`` its topics, only what has another label."""
    reading = sources.reading
    found: list[Candidate] = []
    taken: set[int] = set()
    for item in labelled_lists(reading.blocks, reading, own_rules().labels):
        taken.update((item.at, *item.values))
        if item.rule is not None and not (told and item.rule.field == "topics"):
            found += [
                Candidate(item.rule.field, term, "label", LABELLED, item.label)
                for term in filter(None, map(_tidy, item.terms))
            ]
    topics = {item.value.casefold() for item in found if item.field == "topics"}
    if told or len(topics) > FEW_TOPICS:
        return found
    lists = [item for item in map(_without_labels, unlabelled_lists(reading, sources.place)) if item.terms]
    lists = [item for item in lists if len(item.terms) <= MOST_TAGS and (topics or item.at not in taken)]
    # Beside the page's own list there may be those of others: the nearest one is taken, or one that has all of it.
    nearest = topics or {term.casefold() for item in lists[:1] for term in item.terms}
    whole = max((item for item in lists if nearest <= {*map(str.casefold, item.terms)}), key=_length, default=None)
    if whole and _length(whole) > len(topics):
        label = next((item.group for item in found if item.field == "topics"), "Tags")
        found = [item for item in found if item.field != "topics"]
        found += _listed(list(whole.terms), "list of tags", label, REL_TAG + 1, divide=False)
    return found


def _without_labels(item: TagList) -> TagList:
    return item._replace(terms=tuple(term for term in item.terms if not term.endswith((":", "："))))


def _length(item: TagList) -> int:
    return len(item.terms)


def _of_page(words: list[Candidate], reading: Any) -> list[Candidate]:
    """Return the keywords of a list that is not long; of more than a few, those that the page speaks of."""
    if len(words) > MOST_KEYWORDS:
        return []
    if len(words) <= FEW_KEYWORDS:
        return words
    text = " ".join(block.text for block in reading.blocks if block.kind in _SPEAKS).casefold()
    return [word for word in words if any(stem in text for stem in _stems(word.value))]


def _stems(term: str) -> list[str]:
    """Return the beginnings of the words of a term: in many languages the text has another form of each."""
    words = term.casefold().split()
    return [word if len(word) <= STEM or word >= "\u2e80" else word[: max(STEM, len(word) // 2)] for word in words]


def _sections(head: Head, main: Object) -> list[Candidate]:
    """Return the categories of the page: links to them, its section, the way to it."""
    found = _listed(head.categories, "rel=category", "", REL_TAG, divide=False)
    found += _listed(head.all("article:section", "og:article:section"), "article:section", "Section", OPEN_GRAPH)
    found += _listed(texts_of(main.get("articleSection")), "json-ld articleSection", "Section", JSON_LD + 2)
    for types, item in head.objects:
        if "breadcrumblist" in types and not found:
            found += _breadcrumbs(item)
            break
    return [item._replace(field="categories") for item in found]


def split_terms(value: str) -> list[str]:
    """Return the terms of ``"a, b, c"``; a text without commas is one term."""
    return [term for term in (_tidy(part) for part in _SPLIT.split(value)) if term]


def _tidy(term: str) -> str:
    term = " ".join(term.split()).strip(" \"'“”·•").lstrip("#")
    if not term or len(term) > LONGEST or _SETTING.match(term) or not any(map(str.isalnum, term)):
        return ""
    return term


def _listed(values: list[str], source: str, group: str, rank: int, divide: bool | None = True) -> list[Candidate]:
    """Return the terms of ``values``; with ``divide=None`` only those are divided that are clearly lists."""
    terms = []
    for value in values[:MOST]:
        parts = split_terms(value) if divide is not False else [_tidy(value)]
        terms += [_tidy(value)] if divide is None and len(parts) < FEWEST else parts
    terms = [term for term in terms if term]
    unique = list(dict.fromkeys(terms))
    return [
        Candidate("topics", term, source, rank, group)
        for term in unique[:MOST]
        if term.casefold() not in _not("topics")
    ]


def _taxonomies(tree: Any) -> Iterator[Candidate]:
    """Yield the terms of taxonomy fields, under the field's label where it has one, else under its name."""
    for node in tree.css(_TAXONOMY)[:MOST]:
        classes = (node.attributes.get("class") or "").lower()
        name = _FIELD_NAME.search(classes)
        if name and not _taxonomy_name().search(name.group(1)):
            continue
        label = next((element for element in node.css(_LABEL) if element.mem_id != node.mem_id), None)
        text = " ".join(label.text(separator=" ").split()).strip(" :") if label is not None else ""
        group = text or (name.group(1).replace("-", " ").replace("_", " ").strip().capitalize() if name else "Terms")
        links = node.css("a")
        terms = [link.text(separator=" ") for link in links] or [
            item.text(separator=" ")
            for item in node.css('[class*="field__item"], [class*="field-item"]')
            if not item.css('[class*="field-item"]')[1:]
        ]
        yield from _listed(terms, "taxonomy", group, TAXONOMY, divide=False)


def _from_json_ld(head: Head, main: Object, shown: list[Candidate]) -> list[Candidate]:
    """Return the keywords of the object that describes the page; beside a list that the page shows they say little."""
    if not main or shown:
        return []
    words = [term for value in texts_of(main.get("keywords")) for term in split_terms(value)]
    found = _listed(words, "json-ld keywords", "Keywords", JSON_LD, divide=False)
    return found if found else _listed(texts_of(main.get("about")), "json-ld about", "About", JSON_LD + 1)


def _breadcrumbs(item: Object) -> list[Candidate]:
    """Return the sections on the way to the page: neither the front page nor the page itself."""
    steps = item.get("itemListElement")
    names = []
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict):
            names += (texts_of(step.get("name")) or texts_of(step.get("item")))[:1]
    names = [name for name in names[1:-1] if name.strip().casefold() not in words_of("languages.toml", "not_steps")]
    return _listed(names, "json-ld breadcrumb", "Breadcrumb", BREADCRUMB, divide=False)


@cache
def _taxonomy_name() -> re.Pattern[str]:
    return compiled(rf"(?:^|[_-])(?:{'|'.join(words_of('languages.toml', 'taxonomies'))})(?:$|[_-])")


@cache
def _not(kind: str) -> frozenset[str]:
    return load_made("languages.toml", _not_terms)[kind]


def _not_terms(tables: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {kind: frozenset(" ".join(tables[f"not_{kind}"].values()).split()) for kind in ("keywords", "topics")}
