"""``archtool learn`` and ``clean --learn`` as processes: files, pipes, several processes, what is said."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from invented_site import invent, pages
from process import archtool

COUNT = 12


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder ``site`` with pages, and a record among them."""
    (tmp_path / "site").mkdir()
    for number, made in enumerate(pages(invent(1), COUNT)):
        (tmp_path / "site" / f"{number:02}.txt").write_text(made.body, encoding="utf-8")
    done = archtool("clean", "site/00.txt", "-o", "site/99.jsonl", cwd=tmp_path)
    assert done.returncode == 0
    return tmp_path


def test_learn_then_clean_is_clean_with_learn(desk: Path) -> None:
    done = archtool("learn", "site", "-o", "site.toml", cwd=desk)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"archtool: {COUNT} pages read, 6 rules, 1 skipped (1 record, clean already)\n"
    assert archtool("rules", "site.toml", cwd=desk).stderr == "archtool: site.toml: 6 rules, nothing wrong\n"
    two = archtool("clean", "site", "--rules", "site.toml", "-t", "jsonl", cwd=desk)
    one = archtool("clean", "site", "--learn", "-t", "jsonl", cwd=desk)
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    assert one.stderr == f"archtool: {COUNT + 1} pages cleaned\n"
    again = archtool("clean", "site", "--learn", "--rules", "site.toml", "-t", "jsonl", cwd=desk)
    assert again.stdout == two.stdout, again.stderr
    assert {rule["rule"] for rule in json.loads(one.stdout.splitlines()[0])["removed"]} >= {"template/any/above-1"}


def test_a_file_that_was_edited_is_not_written_over(desk: Path) -> None:
    path = desk / "site.toml"
    for _ in range(2):  # over its own output it writes again
        assert archtool("learn", "site", "-o", "site.toml", cwd=desk).returncode == 0
    for text in (path.read_text().replace("pages = 12", "pages = 13", 1), "", "[[notice]]\n"):
        path.write_text(text)
        done = archtool("learn", "site", "-o", "site.toml", cwd=desk)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "archtool: site.toml: not as archtool learn wrote it; choose another name, or move the file away\n"
        )
        assert path.read_text() == text


def test_the_same_bytes_whatever_the_processes(desk: Path) -> None:
    outputs = {archtool("learn", "site", "-j", jobs, cwd=desk).stdout for jobs in ("1", "2", "3")}
    assert len(outputs) == 1
    assert outputs.pop().count("[[") == 6


def test_learn_reads_a_pipe(desk: Path) -> None:
    found = "\n".join(sorted(str(path) for path in (desk / "site").glob("*.txt")))
    done = archtool("learn", "--files-from", "-", stdin=found, cwd=desk)
    assert done.stdout.count("[[label]]") == 4


@pytest.mark.parametrize("arguments", [[], ["-"], ["--files-from", "-"], ["pipe"], ["site", "--files-from", "pipe"]])
def test_what_can_be_read_only_once_is_refused(desk: Path, arguments: list[str]) -> None:
    os.mkfifo(desk / "pipe")
    assert stat.S_ISFIFO((desk / "pipe").stat().st_mode)
    done = archtool("clean", "--learn", *arguments, stdin="The harbour", cwd=desk)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "--learn reads everything twice" in done.stderr


def test_a_page_that_fails_is_told_once(desk: Path) -> None:
    done = archtool("clean", "--learn", "site", "missing.txt", "-o", "all.jsonl", cwd=desk)
    assert done.returncode == 1
    assert done.stderr.count("missing.txt") == 1
    done = archtool("learn", "site", "missing.txt", "-o", "site.toml", cwd=desk)
    assert (done.returncode, done.stderr.count("missing.txt")) == (1, 1)
    assert (desk / "site.toml").read_text(encoding="utf-8").count("[[") == 6


def test_a_rule_that_is_learned_can_be_disabled(desk: Path) -> None:
    done = archtool("clean", "--learn", "site", "--disable", "label/any/3", "-t", "jsonl", cwd=desk)
    assert done.returncode == 0
    assert not json.loads(done.stdout.splitlines()[0])["topics"]
    done = archtool("clean", "--learn", "site", "--disable", "label/any/33", cwd=desk)
    assert done.returncode == 2
    assert "did you mean 'label/any/3'?" in done.stderr
