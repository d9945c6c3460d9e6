"""README and guide: every command in a console block is run as it stands, and prints what stands under it.

``make golden`` (``ARCHTOOL_GOLDEN=1``) writes the outputs anew and never passes: what it changed has to be read first. Each page has a folder of its own, with the samples and one
archive of each format.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

import archive_builder as build
import sample_archives
from archtool.cli.app import archtool as group
from process import ROOT, environment

README = ROOT / "README.md"
GUIDE = ROOT / "src" / "archtool" / "guide"
PAGES = [README, *sorted(GUIDE.glob("*.md"))]
BLOCK = re.compile(r"```console\n(.*?)```", re.S)
STEP = re.compile(r"^\$ (.*?\n)((?:(?!\$ ).*\n)*)", re.M)
FENCED = "```{}\n(.*?)```"
# Programs that commands of the pages use beside archtool, and whether they are installed.
OTHERS = {
    "jq ": shutil.which("jq"),
    "parallel ": shutil.which("parallel"),
    "sqlite-utils ": find_spec("sqlite_utils"),
    "duckdb": find_spec("duckdb"),
    "pandas": find_spec("pandas"),
    "parquet": find_spec("pyarrow"),
    "tables/": find_spec("pyarrow"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the samples and a command ``archtool``, as a reader has after the installation."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "archtool"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m archtool "$@"\n')
    command.chmod(0o755)
    for name, data in archives().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def archives() -> dict[str, bytes]:
    """One archive of each form, as the section about them names them."""
    spring, autumn = build.html("spring"), build.html("autumn")
    shown = build.html("harbours")
    url, time = "http://example.org/spring", "20210304050607"
    again = {"WARC_Refers_To_Target_URI": url, "WARC_Refers_To_Date": build.DATE}
    crawl = [
        build.warcinfo(),
        build.page("spring"),
        build.page("autumn"),
        build.record(build.http(b"\x89PNG", "image/png"), "http://example.org/map.png"),
        build.record(b"", url, "revisit", "2022-03-04T05:06:07Z", **again),
        build.record(build.http(spring), url, date="2023-03-04T05:06:07Z"),
    ]
    words = "The tides of {0}\n\nThe water comes twice a day, and the tide table of {0} says when.\n"
    texts = [build.record(words.format(name).encode(), f"http://example.org/{name}", "conversion", mime="text/plain")
             for name in ("spring", "autumn")]
    single = f"<!--\n Page saved with SingleFile \n url: {url} \n saved date: Thu Mar 04 2021 05:06:07 GMT+0000 (UTC)\n-->"
    wayback = f'<script>__wm.wombat("{url}","{time}","https://web.archive.org/");</script>'
    names = ("spring", "autumn")
    return {
        "crawl.warc.gz": build.pack(crawl, "gzip"),
        "crawl.warc.zst": build.pack(crawl, "zstd"),
        "old.arc.gz": build.pack([build.arc([(f"http://example.org/{n}", build.http(build.html(n))) for n in names])], "gzip"),
        "texts.warc.wet.gz": build.pack(texts, "gzip"),
        "site.wacz": build.wacz({"data.warc.gz": build.pack(crawl, "gzip")}, [{"url": url}]),
        "page.mhtml": build.mhtml(spring),
        "page.webarchive": build.webarchive(spring),
        "requests.har": build.har([build.har_entry(url, spring), build.har_entry(f"{url}.png", b"", "image/png")]),
        "pages.zip": build.zip_of({"spring.html": spring, "autumn.html": autumn, "map.png": b"\x89PNG"}),
        "wiki_00": b"".join(b'<doc id="%s" url="http://example.org/%s" title="%s">\n%s\n\nThe tide table.\n\n</doc>\n' % (n, n, n, n) for n in (b"spring", b"autumn")),
        "pages.tar.xz": build.tar_of({"spring.html": spring, "autumn.html": autumn}, "w:xz"),
        "crawls.zip": build.zip_of({"one.warc.gz": build.pack(crawl, "gzip"), "two.warc.gz": build.pack([build.page("two")])}),
        "page.html.gz": build.pack([spring], "gzip"),
        "mirror/example.org/index.html": shown,
        "mirror/example.org/spring/index.html": spring,
        "mirror/example.org/map.png": b"\x89PNG",
        "saved/spring.html": spring,
        "saved/spring_files/frame.html": shown,
        "singlefile.html": spring.replace(b"<head>", f"{single}<head>".encode()),
        "wayback.html": spring.replace(b"<head>", f"<head>{wayback}".encode()),
    }


def output_of(command: str, desk: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        cwd=desk,
        env=environment(PATH=path(desk)),
        check=False,
    )
    return done.stdout.decode()


def path(desk: Path) -> str:
    """Where commands are found: ours, those that were installed beside it, then those of the system."""
    return os.pathsep.join([str(desk / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_prints_what_the_page_says(desk: Path, page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    def run(step: re.Match[str]) -> str:
        if any(word in step[1] and not found for word, found in OTHERS.items()):
            return step[0]
        return f"$ {step[1]}{output_of(step[1], desk)}"

    anew = BLOCK.sub(lambda block: f"```console\n{STEP.sub(run, block[1])}```", text)
    if os.environ.get("ARCHTOOL_GOLDEN") == "1" and anew != text:
        page.write_text(anew, encoding="utf-8")
        pytest.fail(f"{page.name} was written anew: read what changed", pytrace=False)
    assert anew == text


@pytest.mark.parametrize("word", OTHERS)
def test_programs_beside_archtool_are_run(word: str) -> None:
    if not OTHERS[word]:
        pytest.skip(f"{word.strip(' .')} is not installed: what the guide says about it was not run")
    assert any(word in step[1] for page in PAGES for step in STEP.finditer(page.read_text(encoding="utf-8")))


def fenced(language: str) -> str:
    found = re.search(FENCED.format(language), (GUIDE / "scripts.md").read_text(encoding="utf-8"), re.S)
    assert found
    return found[1]


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_the_makefile_cleans_what_is_new(desk: Path) -> None:
    (desk / "Makefile").write_text(fenced("make"))
    (desk / "crawls").mkdir()
    shutil.copy(desk / "crawl.warc.gz", desk / "crawls" / "one.warc.gz")
    count = "python3 -c \"import sqlite3; print(sqlite3.connect('pages.db').execute('select count(*) from pages').fetchone())\""
    assert output_of(f"make && {count}", desk).splitlines() == [
        "archtool clean -q crawls/one.warc.gz -o records/one.jsonl -j 0",
        "archtool clean -q records/one.jsonl -o pages.db",
        "(3,)",
    ]
    assert output_of("make", desk) == "make: 'pages.db' is up to date.\n"
    two = build.pack([build.page("two")], "gzip")
    (desk / "crawls" / "two.warc.gz").write_bytes(two)
    assert output_of(f"make && {count}", desk).splitlines() == [
        "archtool clean -q crawls/two.warc.gz -o records/two.jsonl -j 0",
        "archtool clean -q records/two.jsonl -o pages.db",
        "(4,)",
    ]


def test_the_line_for_cron_runs_in_the_environment_of_cron(desk: Path) -> None:
    schedule, command = re.fullmatch(r"((?:\S+ ){5}) *(.+)\n", fenced("cron")).groups()  # type: ignore[union-attr]
    assert re.fullmatch(r"(?:[\d*/,-]+ ){5}", schedule)
    assert "%" not in command  # a line end to cron
    home = desk / "home" / "archive"
    (home / "crawls").mkdir(parents=True)
    (home / ".venv").mkdir()
    (home / ".venv" / "bin").symlink_to(desk / "bin")
    shutil.copy(desk / "crawl.warc.gz", home / "crawls")
    for _ in range(2):
        done = subprocess.run(
            ["env", "-i", f"HOME={desk / 'home'}", "PATH=/usr/bin:/bin", "LOGNAME=me", "SHELL=/bin/sh",
             f"PYTHONPATH={environment()['PYTHONPATH']}", "sh", "-c", command],
            capture_output=True, cwd="/", check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")  # or it would be a mail
    assert sorted(path.name for path in home.iterdir()) == [".venv", "crawls", "pages.db"]


def test_every_page_of_the_guide_has_a_title_and_a_summary_of_one_paragraph() -> None:
    for page in PAGES[1:]:
        title, summary, _ = page.read_text(encoding="utf-8").split("\n\n", 2)
        assert title.startswith("# "), page.name
        assert summary.endswith("."), page.name
        assert f"`{page.stem}`" in README.read_text(encoding="utf-8").partition("## Read on")[2]


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 120


def test_there_are_commands_to_run() -> None:
    blocks = [block for page in PAGES for block in BLOCK.findall(page.read_text(encoding="utf-8"))]
    steps = [step for block in blocks for step in STEP.findall(block)]
    assert len(steps) >= 60
    assert all(output for command, output in steps if not re.search(" -q | > | --silent", command))


@pytest.mark.parametrize("name", sorted(group.commands))
def test_every_command_has_help_and_is_in_the_readme(name: str) -> None:
    command = group.commands[name]
    assert command.help
    assert f"archtool {name}" in README.read_text(encoding="utf-8")
    for parameter in command.params:
        assert isinstance(parameter, click.Argument) or parameter.help, parameter  # type: ignore[attr-defined]


def test_ci_installs_and_tests_as_the_readme_says() -> None:
    commands = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    script = (ROOT / ".ci" / "run").read_text()
    for command in "".join(commands).splitlines():
        assert re.search(rf"^{re.escape(command)}$", script, re.M), command


def test_the_sample_archives_are_what_their_script_builds() -> None:
    warc = gzip.decompress((sample_archives.FOLDER / "harbour.warc.gz").read_bytes())
    assert warc == gzip.decompress(sample_archives.warc())
    with zipfile.ZipFile(sample_archives.FOLDER / "harbour.wacz") as wacz:
        assert gzip.decompress(wacz.read("archive/harbour.warc.gz")) == warc
