"""WARC, WET, WAT and ARC: what becomes a page, and every fault once, in every compression."""

from __future__ import annotations

import gzip
import io
import itertools
import time
import zlib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_builder import arc, html, http, pack, page, record, warcinfo
from archtool.model import Failure, Page, Skipped
from archtool.pipeline import clean
from archtool.readers import DEFAULT, Item, PartEnd, ReadOptions, parts, read, read_part, read_stream
from archtool.readers._frames import Mark
from archtool.readers.warc import WARC

CODECS = ("", "gzip", "one gzip", "zstd", "lz4")
NAMES = ("alder", "birch", "cedar", "dogwood", "elm")


class Pipe(io.RawIOBase):
    """A stream as a pipe is: no way back, and seven bytes short of what was asked for."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._data.read(size if size is None or size < 8 else size - 7)

    def seekable(self) -> bool:
        return False


def items_of(data: bytes, options: ReadOptions = DEFAULT) -> list[Item]:
    """What a file with ``data`` holds; a pipe must give the same."""
    items = list(read_stream(io.BytesIO(data), "t.warc", options))
    assert list(read_stream(Pipe(data), "t.warc", options)) == items  # type: ignore[arg-type]
    return items


def titles(items: list[Item]) -> list[str]:
    return [item.url.rpartition("/")[2] for item in items if isinstance(item, Page) and item.url]


def failures(items: list[Item]) -> list[tuple[int | None, str]]:
    return [(item.origin.offset, item.message) for item in items if isinstance(item, Failure)]


def reasons(items: list[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Skipped)]


def starts(records: list[bytes], codec: str) -> list[int]:
    """The offset of each record in the packed file."""
    sizes = [len(pack([item], codec)) for item in records]
    return [sum(sizes[:number]) for number in range(len(sizes))]


# -- what becomes a page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", CODECS)
def test_a_sound_warc_gives_its_pages_with_offset_url_and_time(codec: str) -> None:
    records = [warcinfo(), *(page(name) for name in NAMES)]
    items = items_of(pack(records, codec))
    assert titles(items) == list(NAMES)
    assert not failures(items)
    first = items[0]
    assert isinstance(first, Page)
    assert first.body == html("alder").decode()
    assert (first.format, first.source, first.captured) == ("html", "warc", "2021-03-04T05:06:07Z")
    if codec != "one gzip":
        offsets = [item.origin.offset for item in items]
        assert offsets == starts(records, codec)[1:]


@pytest.mark.parametrize("codec", CODECS)
def test_an_offset_leads_to_its_record(codec: str, tmp_path: Path) -> None:
    records = [warcinfo(), *(page(name, kind=kind) for name in NAMES for kind in ("request", "response"))]
    data = pack(records, codec)
    for item in items_of(data):
        assert isinstance(item, Page)
        again = titles(list(read_stream(io.BytesIO(data[item.origin.offset :]), "x")))
        assert again[0] == "alder" if codec == "one gzip" else again[0] == item.url.rpartition("/")[2]  # type: ignore[union-attr]


def test_small_records_keep_their_own_offsets() -> None:
    records = [record(f"HTTP/1.1 200\r\n\r\n{n}".encode(), f"http://e.org/{n}") for n in range(40)]
    items = items_of(pack(records, "gzip"))
    assert [item.origin.offset for item in items] == starts(records, "gzip")


def test_the_collection_goes_with_the_pages() -> None:
    items = items_of(pack([warcinfo(), page("alder")]))
    assert isinstance(items[0], Page)
    assert [(pair.name, pair.values) for pair in items[0].fields] == [("Collection", ("Tide tables",))]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        pytest.param(record(http(b"", status="301 Moved", Location="/x")), "status 301", id="redirect"),
        pytest.param(record(http(html("x"), status="404 Not Found")), "status 404", id="not found"),
        pytest.param(record(http(b"GIF89a", "image/gif")), "image/gif", id="picture"),
        pytest.param(record(http(b"a{}", "text/css")), "text/css", id="style"),
        pytest.param(record(http(b"<rss><channel/></rss>", "application/rss+xml")), "application/rss+xml", id="feed"),
        pytest.param(record(http(b"<?xml version='1.0'?><rss></rss>", "text/html")), "XML: rss", id="feed said HTML"),
        pytest.param(record(http(b"Disallow: /", "text/plain"), "http://e.org/robots.txt"), "robots.txt", id="robots"),
        pytest.param(record(http(b"Disallow: /"), "http://e.org/robots.txt"), "robots.txt", id="robots said HTML"),
        pytest.param(record(http(b" \n"), "http://e.org/blank"), "empty", id="blank"),
        pytest.param(record(http(b""), kind="revisit"), "revisit of no page at hand", id="revisit"),
        pytest.param(
            record(b"wget -p", "metadata://gnu.org/wget.log", "resource", mime="text/plain"),
            "the crawler's own",
            id="log",
        ),
        pytest.param(record(b"{}", kind="metadata", mime="application/json"), "WAT metadata: holds no text", id="WAT"),
        pytest.param(record(b"%PDF-1.4", kind="resource", mime="application/pdf"), "application/pdf", id="PDF"),
    ],
)
def test_what_is_no_page_is_passed_over_with_its_reason(item: bytes, reason: str) -> None:
    items = items_of(pack([item, page("alder")], "gzip"))
    assert reasons(items) == [reason]
    assert titles(items) == ["alder"]


@pytest.mark.parametrize("codecs", list(itertools.product(["", "gzip", "zstd"], repeat=3)))
def test_archives_that_were_joined_to_one_file(codecs: tuple[str, ...]) -> None:
    parts = [pack([page(f"{name}{number}") for name in NAMES], codec) for number, codec in enumerate(codecs)]
    for stream in (io.BytesIO(b"".join(parts)), Pipe(b"".join(parts))):
        items = list(read_stream(stream, "t.warc"))  # type: ignore[arg-type]
        assert titles(items) == [f"{name}{number}" for number in range(3) for name in NAMES]
        assert failures(items) == []
        begins = [item.origin.offset for item in items if isinstance(item, Page)][:: len(NAMES)]
        assert begins == [0, len(parts[0]), len(parts[0]) + len(parts[1])]


def test_html_in_the_place_of_a_robots_txt_is_a_page() -> None:
    assert titles(items_of(record(http(html("none")), "http://example.org/robots.txt"))) == ["robots.txt"]


INTERIM = (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.0 200 Connection established\r\n\r\n")


@pytest.mark.parametrize("front", [INTERIM[0], INTERIM[1], INTERIM[1] + INTERIM[0] * 3])
def test_interim_responses_are_passed_over(front: bytes) -> None:
    for body in (html("a"), b"HTTP/1.1 200 OK\r\n\r\n is how a response begins.", NOISE.hex().encode() * 9):
        (item,) = items_of(pack([record(front + http(body, "text/plain"), "http://example.org/a")]))
        assert isinstance(item, Page)
        assert item.body.encode().replace(b"\n", b"\r\n" if b"\r" in body else b"\n") == body


def test_types_of_records_in_any_case_and_others(tmp_path: Path) -> None:
    whole = page("alder")
    for written in (b"Response", b"RESPONSE ", b"response\t"):
        items = items_of(whole.replace(b"WARC-Type: response", b"WARC-Type: " + written))
        assert titles(items) == ["alder"]
    for written, reason in ((b"Continuation", "record of type continuation"), (b"", "record of no type")):
        items = items_of(whole.replace(b"WARC-Type: response", b"WARC-Type: " + written))
        assert reasons(items) == [reason]
    items = items_of(page("alder", WARC_Segment_Number="1"))
    assert titles(items) == ["alder"]
    assert failures(items) == [(0, "the first part of a record that is stored in several: cut")]


def test_resources_and_conversions_are_pages() -> None:
    records = [
        record(html("leaf"), "http://example.org/leaf", "resource", mime="text/html"),
        record(b"The tides of March.\n", "http://example.org/wet", "conversion", mime="text/plain"),
    ]
    items = items_of(pack(records, "gzip"))
    assert [(item.format, item.source) for item in items if isinstance(item, Page)] == [("html", "warc"), ("text", "wet")]


def test_options_choose_status_and_media_type() -> None:
    records = [
        record(http(html("gone"), status="404 x"), "http://e.org/gone"),
        record(http(b"a,b", "text/csv"), "http://e.org/csv"),
    ]
    options = ReadOptions(status=frozenset({404, 200}), mime=frozenset({"text/html", "text/csv"}))
    assert titles(items_of(pack(records), options)) == ["gone", "csv"]


def test_one_capture_has_one_id_in_every_container() -> None:
    blocks = [("http://example.org/alder", http(html("alder")))]
    chunked = record(
        http(b"%x\r\n%s\r\n0\r\n\r\n" % (len(html("alder")), html("alder")), Transfer_Encoding="chunked"), blocks[0][0]
    )
    inputs = [pack([page("alder")]), pack([page("alder")], "gzip"), arc(blocks), gzip.compress(arc(blocks)), chunked]
    ids = {item.id for data in inputs for item in items_of(data) if isinstance(item, Page)}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("<http://example.org/a>", "http://example.org/a"),
        ("http://example.org:80/a:80/?b=http://c:80", "http://example.org/a:80/?b=http://c:80"),
        ("https://example.org:443", "https://example.org"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("http://[2001:db8::80]:80/a", "http://[2001:db8::80]/a"),
        ("http:/example.org/a", "http://example.org/a"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("https://example.org/?next=http:/x", "https://example.org/?next=http:/x"),
    ],
)
def test_urls_are_mended(url: str, clean: str) -> None:
    (item,) = items_of(record(http(html("x")), url))
    assert isinstance(item, Page)
    assert item.url == clean


@pytest.mark.parametrize(
    ("date", "captured"),
    [
        ("2021-03-04T05:06:07.123456Z", "2021-03-04T05:06:07Z"),
        ("2021-03-04T05:06:07+02:00", "2021-03-04T03:06:07Z"),
        ("2021-03-04T05:06", "2021-03-04T05:06:00Z"),
        ("2021-03-04", "2021-03-04"),
        ("2021-03", "2021-03"),
        ("2021", "2021"),
        ("2021-02-30", None),
        ("0000", None),
        ("2021-13-44T05:06:07Z", None),
        ("2021-10-294T05:06:07Z", None),
        ("", None),
    ],
)
def test_capture_times(date: str, captured: str | None) -> None:
    (item,) = items_of(record(http(html("x")), date=date))
    assert isinstance(item, Page)
    assert item.captured == captured


def test_last_modified_is_a_day() -> None:
    (item,) = items_of(record(http(html("x"), Last_Modified="Sat, 02 Feb 2008 19:40:44 GMT")))
    assert isinstance(item, Page)
    assert item.modified == "2008-02-02"


# -- bodies ----------------------------------------------------------------------------------------------------------

NOISE = html("noise") + Random(7).randbytes(2000).hex().encode()
BODY = html("body") + b"x" * 3000


def chunked(data: bytes, size: int = 500) -> bytes:
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def deflate(data: bytes, bits: int) -> bytes:
    packer = zlib.compressobj(wbits=bits)
    return packer.compress(data) + packer.flush()


def brotli(data: bytes) -> bytes:
    import brotli as packer

    return packer.compress(data)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(chunked(BODY), {"Transfer_Encoding": "chunked"}, id="chunked"),
        pytest.param(chunked(BODY), {}, id="chunked, unsaid"),
        pytest.param(BODY, {"Transfer_Encoding": "chunked"}, id="said chunked, is not"),
        pytest.param(
            chunked(gzip.compress(BODY)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}, id="both"
        ),
        pytest.param(gzip.compress(BODY), {"Content_Encoding": "gzip"}, id="gzip"),
        pytest.param(gzip.compress(BODY), {"Content_Encoding": "x-gzip"}, id="x-gzip"),
        pytest.param(gzip.compress(BODY), {}, id="gzip, unsaid"),
        pytest.param(BODY, {"Content_Encoding": "gzip"}, id="said gzip, is not"),
        pytest.param(
            gzip.compress(BODY[:900]) + gzip.compress(BODY[900:]), {"Content_Encoding": "gzip"}, id="two members"
        ),
        pytest.param(deflate(BODY, 15), {"Content_Encoding": "deflate"}, id="deflate"),
        pytest.param(deflate(BODY, -15), {"Content_Encoding": "deflate"}, id="deflate, bare"),
        pytest.param(BODY, {"Content_Encoding": "deflate"}, id="said deflate, is not"),
        pytest.param(pack([BODY], "zstd"), {"Content_Encoding": "zstd"}, id="zstd"),
        pytest.param(brotli(BODY), {"Content_Encoding": "br"}, id="brotli"),
        pytest.param(BODY, {"Content_Encoding": "br"}, id="said brotli, is not"),
        pytest.param(gzip.compress(gzip.compress(BODY)), {"Content_Encoding": "gzip, gzip"}, id="twice"),
        pytest.param(gzip.compress(BODY), {"Content_Encoding": "br"}, id="gzip, said brotli"),
        pytest.param(gzip.compress(BODY), {"Content_Encoding": "deflate"}, id="gzip, said deflate"),
        pytest.param(BODY, {"Content_Encoding": "utf-8"}, id="nonsense"),
    ],
)
def test_bodies_are_decoded_as_they_are_not_as_they_are_said_to_be(body: bytes, headers: dict[str, str]) -> None:
    items = items_of(record(http(body, **headers)))
    assert [item.body for item in items if isinstance(item, Page)] == [BODY.decode()]
    assert not failures(items)


@pytest.mark.parametrize(
    ("body", "headers", "fault"),
    [
        pytest.param(chunked(BODY)[:1200], {"Transfer_Encoding": "chunked"}, "chunked body is cut", id="chunked"),
        pytest.param(gzip.compress(html("a"))[:-30], {"Content_Encoding": "gzip"}, "compressed body is cut", id="gzip"),
        pytest.param(
            gzip.compress(NOISE)[:900] + b"\xff" * 40 + gzip.compress(NOISE)[940:],
            {"Content_Encoding": "gzip"},
            "compressed body is damaged",
            id="damaged",
        ),
        pytest.param(
            brotli(html("a"))[:-20], {"Content_Encoding": "br"}, "compressed body is cut or damaged", id="brotli"
        ),
    ],
)
def test_a_cut_body_is_given_as_far_as_it_goes(body: bytes, headers: dict[str, str], fault: str) -> None:
    items = items_of(pack([page("before"), record(http(body, **headers), "http://e.org/cut"), page("after")], "gzip"))
    assert [message for _, message in failures(items)] == [fault]
    assert titles(items) in (["before", "cut", "after"], ["before", "after"])
    cut = [item.body for item in items if isinstance(item, Page) and item.url == "http://e.org/cut"]
    assert all(text.startswith("<!DOCTYPE html>") for text in cut)


def test_text_that_begins_like_a_chunk_is_left_alone() -> None:
    items = items_of(record(http(b"abba\r\nwere four singers", "text/plain", Transfer_Encoding="chunked")))
    assert [item.body for item in items if isinstance(item, Page)] == ["abba\nwere four singers"]


# -- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", CODECS)
def test_a_cut_file_gives_what_it_has_and_one_failure(codec: str) -> None:
    data = pack([page(name) for name in NAMES], codec)
    items = items_of(data[:-60])
    assert len(failures(items)) == 1
    # A frame of zstd or lz4 gives nothing before it is whole; of one member of gzip the last bytes hold several pages.
    whole = {"": 5, "gzip": 5, "one gzip": 3}.get(codec, 4)
    assert titles(items) == list(NAMES[:whole])


@pytest.mark.parametrize("codec", ["gzip", "one gzip"])
@pytest.mark.parametrize("missing", range(1, 9))
def test_a_gzip_member_cut_in_its_last_bytes_is_noticed(codec: str, missing: int) -> None:
    data = pack([page(name) for name in NAMES], codec)
    items = items_of(data[:-missing])
    assert titles(items) == list(NAMES)
    assert [message for _, message in failures(items)] == ["the last gzip member is cut"]


@pytest.mark.parametrize("codec", ["gzip", "zstd", "lz4"])
@pytest.mark.parametrize("junk", [b"garbage " * 9, b"\0" * 50, b"\x1f\x8b\x08garbage\x1f\x8b"])
def test_garbage_between_frames_costs_no_record(codec: str, junk: bytes) -> None:
    records = [page(name) for name in NAMES]
    at = len(pack(records[:3], codec))
    items = items_of(pack(records[:3], codec) + junk + pack(records[3:], codec))
    assert titles(items) == list(NAMES)
    assert [offset for offset, _ in failures(items)] == [at]


@pytest.mark.parametrize("junk", [b"garbage " * 9, b"\0" * 50, b"WARC/1.0 is no record\r\n", b"\r\n\r\njunk\r\n"])
def test_garbage_between_plain_records_costs_no_record(junk: bytes) -> None:
    records = [page(name) for name in NAMES]
    items = items_of(pack(records[:3]) + junk + pack(records[3:]))
    assert titles(items) == list(NAMES)
    assert len(failures(items)) == 1


@pytest.mark.parametrize("codec", ["gzip", "zstd"])
def test_a_damaged_frame_costs_only_itself(codec: str) -> None:
    frames = [pack([page(name)], codec) for name in NAMES]
    frames[2] = frames[2][:150] + b"\xff\x00\xff" + frames[2][153:]
    items = items_of(b"".join(frames))
    assert [title for title in titles(items) if title != "cedar"] == ["alder", "birch", "dogwood", "elm"]
    assert [offset for offset, _ in failures(items)] == [len(frames[0]) + len(frames[1])]


def test_what_a_damaged_gzip_member_still_holds_is_given() -> None:
    members = [pack([page(name)], "gzip") for name in NAMES]
    members[2] = members[2][:-8] + b"\1\2\3\4" + members[2][-4:]  # a wrong checksum behind a whole page
    items = items_of(b"".join(members))
    assert titles(items) == list(NAMES)
    assert len(failures(items)) == 1


@pytest.mark.parametrize("codec", ["gzip", "one gzip"])
def test_damage_in_the_middle_of_many_records(codec: str) -> None:
    data = bytearray(pack([page(f"{name}{n}") for n in range(300) for name in NAMES], codec))
    data[len(data) // 2 : len(data) // 2 + 4] = b"\xff\xff\xff\xff"
    items = list(read_stream(io.BytesIO(data), "t.warc"))
    assert failures(items)
    if codec == "gzip":
        assert len(failures(items)) == 1
        assert len(titles(items)) == len(set(titles(items)))
        assert len(titles(items)) >= 1499
    else:  # everything in front of the damage; behind it, deflate may go on with nonsense to the end
        assert titles(items)[:250] == [f"{name}{n}" for n in range(50) for name in NAMES]


@pytest.mark.parametrize("codec", ["", "gzip", "one gzip"])
@pytest.mark.parametrize("length", [0, 1, 60, 1_000, 5_000, 900_000, 10**15, -5, "many"])
def test_a_wrong_length_costs_no_other_record(codec: str, length: int | str) -> None:
    records = [page(name) for name in NAMES]
    records[2] = record(http(html("cedar")), "http://example.org/cedar", length=length)
    items = items_of(pack(records, codec))
    assert [title for title in titles(items) if title != "cedar"] == ["alder", "birch", "dogwood", "elm"]
    assert len(failures(items)) >= 1
    assert len(failures(items)) <= 2


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("newline", [b"\n", b"\r\r\n"])
def test_other_line_ends(codec: str, newline: bytes) -> None:
    records = [record(http(html(name)), f"http://example.org/{name}", newline=newline) for name in NAMES]
    items = items_of(pack(records, codec))
    assert titles(items) == list(NAMES)
    assert not failures(items)


def test_a_page_about_warcs_is_not_taken_apart() -> None:
    body = b"<p>A record begins:</p><pre>\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nabcde\r\n\r\n</pre>"
    for codec in CODECS:
        items = items_of(pack([record(http(body), "http://e.org/about"), page("alder")], codec))
        assert titles(items) == ["about", "alder"]
        assert not failures(items)


def test_a_body_above_the_limit_is_left_with_one_failure() -> None:
    big = record(http(b"<p>" + b"x" * 300_000), "http://e.org/big")
    film = record(http(b"x" * 300_000, "video/mp4"), "http://e.org/film")
    options = ReadOptions(max_bytes=100_000)
    for codec in CODECS:
        items = items_of(pack([page("alder"), big, film, page("birch")], codec), options)
        assert titles(items) == ["alder", "birch"]
        assert [message for _, message in failures(items)] == ["the page is larger than 100000 bytes"]
        assert reasons(items) == ["video/mp4"]


def test_a_bomb_in_a_body_is_left_with_one_failure() -> None:
    bombs = [
        record(http(gzip.compress(b"\0" * 20_000_000), Content_Encoding="gzip"), "http://e.org/a"),
        record(http(brotli(b"\0" * 20_000_000), Content_Encoding="br"), "http://e.org/b"),
        record(http(deflate(b"\0" * 20_000_000, -15), Content_Encoding="deflate"), "http://e.org/c"),
    ]
    items = items_of(pack([*bombs, page("alder")]), ReadOptions(max_bytes=1_000_000))
    assert [message for _, message in failures(items)] == ["the page is larger than 1000000 bytes"] * 3
    assert titles(items) == ["alder"]


def test_a_record_header_without_end_is_left() -> None:
    for codec in ("", "one gzip"):
        items = items_of(pack([page("alder"), b"WARC/1.0\r\n" + b"X-Long: y\r\n" * 10_000, page("birch")], codec))
        assert titles(items) == ["alder", "birch"]
        assert len(failures(items)) >= 1


def test_nothing_but_a_header() -> None:
    assert len(failures(items_of(b"WARC/1.0\r\nWARC-Type: response\r\n"))) == 1
    assert len(failures(items_of(gzip.compress(b"WARC/1.0\r\n")))) == 1


# -- ARC -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", ["", "gzip", "one gzip"])
def test_an_arc_gives_its_pages(codec: str) -> None:
    data = arc([(f"http://example.org/{name}", http(html(name))) for name in NAMES])
    if codec == "gzip":
        parts = data.split(b"\nhttp://")
        parts = [parts[0] + b"\n", *(b"http://" + part + b"\n" for part in parts[1:])]
        data = pack(parts, "gzip")
    elif codec:
        data = gzip.compress(data)
    items = items_of(data)
    assert titles(items) == list(NAMES)
    assert not failures(items)
    assert isinstance(items[0], Page)
    assert (items[0].source, items[0].captured) == ("arc", "2021-03-04T05:06:07Z")


def test_blanks_in_the_url_of_an_arc() -> None:
    items = items_of(arc([("http://example.org/a b?c=d e", http(html("x")))]))
    assert [item.url for item in items if isinstance(item, Page)] == ["http://example.org/a%20b?c=d%20e"]


@pytest.mark.parametrize("length", [0, 10, 400, 90_000, "-1", "none"])
def test_a_wrong_length_in_an_arc_costs_no_other_record(length: int | str) -> None:
    data = arc([(f"http://example.org/{name}", http(html(name))) for name in NAMES], length=length)
    items = items_of(data)
    assert titles(items)[-4:] == list(NAMES[1:])
    assert 1 <= len(failures(items)) <= 2


def test_reading_a_file_closes_it(tmp_path: Path) -> None:
    path = tmp_path / "tides.warc.gz"
    path.write_bytes(pack([page("alder"), page("birch")], "gzip"))
    reading = read(str(path))
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert next(str(item.origin) for item in read(str(path))) == f"{path}:0"


# -- parts -----------------------------------------------------------------------------------------------------------


def in_parts(path: Path, count: int) -> list[Item]:
    """What the parts of a file hold, each of which ends where the next one begins."""
    items: list[Item] = []
    cuts = list(parts(str(path), path.stat().st_size // count))
    for part, following in zip(cuts, [*cuts[1:], None], strict=True):
        *found, end = read_part(part)
        assert isinstance(end, PartEnd)
        assert following is None or (end.next, end.fields) == (following.begin, following.fields)
        items += found  # type: ignore[arg-type]
    return items


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("count", [2, 3, 16])
def test_the_parts_of_a_file_make_the_whole(codec: str, count: int, tmp_path: Path) -> None:
    path = tmp_path / "tides.warc"
    path.write_bytes(pack([warcinfo(), *(page(f"{name}{n}") for n in range(20) for name in NAMES)], codec))
    if codec == "one gzip":
        assert not list(parts(str(path), path.stat().st_size // count))
    else:
        assert in_parts(path, count) == list(read(str(path)))


def test_damage_is_reported_by_one_part(tmp_path: Path) -> None:
    frames = [pack([page(f"{name}{n}")], "gzip") for n in range(4) for name in NAMES]
    path = tmp_path / "tides.warc.gz"
    for damaged in range(len(frames)):
        broken = list(frames)
        broken[damaged] = broken[damaged][:150] + b"\xff\xff" + broken[damaged][152:]
        path.write_bytes(b"".join(broken))
        for count in (2, 3, 7):
            apart = in_parts(path, count)
            assert len(failures(apart)) == 1
            assert apart == list(read(str(path)))


def test_small_files_are_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "tides.warc"
    path.write_bytes(pack([page(name) for name in NAMES]))
    assert not list(parts(str(path), path.stat().st_size // 2 + 1))
    assert not list(parts(str(tmp_path / "missing"), 100))


def test_scripts_and_json_that_say_no_type_of_their_own_are_no_pages() -> None:
    manifest = record(http(b'{"name": "Tides"}', mime=None), "http://example.org/manifest")
    script = record(http(b"var tide = 1;", mime="text/plain"), "http://example.org/tide.js?v=2")
    dump = record(http(b"[1] The tide is high.", mime=None), "http://example.org/tide")
    items = items_of(pack([manifest, script, dump]))
    assert reasons(items) == ["JSON", ".js"]
    assert titles(items) == ["tide"]


def test_the_name_of_a_collection_is_read_as_it_was_meant() -> None:
    for written, meant in (("f%C3%BCr%20Tide/x2", "für Tide/x2"), ("100% tide", "100% tide"), ("%FF%FE", "%FF%FE")):
        info = warcinfo(f"isPartOf: {written}\r\n")
        (item,) = items_of(pack([info, page("alder")]))
        assert isinstance(item, Page)
        assert [tuple(pair) for pair in item.fields] == [("Collection", (meant,))]


def test_an_extract_begins_with_the_title_of_its_page() -> None:
    text = b"The tide tables\nMenu\nSkip to content\nThe tide is high at noon.\n"
    (item,) = items_of(pack([record(text, kind="conversion", mime="text/plain")]))
    assert isinstance(item, Page)
    assert clean(item).title == "The tide tables"


def test_a_response_header_of_many_kilobytes() -> None:
    for size in (900, 16_000, 17_000, 60_000):
        items = items_of(pack([record(http(html("alder"), Set_Cookie="x" * size), "http://e.org/alder")], "gzip"))
        assert [item.body for item in items if isinstance(item, Page)] == [html("alder").decode()]


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_zstd_dictionary_in_front_serves_every_frame(is_packed: bool) -> None:
    zstandard = pytest.importorskip("zstandard", reason="zstandard, which writes dictionaries, is not installed")
    records = [page(f"{name}{n}") for n in range(60) for name in NAMES]
    dictionary = zstandard.train_dictionary(8192, records)
    stored = dictionary.as_bytes()
    if is_packed:
        stored = zstandard.ZstdCompressor().compress(stored)
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    head = b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored
    frames = [packer.compress(item) for item in records]
    items = items_of(head + b"".join(frames))
    assert len(titles(items)) == 300
    assert [item.origin.offset for item in items[:2]] == [len(head), len(head) + len(frames[0])]
    frames[7] = frames[7][:30] + b"\xff\xff" + frames[7][32:]
    assert len(titles(items_of(head + b"".join(frames)))) >= 299


class Endless(io.RawIOBase):
    """A pipe through which the same record comes for ever."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data, self._at = data, 0

    def read(self, size: int | None = -1) -> bytes:
        end = self._at + min(size or 0, 1 << 16)
        times = end // len(self._data) + 1
        piece = (self._data * times)[self._at : end]
        self._at = end % len(self._data)
        return piece


@pytest.mark.parametrize("data", [pack([page("alder")]), pack([page("alder")], "gzip"), b"no record " * 30, b"\0" * 64])
def test_a_warc_that_never_ends_is_left_at_the_limit(data: bytes) -> None:
    options = ReadOptions(format="warc", max_total=1 << 20, max_bytes=1 << 16)
    items = list(read_stream(Endless(data), "t", options))  # type: ignore[arg-type]
    assert len(failures(items)) == 1
    assert len(items) < 1 << 14


PIECES = [b"WARC/1.0\r\nWARC-Type: x", b"WARC/1.0\n", b"WARC/", b"\r\n", b"\n", b"\r", b"page", b"WARC-Type:"]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(0, 9), st.integers(0, 20))
def test_a_mark_is_found_where_its_pattern_is(pieces: list[bytes], place: int, less: int) -> None:
    data = b"".join(pieces)
    pattern = rb"(?:\r?\n)*(?=WARC/[01]\.\d+[ \t]*\r*\n(?:WARC|Content)-[A-Za-z-]+[ \t]*:)"
    found, expected = (mark.search(data, place, len(data) - less) for mark in (WARC.mark, Mark(pattern)))
    assert (found and found.span()) == (expected and expected.span())


def test_a_body_that_looks_like_a_record_at_every_byte_takes_no_square_of_its_size() -> None:
    begun = time.process_time()
    assert WARC.mark.search(b"WARC/" * 400_000) is None
    assert WARC.mark.search(b"\nWARC/1.0\n" * 200_000) is None
    assert WARC.mark.search(b"\n" * 1_000_000 + b"WARC/") is None
    assert time.process_time() - begun < 3
