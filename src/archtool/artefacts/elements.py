"""Find the elements that an archive or a saving tool added to a page, and an institution's own archive banners."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from archtool.artefacts.addresses import load_artefacts, original
from archtool.model import Block, Candidate
from archtool.startup.patterns import compiled

CERTAIN = 1  # Rank of trust: an archive knows what it captured, and from where.
LONGEST = 5000  # Characters of an element that are searched for an address or a time.
MOST_LINKS = 60
MOST_ELEMENTS = 50  # An archive adds a few; a page with more is hostile.


class Artefact(NamedTuple):
    """Elements that are not the page's own: the rule, the archive, and the values in them."""

    rule: str
    archive: str
    nodes: tuple[Any, ...]
    gives: tuple[Candidate, ...]
    capture_metas: tuple[str, ...] = ()


def inspect(tree: Any, classes: str | None = None) -> list[Artefact]:
    """Return the artefacts in ``tree`` (a ``LexborHTMLParser`` or a node of one).

    ``classes`` are the classes and ids of its elements, where they are known; a page without any of the signs is then
    not searched.
    """
    found = []
    for rule in load_artefacts()["artefact"]:
        if classes is not None and not any(sign in classes for sign in rule["sign"]):
            continue
        nodes = tuple(_nodes(tree, rule))
        if nodes:
            gives = tuple(_candidates(nodes, rule))
            found.append(
                Artefact(rule["id"], rule.get("archive", ""), nodes, gives, tuple(rule.get("capture_metas", ())))
            )
    return found


class Listed(NamedTuple):
    """One rule about artefacts, as ``archtool rules`` shows it."""

    id: str
    why: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


def listed_rules() -> list[Listed]:
    """Return the rules about artefacts with their reasons and examples."""
    return [
        Listed(rule["id"], rule["why"], tuple(rule["yes"]), tuple(rule["no"])) for rule in load_artefacts()["artefact"]
    ]


def blocks_inside(blocks: Sequence[Block], nodes: Sequence[Any]) -> Iterator[int]:
    """Yield the indices of the blocks whose text is inside one of ``nodes``; each ancestor is examined once."""
    known = dict.fromkeys((node.mem_id for node in nodes), True)
    for index, block in enumerate(blocks):
        path: list[int] = []
        node = block.nodes[0] if block.nodes else None
        while node is not None and node.mem_id not in known:
            path.append(node.mem_id)
            node = node.parent
        inside = node is not None and known[node.mem_id]
        known.update(dict.fromkeys(path, inside))
        if inside:
            yield index


def own_title(title: str) -> str:
    """Return a page's title without the additions of an archive."""
    for pattern in _title_additions():
        shorter = pattern.sub("", title)
        if shorter.strip():
            title = shorter
    return title


def _nodes(tree: Any, rule: dict[str, Any]) -> Iterator[Any]:
    """Yield the outermost elements that the rule names, and those between its comments."""
    text = rule.get("text")
    seen: set[int] = set()
    for node in tree.css(", ".join(rule["elements"]))[:MOST_ELEMENTS]:
        if node.mem_id in seen or any(parent.mem_id in seen for parent in _ancestors(node)):
            continue
        if text and not compiled(text).search(node.text(separator=" ")[:LONGEST]):
            continue
        seen.add(node.mem_id)
        yield node
    if rule.get("between"):
        yield from (node for node in _between(tree, *rule["between"]) if node.mem_id not in seen)


def _between(tree: Any, begin: str, end: str) -> Iterator[Any]:
    """Yield the elements between two comments among the children of the body, where archives insert."""
    body = tree.css_first("body")
    node = body.first_child if body is not None else None
    inside = False
    while node is not None:
        if node.is_comment_node:
            comment = node.comment_content or ""
            inside = begin in comment or (inside and end not in comment)
        elif inside and node.is_element_node:
            yield node
        node = node.next


def _ancestors(node: Any) -> Iterator[Any]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _candidates(nodes: Sequence[Any], rule: dict[str, Any]) -> Iterator[Candidate]:
    for key, value in rule.get("yields", {}).items():
        yield Candidate(key, "true" if value is True else str(value), rule["id"], CERTAIN)
    text = " ".join(" ".join(node.text(separator=" ").split())[:LONGEST] for node in nodes)
    links = " ".join(_addresses(nodes))
    for field in ("url", "captured"):
        for pattern in rule.get(field, ()):
            match = compiled(pattern).search(text) or compiled(pattern).search(links)
            if match:
                value = original(match.group(1)) if field == "url" else match.group(1)
                yield Candidate(field, value, rule["id"], CERTAIN)
                break
    for name, pattern in rule.get("pairs", {}).items():
        match = compiled(pattern).search(text)
        if match:
            yield Candidate("pair", match.group(1), rule["id"], CERTAIN, name)


def _addresses(nodes: Sequence[Any]) -> Iterator[str]:
    for node in nodes:
        for link in node.css("a[href], input[value]")[:MOST_LINKS]:
            attributes = link.attributes
            yield (attributes.get("href") or attributes.get("value") or "").strip()


@cache
def _title_additions() -> tuple[re.Pattern[str], ...]:
    titles = load_artefacts()["titles"]
    return tuple(compiled(pattern) for pattern in (*titles["suffixes"], *titles["prefixes"]))
