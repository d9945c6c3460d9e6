"""Configuration: flags, then variables, then the first file found; and clear words about mistakes.

What holds for every option is tested with every option of every command, whichever they are.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from archtool.cli.app import archtool as group
from archtool.cli.config_print import options
from archtool.run.options import Options
from process import DUMP, archtool

TEXTS = {"shard": "2/4", "status": "200,404", "mime": "text/html,text/plain", "disable": "title/heading"}
CONFIGURED = sorted(set(group.commands) - {"guide"})  # the guide has no options
EVERY = [(name, key) for name, command in sorted(group.commands.items()) for key in options(command)]
ALONE = {"null": {"files-from": "list"}}  # what an option makes no sense without


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(DUMP)
    return tmp_path


def format_of(text: str) -> str:
    return {"-": "md", "{": "jsonl", "[": "json", "t": "csv", "T": "text"}[text[0]]


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
    assert [format_of(done.stdout) for done, _ in asked] == [format for _, format in asked]


def test_a_table_is_for_one_command(folder: Path) -> None:
    (folder / "archtool.toml").write_text('disable = ["title/heading"]\n[explain]\nto = "jsonl"\n')
    assert format_of(archtool("clean", "page.txt", cwd=folder).stdout) == "md"
    explained = archtool("explain", "page.txt", cwd=folder).stdout
    assert format_of(explained) == "jsonl"
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
        ("[claen]\nto = 'md'\n", "unknown key 'claen'; did you mean 'clean'?"),
        ("config = 'x'\n", "unknown key 'config'"),
        ("to = \n", "archtool.toml: Invalid value"),
        ("clean = 1\n", "[clean] must be a table"),
        ("to = 'docx'\n", "archtool.toml: to: 'docx' is not one of"),
        ("[clean]\nto = 'docx'\n", "archtool.toml: [clean]: to: 'docx' is not one of"),
        ("jobs = 'many'\n", "archtool.toml: jobs: 'many' must be a whole number"),
        ("jobs = 2.5\n", "archtool.toml: jobs: 2.5 must be a whole number"),
        ("jobs = true\n", "archtool.toml: jobs: True must be a whole number"),
        ("jobs = -1\n", "archtool.toml: jobs: -1 is not in the range"),
        ("quiet = 'yes'\n", "archtool.toml: quiet: 'yes' must be true or false"),
        ("max-size = 'big'\n", "archtool.toml: max-size: 'big' is not a size"),
        ("status = [200, 'x']\n", "archtool.toml: status: '200,x' is not a list of statuses"),
        ("output = 5\n", "archtool.toml: output: 5 must be text in quotes"),
        ("rules = [1]\n", "archtool.toml: rules: 1 must be text in quotes"),
        ("[dedupe]\nthreshold = 'high'\n", "archtool.toml: [dedupe]: threshold: 'high' must be a number"),
        ("threshold = 'high'\n", "archtool.toml: threshold: 'high' must be a number"),
        ("files_from = 'x'\n", "unknown key 'files_from'; did you mean 'files-from'?"),
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


def test_lists_are_arrays_or_one_value(folder: Path) -> None:
    (folder / "archtool.toml").write_text("status = [404, '200-204']\nmime = ['text/html']\ndisable = 'title/heading'\n")
    assert understood("clean", "--config", folder / "archtool.toml") == understood(
        "clean", "--status", "404,200-204", "--mime", "text/html", "--disable", "title/heading"
    )


def understood(*arguments: str | Path) -> Options:
    """The options that a command line means."""
    what = ["clean"] if arguments[0] == "spark" else []
    chosen = group.main([*map(str, arguments), *what, "page.txt"], "archtool", standalone_mode=False)
    assert isinstance(chosen[1], Options)
    return chosen[1]


def example(command: str, key: str) -> Any:
    """A value for the option that is not its default."""
    option = options(group.commands[command])[key]
    if option.is_flag:
        return True
    if isinstance(option.type, click.Choice):
        return next(choice for choice in reversed(option.type.choices) if choice != option.default)
    if isinstance(option.type, click.FloatRange):
        return 0.5
    if isinstance(option.type, click.IntRange):
        return 5
    if option.metavar == "SIZE":
        return "7M"
    text = TEXTS.get(key, 'a "file"\\of.toml')
    return [text, f"{text}2"] if option.multiple else text


def flags(key: str, value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        yield f"--{key}"
        if each is not True:
            yield str(each)


@pytest.mark.parametrize(("command", "key"), EVERY)
def test_every_option_can_be_set_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, key: str
) -> None:
    monkeypatch.chdir(tmp_path)
    values = {**ALONE.get(key, {}), key: example(command, key)}
    by_flags = understood(command, *(flag for name, value in values.items() for flag in flags(name, value)))
    assert by_flags != understood(command)
    text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
    for file in (text, f"[{command}]\n{text}"):
        Path("archtool.toml").write_text(file)
        assert understood(command) == by_flags


@pytest.mark.parametrize("command", CONFIGURED)
def test_what_is_printed_means_the_same_when_it_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    for some in ({}, {key: example(command, key) for key in options(group.commands[command])}):
        arguments = [command, *(flag for name, value in some.items() for flag in flags(name, value))]
        assert group.main([*arguments, "--print-config"], "archtool", standalone_mode=False) == 0
        printed = capsys.readouterr().out
        Path("elsewhere/archtool.toml").write_text(printed)
        again = [command, "--config", "elsewhere/archtool.toml"]
        assert group.main([*again, "--print-config"], "archtool", standalone_mode=False) == 0
        assert tomllib.loads(capsys.readouterr().out) == tomllib.loads(printed)
        by_file, by_flags = understood(*again), understood(*arguments)
        for field in Options._fields:
            found, expected = getattr(by_file, field), getattr(by_flags, field)
            assert found == expected or found == absolute(expected, tmp_path), field


def absolute(paths: Any, folder: Path) -> Any:
    return tuple(str(folder / path) for path in paths) if isinstance(paths, tuple) else paths and str(folder / paths)


def test_every_option_is_printed_with_what_it_is_and_where_it_comes_from(folder: Path) -> None:
    (folder / "archtool.toml").write_text('max-size = "7M"\n[clean]\nvocab = ["countries", "my.csv"]\n')
    done = archtool("clean", "-t", "csv", "--print-config", cwd=folder, ARCHTOOL_JOBS="2", ARCHTOOL_FROM="html")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "# Read from archtool.toml."
    for key, value, origin in [
        ("to", '"csv"', "flag"),
        ("jobs", "2", "variable ARCHTOOL_JOBS"),
        ("from", '"html"', "variable ARCHTOOL_FROM"),
        ("max-size", '"7M"', "file archtool.toml"),
        ("vocab", json.dumps(["countries", str(folder / "my.csv")]), "file archtool.toml"),
        ("links", '"keep"', "default"),
    ]:
        at = lines.index(f"{key} = {value}")
        assert lines[at - 1].endswith(f"({origin})")
    assert lines[lines.index("#output =") - 1].endswith("(not set)")
    for key, option in options(group.commands["clean"]).items():
        at = next(at for at, line in enumerate(lines) if line.startswith((f"{key} =", f"#{key} =")))
        assert (option.help or "?") in lines[at - 1]


def test_the_options_of_all_commands_are_printed_as_one_file(folder: Path) -> None:
    (folder / "archtool.toml").write_text("quiet = true\n[tags]\njobs = 3\n")
    done = archtool("--print-config", cwd=folder)
    assert done.returncode == 0
    values = tomllib.loads(done.stdout)
    assert sorted(values) == CONFIGURED
    assert {name: table["quiet"] for name, table in values.items()} == dict.fromkeys(values, True)
    assert (values["tags"]["jobs"], values["clean"]["jobs"]) == (3, 1)
    (folder / "other.toml").write_text(done.stdout)
    again = archtool("--print-config", cwd=folder, ARCHTOOL_CONFIG="other.toml")
    assert tomllib.loads(again.stdout) == values


def test_nothing_is_run_where_options_are_printed(folder: Path) -> None:
    done = archtool("clean", "page.txt", "-o", "a.jsonl", "--print-config", cwd=folder)
    assert done.returncode == 0
    assert not (folder / "a.jsonl").exists()
    assert archtool("clean", "page.txt", "--print-config", "-j", "x", cwd=folder).returncode == 2


@pytest.mark.parametrize("path", ["/tmp/elsewhere.jsonl", "../elsewhere.jsonl", "link/elsewhere.jsonl"])
def test_a_file_that_came_with_a_folder_reaches_nothing_outside_until_it_is_trusted(path: str, tmp_path: Path) -> None:
    folder, outside = tmp_path / "unpacked", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "link").symlink_to(outside)
    (folder / "archtool.toml").write_text(f"failures = {path!r}\n")
    (folder / "page.txt").write_text("A page\n\nIt says something.\n")
    done = archtool("clean", "page.txt", cwd=folder)
    assert done.returncode == 2
    assert "outside the folder of this file" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    if not path.startswith("/"):
        assert archtool("clean", "page.txt", "--config", "archtool.toml", cwd=folder).returncode == 0
