"""A directory of notes over many runs: notes are known by their ids, and what somebody has changed is left alone."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.model import Record
from archtool.output.notes import LIST
from archtool.writers.file_names import STYLES, file_name, folder, with_id
from process import DUMP, archtool, results

RESERVED = {"con", "prn", "aux", "nul", "com1", "lpt9"}
IDS = st.text("0123456789abcdef", min_size=16, max_size=16)


def notes(vault: Path) -> dict[str, str]:
    """All files of a vault by their names, without the list that archtool keeps."""
    found = (path for path in vault.rglob("*") if path.is_file() and path.name != LIST)
    return {path.relative_to(vault).as_posix(): path.read_text() for path in sorted(found)}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "quay").mkdir(parents=True)
    for name, text in (
        ("dues.txt", DUMP),
        ("boats.txt", DUMP.replace("Harbour dues rise", "Boats: a count?")),
        ("quay/dues.txt", DUMP.replace("a tenth", "a fifth")),
    ):
        (folder / name).write_text(text)
    return tmp_path


def test_a_second_run_changes_nothing(pages: Path) -> None:
    archtool("clean", "pages", "-o", "vault/", cwd=pages)
    before = {path: path.stat().st_mtime_ns for path in (pages / "vault").iterdir()}
    again = archtool("clean", "pages", "-o", "vault/", cwd=pages)
    assert again.stderr == "archtool: 3 pages cleaned, 3 unchanged\n"
    assert {path: path.stat().st_mtime_ns for path in (pages / "vault").iterdir()} == before


def test_what_is_learned_updates_and_renames_instead_of_adding(pages: Path) -> None:
    (pages / "pages" / "quay" / "dues.txt").unlink()
    archtool("clean", "pages", "-o", "vault/", "--names", "slug", "--disable", "title/heading", cwd=pages)
    assert list(notes(pages / "vault")) == ["boats.md", "dues.md"]
    after = archtool("clean", "pages", "-o", "vault/", "--names", "slug", cwd=pages)
    assert list(notes(pages / "vault")) == ["boats-a-count.md", "harbour-dues-rise.md"]
    assert after.stderr == "archtool: 2 pages cleaned, 2 updated\n"


@pytest.mark.parametrize("edit", ["body", "tags", "own key", "line ends"])
def test_what_somebody_changed_stays(pages: Path, edit: str) -> None:
    archtool("clean", "pages/boats.txt", "-o", "vault/", "--names", "title", cwd=pages)
    note = pages / "vault" / "Boats a count.md"
    text = note.read_text()
    edited = {
        "body": text + "\nI was there.\n",
        "tags": text.replace("\nlang:", "\ntags:\n- mine\nlang:"),
        "own key": text.replace("---\n", "---\nrating: 5\n", 1),
        "line ends": text.replace("\n", "\r\n"),
    }[edit]
    assert edited != text
    note.write_bytes(edited.encode())
    again = archtool("clean", "pages/boats.txt", "-o", "vault/", "--names", "title", "--disable", "date/dateline", cwd=pages)
    if edit == "line ends":  # nobody's work is in them
        assert again.stderr == ""
        assert "date:" not in next(iter(notes(pages / "vault").values())).partition("\n---\n")[0]
        return
    assert note.read_bytes() == edited.encode()
    assert len(notes(pages / "vault")) == 1
    assert again.returncode == 0
    assert again.stderr == "archtool: vault/Boats a count.md: changed since it was written: left as it is (--force overwrites it)\n"
    archtool("clean", "pages/boats.txt", "-o", "vault/", "--names", "title", "--force", cwd=pages)
    assert notes(pages / "vault") == {"Boats a count.md": text}


def test_a_note_that_somebody_moved_is_brought_up_to_date_where_it_is(pages: Path) -> None:
    archtool("clean", "pages/boats.txt", "-o", "vault/", cwd=pages)
    (note,) = (pages / "vault").glob("*.md")
    (pages / "vault" / "read").mkdir()
    note.rename(pages / "vault" / "read" / "My boats.md")
    archtool("clean", "pages/boats.txt", "-o", "vault/", "--disable", "date/dateline", cwd=pages)
    found = notes(pages / "vault")
    assert list(found) == ["read/My boats.md"]
    assert "\ndate:" not in found["read/My boats.md"]


def test_foreign_files_are_left_alone(pages: Path) -> None:
    (pages / "vault").mkdir()
    (pages / "vault" / "Boats a count.md").write_text("My own notes on boats.\n")
    archtool("clean", "pages/boats.txt", "-o", "vault/", "--names", "title", cwd=pages)
    found = notes(pages / "vault")
    assert found.pop("Boats a count.md") == "My own notes on boats.\n"
    assert len(found) == 1
    assert next(iter(found)).startswith("Boats a count-")


def test_without_the_list_nothing_is_taken_for_unchanged(pages: Path) -> None:
    archtool("clean", "pages/boats.txt", "-o", "vault/", cwd=pages)
    (pages / "vault" / LIST).unlink()
    before = notes(pages / "vault")
    again = archtool("clean", "pages/boats.txt", "-o", "vault/", "--disable", "date/dateline", cwd=pages)
    assert "changed since it was written" in again.stderr
    assert notes(pages / "vault") == before


@pytest.mark.parametrize(
    ("style", "names"),
    [
        ("title", ["Boats a count.md", "Harbour dues rise.md", "Harbour dues rise-ID.md"]),
        ("slug", ["boats-a-count.md", "harbour-dues-rise.md", "harbour-dues-rise-ID.md"]),
        ("date-title", ["2018-05-28-boats-a-count.md", "2018-05-28-harbour-dues-rise.md", "2018-05-28-harbour-dues-rise-ID.md"]),
        ("path", ["boats.md", "dues.md", "dues-ID.md"]),
        ("id", ["ID.md", "ID.md", "ID.md"]),
    ],
)
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_names(pages: Path, style: str, names: list[str], jobs: str) -> None:
    """An id stands only where two collide; the first in the order of the input goes without, whatever the processes."""
    import re

    for _ in range(2):
        archtool("clean", "pages", "-o", "vault/", "--names", style, "-j", jobs, cwd=pages)
        found = [re.sub(r"[0-9a-f]{16}", "ID", name) for name in notes(pages / "vault")]
        assert sorted(found) == sorted(names)
    if style == "path":
        assert "tenth" in notes(pages / "vault")["dues.md"]


def test_folders_are_kept(pages: Path) -> None:
    archtool("clean", "pages", "-o", "vault/", "--keep-dirs", "--names", "path", cwd=pages)
    assert list(notes(pages / "vault")) == ["boats.md", "dues.md", "quay/dues.md"]
    archtool("clean", "pages/quay/dues.txt", "-o", "other/", "--keep-dirs", "--names", "path", cwd=pages)
    assert list(notes(pages / "other")) == ["pages/quay/dues.md"]


def test_a_note_of_a_dump_says_where_it_came_from_and_keeps_saying_it(pages: Path) -> None:
    archtool("clean", "pages", "-o", "vault/", cwd=pages)
    assert all("\norigin: pages/" in text for text in notes(pages / "vault").values())
    archtool("clean", "vault", "-o", "again/", cwd=pages)
    assert notes(pages / "vault") == notes(pages / "again")


@pytest.mark.parametrize("arguments", [("--names", "id"), ("--keep-dirs",), ("--force",)])
def test_options_for_directories_need_one(pages: Path, arguments: tuple[str, ...]) -> None:
    done = archtool("clean", "pages", "-o", "notes.md", *arguments, cwd=pages)
    assert done.returncode == 2
    assert f"{arguments[0]} is for a file for each page" in done.stderr


def test_names_that_may_collide_are_no_matter_for_shards(pages: Path) -> None:
    done = archtool("clean", "pages", "-o", "vault/", "--names", "title", "--shard", "1/2", cwd=pages)
    assert done.returncode == 2
    assert "--names title and --shard" in done.stderr


@given(st.sampled_from(STYLES), st.one_of(st.none(), st.text(max_size=300)), st.text(max_size=60), IDS)
def test_names_are_safe_everywhere(style: str, title: str | None, origin: str, identity: str) -> None:
    record = Record(identity, "", title=title, origin=origin, date="2018-05-28")
    for name in (file_name(record, ".md", style), with_id(file_name(record, ".md", style), identity)):
        name.encode("utf-8")
        assert len(name.encode()) <= 160
        assert name.endswith(".md")
        assert not set(name) & set('/\\:*?"<>|#^[]\0\n\t')
        assert name.split(".")[0].lower() not in RESERVED
        assert not name.startswith((".", "-", "~", " "))
        assert name.removesuffix(".md") == name.removesuffix(".md").rstrip(". ")
        assert unicodedata.normalize("NFC", name) == name


@pytest.mark.parametrize(
    ("path", "found"),
    [("a/b", "a/b/"), ("../../etc", "etc/"), ("/abs/x", "abs/x/"), ("C:\\d\\e", "d/e/"), ("a/./b ", "a/b/"), ("", ""), ("con/x", "con_/x/")],
)
def test_folders_lead_nowhere_else(path: str, found: str) -> None:
    assert folder(path) == found


def test_pages_that_share_a_file_are_counted(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(9):
        (pages / f"{number}.txt").write_text(DUMP.replace("tenth", ("tenth", "fifth", "third")[number % 3]))
    for _ in range(2):
        ended = archtool("clean", pages, "-o", tmp_path / "notes")
        assert "9 pages cleaned" in ended.stderr
        assert "6 identical to another (3 files in all)" in ended.stderr
        assert len(results(tmp_path / "notes")) == 3
    assert "3 unchanged, 6 identical" in ended.stderr
