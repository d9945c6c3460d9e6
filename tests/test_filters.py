"""What a run leaves out and why, and what it says of what it could not find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archtool.errors import UsageError
from archtool.model import Record
from archtool.run.filters import filter_of
from archtool.run.options import Options
from process import DUMP, archtool

PAGE = Record(
    "0" * 16, "The dues rise.", url="https://www.harbour.example/news/dues?a=1", title="Dues", lang="en-GB", date="2018-05", words=120
)
UNKNOWN = Record("1" * 16, "")


@pytest.mark.parametrize(
    ("options", "record", "flag"),
    [
        ({"host": ("harbour.example",)}, PAGE, ""),
        ({"host": ("www.harbour.example", "x.example")}, PAGE, ""),
        ({"host": ("our.example",)}, PAGE, "--host"),  # the end of a name alone is another site
        ({"host": ("arbour.example",)}, PAGE, "--host"),
        ({"host": ("harbour.example",)}, UNKNOWN, "--host"),
        ({"url": ("*/news/*",)}, PAGE, ""),
        ({"url": ("www.harbour.example/news/*",)}, PAGE, ""),
        ({"url": ("harbour.example/*",)}, PAGE, "--url"),
        ({"since": "2018-05-20"}, PAGE, ""),  # some day of that May
        ({"since": "2018-06"}, PAGE, "--since"),
        ({"until": "2018-05-01"}, PAGE, ""),
        ({"until": "2018-04"}, PAGE, "--until"),
        ({"since": "2018", "until": "2018"}, PAGE, ""),
        ({"since": "2018"}, UNKNOWN, "--since"),
        ({"until": "2018"}, UNKNOWN, "--until"),
        ({"until": "2019"}, UNKNOWN._replace(captured="2018-05-06T07:08:09Z"), ""),
        ({"since": "2019"}, PAGE._replace(captured="2020-05-06T07:08:09Z"), "--since"),  # the page's date comes first
        ({"lang": "en,fr"}, PAGE, ""),
        ({"lang": "fr"}, PAGE, "--lang"),
        ({"lang": "fr"}, UNKNOWN, "--lang"),
        ({"min_words": 120}, PAGE, ""),
        ({"min_words": 121}, PAGE, "--min-words"),
        ({"having": "title, date"}, PAGE, ""),
        ({"having": "title,authors"}, PAGE, "--with"),
    ],
)
def test_what_each_filter_leaves_out(options: dict[str, object], record: Record, flag: str) -> None:
    found = filter_of(Options(**options))  # type: ignore[arg-type]
    assert found is not None
    assert found.refuses(record) == flag


@pytest.mark.parametrize("options", [{"since": "last year"}, {"until": "2018-13"}, {"since": "2018-1"}, {"having": "titel"}])
def test_a_filter_that_cannot_be_meant_is_an_error(options: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        filter_of(Options(**options))  # type: ignore[arg-type]


def test_no_filter_is_none() -> None:
    assert filter_of(Options()) is None


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_left_out_is_counted_and_what_is_not_known_is_said(tmp_path: Path, jobs: str) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(DUMP.replace("28.05.2018", f"28.05.201{number}").replace("tenth", f"tenth {number}"))
    (tmp_path / "x.txt").write_text("Rain fell on the quay all day long, and the boats stayed where they were in the harbour.\n")
    done = archtool("clean", ".", "--until", "2011", "-t", "jsonl", "-j", jobs, "--summary", "s.json", cwd=tmp_path)
    assert [json.loads(line)["date"] for line in done.stdout.splitlines()] == ["2010-05-28", "2011-05-28"]
    assert done.stderr == "archtool: 2 pages cleaned, 2 skipped (2 left out by --until)\n"
    assert json.loads((tmp_path / "s.json").read_text()) == {
        "pages": 2,
        "without": {"title": 0, "date": 0, "text": 0},
        "empty": {},
        "captures": 0,
        "failed": 0,
        "failures": {},
        "skipped": {"left out by --until": 2},
    }
    (tmp_path / "s.json").unlink()
    for number in range(10, 18):
        (tmp_path / f"{number}.txt").write_text(DUMP.replace("tenth", f"tenth {number}"))
    done = archtool("clean", ".", "-t", "jsonl", "-j", jobs, cwd=tmp_path)
    assert done.stderr == "archtool: 12 pages cleaned; 1 without a title, 1 without a date\n"
    done = archtool("clean", ".", "-t", "jsonl", "-j", jobs, "--disable", "date/dateline", cwd=tmp_path)
    assert done.stderr == (
        "archtool: 12 pages cleaned; 1 without a title, 12 without a date (--learn may help: see archtool guide sites)\n"
    )


def test_a_database_says_why_it_has_fewer_rows_than_pages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DUMP)
    (tmp_path / "b.txt").write_text(DUMP)
    done = archtool("clean", "a.txt", "b.txt", "-o", "pages.db", cwd=tmp_path)
    assert done.stderr == "archtool: 2 pages cleaned, 1 in the place of a row with the same id\n"
