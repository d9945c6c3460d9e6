"""Artefacts of archives: every rule against its own examples, and what they leave of a page."""

import os
import subprocess
import sys
from functools import partial
from itertools import product
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example as also
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from archtool.artefacts import absolute, inspect, original, own_title
from archtool.artefacts.addresses import host, load_artefacts
from archtool.blocks import html
from archtool.fields.structured import candidates
from archtool.judge import artefacts
from archtool.judge.view import View
from archtool.model import Origin, Page, Settings
from archtool.pipeline import split
from archtool.readers._provenance import provenance
from archtool.rules.rulebook import own_rules

RULES = load_artefacts()["artefact"]
WAYBACK = Path(os.environ.get("ARCHIVES_DIR", "")) / "wayback-html"


def tree_of(source: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<html><body>{source}</body></html>")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_each_rule_agrees_with_its_examples(rule):
    assert rule["yes"]
    assert rule["no"]
    assert rule["why"]
    for example in rule["yes"]:
        assert rule["id"] in [found.rule for found in inspect(tree_of(example))], example
        classes = html.read(tree_of(example)).walk.classes()
        assert rule["id"] in [found.rule for found in inspect(tree_of(example), classes)], "the sign does not show"
    for example in rule["no"]:
        assert rule["id"] not in [found.rule for found in inspect(tree_of(example))], example


def test_rule_ids_are_unique():
    assert len({rule["id"] for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("url", load_artefacts()["addresses"]["yes"])
def test_rewritten_addresses_are_undone(url):
    assert original(url) == "http://www.example.org/a"


@pytest.mark.parametrize("url", load_artefacts()["addresses"]["no"])
def test_other_addresses_stay(url):
    assert original(url) == url


def test_an_archive_of_an_archive_is_undone():
    inner = "https://web.archive.org/web/20100101000000/http://example.org/"
    assert original(f"https://arquivo.pt/wayback/20190717140047/{inner}") == "http://example.org/"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/b", "http://example.org/b"), ("c?d=1#e", "http://example.org/a/c?d=1#e"),
        ("https://other.example/x", "https://other.example/x"),
        ("/web/20190717140047/http://other.example/x", "http://other.example/x"), ("#note", "#note"),
        ("mailto:j@example.org", "mailto:j@example.org"),
        ("//cdn.example/x.png", "http://cdn.example/x.png"), ("http://[", "http://["), ("", "http://example.org/a/"),
    ],
)  # fmt: skip
def test_links_become_absolute_against_the_original_address(link, expected):
    assert absolute(link, "https://web.archive.org/web/20190717140047/http://example.org/a/") == expected
    assert absolute(link, "http://example.org/a/") == expected


BASES = (
    "http://h.example", "http://h.example/a/b/c.html?x=1#f", "http://h.example:80/a/../b/./c", "http://h.example//a///b/",
    "http://h.example/a;p/b;q?z", "//h.example/a/b", "/a/b", "a/b.html", "?q", "..", "/../y", "mailto:j@h.example",
    "file:///a/b", "data:text/html,x", "urn:a:b", "http://[::1]/a/b", "http://[", "http:///a", "HTTP://U:p@H.example/A/",
    "https://web.archive.org/web/20190717140047/http://www.example.org/a/b.html", "http://h.example/é/x", " http://h.example/",
)  # fmt: skip
PIECES = ("", "/", "//", "a", "b.html", "..", "?", "#", "x=1", ";", ":", "é", " ", "[", "(_)", "h.org", ".a")


def test_links_are_resolved_as_the_standard_library_resolves_them():
    for base, *pieces in product(BASES, PIECES, PIECES, PIECES):
        link = original("".join(pieces).strip())
        if link.startswith("#"):
            continue
        try:
            expected = original(urljoin(original(base), link))
        except ValueError:
            expected = link
        assert absolute(link, base) == expected, (link, base)


def test_a_relative_link_of_a_page_without_address_stays():
    assert absolute("/b", None) == "/b"


def test_archives_additions_to_titles_go():
    assert own_title("The bridge - preservado pelo Arquivo.pt") == "The bridge"
    assert own_title("Wayback Machine") == "Wayback Machine"
    assert own_title("The bridge - The Example") == "The bridge - The Example"


def test_an_element_tells_address_and_time_of_capture():
    source = (
        """<div id="wm-ipp-base"><a href="/web/20190717140047/http://www.example.org:80/a">X</a></div><p>Text</p>"""
    )
    (found,) = inspect(tree_of(source))
    assert [value[:2] for value in found.gives] == [("url", "http://www.example.org/a"), ("captured", "20190717140047")]


def judged(source: str) -> dict[str, str]:
    page = Page(source, Origin("x"), format="html")
    pieces = split(page, Settings())
    view = View(page, pieces.blocks, [None] * len(pieces.blocks), own_rules(), {}, pieces)
    return {pieces.blocks[index].text: verdict.rule for index, verdict in artefacts.judge(view)}


def test_only_blocks_inside_are_removed():
    source = """<body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div><p>12 captures</p></div>
        <!-- END WAYBACK TOOLBAR INSERT --><div id="donato"></div><main><p>The text.</p><p>More text.</p></main></body>"""
    assert judged(source) == {"12 captures": "artefact/wayback-toolbar"}


@pytest.mark.skipif(not WAYBACK.is_dir(), reason="ARCHIVES_DIR does not hold saved pages of the Wayback Machine")
def test_real_saved_pages_keep_no_trace_of_the_archive():
    for path in sorted(WAYBACK.glob("*.html")):
        source = path.read_text(encoding="utf-8", errors="replace")
        removed = judged(source)
        page = Page(source, Origin(str(path)), format="html")
        pieces = split(page, Settings())
        for block in pieces.blocks:
            if block.text not in removed:
                assert "Wayback Machine" not in block.text, (path.name, block.text)
        for node in html.parse(source).css("a[href]"):
            link = absolute(node.attributes["href"] or "", None)
            assert "/web/2" not in link or "archive.org" not in link, (path.name, link)


def test_rules_about_artefacts_are_listed_and_can_be_disabled(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<div id="wm-ipp"><p>12 captures</p></div><h1>T</h1><p>The text of the page, which is long.</p>')
    run = partial(subprocess.run, capture_output=True, text=True, check=True)
    command = [sys.executable, "-m", "archtool"]
    assert "artefact/wayback-toolbar" in run([*command, "rules"]).stdout
    explain = run([*command, "explain", str(page)]).stdout
    assert "\tremoved\tartefact/wayback-toolbar\tblock 1\t12 captures" in explain
    disabled = run([*command, "explain", "--disable", "artefact/wayback-toolbar", str(page)]).stdout
    assert "\tkept\t\tblock 1\t12 captures" in disabled


REPLAY = "<html><head>{}</head><body><h1>The bridge</h1><p>It is open.</p>{}</body></html>"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (
            '<link rel="canonical" href="https://wayback.archive-it.org/4321/20190122152926/https://www.example.org/a">',
            "", ("archive-it", "https://www.example.org/a", "2019-01-22T15:29:26Z"),
        ),
        (
            ('<script>wbinfo.url = "http://www.example.org/a"; wbinfo.timestamp = "20091014220133"; '
            'wbinfo.prefix = "https://arquivo.pt/wayback/";</script>'),
            "", ("arquivo.pt", "http://www.example.org/a", "2009-10-14T22:01:33Z"),
        ),
        (
            "", '<a href="https://webarchive.nationalarchives.gov.uk/20100512101010/http://example.org/">x</a>' * 3,
            ("ukgwa", None, "2010-05-12T10:10:10Z"),
        ),
        ("", '<a href="/web/20100512101010/http://example.org/">x</a>' * 2, (None, None, None)),
        (
            "", '<a href="/web/20100512101010/http://example.org/">x</a>' * 3 + '<a href="/x">y</a>' * 3,
            (None, None, None),
        ),
    ],
)  # fmt: skip
def test_a_page_with_rewritten_addresses_is_a_capture(head, body, expected):
    assert tuple(provenance(REPLAY.format(head, body))) == expected


def test_the_time_of_capture_is_no_date_of_the_page():
    source = REPLAY.format(
        '<meta property="article:published_time" content="2017-05-06T12:34:56Z" itemprop="dateCreated">',
        '<div id="HEADER">archive.today webpage capture Saved from http://example.org/</div>',
    )
    tree = html.parse(source)
    assert not [value for value in candidates(tree, Page(source, Origin("x"), format="html")) if value.field == "date"]


@given(st.text(alphabet="htps:/.?#@[]-_a1\u0130\u212aA \t\nK%\xa0\uff0e", max_size=30), st.booleans())
@also("//a.b:80@c/", True)
@also("//a.b\n", True)
@also("//a.b%2e", True)
def test_a_host_is_read_as_the_library_reads_it(rest, whole):
    address = f"http:{rest}" if whole else rest
    try:
        expected = urlsplit(address).hostname or ""
    except ValueError:
        expected = ""
    assert host(address) == expected
