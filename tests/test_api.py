"""The package as Python programs use it: pages, files and folders in, records out; errors raised or returned."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

import archtool
from invented_site import invent, pages
from process import DUMP, ROOT, environment
from process import archtool as command
from test_readme import archives

HTML = "<title>Spring tides</title><h1>Spring tides</h1><p>The <a href='/pier'>pier</a> is closed for some weeks.</p>"
SAMPLES = sorted((ROOT / "samples").glob("*/input.*"))
CLIENT = '''
from collections.abc import Iterator
from pathlib import Path

import archtool
from archtool import Failure, Page, Record, Settings

settings: Settings = archtool.settings(favor="precision", rules=[Path("a.toml"), "b.toml"])
record: Record = archtool.clean("<p>A page.</p>", settings, url="http://example.org/")
either: Record | Failure = archtool.clean(b"page", errors="return")
records: Iterator[Record] = archtool.clean_file(Path("pages"))
mixed: Iterator[Record | Failure] = archtool.clean_file("pages", errors="return")
pages: Iterator[Page] = archtool.read("crawl.warc.gz", errors="raise")
fates: list[str] = [row.fate for row in archtool.explain("text")]
count: int = archtool.write(records, "records.jsonl", columns=["title"])
text: str = record.to_markdown()
title: str | None = record.title
'''
MISTAKES = """
import archtool

archtool.settings(favor="precisely")
archtool.clean_file("pages", errors="ignore")
archtool.clean("page").titel
"""


def test_text_bytes_and_page_give_the_record_of_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HTML)
    (tmp_path / "page.txt").write_text(DUMP)
    for name, text in (("page.html", HTML), ("page.txt", DUMP)):
        done = command("clean", name, "-t", "jsonl", cwd=tmp_path)
        expected = json.loads(done.stdout) | {"origin": ""}
        assert archtool.clean(text).to_dict() == expected
        assert archtool.clean(text.encode()).to_dict() == expected
        (page,) = archtool.read(tmp_path / name, errors="raise")
        assert archtool.clean(page).to_dict() == expected | {"origin": str(tmp_path / name)}


def test_text_is_what_it_says_whatever_charset_it_declares() -> None:
    page = "<meta charset=windows-1251><title>Grüße aus Łódź</title><p>Wir sind für ein paar Wochen in Łódź geblieben.</p>"
    assert archtool.clean(page).title == "Grüße aus Łódź"
    assert archtool.clean(page.replace("windows-1251", "windows-1252").encode("cp1252", "replace")).title == "Grüße aus ?ód?"


def test_address_and_time_of_capture_can_be_given() -> None:
    record = archtool.clean(HTML, archtool.settings(markup="md"), url="http://example.org/a/b", captured="2021-03-04T05:06:07Z")
    assert (record.url, record.captured) == ("http://example.org/a/b", "2021-03-04T05:06:07Z")
    assert "[pier](http://example.org/pier)" in record.text
    assert "\nsource: 'http://example.org/a/b'\n" in record.to_markdown()


def test_format_decides_where_the_page_does_not_show_it() -> None:
    page = "Brackets such as <b> and </b> make letters bold in HTML, and this dump writes about them."
    assert archtool.clean(page, format="text").text == page
    assert "<b>" not in archtool.clean(page, format="html").text
    with pytest.raises(archtool.UsageError, match="format='pdf': choose one of auto, html, text"):
        archtool.clean(page, format="pdf")  # type: ignore[call-overload]


def test_plain_text_becomes_markdown_that_shows_the_same() -> None:
    record = archtool.clean("Prices\n\nA mark of *5 stars* was given by _nobody_ in the whole of the last year.")
    assert r"\*5 stars\*" in record.to_markdown()
    assert r"\\*" not in archtool.clean(HTML, archtool.settings(markup="md")).to_markdown()


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ("page.html", archtool.UsageError, "the name of a file; use archtool.clean_file()"),
        ("https://example.org/a", archtool.UsageError, "an address; archtool fetches nothing"),
        (Path("page.html"), TypeError, "for a file, clean_file()"),
        (b"\x89PNG\r\n\x1a\n\0\0", archtool.PageError, "no page but image/png"),
        (b"\x1f\x8b\x08\0", archtool.PageError, "no page but compressed"),
        ("", archtool.PageError, "empty"),
        (b"", archtool.PageError, "empty"),
    ],
)
def test_what_is_no_page_is_refused(
    given: Any, error: type[Exception], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text(HTML)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error) as found:
        archtool.clean(given)
    assert words in str(found.value)


def test_failures_are_raised_or_returned(tmp_path: Path) -> None:
    for name, body in (("a.html", HTML.encode()), ("b.html.gz", b"\x1f\x8b\x08\0no gzip"), ("c.html", HTML.encode())):
        (tmp_path / name).write_bytes(body)
    path = tmp_path
    found = list(archtool.clean_file(path, errors="return"))
    assert [type(each) for each in found] == [archtool.Record, archtool.Failure, archtool.Record]
    with pytest.raises(archtool.PageError, match=r"b.html.gz") as error:
        list(archtool.clean_file(path))
    assert error.value.failure == found[1]
    assert pickle.loads(pickle.dumps(error.value)).failure == found[1]
    failure = archtool.clean(b"\x1f\x8b\x08\0", errors="return")
    assert isinstance(failure, archtool.Failure)
    assert failure.message == "no page but compressed; archtool.clean_file() reads archives"
    with pytest.raises(archtool.UsageError, match="errors='ignore'"):
        archtool.clean(HTML, errors="ignore")  # type: ignore[call-overload]


def test_a_bug_in_one_page_is_its_failure_or_raised_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(page: Any, settings: Any) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("archtool.pipeline.examine", broken)
    failure = archtool.clean(HTML, errors="return")
    assert isinstance(failure, archtool.Failure)
    assert failure.message.startswith("internal error: KeyError: 'surprise'")
    with pytest.raises(KeyError):
        archtool.clean(HTML)


def test_folders_are_read_in_the_order_of_the_command_line() -> None:
    folder = ROOT / "samples" / "three-forms-dump"
    records = list(archtool.clean_file(folder))
    done = command("clean", folder, "-t", "jsonl")
    assert [record.to_dict() for record in records] == [json.loads(line) for line in done.stdout.splitlines()]


def test_settings_are_checked(tmp_path: Path) -> None:
    rules = tmp_path / "site.toml"
    rules.write_text(
        '[[notice]]\nid = "notice/mine"\nmatch = ["MY NOTICE"]\nyes = ["MY NOTICE"]\nno = ["my notice"]\nwhy = "a test"\n'
    )
    page = f"MY NOTICE\n\n{DUMP}"
    assert "notice/mine" not in [each.rule for each in archtool.clean(page).removed]
    for given in (rules, str(rules), [rules]):
        record = archtool.clean(page, archtool.settings(rules=given))
        assert "notice/mine" in [each.rule for each in record.removed]
    with pytest.raises(archtool.UsageError, match=r"did you mean 'notice/mine'"):
        archtool.settings(rules=rules, disable="notice/mind")
    with pytest.raises(archtool.UsageError, match=r"absent.toml"):
        archtool.settings(rules="absent.toml")
    with pytest.raises(archtool.UsageError, match=r"comments='all': choose one of drop, keep"):
        archtool.clean(page, archtool.Settings(comments="all"))
    with pytest.raises(archtool.UsageError, match=r"give paths to archtool.settings"):
        archtool.clean(page, archtool.Settings(rules="site.toml"))


def test_vocabularies_give_tags_also_to_records(tmp_path: Path) -> None:
    known = archtool.settings(vocabulary="countries")
    page = "Aid\n\nThe convoy has reached the north with food for the winter.\n\nTopics:\n\nDeutschland"
    record = archtool.clean(page, known)
    archtool.write([archtool.clean(page)], tmp_path / "a.jsonl")
    (again,) = archtool.clean_file(tmp_path / "a.jsonl", known)
    assert again.tags == record.tags


def test_what_is_written_is_what_the_command_line_writes(tmp_path: Path) -> None:
    source = ROOT / "samples" / "three-forms-html" / "input.html"
    for name in ("a.jsonl", "a.csv", "a.md", "a.json", "a.txt"):
        assert command("clean", source, "-o", tmp_path / name).returncode == 0
        settings = archtool.settings(markup="md" if name == "a.md" else "plain")
        assert archtool.write(archtool.clean_file(source, settings), tmp_path / f"b-{name}") == 1
        assert (tmp_path / f"b-{name}").read_bytes() == (tmp_path / name).read_bytes()
    archtool.write(archtool.clean_file(source), tmp_path / "notes")
    assert len(list((tmp_path / "notes").glob("*.md"))) == 1


def test_a_file_that_cannot_be_completed_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("before\n")
    with pytest.raises(archtool.PageError):
        archtool.write(archtool.clean_file(tmp_path / "absent.html"), tmp_path / "a.jsonl")
    with pytest.raises(TypeError, match="records are written, not Failure"):
        archtool.write(archtool.clean_file("absent", errors="return"), tmp_path / "a.jsonl")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
    assert (tmp_path / "a.jsonl").read_text() == "before\n"


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("a.csv", {"columns": ["titel"]}, "no column 'titel'"),
        ("a.md", {"columns": ["title"]}, "columns are for csv, tsv and xlsx, not md"),
        ("a.doc", {}, "no format has the suffix '.doc'"),
        ("a.txt", {"format": "doc"}, "format='doc': choose one of"),
        ("notes", {"profile": "word"}, "profile='word': choose one of obsidian"),
        ("a.csv", {"profile": "hugo"}, "profile hugo writes Markdown, not csv"),
        ("notes", {"profile": "jekyll", "names": "title"}, "leave out names"),
        ("notes", {"names": "number"}, "names='number': choose one of"),
    ],
)
def test_outputs_are_checked(name: str, options: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(archtool.UsageError, match=words):
        archtool.write([], tmp_path / name, **options)
    assert list(tmp_path.iterdir()) == []


def test_topics_are_counted_as_the_command_line_does() -> None:
    samples = [path for path in SAMPLES if "three-forms" in str(path)]
    records = [record for path in samples for record in archtool.clean_file(path)]
    for options, arguments in (({}, []), ({"vocabulary": "countries"}, ["--vocab", "countries"])):
        done = command("tags", *samples, "-t", "jsonl", *arguments)
        expected = [json.loads(line) for line in done.stdout.splitlines()]
        assert [count._asdict() for count in archtool.tags(records, **options)] == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{}, {"keep": "all"}, {"by": "title"}, {"threshold": 1}])
def test_duplicates_are_those_of_the_command_line(options: dict[str, Any]) -> None:
    if not options.get("threshold") and options.get("by") is None:
        pytest.importorskip("rensa", reason="rensa is not installed (extra dedupe)")
    samples = [path for path in SAMPLES if "three-forms" in str(path) or "eeas" in str(path)]
    records = [record for path in samples for record in archtool.clean_file(path)]
    arguments = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    done = command("dedupe", *samples, *arguments)
    found = [record.to_dict() for record in archtool.dedupe(records, **options)]
    assert found == [json.loads(line) for line in done.stdout.splitlines()]
    with pytest.raises(archtool.UsageError, match="keep='none': choose one of one, first"):
        archtool.dedupe(records, keep="none")  # type: ignore[arg-type]
    with pytest.raises(archtool.UsageError, match=r"threshold=2: from 0.3 to 1"):
        archtool.dedupe(records, threshold=2)


def test_what_is_learned_is_a_file_of_rules(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    for number, made in enumerate(pages(invent(1), 12)):
        (tmp_path / "site" / f"{number:02}.txt").write_text(made.body, encoding="utf-8")
    rules = archtool.learn(archtool.read(tmp_path / "site"))
    assert rules == command("learn", tmp_path / "site").stdout
    assert "[[" in rules
    (tmp_path / "site.toml").write_text(rules)
    assert archtool.settings(rules=tmp_path / "site.toml").rules is not None
    with pytest.raises(archtool.PageError):
        archtool.learn(archtool.read(tmp_path / "absent"))


THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import archtool

paths = sys.argv[1:]
barrier = Barrier(8)

def work(first):
    barrier.wait()  # all at once, with nothing loaded: so each meets what the others are loading
    order = paths[first:] + paths[:first]
    return {path: [repr(record) for record in archtool.clean_file(path, errors="return")] for path in order}

with ThreadPoolExecutor(8) as pool:
    results = list(pool.map(work, range(0, 8 * (len(paths) // 8), len(paths) // 8)))
alone = {path: [repr(record) for record in archtool.clean_file(path, errors="return")] for path in paths}
assert all(result == alone for result in results), "threads gave other records"
print(sum(map(len, alone.values())))
"""


@pytest.mark.parametrize("cache", ["warm", "cold"])
def test_eight_threads_give_the_same_records(cache: str, tmp_path: Path) -> None:
    extra = {"XDG_CACHE_HOME": str(tmp_path)} if cache == "cold" else {}
    done = subprocess.run(
        [sys.executable, "-c", THREADS, *map(str, SAMPLES)],
        capture_output=True,
        text=True,
        env=environment(**extra),
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) >= len(SAMPLES)


def test_importing_loads_nothing() -> None:
    program = "import sys; before = set(sys.modules); import archtool; dir(archtool); print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True)
    assert {name for name in done.stdout.split() if name.startswith("archtool")} == {"archtool", "archtool.version"}


def test_names_stay_what_they_are_whatever_is_imported() -> None:
    import archtool.cli.app

    assert [name for name in archtool.__all__ if type(getattr(archtool, name)) is type(sys)] == []
    with pytest.raises(AttributeError, match="no attribute 'cleann'"):
        archtool.cleann  # noqa: B018


def _mypy(program: str, folder: Path) -> list[str]:
    pytest.importorskip("mypy", reason="mypy is not installed")
    (folder / "client.py").write_text(program)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "client.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment(MYPYPATH=str(ROOT / "src")),
        check=False,
    )
    return [line for line in done.stdout.splitlines() if "error:" in line]


def test_what_is_no_record_is_named_and_a_failure_is_raised() -> None:
    def calls(values: Any) -> tuple[Callable[[], Any], ...]:
        return (
            lambda: list(archtool.filter(values, "words > 1")),
            lambda: archtool.tags(values),
            lambda: list(archtool.dedupe(values)),
            lambda: archtool.signals(values[0]),
        )

    for call in (*calls(["text"]), *calls([{}]), lambda: archtool.learn(cast("Any", "text"))):
        with pytest.raises(TypeError, match=r"are needed, not (str|dict)"):
            call()
    for call in calls(list(archtool.clean_file("none.txt", errors="return"))):
        with pytest.raises(archtool.PageError, match=r"none\.txt"):
            call()
    with pytest.raises(TypeError, match="an expression is a str, not NoneType"):
        archtool.filter([], cast("Any", None))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: archtool.clean(HTML, cast("Any", "precision")), TypeError, "made by archtool.settings(), not str"),
        (lambda: archtool.clean(HTML, cast("Any", {"favor": "recall"})), TypeError, "not dict"),
        (lambda: archtool.clean(HTML, url=cast("Any", 5)), TypeError, "url is a str, not int"),
        (lambda: archtool.clean(HTML, url=cast("Any", b"http://a.example/")), TypeError, "url is a str, not bytes"),
        (lambda: archtool.clean(HTML, captured=cast("Any", 2021)), TypeError, "captured is a str, not int"),
        (lambda: archtool.clean(HTML, captured="yesterday"), archtool.UsageError, "captured='yesterday': no time such as"),
        (lambda: archtool.explain(HTML, cast("Any", None)), TypeError, "not NoneType"),
        (lambda: list(archtool.read("a.html", cast("Any", {"max_bytes": 5}))), TypeError, "ReadOptions, not dict"),
        (lambda: list(archtool.read("a.html", errors=cast("Any", "rais"))), archtool.UsageError, "raise, return"),
        (lambda: archtool.settings(rules=cast("Any", 5)), TypeError, "rules=5: a path is needed"),
        (lambda: archtool.settings(vocabulary=cast("Any", [5])), TypeError, "vocabulary=[5]: a path is needed"),
        (lambda: archtool.settings(disable=cast("Any", b"title/heading")), TypeError, "the id of a rule is needed"),
        (lambda: archtool.settings(favor=cast("Any", ["recall"])), archtool.UsageError, "choose one of balance"),
    ],
)
def test_values_of_a_wrong_type_are_told(call: Callable[[], object], error: type[Exception], words: str) -> None:
    with pytest.raises(error) as found:
        call()
    assert words in str(found.value)


def test_a_time_of_capture_is_given_as_archives_have_it() -> None:
    assert archtool.clean(HTML, captured="20210304050607").captured == "2021-03-04T05:06:07Z"


def test_a_strictly_typed_client_passes(tmp_path: Path) -> None:
    assert _mypy(CLIENT, tmp_path) == []


def test_types_find_mistakes(tmp_path: Path) -> None:
    errors = _mypy(MISTAKES, tmp_path)
    assert [line.split(":")[1] for line in errors] == ["4", "5", "6"]


GUIDE = (ROOT / "src" / "archtool" / "guide" / "python.md").read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name, data in archives().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.mark.parametrize("library", ["", "pandas", "polars"])
def test_the_guide_runs_from_top_to_bottom(library: str, desk: Path) -> None:
    if library:
        pytest.importorskip(library, reason=f"{library} is not installed: its recipe was not run")
    blocks = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    chosen = [
        block
        for block in blocks
        if not any(other in block for other in ("import pandas", "import polars") if other != f"import {library}")
    ]
    assert 0 < len(chosen) < len(blocks)
    program = "if __name__ == '__main__':\n" + "".join(f"    {line}\n" for line in "\n".join(chosen).splitlines())
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=desk, capture_output=True, text=True, env=environment(), check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    said = [line.partition("  # ")[2] for block in chosen for line in block.splitlines() if line.startswith("print(")]
    said += [line[2:] for block in chosen for line in block.splitlines() if line.startswith("# ")]
    lines = done.stdout.splitlines()
    assert [line for line in said if line and line not in lines] == []
