"""The way in: recognition by content, dumps and HTML files, what saved pages say of themselves, and directories."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive_builder import arc, har, html, http, mhtml, pack, page, tar_of, zip_of
from archtool.model import Failure, Page, Skipped
from archtool.pipeline import clean, examine
from archtool.readers import ReadOptions, formats, read, read_stream
from archtool.readers._html_start import is_html
from archtool.readers._sniff import recognise
from archtool.readers.mirror import walk
from archtool.report.ledger import sources


def read_one(data: bytes, name: str = "page") -> Page:
    (item,) = read_stream(io.BytesIO(data), name)
    assert isinstance(item, Page), item
    return item


# -- recognition -----------------------------------------------------------------------------------------------------

RECORD = b'{"id": "0123456789abcdef", "text": "The tides."}\n'


@pytest.mark.parametrize(
    ("data", "format"),
    [
        pytest.param(b"The tide table of spring.\n", "text", id="dump"),
        pytest.param(b"<p>The tide table</p>", "html", id="fragment"),
        pytest.param(html("x"), "html", id="document"),
        pytest.param(b"\xef\xbb\xbf\n <!-- saved --> <html>", "html", id="comment first"),
        pytest.param(html("x").decode().encode("utf-16"), "html", id="UTF-16"),
        pytest.param(pack([page("x")]), "warc", id="WARC"),
        pytest.param(pack([page("x")], "gzip"), "warc", id="WARC, gzip"),
        pytest.param(pack([page("x")], "zstd"), "warc", id="WARC, zstd"),
        pytest.param(pack([page("x")], "lz4"), "warc", id="WARC, lz4"),
        pytest.param(
            b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + pack([page("x")], "zstd"), "warc", id="WARC, zstd with a first skip"
        ),
        pytest.param(arc([("http://e.org/", http(html("x")))]), "arc", id="ARC"),
        pytest.param(zip_of({"a.txt": b"x"}), "zip", id="zip"),
        pytest.param(tar_of({"a.txt": b"x"}), "tar", id="tar"),
        pytest.param(tar_of({"a.txt": b"x"}, "w:gz"), "compressed", id="tar, gzip"),
        pytest.param(mhtml(html("x")), "mhtml", id="MHTML"),
        pytest.param(har([]), "har", id="HAR"),
        pytest.param(b'{"logbook": "of the harbour"}', "text", id="JSON"),
        pytest.param(RECORD, "record", id="record"),
        pytest.param(b"{draft} The tides\n", "text", id="dump in braces"),
        pytest.param(b"---\nThe tides\n---\n", "text", id="dump with rules"),
        pytest.param(b"WARC is a format\n", "text", id="dump about WARC"),
        pytest.param(b"PK is an abbreviation\n", "text", id="dump about PK"),
    ],
)
def test_the_bytes_tell_what_an_input_is(data: bytes, format: str) -> None:
    assert recognise(io.BytesIO(data)) == format


FRAGMENTS = [
    b"<div class='a'>\n<h1>Tides</h1>\n<p>The table.</p>\n</div>\n",
    b"<h1>Tides</h1><p>A <b>table</b> of <a href='/x'>tides</a>.",
    b"<table><tr><td>1</td></tr></table>",
    b"<!-- cut --><p>First.</p>\n<p>Second.</p>",
    b"\n\n<article>\n<p>One</p>\n<p>Two</p></article>",
]
DUMPS = [
    b"How to write a paragraph\n\nPut it between <p> and </p>, like this:\n\n<p>Text</p>\n\nThat is all.\n",
    b"Tides\n\nif a < b and c > d:\n    pass\n",
    b"Generics\n\nList<String> and Map<a, b> are types.\n\nThe <b> tag is bold.\n",
    b"<tide@example.org> wrote:\n\nThe table is late.\n\nRegards\n",
    b"<The tides>\n\nA poem in three stanzas.\n\nFirst.\n",
    b"",
    b"<",
]


@pytest.mark.parametrize("data", FRAGMENTS)
def test_a_fragment_is_html(data: bytes) -> None:
    assert is_html(data)


@pytest.mark.parametrize("data", DUMPS)
def test_a_dump_that_mentions_tags_is_text(data: bytes) -> None:
    assert not is_html(data)


def test_a_given_form_overrides_recognition() -> None:
    data = b"<p>one</p>\n<p>two</p>"
    (item,) = read_stream(io.BytesIO(data), "x", ReadOptions(format="text"))
    assert isinstance(item, Page)
    assert item.format == "text"


def test_every_form_has_a_reader() -> None:
    assert {"text", "html", "warc", "arc", "wacz", "zip", "tar", "mhtml", "har", "compressed", "record"} <= set(formats())
    assert "mirror" not in formats()


def test_reading_a_dump_imports_no_other_reader(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_text("The tides — of spring.\n", "utf-8")
    script = (
        "import sys; before = set(sys.modules); from archtool.readers import read; list(read(sys.argv[1]));"
        "print(*sorted(name for name in set(sys.modules) - before if name.split('.')[0] in "
        "('archtool', 'fastwarc', 'resiliparse', 'zipfile', 'email', 'json')))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"fastwarc", "resiliparse", "email", "json", "archtool.readers.warc", "archtool.readers.html"}


# -- ids, failures, what is passed over ------------------------------------------------------------------------------


def test_the_id_is_framed_as_documented() -> None:
    data = b"The tides.\n"
    framed = bytes(8) + bytes(8) + len(data).to_bytes(8, "big") + data
    assert read_one(data).id == hashlib.sha256(framed).hexdigest()[:16]


def test_the_id_depends_on_the_bytes_not_on_the_name() -> None:
    assert read_one(b"The tides.\n", "a").id == read_one(b"The tides.\n", "b").id
    assert read_one(b"The tides.\n").id != read_one(b"The tides.\r\n").id


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (bytes(range(256)) * 20, "not text: too many control bytes"),
        (b"x" * 2_000, "larger than 1000 bytes: not read"),
    ],
)
def test_what_cannot_be_read_is_a_failure(data: bytes, message: str) -> None:
    (item,) = read_stream(io.BytesIO(data), "x", ReadOptions(max_bytes=1000 if len(data) == 2000 else 1 << 20))
    assert isinstance(item, Failure)
    assert item.message == message


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"<?xml version='1.0'?>\n<rss version='2.0'></rss>", "XML: rss"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "XML: svg"),
        (b"<?xml version='1.0'?><urlset></urlset>", "XML: urlset"),
    ],
)
def test_what_is_known_to_be_no_page_is_passed_over(data: bytes, reason: str) -> None:
    (item,) = read_stream(io.BytesIO(data), "x")
    assert isinstance(item, Skipped)
    assert item.reason == reason


def test_xhtml_with_an_xml_declaration_is_a_page() -> None:
    assert read_one(b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>').format == "html"


def test_files_that_cannot_be_opened_are_failures(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.txt", tmp_path):
        (item,) = read(str(path))
        assert isinstance(item, Failure)


# -- what saved pages say of themselves ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "source", "url", "captured"),
    [
        pytest.param(
            '<html><head><script>__wm.wombat("http://example.org/a","20210304050607","https://web.archive.org/");</script>',
            "wayback",
            "http://example.org/a",
            "2021-03-04T05:06:07Z",
            id="wayback",
        ),
        pytest.param(
            '<html><script>WB_wombat_Init("http://web.archive.org/web", "20210304050607", "example.org");</script>'
            '<link rel="canonical" href="https://web.archive.org/web/20210304050607/http://example.org/a">',
            "wayback",
            "http://example.org/a",
            "2021-03-04T05:06:07Z",
            id="wayback, older",
        ),
        pytest.param(
            "<html><p>x</p></html>\n<!--\n     FILE ARCHIVED ON 05:06:07 Mar 04, 2021 AND RETRIEVED FROM THE\n"
            "     INTERNET ARCHIVE ON 10:00:00 Jan 01, 2024.\n-->",
            "wayback",
            None,
            "2021-03-04T05:06:07Z",
            id="wayback, comment alone",
        ),
        pytest.param(
            "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://example.org/a \n"
            " saved date: Thu Mar 04 2021 00:06:07 GMT-0500 (Eastern Standard Time)\n-->",
            "singlefile",
            "https://example.org/a",
            "2021-03-04T05:06:07Z",
            id="SingleFile",
        ),
        pytest.param(
            "<!DOCTYPE html>\n<!-- saved from url=(0021)https://example.org/a -->\n<html>",
            "saved-page",
            "https://example.org/a",
            None,
            id="save page as",
        ),
        pytest.param(
            "<!-- saved from url=(0014)about:internet -->\n<html>", "saved-page", None, None, id="save page as, unknown"
        ),
        pytest.param(
            "<html>\n<!-- Mirrored from example.org/a/ by HTTrack Website Copier/3.x [XR&CO'2014], "
            "Thu, 04 Mar 2021 05:06:07 GMT -->",
            "httrack",
            "http://example.org/a/",
            "2021-03-04T05:06:07Z",
            id="HTTrack",
        ),
        pytest.param(
            '<html><head><link rel="bookmark" href="http://archive.today/20210304050607/http://example.org/a?b=1&amp;c=2">'
            '</head><body><div id="HEADER">archive.today webpage capture</div>',
            "archive.today",
            "http://example.org/a?b=1&c=2",
            "2021-03-04T05:06:07Z",
            id="archive.today",
        ),
        pytest.param(
            '<html lang="en" data-scrapbook-source="http://example.org/a" data-scrapbook-create="20210304050607089">',
            "scrapbook",
            "http://example.org/a",
            "2021-03-04T05:06:07Z",
            id="scrapbook",
        ),
        pytest.param(
            '<html><link href="https://example.org/a" rel="canonical">',
            "file",
            "https://example.org/a",
            None,
            id="canonical",
        ),
        pytest.param('<html><meta property="og:url" content="/a">', "file", None, None, id="relative address"),
        pytest.param(
            "<html><p>Use SingleFile, HTTrack or the Wayback Machine.</p>", "file", None, None, id="a page about them"
        ),
    ],
)
def test_saved_pages_say_where_they_come_from(head: str, source: str, url: str | None, captured: str | None) -> None:
    item = read_one(head.encode())
    assert (item.format, item.source, item.url, item.captured) == ("html", source, url, captured)


# -- directories -----------------------------------------------------------------------------------------------------


def test_a_walk_is_sorted_and_passes_over_what_holds_no_pages(tmp_path: Path) -> None:
    kept = ["b/index.html", "a/page.html", "a/page.warc.gz", "a/no-suffix", "c/x.html?y=z", "c/only.html.orig"]
    passed_over = [
        ".git/config",
        "a/page_files/frame.html",
        "a/style.css",
        "a/picture.PNG",
        "a/.hidden.html",
        "c/x.html.orig",
        "d/seite-Dateien/frame.html",
        "m/hts-cache/new.zip",
        "m/index.html",
        "m/hts-log.txt",
        "m/robots.txt",
        "s/_SUCCESS",
    ]
    more = ["d/seite.html", "c/x.html", "m/example.org/index.html", "e/other_files/page.html"]
    for name in [*kept, *passed_over, *more]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [str(Path(path).relative_to(tmp_path)) for path in walk(str(tmp_path)) if isinstance(path, str)]
    assert found == sorted([*kept, *more], key=lambda name: name.split("/"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="a superuser may list everything")
def test_a_folder_that_may_not_be_listed_is_a_failure(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o000)
    assert list(walk(str(tmp_path))) == [str(locked)]
    locked.chmod(0o700)


def test_a_guessed_encoding_is_told_in_the_record_and_in_the_ledger() -> None:
    data = "It’s £5 – “new” at the quay".encode("cp1252")
    (page,) = read_stream(io.BytesIO(data), "quay.txt")
    assert isinstance(page, Page)
    assert [tuple(pair) for pair in clean(page).fields] == [("Encoding", ("cp1252, guessed",))]
    told = [row for row in sources(examine(page)) if row.rule == "doubt/encoding"]
    assert [(row.fate, row.text, row.note) for row in told] == [("value:pair", "cp1252, guessed", "Encoding")]
    (sure,) = read_stream(io.BytesIO("It’s £5".encode()), "quay.txt")
    assert isinstance(sure, Page)
    assert not clean(sure).fields


TIDE = "<html><head><title>Tides</title></head><body><a href={}>Home</a><p>The tide is high.</p></body></html>"
MIRRORED = [
    ("example.org/dir/index.html", "https://example.org/", "https://example.org/dir/"),
    ("www.example.org/tide.php?id=3.html", '"http://www.example.org/"', "http://www.example.org/tide.php?id=3"),
    ("example.org/tide.php@id=3&x=1.html", "http://example.org", "http://example.org/tide.php?id=3&x=1"),
    ("example.org+8080/a b.html", "http://example.org:8080/", "http://example.org:8080/a%20b.html"),
    ("https/example.org/tides.html", "index.html", "https://example.org/tides.html"),
    ("example.org/tides.html", "index.html", None),
    ("example.org/tides.html", "http://www.example.org/", None),
    ("photos.2019/tides.html", "http://photos.2019/", None),
    ("tides/tides.html", "http://tides/", None),
]


@pytest.mark.parametrize(("path", "link", "url"), MIRRORED)
def test_the_path_in_a_mirror_is_an_address_where_something_says_so(
    path: str, link: str, url: str | None, tmp_path: Path
) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_bytes(TIDE.format(link).encode())
    (page,) = read(str(file))
    assert isinstance(page, Page)
    assert (page.url, page.source) == (url, "mirror" if url else "file")
    (member,) = read_stream(io.BytesIO(zip_of({path: file.read_bytes()})), "m.zip")
    assert isinstance(member, Page)
    assert member.url == url
    assert member.id == page.id


def test_the_robots_txt_of_a_host_makes_its_folder_a_mirror(tmp_path: Path) -> None:
    host = tmp_path / "example.org"
    (host / "tides").mkdir(parents=True)
    (host / "tides" / "high.html").write_bytes(TIDE.format("low.html").encode())
    assert [item.url for item in read(str(host / "tides" / "high.html")) if isinstance(item, Page)] == [None]
    (host / "robots.txt").write_text("User-agent: *\n")
    (page,) = read(str(host / "tides" / "high.html"))
    assert isinstance(page, Page)
    assert page.url == "http://example.org/tides/high.html"


def test_what_a_page_says_of_its_address_counts_more_than_its_path(tmp_path: Path) -> None:
    file = tmp_path / "example.org" / "copy.html"
    file.parent.mkdir()
    file.write_bytes(b"<html><link rel=canonical href=http://example.org/tides/><p>The tide is high.</p></html>")
    (page,) = read(str(file))
    assert isinstance(page, Page)
    assert (page.url, page.source) == ("http://example.org/tides/", "file")
