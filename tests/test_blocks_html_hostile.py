"""Pages made to be slow: twice the page may cost about twice the time, whatever is in it, and no depth is too deep."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from archtool.blocks.html import parse, read
from archtool.scorer.predict import main_content

SECONDS = 30  # far above what a linear walk takes on a busy machine, far below what a quadratic one does


def nested(tag: str) -> Callable[[int], str]:
    return lambda size: f"<{tag}>x" * size


PAGES: dict[str, tuple[Callable[[int], str], int]] = {
    "nested divs": (nested("div"), 100_000),
    "nested inline elements": (nested("b"), 100_000),
    "nested spans and links": (lambda size: "<span>x<a href=y>" * size, 50_000),
    "nested tables": (lambda size: "<table><tr><td>x" * size, 10_000),
    "nested lists": (lambda size: "<ul><li>x" * size, 50_000),
    "siblings": (lambda size: "<p>x</p>" * size, 250_000),
    "siblings without text": (lambda size: "<i></i>" * size, 1_000_000),
    "line breaks": (lambda size: "x<br>" * size, 200_000),
    "rows": (lambda size: "<table>" + "<tr><td>a<td>b" * size, 50_000),
    "cells": (lambda size: "<table><tr>" + "<td>b" * size, 100_000),
    "headings": (lambda size: "<h2>Title</h2>" * size, 100_000),
    "unclosed tags": (lambda size: "<div><p><font><" * size, 30_000),
    "entities": (lambda size: "&amp;&lt;&#x41;&nosuch;" * size, 400_000),
    "one word": (lambda size: f"<p>{'x' * size}", 5_000_000),
    "attributes": (lambda size: "<p " + " ".join(f"a{n}=b" for n in range(size)) + ">x", 100_000),
    "long attribute": (lambda size: f"<p class='{'name ' * size}' style='{'a' * size}'>x", 5_000_000),
    "structured data": (lambda size: "<script type=application/ld+json>" + '{"name": "' * size + "</script>x", 200_000),
}


@pytest.mark.parametrize("name", PAGES)
def test_bounded_time(name: str) -> None:
    make, size = PAGES[name]
    tree = parse(make(size))  # what the parser takes is the parser's own
    begun = time.process_time()
    reading = read(tree)
    chosen = main_content(reading)
    assert len(chosen) == len(reading.blocks)
    assert time.process_time() - begun < SECONDS
