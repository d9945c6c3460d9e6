"""Write a graph of topics: GEXF and GraphML for Gephi, Cytoscape, yEd and networkx; a canvas for Obsidian.

Called by ``tags``. Nodes are topics with their number of pages, edges the numbers of pages that two topics share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
CARD = (220, 80)  # width and height of a card on a canvas
NEAREST = 3  # most lines that begin at a card, to keep large canvases readable


class Node(NamedTuple):
    """A topic: its label, its tag, and the number of pages that have it."""

    label: str
    tag: str
    pages: int


class Edge(NamedTuple):
    """Two topics by their index in the list of nodes, the number of pages with both, and the pages' similarity."""

    one: int
    other: int
    pages: int
    similarity: float


def gexf(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """Return the graph as GEXF 1.3, the format of Gephi."""
    lines = [
        f'{HEAD}<gexf xmlns="http://gexf.net/1.3" version="1.3">',
        '<graph defaultedgetype="undirected">',
        '<attributes class="node">',
        '<attribute id="tag" title="tag" type="string"/><attribute id="pages" title="pages" type="integer"/>',
        "</attributes>",
        '<attributes class="edge"><attribute id="similarity" title="similarity" type="double"/></attributes>',
        "<nodes>",
    ]
    for place, node in enumerate(nodes):
        values = f'<attvalue for="tag" value={_quoted(node.tag)}/><attvalue for="pages" value="{node.pages}"/>'
        lines.append(f'<node id="{place}" label={_quoted(node.label)}><attvalues>{values}</attvalues></node>')
    lines += ["</nodes>", "<edges>"]
    for place, edge in enumerate(edges):
        value = f'<attvalues><attvalue for="similarity" value="{edge.similarity:.4f}"/></attvalues>'
        ends = f'source="{edge.one}" target="{edge.other}"'
        lines.append(f'<edge id="{place}" {ends} weight="{edge.pages}">{value}</edge>')
    return "\n".join([*lines, "</edges>", "</graph>", "</gexf>"]) + "\n"


def graphml(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """Return the graph as GraphML."""
    keys = [("label", "node", "string"), ("tag", "node", "string"), ("pages", "node", "int")]
    keys += [("weight", "edge", "double"), ("similarity", "edge", "double")]
    lines = [f'{HEAD}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += [f'<key id="{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>' for name, of, kind in keys]
    lines.append('<graph edgedefault="undirected">')
    for place, node in enumerate(nodes):
        label, tag = _escaped(node.label), _escaped(node.tag)
        data = f'<data key="label">{label}</data><data key="tag">{tag}</data><data key="pages">{node.pages}</data>'
        lines.append(f'<node id="n{place}">{data}</node>')
    for edge in edges:
        data = f'<data key="weight">{edge.pages}</data><data key="similarity">{edge.similarity:.4f}</data>'
        lines.append(f'<edge source="n{edge.one}" target="n{edge.other}">{data}</edge>')
    return "\n".join([*lines, "</graph>", "</graphml>"]) + "\n"


def canvas(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """Return the graph as JSON Canvas 1.0: a card for each topic with its tag, the most frequent in the middle.

    Each card has lines to the topics with which it shares most pages.
    """
    from json import dumps

    cards = []
    for place, (node, (x, y)) in enumerate(zip(nodes, _spiral(len(nodes)), strict=True)):
        pages = f"{node.pages:,} {'page' if node.pages == 1 else 'pages'}"
        text = f"**{_plain(node.label)}**\n#{node.tag} · {pages}"
        width, height = CARD
        card = {"id": f"topic{place}", "type": "text", "text": text, "x": x, "y": y, "width": width, "height": height}
        cards.append(card)
    lines: list[dict[str, str]] = []
    drawn = [0] * len(nodes)
    for edge in sorted(edges, key=lambda edge: (-edge.similarity, -edge.pages, edge.one, edge.other)):
        if min(drawn[edge.one], drawn[edge.other]) >= NEAREST:
            continue
        drawn[edge.one] += 1
        drawn[edge.other] += 1
        ends = {"fromNode": f"topic{edge.one}", "toNode": f"topic{edge.other}", "toEnd": "none"}
        lines.append({"id": f"line{len(lines)}", **ends, "label": str(edge.pages)})
    return dumps({"nodes": cards, "edges": lines}, ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[Sequence[Node], Sequence[Edge]], str]] = {
    "gexf": gexf,
    "graphml": graphml,
    "canvas": canvas,
}


def _spiral(count: int) -> list[tuple[int, int]]:
    """Return positions of cards around the middle that do not overlap, like seeds in a sunflower (Vogel, 1979)."""
    from math import cos, pi, sin, sqrt

    angle = pi * (3 - sqrt(5))
    return [
        (round(1.3 * CARD[0] * sqrt(n) * cos(n * angle)), round(1.3 * CARD[0] * sqrt(n) * sin(n * angle)))
        for n in range(count)
    ]


def _plain(label: str) -> str:
    """Return ``label`` without characters that are markup on a card."""
    return re.sub(r"([\\\\`*_\\[\\]<>#])", r"\\\1", label)


def _quoted(text: str) -> str:
    return quoteattr(NO_XML.sub("\ufffd", text))


def _escaped(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(NO_XML.sub("\ufffd", text))
