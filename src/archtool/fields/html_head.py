"""Read the declarations of a page: meta elements by name, links by relation, the title element, JSON-LD, microdata.

For ``fields/structured.py``: gathered once, so that each kind of declaration is a look-up.
"""

import re
from typing import Any, NamedTuple

from archtool.blocks.json_ld import Object, read_objects
from archtool.startup.patterns import lazy

MOST_METAS = 400
MOST_PROPERTIES = 300


class Head(NamedTuple):
    """The declarations of a page. ``metas`` has lower-case names with their values in order."""

    metas: dict[str, list[str]]
    canonical: str
    title: str
    objects: list[tuple[frozenset[str], Object]]
    properties: dict[str, list[str]]
    tags: list[str]
    categories: list[str]
    lang: str

    def first(self, *names: str) -> str:
        """Return the first value that one of ``names`` has, in the order of ``names``."""
        for name in names:
            for value in self.metas.get(name, ()):
                if value:
                    return value
        return ""

    def all(self, *names: str) -> list[str]:
        """Return all values of ``names``, in order."""
        return [value for name in names for value in self.metas.get(name, ()) if value]


def read_head(tree: Any, scripts: list[str]) -> Head:
    """Return what the page of ``tree`` (a ``LexborHTMLParser``) declares.

    ``scripts`` are its JSON-LD.
    """
    metas: dict[str, dict[str, None]] = {}  # each value once, in their order
    canonical = title = ""
    for node in tree.head.iter() if tree.head is not None else ():
        tag = node.tag
        if tag == "meta":
            _add_meta(node.attributes, metas)
        elif tag == "link":
            attributes = node.attributes
            if (attributes.get("rel") or "").lower() == "canonical":
                canonical = canonical or (attributes.get("href") or "").strip()
        elif tag == "title" and not title:
            title = " ".join((node.text() or "").split())
    # A fault in the head (a <div>, a stray </head>) ends it for the parser: the rest stands in the body.
    if not title or not metas:
        for node in tree.css("body title, body meta[content]"):
            if node.tag == "meta":
                _add_meta(node.attributes, metas)
            elif not title and node.parent is not None and node.parent.tag != "svg":
                title = " ".join((node.text() or "").split())
    root = tree.root
    lang = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    properties, tags, categories = _read_marked(tree)
    said = {name: list(values) for name, values in metas.items()}
    return Head(said, canonical, title, read_objects(scripts), properties, tags, categories, lang.strip())


def _add_meta(attributes: dict[str, str | None], metas: dict[str, dict[str, None]]) -> None:
    content = attributes.get("content", attributes.get("value"))  # some plugins write the wrong one
    if content is None or len(metas) > MOST_METAS:
        return
    value = " ".join(content.split())
    for key in ("property", "name", "itemprop", "http-equiv"):
        name = attributes.get(key)
        if name:
            metas.setdefault(name.strip().lower(), {})[value] = None


_OF_WHOLE = ("author", "creator", "datepublished", "datecreated", "description")
LONGEST_VALUE = 300
_REPLY = lazy(r"Comment|Answer|Review|Person|Rating", re.IGNORECASE)
_CLIMB = 12
_MARKED = '[itemprop], [rel~="tag"], [property^="dc"], [property^="schema:date"]'
# What RDFa calls the day of publication, as content management systems write it on any element.
_RDFA = dict.fromkeys(
    ("dc:date", "dc:created", "dcterms:date", "dcterms:created", "dcterms:issued", "schema:datecreated"), "datecreated"
) | {"schema:datepublished": "datepublished"}
_WANTED = frozenset(
    "author creator datepublished datecreated headline keywords articlesection about genre description".split()
)


def _read_marked(tree: Any) -> tuple[dict[str, list[str]], list[str], list[str]]:
    """Return the microdata and RDFa that tell about a page, and the texts of its links to tags and to categories."""
    properties: dict[str, list[str]] = {}
    tags: list[str] = []
    categories: list[str] = []
    for node in tree.css(_MARKED)[:MOST_PROPERTIES]:
        attributes = node.attributes
        relation = (attributes.get("rel") or "").lower().split()
        if "tag" in relation and node.tag == "a":
            # WordPress: ``rel="category tag"``.
            terms = categories if "category" in relation else tags
            terms.append(" ".join(node.text(separator=" ").split()))
        names = (attributes.get("itemprop") or "").lower().split()
        if "property" in attributes and node.tag != "meta":
            names += [_RDFA[name] for name in (attributes["property"] or "").lower().split() if name in _RDFA][:1]
        for name in names:
            if name not in _WANTED or (name in _OF_WHOLE and len(properties.get(name, ())) < 3 and _in_reply(node)):
                continue
            if name in ("author", "creator") and "itemscope" in attributes:
                inner = node.css_first('[itemprop~="name"]')
                value = _value(inner, inner.attributes) if inner is not None else _value(node, {})
            else:
                value = _value(node, attributes)
            if value:
                properties.setdefault(name, []).append(value)
                if name.startswith("date"):
                    properties.setdefault("date", []).append(value)  # Whichever comes first in the page.
    return properties, tags, categories


def _in_reply(node: Any) -> bool:
    """Whether the property belongs to a comment, an answer or a review under the page's own item."""
    for _ in range(_CLIMB):
        node = node.parent
        if node is None or node.tag == "body":
            return False
        kind = node.attributes.get("itemtype") or node.attributes.get("typeof")
        if kind:
            return bool(_REPLY.search(kind))
    return False


def _value(node: Any, attributes: dict[str, str | None]) -> str:
    value = attributes.get("content") or attributes.get("datetime") or node.text(separator=" ")
    return " ".join(value.split())[:LONGEST_VALUE]
