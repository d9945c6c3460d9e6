"""The quick way through the sound records of a WARC gives what a closer look gives, compiled or not."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import ModuleType
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_builder import html, http, pack, page, record, warcinfo
from archtool.model import Failure, Page, Skipped
from archtool.readers import DEFAULT, Part, PartEnd, parts, read, read_part, read_stream
from archtool.readers import _buffer as buffer_module
from archtool.readers import _quick as quick_module
from archtool.readers import _records as records_module
from archtool.readers._frames import Fault, Frames
from archtool.readers._sniff import compression
from archtool.readers._stored import Dialect, Stored
from archtool.readers.warc import WARC
from sources import compiled, from_source

PICTURE = record(http(Random(4).randbytes(200_000), "image/png"), "http://example.org/picture")
RECORDS = [
    warcinfo(),
    page("alder"),
    record(b"GET / HTTP/1.1\r\n\r\n", kind="request", mime="application/http; msgtype=request"),
    PICTURE,
    page("birch", version="WARC/0.17"),
    record(b"", kind="metadata"),
    page("cedar").replace(b"Content-Length: ", b"content-length:"),
    record(http(b"x" * 65_536), "http://example.org/one-piece"),
    page("dogwood", X_Long="y" * 9_000),
    page("elm", X_Some="y" * 400),
]


def cut(data: bytes, dialect: Dialect = WARC, module: ModuleType = records_module) -> list[object]:
    """What there is in ``data``: places, headers, bodies, faults."""
    stream, codec = io.BytesIO(data), compression(data[:8])
    frames = Frames(stream, codec, WARC.begins, WARC.mark)
    found: Iterator[Stored | Fault] = module.records(frames, dialect, DEFAULT)
    return [
        tuple(item)
        if isinstance(item, Fault)
        else (
            item.offset if item.after is None else frames.locate(item.header, item.after, item.offset),
            item.header,
            item.body,
            item.size,
            item.fault,
        )
        for item in found
    ]


@pytest.mark.parametrize("codec", ["", "gzip", "one gzip", "zstd", "lz4"])
def test_a_closer_look_finds_the_same(codec: str) -> None:
    data = pack(RECORDS * 2, codec)
    found = cut(data)
    assert len(found) == 2 * len(RECORDS)
    closer = cut(data, WARC._replace(quick=False))
    if codec != "one gzip":  # all records of one frame have its place
        assert found == closer
    assert [item[1:] for item in found] == [item[1:] for item in closer]  # type: ignore[index]


@pytest.fixture(scope="module")
def plain() -> ModuleType:
    """The record cutter on top of the source of the quick way."""
    if not compiled(quick_module):
        pytest.skip("the quick way is not compiled here: there is one form of it only")
    with patch.dict(sys.modules, {quick_module.__name__: from_source(quick_module)}):
        buffer = from_source(buffer_module)
    with patch.dict(sys.modules, {buffer_module.__name__: buffer}):
        return from_source(records_module)


@given(
    codec=st.sampled_from(["", "gzip", "one gzip"]),
    place=st.floats(0, 1),
    taken=st.integers(0, 300),
    given=st.sampled_from(
        [b"", b"x", b"WARC/1.0\r\n", b"\r\n\r\n", b"\r\n", b"Content-Length: 7", b"9" * 19, b"\0" * 900]
    ),
)
def test_compiled_or_not_damaged_files_are_cut_alike(
    codec: str, place: float, taken: int, given: bytes, plain: ModuleType
) -> None:
    data = pack(RECORDS[:3] + RECORDS[4:7] + RECORDS[-1:], "" if codec == "gzip" else codec)
    begin = int(place * len(data))
    data = data[:begin] + given + data[begin + taken :]
    if codec == "gzip":  # damage inside of sound frames, and records across them
        data = pack([data[at : at + 700] for at in range(0, len(data), 700)], "gzip")
    assert cut(data) == cut(data, module=plain)


@pytest.mark.parametrize("codec", ["", "gzip"])
@pytest.mark.parametrize("size", [0, 40, 100, 300, 1_500, 1_700, 1_900, 2_040, 16_000, 16_300, 70_000])
def test_however_long_the_header_of_a_response_the_page_begins_behind_it(codec: str, size: int) -> None:
    for more in range(0, 24, 5):
        block = http(html("alder"), X_Padding="p" * (size + more))
        items = list(read_stream(io.BytesIO(pack([record(block)], codec)), "t.warc"))
        assert [item.body for item in items if isinstance(item, Page)] == [html("alder").decode()]


def test_what_a_response_is_stands_behind_interim_responses_of_any_length() -> None:
    for size in range(0, 700, 3):
        interim = b"HTTP/1.1 100 Continue\r\nX-Padding: " + b"p" * size + b"\r\n\r\n"
        records = [
            record(interim + http(html("alder") + b" " * 3_000), "http://example.org/alder"),
            record(
                interim + http(b"GIF" * 1_000, None, X_Padding="p" * 2_100, Content_Type="image/gif"),
                "http://example.org/x",
            ),
        ]
        found, skipped = read_stream(io.BytesIO(pack(records, "gzip")), "t.warc")
        assert isinstance(found, Page)
        assert found.body.startswith("<!DOCTYPE html>")
        assert isinstance(skipped, Skipped)
        assert skipped.reason == "image/gif"


def test_a_resource_is_of_its_own_type_however_it_begins() -> None:
    data = pack([record(http(html("alder")), kind="resource", mime="text/plain")])
    (found,) = read_stream(io.BytesIO(data), "t.warc")
    assert isinstance(found, Page)
    assert found.body.startswith("HTTP/1.1 200 OK")


def test_the_last_parts_of_a_file_are_small(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(pack([page(f"leaf{number}") for number in range(600)]))
    size = path.stat().st_size // 20
    cuts = list(parts(str(path), size))
    lengths = [(part.end or path.stat().st_size) - part.begin for part in cuts]
    assert all(size <= length < size + 1_000 for length in lengths[:4])
    assert max(lengths[-2:]) < size // 8 + 1_000
    assert len(cuts) < 60


@pytest.mark.parametrize("codec", ["", "gzip", "zstd"])
def test_wherever_a_file_is_cut_each_fault_and_each_revisit_is_told_once_and_in_its_place(
    codec: str, tmp_path: Path
) -> None:
    pieces = [
        page("alder"),
        b"16 bytes of junk",
        page("birch"),
        record(b"", "http://example.org/birch", "revisit"),
        page("cedar"),
        b"more junk " * 90,
        record(b"", "http://example.org/cedar", "revisit"),
        PICTURE,
        b"\r\nlast junk\r\n",
        page("elm"),
    ]
    stored = [pack([piece], codec) for piece in pieces]
    begins = [sum(map(len, stored[:number])) for number in range(len(stored))]
    path = tmp_path / "crawl.warc"
    path.write_bytes(b"".join(stored))
    whole = list(read(str(path)))
    told = {item.origin.offset for item in whole}
    assert told == (set(begins) if codec else {*begins[:-2], begins[-2] + 2, begins[-1]})
    assert sum(isinstance(item, Failure) for item in whole) == 3
    for begin, piece in zip(begins, pieces, strict=True):
        if begin and piece.startswith(b"WARC/"):
            *first, end = read_part(Part(str(path), 0, begin))
            *second, _ = read_part(Part(str(path), begin, None))
            assert isinstance(end, PartEnd)
            assert end.next == begin
            assert first + second == whole


def test_the_last_record_in_front_of_a_cut_frame_has_its_own_place(tmp_path: Path) -> None:
    records = [record(b"alder", f"http://e.org/{name}", "resource", mime="text/plain") for name in "ab"]
    first, second = (pack([item], "gzip") for item in records)
    path = tmp_path / "cut.warc.gz"
    for size in (1, 3, 10, 11, 20):
        path.write_bytes(first + second + first[:size])
        pages = [item.origin.offset for item in read(str(path)) if isinstance(item, Page)]
        assert pages == [0, len(first)]
        *_, end = read_part(Part(str(path), 0, len(first)))
        assert isinstance(end, PartEnd)
        assert end.next == len(first)
