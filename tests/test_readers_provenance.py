"""Which page it is: of an archive in an archive the first capture, of a file what its tool wrote; and what is cut."""

import io
import json
from pathlib import Path

import pytest

import archive_builder as build
from archtool.model import Failure, Page
from archtool.pipeline import clean
from archtool.readers import Item, read, read_stream

HTML = build.html("tides")
REPLAYED = "https://web.archive.org/web/20150102030405/http://example.org/pier"


def items(data: bytes, name: str = "x.warc") -> list[Item]:
    return list(read_stream(io.BytesIO(data), name))


def test_a_page_of_an_archive_that_was_archived_again_is_that_page() -> None:
    (page,) = items(build.pack([build.record(build.http(HTML), REPLAYED)]))
    assert isinstance(page, Page)
    assert (page.url, page.captured) == ("http://example.org/pier", "2015-01-02T03:04:05Z")


def test_a_page_with_a_date_in_its_address_is_itself() -> None:
    url = "http://example.org/20150102030405/pier"
    (page,) = items(build.pack([build.record(build.http(HTML), url)]))
    assert isinstance(page, Page)
    assert page.url == url


def test_a_saved_page_of_the_wayback_machine_has_the_address_that_its_tool_wrote() -> None:
    html = f"""<!DOCTYPE html><html><!--
 Page saved with SingleFile
 url: {REPLAYED}
 saved date: Thu Sep 13 2018 11:30:54 GMT+0200
--><head><!-- End Wayback Rewrite JS Include --><title>Pier</title></head><body><p>The pier is open.</p></body></html>
<!-- FILE ARCHIVED ON 03:04:05 Jan 02, 2015 AND RETRIEVED FROM THE INTERNET ARCHIVE -->"""
    (page,) = items(html.encode(), "x.html")
    assert isinstance(page, Page)
    assert (page.url, page.captured) == ("http://example.org/pier", "2015-01-02T03:04:05Z")


def test_html_of_singlefile_that_unpacks_itself_tells_where_it_is_from() -> None:
    said = {
        "originalUrl": "https://example.org/pier",
        "archiveTime": "2024-03-04T05:06:07.000Z",
        "indexFilename": "index.html",
    }
    inner = build.zip_of({"index.html": HTML, "manifest.json": json.dumps(said).encode()})
    shell = b"<!DOCTYPE html><html data-sfz><body hidden><div>Please wait...</div><!--" + inner + b"--></body></html>"
    (page,) = items(shell, "x.u.zip.html")
    assert isinstance(page, Page)
    assert (page.url, page.captured, page.source) == ("https://example.org/pier", "2024-03-04T05:06:07Z", "singlefile")


def test_what_a_crawler_cut_is_told() -> None:
    fault, page = items(build.pack([build.record(build.http(HTML), WARC_Truncated="length")]))
    assert isinstance(page, Page)
    assert isinstance(fault, Failure)
    assert fault.message == "cut by its crawler: length"


def test_a_body_that_is_shorter_than_its_header_says_is_told() -> None:
    fault, page = items(build.pack([build.record(build.http(HTML, Content_Length=str(len(HTML) + 9)))]))
    assert isinstance(page, Page)
    assert isinstance(fault, Failure)
    assert fault.message == f"cut: {len(HTML)} of {len(HTML) + 9} bytes"


@pytest.mark.parametrize(
    "more", [{"Content_Length": str(len(HTML))}, {"Content_Length": "10"}, {"Content_Length": "x"}]
)
def test_a_body_that_is_unpacked_or_whole_is_not(more: dict[str, str]) -> None:
    assert [type(item) for item in items(build.pack([build.record(build.http(HTML, **more))]))] == [Page]


@pytest.mark.parametrize("date", ["2008-10-294T01:02:03Z", "", "0000-00-00T00:00:00Z"])
def test_without_a_valid_time_the_clock_of_the_server_counts_and_is_named(date: str) -> None:
    answer = build.http(HTML, Date="Thu, 30 Oct 2008 01:02:03 GMT")
    (found,) = items(build.record(answer, date=date))
    assert isinstance(found, Page)
    assert found.captured == "2008-10-30T01:02:03Z"
    assert [pair.name for pair in clean(found).fields] == ["Captured"]
    assert date in found.fields[0].values[0]


def test_a_valid_time_beats_the_clock_of_the_server() -> None:
    (found,) = items(build.record(build.http(HTML, Date="Thu, 30 Oct 2008 01:02:03 GMT")))
    assert isinstance(found, Page)
    assert (found.captured, found.fields) == (build.DATE, ())


@pytest.mark.parametrize(
    ("base", "canonical", "url"),
    [
        ("https://tides.example/spring/alder.html", "", "https://tides.example/spring/alder.html"),
        ("https://tides.example/?page=3", "", "https://tides.example/?page=3"),
        ("https://tides.example/", "", None),  # of every page of the site
        ("https://tides.example/spring/", "", None),
        (".", "", None),
        ("https://tides.example/spring/", '<link rel="canonical" href="alder">', "https://tides.example/spring/alder"),
        ("https://tides.example/x", '<link rel="canonical" href="http://a.example/b">', "http://a.example/b"),
    ],
)
def test_the_base_of_a_page_tells_where_it_is_from(base: str, canonical: str, url: str | None) -> None:
    body = HTML.replace(b"<head>", f'<head><base href="{base}">{canonical}'.encode())
    (found,) = items(body, "alder.html")
    assert isinstance(found, Page)
    assert found.url == url


TREC = (
    "<DOC>\n<DOCNO>WTX-001</DOCNO>\n<DOCOLDNO>IA-3</DOCOLDNO>\n<DOCHDR>\n{}\nHTTP/1.0 200 OK\n"
    "Content-type: text/html\n</DOCHDR>\n<html><head><title>Tides</title></head><body><p>A table.</p></body></html>\n</DOC>\n"
)


@pytest.mark.parametrize(
    ("line", "url", "captured"),
    [
        ("http://tides.example:80/a.html 192.0.2.1 19970101120000 text/html 900", "http://tides.example/a.html", "1997-01-01T12:00:00Z"),
        ("http://tides.example/a.html", "http://tides.example/a.html", None),
        ("tides-a", None, None),
    ],
)
def test_the_headers_of_a_trec_collection_are_no_text(line: str, url: str | None, captured: str | None) -> None:
    (page,) = read_stream(io.BytesIO(TREC.format(line).encode()), "a.txt")
    assert isinstance(page, Page)
    assert (page.format, page.url, page.captured) == ("html", url, captured)
    assert page.body.startswith("<html>")
    assert page.body.endswith("</html>")


def test_a_text_about_a_collection_is_no_collection() -> None:
    about = "How the collection is stored\n\nEach page begins with <DOC>, <DOCNO> and <DOCHDR>, and ends with </DOC>.\n"
    (page,) = read_stream(io.BytesIO(about.encode()), "a.txt")
    assert isinstance(page, Page)
    assert page.body == about


@pytest.mark.parametrize("stamp", ["20210304050607", "20210304050607id_", "20210304050607if_"])
def test_a_mirror_of_a_web_archive_has_the_original_address_and_time(stamp: str, tmp_path: Path) -> None:
    folder = tmp_path / "web.archive.org" / "web" / stamp / "http:" / "tides.example" / "spring"
    folder.mkdir(parents=True)
    (folder / "index.html").write_bytes(HTML)
    (page,) = read(str(folder / "index.html"))
    assert isinstance(page, Page)
    assert (page.url, page.captured) == ("http://tides.example/spring/", "2021-03-04T05:06:07Z")


HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\nDate: Thu, 04 Mar 2021 05:06:07 GMT\r\n"
MEMENTO = (
    b"Memento-Datetime: Mon, 04 Mar 2019 05:06:07 GMT\r\n"
    b'Link: <http://a.example/timegate/http://tides.example/>; rel="timegate", <http://tides.example/>; rel="original latest-version"\r\n'
)
MOVED = b"HTTP/1.1 301 Moved\r\nLocation: http://tides.example/\r\n\r\n"


def test_headers_that_were_saved_with_a_page_are_no_text() -> None:
    body = HTML.replace(b"<body>", "<body><p>Таблица приливов весны</p>".encode("cp1251"))
    for data in (HEADERS + b"\r\n" + body, MOVED + HEADERS + b"\r\n" + body, HEADERS.replace(b"\r", b"") + b"\n" + body):
        (page,) = read_stream(io.BytesIO(data), "a.html")
        assert isinstance(page, Page)
        assert (page.format, page.url, page.captured) == ("html", None, "2021-03-04T05:06:07Z")
        assert "Таблица приливов весны" in page.body
        assert "HTTP/1.1" not in page.body
    (gone,) = read_stream(io.BytesIO(HEADERS.replace(b"200 OK", b"404 Not Found") + b"\r\n" + HTML), "a.html")
    assert getattr(gone, "reason", "") == "status 404"
    about = b"HTTP/1.1 200 OK is what a server says first\n\nThen it says what the page is.\n"
    (dump,) = read_stream(io.BytesIO(about), "a.txt")
    assert isinstance(dump, Page)
    assert dump.body == about.decode()


def test_a_capture_that_an_archive_served_has_its_own_address_and_time() -> None:
    (page,) = read_stream(io.BytesIO(HEADERS + MEMENTO + b"\r\n" + HTML), "a.html")
    assert isinstance(page, Page)
    assert (page.url, page.captured) == ("http://tides.example/", "2019-03-04T05:06:07Z")
    again = build.record(HEADERS + MEMENTO + b"\r\n" + HTML, "https://archive.example/memento/1")
    (page,) = read_stream(io.BytesIO(again), "a.warc")
    assert isinstance(page, Page)
    assert (page.url, page.captured) == ("http://tides.example/", "2019-03-04T05:06:07Z")


@pytest.mark.parametrize(
    ("place", "url", "captured"),
    [
        ("20210304050607/tides.example/spring/index.html", "http://tides.example/spring/", "2021-03-04T05:06:07Z"),
        ("websites/tides.example/spring.html", "http://tides.example/spring.html", None),
        ("20210304/tides.example/spring.html", None, None),
        ("20210304050607/tides/spring.html", None, None),
    ],
)
def test_downloads_from_the_wayback_machine_have_addresses(
    place: str, url: str | None, captured: str | None, tmp_path: Path
) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_bytes(HTML)
    (page,) = read(str(path))
    assert isinstance(page, Page)
    assert (page.url, page.captured) == (url, captured)


def test_a_page_saved_by_monolith() -> None:
    said = b"<!-- Saved from https://tides.example/spring at 2021-03-04T05:06:07Z using monolith v2.6.1 -->\n"
    (page,) = items(said + HTML, "a.html")
    assert isinstance(page, Page)
    assert (page.source, page.url, page.captured) == ("monolith", "https://tides.example/spring", "2021-03-04T05:06:07Z")
    (page,) = items(said.replace(b"https://tides.example/spring", b"local source") + HTML, "a.html")
    assert isinstance(page, Page)
    assert page.url is None


def test_a_file_of_a_word_processor_has_no_address() -> None:
    (page,) = items(build.mhtml(HTML, url="file:///C:/letters/tides.htm"), "a.mht")
    assert isinstance(page, Page)
    assert page.url is None


def test_exported_bookmarks_are_html() -> None:
    data = b'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<!-- made -->\n<META HTTP-EQUIV="a">\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n'
    (page,) = items(data + b'<DL><p>\n<DT><A HREF="https://a.example/">Tides</A>\n</DL><p>\n', "a.html")
    assert isinstance(page, Page)
    assert page.format == "html"
