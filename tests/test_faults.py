"""What goes wrong in a long night, each with a real process: dead workers, full disks, places that vanish, changed
inputs, two runs at once, clocks that are set, pages that hang or eat memory.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive_builder import html, http, pack, page, record
from batch_inputs import build
from process import COMMAND, DUMP, archtool, environment, results
from test_engine import children_of

# A pattern that goes through two to the power of sixty ways, all of it in C.
HANGS = (
    '[[notice]]\nid = "notice/slow"\nmatch = ["(a|aa)+b"]\nplace = "above"\nyes = ["ab"]\nno = ["b"]\nwhy = "slow"\n'
)
HANGING = "a" * 90 + "cb" + f"\n\n{DUMP}"
# As the command, with a checkpoint behind every result, and so slow that it can be caught half-way.
ALWAYS = (
    "import time\n"
    "from archtool.cli import main\n"
    "from archtool.run import checkpoint\n"
    "checkpoint.SHORTEST = checkpoint.COST = 0\n"
    "passed = checkpoint.Resumable.passed\n"
    "checkpoint.Resumable.passed = lambda run: (time.sleep(0.01), passed(run))\n"
    "if __name__ == '__main__': main.main()\n"
)
OFTEN = [sys.executable, "-c", ALWAYS]
Program = subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("input"), files=60, pages=20)


@pytest.fixture(scope="module")
def whole(listed: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("whole") / "out.jsonl"
    archtool("clean", "--files-from", listed, "-o", out)
    return out.read_bytes()


@contextmanager
def running(*arguments: str | Path, program: list[str] = COMMAND, **more: object) -> Iterator[Program]:
    """A process that is ended whatever the test does."""
    with subprocess.Popen(
        [*program, *map(str, arguments)],
        stderr=subprocess.PIPE,
        env=environment(),
        **more,  # type: ignore[call-overload]
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(true: Callable[[], object], process: Program | None = None) -> None:
    """Wait for something to be true while ``process`` runs."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        assert process is None or process.poll() is None, process.communicate()[1].decode()
        time.sleep(0.005)


def lines_of(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


# -- limits for pages ------------------------------------------------------------------------------------------------


def test_a_page_that_hangs_is_one_failure_and_can_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / "in" / f"{number}.txt").write_text(DUMP)
    (tmp_path / "in" / "3.txt").write_text(HANGING)
    hanging = record(http(HANGING.encode(), "text/plain"), "http://example.org/slow")
    (tmp_path / "in" / "crawl.warc.gz").write_bytes(pack([page("a"), hanging, page("b")], "gzip"))
    (tmp_path / "slow.toml").write_text(HANGS)
    arguments = ["clean", "--rules", "slow.toml", "-j", "2", "--timeout", "1.5", "-o", "out.jsonl"]
    done = archtool(*arguments, "--failures", "failures.tsv", "in", cwd=tmp_path)
    offset = len(pack([page("a")], "gzip"))
    why = "took longer than 1.5 s"
    assert (tmp_path / "failures.tsv").read_text() == f"in/3.txt\t{why}\nin/crawl.warc.gz:{offset}\t{why}\n"
    assert done.returncode == 1
    assert done.stderr.endswith("archtool: 7 pages cleaned, 2 failed (2 took longer than 1.5 s)\n")
    assert lines_of(tmp_path / "out.jsonl") == 7
    again = archtool("clean", "--files-from", "failures.tsv", "-t", "jsonl", cwd=tmp_path)
    origins = [json.loads(line)["origin"] for line in again.stdout.splitlines()]
    assert origins == ["in/3.txt", f"in/crawl.warc.gz:{offset}"]
    assert again.returncode == 0


@pytest.mark.long
def test_a_page_that_needs_too_much_memory_is_one_failure(tmp_path: Path) -> None:
    for name in "ace":
        (tmp_path / f"{name}.txt").write_text(DUMP)
    (tmp_path / "b.html").write_bytes(b"<html><body>" + b"<p>Many words <b>x</b></p>" * 240_000)
    done = archtool("clean", "--memory", "150M", ".", "-t", "jsonl", cwd=tmp_path)
    assert done.stderr == ("archtool: ./b.html: needs more memory than 150M\narchtool: 3 pages cleaned, 1 failed\n")
    assert [json.loads(line)["origin"] for line in done.stdout.splitlines()] == ["./a.txt", "./c.txt", "./e.txt"]


def test_limits_that_nothing_reaches_change_nothing(listed: Path, whole: bytes, tmp_path: Path) -> None:
    archtool("clean", "--files-from", listed, "-o", tmp_path / "out.jsonl", "--timeout", "60", "--memory", "1G")
    assert (tmp_path / "out.jsonl").read_bytes() == whole


# -- the system ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limits", [[], ["--timeout", "60"]])
def test_workers_killed_by_the_system_lose_no_page(
    listed: Path, whole: bytes, tmp_path: Path, limits: list[str]
) -> None:
    out = tmp_path / "out.jsonl"
    with running("clean", "--files-from", listed, "-o", out, "-j", "2", *limits) as process:
        for _ in range(3):
            until(lambda: children_of(process.pid) or process.poll() is not None)
            time.sleep(0.3)
            for child in children_of(process.pid)[:1]:
                os.kill(child, signal.SIGKILL)
        said = process.communicate(timeout=60)[1].decode()
    assert out.read_bytes() == whole
    assert "died" not in said


@pytest.mark.parametrize("name", ["out.jsonl", "out/"])
def test_a_full_disk_is_one_line_and_the_run_goes_on_later(
    listed: Path, whole: bytes, tmp_path: Path, name: str
) -> None:
    """The disk is full where a file grows beyond a size: of all, or of the one whose page is long."""
    (tmp_path / "z.txt").write_text("A long page\n\n" + DUMP * 5000)
    arguments = ["clean", str(listed.parent / "pages"), str(tmp_path / "z.txt"), "-o", str(tmp_path / name)]

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))

    with running(*arguments, "--resume", "-q", preexec_fn=fill) as process:
        said = process.communicate(timeout=60)[1].decode().splitlines()
    assert process.returncode == 1
    assert said[-1].startswith("archtool: ")
    assert said[-1].endswith("File too large; the same command goes on from here")
    assert not any("Traceback" in line for line in said)
    archtool(*arguments, "--resume")
    archtool(*arguments[:-1], tmp_path / f"whole-{name}")
    assert contents(tmp_path / name) == contents(tmp_path / f"whole-{name}")


def contents(place: Path) -> dict[str, bytes]:
    """A file, or the files of a directory, hidden ones too; nothing else of ours may stand beside it."""
    assert not [path for path in place.parent.iterdir() if path.name.startswith(".")]
    return {path.name: path.read_bytes() for path in results(place)} if place.is_dir() else {"": place.read_bytes()}


def test_a_directory_that_vanishes_half_way_is_one_line(listed: Path, tmp_path: Path) -> None:
    """Made read-only, it would stop nobody who is root: it becomes a file."""
    out, away = tmp_path / "out", tmp_path / "away"
    arguments = ["clean", str(listed.parent / "pages"), "-o", f"{out}/", "--resume", "-q"]
    with running(*arguments, program=OFTEN) as process:
        until(lambda: lines_of(out / ".archtool-journal") > 5, process)
        process.send_signal(signal.SIGSTOP)
        out.rename(away)
        out.write_text("")
        process.send_signal(signal.SIGCONT)
        said = process.communicate(timeout=60)[1].decode().splitlines()
    assert process.returncode == 1
    assert "Not a directory; the same command goes on from here" in said[-1]
    out.unlink()
    away.rename(out)
    archtool(*arguments)
    archtool("clean", listed.parent / "pages", "-o", tmp_path / "whole/")
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_made_read_only_half_way_is_one_line(listed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with running("clean", listed.parent / "pages", "-o", f"{out}/", "--resume", "-q", program=OFTEN) as process:
        until(lambda: lines_of(out / ".archtool-journal") > 5, process)
        out.chmod(0o555)
        said = process.communicate(timeout=60)[1].decode().splitlines()
    out.chmod(0o755)
    assert process.returncode == 1
    assert "Permission denied; the same command goes on from here" in said[-1]


# -- between two runs ------------------------------------------------------------------------------------------------


@pytest.fixture
def half(listed: Path, tmp_path: Path) -> Path:
    """The output of a run that was killed behind its first files; its inputs are those of ``copied``."""
    folder = tmp_path / "input"
    shutil.copytree(listed.parent / "pages", folder)
    journal = tmp_path / ".out.jsonl.archtool-journal"
    with running("clean", folder, "-o", tmp_path / "out.jsonl", "--resume", program=OFTEN) as process:
        until(lambda: lines_of(journal) > 6, process)
        process.send_signal(signal.SIGKILL)
    return tmp_path / "out.jsonl"


def go_on(half: Path, *more: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return archtool("clean", half.parent / "input", "-o", half, "--resume", *more, **variables)


def finished(half: Path) -> None:
    """It can be gone on with, and is then what an undisturbed run makes."""
    done = go_on(half)
    assert done.returncode == 1  # some pages are empty
    archtool("clean", half.parent / "input", "-o", half.parent / "whole.jsonl")
    assert half.read_bytes() == (half.parent / "whole.jsonl").read_bytes()


def test_an_input_that_changed_stops_the_run_until_it_is_what_it_was(half: Path) -> None:
    first = half.parent / "input" / "000.txt"
    before, status = first.read_bytes(), first.stat()
    journal = half.parent / ".out.jsonl.archtool-journal"
    for change in (b"Another page\n\nIt says more.\n", before.swapcase(), None):
        if change is None:
            first.unlink()
        else:
            first.write_bytes(change)
        done = go_on(half)
        assert done.returncode == 2
        line = done.stderr.splitlines()[-1]
        assert line.endswith(f"not what was there when the run was begun; to begin anew, remove {journal}")
        assert change is None or str(first) in line
        assert not half.exists()
    first.write_bytes(before)
    os.utime(first, ns=(status.st_atime_ns, status.st_mtime_ns))
    finished(half)


def test_an_input_that_nobody_has_read_yet_may_change(half: Path) -> None:
    (half.parent / "input" / "059.txt").write_text(DUMP)
    finished(half)


def test_other_options_stop_the_run(half: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(HANGS)
    for more, named in (
        (["--markup", "md"], "--markup"),
        (["--rules", str(tmp_path / "rules.toml"), "--ledger", str(tmp_path / "ledger")], "--rules, --ledger"),
        (["--shard", "1/2"], "--shard"),
    ):
        done = go_on(half, *more)
        assert done.returncode == 2
        assert f"the run was begun with another {named}; to begin anew" in done.stderr
    assert go_on(half, "-j", "2", "-v", "--timeout", "60").returncode == 1
    assert half.exists()


def test_a_run_that_is_not_resumed_leaves_the_other_alone(half: Path) -> None:
    archtool("clean", half.parent / "input" / "001.txt", "-o", half)
    assert lines_of(half) == 1
    finished(half)


def test_a_clock_that_is_set_back_changes_nothing(half: Path) -> None:
    """The journal is from the future, the inputs too, and the clock goes backwards while the run goes on."""
    for path in (half.parent / ".out.jsonl.archtool-journal", half.parent / "input" / "059.txt"):
        os.utime(path, (4e9, 4e9))
    backwards = (
        "import time\n"
        "from itertools import count\n"
        "steps = count()\n"
        "time.time = lambda: 1e9 - 1000 * next(steps)\n"
        "time.time_ns = lambda: int(time.time() * 1e9)\n"
    )
    program = [sys.executable, "-c", backwards + ALWAYS]
    with running("clean", half.parent / "input", "-o", half, "--resume", "-j", "2", program=program) as process:
        process.communicate(timeout=60)
    archtool("clean", half.parent / "input", "-o", half.parent / "whole.jsonl")
    assert half.read_bytes() == (half.parent / "whole.jsonl").read_bytes()


# -- at the same time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "first"), [("out.jsonl", []), ("out/", []), ("out/", ["--resume"])])
def test_two_runs_on_one_output(tmp_path: Path, name: str, first: list[str]) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    lock = tmp_path / (".out.jsonl.archtool-lock" if name == "out.jsonl" else "out")
    arguments = ["clean", "--files-from", "-", "-o", str(tmp_path / name)]
    with running(*arguments, *first, stdin=subprocess.PIPE) as process:  # it waits for its list
        until(lock.exists, process)
        time.sleep(0.1)
        for second in ([], ["--resume"]):
            done = archtool("clean", tmp_path / "page.txt", "-o", tmp_path / name, *second)
            # Files in a directory have names of their own: there only a run that may be resumed wants to be alone.
            refused = bool(first or second) or name == "out.jsonl"
            assert done.returncode == (2 if refused else 0)
            assert done.stderr == (f"archtool: {tmp_path / name}: another run is writing to it\n" if refused else "")
        said = process.communicate(f"{tmp_path / 'page.txt'}\n".encode(), timeout=60)[1]
    assert (process.returncode, said) == (0, b"")
    assert {path.name for path in tmp_path.rglob(".*")} <= {".archtool-notes"}


def test_the_lock_of_a_killed_run_binds_nobody(half: Path) -> None:
    assert (half.parent / ".out.jsonl.archtool-lock").exists()
    finished(half)
    assert not [path for path in half.parent.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_says_how_to_go_on(
    listed: Path, whole: bytes, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    arguments = ["clean", "--files-from", str(listed), "-o", str(tmp_path / "out.jsonl"), "--resume", "-q", "-j", "2"]
    with running(*arguments, program=OFTEN) as process:
        until(lambda: lines_of(tmp_path / ".out.jsonl.archtool-journal") > 3, process)
        process.send_signal(number)
        said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == status
    assert said.splitlines()[-1] == "archtool: interrupted: the same command goes on from here"
    archtool(*arguments)
    assert (tmp_path / "out.jsonl").read_bytes() == whole


# -- failures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["failures.tsv", "failures.jsonl"])
def test_a_list_of_failures_is_a_list_of_inputs(tmp_path: Path, name: str) -> None:
    """Whatever is in the names: each of them is found again, and fails again."""
    odd = ["empty.txt", "tab\there.txt", "back\\slash.txt", "new\nline.txt", "{brace.txt", os.fsdecode(b"odd \xff.txt")]
    for path in odd:
        (tmp_path / path).write_bytes(b"")
    arguments = ["clean", *odd, "none.txt", "-q", "-o", "out.jsonl", "--failures", name]
    archtool(*map(os.fsencode, arguments), cwd=tmp_path)
    told = (tmp_path / name).read_bytes()
    assert told.count(b"\n") == len(odd) + 1
    again = ["clean", "--files-from", name, "-q", "-o", "out.jsonl", "--failures", f"again-{name}"]
    archtool(*again, cwd=tmp_path)
    assert (tmp_path / f"again-{name}").read_bytes() == told


def test_an_origin_is_an_input(tmp_path: Path) -> None:
    from archive_builder import warcinfo, zip_of

    crawl = [warcinfo(), page("a"), page("b"), warcinfo("isPartOf: Other\r\n"), page("c")]
    (tmp_path / "crawl.warc.gz").write_bytes(pack(crawl, "gzip"))
    (tmp_path / "plain.warc").write_bytes(pack(crawl))
    (tmp_path / "pages.zip").write_bytes(zip_of({"a.html": html("a"), "in/b.html": html("b")}))
    (tmp_path / "two.zip").write_bytes(zip_of({"crawl.warc.gz": pack(crawl, "gzip")}))
    whole = archtool("clean", ".", "-q", "-t", "jsonl", cwd=tmp_path).stdout.splitlines()
    assert len(whole) == 11
    origins = [json.loads(line)["origin"] for line in whole]
    assert archtool("clean", "-q", "-t", "jsonl", *origins, cwd=tmp_path).stdout.splitlines() == whole
    done = archtool("clean", "pages.zip:none.html", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "archtool: pages.zip:none.html: nothing there\n")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell which signals are caught")
def test_a_terminal_that_is_closed_ends_a_run_as_it_should_end(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "archtool", "clean", "-", "-o", str(tmp_path / "out.jsonl")],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # the tests may run under nohup
    ) as process:
        status = Path(f"/proc/{process.pid}/status")
        caught = lambda: int(re.search(r"SigCgt:\s*(\w+)", status.read_text())[1], 16)  # type: ignore[index]  # noqa: E731
        while process.poll() is None and not caught() >> (signal.SIGHUP - 1) & 1:
            time.sleep(0.01)
        process.send_signal(signal.SIGHUP)
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == 143
    assert b"Traceback" not in complaint
    assert not list(tmp_path.iterdir())
