"""Text corpora, with many documents in one file: each is a page with its own address, title and time."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from archtool.model import Failure, Origin, Page, Pair
from archtool.pipeline import clean
from archtool.readers import ReadOptions, corpus, read, read_stream

TREC = (
    "<DOC>\n<DOCNO>WTX-{0}</DOCNO>\n<DOCHDR>\nhttp://tides.example/{0}.html 192.0.2.1 19970101120000 text/html 900\n"
    "HTTP/1.0 200 OK\n</DOCHDR>\n<html><head><title>Tides {0}</title></head><body><p>A table.</p></body></html>\n</DOC>\n"
)
WIKI = """\
<doc id="{0}" url="https://wiki.example/?curid={0}" title="Mills &amp; &quot;wheels&quot; {0}">
Mills & "wheels" {0}

A mill is a place where corn is ground between two stones, which water, wind or an engine turn round.

</doc>
"""
TEXTS = """\
<text id="{0}" title="Pier {0}" date="2015-03-04" genre="news" url="http://pier.example/{0}">
The pier of the town was rebuilt after the storm of the winter, and boats moor there again.

They come from both islands, says the board of the harbour, and from the towns along the coast.
</text>
"""


def pages(text: str) -> list[Page]:
    found = list(read_stream(io.BytesIO(text.encode()), "a"))
    assert all(isinstance(page, Page) for page in found), found
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("document", "format", "url", "start"),
    [
        (TREC, "html", "http://tides.example/{0}.html", "<html>"),
        (WIKI, "text", "https://wiki.example/?curid={0}", 'Mills & "wheels" {0}\n'),
        (TEXTS, "text", "http://pier.example/{0}", "Pier {0}\n\nThe pier"),
    ],
)
def test_each_document_of_a_file_is_a_page(document: str, format: str, url: str, start: str) -> None:
    texts = [document.format(number) for number in range(3)]
    front = "<?xml version='1.0'?>\n<corpus name='x'>\n"
    found = pages(front + "".join(texts) + "</corpus>\n")
    assert [str(page.origin) for page in found] == [f"a:{len(front) + number * len(texts[0])}" for number in range(3)]
    for number, page in enumerate(found):
        assert (page.format, page.source, page.url) == (format, "corpus", url.format(number))
        assert page.body.lstrip().startswith(start.format(number))
        assert "</doc>" not in page.body.lower()
        assert "</text>" not in page.body
        assert "corpus" not in page.body
    assert len({page.id for page in found}) == 3


def test_what_a_collection_says_about_a_document_is_in_the_record() -> None:
    one = clean(pages(TEXTS.format(1) + TEXTS.format(2))[0])
    assert (one.title, one.date) == ("Pier 1", "2015-03-04")
    assert one.text.startswith("The pier of the town was rebuilt")
    assert one.fields == (Pair("id", ("1",)), Pair("genre", ("news",)))
    assert clean(pages(WIKI.format(1))[0]).title == 'Mills & "wheels" 1'
    (trec,) = pages(TREC.format(7))
    assert trec.captured == "1997-01-01T12:00:00Z"
    assert trec.fields == (Pair("DOCNO", ("WTX-7",)),)


@pytest.mark.parametrize(
    "inside",
    [
        ("<HEAD>Ferry Sails &amp; Returns</HEAD>\n<DATELINE>LINDVIK (AP) </DATELINE>\n<TEXT>\n   The ferry between the islands"
        " will run\nagain from Easter, says the council.\n   Tickets cost as much as they did ten years ago.\n</TEXT>\n"),
        ("<HEADLINE><P>Ferry Sails &amp; Returns</P></HEADLINE>\n<TEXT>\n<P>The ferry between the islands will run\nagain from"
        " Easter, says the council.</P>\n<P>\nTickets cost as much as they did ten years ago.\n</P></TEXT>\n"),
    ],
)
def test_articles_of_newspaper_collections_have_headlines_and_paragraphs(inside: str) -> None:
    document = f"<DOC>\n<DOCNO> AP88-{{0}} </DOCNO>\n<FILEID>AP-NR-02 2344EST</FILEID>\n{inside}</DOC>\n"
    first, second = (clean(page) for page in pages(document.format(1) + document.format(2)))
    assert (first.title, first.fields[0]) == ("Ferry Sails & Returns", Pair("DOCNO", ("AP88-1",)))
    assert "council.\n\nTickets cost as much as they did ten years ago." in second.text
    assert "2344EST" not in first.text
    assert "<" not in first.text


def test_a_text_in_a_drawing_begins_no_document() -> None:
    drawing = '<svg>\n<text id="12">\na</text>\n<text id="13" x="4">b\n</text>\n</svg>'
    page = f'<text id="1">\n<!DOCTYPE html><html><body><p>Tides.</p>{drawing}</body></html>\n</text>\n'
    found = pages(page + page.replace('id="1"', 'id="2"'))
    assert [page.body.count("<svg>") for page in found] == [1, 1]


def test_documents_are_found_wherever_a_read_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(TREC.format(number) for number in range(9))
    whole = [(page.origin, page.body) for page in pages(text)]
    monkeypatch.setattr(corpus, "LONGEST", 400)
    for size in (401, 450, 777):
        monkeypatch.setattr(corpus, "CHUNK", size)
        assert [(page.origin, page.body) for page in pages(text)] == whole


def test_a_document_that_is_too_large_is_one_failure() -> None:
    large = TEXTS.format(2).replace("The pier", "The pier " * 9000)
    items = list(read_stream(io.BytesIO((TEXTS.format(1) + large + TEXTS.format(3)).encode()), "a", ReadOptions(max_bytes=9999)))
    assert [type(item) for item in items] == [Page, Failure, Page]
    assert str(items[1]) == f"a:{len(TEXTS.format(1))}: the document is larger than 9999 bytes"


def test_a_document_can_be_read_by_its_origin(tmp_path: Path) -> None:
    path = tmp_path / "wiki_00"
    path.write_text(WIKI.format(1) + WIKI.format(2))
    (page,) = read(f"{path}:{len(WIKI.format(1))}")
    assert isinstance(page, Page)
    assert page.url == "https://wiki.example/?curid=2"


def test_a_file_that_is_said_to_be_a_corpus_and_is_none_is_a_failure() -> None:
    (item,) = read_stream(io.BytesIO(b"Tides"), "a", ReadOptions(format="corpus"))
    assert item == Failure(Origin("a"), "no document of a corpus in it")
