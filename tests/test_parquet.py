"""Parquet: the types of the columns, the values of the records, groups of rows, and files that appear whole."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archtool.errors import UsageError
from archtool.model import MARKS, Duplicate, Record, Signals
from archtool.output.sinks import Cleaned, parquet
from archtool.output.sinks.spooled import Spooled
from archtool.writers.parquet import render
from process import DUMP, ROOT, archtool, archtool_on_a_full_disk

SAMPLES = sorted((ROOT / "samples").glob("*/input.*"))
COLUMNS = {
    "id": "string",
    "text": "string",
    "source": "string",
    "url": "string",
    "title": "string",
    "authors": "list<element: string>",
    "site": "string",
    "lang": "string",
    "date": "string",
    "captured": "timestamp[us, tz=UTC]",
    "archived": "bool",
    "description": "string",
    "image": "string",
    "categories": "list<element: string>",
    "tags": "list<element: string>",
    "topics": "list<element: string>",
    "tag_groups": "list<element: struct<name: string, topics: list<element: string>>>",
    "fields": "list<element: struct<name: string, values: list<element: string>>>",
    "words": "int64",
    "removed": "list<element: struct<rule: string, count: int64>>",
    "origin": "string",
    "duplicates": "list<element: struct<id: string, origin: string, similarity: double>>",
    "duplicate_of": "struct<id: string, origin: string, similarity: double>",
    "signals": "struct<lines: int64, sentences: int64, "
    + ", ".join(f"{name}: double" for name in Signals._fields[2:])
    + ">",
}


@pytest.fixture
def tables() -> Any:
    return pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (extra parquet)")


def test_columns_have_types_and_rows_the_values_of_the_records(tables: Any, tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.parquet"):
        assert archtool("clean", *SAMPLES, "-o", tmp_path / name).returncode == 0
    table = tables.read_table(tmp_path / "a.parquet")
    assert {field.name: str(field.type) for field in table.schema} == COLUMNS
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    rows = table.to_pylist()
    assert sum(row["captured"] is not None for row in rows) > 3
    for row, line in zip(rows, lines, strict=True):
        row["captured"] = row["captured"] and row["captured"].strftime("%Y-%m-%dT%H:%M:%SZ")
        assert {key: value for key, value in row.items() if key not in MARKS} == line
        assert all(row[key] is None for key in MARKS)


def test_marks_of_dedupe_and_times_that_are_none(tables: Any, tmp_path: Path) -> None:
    other = Duplicate("b" * 16, "page.txt", 0.9)
    one = Record("a" * 16, "Text.", captured="2021-03-04T05:06:07Z", duplicates=(other,), duplicate_of=other)
    made(tmp_path / "a.parquet", one, Record("c" * 16, "Text.", captured="soon"))
    first, second = tables.read_table(tmp_path / "a.parquet").to_pylist()
    assert first["duplicates"] == [other._asdict()]
    assert first["duplicate_of"] == other._asdict()
    assert first["captured"] == datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert second["captured"] is None


def made(path: Path, *records: Record) -> Path:
    parquet.make((json.loads(render(each)) for each in records), str(path), f"{path}.tmp", True)
    return path


def test_rows_are_written_in_groups(tables: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 10)
    monkeypatch.setattr(parquet, "GROUP", 1000)
    small = [Record(f"{n:016x}", "Text.") for n in range(25)]
    large = [Record(f"{n:016x}", "x" * 400) for n in range(25, 32)]
    file = tables.ParquetFile(made(tmp_path / "a.parquet", *small, *large))
    groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert groups == [10, 10, 8, 3, 1]
    assert file.read(["id"])["id"].to_pylist() == [each.id for each in small + large]


def test_same_bytes_whatever_the_processes(tables: Any, tmp_path: Path) -> None:
    for name, jobs in (("a.parquet", "1"), ("b.parquet", "2")):
        assert archtool("clean", *SAMPLES[:30], "-o", tmp_path / name, "-j", jobs).returncode == 0
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


def test_an_older_file_is_replaced_and_no_page_is_a_table_without_rows(tables: Any, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    (tmp_path / "a.parquet").write_text("old")
    assert archtool("clean", "page.txt", "-o", "a.parquet", cwd=tmp_path).returncode == 0
    assert tables.read_table(tmp_path / "a.parquet")["title"].to_pylist() == ["Harbour dues rise"]
    assert archtool("clean", "none.txt", "-o", "a.parquet", cwd=tmp_path).returncode == 1
    assert tables.read_table(tmp_path / "a.parquet").num_rows == 0


def test_gone_on_with_the_bytes_are_the_same(tables: Any, tmp_path: Path) -> None:
    records = [Record(f"{n:016x}", f"Text {n}.") for n in range(9)]
    expected = made(tmp_path / "expected.parquet", *records).read_bytes()
    first = Spooled(str(tmp_path / "a.parquet"), parquet, resumable=True)
    first.open()
    for record in records[:4]:
        first.write(Cleaned(render(record)))
    state = first.checkpoint()
    first.write(Cleaned(render(records[8])))
    first.discard()
    second = Spooled(str(tmp_path / "a.parquet"), parquet, resumable=True)
    second.open(state)
    for record in records[4:]:
        second.write(Cleaned(render(record)))
    second.end()
    second.close()
    assert (tmp_path / "a.parquet").read_bytes() == expected
    assert len(list(tmp_path.iterdir())) == 2


def test_a_full_disk_is_one_line_and_leaves_the_old_file(tables: Any, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("old")
    done = archtool_on_a_full_disk(20_000, "clean", "-q", *SAMPLES, "-o", "a.parquet", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("archtool: a.parquet: ")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_without_pyarrow_one_line_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install '\.\[parquet\]'"):
        parquet.check("a.parquet")


def test_it_needs_a_file(tmp_path: Path) -> None:
    for output in ("-", "folder/"):
        done = archtool("clean", "none.txt", "-t", "parquet", "-o", output, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert "needs a file" in done.stderr
