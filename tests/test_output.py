"""Where results go: whole files or none, names that are safe everywhere, nothing of the user's overwritten."""

from __future__ import annotations

import itertools
import os
import stat
import sys
import unicodedata
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.errors import OutputError
from archtool.model import Record
from archtool.output import streams
from archtool.output.streams import AtomicFile, closing, write_file
from archtool.output.targets import is_directory
from archtool.writers.file_names import file_name
from process import DUMP, archtool, results

RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
IDS = st.text("0123456789abcdef", min_size=16, max_size=16)


def test_a_file_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with closing(AtomicFile(str(path))) as file:
        file.write("some")
        assert not path.exists()
    assert path.read_text() == "some"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.txt"]


def test_an_interruption_at_any_step_leaves_no_trace(tmp_path: Path) -> None:
    """Ctrl-C, at each line of ours in turn until one run gets through."""
    path = tmp_path / "page.md"
    moments = itertools.count()
    interrupted = True
    while interrupted:
        left = next(moments)

        def step(frame: FrameType, event: str, argument: object) -> object:
            nonlocal left
            if frame.f_code.co_filename != streams.__file__ or frame.f_code.co_name == "discard":
                return None
            left -= event == "line"
            if left < 0 and event == "line":
                sys.settrace(None)
                raise KeyboardInterrupt
            return step

        sys.settrace(step)
        try:
            write_file(str(path), "whole")
            interrupted = False
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(None)
        assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] in ([], [("page.md", "whole")])
    assert next(moments) > 10
    assert path.read_text() == "whole"


def test_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    file = AtomicFile(str(path))
    with pytest.raises(AttributeError), closing(file):
        file.write(None)  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_the_mode_respects_the_umask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_file(str(tmp_path / "out.txt"), "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.txt").stat().st_mode) == 0o666 & ~mask


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_file(str(tmp_path / "link.txt"), "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


@pytest.mark.parametrize("place", ["file.txt/out.txt", "."])
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(OutputError) as raised:
        write_file(str(tmp_path / place), "x")
    assert "\n" not in str(raised.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_may_not_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    (tmp_path / "out").mkdir(0o500)
    done = archtool("clean", "page.txt", "-o", "out/", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "archtool: out/: Permission denied\n"


def test_what_o_means(tmp_path: Path) -> None:
    (tmp_path / "there.d").mkdir()
    directories = ["new", "new/", "new.d/", str(tmp_path), str(tmp_path / "there.d")]
    files = ["new.md", "new.jsonl", "-", "a/b.csv", "/dev/null"]
    assert [is_directory(path) for path in directories] == [True] * len(directories)
    assert [is_directory(path) for path in files] == [False] * len(files)


def test_a_file_that_the_run_reads_from_a_directory_is_not_read_as_its_own_input(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    first = archtool("clean", ".", "-o", "all.jsonl", cwd=tmp_path)
    text = (tmp_path / "all.jsonl").read_text()
    second = archtool("clean", ".", "-o", "all.jsonl", cwd=tmp_path)
    assert first.returncode == second.returncode == 0
    assert (tmp_path / "all.jsonl").read_text() == text


def test_a_directory_inside_the_input_directory_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    for _ in range(2):
        assert archtool("clean", ".", "-o", "out", cwd=tmp_path).returncode == 0
    (note,) = results(tmp_path / "out")
    assert note.name.startswith("harbour-dues-rise-")
    assert note.name.endswith(".md")


@pytest.mark.parametrize(("format", "suffix"), [("md", ".md"), ("text", ".txt"), ("json", ".json"), ("csv", ".csv")])
def test_one_file_each_in_any_format(tmp_path: Path, format: str, suffix: str) -> None:
    (tmp_path / "a.txt").write_text(DUMP)
    (tmp_path / "b.txt").write_text(DUMP.replace("rise", "fall"))
    assert archtool("clean", "a.txt", "b.txt", "-t", format, "-o", "out/", cwd=tmp_path).returncode == 0
    names = sorted(path.name for path in results(tmp_path / "out"))
    assert [Path(name).suffix for name in names] == [suffix, suffix]
    if format == "json":
        assert (tmp_path / "out" / names[0]).read_text().startswith("{\n")
    alone = archtool("clean", tmp_path / "out", "-t", "jsonl") if format in ("md", "json") else None
    assert alone is None or len(alone.stdout.splitlines()) == 2


def test_names_are_the_same_whatever_the_processes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("out")
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(DUMP.replace("Harbour", f"Harbour {number % 7}"))
    for jobs in ("1", "3"):
        archtool("clean", ".", "-j", jobs, "-o", out / jobs, cwd=tmp_path)
    one, three = (
        {path.name: path.read_bytes() for path in (out / jobs).iterdir()} for jobs in ("1", "3")
    )
    assert one == three


def test_the_suffix_chooses_the_format(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    for suffix, start in (("md", "---\n"), ("jsonl", '{"id"'), ("json", "[\n"), ("csv", "title,date"), ("txt", "The dues")):
        assert archtool("clean", "page.txt", "-o", f"out.{suffix}", cwd=tmp_path).returncode == 0
        assert (tmp_path / f"out.{suffix}").read_text().startswith(start)
    unknown = archtool("clean", "page.txt", "-o", "out.docx", cwd=tmp_path)
    assert unknown.returncode == 2
    assert ".docx" in unknown.stderr
    assert archtool("clean", "page.txt", "-t", "md", "-o", "out.docx", cwd=tmp_path).returncode == 0


@given(st.one_of(st.none(), st.text(max_size=400)), st.text(max_size=60), IDS)
def test_names_are_safe_everywhere(title: str | None, origin: str, identity: str) -> None:
    name = file_name(Record(identity, "", title=title, origin=origin), ".md")
    name.encode("utf-8")
    assert len(name.encode()) <= 143
    assert name.endswith(f"-{identity}.md")
    assert name.split(".")[0] not in RESERVED
    assert not set(name) & set('/\\:*?"<>| \0\n')
    assert not name.startswith((".", "-"))
    assert unicodedata.normalize("NFC", name) == name
    assert name == name.casefold()


@given(IDS, IDS, st.text(max_size=40))
def test_names_clash_only_for_one_id(one: str, other: str, title: str) -> None:
    names = {file_name(Record(identity, "", title=title), ".md").casefold() for identity in (one, other)}
    assert len(names) == len({one, other})


def test_names_fall_back_on_where_the_page_was() -> None:
    bare = Record("0" * 16, "")
    assert file_name(bare._replace(url="https://x.example/news/the-boats_en?a=b#c"), ".md").startswith("the-boats-en-000")
    assert file_name(bare._replace(url="https://x.example/boats/index.html"), ".md").startswith("boats-000")
    assert file_name(bare._replace(origin="dumps/Ärger im Hafen.txt"), ".md").startswith("ärger-im-hafen-000")
    assert file_name(bare._replace(origin="crawl.warc.gz:10432"), ".md").startswith("crawl")
    assert file_name(bare._replace(origin=f"notes/boats-{'0' * 16}.md"), ".md") == f"boats-{'0' * 16}.md"
    assert file_name(bare, ".md") == f"page-{'0' * 16}.md"
