"""``archtool dedupe`` through the real process."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from archtool.corpus.shingles import available
from archtool.model import Record
from archtool.writers.jsonl import render
from process import DUMP, archtool

pytestmark = pytest.mark.skipif(not available(), reason="rensa is not installed: pip install '.[dedupe]'")
WORDS = [f"word{number}" for number in range(500)]


def text(seed: int, count: int = 80) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=count))


def record(number: int, body: str, **more: Any) -> Record:
    return Record(f"{number:016x}", body, words=len(body.split()), origin=f"page-{number}.txt", **more)


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    near = text(1).split()
    near[40] = "otherwise"
    found = [
        record(1, text(1), date="2020-01-01", title="A story", url="http://example.org/1"),
        record(2, text(2), title="Another"),
        record(3, " ".join(near), date="2019-01-01", title="A Story", url="https://www.example.org/1/"),
        record(4, ""),
        record(5, ""),
        record(6, text(1), title="A third"),
    ]
    path = tmp_path / "records.jsonl"
    path.write_text("".join(map(render, found)), encoding="utf-8")
    return path


def ids(lines: str) -> list[int]:
    return [int(json.loads(line)["id"], 16) for line in lines.splitlines()]


def test_one_of_each_cluster_is_kept_in_order_and_names_the_others(batch: Path) -> None:
    done = archtool("dedupe", batch)
    assert (done.returncode, ids(done.stdout)) == (0, [2, 3, 4, 5])
    lines = done.stdout.splitlines(keepends=True)
    assert [lines[0], *lines[2:]] == [batch.read_text().splitlines(keepends=True)[number] for number in (1, 3, 4)]
    values = json.loads(lines[1])
    assert list(values)[-2:] == ["origin", "duplicates"]
    assert [(each["id"][-1], each["origin"]) for each in values["duplicates"]] == [
        ("1", "page-1.txt"),
        ("6", "page-6.txt"),
    ]
    assert all(0.9 < each["similarity"] < 1 for each in values["duplicates"])


def test_all_may_be_kept_and_marked(batch: Path) -> None:
    done = archtool("dedupe", "--keep", "all", batch)
    values = [json.loads(line) for line in done.stdout.splitlines()]
    assert ids(done.stdout) == [1, 2, 3, 4, 5, 6]
    assert [value.get("duplicate_of", {}).get("origin") for value in values] == [
        "page-3.txt", None, None, None, None, "page-3.txt",
    ]  # fmt: skip
    again = archtool("clean", "-", "-t", "jsonl", stdin=done.stdout)
    assert again.stdout == done.stdout


def test_by_address_and_by_title(batch: Path) -> None:
    assert ids(archtool("dedupe", "--by", "url", batch).stdout) == [2, 3, 4, 5, 6]
    assert ids(archtool("dedupe", "--by", "title", batch).stdout) == [2, 3, 4, 5, 6]


def test_equal_texts_only(batch: Path) -> None:
    assert ids(archtool("dedupe", "--threshold", "1", batch).stdout) == [1, 2, 3, 4, 5]


def test_the_report_lists_clusters(batch: Path, tmp_path: Path) -> None:
    done = archtool("dedupe", batch, "--report", "-")
    head, *lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert head == ["cluster", "fate", "id", "similarity", "date", "origin", "title"]
    assert [(line[0], line[1], line[5], line[6]) for line in lines] == [
        ("1", "kept", "page-3.txt", "A Story"),
        ("1", "dropped", "page-1.txt", "A story"),
        ("1", "dropped", "page-6.txt", "A third"),
    ]
    table = tmp_path / "clusters.jsonl"
    assert ids(archtool("dedupe", batch, "--report", table).stdout) == [2, 3, 4, 5]
    assert [json.loads(line)["fate"] for line in table.read_text().splitlines()] == ["kept", "dropped", "dropped"]


def test_bad_lines_are_told_and_the_rest_is_written(batch: Path) -> None:
    lines = batch.read_text().splitlines(keepends=True)
    lines[2:2] = ["{broken\n", '{"id": 1}\n']
    done = archtool("dedupe", "-", stdin="".join(lines))
    assert (done.returncode, ids(done.stdout)) == (1, [2, 3, 4, 5])
    assert len(done.stderr.splitlines()) == 3  # two failures and the summary
    assert "-:3:" in done.stderr


def test_pages_are_cleaned_first(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DUMP)
    (tmp_path / "b.txt").write_text(DUMP + "\n")
    done = archtool("dedupe", tmp_path)
    (value,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (value["title"], value["date"], len(value["duplicates"])) == ("Harbour dues rise", "2018-05-28", 1)


def test_a_name_that_utf8_cannot_hold_is_escaped(tmp_path: Path) -> None:
    for name in ("a.txt", "odd \udcff.txt"):
        (tmp_path / name).write_text(DUMP)
    done = archtool("dedupe", ".", cwd=tmp_path)
    (value,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["origin"] for each in value["duplicates"]] == [r"./odd \udcff.txt"]


def test_the_bytes_depend_neither_on_jobs_nor_on_the_seed_of_hashes(tmp_path: Path) -> None:
    chance = random.Random(5)
    made = []
    for number in range(120):
        words = text(number // 3, 60).split()
        words[chance.randrange(60)] = "changed"
        made.append(render(record(number, " ".join(words))))
    path = tmp_path / "many.jsonl"
    path.write_text("".join(made))
    outputs = {
        archtool("dedupe", path, "--keep", "all", "-j", jobs, PYTHONHASHSEED=seed).stdout
        for jobs, seed in (("1", "1"), ("2", "2"), ("3", "0"))
    }
    assert len(outputs) == 1
    assert '"duplicate_of"' in outputs.pop()


def test_tomorrow_is_compared_with_yesterday(batch: Path, tmp_path: Path) -> None:
    store = tmp_path / "seen.sqlite"
    assert ids(archtool("dedupe", batch, "--store", store).stdout) == [2, 3, 4, 5]
    fresh = render(record(7, text(2))) + render(record(8, text(8)))
    done = archtool("dedupe", "--store", store, "--report", tmp_path / "r.tsv", stdin=fresh)
    assert ids(done.stdout) == [8]
    assert [line.split("\t")[1] for line in (tmp_path / "r.tsv").read_text().splitlines()[1:]] == ["before", "dropped"]


def test_an_interrupted_output_leaves_the_store(batch: Path, tmp_path: Path) -> None:
    store = tmp_path / "seen.sqlite"
    assert archtool("dedupe", batch, "--store", store, "-o", batch / "where.jsonl").returncode == 1
    assert ids(archtool("dedupe", batch, "--store", store).stdout) == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--report", "-", "-o", "-"], "cannot both go to standard output"),
        (["--store", "records.jsonl"], "would be overwritten"),
        (["--threshold", "0.1"], "0.3<=x<=1"),
    ],
)
def test_what_cannot_be_meant_is_refused(batch: Path, arguments: list[str], message: str) -> None:
    before = batch.read_bytes()
    done = archtool("dedupe", "records.jsonl", *arguments, cwd=batch.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert batch.read_bytes() == before


def test_a_filter_in_a_pipe(batch: Path) -> None:
    done = archtool("dedupe", stdin=batch.read_bytes())
    assert ids(done.stdout) == [2, 3, 4, 5]
    assert ids(archtool("dedupe", stdin=done.stdout).stdout) == [2, 3, 4, 5]
    assert archtool("dedupe", stdin=done.stdout).stdout == done.stdout


def chain(links: int) -> list[Record]:
    """Records of which each is nearly its neighbour, and the first and the last have little in common."""
    words = [f"word{number}" for number in range(80 + 4 * links)]
    return [record(number + 1, " ".join(words[4 * number : 4 * number + 80])) for number in range(links)]


def jaccard(first: Record, second: Record) -> float:
    """The similarity of two texts, counted anew: shared runs of three words by all of them."""
    one, other = ({*zip(words, words[1:], words[2:], strict=False)} for words in (first.text.split(), second.text.split()))
    return len(one & other) / len(one | other)


@pytest.mark.parametrize("keep", ["one", "first", "last", "longest"])
def test_nothing_is_dropped_that_is_unlike_what_is_kept_for_it(tmp_path: Path, keep: str) -> None:
    """25 versions of a page, each with a little more changed than the one before."""
    versions = [each._replace(captured=f"2020-01-{at:02}T00:00:00Z") for at, each in enumerate(chain(25), 1)]
    assert jaccard(versions[0], versions[1]) > 0.8
    assert jaccard(versions[0], versions[24]) < 0.1
    path, report = tmp_path / "chain.jsonl", tmp_path / "report.jsonl"
    path.write_text("".join(map(render, versions)))
    done = archtool("dedupe", path, "-o", tmp_path / "out.jsonl", "--report", report, "--keep", keep)
    rows = [json.loads(line) for line in report.read_text().splitlines()]
    known = {each.id: each for each in versions}
    kept = ids((tmp_path / "out.jsonl").read_text())
    dropped = 0
    for row in rows:
        if row["fate"] == "kept":
            chosen = known[row["id"]]
            assert int(chosen.id, 16) in kept
        else:
            dropped += 1
            assert jaccard(chosen, known[row["id"]]) >= 0.8
            assert float(row["similarity"]) == pytest.approx(jaccard(chosen, known[row["id"]]), abs=1e-4)
    assert dropped > 10
    assert len(kept) + dropped == 25
    assert f"{len(kept)} kept, {dropped} dropped ({dropped} near copies) in " in done.stderr


def capture(number: int, captured: str | None, size: int, **more: Any) -> Record:
    return record(number, text(number, size), url="http://example.org/a", captured=captured, **more)


@pytest.mark.parametrize(
    ("keep", "best"), [([], 3), (["--keep", "last"], 3), (["--keep", "first"], 1), (["--keep", "longest"], 2)]
)
def test_which_capture_of_an_address_is_kept(tmp_path: Path, keep: list[str], best: int) -> None:
    path = tmp_path / "captures.jsonl"
    captures = [
        capture(2, "2019-01-01T00:00:00Z", 90, date="2000"),
        capture(3, "2021-01-01T00:00:00Z", 20),
        capture(4, None, 30),
        capture(1, "2018-01-01T00:00:00Z", 40),
    ]
    path.write_text("".join(map(render, captures)))
    done = archtool("dedupe", "--by", "url", *keep, path)
    assert ids(done.stdout) == [best]
    assert done.stderr == "archtool: 4 pages compared, 1 kept, 3 dropped (the same address) in 1 group\n"


def test_tiny_texts_are_a_class_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "tiny.jsonl"
    tiny = ["Malformed request", "Malformed request", "", "", "one two three four", "one two three four"]
    path.write_text("".join(render(record(number, body)) for number, body in enumerate(tiny, 1)))
    done = archtool("dedupe", path)
    assert ids(done.stdout) == [1, 2, 3, 4, 5]
    assert done.stderr == (
        "archtool: 6 pages compared, 5 kept, 1 dropped (1 exact copy) in 1 group,"
        " 4 not compared (2 with fewer than 4 words, 2 without text)\n"
    )
    assert ids(archtool("dedupe", "--min-words", "0", path).stdout) == [1, 3, 4, 5]
    assert ids(archtool("dedupe", "--min-words", "5", path).stdout) == [1, 2, 3, 4, 5, 6]


def test_copies_are_counted_in_words(batch: Path, tmp_path: Path) -> None:
    store = tmp_path / "seen.sqlite"
    done = archtool("dedupe", batch, "--store", store)
    assert done.stderr == (
        "archtool: 6 pages compared, 4 kept, 2 dropped (2 near copies) in 1 group, 2 not compared (2 without text)\n"
    )
    again = archtool("dedupe", "--store", store, stdin=render(record(7, text(2))) + render(record(8, text(1))))
    assert again.stderr == (
        "archtool: 2 pages compared, 0 kept, 2 dropped (1 exact copy and 1 near copy) in 2 groups\n"
    )
    assert "no duplicates" in archtool("dedupe", stdin=render(record(7, text(2))) + render(record(8, text(3)))).stderr


def test_what_a_store_kept_of_a_chain_is_compared_later(tmp_path: Path) -> None:
    first, last = chain(20)[0], chain(20)[19]
    (tmp_path / "one.jsonl").write_text("".join(map(render, chain(20))))
    archtool("dedupe", tmp_path / "one.jsonl", "--store", tmp_path / "store", "-o", tmp_path / "out.jsonl")
    again = [first._replace(id=f"{90:016x}"), last._replace(id=f"{91:016x}")]
    (tmp_path / "two.jsonl").write_text("".join(map(render, again)))
    done = archtool("dedupe", tmp_path / "two.jsonl", "--store", tmp_path / "store")
    assert done.stdout == ""
