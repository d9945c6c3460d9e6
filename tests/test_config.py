"""Configuration: flags, then variables, then the first file found; and clear words about mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from process import DUMP, archtool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(DUMP)
    return tmp_path


def form_of(text: str) -> str:
    return {"-": "md", "{": "jsonl", "[": "json", "i": "csv", "T": "text"}[text[0]]


def test_flags_beat_variables_beat_files(folder: Path) -> None:
    home = folder / "home"
    (home / "archtool").mkdir(parents=True)
    (home / "archtool" / "archtool.toml").write_text('to = "text"\n')
    (folder / "archtool.toml").write_text('to = "csv"\n')
    (folder / "other.toml").write_text('to = "json"\n')
    files = {"XDG_CONFIG_HOME": str(home)}
    asked = [
        (archtool("clean", "page.txt", "-t", "md", "--config", "other.toml", cwd=folder, ARCHTOOL_TO="jsonl", **files), "md"),
        (archtool("clean", "page.txt", "--config", "other.toml", cwd=folder, ARCHTOOL_TO="jsonl", **files), "jsonl"),
        (archtool("clean", "page.txt", "--config", "other.toml", cwd=folder, **files), "json"),
        (archtool("clean", "page.txt", cwd=folder, ARCHTOOL_CONFIG="other.toml", **files), "json"),
        (archtool("clean", "page.txt", cwd=folder, **files), "csv"),
        (archtool("clean", folder / "page.txt", cwd=home, **files), "text"),
        (archtool("clean", folder / "page.txt", cwd=home), "md"),
    ]
    assert [form_of(done.stdout) for done, _ in asked] == [form for _, form in asked]


def test_a_table_is_for_one_command(folder: Path) -> None:
    (folder / "archtool.toml").write_text('disable = ["title/heading"]\n[explain]\nto = "jsonl"\n')
    assert form_of(archtool("clean", "page.txt", cwd=folder).stdout) == "md"
    explained = archtool("explain", "page.txt", cwd=folder).stdout
    assert form_of(explained) == "jsonl"
    assert '"field:title"' not in explained


def test_the_top_may_name_options_of_other_commands(folder: Path) -> None:
    (folder / "archtool.toml").write_text('markup = "md"\nquiet = true\n')
    for command in ("clean", "explain", "tags"):
        assert archtool(command, "page.txt", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("joobs = 2\n", "archtool.toml: unknown key 'joobs'; did you mean 'jobs'?"),
        ("[clean]\nfoo = 1\n", "[clean]: unknown key 'foo'"),
        ("[lean]\nto = 'md'\n", "unknown key 'lean'; did you mean 'clean'?"),
        ("config = 'x'\n", "unknown key 'config'"),
        ("to = \n", "archtool.toml: Invalid value"),
        ("clean = 1\n", "[clean] must be a table"),
        ("to = 'docx'\n", "'docx' is not one of"),
        ("jobs = 'many'\n", "'many' is not a valid integer"),
        ("rules = 'none.toml'\n", "none.toml: No such file"),
    ],
)
def test_mistakes_are_told(folder: Path, text: str, said: str) -> None:
    (folder / "archtool.toml").write_text(text)
    done = archtool("clean", "page.txt", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_configuration(folder: Path) -> None:
    done = archtool("clean", "page.txt", "--config", "none.toml", cwd=folder)
    assert (done.returncode, done.stderr) == (2, "archtool: none.toml: No such file or directory\n")


def test_paths_are_relative_to_the_file(folder: Path) -> None:
    (folder / "conf").mkdir()
    (folder / "conf" / "mine.toml").write_text(
        '[[notice]]\nid = "notice/mine"\nmatch = ["Harbour dues rise"]\nplace = "above"\n'
        'yes = ["Harbour dues rise"]\nno = ["Harbour"]\nwhy = "a test"\n'
    )
    (folder / "conf" / "archtool.toml").write_text('rules = ["mine.toml"]\noutput = "ledger.tsv"\n')
    done = archtool("explain", "page.txt", "--config", "conf/archtool.toml", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "notice/mine" in (folder / "conf" / "ledger.tsv").read_text()


def test_several_values_in_a_variable(folder: Path) -> None:
    done = archtool("explain", "page.txt", cwd=folder, ARCHTOOL_DISABLE="title/heading date/dateline")
    assert "field:" not in done.stdout
