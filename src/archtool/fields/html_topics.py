"""Topics of an HTML page, each with the list it came from, in a stated order of trust.

For ``fields/structured.py``: the taxonomy fields of content management systems (with their labels), JSON-LD keywords,
sections and breadcrumbs, Dublin Core subjects, ``article:tag``, ``rel=tag`` links, ``news_keywords``, ``keywords``. The
merging of spellings is ``topics.py``'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.fields.html_head import Head
from archtool.fields.html_jsonld import Object, texts_of
from archtool.model import Candidate
from archtool.startup.patterns import lazy

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
_TAXONOMY_NAME = lazy(
    r"(?:^|[_-])(?:tags?|topics?|themes?|th[eé]matiques?|subjects?|categor(?:y|ies|ie|ia|ias)|keywords?|terms?|taxonom\w*"
    r"|sections?|themen?|schlagw\w*|etiquetas?|rubri\w+|sujets?|temas?|policy[_-]areas?|areas?|countr(?:y|ies)|regions?"
    r"|issues?|vocab\w*|kategor\w+|mots?[_-]cles?|programmes?|sectors?)(?:$|[_-])"
)
# Asked of the page's classes before the tree is searched: most pages have none of them.
_SIGNS_OF_TAXONOMY = ("name-field-", "field-field-", "taxonomy", "terms")
_LABEL = '[class*="field__label"], [class*="field-label"], .label'
_NOT_TOPIC = frozenset(
    "home homepage accueil startseite inicio início главная start uncategorized uncategorised news blog none "
    "null".split()
)
# Settings of a publisher's system among its keywords: ``locale: US``, ``contentId: f00``, ``_syndication``.
_SETTING = lazy(r"_|(?:[a-z]++(?:[A-Z]\w*+|[-_][a-z]++)++|locale|lang|template|type|id)\s*[:=]\s*\S")
# A list that holds one of these alone is a sentence that somebody cut at its blanks.
_FUNCTION_WORDS = frozenset(
    "a an and are as at by do for from how in is it of on or the this to what when where which who why with you your "
    "das der die ein eine für im mit oder und von wie zu au aux avec dans de des du en et la le les ou par pour sur "
    "un une con del el los las para por y e il o per di".split()
)
# Steps on the way to a page that name a part of the site and nothing in it.
_NOT_STEP = frozenset(
    "all|all articles|all categories|all products|archive|article|articles|boards|catalog|categories|category|docs|"
    "documentation|forum|forums|index|products|shop|store|topics".split("|")
)
_SPLIT = lazy(r"(?:(?<!\s)\s+)?[,;、，；|]\s*")


def topic_candidates(
    tree: Any, classes: str, head: Head, main: Object, others: frozenset[str] = frozenset()
) -> list[Candidate]:
    """Return the topics that the page of ``tree`` declares or links to, in order of trust.

    ``classes`` are those of its elements, ``others`` the names of its site and authors in lower case, which keywords
    list beside topics.
    """
    found = list(_taxonomies(tree)) if any(sign in classes for sign in _SIGNS_OF_TAXONOMY) else []
    found += _from_json_ld(head, main)
    found += _listed(head.all("dcterms.subject", "dc.subject"), "dcterms.subject", "Subject", DUBLIN_CORE)
    found += _listed(head.all("article:tag", "og:article:tag"), "article:tag", "Tags", OPEN_GRAPH, divide=False)
    found += _listed(
        head.all("article:section", "og:article:section"), "article:section", "Section", OPEN_GRAPH + 1, divide=False
    )
    found += _listed(head.tags, "rel=tag", "Tags", REL_TAG, divide=False)
    kinds = _listed(head.categories, "rel=category", "", REL_TAG, divide=False)
    found += [candidate._replace(field="categories") for candidate in kinds]
    words = _listed(head.all("news_keywords"), "news_keywords", "Keywords", NEWS_KEYWORDS)
    words += _listed(
        head.all("parsely-tags", "sailthru.tags", "citation_keywords"), "meta tags", "Tags", NEWS_KEYWORDS + 1
    )
    words += _listed(head.all("keywords") + head.properties.get("keywords", []), "keywords", "Keywords", KEYWORDS)
    found += [word for word in words if word.value not in _FUNCTION_WORDS and word.value.casefold() not in others]
    return found[: MOST * 3]


def split_terms(value: str) -> list[str]:
    """Return the terms of ``"a, b, c"``; a text without commas is one term."""
    return [term for term in (_tidy(part) for part in _SPLIT.split(value)) if term]


def _tidy(term: str) -> str:
    term = " ".join(term.split()).strip(" \"'“”#·•")
    if not 1 < len(term) <= LONGEST or _SETTING.match(term) or not any(map(str.isalpha, term)):
        return ""
    return term


def _listed(values: list[str], source: str, group: str, rank: int, divide: bool = True) -> list[Candidate]:
    terms = [term for value in values[:MOST] for term in (split_terms(value) if divide else [_tidy(value)]) if term]
    unique = list(dict.fromkeys(terms))
    return [
        Candidate("topics", term, source, rank, group) for term in unique[:MOST] if term.casefold() not in _NOT_TOPIC
    ]


def _taxonomies(tree: Any) -> Iterator[Candidate]:
    """Yield the terms of taxonomy fields, under the field's label where it has one, else under its name."""
    for node in tree.css(_TAXONOMY)[:MOST]:
        classes = (node.attributes.get("class") or "").lower()
        name = _FIELD_NAME.search(classes)
        if name and not _TAXONOMY_NAME.search(name.group(1)):
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


def _from_json_ld(head: Head, main: Object) -> list[Candidate]:
    found = []
    for item in [main] if main else []:
        words = item.get("keywords")
        divided = [term for value in texts_of(words) for term in split_terms(value)]
        found += _listed(divided, "json-ld keywords", "Keywords", JSON_LD, divide=False)
        found += _listed(texts_of(item.get("about")), "json-ld about", "About", JSON_LD + 1, divide=False)
        found += _listed(
            texts_of(item.get("articleSection")), "json-ld articleSection", "Section", JSON_LD + 2, divide=False
        )
    for types, item in head.objects:
        if "breadcrumblist" in types:
            found += _breadcrumbs(item)
            break
    return found


def _breadcrumbs(item: Object) -> list[Candidate]:
    """Return the sections on the way to the page: neither the front page nor the page itself."""
    steps = item.get("itemListElement")
    names = []
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict):
            names += (texts_of(step.get("name")) or texts_of(step.get("item")))[:1]
    names = [name for name in names[1:-1] if name.strip().casefold() not in _NOT_STEP]
    return _listed(names, "json-ld breadcrumb", "Breadcrumb", BREADCRUMB, divide=False)
