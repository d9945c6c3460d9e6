"""Tables for spreadsheets: their columns, and records read back from CSV, TSV, Parquet and SQLite."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from archtool.errors import UsageError
from archtool.model import KEYS, Count, Group, Page, Pair, Record
from archtool.readers import read
from archtool.readers.table import is_table
from archtool.writers.csv import COLUMNS, archive, chosen
from process import ROOT, archtool

RECORD = Record(
    "3f0a9c2b71d4e856",
    "=1+1 says the page.\n\nAnd \"more\"; than that,\tindeed.",
    url="https://x.example/a",
    title="@home: a report",
    authors=("Ann Bell", "Bo Öst"),
    captured="2019-07-04T10:11:12Z",
    archived=True,
    tags=("a", "b"),
    topics=("A", "B"),
    tag_groups=(Group("All topics", ("A", "B")), Group("Empty", ())),
    fields=(Pair("Reference", ("AB/12", "C")),),
    words=9,
    removed=(Count("chrome/menu", 3),),
    origin="a.html",
)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    from archtool.writers.jsonl import render

    others = [RECORD._replace(id=f"{n:016x}", title=None, date="2018-05", url=None, tag_groups=()) for n in range(2)]
    (tmp_path / "records.jsonl").write_text("".join(map(render, [RECORD, *others])))
    return tmp_path


@pytest.mark.parametrize("suffix", ["csv", "tsv", "parquet", "db"])
def test_records_are_read_back_from_tables(records: Path, suffix: str) -> None:
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    assert archtool("clean", "-q", "records.jsonl", "-o", f"table.{suffix}", cwd=records).returncode == 0
    done = archtool("clean", "-q", f"table.{suffix}", "-o", "again.jsonl", cwd=records)
    assert (done.returncode, done.stderr) == (0, "")
    assert (records / "again.jsonl").read_text() == (records / "records.jsonl").read_text()


@pytest.mark.parametrize("flags", [["--delimiter", ";"], ["--bom"], ["--delimiter", "\\t"], ["--columns", "text,id,title"]])
def test_tables_of_other_shapes_are_read_back_too(records: Path, flags: list[str]) -> None:
    archtool("clean", "-q", "records.jsonl", "-o", "table.csv", *flags, cwd=records)
    (first, *_) = (page for page in read(str(records / "table.csv")) if isinstance(page, Page))
    assert first.record is not None
    assert (first.record.id, first.record.title, first.record.text) == (RECORD.id, RECORD.title, RECORD.text)


def test_columns_are_those_asked_for_in_their_order(records: Path) -> None:
    archtool("clean", "-q", "records.jsonl", "-o", "t.csv", "--columns", "title,archive,words", "--delimiter", ";", "--bom", cwd=records)
    data = (records / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbftitle;archive;words\r\n")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1] == ["'@home: a report", "https://web.archive.org/web/20190704101112/https://x.example/a", "9"]
    assert rows[2] == ["", "", "9"]


def test_every_key_has_a_column_and_the_text_is_the_last() -> None:
    assert COLUMNS[0] == "title"
    assert COLUMNS[-1] == "text"
    assert set(COLUMNS) - {"archive"} == set(KEYS)
    assert chosen(None) == COLUMNS
    with pytest.raises(UsageError, match="no column 'titel'"):
        chosen("title,titel")


@pytest.mark.parametrize(("change", "link"), [({"url": None}, None), ({"captured": None}, None), ({"url": "page.html"}, None)])
def test_only_a_capture_of_an_address_has_a_link(change: dict[str, None], link: None) -> None:
    assert archive(RECORD._replace(**change)) is link


@pytest.mark.parametrize(
    "arguments", [["-o", "t.jsonl", "--bom"], ["-o", "t.csv", "--delimiter", ";;"], ["-o", "t.xlsx", "--bom"], ["-o", "t.csv", "--columns", "x"]]
)
def test_what_is_asked_of_the_wrong_output_is_an_error(records: Path, arguments: list[str]) -> None:
    done = archtool("clean", "records.jsonl", *arguments, cwd=records)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not (records / arguments[1]).exists()


@pytest.mark.parametrize("head", [b"id,name\n1,x\n", b"title: the id of a text\n", b"SQLite format 3\0" + bytes(100), b"text,id,price\n"])
def test_other_tables_are_none_of_ours(head: bytes) -> None:
    assert not is_table(head)


def test_a_row_that_is_no_record_is_one_failure(records: Path) -> None:
    (records / "t.csv").write_text("id,text,words\n3f0a9c2b71d4e856,good,1\nx,bad id,1\n3f0a9c2b71d4e857,bad,many\n")
    done = archtool("clean", "t.csv", "-t", "jsonl", cwd=records)
    assert done.returncode == 1
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == ["good"]
    assert [line.split(":")[2] for line in done.stderr.splitlines()[:2]] == ["2", "3"]


def test_a_workbook_has_links_that_are_links_and_dates_that_are_dates(records: Path) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    long = RECORD._replace(id="9" * 16, text="x" * 40_000, date="2018-05-28", title="=1+1")
    from archtool.writers.jsonl import render

    with (records / "records.jsonl").open("a") as out:
        out.write(render(long))
    assert archtool("clean", "-q", "records.jsonl", "-o", "t.xlsx", cwd=records).returncode == 0
    sheet = openpyxl.load_workbook(records / "t.xlsx").active
    names = [cell.value for cell in sheet[1]]
    assert names == list(COLUMNS)
    first, last = (dict(zip(names, sheet[row], strict=True)) for row in (2, 5))
    assert first["url"].hyperlink.target == RECORD.url
    assert first["archive"].value == first["archive"].hyperlink.target == archive(RECORD)
    assert last["date"].value.isoformat() == "2018-05-28T00:00:00"
    assert last["title"].value == "=1+1"
    assert last["title"].data_type == "s"  # a text, no formula
    assert len(last["text"].value) == 32_767
    assert last["text"].value.endswith("[cut here: a cell holds no more]")
    once = (records / "t.xlsx").read_bytes()
    archtool("clean", "-q", "records.jsonl", "-o", "t.xlsx", cwd=records)
    assert (records / "t.xlsx").read_bytes() == once


def test_samples_survive_a_table(tmp_path: Path) -> None:
    samples = sorted((ROOT / "samples").glob("html-*/input.html"))
    archtool("clean", "-q", *samples, "-o", tmp_path / "a.jsonl")
    archtool("clean", "-q", tmp_path / "a.jsonl", "-o", tmp_path / "a.csv")
    archtool("clean", "-q", tmp_path / "a.csv", "-o", tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_text() == (tmp_path / "b.jsonl").read_text()
