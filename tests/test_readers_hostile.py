"""Hostile inputs: each is a failure of its own, in bounded time, and nothing of it reaches a terminal."""

import errno
import gzip
import io
import lzma
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import pack

import pytest

import archive_builder as build
from archtool import clean
from archtool.artefacts.controls import without_controls
from archtool.model import Failure, Origin, Page, Skipped
from archtool.readers import ReadOptions, formats, read, read_stream
from process import archtool

HTML = build.html("tides")
INPUTS: dict[str, bytes] = {
    "arc": build.arc([("http://e.org/a", build.http(HTML))]),
    "compressed": gzip.compress(HTML),
    "corpus": b'<text id="a">\nTides\n</text>\n<text id="b">\nMills\n</text>\n',
    "har": build.har([build.har_entry("http://e.org/a", HTML)]),
    "html": HTML,
    "json": b'{"url": "http://e.org/a", "text": "Tides"}\n{"url": "http://e.org/b", "text": "Mills"}\n',
    "mail": b"From: Ann <a@e.org>\nSubject: Tides\nMessage-ID: <1@e.org>\n\nThe tide table.\n",
    "mhtml": build.mhtml(HTML),
    "record": b'{"id": "0123456789abcdef", "text": "A page."}\n',
    "tar": build.tar_of({"a.html": HTML}),
    "text": b"A page\n\nIt says something.\n",
    "wacz": build.wacz({"a.warc.gz": build.pack([build.page("a")], "gzip")}),
    "warc": build.pack([build.page("a"), build.page("b")], "gzip"),
    "webarchive": build.webarchive(HTML),
    "zip": build.zip_of({"a.html": HTML, "b.html": HTML}),
    "scrapbook": build.zip_of({"x/index.html": HTML, "x/index.rdf": b"<RDF/>"}),
}
ERRORS: list[Callable[[], Exception]] = [
    lambda: OSError(5, "Input/output error"),
    lambda: EOFError("end"),
    lambda: ValueError("value"),
    lambda: RuntimeError("run"),
    lambda: zlib.error("data check"),
    lambda: lzma.LZMAError("corrupt"),
    lambda: zipfile.BadZipFile("bad"),
    lambda: OverflowError("large"),
    lambda: KeyError("key"),
    lambda: AttributeError("name"),
    lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "reason"),
    lambda: RecursionError("deep"),
    lambda: AssertionError("claim"),
    lambda: NotImplementedError("method"),
]


class Failing(io.BytesIO):
    """A stream whose read of a given number raises an error."""

    def __init__(self, data: bytes, at: int, error: Exception) -> None:
        super().__init__(data)
        self.reads = 0
        self._at, self._error = at, error

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads == self._at:
            raise self._error
        return super().read(size)


def test_each_form_has_an_input() -> None:
    assert set(formats()) == INPUTS.keys() - {"scrapbook"}


@pytest.mark.parametrize("format", INPUTS)
@pytest.mark.parametrize("make", ERRORS, ids=lambda make: type(make()).__name__)
def test_whatever_a_stream_raises_at_whatever_read_is_a_value(format: str, make: Callable[[], Exception]) -> None:
    calm = Failing(INPUTS[format], 0, OSError())
    assert not [item for item in read_stream(calm, "x") if isinstance(item, Failure)]
    assert calm.reads
    for at in range(1, calm.reads + 1):
        for item in read_stream(Failing(INPUTS[format], at, make()), "x", ReadOptions(format=None if at > 1 else format)):
            assert isinstance(item, Failure | Page | Skipped)


def lzma_zip() -> bytes:
    """A zip whose first member is damaged LZMA and whose second is sound."""
    data = bytearray(build.zip_of([("a.html", HTML * 9)], zipfile.ZIP_LZMA))
    begin = data.find(b"a.html") + 6 + 9 + 5
    data[begin : begin + 40] = b"\xff" * 40
    made = io.BytesIO(bytes(data))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("b.html", HTML)
    return made.getvalue()


def test_a_damaged_member_is_one_failure_and_the_rest_is_read() -> None:
    items = list(read_stream(io.BytesIO(lzma_zip()), "x.zip"))
    assert [str(item.origin) for item in items if isinstance(item, Failure)] == ["x.zip:a.html"]
    assert [str(item.origin) for item in items if isinstance(item, Page)] == ["x.zip:b.html"]


def test_an_entry_of_a_har_with_an_infinite_status_is_one_failure() -> None:
    har = build.har([build.har_entry("http://e.org/a", HTML), build.har_entry("http://e.org/b", HTML)])
    items = list(read_stream(io.BytesIO(har.replace(b'"status": 200', b'"status": 1e999', 1)), "x.har"))
    assert [type(item) for item in items] == [Failure, Page]


def local(name: str, body: bytes) -> bytes:
    """A member of a zip as it stands in front of the directory."""
    sizes = pack("<III", zlib.crc32(body), len(body), len(body))
    return b"PK\x03\x04" + pack("<HHHHH", 20, 0, 0, 0, 0) + sizes + pack("<HH", len(name), 0) + name.encode() + body


def test_a_zip_without_a_directory_has_the_limits_of_one_with_it() -> None:
    inner = HTML
    for depth in range(8):  # each holds the one before it, several times
        inner = b"".join(local(f"{depth}{number}.html", inner) for number in range(3))
    items = list(read_stream(io.BytesIO(inner), "x.zip", ReadOptions(max_depth=2)))
    assert len(items) < 60
    many = b"".join(local(f"{number}.html", HTML) for number in range(50))
    items = list(read_stream(io.BytesIO(many), "x.zip", ReadOptions(max_members=10)))
    assert sum(isinstance(item, Page) for item in items) == 10
    assert "more than 10 members" in str(items[-1])
    items = list(read_stream(io.BytesIO(many), "x.zip", ReadOptions(max_total=5 * len(HTML))))
    assert sum(isinstance(item, Page) for item in items) == 5


def test_a_flood_of_failures_is_one_line(tmp_path: Path) -> None:
    many = b"".join(local(f"{number}.zip", b"PK\x03\x04") for number in range(300))
    (tmp_path / "x.zip").write_bytes(many)
    result = archtool("clean", tmp_path / "x.zip", "--failures", tmp_path / "list.tsv")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) < 30
    assert "281 more of the kind: " in result.stderr
    assert len((tmp_path / "list.tsv").read_text().splitlines()) > 300


def test_a_wrong_checksum_loses_nothing() -> None:
    data = bytearray(gzip.compress(HTML * 20))
    data[-6] ^= 1
    page, fault = read_stream(io.BytesIO(bytes(data)), "x.html.gz")
    assert isinstance(page, Page)
    assert page.body.count("</html>") == 20
    assert isinstance(fault, Failure)
    assert "checksum is wrong" in fault.message


def test_empty_members_take_no_square_of_the_time() -> None:
    empty = gzip.compress(b"")
    began = time.process_time()
    items = list(read_stream(io.BytesIO(empty * 200_000), "x.gz"))
    assert "empty members" in str(items[-1])
    assert time.process_time() - began < 5


CONTROLS = """<html><head><title>T&#27;]0;X&#7; t &#x202e;</title><meta name=author content="Ann &#x1b;[31m Bee">
<meta name=keywords content="wa&#27;[31mter, fi&#127;re"><link rel=canonical href="http://e.org/&#27;]8;;a">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"H\\u001b]0;","description":"d \\ud83d",
"keywords":["q\\u001b]0;PWNED\\u0007z","x\\u0000y"],"author":{"name":"A\\u009b31m Bee \\udc00"}}</script></head><body>
<h1>T&#27;]0;X&#7; t</h1><p>Some text &#27;[2J that is long enough to be a &#129;paragraph of the page &#8;&#8;&#0127;.</p>
</body></html>"""


def test_no_value_of_a_page_holds_a_control_character_or_half_of_one() -> None:
    (page,) = read_stream(io.BytesIO(CONTROLS.encode()), "x.html")
    assert isinstance(page, Page)
    record = clean(page)
    shown = repr(record)
    assert "Some text [2J that is long enough" in record.text
    assert not {
        character for character in str(tuple(record)) if character != "\n" and without_controls(character) == ""
    }
    assert "\\x1b" not in shown
    assert "\\ud83d" not in shown
    assert "\\x00" not in shown
    assert {"q]0", "PWNEDz", "xy"} <= set(record.topics)


def test_text_about_escapes_stays_as_it_is() -> None:
    html = "<html><body><h1>Colours</h1><pre>echo '\\u001b[31m &amp;#27; &#9660; &#155;'</pre></body></html>"
    (page,) = read_stream(io.BytesIO(html.encode()), "x.html")
    assert isinstance(page, Page)
    assert "'\\u001b[31m &#27; ▼ ›'" in clean(page).text


def test_records_from_elsewhere_hold_none_either() -> None:
    line = b'{"id": "0123456789abcdef", "text": "A \\u001b[2J page \\ud800.", "title": "\xc2\x9b31m", "topics": ["\\u0007x"]}\n'
    (page,) = read_stream(io.BytesIO(line), "x.jsonl")
    assert isinstance(page, Page)
    assert page.record
    assert (page.record.text, page.record.title, page.record.topics) == ("A [2J page .", "31m", ("x",))


def test_a_path_that_no_file_can_have_is_a_failure() -> None:
    assert [type(item) for item in read("a\0b")] == [Failure]


def test_memory_is_no_fault_of_the_input() -> None:
    with pytest.raises(MemoryError):
        list(read_stream(Failing(HTML, 2, MemoryError()), "x"))  # type: ignore[arg-type]


PROSE = "The harbour board met on Tuesday and agreed to rebuild the pier before winter.\n\nIt will take a year.\n"
SIGNATURES = [
    "RIFF",
    "RIFF is a container of chunks",
    "BZh",
    "BZh9 begins such a file",
    "GIF89a",
    "GIF89a is old",
    "%PDF- begins",
]
SIGNATURES += [
    "wOFF",
    "wOF2 fonts",
    "WARC/1.0 is a format",
    "WARC/",
    "filedesc:// begins an ARC",
    "bplist00 means",
    "PK",
    "OggS",
]


@pytest.mark.parametrize("begin", SIGNATURES)
def test_a_dump_that_begins_like_a_file_of_another_kind_is_a_dump(begin: str) -> None:
    for between in ("\n\n", " "):
        (page,) = read_stream(io.BytesIO((begin + between + PROSE).encode()), "x.txt")
        assert isinstance(page, Page)
        assert page.format == "text"
        assert page.body.startswith(begin)


def test_ustar_at_its_place_in_a_text_makes_no_tar() -> None:
    text = (PROSE * 4)[:257] + "ustar is a format of tars.\n" + PROSE
    (page,) = read_stream(io.BytesIO(text.encode()), "x.txt")
    assert isinstance(page, Page)


def test_real_signatures_are_known() -> None:
    kinds = {
        b"RIFF\x24\0\0\0WEBPVP8 ": "image/webp",
        b"RIFF\x24\0\0\0WAVEfmt ": "audio/wav",
        b"GIF89a\x01\0\x01\0\x80\0": "image/gif",
        b"%PDF-1.7\n%\xe2\xe3": "application/pdf",
        b"wOF2\0\1\0\0\0\0": "font/woff2",
    }
    for head, kind in kinds.items():
        (item,) = read_stream(io.BytesIO(head + b"\0" * 100), "x")
        assert isinstance(item, Skipped)
        assert item.reason == kind


def test_an_office_file_is_one_skip() -> None:
    office = build.zip_of(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "docProps/app.xml": b"<a/>"}
    )
    assert [str(item) for item in read_stream(io.BytesIO(office), "x.docx")] == [
        str(Skipped(Origin("x.docx"), "Office file"))
    ]
    book = build.zip_of([("mimetype", b"application/epub+zip"), ("a.xhtml", HTML)], zipfile.ZIP_STORED)
    (item,) = read_stream(io.BytesIO(book), "x.epub")
    assert isinstance(item, Skipped)
    assert item.reason == "application/epub+zip"


@pytest.mark.parametrize(
    "front",
    [
        b'<text id="a1" url="x">\n',
        b"<doc>\n<body-of>\n",
        b"<br />\n<b>Warning</b>:  mysql_connect(): gone in <b>/srv/a.php</b> on line <b>3</b><br />\n",
        b"Warning: include(): failed in /srv/a.php on line 3\n",
    ],
)
def test_html_behind_what_was_put_in_front_of_it_is_html(front: bytes) -> None:
    (page,) = read_stream(
        io.BytesIO(front + b"<!DOCTYPE html><html><head><title>Pier</title></head><body><p>Text.</p></body></html>"),
        "x",
    )
    assert isinstance(page, Page)
    assert page.format == "html"


def test_prose_in_front_of_code_is_a_dump() -> None:
    (page,) = read_stream(
        io.BytesIO(
            b"How to write a page\n\nBegin with this:\n\n<html>\n<head>\n\nThen the text follows, line by line.\n"
        ),
        "x",
    )
    assert isinstance(page, Page)
    assert page.format == "text"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"a": [1, 2]}', "JSON"),
        (b"/* one */\nvar site = {};", "script or style"),
        (b"(function(){ return 1; })();", "script or style"),
        (b"body { margin: 0; padding: 0 }\nh1 { color: red }", "script or style"),
        (b"QUJD0a" * 50 + b"=", "base64"),
        (b'\xef\xbb\xbf{"a": [1, 2]}', "JSON"),
        (b'{"a": [1, 2], "b": "it was cu', "JSON"),
        (b')]}\',\n{"a": 1}', "script or style"),
        (b'for (;;);{"a": 1}', "script or style"),
        (b'tell({"a": 1});', "script or style"),
        (b"jQuery(document).ready(function ($) { $('a').hide(); });", "script or style"),
        (b";(function ($) {})(jQuery);", "script or style"),
        (b"(() => { return 1; })();", "script or style"),
        (b'document.write("<p>Please wait.</p>");', "script or style"),
        (b"if (top != self) { top.location = self.location; }", "script or style"),
    ],
)
def test_what_a_server_calls_a_page_and_is_none(body: bytes, reason: str) -> None:
    for mime in ("text/html", "text/plain"):
        warc = build.pack([build.record(build.http(body, mime), "http://e.org/a")])
        (item,) = read_stream(io.BytesIO(warc), "x.warc")
        assert isinstance(item, Skipped)
        assert item.reason == reason


def test_text_that_begins_like_code_is_a_page() -> None:
    for text in (
        "Let us begin: the pier is open.",
        "Function and form (a talk) {notes}",
        "var is short for variable, said one.",
        "{ebb} and {flood} are the words for it.",
        "document.pdf (12 KB) is the plan of the pier.",
        "$.50 is what a ticket costs.",
        "if (and only if) the sea is calm {so they said}",
        "Notes([1] and [2]) on the pier",
    ):
        warc = build.pack([build.record(build.http(f"{text}\n\n{PROSE}".encode(), "text/plain"), "http://e.org/a")])
        (item,) = read_stream(io.BytesIO(warc), "x.warc")
        assert isinstance(item, Page), text


@pytest.mark.parametrize("rules", ["/dev/zero", "deep"])
def test_rules_without_an_end_or_too_deep_are_one_error(rules: str, tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("a = " + "[" * 100_000)
    path = rules if rules.startswith("/") else str(tmp_path / rules)
    if not Path(path).exists():
        pytest.skip("no such device here")
    (tmp_path / "page.txt").write_text("A page\n\nIt says something.\n")
    done = archtool("clean", tmp_path / "page.txt", "--rules", path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_a_member_with_a_wrong_checksum_is_read_and_told() -> None:
    whole = build.html("pier") + PROSE.encode() * 4000  # more than is read at a time
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        data = bytearray(build.zip_of({"a.html": whole, "b.html": HTML}, method))
        place = data.find(b"PK\x01\x02") + 16  # the checksum in the directory
        data[place] ^= 1
        first, fault, second = read_stream(io.BytesIO(bytes(data)), "x.zip")
        assert isinstance(first, Page)
        assert first.body.count(PROSE) == 4000
        assert isinstance(fault, Failure)
        assert fault.message == "damaged: Bad CRC-32 for file 'a.html'"
        assert isinstance(second, Page)


def test_damage_in_one_member_of_a_wacz_is_told_and_the_rest_is_read() -> None:
    names = ("alder", "birch", "cedar")
    pages = [{"url": f"http://example.org/{name}", "ts": build.DATE} for name in names]
    sound = build.wacz({"1.warc": build.page("alder") + build.page("birch"), "2.warc": build.page("cedar")}, pages)
    for what, urls, told in (
        (b"of birch for", {*names}, "archive/1.warc: damaged: Bad CRC-32"),
        (b"json-pages-1.0", {*names}, "pages/pages.jsonl: damaged: Bad CRC-32"),
        (b"Tide tables", {*names}, "datapackage.json: damaged: Bad CRC-32"),
    ):
        data = sound.replace(what, what[:-1] + b"!", 1)
        found = list(read_stream(io.BytesIO(data), "x.wacz"))
        assert {str(item.url).rpartition("/")[2] for item in found if isinstance(item, Page)} == urls
        (fault,) = (item for item in found if isinstance(item, Failure))
        assert told in f"{fault.origin.member}: {fault.message}"


def test_a_zip_without_a_directory_is_read_to_its_end_however_long_it_is(tmp_path: Path) -> None:
    members = {f"{number}.html": HTML for number in range(50)}
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        data = build.zip_of(members, method)
        path = tmp_path / "x.zip"
        path.write_bytes(data[: data.find(b"PK\x01\x02")])
        options = ReadOptions(max_bytes=2 * len(HTML))
        for items in (read(str(path), options), read_stream(io.BytesIO(path.read_bytes()), "x.zip", options)):
            assert sum(isinstance(item, Page) for item in items) == 50


def test_a_full_temporary_directory_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("archtool.readers.zip.TemporaryFile", Full)
    inner = build.zip_of({"a.html": HTML})
    first, second = read_stream(io.BytesIO(build.zip_of({"x.zip": inner, "b.html": HTML})), "y.zip")
    assert isinstance(first, Failure)
    assert first.message.startswith("temporary directory /")
    assert first.message.endswith(": No space left on device")
    assert isinstance(second, Page)


def test_settings_and_lists_without_an_end_are_one_error() -> None:
    for flag in ("--config", "--files-from"):
        result = archtool("clean", flag, "/dev/zero")
        assert result.returncode == 2
        assert len(result.stderr.splitlines()) == 1
        assert "/dev/zero: " in result.stderr


def test_ctrl_c_while_modules_are_imported_shows_no_traceback() -> None:
    for error, shows in (("KeyboardInterrupt", False), ("ValueError", True)):
        code = f"import archtool.__main__; raise {error}"
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert ended.returncode != 0
        assert ("Traceback" in ended.stderr) is shows


def test_a_list_of_files_that_never_names_one_ends(tmp_path: Path) -> None:
    result = archtool("clean", "-0", "--files-from", "/dev/zero")
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "/dev/zero: more than" in result.stderr
    (tmp_path / "a.html").write_bytes(build.html("a"))
    (tmp_path / "list").write_bytes(b"\0" * 60000 + bytes(tmp_path / "a.html") + b"\0" * 60000)
    assert archtool("clean", "-0", "--files-from", tmp_path / "list").returncode == 0


@pytest.mark.parametrize(
    ("text", "format", "message"),
    [
        ("<ul><li>x" * 250_001, "html", "a page of 500002 tags, more than 500000: not read"),
        ("x\n" * 1_000_001, "text", "a page of 1000001 lines, more than 1000000: not read"),
        ("<p>" + "a < b\n" * 500_001, "html", None),  # no tags
        ("<p>" * 400_000 + "\n" * 1_100_000, "html", None),  # its lines make no blocks
    ],
)
def test_the_memory_of_a_page_is_bounded(text: str, format: str, message: str | None) -> None:
    (item,) = read_stream(io.BytesIO(text.encode()), "a", ReadOptions(format=format))
    assert (item.message if isinstance(item, Failure) else None) == message


def test_lists_nested_too_deep_are_not_mostly_indents() -> None:
    record = clean("<ul><li>x" * 500, format="html")
    assert len(record.text) < 40_000
    assert record.text.count("x") == 500


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 301 M\r\nA: b\r\n\r\n" * 100_000 + b"x",
        b"<DOC>\n<DOCNO>1</DOCNO>\n<TEXT>" + b"<head>" * 400_000,
        b'<doc id="1">\n' + b'<doc id="2" x="' * 100_000,
        b"From: a\nMessage-ID: b\n\n" + b"\n\nFrom " * 200_000,
        b'{"url": "http://e.org/a", "text": "x", "a": ' + b"[" * 2_000_000,
    ],
    ids=["redirections", "headlines", "openings", "envelopes", "brackets"],
)
def test_collections_that_were_made_to_be_slow(data: bytes) -> None:
    begun = time.process_time()
    assert len(list(read_stream(io.BytesIO(data), "x"))) == 1
    assert time.process_time() - begun < 5
