"""The commands through the real process: what goes in, what comes out, what is said."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import archive_builder as build
from archtool.judge.computed import COMPUTED
from archtool.rules import load_rules
from archtool.version import COMPILED, __version__, is_pure, shown
from process import COMMAND, DUMP, ROOT, archtool, environment


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "sub").mkdir(parents=True)
    for name, title in (("b.txt", "Bread is dear"), ("a.txt", "Apples are cheap"), ("sub/c.txt", "Corn is late")):
        text = f"The market says so, and it was {title.lower()} last year too."
        (folder / name).write_text(f"{title}\n\n28.05.2018\n\n{text}\n")
    return folder


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_version() -> None:
    done = archtool("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"archtool {shown()}\n", "")


def test_version_in_company_says_the_same() -> None:
    assert archtool("--version", "clean").stdout == f"archtool {shown()}\n"


@pytest.fixture
def uncompiled(tmp_path: Path) -> Path:
    """A copy of the package without its compiled modules, as an installation without a C compiler leaves it."""
    ignored = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__")
    shutil.copytree(ROOT / "src" / "archtool", tmp_path / "src" / "archtool", ignore=ignored)
    return tmp_path / "src"


def test_an_uncompiled_installation_says_so(uncompiled: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(12):
        (pages / f"{number}.txt").write_text(f"Page {number}\n\n{DUMP}")

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        environ = environment(PYTHONPATH=str(uncompiled))
        return subprocess.run([*COMMAND, *arguments], env=environ, capture_output=True, text=True, check=True)

    assert run("--version").stdout == f"archtool {__version__} (pure Python)\n"
    assert run("clean", pages, "-t", "text").stderr.count("running as pure Python") == 1
    assert "pure" not in run("clean", "-q", pages, "-t", "text").stderr
    assert "pure" not in run("clean", pages / "0.txt", pages / "1.txt", "-t", "text").stderr


def test_a_compiled_installation_says_nothing_of_it(tmp_path: Path) -> None:
    assert is_pure() is not all(map(is_compiled, COMPILED))


def is_compiled(module: str) -> bool:
    name = f"archtool.{module.replace('/', '.')}"
    found = importlib.util.find_spec(name)  # ``None`` for C without a compiler
    return found is not None and not str(found.origin).endswith(".py")


def test_the_compiled_modules_are_those_that_the_installation_compiles() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    modules = project["tool"]["setuptools"]["ext-modules"]
    assert sorted(module["name"] for module in modules) == [f"archtool.{name.replace('/', '.')}" for name in COMPILED]


@pytest.mark.parametrize("command", [[], ["clean"], ["explain"], ["tags"], ["rules"]])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help(command: list[str], flag: str) -> None:
    done = archtool(*command, flag)
    assert done.returncode == 0
    assert "Usage: archtool" in done.stdout
    assert "Examples:\n" in done.stdout
    assert "archtool " in done.stdout.partition("Examples:\n")[2]


def test_help_is_in_groups_and_cuts_nothing_off() -> None:
    shown = archtool("clean", "--help").stdout
    titles = [line for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert titles == ["Input:", "Which pages:", "What is kept:", "Output:", "Long runs:", "Settings:"]
    for command in ("clean", "explain", "tags", "dedupe", "learn", "rules"):
        assert "--print-config" in archtool(command, "--help").stdout.partition("Settings:")[2]
    commands = archtool("--help").stdout.partition("Commands:")[2]
    assert "..." not in commands
    assert all(line.rstrip() for line in commands.splitlines()[1:])


def test_bare_command_is_help_and_a_usage_error() -> None:
    done = archtool()
    assert done.returncode == 2
    assert "Commands:" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["bogus"], ["clean", "--bogus"], ["clean", "-t", "docx"], ["clean", "-j", "-1"], ["clean", "-0", "x"]]
    + [["clean", "--max-size", size, "x"] for size in ("0", "many", "3X", "-1", "")],
)
def test_usage_errors(arguments: list[str]) -> None:
    done = archtool(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_clean_reads_a_file_and_a_pipe_alike(pages: Path) -> None:
    by_path = archtool("clean", "a.txt", cwd=pages)
    by_dash = archtool("clean", "-", stdin=(pages / "a.txt").read_bytes())
    by_pipe = archtool("clean", stdin=(pages / "a.txt").read_bytes())
    assert by_path.returncode == by_pipe.returncode == 0
    assert by_path.stderr == ""
    assert "title: Apples are cheap" in by_path.stdout
    assert by_path.stdout.replace("origin: a.txt\n", "") == by_pipe.stdout == by_dash.stdout


def test_paths_alone_and_the_same_with_an_option_do_the_same(pages: Path) -> None:
    """``clean PATH`` does not go through Click: it must not differ from the way that does."""
    assert archtool("clean", pages).stdout == archtool("clean", "-q", pages).stdout
    assert archtool("clean", pages / "none").returncode == archtool("clean", "-q", pages / "none").returncode == 1


def test_directories_are_walked_sorted(pages: Path) -> None:
    done = archtool("clean", "-t", "jsonl", "pages", cwd=pages.parent)
    assert [record["origin"] for record in records(done.stdout)] == ["pages/a.txt", "pages/b.txt", "pages/sub/c.txt"]
    assert done.stderr == "archtool: 3 pages cleaned\n"


@pytest.mark.parametrize("name", ["empty/", "sheet.html", "crawl.warc"])
def test_an_input_without_pages_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "sheet.html").write_bytes(b"%PDF-1.4\n")
    (tmp_path / "crawl.warc").write_bytes(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    done = archtool("clean", name, cwd=tmp_path)
    why = "all 1 skipped (1 application/pdf)" if name == "sheet.html" else "no pages found"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"archtool: nothing cleaned: {why}\n")
    assert archtool("clean", name, "-q", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("command", ["explain", "tags", "dedupe", "learn"])
def test_a_command_that_found_no_page_fails(command: str, tmp_path: Path) -> None:
    done = archtool(command, ".", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("archtool: nothing ")


@pytest.mark.parametrize("statuses", ["200-", "-200", "299-200", "200,", "1000"])
def test_a_wrong_list_of_statuses_is_a_usage_error(statuses: str, pages: Path) -> None:
    done = archtool("clean", f"--status={statuses}", pages)
    assert done.returncode == 2
    assert "is not a list of statuses such as 200,404 or 200-299" in done.stderr


@pytest.mark.parametrize("name", ["scrapbook", "decode", "mirror"])
def test_a_module_that_reads_no_input_of_its_own_is_no_format(name: str, pages: Path) -> None:
    done = archtool("clean", "--from", name, pages / "a.txt")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_path_alone_means_clean(pages: Path) -> None:
    for path in ("a.txt", "sub"):
        short, long = (archtool(*words, path, "-t", "text", cwd=pages) for words in ([], ["clean"]))
        assert short.returncode == 0
        assert (short.stdout, short.stderr) == (long.stdout, long.stderr)
    assert "No such command 'cleen'" in archtool("cleen", "a.txt", cwd=pages).stderr


@pytest.mark.parametrize("words", [[], ["clean"]])
def test_an_address_is_told_that_nothing_is_fetched(words: list[str]) -> None:
    done = archtool(*words, "https://example.org/a.html")
    assert done.returncode == 1
    assert "https://example.org/a.html: an address: archtool fetches nothing" in done.stderr


def test_folders_of_an_output_file_are_made(pages: Path) -> None:
    new = "new/and/deep"
    arguments = ["-o", f"{new}/all.jsonl", "--ledger", "ledgers/all.tsv", "--failures", "failed/all.tsv"]
    assert archtool("clean", "a.txt", *arguments, cwd=pages).returncode == 0
    assert (pages / new / "all.jsonl").exists()
    assert (pages / "ledgers" / "all.tsv").exists()
    assert archtool("tags", "a.txt", "-o", "more/tags.tsv", cwd=pages).returncode == 0


def test_explain_knows_its_suffixes(pages: Path) -> None:
    done = archtool("explain", "a.txt", "-o", "report.pdf", cwd=pages)
    assert done.returncode == 2
    assert done.stderr.startswith("archtool: no format of explain has the suffix '.pdf' (known: .html")
    assert not (pages / "report.pdf").exists()
    assert archtool("explain", "a.txt", "-o", "report.pdf", "-t", "tsv", cwd=pages).returncode == 0


def test_suffixes_of_lists_may_be_written_in_capitals(pages: Path) -> None:
    arguments = ["--failures", "failed.JSONL", "--ledger", "ledger.JSONL", "-t", "text"]
    assert archtool("clean", "a.txt", "missing.txt", *arguments, cwd=pages).returncode == 1
    assert json.loads((pages / "failed.JSONL").read_text())["origin"] == "missing.txt"
    assert records((pages / "ledger.JSONL").read_text())[0]["fate"] == "field:title"


def test_what_is_no_page_is_no_page_in_a_folder_either(tmp_path: Path) -> None:
    for name in ("run.sh", "list.csv", "site.toml", "letter.docx"):
        (tmp_path / name).write_text(DUMP)
    (tmp_path / "page.txt").write_text(DUMP)
    assert archtool("clean", ".", "-t", "jsonl", cwd=tmp_path).stdout.count("\n") == 1


def test_an_office_file_is_skipped_as_one(tmp_path: Path) -> None:
    letter = b"<x>A letter about harbour dues.</x>"
    for name, members in (
        ("letter.docx", ["[Content_Types].xml", "word/document.xml", "docProps/app.xml"]),
        ("letter.odt", ["mimetype", "content.xml", "styles.xml"]),
    ):
        (tmp_path / name).write_bytes(build.zip_of(dict.fromkeys(members, letter)))
        done = archtool("clean", name, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (1, "archtool: nothing cleaned: all 1 skipped (1 Office file)\n")
    near = {"page.html": build.html("spring"), "mimetype": b"text/html"}  # by the standard it stands first
    (tmp_path / "near.zip").write_bytes(build.zip_of(near))
    assert "The tide table of spring for spring.\n" in archtool("clean", "near.zip", "-t", "text", cwd=tmp_path).stdout


def test_quiet_has_no_summary(pages: Path) -> None:
    assert archtool("clean", "-q", pages).stderr == ""


def test_order_is_that_of_the_input_whatever_the_processes(pages: Path) -> None:
    paths = [pages / name for name in ("sub/c.txt", "a.txt", "b.txt")] * 20
    one = archtool("clean", "-t", "jsonl", *paths)
    three = archtool("clean", "-t", "jsonl", "-j", "3", *paths)
    assert [record["origin"] for record in records(one.stdout)] == [str(path) for path in paths]
    assert three.stdout == one.stdout
    assert three.stderr == one.stderr


def test_files_from(pages: Path) -> None:
    (pages.parent / "list").write_bytes(b"a.txt\r\n\nsub/c.txt")
    done = archtool("clean", "-t", "jsonl", "--files-from", "../list", "b.txt", cwd=pages)
    assert [record["origin"] for record in records(done.stdout)] == ["a.txt", "sub/c.txt", "b.txt"]


def test_files_from_with_nul_takes_any_name(pages: Path) -> None:
    names = [b"line\nend.txt", b"odd \xff.txt", b" blank .txt"]
    for name in names:
        Path(os.fsdecode(bytes(pages) + b"/" + name)).write_text(DUMP)
    done = archtool("clean", "-t", "jsonl", "--files-from", "-", "-0", stdin=b"\0".join(names) + b"\0", cwd=pages)
    assert done.returncode == 0
    assert [os.fsencode(str(record["origin"])) for record in records(done.stdout)] == names


def test_missing_list(tmp_path: Path) -> None:
    done = archtool("clean", "--files-from", "none", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "archtool: --files-from none: No such file or directory\n")


def test_failures_are_one_line_each_and_the_rest_is_written(pages: Path) -> None:
    (pages / "empty.txt").write_bytes(b"")
    (pages / "junk.txt").write_bytes(bytes(range(256)) * 50)
    done = archtool("clean", "-t", "jsonl", "a.txt", "none.txt", "empty.txt", "junk.txt", "b.txt", cwd=pages)
    assert done.returncode == 1
    assert len(records(done.stdout)) == 2
    lines = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines[:3]] == ["none.txt", "empty.txt", "junk.txt"]
    reasons = sorted(line.split(": ", 2)[2] for line in lines[:3])
    assert lines[3:] == [f"archtool: 2 pages cleaned, 3 failed (1 {', 1 '.join(reasons)})"]


def test_fail_fast_stops(pages: Path) -> None:
    done = archtool("clean", "--fail-fast", "-t", "jsonl", "a.txt", "none.txt", "b.txt", cwd=pages)
    assert done.returncode == 1
    assert len(records(done.stdout)) == 1


def test_page_above_the_size_limit_is_a_failure(pages: Path) -> None:
    done = archtool("clean", "--max-size", "10", "a.txt", cwd=pages)
    assert done.returncode == 1
    assert done.stderr == "archtool: a.txt: larger than 10 bytes: not read\n"


def test_same_file_twice_is_two_records(pages: Path) -> None:
    done = archtool("clean", "-t", "jsonl", "a.txt", "a.txt", cwd=pages)
    first, second = done.stdout.splitlines()
    assert first == second


def test_ledger_is_what_explain_prints(pages: Path) -> None:
    archtool("clean", pages, "-o", "all.md", "--ledger", "ledger.tsv", cwd=pages.parent)
    assert (pages.parent / "ledger.tsv").read_text() == archtool("explain", pages).stdout
    archtool("clean", pages, "-o", "all.md", "--ledger", "ledger.jsonl", cwd=pages.parent)
    assert (pages.parent / "ledger.jsonl").read_text() == archtool("explain", "-t", "jsonl", pages).stdout


def test_records_and_ledger_do_not_share_standard_output(pages: Path) -> None:
    assert archtool("clean", pages, "--ledger", "-").returncode == 2


def test_explain_has_a_line_for_every_block(pages: Path) -> None:
    done = archtool("explain", "a.txt", cwd=pages)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == ["a.txt"] * 3
    assert [row[1] for row in rows] == ["field:title", "field:date", "kept"]
    assert [row[3] for row in rows] == ["line 1", "line 3", "line 5"]
    assert rows[0][4] == "Apples are cheap"


def test_explain_as_json_lines_says_the_same(pages: Path) -> None:
    rows = [line.split("\t") for line in archtool("explain", "a.txt", cwd=pages).stdout.splitlines()]
    found = records(archtool("explain", "-t", "jsonl", "a.txt", cwd=pages).stdout)
    assert [list(row.values()) for row in found] == rows
    assert list(found[0]) == ["origin", "fate", "rule", "place", "text"]


def test_explain_verbose_tells_where_values_come_from(pages: Path) -> None:
    done = archtool("explain", "-v", "a.txt", cwd=pages)
    values = [line.split("\t")[1] for line in done.stdout.splitlines()]
    assert "value:title" in values
    assert "value:date" in values


def test_explain_passes_over_records(pages: Path) -> None:
    archtool("clean", "a.txt", "-o", "../a.md", cwd=pages)
    done = archtool("explain", "-v", "a.md", cwd=pages.parent)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("nothing explained: all 1 skipped (1 a record: it has no blocks to explain)\n")


PROSE = "It is a page about something, and about nothing else at all."
TOPICS = f"A page about {{0}}\n\n{PROSE}\n\nPost category\nNews stories\nTopics\n{{1}}\n"


def test_tags_merge_spellings_over_pages(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(TOPICS.format("one", "Security & Defence\nNiger"))
    (tmp_path / "2.txt").write_text(TOPICS.format("two", "Security and Defence\nNigeria"))
    (tmp_path / "3.txt").write_text(TOPICS.format("three", "Security & Defence\nOil Gas\nOil-Gas"))
    done = archtool("tags", "1.txt", "2.txt", "3.txt", cwd=tmp_path)
    header, *rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert header == ["topic", "tag", "pages", "lists", "spellings", "same_tag"]
    assert rows[0] == [
        "Security & Defence",
        "security-and-defence",
        "3",
        "Topics",
        "Security & Defence (2) | Security and Defence (1)",
        "",
    ]
    assert {row[0]: row[2] for row in rows[1:]} == {"Niger": "1", "Nigeria": "1", "Oil Gas": "1", "Oil-Gas": "1"}
    assert {row[0]: row[5] for row in rows if row[5]} == {"Oil Gas": "Oil-Gas", "Oil-Gas": "Oil Gas"}


def test_tags_of_records_are_those_of_their_pages(pages: Path, tmp_path: Path) -> None:
    (pages / "t.txt").write_text(TOPICS.format("one", "Fisheries\nHarbours"))
    archtool("clean", pages, "-o", "all.jsonl", cwd=tmp_path)
    assert archtool("tags", "all.jsonl", cwd=tmp_path).stdout == archtool("tags", pages).stdout
    assert "Fisheries" in archtool("tags", pages).stdout


def test_rules_are_listed_with_reasons() -> None:
    header, *rows = [line.split("\t") for line in archtool("rules").stdout.splitlines()]
    assert header == ["id", "kind", "why"]
    assert len(rows) > 20
    assert all(row[0] and row[2] for row in rows)
    assert len({row[0] for row in rows}) == len(rows)


GOOD = """[[notice]]
id = "notice/mine"
match = ['''Kept by the museum of clocks''']
place = "above"
yes = ["Kept by the museum of clocks"]
no = ["Kept by the museum"]
why = "our own banner"
"""


def test_computed_rules_are_all_listed() -> None:
    """Every id that the judges and the splitting of HTML write is in the table, and every id in the table is written."""
    written = set()
    blocks = "".join(path.read_text() for path in (ROOT / "src/archtool/blocks").glob("html*.py"))
    # What is hidden never becomes a block to judge; the splitting of HTML puts these ids together.
    written |= {id_ for id_ in COMPUTED if id_.startswith("hidden/") and f'{id_.partition("/")[2]}"' in blocks}
    for path in (ROOT / "src/archtool/judge").glob("*.py"):
        if path.name != "computed.py":
            written |= set(re.findall(r'"([a-z]+/[a-z][a-z-]*[a-z])"', path.read_text()))
    data = {rule.id for rule in load_rules().rules}
    assert written - data <= set(COMPUTED) <= written


def test_a_users_rules_are_checked_and_used(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD)
    (tmp_path / "page.txt").write_text("Kept by the museum of clocks\n\n" + DUMP)
    checked = archtool("rules", "mine.toml", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "archtool: mine.toml: 1 rule, nothing wrong\n")
    assert "removed\tnotice/mine" in archtool("explain", "--rules", "mine.toml", "page.txt", cwd=tmp_path).stdout
    assert "notice/mine" not in archtool("explain", "page.txt", cwd=tmp_path).stdout
    disabled = archtool("explain", "--rules", "mine.toml", "--disable", "notice/mine", "page.txt", cwd=tmp_path)
    assert "removed\tnotice/mine" not in disabled.stdout


@pytest.mark.parametrize(
    "text",
    [
        "[[notice]\n",
        GOOD.replace('yes = ["Kept by the museum of clocks"]', 'yes = ["Something else"]'),
        GOOD.replace('no = ["Kept by the museum"]\n', ""),
        GOOD.replace("Kept by the museum of clocks'''", "(''' "),
        GOOD + GOOD,
    ],
    ids=["syntax", "contradiction", "no counter-example", "pattern", "twice"],
)
def test_wrong_rules_are_one_clear_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "mine.toml").write_text(text)
    for arguments in (["rules", "mine.toml"], ["clean", "--rules", "mine.toml", "page.txt"]):
        done = archtool(*arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        assert "mine.toml" in done.stderr


def test_disabling_what_is_no_rule_is_an_error(pages: Path) -> None:
    done = archtool("clean", "--disable", "notice/eeas-archive", "a.txt", cwd=pages)
    assert done.returncode == 2
    assert "notice/eeas-archived" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str) -> None:
    done = archtool(_ARCHTOOL_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert "_ARCHTOOL_COMPLETE" in done.stdout


def test_completion_knows_commands_and_forms() -> None:
    known = archtool(_ARCHTOOL_COMPLETE="bash_complete", COMP_WORDS="archtool clean -t ", COMP_CWORD="3")
    assert {line.partition(",")[2] for line in known.stdout.splitlines()} >= {"csv", "json", "jsonl", "md", "text"}


def test_module_and_package_are_usable_from_python(pages: Path) -> None:
    program = (
        "import archtool, sys\n"
        "from archtool.pipeline import examine\n"
        "page, = archtool.read(sys.argv[1])\n"
        "record = archtool.clean(page)\n"
        "assert isinstance(record, archtool.Record)\n"
        "print(archtool.__version__, record.title, len(examine(page).blocks))\n"
    )
    done = subprocess.run(
        [COMMAND[0], "-c", program, pages / "a.txt"], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout == f"{__version__} Apples are cheap 3\n"
