"""Pages made to be slow: twice the page may cost about twice the time, whatever is in it, and no depth is too deep."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from archtool.blocks.html import parse, read, split
from archtool.blocks.html_guard import tame
from archtool.scorer.predict import main_content

SECONDS = 15  # far above what a linear walk takes on a busy machine, far below what a quadratic one does


def nested(tag: str) -> Callable[[int], str]:
    return lambda size: f"<{tag}>x" * size


PAGES: dict[str, tuple[Callable[[int], str], int]] = {
    "nested divs": (nested("div"), 100_000),
    "nested inline elements": (nested("b"), 100_000),
    "nested spans and links": (lambda size: "<span>x<a href=y>" * size, 50_000),
    "nested tables": (lambda size: "<table><tr><td>x" * size, 10_000),
    "nested lists": (lambda size: "<ul><li>x" * size, 50_000),
    "siblings": (lambda size: "<p>x" * size, 200_000),
    "siblings without text": (lambda size: "<i></i>" * size, 300_000),
    "line breaks": (lambda size: "x<br>" * size, 200_000),
    "rows": (lambda size: "<table>" + "<tr><td>a<td>b" * size, 50_000),
    "cells": (lambda size: "<table><tr>" + "<td>b" * size, 100_000),
    "headings": (lambda size: "<h2>Title</h2>" * size, 100_000),
    "unclosed tags": (lambda size: "<div><p><font><" * size, 30_000),
    "entities": (lambda size: "&amp;&lt;&#x41;&nosuch;" * size, 400_000),
    "one word": (lambda size: f"<p>{'x' * size}", 5_000_000),
    "attributes": (lambda size: "<p " + " ".join(f"a{n}=b" for n in range(size)) + ">x", 4_000_000),
    "long attribute": (lambda size: f"<p class='{'name ' * size}' style='{'a' * size}'>x", 5_000_000),
    "structured data": (lambda size: "<script type=application/ld+json>" + '{"name": "' * size + "</script>x", 200_000),
}


@pytest.mark.parametrize("name", PAGES)
def test_blocks_in_bounded_time(name: str) -> None:
    make, size = PAGES[name]
    body = make(size)
    begun = time.process_time()
    read(parse(body))
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("name", PAGES)
def test_scores_in_bounded_time(name: str) -> None:
    make, size = PAGES[name]
    reading = read(parse(make(size // 10)))  # not compiled, scoring takes a tenth of a millisecond a block
    begun = time.process_time()
    assert len(main_content(reading)) == len(reading.blocks)
    assert time.process_time() - begun < SECONDS


def test_an_ordinary_page_passes_the_guard_unchanged() -> None:
    code = "if (a<b && c) d = e; " * 900
    body = "<html><body" + ' data-x="1 > 0"' * 150 + f"><script>{code}</script><div><p>x" * 50
    assert tame(body) == body


def test_the_guard_keeps_the_text() -> None:
    deep = "<div>a " * 30_000
    assert len(split(parse(deep))) > 1_000
    assert " ".join(block.text for block in split(parse(deep))).split() == ["a"] * 30_000
    attributes = " ".join(f"a{number}=b" for number in range(3_000))
    assert [block.text for block in split(parse(f"<p {attributes}>kept</p><p>too"))] == ["kept", "too"]
