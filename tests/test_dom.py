"""The table of nodes: both of its builders give the same, and where C functions are missing, Python builds it."""

from __future__ import annotations

import gc
import gzip
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax import lexbor

from archtool.blocks import html
from archtool.dom import tree
from archtool.dom.tree import PythonTree, tree_of
from archtool.scorer.predict import main_content
from examples import tries

native = pytest.importorskip("archtool.dom.native", reason="the table is not compiled here: there is one form of it")
works = pytest.mark.skipif(not native.usable(), reason="the parser that is installed does not export what is needed")

NAMES = "html body a b div p span table tr td li ul svg path math mi template x-y select option textarea title script style".split()
ATTRIBUTES = ["", " class=a", " class='a  b'", " class", " id=i role=r", " hidden", " style='display: none'", " itemprop",
              " href", " href='#x'", " a=1 b=2 xlink:href=3", " class='\N{GREEK SMALL LETTER ALPHA}&amp;'", " class=katex", " class=sr-only", " class=sidenote"]  # fmt: skip
TEXTS = [" ", "\n\t", "&nbsp;", "word", "two words ", "é漢🙂", "<", "</", "&#0;", "<!-- c -->", "\f\v", "<![CDATA[x]]>", "\0", "$x^2$"]
soups = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES)).map(lambda start: f"<{start[0]}{start[1]}>"),
        st.sampled_from(NAMES).map(lambda name: f"</{name}>"),
        st.sampled_from(TEXTS),
        st.text(max_size=6),
    ),
    max_size=40,
).map(lambda parts: "".join(parts).encode("utf-8", "replace").decode())


@works
@tries(200)
@given(soups)
def test_both_builders_give_the_same_table(body: str) -> None:
    assert native.differences(lexbor.LexborHTMLParser(body).root) == []


@tries(200)
@given(st.sampled_from(ATTRIBUTES), soups)
def test_every_block_has_an_element_that_holds_it_and_a_score(attributes: str, body: str) -> None:
    """The loops of the scorer rely on it: they do not check the bounds of their arrays."""
    reading = html.read(html.parse(f"<html{attributes}>{body}"))
    walk = reading.walk
    assert len(walk.owners) == len(walk.texts)
    assert all(0 <= owner < len(walk.tags) for owner in walk.owners)
    assert all(parent < place for place, parent in enumerate(walk.parents))
    assert len(main_content(reading)) == len(reading.blocks)


@works
def test_both_builders_give_the_same_table_of_two_thousand_tag_soups() -> None:
    chance = random.Random(7)
    for _ in range(2000):
        parts = []
        for _ in range(chance.randint(1, 60)):
            name = chance.choice(NAMES)
            parts.append(chance.choice([f"<{name}{chance.choice(ATTRIBUTES)}>", f"</{name}>", chance.choice(TEXTS)]))
        assert native.differences(lexbor.LexborHTMLParser("".join(parts)).root) == [], parts


@works
@pytest.mark.skipif("WCXB_DIR" not in os.environ, reason="WCXB_DIR is not set: the folder that holds dev/")
def test_both_builders_give_the_same_table_of_real_pages_whole_and_cut() -> None:
    for file in sorted((Path(os.environ["WCXB_DIR"]) / "dev" / "html").glob("*.html.gz"))[::25]:
        body = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
        for part in (body, body[: len(body) // 3], body[len(body) // 2 :]):
            assert native.differences(lexbor.LexborHTMLParser(part).root) == [], file.name


@works
def test_texts_and_attributes_outlive_everything_but_the_table() -> None:
    table = tree_of(lexbor.LexborHTMLParser("<p class='a b'>One <b id=x>two</b>" + "<i>three" * 500).root)
    gc.collect()
    places = range(len(table.ends))
    nodes = [table.node(place) for place in places]
    texts = [table.text(place, True) for place in places]
    assert [text for text in texts if text] == ["One ", "two"] + ["three"] * 500
    values = [table.value(place, "id") for place in places]
    assert [value for value in values if value] == ["x"]
    del table
    gc.collect()
    assert nodes[-1].text_content == "three"
    assert nodes[0].css_first("b").text() == "two"


@works
def test_many_classes_and_tags() -> None:
    body = "".join(f"<x-{number} class='c{number % 700}'>{number}</x-{number}>" for number in range(1500))
    assert native.differences(lexbor.LexborHTMLParser(body).root) == []


@works
def test_of_two_attributes_with_one_name_the_last_counts() -> None:
    """A tag that is cut can give a foreign element two attributes whose names become one."""
    for name in ("xmlns", "xlink:href", "xml:lang"):
        body = f"<svg {name}=1 {name.upper()}=2 {name.replace(':', '')}=3 {name}:{name}=4 xmlns:xmlns=5><a {name}=6 {name}=7>"
        assert native.differences(lexbor.LexborHTMLParser(body).root) == []


def test_a_deep_page() -> None:
    root = lexbor.LexborHTMLParser("<div class=d>" * 20_000 + "x").root
    table = tree_of(root)
    assert len(table.ends) == 20_004  # and html, head, body, text
    assert set(table.ends[2:]) == {20_004}


def test_nothing_to_lay_out() -> None:
    assert not tree_of(None).ends


@works
@pytest.mark.parametrize("name", ["version", "library", "functions"])
def test_a_parser_without_the_functions_is_not_asked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "version":
        monkeypatch.setattr(native, "version", "0.3.0")
    else:  # one that is not loaded, and one that has other functions
        monkeypatch.setattr(lexbor, "__file__", "/nowhere/lexbor.so" if name == "library" else native.__file__)
    assert not native.usable()
    monkeypatch.undo()
    assert native.usable()


def test_the_walk_finds_the_same_in_both_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(11)
    bodies = [
        "".join(chance.choice([f"<{chance.choice(NAMES)}{chance.choice(ATTRIBUTES)}>", chance.choice(TEXTS), "x "]) for _ in range(60))
        for _ in range(300)
    ]  # fmt: skip
    parsed = [html.parse(body) for body in bodies]
    fast = [html.read(page) for page in parsed]
    monkeypatch.setattr(tree, "_builder", lambda: PythonTree)
    for page, reading in zip(parsed, fast, strict=True):
        assert type(tree_of(page.root)) is PythonTree
        plain = html.read(page)
        for one, other in zip(reading.blocks, plain.blocks, strict=True):
            assert one[:8] + one.spans == other[:8] + other.spans
            assert [node.mem_id for node in one.nodes] == [node.mem_id for node in other.nodes]
        for name in ("parents", "tags", "tokens", "owners", "linked", "anchors", "marks", "images", "flags", "meta"):
            assert getattr(reading.walk, name) == getattr(plain.walk, name), name
