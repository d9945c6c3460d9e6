"""No command writes over one of its inputs, however it is named, and no two outputs are one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from process import DUMP, archtool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of pages ``e/``, a link to one of them, and a list that names one."""
    (tmp_path / "e").mkdir()
    for name in ("one.txt", "two.txt"):
        (tmp_path / "e" / name).write_text(DUMP.replace("rise", name))
    (tmp_path / "p.txt").write_text(DUMP)
    (tmp_path / "same.txt").hardlink_to(tmp_path / "p.txt")
    (tmp_path / "list").write_text("./p.txt\n")
    (tmp_path / "my.csv").write_text("alternative,preferred\nHarbours,Ports\n")
    return tmp_path


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


INPUTS = [
    ["clean", "p.txt", "-o", "./p.txt"],
    ["clean", "p.txt", "-o", "same.txt"],
    ["clean", "p.txt", "--ledger", "same.txt"],
    ["clean", "p.txt", "--failures", "p.txt"],
    ["clean", "--files-from", "list", "-o", "p.txt"],
    ["clean", "--files-from", "list", "-o", "p.txt", "-j", "2"],
    ["clean", "--files-from", "list", "-o", "list"],
    ["clean", "p.txt", "--vocab", "my.csv", "--ledger", "my.csv"],
    ["clean", "e", "-o", "e/"],
    ["clean", "e", "-o", "e/one.txt"],
    ["clean", "e/one.txt", "-t", "text", "-o", "e/"],
    ["explain", "e/", "-o", "e/one.txt"],
    ["explain", "e/", "-t", "html", "-o", "e/"],
    ["explain", "--files-from", "list", "-o", "p.txt"],
    ["tags", "e", "-o", "e/two.txt"],
    ["tags", "--files-from", "list", "--report", "p.txt"],
    ["dedupe", "p.txt", "-o", "p.txt", "--by", "title"],
    ["dedupe", "p.txt", "--store", "p.txt", "--by", "title"],
    ["learn", "e", "-o", "e/one.txt"],
    ["rules", "my.csv", "-o", "my.csv"],
]
ONE_FILE = [
    ["tags", "e", "-o", "f", "--report", "f"],
    ["tags", "e", "-o", "f", "--report", "./f"],
    ["clean", "p.txt", "-o", "x.md", "--ledger", "./x.md"],
    ["clean", "p.txt", "-o", "x.md", "--ledger", "e/../x.md"],
    ["clean", "p.txt", "--ledger", "f", "--failures", "f"],
    ["clean", "p.txt", "-o", "-", "--ledger", "-"],
    ["dedupe", "p.txt", "-o", "f", "--report", "f", "--by", "title"],
    ["dedupe", "p.txt", "-o", "f", "--store", "f", "--by", "title"],
]


@pytest.mark.parametrize("arguments", INPUTS + ONE_FILE, ids=" ".join)
def test_refused_with_one_line_and_nothing_written(folder: Path, arguments: list[str]) -> None:
    before = files(folder)
    done = archtool(*arguments, cwd=folder)
    assert done.returncode == 2
    assert done.stderr.startswith("archtool: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert files(folder) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["clean", "e", "-o", "e/all.jsonl"],
        ["clean", "e", "-o", "e/notes/"],
        ["clean", "e", "-o", "e/pages.db"],
        ["clean", "e/one.txt", "-o", "e/"],
        ["clean", "p.txt", "--ledger", "/dev/null", "--failures", "/dev/null"],
        ["tags", "e", "-o", "e/tags.tsv"],
    ],
    ids=" ".join,
)
def test_an_output_beside_the_inputs_is_written(folder: Path, arguments: list[str]) -> None:
    assert archtool(*arguments, cwd=folder).returncode == 0


def test_a_directory_below_an_output_directory_is_read(folder: Path) -> None:
    done = archtool("clean", "e", "-o", ".", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "archtool: 2 pages cleaned\n")
