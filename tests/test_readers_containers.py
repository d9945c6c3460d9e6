"""Zips, tars, WACZ, scrapbooks, MHTML, HAR and compressed files: what they hold, and every fault once."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import plistlib
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_builder import (
    arc,
    har,
    har_entry,
    html,
    http,
    mhtml,
    pack,
    page,
    record,
    tar_of,
    wacz,
    webarchive,
    zip_of,
)
from archtool import readers
from archtool.model import Origin, Page
from archtool.readers import ReadOptions, read, read_stream
from archtool.readers._places import Places
from archtool.readers._streams import Pieces
from archtool.readers.mirror import worth_opening
from process import archtool
from test_readers_warc import NAMES, NOISE, Pipe, failures, items_of, reasons, titles

DUMP = b"Tide tables\n\nPublished: 4 March 2021\n\nThe tide table of spring.\n"


def origins(items: object) -> list[str]:
    return [str(item.origin) for item in items]  # type: ignore[attr-defined]


def pages(items: object) -> list[Page]:
    return [item for item in items if isinstance(item, Page)]  # type: ignore[attr-defined]


# -- zip and tar -----------------------------------------------------------------------------------------------------

MEMBERS = {
    "site/index.html": html("index"),
    "site/logo.png": b"\x89PNG\r\n\x1a\n",
    "site/index_files/frame.html": html("frame"),
    "site/note.txt": DUMP,
    ".git/config": b"[core]",
    "__MACOSX/site/._index.html": b"\0\5\x16\7",
}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(zip_of(MEMBERS), id="zip"),
        pytest.param(zip_of(MEMBERS, zipfile.ZIP_STORED), id="zip, stored"),
        pytest.param(zip_of(MEMBERS, zipfile.ZIP_BZIP2), id="zip, bzip2"),
        pytest.param(zip_of(MEMBERS, zipfile.ZIP_LZMA), id="zip, lzma"),
    ],
)
def test_the_pages_of_a_zip(data: bytes) -> None:
    items = items_of(data)
    assert origins(pages(items)) == ["t.warc:site/index.html", "t.warc:site/note.txt"]
    assert [item.format for item in pages(items)] == ["html", "text"]
    assert pages(items)[1].body == DUMP.decode()
    assert not failures(items)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_the_pages_of_a_tar(mode: str) -> None:
    items = items_of(tar_of({"site/index.html": html("index"), "a.png": b"x", "note.txt": DUMP}, mode))
    assert origins(pages(items)) == ["t.warc:site/index.html", "t.warc:note.txt"]
    assert reasons(items) == [".png"]
    assert not failures(items)


@pytest.mark.parametrize("codec", ["zstd", "lz4"])
def test_a_tar_in_zstd_or_lz4(codec: str) -> None:
    items = items_of(pack([tar_of({"note.txt": DUMP})], codec))
    assert origins(pages(items)) == ["t.warc:note.txt"]


def test_a_member_of_a_member_has_both_names_and_its_offset() -> None:
    warc = pack([page("alder"), page("birch")], "gzip")
    items = items_of(zip_of({"crawls/inner.zip": zip_of({"crawl.warc.gz": warc})}))
    assert titles(items) == ["alder", "birch"]
    assert origins(items)[0] == "t.warc:crawls/inner.zip:crawl.warc.gz:0"


def test_containers_nest_no_deeper_than_is_stated() -> None:
    data = zip_of({"note.txt": DUMP})
    for _ in range(9):
        data = zip_of({"inner.zip": data})
    items = items_of(data)
    assert [message for _, message in failures(items)] == ["containers nested deeper than 4"]
    assert not pages(items)


def test_names_cannot_climb_or_break_lines() -> None:
    data = zip_of([("../../etc/passwd.txt", DUMP), ("/abs.txt", DUMP), ("a\nb.txt", DUMP), ("C:\\x.txt", DUMP)])
    items = items_of(data)
    assert len(pages(items)) == 4
    assert not any("\n" in origin for origin in origins(items))


def test_names_in_utf8_that_do_not_say_so() -> None:
    data = zip_of({"Gezeiten-ä.txt": DUMP})
    flagless = data.replace(b"\x00\x08", b"\x00\x00")
    assert "ä" in origins(items_of(flagless))[0]


def test_links_in_archives_are_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("note.txt", DUMP)
    items = items_of(out.getvalue())
    assert reasons(items) == ["symbolic link"]
    assert len(pages(items)) == 1


def test_a_damaged_member_costs_only_itself() -> None:
    data = bytearray(zip_of({"a.txt": DUMP, "b.txt": DUMP * 40, "c.txt": DUMP}))
    place = data.find(b"b.txt") + 30
    data[place : place + 4] = b"\xff\xff\xff\xff"
    items = items_of(bytes(data))
    assert {"t.warc:a.txt", "t.warc:c.txt"} <= set(origins(pages(items)))
    assert len(failures(items)) == 1


def test_a_member_that_lies_about_its_checksum_is_one_failure() -> None:
    data = zip_of({"a.txt": DUMP}, zipfile.ZIP_STORED)
    items = items_of(data.replace(b"spring", b"winter"))
    assert len(failures(items)) == 1


def test_a_zip_that_is_cut_is_read_from_the_front() -> None:
    whole = zip_of({f"{name}.html": html(name) for name in NAMES})
    items = items_of(whole[: whole.find(b"PK\x01\x02") - 20])
    assert [item.body for item in pages(items)][:4] == [html(name).decode() for name in NAMES[:4]]
    assert len(failures(items)) == 1


def test_pages_of_a_wacz_that_is_cut_come_from_a_wacz() -> None:
    warc = pack([page("spring"), page("autumn")], "gzip")
    cut = wacz({"a.warc.gz": warc})[: len(warc) + 100]
    items = items_of(cut)
    assert [item.source for item in pages(items)] == ["wacz", "wacz"]
    assert len(failures(items)) == 1
    near = zip_of({"a.warc.gz": warc, "b.txt": DUMP}, zipfile.ZIP_STORED)
    assert {item.source for item in pages(items_of(near[: len(warc) + 60]))} == {"warc"}


@pytest.mark.parametrize("limits", [["--timeout", "60"], ["--memory", "1G"]])
def test_a_zip_is_read_by_several_processes_under_limits(limits: list[str], tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    body = html("spring").replace(b"</body>", b"<p>The tide comes in and goes out again.</p>" * 2000 + b"</body>")
    members = {f"{n:02}/page.html": body.replace(b"spring", b"spring %d" % n) for n in range(40)}
    path.write_bytes(zip_of({**members, "logo.png": NOISE, "x.zip": zip_of(MEMBERS), "tail.txt": DUMP}, zipfile.ZIP_STORED))
    ranges = readers.members(str(path), 1 << 20)
    assert len(ranges) > 2
    parts = [item for some in ranges for item in readers.read_members(some)]
    assert parts == list(read(str(path)))
    whole = archtool("clean", path, "-t", "jsonl")
    spread = archtool("clean", path, "-t", "jsonl", "-j", "2", *limits)
    assert (spread.stdout, spread.stderr, spread.returncode) == (whole.stdout, whole.stderr, 0)


@pytest.mark.parametrize(
    "data",
    [
        wacz({"a.warc.gz": pack([page("spring")] * 9, "gzip")}),
        zip_of({"x/index.html": html("spring"), "x/index.rdf": b"<RDF/>", "x/b.html": html("b")}),
        zip_of({"[Content_Types].xml": b"<Types/>", "a.html": html("a"), "b.html": html("b")}),
        zip_of({"a.html": html("a"), "b.html": html("b")})[:-30],
        tar_of({"a.html": html("a"), "b.html": html("b")}),
    ],
    ids=["wacz", "scrapbook", "office", "cut", "tar"],
)
def test_what_is_more_than_its_members_is_not_cut(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    assert readers.members(str(tmp_path / "a"), 1) == []


def test_an_encrypted_member_is_a_failure() -> None:
    data = zip_of({"a.txt": DUMP})
    local, central = data.find(b"PK\x03\x04") + 6, data.find(b"PK\x01\x02") + 8
    locked = bytearray(data)
    locked[local] |= 1
    locked[central] |= 1
    assert [message for _, message in failures(items_of(bytes(locked)))] == ["encrypted"]


def test_more_members_than_the_limit_are_not_read() -> None:
    options = ReadOptions(max_members=10)
    items = items_of(zip_of([(f"{n}.txt", DUMP) for n in range(11)]), options)
    assert [message for _, message in failures(items)] == ["11 members, more than 10: not read"]
    items = items_of(tar_of({f"{n}.txt": DUMP for n in range(11)}), options)
    assert [message for _, message in failures(items)] == ["more than 10 members: not read further"]
    assert len(pages(items)) == 10


def test_bombs_end_in_one_failure_and_the_rest_is_read() -> None:
    zeros = bytes(3_000_000)
    options = ReadOptions(max_bytes=1_000_000)
    items = items_of(zip_of({"bomb.txt": zeros, "note.txt": DUMP}), options)
    assert len(failures(items)) == 1
    assert len(pages(items)) == 1
    for bomb in (gzip.compress(zeros), bz2.compress(zeros), lzma.compress(zeros)):
        items = items_of(bomb, options)
        assert len(failures(items)) == 1
        assert not pages(items)


def test_growth_beyond_reason_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pieces, "ALLOWED", 1 << 20)
    tides = b"The tide table of spring.\n" * 200_000
    for data in (zip_of({"deep.zip": zip_of({"bomb.txt": tides})}), gzip.compress(tides), lzma.compress(tides)):
        items = items_of(data)
        assert len(failures(items)) == 1
        assert "not read further" in failures(items)[0][1]
        assert sum(len(item.body) for item in pages(items)) < 1 << 22


def test_a_tar_that_is_cut() -> None:
    data = tar_of({"a.txt": DUMP, "b.txt": DUMP * 400})
    items = items_of(data[:4000])
    assert "t.warc:a.txt" in origins(pages(items))
    assert len(failures(items)) >= 1


def test_not_a_zip_after_all() -> None:
    for junk in (b"PK\x03\x04", b"PK\x03\x04" + bytes(100), b"PK\x05\x06" + bytes(18), b"PK\x05\x06"):
        assert len(items_of(junk)) <= 1


def test_behind_a_damaged_header_of_a_tar_the_next_member_is_read() -> None:
    data = bytearray(tar_of({f"{name}.html": html(name) * 9 for name in NAMES}))
    second = data.index(f"{NAMES[1]}.html".encode())
    data[second + 150] ^= 0xFF  # in its checksum
    for stream in (io.BytesIO(data), Pipe(bytes(data))):
        items = list(read_stream(stream, "t.tar"))  # type: ignore[arg-type]
        assert origins(pages(items)) == [f"t.tar:{name}.html" for name in (NAMES[0], *NAMES[2:])]
        assert failures(items) == [(second, "damaged tar: a damaged header")]


@pytest.mark.parametrize(
    ("size", "said"), [(1024, "no mark at its end"), (1024 + 100, "a cut header"), (1024 + 511, "a cut header")]
)
def test_a_tar_that_ends_early_says_so(size: int, said: str) -> None:
    whole = tar_of({f"{name}.html": html(name) for name in NAMES})
    assert failures(items_of(whole)) == []
    items = items_of(whole[:size])
    assert origins(pages(items)) == [f"t.warc:{NAMES[0]}.html"]
    assert failures(items) == [(1024, f"damaged tar: {said}")]


# -- WACZ ------------------------------------------------------------------------------------------------------------


def test_a_wacz_gives_the_pages_of_its_list() -> None:
    warc = pack([page(name) for name in NAMES], "gzip")
    listed = [{"url": "http://example.org/birch", "ts": "2021-03-04T05:06:07Z"}, {"url": "file:///shot.png"}]
    items = items_of(wacz({"data.warc.gz": warc}, listed))
    assert titles(items) == ["birch"]
    assert set(reasons(items)) == {"not in the list of pages"}
    assert origins(pages(items))[0].startswith("t.warc:archive/data.warc.gz:")
    assert (pages(items)[0].source, pages(items)[0].fields[0].values) == ("wacz", ("Tide tables",))


def test_a_wacz_without_a_list_gives_all_pages() -> None:
    items = items_of(wacz({"data.warc": pack([page(name) for name in NAMES])}))
    assert titles(items) == list(NAMES)


def test_a_listed_page_that_redirects_is_followed() -> None:
    warc = pack(
        [
            record(http(b"", status="301 Moved", Location="/new"), "http://example.org/old"),
            record(http(html("new")), "http://example.org/new"),
            page("alder"),
        ]
    )
    items = items_of(wacz({"data.warc": warc}, [{"url": "http://example.org/old"}]))
    assert titles(items) == ["new"]
    assert not failures(items)


def test_a_page_of_the_list_may_be_spelt_in_another_way() -> None:
    warc = pack([record(http(html("a")), "http://example.org:80/S%C3%BCd"), page("alder")])
    for url in ("https://www.example.org/Süd/", "http://example.org/s%c3%bcd#top"):
        items = items_of(wacz({"data.warc": warc}, [{"url": url}]))
        assert [item.url for item in pages(items)] == ["http://example.org/S%C3%BCd"]
        assert failures(items) == []


def test_a_listed_page_that_redirects_to_no_address_is_missing() -> None:
    warc = pack(
        [record(http(b"", status="301 Moved", Location="http://[bad"), "http://example.org/old"), page("alder")]
    )
    items = items_of(
        wacz({"data.warc": warc}, [{"url": "http://example.org/old"}, {"url": "http://example.org/alder"}])
    )
    assert titles(items) == ["alder"]
    assert [message for _, message in failures(items)] == ["a page of the list is not in the archive"]


def test_a_listed_page_that_is_missing() -> None:
    listed = [
        {"url": "http://example.org/alder"},
        {"url": "http://example.org/x", "text": "The tides."},
        {"url": "http://example.org/y"},
    ]
    items = items_of(wacz({"data.warc.gz": pack([page("alder")], "gzip")}, listed))
    assert [item.body for item in pages(items)[1:]] == ["The tides."]
    assert [message for _, message in failures(items)] == ["a page of the list is not in the archive"]


def test_a_zip_with_a_datapackage_but_no_warc_is_a_plain_zip() -> None:
    items = items_of(zip_of({"datapackage.json": b'{"profile": "data-package"}', "data/archive/test.txt": DUMP}))
    assert reasons(items) == ["JSON"]
    assert len(pages(items)) == 1


def test_damage_in_the_warc_of_a_wacz_has_its_place() -> None:
    frames = [pack([page(name)], "gzip") for name in NAMES]
    frames[1] = frames[1][:150] + b"\xff\xff" + frames[1][152:]
    items = items_of(wacz({"data.warc.gz": b"".join(frames)}))
    assert {"alder", "cedar", "dogwood", "elm"} <= set(titles(items))
    assert [offset for offset, _ in failures(items)] == [len(frames[0])]


# -- scrapbooks ------------------------------------------------------------------------------------------------------

RDF = """<?xml version="1.0"?><RDF:RDF><RDF:Description RDF:about="urn:root">
<MAF:originalurl RDF:resource="http://example.org/tides?a=1&amp;b=2"/>
<MAF:archivetime RDF:resource="Thu, 04 Mar 2021 05:06:07 GMT"/><MAF:indexfilename RDF:resource="index.html"/>
</RDF:Description></RDF:RDF>"""


def test_a_maff_gives_its_index_pages() -> None:
    data = zip_of({"1/index.html": html("tides"), "1/frame.html": html("frame"), "1/index.rdf": RDF.encode()})
    (item,) = pages(items_of(data))
    assert (item.url, item.captured, item.source) == (
        "http://example.org/tides?a=1&b=2",
        "2021-03-04T05:06:07Z",
        "scrapbook",
    )


def test_an_htz_gives_its_index_page() -> None:
    body = b'<!DOCTYPE html><html data-scrapbook-source="http://example.org/a" data-scrapbook-create="20210304050607123"><p>x'
    (item,) = pages(items_of(zip_of({"index.html": body, "frame.html": html("frame")})))
    assert (item.url, item.captured) == ("http://example.org/a", "2021-03-04T05:06:07Z")


# -- MHTML -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "binary"])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_the_root_of_an_mhtml_is_its_page(coding: str, newline: str) -> None:
    (item,) = items_of(mhtml(html("tides"), coding=coding, newline=newline, frames=[html("frame")] * 3))
    assert isinstance(item, Page)
    assert item.body.rstrip() == html("tides").decode().rstrip()
    assert (item.url, item.captured, item.source) == ("http://example.org/tides", "2021-03-04T05:06:07Z", "mhtml")


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda data: data.replace(b'\tboundary="', b'\tbound="'), id="no boundary"),
        pytest.param(lambda data: data.replace(b'boundary="----', b'boundary="==='), id="another boundary"),
        pytest.param(lambda data: data.replace(b"Subject: Tides", b"Subject: Tides\r\nof spring"), id="folded header"),
    ],
)
def test_a_broken_message_is_searched_for_its_page(broken: object) -> None:
    items = items_of(broken(mhtml(html("tides"), frames=[html("frame")])))  # type: ignore[operator]
    (item,) = pages(items)
    assert item.body.rstrip() == html("tides").decode().rstrip()
    assert len(failures(items)) <= 1


def test_a_message_that_is_cut_in_its_page() -> None:
    data = mhtml(html("tides") * 20)
    items = items_of(data[: len(data) // 2])
    assert len(pages(items)) == 1
    assert [message for _, message in failures(items)] == ["the message is cut in its page"]


def test_a_message_without_html_is_a_failure() -> None:
    items = items_of(mhtml(html("tides")).replace(b"text/html", b"image/png"))
    assert [message for _, message in failures(items)] == ["MHTML without an HTML part"]


def test_a_dump_that_begins_with_labels_is_no_message() -> None:
    dump = b"From: the harbour office\nDate: 4 March 2021\n\nThe message was multipart/related.\n"
    (item,) = items_of(dump)
    assert isinstance(item, Page)
    assert item.format == "text"


@pytest.mark.parametrize("front", [b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_what_stands_in_front_of_a_message_is_no_fault(front: bytes) -> None:
    (found,) = items_of(front + mhtml(html("alder")))
    assert isinstance(found, Page)
    assert found.captured == "2021-03-04T05:06:07Z"


# -- HAR -------------------------------------------------------------------------------------------------------------


def test_the_pages_of_a_har() -> None:
    entries = [
        har_entry("http://example.org/alder", html("alder")),
        har_entry("http://example.org/a.png", b"\x89PNG", "image/png", is_base64=True),
        har_entry("http://example.org/birch", html("birch"), is_base64=True),
        har_entry("http://example.org/cedar", None),
        har_entry("http://example.org/elm", html("elm"), status=404),
    ]
    items = items_of(har(entries))
    assert titles(items) == ["alder", "birch"]
    assert pages(items)[0].captured == "2021-03-04T05:06:07Z"
    assert origins(pages(items)) == ["t.warc:entries[0]", "t.warc:entries[2]"]
    assert reasons(items) == ["image/png", "no body stored", "status 404"]


def test_a_har_that_is_cut_gives_its_whole_entries() -> None:
    data = har([har_entry(f"http://example.org/{name}", html(name)) for name in NAMES])
    items = items_of(data[:-300])
    assert titles(items) == list(NAMES[:4])
    assert [message for _, message in failures(items)] == ["HAR is cut or damaged"]


@pytest.mark.parametrize("entry", [None, 5, {}, {"request": {}}, {"request": {"url": 1}, "response": []}])
def test_an_entry_that_is_none(entry: object) -> None:
    items = items_of(har([entry, har_entry("http://example.org/alder", html("alder"))]))
    assert titles(items) == ["alder"]


# -- one compressed page ---------------------------------------------------------------------------------------------

PACKERS = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("codec", [*PACKERS, "zstd", "lz4"])
def test_a_compressed_page(codec: str) -> None:
    pack_one = PACKERS.get(codec, lambda data: pack([data], codec))
    (item,) = items_of(pack_one(html("tides")))
    assert isinstance(item, Page)
    assert (item.format, item.body, str(item.origin)) == ("html", html("tides").decode(), "t.warc")


@pytest.mark.parametrize("codec", list(PACKERS))
def test_a_compressed_page_that_is_cut(codec: str) -> None:
    items = items_of(PACKERS[codec](NOISE * 400)[:-900])
    assert [message for _, message in failures(items)] == [f"cut {codec} data"]
    assert len(pages(items)) == 1


@pytest.mark.parametrize("codec", [*PACKERS, "zstd", "lz4"])
def test_a_compressed_page_with_garbage_behind_it(codec: str) -> None:
    pack_one = PACKERS.get(codec, lambda data: pack([data], codec))
    items = items_of(pack_one(html("tides")) + b"garbage, and more of it")
    assert len(pages(items)) == 1
    assert len(failures(items)) == 1


def test_two_gzip_members_are_one_page() -> None:
    items = items_of(gzip.compress(DUMP[:20]) + gzip.compress(DUMP[20:]))
    assert [item.body for item in pages(items)] == [DUMP.decode()]


def test_only_the_beginning_of_a_gzip() -> None:
    for size in range(1, 12):
        assert len(items_of(gzip.compress(DUMP)[:size])) == 1


def test_a_zip_through_a_pipe_is_read() -> None:
    from archtool.readers import read_stream

    assert len(pages(read_stream(Pipe(zip_of({"note.txt": DUMP})), "-"))) == 1  # type: ignore[arg-type]


def test_an_arc_in_a_zip() -> None:
    items = items_of(zip_of({"crawl.arc": arc([("http://example.org/alder", http(html("alder")))])}))
    assert titles(items) == ["alder"]


def test_the_cache_of_httrack() -> None:
    body = zip_of({"http://example.org/alder": html("alder")})
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nLast-Modified: Thu, 04 Mar 2021 05:06:07 GMT\r\n"
    name = b"http://example.org/alder"
    at = body.find(name) + len(name)
    patched = bytearray(body[:at] + head + body[at:])
    patched[28:30] = len(head).to_bytes(2, "little")
    end = patched.rfind(b"PK\x05\x06")
    directory = int.from_bytes(patched[end + 16 : end + 20], "little") + len(head)
    patched[end + 16 : end + 20] = directory.to_bytes(4, "little")
    (item,) = pages(items_of(bytes(patched)))
    assert (item.source, item.url, item.modified) == ("httrack", "http://example.org/alder", "2021-03-04")


def test_json_is_no_dump_but_a_dump_may_begin_with_a_brace() -> None:
    items = items_of(zip_of({"a.json": json.dumps({"x": 1}).encode(), "a.txt": b"{draft} The tides of spring.\n"}))
    assert reasons(items) == ["JSON"]
    assert len(pages(items)) == 1


def test_how_far_into_a_container_its_members_lie(tmp_path: Path) -> None:
    crawl = pack([page(f"page{number}") for number in range(40)], "gzip")
    files = {
        "c.wacz": wacz({"a.warc.gz": crawl, "b.warc.gz": crawl}),
        "c.zip": zip_of({"a.html": html("alder"), "b.zip": zip_of({"c.html": html("cedar")}), "d.html": html("elm")}),
        "c.tar": tar_of({"a.html": html("alder"), "b.html": html("birch") * 90, "c.html": html("cedar")}),
    }
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        places = Places()
        found = [places.inside(item.origin) for item in read(str(path)) if isinstance(item, Page)]
        assert found == sorted(found), name
        assert len(set(found)) == len(found), name
        assert found[0] < len(data) / 4, name
        assert len(data) / 3 < found[-1] < len(data), name


def test_where_nothing_tells_how_far_a_member_lies_it_is_at_the_beginning(tmp_path: Path) -> None:
    for name, data in {"c.tar.gz": tar_of({"a.html": html("alder")}, "w:gz"), "d.zip": b"PK\3\4 cut"}.items():
        (tmp_path / name).write_bytes(data)
        assert Places().inside(Origin(str(tmp_path / name), "a.html", 3)) == 0


def test_a_name_of_nothing_but_slashes_costs_no_memory() -> None:
    import tracemalloc

    names = {"a/" * 32_000 + "x.html", "a/" * 2_000 + "y.html", "b/z.html"}
    tracemalloc.start()
    assert worth_opening(names) == {"a/" * 2_000 + "y.html", "b/z.html"}
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("compress", [bz2.compress, lzma.compress, gzip.compress])
def test_no_more_comes_out_of_a_few_bytes_than_is_asked_for(compress: Callable[[bytes], bytes]) -> None:
    """Half a kilobyte of bzip2 holds half a gigabyte: it must not be held at once."""
    import tracemalloc

    data = compress(b"<html><p>" + b"a" * (96 << 20))
    tracemalloc.start()
    items = list(read_stream(io.BytesIO(data), "bomb", ReadOptions(max_bytes=1 << 20)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [message for _, message in failures(items)] == ["larger than 1048576 bytes: not read"]
    assert peak < 32 << 20


def test_members_that_share_their_bytes_are_no_more_than_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pieces, "ALLOWED", 1 << 20)
    one = zip_of({"a.html": html("tides") * 2_000})
    directory, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry, count = one[directory:end], 3_000
    bomb = (
        one[:directory]
        + entry * count
        + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(entry) * count, directory, 0)
    )
    items = items_of(bomb)
    (found,) = [message for _, message in failures(items) if "in all" in message]
    assert found.endswith(f"bytes out of {len(bomb)} in all: not read further")
    assert len(pages(items)) * len(html("tides")) * 2_000 <= 200 * len(bomb)


@pytest.mark.parametrize("count", [2_001, 70_000])
def test_a_zip_of_too_many_members_is_not_read(count: int) -> None:
    data = zip_of({f"{number}.txt": b"" for number in range(count)})
    items = items_of(data, ReadOptions(max_members=2_000))
    assert failures(items) == [(None, f"{count} members, more than 2000: not read")]
    place = data.rindex(b"PK\x05\x06")
    lying = data[: place + 8] + b"\1\0\1\0" + data[place + 12 :]
    assert failures(items_of(lying, ReadOptions(max_members=2_000)))


def test_zips_in_zips_share_what_may_come_out_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pieces, "ALLOWED", 4 << 20)
    data = html("tides") * 6_000
    for _ in range(3):
        data = zip_of({f"{number}.zip": data if data[:2] == b"PK" else zip_of({"a.html": data}) for number in range(4)})
    items = items_of(data, ReadOptions(max_depth=6))
    assert len(failures(items)) < 6
    assert all("in all: not read further" in message for _, message in failures(items))
    assert len(pages(items)) <= 9


# -- Safari ----------------------------------------------------------------------------------------------------------


CUT = (None, "the web archive is cut or damaged")


@pytest.mark.parametrize("is_binary", [True, False])
def test_the_page_of_a_web_archive_of_safari(is_binary: bool) -> None:
    (found,) = items_of(webarchive(html("alder"), is_binary=is_binary))
    assert isinstance(found, Page)
    assert (found.format, found.source, found.url) == ("html", "webarchive", "http://example.org/tides")
    assert "tide table of alder" in found.body
    assert reasons(items_of(webarchive(b"%PDF", mime="application/pdf", is_binary=is_binary))) == ["application/pdf"]
    assert reasons(items_of(webarchive(b" ", is_binary=is_binary))) == ["empty"]


def test_a_web_archive_that_is_cut_or_none() -> None:
    for body in (html("alder"), b"<!-- tides -->\n<html>" + html("alder") * 40, html("alder") * 700):
        whole = webarchive(body)
        for cut in (whole[:-10], whole[: whole.index(b"spring") + 3]):
            items = items_of(cut)
            assert failures(items) == [CUT]
            assert "tide table of alder for spr" in pages(items)[0].body
            assert pages(items)[0].body.encode() in body
    assert failures(items_of(webarchive(html("alder"))[:60])) == [CUT]
    assert failures(items_of(webarchive(html("alder"), is_binary=False)[:-60])) == [CUT]
    named = webarchive(html("alder"), is_binary=False).replace(b'encoding="UTF-8"', b'encoding="TIDE-8"')
    assert failures(items_of(named)) == [CUT]
    assert reasons(items_of(plistlib.dumps({"Tides": [1, 2]}, fmt=plistlib.FMT_BINARY))) == ["property list"]


# -- HTML that unpacks itself ----------------------------------------------------------------------------------------


def test_html_around_a_zip_is_the_page_in_it(tmp_path: Path) -> None:
    saved = b"<!--\n Page saved with SingleFile \n url: http://example.org/a \n saved date: Thu Mar 04 2021 05:06:07 GMT+0000 (UTC)\n-->"
    inner = zip_of({"index.html": html("alder").replace(b"<head>", saved + b"<head>"), "a.png": bytes(range(256)) * 8})
    data = b"<!DOCTYPE html><html><body><script>unpack()</script><!--" + inner + b"--></body></html>"
    path = tmp_path / "alder.html"
    path.write_bytes(data)
    for items in (list(read(str(path))), items_of(data), list(read_stream(Pipe(data), "-"))):  # type: ignore[arg-type]
        assert reasons(items) == [".png"]
        assert [(item.source, item.url) for item in pages(items)] == [("singlefile", "http://example.org/a")]
    assert failures(items_of(data.replace(b"PK\x05\x06", b"PK  "))) == [(None, "not text: too many control bytes")]
