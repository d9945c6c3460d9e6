"""Archives on the command line: what becomes a page, snapshots and revisits, several processes, progress."""

from __future__ import annotations

import json
import os
import random
from hashlib import sha1
from itertools import pairwise
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from archive_builder import html, http, pack, page, record, wacz, warcinfo, zip_of
from archtool.artefacts.addresses import load_artefacts
from archtool.output.terminal import Progress
from archtool.readers import parts, read_part
from archtool.run.schedule import PART
from process import archtool, results

URL = "http://example.org/tides"
NOT_AT_HAND = "revisit of no page at hand"
DIGEST = f"sha1:{sha1(html('spring')).hexdigest()}"


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def records(done: CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


# -- what becomes a page ---------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return write(
        tmp_path / "mixed.warc.gz",
        pack(
            [
                warcinfo(),
                page("alder"),
                record(http(html("gone"), status="404 Not Found"), "http://example.org/gone"),
                record(http(b"\x89PNG", "image/png"), "http://example.org/a.png"),
                record(http(b"\x89PNG", "image/png"), "http://example.org/b.png"),
                record(http(b"a,b\n1,2\n", "text/csv"), "http://example.org/table"),
            ],
            "gzip",
        ),
    )


def test_what_is_passed_over_is_counted_by_reason(mixed: Path) -> None:
    done = archtool("clean", mixed, "-t", "jsonl")
    assert done.returncode == 0
    assert done.stderr == "archtool: 1 page cleaned, 4 skipped (2 image/png, 1 status 404, 1 text/csv)\n"
    told = archtool("clean", mixed, "-t", "jsonl", "-v").stderr.splitlines()
    assert [line.partition(": skipped: ")[2] for line in told[:-1]] == [
        "status 404",
        "image/png",
        "image/png",
        "text/csv",
    ]
    assert all(line.startswith(f"archtool: {mixed}:") for line in told[:-1])


@pytest.mark.parametrize("command", ["clean", "explain", "tags"])
@pytest.mark.parametrize("option", ["--status", "--mime", "--depth", "--max-total", "--max-members", "--max-size"])
def test_options_of_reading_are_checked(command: str, option: str, mixed: Path) -> None:
    assert archtool(command, mixed, option, "none such").returncode == 2


def test_status_and_mime_choose(mixed: Path) -> None:
    def urls(*options: str) -> list[str]:
        return [found["url"] for found in records(archtool("clean", mixed, "-t", "jsonl", *options))]

    assert urls("--status", "404") == ["http://example.org/gone"]
    assert urls("--status", "200,400-499") == ["http://example.org/alder", "http://example.org/gone"]
    assert urls("--mime", "text/csv") == ["http://example.org/table"]


def test_depth_and_members_are_limited(tmp_path: Path) -> None:
    nested = write(tmp_path / "pages.zip", zip_of({"inner.zip": zip_of({"a.html": html("alder")})}))
    assert archtool("clean", nested).returncode == 0
    done = archtool("clean", nested, "--depth", "1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0] == f"archtool: {nested}:inner.zip:a.html: containers nested deeper than 1"
    many = write(tmp_path / "many.zip", zip_of({f"{number}.html": html("alder") for number in range(3)}))
    done = archtool("clean", many, "--max-members", "2")
    assert done.returncode == 1
    assert "3 members, more than 2" in done.stderr


def test_a_fault_is_a_line_with_file_and_offset(tmp_path: Path) -> None:
    frames = [pack([page(name)], "gzip") for name in ("alder", "birch", "cedar")]
    frames[1] = frames[1][:60] + b"\xff\xff" + frames[1][62:]
    path = write(tmp_path / "tides.warc.gz", b"".join(frames))
    done = archtool("clean", path, "-t", "jsonl", "-q")
    assert done.returncode == 1
    assert [line.partition(" damaged")[0] for line in done.stderr.splitlines()] == [
        f"archtool: {path}:{len(frames[0])}:"
    ]
    assert {"http://example.org/alder", "http://example.org/cedar"} <= {found["url"] for found in records(done)}


# -- captures of one address -----------------------------------------------------------------------------------------


def capture(name: str, date: str, **more: str) -> bytes:
    return record(http(html(name)), URL, date=date, **more)


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    return write(
        tmp_path / "captures.warc.gz",
        pack(
            [
                capture("spring", "2020-03-01T00:00:00Z"),
                page("other", date="2020-04-01T00:00:00Z"),
                capture("autumn", "2020-09-01T00:00:00Z"),
                capture("spring", "2021-03-01T00:00:00Z"),
                capture("spring", "2019-03-01T00:00:00Z"),
            ],
            "gzip",
        ),
    )


def times(found: dict[str, Any]) -> list[str]:
    return [value[:4] for pair in found["fields"] if pair["name"] == "Captures" for value in pair["values"]]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("mode", "kept"),
    [
        ("all", ["2020-03", "2020-04", "2020-09", "2021-03", "2019-03"]),
        ("first", ["2020-04", "2019-03"]),
        ("last", ["2020-04", "2021-03"]),
        ("distinct", ["2020-04", "2020-09", "2019-03"]),
    ],
)
def test_snapshots(mode: str, kept: list[str], jobs: str, captures: Path) -> None:
    done = archtool("clean", captures, "-t", "jsonl", "--snapshots", mode, "-j", jobs)
    assert [found["captured"][:7] for found in records(done)] == kept
    assert [times(found) for found in records(done) if times(found)] == (
        [["2019", "2020", "2021"]] if mode == "distinct" else []
    )
    assert done.stderr == f"archtool: 5 pages cleaned{'' if mode == 'all' else f', {len(kept)} kept'}\n"


def test_snapshots_in_every_form_and_with_a_ledger(captures: Path, tmp_path: Path) -> None:
    for format in ("md", "json", "csv", "text"):
        assert archtool("clean", captures, "-t", format, "--snapshots", "last").stdout.count("of spring for spring") == 1
    done = archtool(
        "clean", captures, "-o", tmp_path / "notes", "--snapshots", "distinct", "--ledger", tmp_path / "l.tsv"
    )
    assert done.returncode == 0
    assert len(results(tmp_path / "notes")) == 3
    assert len({line.split("\t")[0] for line in (tmp_path / "l.tsv").read_text().splitlines()}) == 3


def revisit(date: str, url: str = URL, **more: str) -> bytes:
    return record(b"HTTP/1.1 304 Not Modified\r\n\r\n", url, "revisit", date, **more)


def to(url: str, date: str) -> dict[str, str]:
    return {"WARC_Refers_To_Target_URI": url, "WARC_Refers_To_Date": date}


FIRST = capture("spring", "2020-03-01T00:00:00Z", WARC_Payload_Digest=DIGEST)
IDENTITY = next(line[16:] for line in FIRST.decode().splitlines() if line.startswith("WARC-Record-ID: "))
REVISITS = {
    "by digest": (revisit("2022-01-01T00:00:00Z", WARC_Payload_Digest=DIGEST), True),
    "by address and time": (revisit("2022-01-01T00:00:00Z", **to(URL, "2020-03-01T00:00:00Z")), True),
    "by address in brackets": (revisit("2022-01-01T00:00:00Z", **to(f"<{URL}>", "2020-03-01T00:00:00Z")), True),
    "by the identity of the record": (revisit("2022-01-01T00:00:00Z", WARC_Refers_To=IDENTITY), True),
    "of another time": (revisit("2022-01-01T00:00:00Z", **to(URL, "2018-03-01T00:00:00Z")), False),
    "of another payload": (revisit("2022-01-01T00:00:00Z", WARC_Payload_Digest="sha1:UUU"), False),
    "of nothing": (revisit("2022-01-01T00:00:00Z"), False),
}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("name", list(REVISITS))
def test_a_revisit_of_a_page_is_a_further_capture(name: str, jobs: str, tmp_path: Path) -> None:
    again, known = REVISITS[name]
    path = write(tmp_path / "tides.warc.gz", pack([FIRST, page("other"), again], "gzip"))
    done = archtool("clean", path, "-t", "jsonl", "--snapshots", "distinct", "-j", jobs)
    said = "1 further capture" if known else f"1 skipped (1 {NOT_AT_HAND})"
    assert done.stderr == f"archtool: 2 pages cleaned, 2 kept, {said}\n"
    assert times(records(done)[0]) == (["2020", "2022"] if known else [])
    assert archtool("clean", path, "-t", "jsonl").stderr == f"archtool: 2 pages cleaned, {said}\n"


@pytest.mark.parametrize("name", list(REVISITS))
@pytest.mark.parametrize(("format", "jobs"), [("warc", "1"), ("two files", "1"), ("two files", "2"), ("wacz", "1")])
def test_a_revisit_in_front_of_its_page_waits_for_it(format: str, name: str, jobs: str, tmp_path: Path) -> None:
    again, known = REVISITS[name]
    if format == "warc":
        paths = [write(tmp_path / "tides.warc.gz", pack([again, page("other"), FIRST], "gzip"))]
    elif format == "wacz":
        paths = [write(tmp_path / "tides.wacz", wacz({"a.warc": again, "b.warc": pack([page("other"), FIRST])}))]
    else:
        paths = [write(tmp_path / "b.warc", again), write(tmp_path / "a.warc", pack([page("other"), FIRST]))]
    done = archtool("clean", *paths, "-t", "jsonl", "--snapshots", "distinct", "-j", jobs, "-v")
    assert times(records(done)[1]) == (["2020", "2022"] if known else [])
    assert len(records(done)) == 2
    *told, summary = done.stderr.splitlines()
    assert len(told) == 1
    assert told[0].startswith(f"archtool: {paths[0]}:")
    assert told[0].endswith(": a further capture of a page" if known else f": skipped: {NOT_AT_HAND}")
    said = "1 further capture" if known else f"1 skipped (1 {NOT_AT_HAND})"
    assert summary == f"archtool: 2 pages cleaned, 2 kept, {said}"


def test_a_revisit_of_what_is_no_page_is_none_of_a_page(tmp_path: Path) -> None:
    image = http(b"", "image/png")
    gone = http(b"", status="404 Not Found")
    path = write(
        tmp_path / "tides.warc",
        pack([record(block, URL, "revisit", WARC_Payload_Digest=DIGEST) for block in (image, gone)]),
    )
    assert archtool("clean", path).stderr == "archtool: nothing cleaned: all 2 skipped (1 image/png, 1 status 404)\n"


def chains() -> list[bytes]:
    """A page and revisits that point to each other, without a digest: each at the address and time of one before."""
    at = [f"{year}-01-01T00:00:00Z" for year in (2020, 2021, 2022, 2023)]
    again = [revisit(now, **to(URL, before)) for before, now in pairwise(at)]
    return [capture("spring", at[0]), *again]


@pytest.mark.parametrize("order", ["0123", "3210", "1230", "2031", "1302"])
def test_revisits_of_revisits_in_any_order(order: str, tmp_path: Path) -> None:
    items = chains()
    path = write(tmp_path / "tides.warc", pack(items[int(place)] for place in order))
    done = archtool("clean", path, "-t", "jsonl", "--snapshots", "distinct")
    assert done.stderr == "archtool: 1 page cleaned, 1 kept, 3 further captures\n"
    assert times(records(done)[0]) == ["2020", "2021", "2022", "2023"]


def test_a_chain_of_revisits_and_one_under_another_address(tmp_path: Path) -> None:
    chain = [
        revisit("2021-01-01T00:00:00Z", WARC_Payload_Digest=DIGEST),
        revisit("2022-01-01T00:00:00Z", WARC_Payload_Digest=DIGEST, **to(URL, "2021-01-01T00:00:00Z")),
        revisit("2023-01-01T00:00:00Z", "http://example.org/copy", WARC_Payload_Digest=DIGEST),
    ]
    path = write(tmp_path / "tides.warc.gz", pack([FIRST, *chain], "gzip"))
    done = archtool("clean", path, "-t", "jsonl", "--snapshots", "distinct")
    assert done.stderr == "archtool: 1 page cleaned, 1 kept, 3 further captures\n"
    assert times(records(done)[0]) == ["2020", "2021", "2022"]  # not that of the copy: it is another address


def test_a_revisit_by_digest_is_one_of_its_own_address(tmp_path: Path) -> None:
    copy = record(
        http(html("spring")), "http://example.org/copy", date="2020-06-01T00:00:00Z", WARC_Payload_Digest=DIGEST
    )
    again = [revisit(f"{year}-01-01T00:00:00Z", WARC_Payload_Digest=DIGEST) for year in (2022, 2019)]
    path = write(tmp_path / "tides.warc.gz", pack([FIRST, copy, *again], "gzip"))
    for mode, kept in (("distinct", [["2019", "2020", "2022"], []]), ("last", [[], []]), ("first", [[], []])):
        found = records(archtool("clean", path, "-t", "jsonl", "--snapshots", mode))
        assert [each["url"] for each in found] == [URL, "http://example.org/copy"]
        assert [times(each) for each in found] == kept


def test_of_too_many_names_the_oldest_are_forgotten() -> None:
    from archtool.corpus.revisits import Known

    known = Known(most=4)
    for page_number in range(10):
        known.add((2 * page_number, 2 * page_number + 1), page_number)
    remembered = [known.find((2 * page_number + 1,)) for page_number in range(10)]
    assert remembered == [None] * 6 + [6, 7, 8, 9]


def test_of_too_many_revisits_the_oldest_wait_no_longer() -> None:
    from archtool.corpus.revisits import Known
    from archtool.model import Origin, Skipped

    known = Known(waiting=2)
    waiting = [Skipped(Origin("tides.warc", offset=place), NOT_AT_HAND, URL, None, (7, place)) for place in range(3)]
    assert [known.wait(each) for each in waiting] == [None, None, waiting[0]]
    assert known.add((0, 1), 5) == [waiting[1]]
    assert known.left() == [waiting[2]]
    assert known.wait(Skipped(Origin("tides.warc"), NOT_AT_HAND)) is not None  # it says nothing to wait for


# -- lists of pages --------------------------------------------------------------------------------------------------


def listed(url: str, **more: str) -> dict[str, str]:
    return {"url": url, "ts": "2022-01-01T00:00:00Z", **more}


def test_a_page_of_a_list_that_was_only_revisited(tmp_path: Path) -> None:
    url, other = "http://example.org/copy", "http://example.org/frame"
    again = [revisit("2022-01-01T00:00:00Z", each, WARC_Payload_Digest=DIGEST) for each in (url, other)]
    here = wacz({"a.warc": pack([FIRST, *again])}, [listed(URL), listed(url, text="The text of the list.")])
    elsewhere = wacz({"a.warc": pack(again)}, [listed(url)])
    with_text = wacz({"a.warc": pack(again)}, [listed(url, text="The text of the list.")])
    said = [
        "archtool: 1 page cleaned, 1 further capture, 1 skipped (1 not in the list of pages)\n",
        f"archtool: nothing cleaned: all 2 skipped (1 not in the list of pages, 1 {NOT_AT_HAND})\n",
        f"archtool: 1 page cleaned, 2 skipped (1 not in the list of pages, 1 {NOT_AT_HAND})\n",
    ]
    for data, summary in zip((here, elsewhere, with_text), said, strict=True):
        done = archtool("clean", write(tmp_path / "tides.wacz", data), "-t", "jsonl")
        assert (done.returncode, done.stderr) == (int("nothing" in summary), summary)
    assert records(done)[0]["text"] == "The text of the list."


# -- several processes -----------------------------------------------------------------------------------------------


def large(folder: Path, extra: list[bytes], codec: str = "gzip", size: int = 48_000) -> Path:
    """A WARC that is cut into parts: pages among pictures that do not shrink."""
    chance = random.Random(7)
    items = [warcinfo()]
    for number in range(240):
        items.append(page(f"tides{number}"))
        items.append(record(http(chance.randbytes(size), "image/jpeg"), f"http://example.org/{number}.jpg"))
        if number == 100:
            items += extra
    items.append(
        revisit(
            "2022-01-01T00:00:00Z",
            "http://example.org/tides0",
            **to("http://example.org/tides0", "2021-03-04T05:06:07Z"),
        )
    )
    return write(folder / "large.warc", pack(items, codec))


def same_with_two(path: Path) -> list[dict[str, Any]]:
    """What one process gives, after seeing that two give the same bytes and say the same."""
    one, two = (archtool("clean", path, "-t", "jsonl", "--snapshots", "distinct", "-v", "-j", jobs) for jobs in "12")
    assert (one.stdout, one.stderr, one.returncode) == (two.stdout, two.stderr, two.returncode)
    return records(one)


@pytest.mark.parametrize("codec", ["gzip", ""])
def test_two_processes_on_one_file_give_the_same(codec: str, tmp_path: Path) -> None:
    path = large(tmp_path, [], codec)
    assert len(list(parts(str(path), PART))) > 1
    found = same_with_two(path)
    assert len(found) == 240
    assert times(found[0]) == ["2021", "2022"]  # across the parts
    assert all(each["fields"][0]["values"] == ["Tide tables"] for each in found)


def test_two_processes_on_a_damaged_file_give_the_same(tmp_path: Path) -> None:
    path = large(tmp_path, [])
    data = bytearray(path.read_bytes())
    for place in range(1 << 19, len(data), 1 << 21):
        data[place : place + 40] = b"\xff" * 40
    path.write_bytes(data[:-100])
    assert 100 < len(same_with_two(path)) <= 240


def test_a_warc_in_a_warc_is_not_cut_open(tmp_path: Path) -> None:
    chance = random.Random(8)
    inner = [
        item for n in range(90) for item in (page(f"inner{n}"), record(chance.randbytes(90_000), f"http://e.org/{n}"))
    ]
    for codec, inner_codec in (("", ""), ("gzip", "gzip")):
        download = record(http(pack(inner, inner_codec), "application/warc"), "http://example.org/inner.warc")
        path = large(tmp_path, [download], codec)
        cuts = list(parts(str(path), PART))
        ends = [list(read_part(part))[-1] for part in cuts[:-1]]
        assert any(end.next != part.begin for end, part in zip(ends, cuts[1:], strict=True))  # type: ignore[union-attr]
        assert len(same_with_two(path)) == 240


def test_two_processes_on_archives_that_were_joined_give_the_same(tmp_path: Path) -> None:
    path = large(tmp_path, [], size=30_000)
    plain = pack([page(f"ebb{number}") for number in range(9)])
    path.write_bytes(path.read_bytes() + plain + path.read_bytes() + plain)
    assert len(same_with_two(path)) == 249
    assert archtool("clean", path, "-o", tmp_path / "all.jsonl").stderr.startswith(
        "archtool: 498 pages cleaned, 2 further captures, "
    )


def test_a_crawl_behind_another_keeps_its_name(tmp_path: Path) -> None:
    path = large(tmp_path, [warcinfo("isPartOf: Harbours\r\n")])
    named = [found["fields"][0]["values"][0] for found in same_with_two(path)]
    assert named == ["Tide tables"] * 101 + ["Harbours"] * 139


# -- progress --------------------------------------------------------------------------------------------------------


def test_progress_is_shown_on_a_terminal_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    shown: list[str] = []
    progress = Progress(40_000_000)
    monkeypatch.setattr("sys.stderr.write", shown.append)
    progress.show(1, 0, 1_000_000)
    now[0] = 2.0
    progress.show(300, 2, 10_000_000)
    monkeypatch.undo()
    assert [line.strip("\r").partition("\x1b")[0] for line in shown] == [
        "300 pages, 150 pages/s, 2 failed, 10.0 of 40.0 MB, ETA 0:00:06"
    ]


def test_rate_and_time_left_are_those_of_the_run_that_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of four files an earlier run has done two and half of the third: 250 of 400 pages."""
    from archtool.model import Origin
    from archtool.run.options import Options
    from archtool.run.progress import Report

    paths = tuple(str(tmp_path / f"{number}.warc") for number in range(4))
    for path in paths:
        Path(path).write_bytes(b"x" * 10_000_000)
    now = [0.0]
    shown: list[str] = []
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr("archtool.run.progress.shows_progress", lambda *_: True)
    monkeypatch.setattr("sys.stderr.write", shown.append)
    report = Report(Options(paths=paths))
    report.restore([250, 0, 0, {}, {}, {}])
    for path in paths[:3]:
        report.come_to(path)
    report.at(Origin(paths[2], "", 5_000_000))
    report.pages, now[0] = 300, 5.0
    report.at(Origin(paths[3], "", 0))
    monkeypatch.undo()
    assert [line.strip("\r").partition("\x1b")[0] for line in shown] == [
        "300 pages, 10 pages/s, 30.0 of 40.0 MB, ETA 0:00:10"
    ]


@pytest.mark.long
def test_progress_follows_the_records_of_a_file(tmp_path: Path) -> None:
    import subprocess

    from process import COMMAND, environment

    path = large(tmp_path, [], size=400)
    path.write_bytes(path.read_bytes() * 4)  # a crawl of some seconds
    master, slave = os.openpty()
    run = subprocess.Popen(
        [*COMMAND, "clean", path, "-o", tmp_path / "all.jsonl"], stderr=slave, env=environment(COLUMNS="100")
    )
    os.close(slave)
    seen = b""
    try:
        while data := os.read(master, 4096):
            seen += data
    except OSError:  # the end, on Linux
        pass
    os.close(master)
    assert run.wait() == 0
    lines = [line for line in seen.decode().split("\r") if "ETA" in line]
    assert lines
    assert all(f" of {path.stat().st_size / 1e6:.1f} MB" in line for line in lines)
    quiet = archtool("clean", path, "-o", tmp_path / "again.jsonl")
    assert "ETA" not in quiet.stderr


def test_a_summary_says_which_pages_are_empty_and_why(tmp_path: Path) -> None:
    challenge = b"<html><head><title>One moment</title></head><body><h2>We check your browser</h2>%b</body></html>"
    bodies = {
        "a": challenge % b"<script>window._cf_chl_opt = {cvId: '3'};</script>",
        "b": challenge % b"<p>The harbour board met on Tuesday and checked its new windows.</p>",  # a page of few words
        "c": b"<html><body><script>start()</script></body></html>",
        "d": b'<html><body><iframe src="http://e.org/like"></iframe><img src="p.gif"></body></html>',
        "e": b"<html><body></body></html>",
    }
    warc = pack([record(http(body), f"http://example.org/{name}") for name, body in bodies.items()])
    path = write(tmp_path / "x.warc", warc + record(http(b"", status="204 No Content")))
    for options in ([], ["--snapshots", "all"], ["-j", "2"], ["--snapshots", "distinct"]):
        ended = archtool("clean", path, "-t", "jsonl", "--summary", tmp_path / "s.json", *options)
        assert "1 skipped (1 status 204)" in ended.stderr
        assert "; 4 empty (1 challenge of a firewall, 1 nothing at all, 1 nothing but boilerplate, 1 " in ended.stderr
        assert sum(json.loads((tmp_path / "s.json").read_text())["empty"].values()) == 4


def test_signs_of_challenges_are_in_no_other_page() -> None:
    rule = load_artefacts()["challenges"]
    for examples, is_one in ((rule["yes"], True), (rule["no"], False)):
        for body in examples:
            assert any(sign in body for sign in rule["signs"]) is is_one
