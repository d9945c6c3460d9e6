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
WHOLE = {"lines": "int64", "sentences": "int64"}
COLUMNS = {
    "id": "string",
    "text": "string",
    "source": "string",
    "url": "string",
    "host": "string",
    "title": "string",
    "authors": "list<element: string>",
    "site": "string",
    "lang": "string",
    "date": "date32[day]",
    "date_text": "string",
    "year": "int32",
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
    "signals": f"struct<{', '.join(f'{name}: ' + WHOLE.get(name, 'double') for name in Signals._fields)}>",
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
        day, text, year, host = (row.pop(name) for name in ("date", "date_text", "year", "host"))
        assert (day.isoformat() if day else None) == (text if text and len(text) == 10 else None)
        assert year == (int(text[:4]) if text else None)
        assert host is None or host in row["url"].lower()
        row["date"] = text
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


def test_a_year_is_no_first_of_january(tables: Any, tmp_path: Path) -> None:
    dates = ["2018", "2018-05", "2018-05-28", None, "2018-02-31"]
    path = made(tmp_path / "a.parquet", *(Record(f"{at:016x}", "Text.", date=date) for at, date in enumerate(dates)))
    table = tables.read_table(path)
    assert [day and day.isoformat() for day in table["date"].to_pylist()] == [None, None, "2018-05-28", None, None]
    assert table["date_text"].to_pylist() == dates
    assert table["year"].to_pylist() == [2018, 2018, 2018, None, 2018]
    again = [json.loads(line) for line in archtool("clean", path, "-t", "jsonl").stdout.splitlines()]
    assert [record["date"] for record in again] == dates


def test_a_file_of_an_earlier_version_is_read(tables: Any, tmp_path: Path) -> None:
    """There, the date was text, and some columns were missing."""
    import pyarrow

    rows = {"id": ["a" * 16, "b" * 16], "text": ["One.", "Two."], "date": ["2018-05", None], "words": [1, 1]}
    tables.write_table(pyarrow.table(rows), tmp_path / "old.parquet")
    lines = [
        json.loads(line) for line in archtool("clean", tmp_path / "old.parquet", "-t", "jsonl").stdout.splitlines()
    ]
    assert [(line["id"], line["text"], line["date"]) for line in lines] == [
        ("a" * 16, "One.", "2018-05"),
        ("b" * 16, "Two.", None),
    ]


def collection(path: Path) -> Path:
    urls = ["http://a.example/1", "http://b.example:80/1", "http://a.example/2", None, "http://a.example/3"]
    records = [
        Record(f"{at:016x}", f"Text {at}.", url=url, words=2, date=f"{2017 + at % 2}-01-01" if url else None)
        for at, url in enumerate(urls)
    ]
    from archtool.writers import jsonl

    path.write_text("".join(map(jsonl.render, records)))
    return path


def test_a_folder_for_each_host(tables: Any, tmp_path: Path) -> None:
    source = collection(tmp_path / "all.jsonl")
    done = archtool("clean", source, "-t", "parquet", "-o", "out/", "--partition", "host", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "archtool: 5 pages cleaned, in 3 folders\n")
    files = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert files == [f"out/host={host}/part-0.parquet" for host in ("a.example", "b.example", "unknown")]
    one = tables.ParquetFile(tmp_path / files[0]).read()
    assert one["id"].to_pylist() == [f"{at:016x}" for at in (0, 2, 4)]
    assert "host" not in one.column_names
    assert sorted(archtool("clean", tmp_path / "out", "-t", "jsonl").stdout.splitlines()) == sorted(
        source.read_text().splitlines()
    )
    again = archtool("clean", source, "-t", "parquet", "-o", "out/", "--partition", "host", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (2, "archtool: out/: not empty: choose another output, or remove it\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.jsonl", "out"]


def test_what_cannot_be_a_host_is_in_the_folder_of_the_unknown(tables: Any, tmp_path: Path) -> None:
    from archtool.writers import jsonl

    urls = [f"http://{'a' * 5000}.example/", "http://../x", "http://a%2f..%2fb/", "http:///x", "http://a.example/"]
    (tmp_path / "all.jsonl").write_text("".join(jsonl.render(Record(f"{n:016x}", "x", url=url)) for n, url in enumerate(urls)))
    done = archtool("clean", "-q", "all.jsonl", "-t", "parquet", "-o", "out/", "--partition", "host", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"host=a.example", "host=unknown"} <= {path.name for path in (tmp_path / "out").iterdir()}
    assert len(list((tmp_path / "out").glob("*/part-0.parquet"))) == len(list((tmp_path / "out").iterdir()))
    assert len(archtool("clean", "out", "-t", "jsonl", cwd=tmp_path).stdout.splitlines()) == len(urls)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.jsonl", "out"]


def test_duckdb_and_pandas_read_the_folders(tables: Any, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed (extra analysis)")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed (extra analysis)")
    archtool(
        "clean", collection(tmp_path / "all.jsonl"), "-t", "parquet", "-o", "out/", "--partition", "year", cwd=tmp_path
    )
    counted = duckdb.sql(
        f"select year, count(*), min(date) from read_parquet('{tmp_path}/out/*/*.parquet', hive_partitioning = true) group by 1 order by 1"
    )
    assert [(year, pages) for year, pages, _ in counted.fetchall()] == [("2017", 3), ("2018", 1), ("unknown", 1)]
    frame = pandas.read_parquet(tmp_path / "out")
    assert frame.groupby("year", observed=True).size().to_dict() == {"2017": 3, "2018": 1, "unknown": 1}
    assert {day.year for day in frame["date"].dropna()} == {2017, 2018}


def test_a_large_folder_has_several_parts(tables: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archtool.output.sinks import partitions

    monkeypatch.setattr(partitions, "WAITING", 10_000)
    records = [Record(f"{n:016x}", "x" * 400, url=f"http://{'a' if n % 3 else 'b'}.example/{n}") for n in range(40)]
    maker = partitions.Partitions("host")
    maker.make((json.loads(render(each)) for each in records), str(tmp_path / "out"), str(tmp_path / "made"), True)
    parts = sorted((tmp_path / "out" / "host=a.example").iterdir())
    assert len(parts) > 2
    ids = [id_ for part in parts for id_ in tables.ParquetFile(part).read(["id"])["id"].to_pylist()]
    assert ids == [f"{n:016x}" for n in range(40) if n % 3]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_a_run_into_folders_that_was_killed_is_gone_on_with(tables: Any, tmp_path: Path) -> None:
    from archtool.output.sinks.partitions import Partitions

    out = str(tmp_path / "out")
    first = Spooled(out, Partitions("host"), resumable=True)
    first.open()
    first.write(Cleaned(render(Record("a" * 16, "One.", url="http://a.example/"))))
    state = first.end()
    first.discard()
    (tmp_path / "out" / "host=a.example").mkdir(parents=True)  # killed while the files are put in their places
    (tmp_path / "out" / "host=a.example" / "part-0.parquet").write_text("half")
    second = Spooled(out, Partitions("host"), resumable=True)
    second.open(state)
    second.close()
    assert tables.ParquetFile(tmp_path / "out" / "host=a.example" / "part-0.parquet").read()["text"].to_pylist() == [
        "One."
    ]


def test_with_resume_it_is_the_same(tables: Any, tmp_path: Path) -> None:
    source = collection(tmp_path / "all.jsonl")
    for name, more in (("a", []), ("b", ["--resume"])):
        done = archtool(
            "clean", "-q", source, "-t", "parquet", "-o", f"{name}/", "--partition", "host", *more, cwd=tmp_path
        )
        assert (done.returncode, done.stderr) == (0, "")
    found = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.parquet")}
        for name in "ab"
    ]
    assert found[0] == found[1]
    assert [path.name for path in (tmp_path / "b").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("arguments", [["-o", "a.parquet"], ["-o", "out/", "-t", "jsonl"], ["-t", "parquet"]])
def test_folders_are_for_parquet(tmp_path: Path, arguments: list[str]) -> None:
    done = archtool("clean", "none.txt", "--partition", "host", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--partition host makes folders of Parquet files: -o DIR/ -t parquet" in done.stderr
    assert list(tmp_path.iterdir()) == []
