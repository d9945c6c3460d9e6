"""Writers and the reader of records: every form says what the record says, and reading back changes nothing."""

from __future__ import annotations

import csv
import io
import json
import string

import frontmatter
import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archtool import writers
from archtool.markdown.escape import escape, in_markup, plain
from archtool.model import KEYS, Count, Failure, Group, Page, Pair, Record
from archtool.readers import ReadOptions, read_stream
from archtool.readers.record import is_record
from archtool.writers import md
from archtool.writers.csv import COLUMNS
from examples import tries

TRICKY = (
    ["1e3", "yes", "No", "null", "~", "2018-05-28", "12:30", "0o17", "0x1F", "1_000", "@x", "a: b", "a #b", "- x", "? x", "y"]
    + ["---", "...", "'", '"', "it's", "{{ x }}", "[x]", "{x}", "!x", "&x", "*x", "|", ">", "%x", "=", "<<", ".inf", "NaN"]
    + ["é", "日本語", "😀", "العربية", "a\u00a0b", "a\u200db", "\u2028", "tab\there", "two\nlines", " edge ", "", "+1", "=1+1"]
)
# What decoding leaves of a page: no controls but tab and newline, no surrogates.
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
WORDS = st.one_of(st.sampled_from(TRICKY), st.text(LETTERS, max_size=20), st.text(string.punctuation + "a1 ", max_size=12))
LINE = st.one_of(WORDS.map(str.strip), st.sampled_from(["# x", "1. x", "- x", "* x", "+ x", "> x", "```", "~~~", "===", "x  "]))
TEXT = st.lists(st.lists(LINE.filter(bool), min_size=1, max_size=4).map("\n".join), max_size=5).map("\n\n".join)
DATES = st.sampled_from([None, "2018", "2018-05", "2018-05-28", "1999-12-31"])
MAYBE = st.one_of(st.none(), WORDS.map(str.strip).filter(bool))
LIST = st.lists(WORDS.map(str.strip).filter(bool), max_size=4).map(tuple)


@st.composite
def records(draw: st.DrawFn) -> Record:
    topics = draw(LIST)
    return Record(
        id=draw(st.text("0123456789abcdef", min_size=16, max_size=16)),
        text=normal(draw(TEXT)),
        url=draw(MAYBE),
        title=draw(MAYBE),
        authors=draw(LIST),
        site=draw(MAYBE),
        lang=draw(st.sampled_from([None, "en", "no", "zh"])),
        date=draw(DATES),
        captured=draw(st.sampled_from([None, "2019-07-04T10:11:12Z"])),
        archived=draw(st.booleans()),
        description=draw(MAYBE),
        image=draw(MAYBE),
        categories=draw(LIST),
        tags=topics,
        topics=topics,
        tag_groups=(Group("Topics", topics),) if topics else (),
        fields=draw(st.lists(st.builds(Pair, WORDS, LIST), max_size=2).map(tuple)),
        words=draw(st.integers(0, 10**6)),
        removed=draw(st.lists(st.builds(Count, WORDS, st.integers(1, 9)), max_size=2).map(tuple)),
        origin="page.txt",
    )


def normal(text: str) -> str:
    """``text`` as blocks have it: no blanks around lines, one empty line between paragraphs."""
    paragraphs = ("\n".join(line.strip() for line in part.split("\n") if line.strip()) for part in text.split("\n\n"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def written(format: str, *found: Record) -> str:
    chosen = writers.load(format)
    if chosen.markdown:
        found = tuple(in_markup(record, "md") for record in found)
    return chosen.before + chosen.between.join(map(chosen.render, found)) + chosen.after


def read_back(text: str, markup: str = "plain") -> list[Record]:
    pages = list(read_stream(io.BytesIO(text.encode("utf-8", "backslashreplace")), "records", ReadOptions()))
    assert not [page for page in pages if isinstance(page, Failure)]
    assert all(isinstance(page, Page) and page.format == "record" and page.record for page in pages)
    return [in_markup(page.record, markup) for page in pages if isinstance(page, Page) and page.record]


def test_every_form_is_found_by_its_suffix() -> None:
    assert writers.names() == ["csv", "json", "jsonl", "md", "parquet", "sqlite", "text", "tsv", "xlsx"]
    assert [writers.by_suffix(writers.load(name).suffix) for name in writers.names()] == writers.names()


@tries(60)
@given(st.lists(records(), max_size=4))
@pytest.mark.parametrize("format", ["jsonl", "json"])
def test_json_forms_keep_everything(format: str, found: list[Record]) -> None:
    text = written(format, *found)
    assume(found)
    assert read_back(text) == found
    assert written(format, *read_back(text)) == text
    values = [json.loads(line) for line in text.splitlines()] if format == "jsonl" else json.loads(text)
    assert [list(value) for value in values] == [list(KEYS)] * len(found)


@tries(60)
@given(st.lists(records(), min_size=1, max_size=4))
def test_markdown_keeps_what_front_matter_has_room_for(found: list[Record]) -> None:
    text = written("md", *found)
    again = read_back(text)
    lost = {"source": "file", "site": None, "tag_groups": (), "fields": (), "words": 0, "removed": (), "origin": ""}
    assert [record._replace(**lost) for record in again] == [record._replace(**lost) for record in found]
    as_markdown = read_back(text, "md")
    assert "\n".join(map(md.render, as_markdown)) == text


@tries(60)
@given(records())
def test_front_matter_is_what_the_library_writes(record: Record) -> None:
    assert md.render(record) == md.through_library(md.front_matter(record), record.text)


@tries(60)
@given(records())
def test_front_matter_is_read_alike_by_strict_and_by_lax_readers(record: Record) -> None:
    """YAML 1.1 as Ruby and PyYAML have it, and no types at all: the same strings."""
    head = written("md", record).removeprefix("---\n").partition("\n---\n")[0]
    for loader in (yaml.SafeLoader, yaml.BaseLoader):
        values = yaml.load(head, Loader=loader)
        assert values.get("title") == record.title
        assert tuple(values.get("topics", ())) == record.topics
        assert values["id"] == record.id
        assert list(values) == [key for key in MARKDOWN_ORDER if key in values]
    loaded = frontmatter.loads(written("md", record))
    assert loaded.get("title") == record.title


MARKDOWN_ORDER = (
    "title author date issued source captured description image categories tags topics lang archived origin id".split()
)


def test_front_matter_in_full() -> None:
    record = Record(
        id="3f0a9c2b71d4e856",
        text="One.\n\nTwo.",
        url="https://x.example/a",
        title="On fish: a report",
        authors=("Ann Bell",),
        date="2018-05-28",
        captured="2019-07-04T10:11:12Z",
        archived=True,
        description="Short.",
        categories=("News",),
        tags=("sea-and-fish", "1e3"),
        topics=("Sea & Fish", "1e3"),
        lang="no",
    )
    assert written("md", record) == (
        "---\ntitle: 'On fish: a report'\nauthor:\n- Ann Bell\ndate: 2018-05-28\nsource: 'https://x.example/a'\n"
        "captured: '2019-07-04T10:11:12Z'\ndescription: Short.\ncategories:\n- News\ntags:\n- sea-and-fish\n- '1e3'\n"
        "topics:\n- 'Sea & Fish'\n- '1e3'\nlang: 'no'\narchived: true\nid: '3f0a9c2b71d4e856'\n---\n\nOne.\n\nTwo.\n"
    )


@pytest.mark.parametrize("date", ["2018", "2018-05", "2018-02-31"])
def test_a_date_that_is_no_day_does_not_stop_a_site(date: str) -> None:
    text = written("md", Record(id="0" * 16, text="x", date=date))
    assert f"issued: '{date}'" in text
    assert "\ndate:" not in text
    assert read_back(text)[0].date == date


def shown(markdown: str) -> str:
    """What CommonMark makes of it, if it makes nothing but paragraphs of text of it."""
    blocks = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        assert token.type in ("paragraph_open", "inline", "paragraph_close"), token
        if token.type == "inline":
            parts = token.children or []
            assert {part.type for part in parts} <= {"text", "text_special", "hardbreak"}, parts
            blocks.append("".join("\n" if part.type == "hardbreak" else part.content for part in parts))
    return "\n\n".join(blocks)


@tries(300)
@given(TEXT)
@example("# x\n1. x\n- x\n> x\n```\n\n===\n\n---\n\n***\n\n| a | b |\n|---|---|\n| 1 | 2 |")
@example("[a](b) ![c](d) <b> &amp; *x* _y_ snake_case `z` ~~w~~ \\ \\* a\\")
@example("http://x.y/_a_/*b*?c=1&copy;#d")
@example("[x]: y\n\n[^1]: z\n\n: d\n\n::: note\n\n$a$ and $b$")
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    assert shown(escape(normal(text))) == normal(text)


@tries(200)
@given(TEXT)
def test_plain_undoes_escape(text: str) -> None:
    assert plain(escape(normal(text))) == normal(text)


@pytest.mark.parametrize(
    "text",
    ["{{ site.title }}", "{% raw %}", "{{< youtube x >}}", "{{% note %}}", "{: .class}", "Title {#anchor}", "{{{", "{%%}"]
    + ["%%gone%%", "==marked==", "#tag", "(#tag)", "@reference", "see @reference", "H~2~O and H~2~O", "x^2^"],
)
def test_text_is_no_code_for_site_generators(text: str) -> None:
    escaped = escape(text)
    assert shown(escaped) == text
    for sign in ("{{", "{%", "{:", "{#", "%%", "=="):
        assert sign not in escaped
    assert not escaped.startswith(("#", "@"))
    assert " @" not in escaped
    assert "(#" not in escaped


@pytest.mark.parametrize("text", ["snake_case_name", "a@b.example", "C# and F#", "5 * 3"[:1], "3 < 4", "R&D", "$5", "50 %"])
def test_harmless_signs_stay_readable(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## A *title*\n\nSome [link](https://x.y) and `code`.", "A title\n\nSome link and code."),
        ("- one\n- two\n  - three\n\nEnd.", "one\ntwo\nthree\n\nEnd."),
        ("1. one\n2. two", "one\ntwo"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd.", "a | b\n1 | 2\n\nEnd."),
        ("> quoted\n> on\n\n```\ncode  here\n```", "quoted\non\n\ncode  here"),
    ],
)
def test_plain_is_what_a_reader_sees(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@tries(60)
@given(st.lists(records(), min_size=1, max_size=3))
def test_csv_is_what_the_record_says(found: list[Record]) -> None:
    text = written("csv", *found)
    header, *rows = list(csv.reader(io.StringIO(text, newline="")))
    assert header == list(COLUMNS)
    for record, row in zip(found, rows, strict=True):
        values = dict(zip(header, row, strict=True))
        assert values["id"] == record.id
        assert values["text"].removeprefix("'") == record.text.removeprefix("'")
        assert values["words"] == str(record.words)
        assert values["topics"].removeprefix("'") == " | ".join(record.topics).removeprefix("'")
        assert not any(value.startswith(("=", "+", "-", "@", "\t")) for value in row)


def test_csv_lines_end_as_the_standard_says() -> None:
    assert written("csv", Record(id="0" * 16, text="a\nb")).count("\r\n") == 2


def test_texts_of_several_pages_are_told_apart() -> None:
    assert written("text", Record("0" * 16, "One."), Record("1" * 16, "Two.")) == "One.\n\f\nTwo.\n"


@pytest.mark.parametrize("format", ["jsonl", "json", "csv", "md", "text"])
def test_nothing_at_all_is_valid_too(format: str) -> None:
    text = written(format)
    if format == "json":
        assert json.loads(text) == []
    else:
        assert text in ("", ",".join(COLUMNS) + "\r\n")


RECORD = Record("0123456789abcdef", "Text.", title="T")


@pytest.mark.parametrize(
    "head",
    ["", "{", "---", "---\n", "---\n---\n", "{}", '{"log": {}}', "[]", '{"id": "x", "text": "y"}', "--- a dump ---\n"]
    + ["---\ntitle: A note\ndate: 2020-01-01\n---\n\nText.", "---\ntitle: A note\nid: 12\n---\n", "{ a poem in braces }\n"]
    + ["---\n\nAn opening rule\n\n---\n", '{"id": 1, "text": "a"}', "---\nlayout: post\nid: 0123456789abcdef\n---\n"],
)
def test_what_is_no_record_is_not_taken_for_one(head: str) -> None:
    assert not is_record(head.encode())


@pytest.mark.parametrize("format", ["jsonl", "json", "md"])
def test_records_are_recognised(format: str) -> None:
    text = written(format, RECORD)
    assert is_record(text.encode())
    assert is_record(b"\xef\xbb\xbf" + text.encode())
    assert is_record(text.replace("\n", "\r\n").encode())
    assert read_back(text.replace("\n", "\r\n"))[0].text == "Text."


def test_compact_json_is_read_too() -> None:
    values = json.loads(written("jsonl", RECORD))
    compact = json.dumps(values, separators=(",", ":"))
    assert read_back(compact) == read_back(f"[{compact}, {compact}]")[:1] == [RECORD]
    assert read_back(json.dumps([values, values], indent=4)) == [RECORD, RECORD]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": 3}, "wrong kind"),
        ({"id": "xyz"}, "id"),
        ({"topics": "a"}, "wrong kind"),
        ({"tag_groups": [{"name": "x"}]}, "wrong kind"),
    ],
)
def test_a_line_that_is_no_record_is_one_failure(change: dict[str, object], said: str) -> None:
    good = written("jsonl", RECORD)
    bad = json.dumps({**json.loads(good), **change}) + "\n"
    first, failure, last = read_stream(io.BytesIO((good + bad + good).encode()), "r.jsonl", ReadOptions())
    assert isinstance(first, Page)
    assert isinstance(last, Page)
    assert isinstance(failure, Failure)
    assert str(failure.origin) == "r.jsonl:2"
    assert said in failure.message


def test_a_line_that_is_too_long_is_one_failure() -> None:
    good = written("jsonl", RECORD)
    long = written("jsonl", RECORD._replace(text="x" * 5000))
    first, failure, last = read_stream(
        io.BytesIO((good + long + good).encode()), "r.jsonl", ReadOptions(max_bytes=2000)
    )
    assert isinstance(first, Page)
    assert isinstance(failure, Failure)
    assert isinstance(last, Page)


def test_an_older_record_is_read_with_defaults_for_the_keys_that_it_has_not() -> None:
    values = json.loads(written("jsonl", RECORD))
    for key in KEYS:
        if key not in ("id", "text"):
            less = {name: value for name, value in values.items() if name != key}
            (record,) = read_back(json.dumps(less))
            assert record == RECORD._replace(**{key: Record._field_defaults[key]})
    (record,) = read_back(json.dumps({"id": RECORD.id, "text": "Text."}))
    assert record == Record(RECORD.id, "Text.")


def test_keys_that_are_not_ours_are_carried_along() -> None:
    values = {**json.loads(written("jsonl", RECORD)), "rating": 4, "shelf": {"row": ["a", "b"]}}
    (record,) = read_back(json.dumps(values))
    assert json.loads(written("jsonl", record)) == values
    assert json.loads(written("json", record)) in (values, [values])
    (record,) = read_back(written("md", record))
    assert record.others == (("rating", 4), ("shelf", {"row": ["a", "b"]}))


@pytest.mark.parametrize(
    ("old", "new", "key", "value"),
    [
        ("title: T\n", "aliases:\n- One\n- Two\ntitle: T\n", "others", (("aliases", ["One", "Two"]),)),
        ("id: ", "rating: 5\nread: 2024-03-01\nid: ", "others", (("rating", 5), ("read", "2024-03-01"))),
        ("- a\n", "", "tags", ("b",)),
        ("title: T\n", "title: Another\n", "title", "Another"),
    ],
)
def test_an_edited_note_is_a_record_that_keeps_the_edit(old: str, new: str, key: str, value: object) -> None:
    text = written("md", RECORD._replace(tags=("a", "b"))).replace(old, new, 1)
    assert is_record(text.encode())
    (record,) = read_back(text)
    assert getattr(record, key) == value
    assert record.text == "Text."
    assert read_back(written("md", record)) == [record]


def test_a_rule_in_an_edited_body_begins_no_other_note() -> None:
    one = written("md", RECORD).replace("Text.", "Text.\n\n---\n\ntitle: of a play\n\n---\n\nMore.")
    two = written("md", RECORD).replace("title: T", "shelf: 3\ntitle: T")
    first, second = read_back(one + "\n" + two)
    assert first.text == "Text.\n\ntitle: of a play\n\nMore."
    assert second.others == (("shelf", 3),)

