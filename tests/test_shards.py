"""Slices of a run: put one behind the other they are the whole, however many there are and whatever works on them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive_builder import http, pack, page, record, warcinfo
from archtool.cli import app
from archtool.model import Page
from archtool.readers import parts, read_part
from archtool.run import checkpoint
from archtool.run.schedule import PART
from batch_inputs import build
from process import archtool, results


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("input"), files=40, pages=30)


def cleaned(out: Path, *arguments: str | Path) -> bytes:
    """What a run writes; what fails in it does not matter here."""
    assert app.run(["clean", "-q", "-o", str(out), *map(str, arguments)]) in (0, 1)
    return out.read_bytes()


def shards(folder: Path, count: int, *arguments: str | Path, suffix: str = ".jsonl") -> list[bytes]:
    found = []
    for number in range(1, count + 1):
        out = folder / f"{number}of{count}{suffix}"
        found.append(cleaned(out, "--shard", f"{number}/{count}", *arguments))
    return found


@pytest.mark.parametrize(("count", "jobs"), [(1, "1"), (2, "1"), (3, "2"), (4, "4"), (30, "1")])
def test_shards_in_order_are_the_whole(listed: Path, tmp_path: Path, count: int, jobs: str) -> None:
    whole = cleaned(tmp_path / "whole.jsonl", "--files-from", listed)
    found = shards(tmp_path, count, "--files-from", listed, "-j", jobs)
    assert b"".join(found) == whole
    if 1 < count < 10:
        assert max(map(len, found)) < 2 * len(whole) / count + 40_000


def test_one_large_warc_is_shared(listed: Path, tmp_path: Path) -> None:
    warc = listed.parent / "crawl.warc.gz"
    assert warc.stat().st_size > 2 * PART
    whole = cleaned(tmp_path / "whole.jsonl", warc)
    found = shards(tmp_path, 2, warc)
    assert b"".join(found) == whole
    assert min(map(len, found)) > len(whole) // 5
    assert b"Another crawl" in found[1]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_warc_inside_of_a_warc_gives_no_page(tmp_path: Path, count: int) -> None:
    """A boundary may fall into a body that looks like records; what stands there belongs to the record around it."""
    generator = random.Random(count)
    fill = [record(http(generator.randbytes(PART // 8), "image/png"), f"http://example.org/{n}.png") for n in range(12)]
    inner = pack([each for n, filler in enumerate(fill) for each in (page(f"inner{n}"), filler)])
    outer = [warcinfo(), page("first"), record(http(inner, "application/octet-stream"), "http://example.org/warc")]
    path = tmp_path / "nested.warc"
    path.write_bytes(pack([*outer, page("between"), *fill, page("last")]))
    whole = cleaned(tmp_path / "whole.jsonl", path)
    assert whole.count(b"\n") == 3
    assert b"".join(shards(tmp_path, count, path)) == whole


@pytest.mark.parametrize("codec", ["", "gzip", "zstd"])
def test_parts_from_one_of_them_on_are_the_others(tmp_path: Path, codec: str) -> None:
    """Also what the crawl said of itself in front: an interrupted run goes on with a part that it has noted."""
    records = [each for number in range(30) for each in (page(f"leaf{number}"), warcinfo(f"isPartOf: Crawl {number}\r\n"))]
    path = tmp_path / "crawl.warc"
    path.write_bytes(pack([warcinfo(), *records], codec))
    found = list(parts(str(path), 700))
    assert len(found) > 5
    assert len({part.fields for part in found}) > 5
    for number, part in enumerate(found):
        assert list(parts(str(path), 700, part)) == found[number:]
    again = [item for item in read_part(found[3]._replace(end=None)) if isinstance(item, Page)]
    assert [item.origin for item in again] == [
        item.origin for part in found[3:] for item in read_part(part) if isinstance(item, Page)
    ]


def test_a_shard_can_be_resumed_inside_of_a_warc(listed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped behind each few results in turn, of a shard that begins inside of a WARC."""
    arguments = ["clean", "-q", "--files-from", str(listed), "--shard", "2/2", "-o"]
    app.run([*arguments, str(tmp_path / "whole.jsonl")])
    monkeypatch.setattr(checkpoint, "SHORTEST", 0)
    monkeypatch.setattr(checkpoint, "COST", 0)
    passed = checkpoint.Resumable.passed
    left = 0

    def stop(run: checkpoint.Resumable) -> None:
        nonlocal left
        passed(run)
        left -= 1
        if left == 0:
            raise KeyboardInterrupt

    monkeypatch.setattr(checkpoint.Resumable, "passed", stop)
    runs = 0
    while not (tmp_path / "out.jsonl").exists():
        left, runs = 4, runs + 1
        try:
            app.run([*arguments, str(tmp_path / "out.jsonl"), "--resume", "-j", "1"])
        except KeyboardInterrupt:
            pass
    assert runs > 10
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_what_a_run_writes_is_none_of_its_inputs(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("A page\n\nIt says something.\n" if name == "a" else "")
    outputs = ["--failures", tmp_path / "failures.tsv", "--ledger", tmp_path / "ledger.tsv"]
    first = cleaned(tmp_path / "out.jsonl", tmp_path, *outputs)
    assert first.count(b"\n") == 1
    assert cleaned(tmp_path / "out.jsonl", tmp_path, *outputs) == first


def test_shards_of_a_directory_may_share_theirs(listed: Path, tmp_path: Path) -> None:
    pages = listed.parent / "pages"
    for name in ("whole/", "shared/"):
        for number in ("1/3", "3/3", "2/3") if name == "shared/" else ("1/1",):
            more = ["--resume"] if number == "2/3" else []
            assert app.run(["clean", "-q", str(pages), "-o", str(tmp_path / name), "--shard", number, *more]) in (0, 1)
    assert contents(tmp_path / "shared") == contents(tmp_path / "whole")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in results(folder)}


def test_a_list_through_a_pipe_can_be_cut(listed: Path, tmp_path: Path) -> None:
    whole = cleaned(tmp_path / "whole.jsonl", "--files-from", listed)
    both = []
    for number in ("1/2", "2/2"):
        out = tmp_path / "part.jsonl"
        archtool("clean", "--files-from", "-", "--shard", number, "-o", out, stdin=listed.read_bytes())
        both.append(out.read_bytes())
    assert b"".join(both) == whole


def test_records_of_shards_make_the_other_forms_of_the_whole(listed: Path, tmp_path: Path) -> None:
    pages = listed.parent / "pages"
    shards(tmp_path, 3, pages)
    joined = [tmp_path / f"{number}of3.jsonl" for number in (1, 2, 3)]
    for suffix in (".csv", ".json", ".txt", ".db"):
        assert cleaned(tmp_path / f"joined{suffix}", *joined) == cleaned(tmp_path / f"whole{suffix}", pages)
    shards(tmp_path, 3, pages, suffix=".md")
    joined = [path.with_suffix(".md") for path in joined]
    assert cleaned(tmp_path / "joined.md", *joined) == cleaned(tmp_path / "whole.md", pages)


def test_empty_inputs_and_more_shards_than_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        (tmp_path / name).write_bytes(b"")
    failures = tmp_path / "failures.tsv"
    told = b""
    for number in range(1, 6):
        cleaned(tmp_path / "out.jsonl", *"abc", "--shard", f"{number}/5", "--failures", "failures.tsv")
        told += failures.read_bytes()
    assert told == b"a\tempty\nb\tempty\nc\tempty\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-", "--shard", "1/2"], "--shard needs files: standard input cannot be cut"),
        (["a.txt", "--shard", "3/2"], "is not a part such as 2/4"),
        (["a.txt", "--shard", "0/2"], "is not a part such as 2/4"),
        (["a.txt", "--shard", "1/2", "--snapshots", "last"], "the choice needs all captures at once"),
        (["a.txt", "--resume"], "--resume needs a file or a directory"),
        (["a.txt", "--resume", "-o", "/dev/null"], "--resume needs a file or a directory"),
        (["a.txt", "--resume", "-o", "a.jsonl", "--ledger", "-"], "--resume needs a file or a directory for ledger"),
        (["-", "--resume", "-o", "a.jsonl"], "standard input cannot be read again"),
        (["a.txt", "--resume", "-o", "a.jsonl", "--snapshots", "distinct"], "needs all captures at once"),
    ],
)
def test_what_makes_no_sense_is_one_line(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "a.txt").write_text("A page\n\nIt says something.\n")
    done = archtool("clean", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr.splitlines()[-1]
    assert not (tmp_path / "a.jsonl").exists()
