"""The database: what stands in it, search in step with it, upserts, and what happens when it cannot be written."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archtool.errors import OutputError, UsageError
from archtool.model import KEYS, MARKS, Count, Group, Record
from archtool.output.sinks import Cleaned, sqlite, sqlite_schema
from archtool.output.sinks.spooled import Spooled
from archtool.writers.sqlite import render
from batch_inputs import build
from process import DUMP, ROOT, archtool, archtool_on_a_full_disk, environment
from test_manners import on_terminal
from test_resume import OFTEN, command, content, killed, undisturbed

SAMPLES = sorted((ROOT / "samples").glob("*/input.*"))
JSON = frozenset("authors categories tags topics tag_groups fields removed duplicates duplicate_of".split())
A, B = "a" * 16, "b" * 16


def record(id_: str = A, text: str = "The ferry sails.", topics: tuple[str, ...] = (), **more: Any) -> Record:
    tags = tuple(topic.lower() for topic in topics)
    return Record(id_, text, tags=tags, topics=topics, tag_groups=(Group("Topics", topics),) if topics else (), **more)


def rows(*records: Record) -> Iterator[Any]:
    return (json.loads(render(each)) for each in records)


def make(path: Path, *records: Record) -> Path:
    sqlite.make(rows(*records), str(path), f"{path}.tmp", not path.exists())
    return path


def ask(path: Path, question: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(question, values).fetchall()
        connection.commit()
    return [row[0] if len(row) == 1 else row for row in found]


def search(path: Path, words: str) -> list[str]:
    query = "select id from pages_fts join pages on pages.rowid = pages_fts.rowid where pages_fts match ? order by id"
    return ask(path, query, words)


def is_sound(path: Path) -> bool:
    """Whether the file is whole, no row refers to none, and the search knows exactly the texts that are there."""
    ask(path, "insert into pages_fts (pages_fts, rank) values ('integrity-check', 1)")
    return ask(path, "pragma integrity_check") == ["ok"] and ask(path, "pragma foreign_key_check") == []


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cleaned")
    for name in ("records.jsonl", "pages.db"):
        assert archtool("clean", *SAMPLES, "-o", folder / name).returncode == 0
    return folder


def test_every_key_of_every_record_is_a_column(cleaned: Path) -> None:
    lines = [json.loads(line) for line in (cleaned / "records.jsonl").read_text().splitlines()]
    with closing(sqlite3.connect(cleaned / "pages.db")) as connection:
        connection.row_factory = sqlite3.Row
        found = {row["id"]: dict(row) for row in connection.execute("select * from pages join texts on page = id")}
    assert len(found) == len(lines) > 60
    for line in lines:
        row = found[line["id"]]
        assert {key: json.loads(row[key]) if key in JSON else row[key] for key in KEYS} == line
        assert all(row[key] is None for key in MARKS)
        assert row["year"] == (int(line["date"][:4]) if line["date"] else None)
    assert "www.dredgers.example" in {row["host"] for row in found.values()}


def test_topics_and_removals_say_what_the_records_say(cleaned: Path) -> None:
    path = cleaned / "pages.db"
    lines = [json.loads(line) for line in (cleaned / "records.jsonl").read_text().splitlines()]
    listed = {(line["id"], name, tag) for line in lines for name, tag in zip(line["topics"], line["tags"], strict=True)}
    assert set(ask(path, "select distinct page, name, tag from page_topic join topics on topic = id")) == listed
    groups = {(line["id"], group["name"]) for line in lines for group in line["tag_groups"]}
    assert set(ask(path, "select distinct page, group_name from page_topic")) == groups
    removed = {(line["id"], each["rule"], each["count"]) for line in lines for each in line["removed"]}
    assert set(ask(path, "select page, rule, count from removals")) == removed
    assert len(ask(path, "select id from topics")) == len({(name, tag) for _, name, tag in listed})
    assert ask(path, "select pages from tags where tag = 'open-data'") == [2]
    total = sum(count for _, rule, count in removed if rule == "repeat/topic")
    assert ask(path, "select blocks from rules where rule = 'repeat/topic'") == [total]
    assert is_sound(path)


def test_a_topic_is_one_however_its_lists_spell_it(tmp_path: Path) -> None:
    groups = (Group("Topics", ("Open Data", "Rivers")), Group("Sections", ("OPEN DATA", "Elsewhere")))
    one = Record(A, "Text.", topics=("Open Data", "Rivers"), tags=("open-data", "water/rivers"), tag_groups=groups)
    path = make(tmp_path / "a.db", one, Record(B, "Text.", topics=("Rivers",), tags=("water/rivers",)))
    assert ask(path, "select page, name, tag, group_name from page_topic join topics on topic = id order by 1, 4, 2") == [
        (A, "Elsewhere", "elsewhere", "Sections"),
        (A, "Open Data", "open-data", "Sections"),
        (A, "Open Data", "open-data", "Topics"),
        (A, "Rivers", "water/rivers", "Topics"),
        (B, "Rivers", "water/rivers", ""),
    ]


def test_search_finds_words_of_title_description_topics_and_text(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", record(A, "A weir.", ("Rivers",), title="Über Flüsse"), record(B, "Text.", description="ferries"))
    assert [search(path, word) for word in ("weir", "rivers", "uber flusse", "ferries", "title:weir", "text:w*")] == [
        [A], [A], [A], [B], [], [A],
    ]  # fmt: skip


def test_search_is_in_step_whoever_changes_the_table(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", *(record(f"{n:016x}", f"word{n}") for n in range(9)))
    ask(path, "delete from pages where id in (select page from texts where text in ('word0', 'word3'))")
    ask(path, "update texts set text = 'harbour' where text = 'word5'")
    ask(path, "update pages set title = 'Quay' where id = ?", f"{7:016x}")
    ask(path, "delete from texts where text = 'word6'")
    ask(path, "vacuum")
    assert search(path, "word0 or word3 or word5") == []
    assert search(path, "harbour") == [f"{5:016x}"]
    assert search(path, "word8") == [f"{8:016x}"]
    assert (search(path, "quay"), search(path, "word6")) == ([f"{7:016x}"], [])
    ask(path, "insert into pages_fts (pages_fts, rank) values ('integrity-check', 1)")


def test_a_page_cleaned_again_takes_the_place_of_its_rows(tmp_path: Path) -> None:
    old = record(A, "old", ("Rivers", "Ports"), removed=(Count("chrome/menu", 2), Count("repeat/topic", 1)))
    path = make(tmp_path / "a.db", old, record(B, "other", ("Ports",)))
    before = ask(path, "select * from pages where id = ?", B)
    make(path, record(A, "new", ("Ports", "Dues"), removed=(Count("chrome/menu", 3),)), record("c" * 16, "third", ("Dues",)))
    assert ask(path, "select page, text from texts order by page") == [(A, "new"), (B, "other"), ("c" * 16, "third")]
    assert ask(path, "select name from topics order by name") == ["Dues", "Ports"]
    assert ask(path, "select page, name from page_topic join topics on id = topic order by 1, 2") == [
        (A, "Dues"), (A, "Ports"), (B, "Ports"), ("c" * 16, "Dues"),
    ]  # fmt: skip
    assert ask(path, "select page, rule, count from removals") == [(A, "chrome/menu", 3)]
    assert ask(path, "select * from pages where id = ?", B) == before
    assert (search(path, "old"), search(path, "new")) == ([], [A])
    assert is_sound(path)


def test_adding_the_same_pages_again_changes_no_row(cleaned: Path, tmp_path: Path) -> None:
    path = tmp_path / "pages.db"
    path.write_bytes((cleaned / "pages.db").read_bytes())
    tables = [f"select * from {name} order by 1, 2" for name in ("pages", "topics", "page_topic", "removals")]
    before = [ask(path, table) for table in tables]
    assert archtool("clean", *SAMPLES[10:40], "-o", path).returncode == 0
    assert [ask(path, table) for table in tables] == before
    assert is_sound(path)


def test_one_page_twice_in_a_run_is_one_row(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", record(A, "first", ("Rivers",)), record(A, "second", ("Ports",)))
    assert ask(path, "select text from texts") == ["second"]
    assert ask(path, "select name from topics") == ["Ports"]
    assert is_sound(path)


def test_same_bytes_whatever_the_processes_and_the_name(cleaned: Path, tmp_path: Path) -> None:
    expected = (cleaned / "pages.db").read_bytes()
    for name, jobs in (("a.sqlite", "1"), ("b.sqlite3", "2"), ("c.db", "3")):
        assert archtool("clean", *SAMPLES, "-o", tmp_path / name, "-j", jobs).returncode == 0
        assert (tmp_path / name).read_bytes() == expected, name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.sqlite", "b.sqlite3", "c.db"]


def test_records_of_jsonl_make_the_same_database(cleaned: Path, tmp_path: Path) -> None:
    assert archtool("clean", cleaned / "records.jsonl", "-o", tmp_path / "a.db").returncode == 0
    assert (tmp_path / "a.db").read_bytes() == (cleaned / "pages.db").read_bytes()



def test_shards_are_joined_to_the_same_database(cleaned: Path, tmp_path: Path) -> None:
    for number in "12":
        assert archtool("clean", *SAMPLES, "--shard", f"{number}/2", "-o", tmp_path / f"{number}.jsonl").returncode == 0
        assert archtool("clean", *SAMPLES, "--shard", f"{number}/2", "-o", tmp_path / "one.db").returncode == 0
    assert archtool("clean", tmp_path / "1.jsonl", tmp_path / "2.jsonl", "-o", tmp_path / "joined.db").returncode == 0
    assert (tmp_path / "joined.db").read_bytes() == (cleaned / "pages.db").read_bytes()
    assert ask(tmp_path / "one.db", "select * from pages order by id") == ask(cleaned / "pages.db", "select * from pages order by id")
    assert is_sound(tmp_path / "one.db")


def sink(path: Path) -> Spooled:
    return Spooled(str(path), sqlite, resumable=True)


def test_gone_on_with_after_any_checkpoint_the_bytes_are_the_same(tmp_path: Path) -> None:
    pages = [record(f"{n * 7 % 10:016x}", f"text {n}", (f"Topic {n % 4}",)) for n in range(20)]  # ten of them twice
    expected = make(tmp_path / "expected.db", *pages).read_bytes()
    path = tmp_path / "a.db"
    for stop in range(len(pages)):
        first = sink(path)
        first.open()
        for page in pages[:stop]:
            first.write(Cleaned(render(page)))
        state = json.loads(json.dumps(first.checkpoint()))
        for page in pages[stop : stop + 3]:
            first.write(Cleaned(render(page)))
        first.discard()
        assert not path.exists()
        second = sink(path)
        second.open(state)
        for page in pages[stop:]:
            second.write(Cleaned(render(page)))
        second.end()
        second.close()
        assert path.read_bytes() == expected
        path.unlink()
    assert [each.name for each in tmp_path.iterdir()] == ["expected.db"]


@pytest.mark.long
def test_killed_at_random_moments_and_gone_on_with_the_bytes_are_the_same(tmp_path: Path) -> None:
    listed = build(tmp_path / "input", files=30, pages=12)
    expected, _ = undisturbed(listed, tmp_path / "whole", "pages.db")
    generator = random.Random(6)
    out = tmp_path / "out"
    out.mkdir()
    database, written = out / "pages.db", out / ".pages.db.archtool-journal"
    kills = 0
    while kills < 8:
        program = [sys.executable, "-c", OFTEN, *command(listed, out, "pages.db", "--resume", "-j", generator.choice("112"))]
        was_killed = killed(program, generator, written)
        if was_killed and (written.exists() or not database.exists()):
            kills += 1
            continue
        # It came through, or was killed behind its end: another run would be a new one, and add to what is there.
        assert database.read_bytes() == expected["pages.db"]
        assert was_killed or content(out) == expected
        shutil.rmtree(out)
        out.mkdir()
    archtool(*command(listed, out, "pages.db", "--resume"))
    assert content(out) == expected


class Dying:
    """Makes databases, and dies before or behind it."""

    check, leftovers = staticmethod(sqlite.check), staticmethod(sqlite.leftovers)

    def __init__(self, behind: bool) -> None:
        self.behind = behind

    def make(self, *arguments: Any) -> None:
        if self.behind:
            sqlite.make(*arguments)
        raise KeyboardInterrupt


@pytest.mark.parametrize("exists", [False, True])
@pytest.mark.parametrize("behind", [False, True])
def test_killed_while_the_database_is_made_it_is_made_again(tmp_path: Path, exists: bool, behind: bool) -> None:
    path, expected = tmp_path / "a.db", tmp_path / "expected.db"
    if exists:
        expected.write_bytes(make(path, record(B, "there before")).read_bytes())
    pages = [record(f"{n:016x}", f"text {n}", (f"Topic {n % 4}",)) for n in range(10)]
    make(expected, *pages)

    killed = Spooled(str(path), Dying(behind), resumable=True)
    killed.open()
    for page in pages:
        killed.write(Cleaned(render(page)))
    state = json.loads(json.dumps(killed.end()))
    with pytest.raises(KeyboardInterrupt):
        killed.close()
    for _ in range(2):  # the second one finds that all is done
        again = sink(path)
        again.open(state)
        again.end()
        again.close()
        if exists:
            assert ask(path, "select * from pages order by id") == ask(expected, "select * from pages order by id")
        else:
            assert path.read_bytes() == expected.read_bytes()
        assert is_sound(path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.db", "expected.db"]


def test_interrupted_it_leaves_what_was_there(tmp_path: Path) -> None:
    def broken() -> Iterator[Any]:
        yield from rows(record(A, "new", ("Rivers",)))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sqlite.make(broken(), str(tmp_path / "new.db"), str(tmp_path / "t"), True)
    assert not (tmp_path / "new.db").exists()
    old = make(tmp_path / "old.db", record(A, "old", ("Ports",)))
    with pytest.raises(KeyboardInterrupt):
        sqlite.make(broken(), str(old), str(tmp_path / "t"), False)
    assert ask(old, "select text, topics from pages join texts on page = id") == [("old", '["Ports"]')]
    assert is_sound(old)


def test_killed_in_the_middle_of_a_change_the_next_run_puts_it_right(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", *(record(f"{n:016x}", "old " * 2000) for n in range(50)))
    program = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('pragma cache_size = 1')\n"
        "connection.execute('begin')\n"
        "connection.execute(\"update pages set title = 'half'\")\n"
        "connection.execute(\"update texts set text = 'half'\")\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert (tmp_path / "a.db-journal").stat().st_size > 0
    (tmp_path / "page.txt").write_text(DUMP)
    assert archtool("clean", "page.txt", "-o", "a.db", cwd=tmp_path).returncode == 0
    assert ask(path, "select count(*) from texts where text like 'old %'") == [50]
    assert ask(path, "select title from pages where title is not null") == ["Harbour dues rise"]
    assert is_sound(path)


@pytest.mark.parametrize("quiet", [False, True])
def test_on_a_terminal_a_line_says_what_is_made(tmp_path: Path, quiet: bool) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    more = ["-q"] if quiet else []
    status, shown = on_terminal("clean", tmp_path / "page.txt", "-o", tmp_path / "a.db", *more)
    said = f"\r{tmp_path / 'a.db'} is made of the records\x1b[K\r\x1b[K"
    assert (status, shown) == (0, "" if quiet else said)


def test_given_up_it_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    done = archtool("clean", "--fail-fast", "page.txt", "none.txt", "page.txt", "-o", "a.db", cwd=tmp_path)
    assert done.returncode == 1
    run = Spooled(str(tmp_path / "b.db"), sqlite, resumable=False)
    run.open()
    run.write(Cleaned("no json"))
    with pytest.raises(ValueError, match="Expecting value"):
        run.close()
    run.discard()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "page.txt"]


def test_ctrl_c_does_not_wait_for_a_long_statement() -> None:
    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    begin = time.monotonic()
    try:
        with closing(sqlite._connect(":memory:")) as connection, pytest.raises(KeyboardInterrupt):
            sqlite._run(connection, "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n")
    finally:
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - begin < 5


def test_a_database_that_is_older_than_a_key_gets_its_column(tmp_path: Path) -> None:
    path = make(tmp_path / "older.db", record())
    ask(path, "alter table pages drop column image")
    make(path, record()._replace(id="f" * 16, image="https://example.org/pier.jpg"))
    assert ask(path, "select image from pages order by id = ?", "f" * 16) == [None, "https://example.org/pier.jpg"]


def older(path: Path, *records: Record) -> Path:
    """A database as version 1 made it: texts were a column of pages."""
    make(path, *records)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            drop view searched; drop table pages_fts;
            drop trigger pages_before_delete; drop trigger pages_before_update; drop trigger pages_after_update;
            drop trigger texts_after_insert; drop trigger texts_before_delete; drop trigger texts_before_update;
            drop trigger texts_after_update;
            alter table pages add column text text not null default '';
            update pages set text = (select text from texts where page = id);
            drop table texts;
            create virtual table pages_fts using fts5 (
                title, description, topics, text, content="pages", tokenize="unicode61 remove_diacritics 2"
            );
            insert into pages_fts (pages_fts) values ('rebuild');
            create trigger pages_after_insert after insert on pages begin
                insert into pages_fts (rowid, title, description, topics, text)
                values (new.rowid, new.title, new.description, new.topics, new.text);
            end;
            pragma user_version = 1;
        """)
    return path


def test_an_older_database_is_read_and_added_to(tmp_path: Path) -> None:
    first = record(A, "The ferry sails.", ("Rivers",), title="Ferries")
    path = older(tmp_path / "older.db", first)
    (tmp_path / "page.txt").write_text(DUMP)
    read = archtool("clean", path, "-t", "jsonl")
    assert json.loads(read.stdout)["text"] == "The ferry sails."
    assert archtool("clean", "page.txt", "-o", "older.db", cwd=tmp_path).returncode == 0
    assert search(path, "ferry") == [A]
    assert len(search(path, "harbour")) == 1
    assert ask(path, "pragma user_version") == [sqlite_schema.VERSION]
    assert is_sound(path)
    assert archtool("clean", path, "-t", "jsonl").stdout.splitlines(keepends=True)[0] == read.stdout


def test_an_older_database_stays_as_it_is_where_a_run_is_interrupted(tmp_path: Path) -> None:
    def broken() -> Iterator[Any]:
        yield from rows(record(B, "new"))
        raise KeyboardInterrupt

    path = older(tmp_path / "older.db", record(A, "old"))
    with pytest.raises(KeyboardInterrupt):
        sqlite.make(broken(), str(path), str(tmp_path / "t"), False)
    assert ask(path, "select id, text from pages") == [(A, "old")]
    assert ask(path, "pragma user_version") == [1]


def test_tools_find_the_table_that_can_be_searched(tmp_path: Path) -> None:
    sqlite_utils = pytest.importorskip("sqlite_utils", reason="sqlite-utils is not installed (extra analysis)")
    path = make(tmp_path / "a.db", record(A, "A weir."), record(B, "A ferry."))
    assert [row["id"] for row in sqlite_utils.Database(path)["pages"].search("weir")] == [A]


def refusals(folder: Path) -> list[tuple[str, str]]:
    (folder / "text.db").write_text("Not a database, whatever its name says." * 30)
    with closing(sqlite3.connect(folder / "foreign.db")) as connection:
        connection.execute("create table pages (id)")
    newer = make(folder / "newer.db", record())
    ask(newer, f"pragma user_version = {sqlite_schema.VERSION + 1}")
    return [
        ("text.db", "text.db: file is not a database: choose another output"),
        ("foreign.db", "foreign.db: a database that archtool did not make: choose another output"),
        ("newer.db", "newer.db: made by another version of archtool (tables 3, not 2)"),
        ("/dev/null", "/dev/null: not a file"),
        ("-", "needs a file"),
        (".", "needs a file"),
    ]


def test_what_is_no_database_of_ours_is_refused_before_a_page_is_read(tmp_path: Path) -> None:
    for output, said in refusals(tmp_path):
        before = (tmp_path / output).read_bytes() if output.endswith(".db") else b""
        done = archtool("clean", "none.txt", "-t", "sqlite", "-o", output, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert "none.txt" not in done.stderr
        assert not before or (tmp_path / output).read_bytes() == before


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    (tmp_path / "a.db").touch()
    assert archtool("clean", "page.txt", "-o", "a.db", cwd=tmp_path).returncode == 0
    assert ask(tmp_path / "a.db", "select title from pages") == ["Harbour dues rise"]


def test_no_page_is_a_database_without_rows(tmp_path: Path) -> None:
    assert archtool("clean", "none.txt", "-o", "a.db", cwd=tmp_path).returncode == 1
    assert ask(tmp_path / "a.db", "select count(*) from pages") == [0]


def test_a_database_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "a.db", record())
    monkeypatch.setattr(sqlite, "PATIENCE", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(OutputError, match="database is locked"):
            make(path, record(B))
    assert ask(path, "select id from pages") == [A]


@pytest.mark.parametrize("limit", [20_000, 100_000, 200_000])
def test_a_full_disk_is_one_line_and_leaves_no_file(tmp_path: Path, limit: int) -> None:
    done = archtool_on_a_full_disk(limit, "clean", "-q", *SAMPLES, "-o", "a.db", cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("archtool: a.db: ")
    assert list(tmp_path.iterdir()) == []


def test_without_full_text_search_the_rest_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "has_search", lambda connection: False)
    path = make(make(tmp_path / "a.db", record(A, "old", ("Rivers",))), record(A, "new"))
    assert ask(path, "select text from texts") == ["new"]
    assert ask(path, "select name from sqlite_master where name like '%fts%' or type = 'trigger'") == []


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"odd \xff.txt")).write_text(DUMP)
    assert archtool("clean", ".", "-o", "a.db", cwd=tmp_path).returncode == 0
    assert ask(tmp_path / "a.db", "select origin from pages") == ["./odd \\udcff.txt"]


def test_addresses_that_are_none_have_no_host(tmp_path: Path) -> None:
    urls = ["http://[half", "mailto:me", "HTTPS://WWW.Example.org:8080/x", None]
    path = make(tmp_path / "a.db", *(record(f"{n:016x}", url=url) for n, url in enumerate(urls)))
    assert ask(path, "select host from pages order by id") == [None, None, "www.example.org", None]


def test_check_raises_nothing_for_a_path_that_is_free(tmp_path: Path) -> None:
    sqlite.check(str(tmp_path / "none.db"))
    path = make(tmp_path / "odd ?%23.db", record())
    sqlite.check(str(path))
    ask(path, "pragma application_id = 7")
    with pytest.raises(UsageError):
        sqlite.check(str(path))


@pytest.mark.long
def test_datasette_has_facets_labels_and_search(cleaned: Path) -> None:
    pytest.importorskip("datasette", reason="Datasette is not installed (extra analysis)")

    def get(path: str) -> Any:
        command = [sys.executable, "-m", "datasette", str(cleaned / "pages.db"), "--get", f"/pages/{path}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    pages = get("pages.json?_shape=objects&_search=harbour&_facet=lang&_facet_array=topics&_facet=year&_size=100")
    assert pages["filtered_table_rows_count"] == len(search(cleaned / "pages.db", "harbour")) > 3
    facets = {name: {each["label"]: each["count"] for each in found["results"]} for name, found in pages["facet_results"].items()}
    for name in ("lang", "year"):
        values = [page[name] for page in pages["rows"]]
        assert facets[name] == {value: values.count(value) for value in set(values) if value is not None}
    topics = [topic for page in pages["rows"] for topic in json.loads(page["topics"])]
    assert facets["topics"]
    assert all(topics.count(topic) == count for topic, count in facets["topics"].items())
    suggested = {(each["name"], each.get("type")) for each in get("pages.json?_size=0")["suggested_facets"]}
    assert {("topics", "array"), ("tags", "array"), ("authors", "array"), ("lang", None), ("year", None)} <= suggested
    (linked,) = get("page_topic.json?_labels=on&_size=1")["rows"]
    assert (linked["page"]["label"], linked["topic"]["label"]) in ask(
        cleaned / "pages.db",
        "select title, name from pages join page_topic on page = pages.id join topics on topic = topics.id",
    )


@pytest.mark.parametrize("name", ["a.db", "a.parquet"])
def test_a_number_too_large_for_a_column_is_the_failure_of_its_page(tmp_path: Path, name: str) -> None:
    if name == "a.parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra parquet)")
    (tmp_path / "page.txt").write_text(DUMP)
    line = archtool("clean", "page.txt", "-t", "jsonl", cwd=tmp_path).stdout
    (tmp_path / "odd.jsonl").write_text(line.replace('"words": ', '"words": 9999999999999999999') + line)
    done = archtool("clean", "odd.jsonl", "-o", name, cwd=tmp_path)
    assert done.returncode == 1
    assert "odd.jsonl:1: internal error: ValueError: a number of more than 64 bits" in done.stderr
    assert (tmp_path / name).exists()
