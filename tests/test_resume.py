"""Runs that are killed at any moment and gone on with: the outputs are those of a run that nothing disturbed.

Two ways: a real process is killed from outside at random moments, again and again until it gets through; and a forked
one kills itself at each single step that changes the disk, in turn, some of them half done.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from archtool.cli import app, main
from archtool.output import disk, streams
from archtool.output.sinks import spooled, sqlite, text, together
from archtool.run import checkpoint, journal, locks
from batch_inputs import build
from process import archtool, environment

KILLS = 50
STRIDE = int(os.environ.get("ARCHTOOL_STRIDE", "83"))  # 1 tries every step, which takes minutes


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("input"))


def content(folder: Path) -> dict[str, bytes]:
    """All files below ``folder``, hidden ones, too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def command(listed: Path, out: Path, name: str, *more: str) -> list[str]:
    ledger, failures = out / "ledger.tsv", out / "failures.jsonl"
    return [
        *("clean", "--files-from", str(listed), "-o", str(out / name)),
        *("--ledger", str(ledger), "--failures", str(failures), *more),
    ]


def undisturbed(listed: Path, out: Path, name: str) -> tuple[dict[str, bytes], str]:
    """What a run writes that knows nothing of journals, and its last word."""
    out.mkdir()
    done = archtool(*command(listed, out, name))
    assert done.returncode == 1
    return content(out), done.stderr.splitlines()[-1]


# -- killed from outside ---------------------------------------------------------------------------------------------


def lines_of(path: Path) -> int:
    try:
        return path.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


# As the command, but with checkpoints so often that many kills come between few pages; and a kill that comes from
# outside does no harm to what the system holds in memory: it need not be on the disk.
OFTEN = (
    "import os\n"
    "from archtool.cli import main\nfrom archtool.output import disk\nfrom archtool.run import checkpoint\n"
    "checkpoint.SHORTEST, checkpoint.COST = 0.02, 0\n"
    "disk.synchronise = os.fsync = lambda where: None\n"
    "if __name__ == '__main__': main.main()\n"
)


def killed(program: list[str], generator: random.Random, written: Path) -> bool:
    """Run until a random moment: a time, or one just behind a checkpoint; whether that was before its end."""
    before = lines_of(written)
    with subprocess.Popen(program, stderr=subprocess.DEVNULL, env=environment()) as process:
        deadline = time.monotonic() + (30 if generator.random() < 0.8 else generator.uniform(0, 0.5))
        checkpoints = generator.randint(1, 4)
        while process.poll() is None and time.monotonic() < deadline and lines_of(written) < before + checkpoints:
            time.sleep(0.002)
        time.sleep(generator.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        process.wait()
    return process.returncode == -signal.SIGKILL


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "journal_name"),
    [("records.jsonl", ".records.jsonl.archtool-journal"), ("notes/", "notes/.archtool-journal")],
)
def test_killed_at_random_moments_and_gone_on_with(listed: Path, tmp_path: Path, name: str, journal_name: str) -> None:
    """Half of the kills for each form: together they are fifty. The number of processes is another one each time."""
    expected, summary = undisturbed(listed, tmp_path / "whole", name)
    generator = random.Random(name)
    out = tmp_path / "out"
    out.mkdir()
    kills = 0
    while kills < KILLS // 2:
        jobs = generator.choice("1111111224")
        program = [sys.executable, "-c", OFTEN, *command(listed, out, name, "--resume", "-j", jobs)]
        was_killed = killed(program, generator, out / journal_name)
        kills += was_killed
        if not was_killed:  # it came through: once more from the beginning
            assert content(out) == expected
            shutil.rmtree(out)
            out.mkdir()
    said = archtool(*command(listed, out, name, "--resume", "-j", "2")).stderr
    # Notes that were written between the last checkpoint and the kill stand there already: they are told as unchanged.
    assert re.sub(r", \d+ (?:unchanged|updated)", "", said.splitlines()[-1]) == summary
    assert content(out) == expected


# -- the journal -----------------------------------------------------------------------------------------------------


def test_a_torn_or_damaged_line_and_all_behind_it_count_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    lines = [{"run": 1}, {"met": ["ab" * 8], "place": [1 << 40, [["Crawl", ["é"]]], 3]}, {"ended": True}]
    first = journal.Journal(str(path))
    assert list(first.read()) == []
    for line in lines:
        first.append(line)
    first.close()
    whole = path.read_bytes()
    ends = list(itertools.accumulate(len(line) for line in whole.splitlines(keepends=True)))
    for size in range(len(whole) + 1):
        flipped = whole[:size] + bytes(byte ^ 1 for byte in whole[size : size + 1]) + whole[size + 1 :]
        for damaged in (whole[:size], flipped):
            path.write_bytes(damaged)
            again = journal.Journal(str(path))
            found = list(again.read())
            assert found == lines[: sum(end <= size for end in ends)]
            again.append("next")
            again.close()
            last = journal.Journal(str(path))
            assert list(last.read()) == [*found, "next"]
            last.close()


# -- killed at each step ---------------------------------------------------------------------------------------------

STEPPED = tuple(module.__file__ for module in (disk, journal, locks, streams, checkpoint, spooled, sqlite, text, together))


def forked(work: Callable[..., object], *arguments: object) -> int:
    """The exit code of a child that does ``work`` and ends without cleaning up."""
    child = os.fork()
    if not child:
        try:
            sys.stdout = sys.stderr = None  # type: ignore[assignment]
            work(*arguments)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_in_steps(arguments: list[str], last: int) -> None:
    """Run a command line, up to so many lines of the modules that change the disk."""
    checkpoint.SHORTEST = checkpoint.COST = 0
    disk.synchronise = os.fsync = lambda where: None  # type: ignore[assignment]
    left = last

    def step(frame: FrameType, event: str, argument: object) -> object:
        nonlocal left
        if frame.f_code.co_filename not in STEPPED:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                os._exit(9)
        return step

    sys.settrace(step)
    main.run(arguments)


def is_complete(out: Path) -> bool:
    """Whether nothing is left to do: a database that is there would get its rows once more, and be another file."""
    return (out / "failures.jsonl").exists() and not list(out.rglob("*journal"))


@pytest.mark.parametrize("name", ["records.jsonl", "records.json", "notes/", "records.sqlite"])
def test_killed_at_each_step_and_gone_on_with(tmp_path: Path, name: str) -> None:
    """At each line of the modules that change the disk in turn; the first run, then the one that goes on."""
    listed = build(tmp_path / "input", files=3, pages=0)
    expected, _ = undisturbed(listed, tmp_path / "whole", name)
    warm = tmp_path / "warm"
    warm.mkdir()
    app.run(command(listed, warm, name))  # what it imports the children have
    for steps in itertools.count(random.Random(name).randrange(STRIDE), STRIDE):
        out = tmp_path / f"out{steps}"
        out.mkdir()
        arguments = command(listed, out, name, "--resume")
        was_killed = forked(run_in_steps, arguments, steps) == 9
        if not is_complete(out):
            forked(run_in_steps, arguments, steps // 2)
        if not is_complete(out):
            forked(main.run, arguments)
        found = {key: value for key, value in content(out).items() if "lock" not in key}
        assert found == expected, f"killed behind {steps} steps"
        shutil.rmtree(out)
        if not was_killed:
            break
    assert steps > 400
