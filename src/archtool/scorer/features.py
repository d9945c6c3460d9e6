"""Turn the walk over a page into the feature matrix: one row for each block, one column for each feature.

First half of scoring, called by ``predict.py``. The numbers are computed in ``measure.py``, ``elements.py``,
``rows.py`` and ``context.py``; this module lays out the arrays and prepares what a page says about itself (its title,
description, structured data) for the loops.
"""

from array import array
from typing import Any, NamedTuple

from archtool.blocks.html import Reading
from archtool.blocks.html_tags import CODES
from archtool.scorer import context, elements, measure, page_kinds, rows
from archtool.scorer.columns import MEASURES, SUMS, TOTALS
from archtool.scorer.weights import Weights
from archtool.startup.patterns import lazy

KINDS = {name: code for code, name in enumerate(
    ("paragraph", "heading", "item", "row", "quote", "code", "caption", "term", "definition", "post"))}  # fmt: skip
_MEANINGS = ("nav", "header", "footer", "aside", "form", "article", "main", "table", "li", "button", "figure",
             "blockquote", "dl", "section", "a")  # fmt: skip
ZERO, REAL_ZERO = array("i", [0]), array("d", [0.0])  # multiplying these is twice as fast as making arrays from bytes
MEANINGS = ZERO * len(CODES)
for _bit, _name in enumerate(_MEANINGS):
    MEANINGS[CODES[_name]] |= 1 << _bit

TEXT, PLACE, NEAR, ANCESTORS, REPEATS, PAGE_OWN = 30, 18, 34, 90, 24, 13
COPIES, TITLE, EXPECTED, CONTAINER = 3, 4, 5, 6
DATA_TYPES = ("Product", "Article", "ItemList", "Forum", "QAPage", "FAQPage", "Recipe", "Collection")
PAGE = PAGE_OWN + 4 + len(DATA_TYPES) + len(page_kinds.KINDS)
ARTICLE = TEXT + PLACE + NEAR + ANCESTORS + REPEATS + PAGE - len(page_kinds.KINDS)  # column of its chance
CONTEXT = COPIES + TITLE + EXPECTED + CONTAINER
WIDTH = TEXT + PLACE + NEAR + ANCESTORS + REPEATS + PAGE + CONTEXT
DATA_TEXT = lazy(r'"(?:articleBody|description|text|headline|name)"\s*:\s*"((?:[^"\\]|\\.){12,20000})')


class Matrix(NamedTuple):
    """The features of a page: ``values`` by row, ``rows`` rows of ``WIDTH``; ``words``: the words of each block."""

    values: Any
    rows: int
    words: list[float]


def matrix(reading: Reading, weights: Weights, address: str | None = None) -> Matrix:
    """Return the features of every block of ``reading``, a page at ``address``."""
    walk, places = reading.walk, reading.places
    count = len(places)
    lists: list[list[Any]] = [walk.texts, walk.kinds, walk.levels]
    columns = [walk.owners, walk.linked, walk.anchors, walk.marks, walk.images, walk.flags]
    if count < len(walk.texts):
        lists = [list(map(column.__getitem__, places)) for column in lists]
        chosen = array("i", places)
        columns = [elements.pick(column, chosen, ZERO * count) for column in columns]
    texts, named, ranks = lists
    owners, linked, anchors, marks, images, flags = columns
    kinds, levels = array("i", map(KINDS.__getitem__, named)), array("i", ranks)

    longest = max(map(len, texts))
    buffer = array("I", [0]) * (longest + 80)
    known = _page_words(walk, array("I", [0]) * 21000)
    measures = REAL_ZERO * (count * MEASURES)
    hashes = measure.measure_texts(texts, buffer, known, weights.words, measures)
    earlier, copies = ZERO * count, ZERO * count
    measure.count_copies(hashes, earlier, copies)

    size = len(walk.tags)
    sums = REAL_ZERO * (size * SUMS)
    elements.accumulate(walk.parents, owners, measures, linked, anchors, images, kinds, sums)
    own, above = REAL_ZERO * size, REAL_ZERO * size
    signatures = ZERO * size
    elements.score_elements(
        walk.parents, walk.tags, walk.tokens, sums, weights.near, weights.far, buffer, own, above, signatures
    )
    wider, semantic, items, groups, ordinals, depths = (ZERO * size for _ in range(6))
    totals = REAL_ZERO * (size * TOTALS)
    elements.relate(
        walk.parents, walk.tags, sums, signatures, MEANINGS, wider, semantic, items, groups, ordinals, depths, totals
    )
    scores = REAL_ZERO * count
    elements.add_paths(owners, own, above, scores)

    out = array("f", [0.0]) * (count * WIDTH)
    rows.text_features(
        measures, kinds, walk.tags, owners, levels, linked, anchors, marks, images, flags, copies, out, WIDTH
    )
    first = TEXT
    rows.place_features(measures, kinds, levels, scores, out, WIDTH, first)
    first += PLACE
    rows.neighbour_features(measures, linked, owners, scores, out, WIDTH, first)
    first += NEAR
    rows.ancestor_features(
        owners, sums, own, above, wider, semantic, depths, walk.parents, walk.tags, totals, groups, out, WIDTH, first
    )
    first += ANCESTORS
    rows.repeat_features(
        owners, walk.parents, sums, items, groups, ordinals, totals, above, wider, depths, out, WIDTH, first
    )
    first += REPEATS
    words = list(measures[1::MEASURES])
    rows.page_features(owners, sums, scores, _ranks(scores, words), _page(walk, address, weights), out, WIDTH, first)
    first += PAGE
    context.copy_features(measures, earlier, copies, out, WIDTH, first)
    _context(walk.parents, owners, depths, kinds, levels, measures, sums, scores, out, first + COPIES)
    return Matrix(out, count, words)


def _context(
    parents: Any, owners: Any, depths: Any, kinds: Any, levels: Any, measures: Any, sums: Any, scores: Any, out: Any,
    first: int,
) -> None:  # fmt: skip
    """Write the relation of each block to the title and to the container with the expected main content."""
    size, count = len(parents), len(owners)
    met = ZERO * size
    title = next((block for block in range(count) if kinds[block] == KINDS["heading"] and levels[block] == 1), -1)
    if title >= 0:
        context.meetings(parents, owners[title], met, bytearray(size))
    context.title_features(owners, depths, sums, met, title, out, WIDTH, first)
    first += TITLE
    chances, weights = REAL_ZERO * count, REAL_ZERO * count
    total = context.expectations(measures, scores, chances, weights)
    context.expected_features(kinds, scores, chances, weights, total, out, WIDTH, first)
    first += EXPECTED
    gains = REAL_ZERO * size
    best = context.best_container(parents, owners, sums, chances, weights, gains)
    context.meetings(parents, best, met, bytearray(size))
    context.container_features(owners, depths, sums, met, best, gains[best], total, out, WIDTH, first)


def _page_words(walk: Any, buffer: Any) -> bytearray:
    """Return by hash which words occur in title, description and structured data of the page."""
    known = bytearray(4096)
    descriptions = [value for name, value in walk.meta if name in ("description", "og:description", "og:title")]
    data: list[str] = []
    for script in walk.linked_data:
        data.extend(DATA_TEXT.findall(script[:200_000]))
    for bit, texts in ((1, [walk.title]), (2, descriptions[:3]), (4, data[:40])):
        for text in texts:
            measure.mark_words(text[:20_000], bit, buffer, known)
    return known


def _page(walk: Any, address: str | None, weights: Weights) -> Any:
    """Return the features of the page's kind: og:type, the types of its structured data, the chance of each kind."""
    kind = next((value.lower() for name, value in walk.meta if name == "og:type"), "")
    values = [kind.startswith("article"), "product" in kind, kind.startswith("website"), not kind]
    types = page_kinds.types_of(walk)
    joined = " ".join(types)
    values.extend(name in joined for name in DATA_TYPES)
    values.extend(page_kinds.chances(walk, types, address, weights.kinds))
    return array("d", values)


def _ranks(scores: Any, words: list[float]) -> Any:
    """Return for each block the share of the page's words on paths with a higher score."""
    ranks = REAL_ZERO * len(scores)
    order = sorted(range(len(scores)), key=scores.tolist().__getitem__, reverse=True)
    elements.rank(order, words, sum(words) or 1.0, ranks)
    return ranks
