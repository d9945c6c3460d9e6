"""Of what kind a page is: what it says of itself, and how the kinds are learned."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.blocks.html import parse, read
from archtool.scorer import page_kinds
from archtool.scorer.weights import load

PAGE = "<html><head><title>{}</title>{}</head><body class='{}'><h1>A bridge</h1><p>It stands.</p></body></html>"


def walk_of(title: str = "A bridge", head: str = "", classes: str = "") -> object:
    return read(parse(PAGE.format(title, head, classes))).walk


def hashed(walk: Any, address: str | None) -> list[int]:
    return page_kinds.hashed(walk, page_kinds.types_of(walk), address)


def chances(walk: Any, address: str | None, weights: Any) -> list[float]:
    return page_kinds.chances(walk, page_kinds.types_of(walk), address, weights)


def likeliest(walk: object, address: str | None) -> str:
    found = chances(walk, address, load().kinds)
    return page_kinds.KINDS[found.index(max(found))]


def test_a_site_is_not_known_by_its_name() -> None:
    walk = walk_of()
    first = hashed(walk, "https://www.example.org/a")
    assert hashed(walk, "https://www.another.com/a") == first
    assert hashed(walk, "https://user@www.another.com:8080/a") == first
    assert hashed(walk, "https://forum.another.com/a") != first


@pytest.mark.parametrize(
    ("tokens", "address"),
    [
        ([], None),
        ([], "no address"),
        (["h:www", "d:0"], "http://www.example.org"),
        (["h:docs", "d:2", "u:guide", "s0:guide", "u:first", "u:steps", "s1:first-steps", "l:1", "named"],
         "https://docs.example.org/Guide/first-steps#top"),
        (["d:1", "u:showthread", "u:php", "s0:showthread.php", "l:0", "named", "q:t", "q:page"],
         "http://example.org/showthread.php?t=77&page=2"),
        (["d:1", "u:#", "s0:20170309", "l:0", "numbered"], "http://example.org/20170309/"),
    ],
)  # fmt: skip
def test_what_an_address_says(tokens: list[str], address: str | None) -> None:
    assert list(page_kinds._of_address((address or "").lower())) == tokens


def test_every_source_is_heard() -> None:
    plain = set(hashed(walk_of(), None))
    for walk in (
        walk_of(title="A bridge forum"),
        walk_of(head='<meta name="generator" content="MediaWiki 1.35">'),
        walk_of(head='<meta property="og:type" content="product">'),
        walk_of(head='<script type="application/ld+json">{"@type": "QAPage"}</script>'),
        walk_of(classes="single-product"),
    ):
        assert set(hashed(walk, None)) > plain


@pytest.mark.parametrize(
    ("kind", "address", "title", "head"),
    [
        ("forum", "https://forum.example.org/t/which-bridge-is-best/1234", "Which bridge is best? - Forum",
         '<meta name="generator" content="Discourse 3.1">'),
        ("product", "https://shop.example.org/products/toy-bridge", "Toy Bridge",
         '<meta property="og:type" content="product"><meta property="product:price:amount" content="3">'),
        ("documentation", "https://docs.example.org/en/latest/guide/bridges.html", "Bridges — Guide documentation",
         '<meta name="generator" content="Sphinx">'),
        ("article", "https://www.example.org/2019/05/12/the-bridge-of-the-north-is-open-again", "The bridge is open",
         '<meta property="og:type" content="article"><meta property="article:published_time" content="2019-05-12">'),
    ],
)  # fmt: skip
def test_what_was_learned(kind: str, address: str, title: str, head: str) -> None:
    assert likeliest(walk_of(title, head), address) == kind


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=4), st.text())
def test_chances_are_chances_whatever_a_page_says(address: str, meta: list[tuple[str, str]], text: str) -> None:
    walk = SimpleNamespace(title=text, meta=meta, linked_data=[text], tags=[], tokens=[])
    found = chances(walk, f"http://{address}", load().kinds)
    assert len(found) == len(page_kinds.KINDS)
    assert math.isclose(sum(found), 1)
    assert min(found) >= 0


def test_kinds_are_learned_from_examples() -> None:
    pytest.importorskip("scipy", reason="training needs the extra fit")
    import numpy as np

    from archtool.scorer.linear import fit_kinds, page_design

    examples = [
        SimpleNamespace(reading=SimpleNamespace(walk=walk_of(title=f"Number {number}")), kind=kind,
                        address=f"http://{kind[:2]}{number}.example.org/{kind}s/{number}")
        for number in range(12) for kind in ("forum", "product")
    ]  # fmt: skip
    weights = fit_kinds(page_design(examples), np.ones(len(examples), bool))
    assert len(weights) == len(page_kinds.KINDS) * (page_kinds.SIZE + 1)
    found = chances(walk_of(), "http://new.example.com/products/7", weights)
    assert found[page_kinds.KINDS.index("product")] > 0.8
