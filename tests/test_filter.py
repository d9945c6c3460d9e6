"""Expressions that choose records: what they mean, what is wrong in them, and the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import archtool
from archtool.cli.app import archtool as group
from archtool.corpus.expression import FUNCTIONS, NAMES, Expression
from archtool.errors import UsageError
from archtool.keys import Record
from process import archtool as command

RECORD = Record(
    "0123456789abcdef",
    "The mill is open.\n\nThe mill is open.\n\nThe lock is closed.",
    url="https://www.example.org/a.pdf",
    title="Call for papers",
    lang="en",
    date="2018-05",
    words=12,
    tags=("mills", "locks"),
    topics=("Mills", "Locks"),
)


@pytest.mark.parametrize(
    "text",
    [
        "words > 10 and lang == 'en'",
        "words > 100 or lang in ('en', 'fr')",
        "not words > 100",
        "'Mills' in topics",
        "'Museums' not in topics",
        "5 < words < 20",
        "words / lines == 4",
        "words - 2 * 5 == 2",
        "repeated_lines > .3",
        "repeated_lines < .4 and stop_words > .1",
        "host == 'www.example.org' and endswith(host, 'example.org')",
        "year == 2018 and date >= '2018' and date < '2019'",
        "matches(title, '^[Cc]all') and startswith(lower(title), 'call')",
        "len(tags) == 2",
        "lower(title + '/' + lang) == 'call for papers/en'",
        "len(title) - words == 3 and len('a' + lang) == 3",
        "site == None and site is None and title != None",
        "not archived",
        "(words if lang == 'en' else 0) > 5",
        "words > -1",
        " words>1 ",
    ],
)
def test_it_holds(text: str) -> None:
    assert Expression(text).accepts(RECORD)
    assert not Expression(f"not ({text})").accepts(RECORD)


@pytest.mark.parametrize(
    "text",
    [
        "site > 'a'",
        "site < 'a'",
        "'a' in site",
        "'a' not in site",
        "kept > .1",
        "kept < .1",
        "startswith(site, 'a')",
        "len(site) < 3",
        "kept + 1 < 3",
        "words / (lines - 3) > 1",
    ],
)
def test_what_is_not_known_makes_it_false(text: str) -> None:
    assert not Expression(text).accepts(RECORD)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("wordz > 3", 1, "unknown name 'wordz'; did you mean 'words'?"),
        ("words > 3 and ünknown > 2", 15, "unknown name 'ünknown'; see"),
        ("'ä' == lang and langg == 'a'", 17, "did you mean 'lang'?"),
        ("words > > 3", 9, "invalid syntax"),
        ("lang = 'en'", 6, "values are compared with =="),
        ("", 1, "an expression is needed"),
        ("title > 3", 1, "'title' is a text, '3' is a number"),
        ("words > 3 and lang == 3", 15, "'lang' is a text, '3' is a number"),
        ("tags == 'mills'", 1, "'tags' is a list, \"'mills'\" is a text"),
        ("'a' in words", 1, "'words' is a number and holds nothing"),
        ("lower(title", 6, "'(' was never closed"),
        ("open('x')", 1, "no such function; there are len, lower"),
        ("title.lower() == 'a'", 1, "no such function"),
        ("title.__class__ == 1", 1, "cannot be used in a filter"),
        ("words > 1 and [x for x in tags]", 15, "cannot be used in a filter"),
        ("(lambda: 1)()", 1, "no such function"),
        ("words ** 99 > 1", 1, "cannot be used in a filter"),
        ("f'{words}' == '1'", 1, "cannot be used in a filter"),
        ("words > 1j", 9, "only texts and numbers"),
        ("text == b'a'", 9, "only texts and numbers"),
        ("tags[0] == 'a'", 1, "cannot be used in a filter"),
        ("(" * 300 + "words" + ")" * 300, 201, "too many nested parentheses"),
        ("words > 1 and matches(title, '(')", 15, "'(' is no regular expression: missing )"),
        ("matches(title)", 1, "matches takes 2 values, not 1"),
        ("len(words) > 1", 1, "len takes texts and lists; 'words' is a number"),
        ("lower(topics) == 'a'", 1, "lower takes texts; 'topics' is a list"),
        ("len(title) > 'a'", 1, "'len(title)' is a number, \"'a'\" is a text"),
        ("title + words > 1", 1, "'title' is a text, 'words' is a number"),
        ("words > -title", 9, "'title' is a text, no number"),
        ("words - title > 1", 1, "'title' is a text, no number"),
        ("len == 3", 1, "unknown name 'len'"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, column: int, words: str) -> None:
    with pytest.raises(UsageError) as error:
        Expression(text)
    assert f", column {column}: " in str(error.value)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_long_expression_is_quoted_in_part() -> None:
    with pytest.raises(UsageError) as error:
        Expression("words" + " + 1" * 2000 + " > wordz")
    assert ", column 8009: unknown name 'wordz'" in str(error.value)
    assert len(str(error.value)) < 300


def test_limits_of_the_library_end_the_run_with_one_line() -> None:
    for text in ("text * 99999999 == 'a'", "matches(title, '(' + lang)"):
        with pytest.raises(UsageError) as error:
            Expression(text).accepts(RECORD._replace(origin="a.jsonl:1"))
        assert str(error.value).startswith(repr(text))
        assert str(error.value).endswith("(at a.jsonl:1)")


def test_help_lists_every_name_and_function() -> None:
    help_ = command("filter", "--help").stdout
    listed = re.search(r"Keys:(.*?)Signals:(.*?)\n\n", help_, re.S)
    assert listed is not None
    assert set(listed[1].split()) | set(listed[2].split()) == set(NAMES)
    assert set(FUNCTIONS) <= set(re.findall(r"\w+", help_))
    assert "filter" in group.commands


@pytest.fixture
def records(tmp_path: Path) -> Path:
    pages = [
        "<title>One</title><p>The mill is open, and the lock is closed for the whole of the winter.</p>",
        "<title>Two</title><p>Le moulin est ouvert et l'écluse est fermée pendant tout l'hiver.</p>",
        "<title>Three</title><p>Again and again.</p><p>Again and again.</p><p>Again and again.</p>",
    ]
    archtool.write((archtool.clean(page) for page in pages), tmp_path / "a.jsonl")
    return tmp_path / "a.jsonl"


def test_lines_go_out_as_they_came_in(records: Path) -> None:
    done = command("filter", 'lang == "en" and repeated_lines < .3', records)
    assert done.returncode == 0
    assert done.stdout == records.read_text().splitlines(keepends=True)[0]
    assert done.stderr == "archtool: 3 pages read, 1 kept\n"
    piped = command("filter", "words > 0", stdin=records.read_text())
    assert piped.stdout == records.read_text()


def test_signals_of_the_record_are_used_where_it_has_them(records: Path) -> None:
    (first, *_) = map(json.loads, records.read_text().splitlines())
    line = json.dumps(first | {"signals": {"repeated_lines": 0.9, "younger": 1}}) + "\n"
    assert command("filter", "-q", "repeated_lines == .9", stdin=line).returncode == 0
    assert json.loads(command("filter", "-q", "repeated_lines == .9", stdin=line).stdout)["signals"]["repeated_lines"] == 0.9
    assert command("filter", "-q", "lines > 0", stdin=line).stdout == ""  # that record does not say


@pytest.mark.parametrize("name", ["b.csv", "b.db", "b.parquet", "b.md"])
def test_all_formats_of_records_are_filtered(name: str, records: Path) -> None:
    if name == "b.parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra parquet)")
    path = records.with_name(name)
    archtool.write(archtool.clean_file(records), path)
    done = command("filter", "-q", 'title == "Two"', path)
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["Two"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_error_ends_the_run_before_or_while_it_reads(records: Path, jobs: str) -> None:
    done = command("filter", "wordz > 1", records, "-j", jobs, "-o", records.with_name("out.jsonl"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "archtool: 'wordz > 1', column 1: unknown name 'wordz'; did you mean 'words'?\n"
    done = command("filter", "matches(title, '(' + title)", records, "-j", jobs, "-o", records.with_name("out.jsonl"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert not records.with_name("out.jsonl").exists()


def test_none_kept_is_no_failure(records: Path) -> None:
    done = command("filter", "words > 1000", records)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "archtool: 3 pages read, 0 kept\n")


def test_a_signal_that_no_record_has_is_named(records: Path) -> None:
    done = command("filter", "kept > .1", records)
    assert (done.returncode, done.stdout) == (0, "")
    assert "only records of clean --signals know" in done.stderr
    for expression in ("words > 1000000", 'title == "what was kept"'):
        assert "only records" not in command("filter", expression, records).stderr


def test_an_input_is_not_overwritten(records: Path) -> None:
    before = records.read_text()
    done = command("filter", "words > 1000", records, "-o", records)
    assert done.returncode == 2
    assert records.read_text() == before


def test_pages_are_cleaned_first(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<title>One</title><p>The mill is open, and the lock is closed for the winter.</p>")
    done = command("filter", "-q", "words > 3", tmp_path / "a.html")
    assert json.loads(done.stdout)["title"] == "One"
