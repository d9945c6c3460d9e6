"""How archtool behaves towards the system: pipes, signals, full disks, terminals, locales, odd names and sizes."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from process import COMMAND, DUMP, ROOT, archtool, archtool_on_a_full_disk, environment, results

ANSI = re.compile(r"\x1b\[[0-9;]*m")
NASTY = "A title with [edit] and [/x] and [bold red]\n\n28.05.2018\n\nThe text has \x1b]0;owned\x07 and \x1b[2J and :smile: in it.\n"
WRITE = ["clean", "explain", "tags", "rules"]


def on_terminal(*arguments: str | Path, stdin: bytes | None = None, **extra: str) -> tuple[int, str]:
    """Run with standard output on a pseudo-terminal; return the exit code and all that the terminal got."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.PIPE if stdin is not None else slave,
        stdout=slave,
        stderr=subprocess.PIPE if stdin is not None else slave,
        env=environment(**{"TERM": "xterm-256color", "COLUMNS": "200", **extra}),
    ) as process:
        os.close(slave)
        if process.stdin:
            process.stdin.write(stdin or b"")
            process.stdin.close()
        parts = []
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # Linux: the other side is closed
                break
            if not part:
                break
            parts.append(part)
        process.wait(60)
    os.close(master)
    return process.returncode, b"".join(parts).decode().replace("\r\n", "\n")


def group_is_alive(group: int) -> bool:
    """Whether a process of the group is left after a moment: multiprocessing's own helper ends when its pipe does."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture
def nasty(tmp_path: Path) -> Path:
    path = tmp_path / "nasty.txt"
    path.write_text(NASTY)
    return path


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(f"Page number {number}\n\n" + DUMP * 20)
    return folder


@pytest.fixture(scope="module")
def notes_of_many(many: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The notes of ``many`` by name, of a run that nobody interrupts."""
    out = tmp_path_factory.mktemp("whole")
    archtool("clean", many, "-o", f"{out}/")
    return {path.name: path.read_bytes() for path in results(out)}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_closed_pipe_ends_quietly(many: Path, jobs: str) -> None:
    command = f"{' '.join(COMMAND)} clean -j {jobs} {many} | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout == "---\n141\n"
    assert done.stderr == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("into", ["records.jsonl", "notes/"])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupt_leaves_no_trace(
    many: Path, notes_of_many: dict[str, bytes], tmp_path: Path, jobs: str, into: str, number: int, status: int
) -> None:
    """Ctrl-C, or told to end: an exit code, not a word, no process left, no half-written file."""
    out, listed = tmp_path / "out", tmp_path / "list"
    listed.write_text("".join(f"{path}\n" for path in sorted(many.glob("*.txt"))) * 500)
    with subprocess.Popen(
        [*COMMAND, "clean", "-j", jobs, "--files-from", listed, "-o", out / into],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 60
        while not any(path.is_file() for path in out.rglob("*")) and time.monotonic() < deadline:
            time.sleep(0.01)  # until something is being written
        time.sleep(0.3)
        assert process.poll() is None, "it was over before it could be interrupted"
        os.kill(process.pid, number) if number == signal.SIGTERM else os.killpg(process.pid, number)
        stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stdout, stderr) == (status, b"", b"")
    assert not group_is_alive(process.pid)
    written = {path.name: path.read_bytes() for path in (results(out / "notes") if (out / "notes").exists() else ())}
    assert {path.name for path in out.rglob(".*")} <= {".archtool-notes"}
    assert written.items() <= notes_of_many.items()
    assert bool(written) == (into == "notes/")


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["clean", "--help"], ["guide"], ["--print-config"], ["clean", "--print-config"]]
)
def test_what_is_printed_to_a_closed_standard_output_is_an_error(arguments: list[str]) -> None:
    done = subprocess.run(
        [*COMMAND, *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        check=False,
        preexec_fn=lambda: os.close(1),
    )
    assert (done.returncode, done.stderr) == (1, "archtool: standard output: closed\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [["--version"], ["--help"], *([name] for name in WRITE)])
def test_full_disk_behind_standard_output(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    paths = ["page.txt"] if arguments[0] in ("clean", "explain", "tags") else []
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments, *paths],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env=environment(),
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "archtool: standard output: No space left on device\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_disk_behind_an_output_file(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    done = archtool("clean", "page.txt", "-o", "/dev/full", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "archtool: /dev/full: No space left on device\n")
    assert Path("/dev/full").is_char_device()


def test_a_full_temporary_directory_is_not_blamed_on_standard_output(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("A long page\n\n" + DUMP * 2000)
    arguments = ["clean", "page.txt", "--snapshots", "last", "-t", "text"]
    done = archtool_on_a_full_disk(20_000, *arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("archtool: temporary directory ")
    assert done.stderr.endswith(": File too large\n")


def test_closed_standard_streams(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    for command, code, said in (
        ("clean page.txt >&-", 1, "archtool: standard output: closed\n"),
        ("clean <&-", 2, "archtool: standard input: closed\n"),
        ("clean page.txt 2>&- >/dev/null", 0, ""),
        ("clean none.txt 2>&- >/dev/null", 1, ""),
    ):
        shell = f"{' '.join(COMMAND)} {command}"
        done = subprocess.run(
            ["bash", "-c", shell], capture_output=True, text=True, env=environment(), cwd=tmp_path, check=False
        )
        assert (done.returncode, done.stderr) == (code, said), command


@pytest.mark.parametrize("command", ["clean", "explain", "tags"])
def test_no_path_on_a_terminal_is_short_help(command: str) -> None:
    code, shown = on_terminal(command)
    assert code == 2
    assert shown.startswith(f"Usage: archtool {command}")
    assert len(shown.splitlines()) <= 4


def test_clean_on_a_terminal_is_what_a_pipe_gets(nasty: Path) -> None:
    code, shown = on_terminal("clean", nasty)
    assert code == 0
    assert shown == archtool("clean", nasty).stdout


def test_explain_on_a_terminal_is_a_table_of_the_same_blocks(nasty: Path) -> None:
    code, shown = on_terminal("explain", nasty, PAGER="cat")
    assert code == 0
    assert ANSI.search(shown)
    name, header, *lines = ANSI.sub("", shown).splitlines()
    assert (name, header.split()) == (str(nasty), ["line", "fate", "why", "text"])
    for row in archtool("explain", nasty).stdout.splitlines():
        _, fate, rule, place, text = row.split("\t")
        cells = [
            place.removeprefix("line "),
            fate,
            *([rule] if rule else []),
            *re.sub(r"[\x00-\x1f]", " ", text).split(),
        ]
        assert any(line.split()[: len(cells[:2])] == cells[:2] and (rule in line) for line in lines), row
    kept = [line for line in lines if " kept " in line]
    assert kept
    assert all("main content: " in line or "no rule removes it" in line for line in kept)


def test_a_kept_block_has_no_colour(nasty: Path) -> None:
    _, text = on_terminal("explain", nasty, PAGER="cat")
    kept = [line for line in text.splitlines() if " kept " in line]
    assert kept
    assert not any("\x1b" in line for line in kept)


@pytest.mark.parametrize("wide", ["140", "60", "20"])
@pytest.mark.parametrize("command", ["explain", "tags", "rules"])
def test_no_line_on_a_terminal_is_wider_than_it(tmp_path: Path, command: str, wide: str) -> None:
    from rich.cells import cell_len

    page = tmp_path / "page.txt"
    page.write_text(
        f"Title\n\n{'Harbour dues rise again. ' * 20}\n\n東京の川{'の' * 90}\n\nTopics\nPublic Water\n{'A' * 99}\n"
    )
    _, shown = on_terminal(command, *([] if command == "rules" else [page]), PAGER="cat", COLUMNS=wide)
    assert shown
    assert max(map(cell_len, ANSI.sub("", shown).splitlines())) <= int(wide)


def test_tsv_that_is_asked_for_is_tsv_on_a_terminal(nasty: Path) -> None:
    _, shown = on_terminal("explain", "-t", "tsv", nasty)
    assert "\tkept\t" in shown


def test_one_page_is_shown_in_the_pager(nasty: Path, tmp_path: Path) -> None:
    pager = "sed s/^/paged:/"
    code, shown = on_terminal("explain", nasty, PAGER=pager)
    assert code == 0
    assert all(line.startswith("paged:") for line in shown.splitlines())
    (tmp_path / "other.txt").write_text(DUMP)
    for arguments in (
        ["explain", nasty, tmp_path / "other.txt"],
        ["explain", tmp_path],
        ["explain", "-t", "jsonl", nasty],
    ):
        assert "paged:" not in on_terminal(*arguments, PAGER=pager)[1]
    assert "paged:" not in archtool("explain", nasty, PAGER=pager).stdout


@pytest.mark.parametrize("pager", ["", "cat", "no-such-pager-here", "an 'open quote"])
def test_without_a_pager_a_page_is_printed(nasty: Path, pager: str) -> None:
    code, shown = on_terminal("explain", nasty, PAGER=pager)
    assert code == 0
    assert "date/dateline" in shown


def test_whoever_leaves_the_pager_is_told_nothing(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("A long page\n\n" + DUMP * 2000)
    code, shown = on_terminal("explain", tmp_path / "long.txt", PAGER="head -n 1")
    assert (code, len(shown.splitlines())) == (0, 1)


def test_a_pager_that_reads_nothing_is_no_failure(nasty: Path) -> None:
    assert on_terminal("explain", nasty, PAGER="false") == (0, "")


def test_a_failure_is_told_in_the_pager_too(tmp_path: Path) -> None:
    code, shown = on_terminal("explain", tmp_path / "none.txt", PAGER="sed s/^/paged:/")
    assert (code, shown) == (1, f"paged:archtool: {tmp_path}/none.txt: No such file or directory\n")


def test_tables_on_a_terminal_hold_the_same_words(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A page\n\nIt has a sentence.\n\nPost category\nNews\nTopics\nA [/x] topic\nHarbours [edit]\n")
    code, shown = on_terminal("tags", page)
    assert code == 0
    assert ANSI.sub("", shown).split() == archtool("tags", page).stdout.split()
    assert "[/x]" in shown
    code, shown = on_terminal("rules")
    assert code == 0
    words = re.sub(r"\s+", "", ANSI.sub("", shown))
    assert all(row.split("\t")[0] in words for row in archtool("rules").stdout.splitlines())


@pytest.mark.parametrize("command", ["clean", "explain", "tags"])
@pytest.mark.parametrize("path", ["nasty.txt", "\x1b]0;owned\x07\x1b[2J.txt"])
def test_no_control_sequence_of_a_page_reaches_a_terminal(tmp_path: Path, command: str, path: str) -> None:
    (tmp_path / path).write_text(NASTY)
    _, shown = on_terminal(command, tmp_path / path, tmp_path / f"missing {path}", PAGER="cat")
    bare = ANSI.sub("", shown)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", bare)
    assert "missing" in bare


def test_records_with_controls_are_defused_on_a_terminal(tmp_path: Path, nasty: Path) -> None:
    line = archtool("clean", "-t", "jsonl", nasty).stdout.replace("The text has", "The text has \\u001b[2J\\u009b1m")
    path = tmp_path / "records.jsonl"
    path.write_text(line)
    for format in ("text", "md", "csv", "jsonl"):
        _, shown = on_terminal("clean", "-t", format, path)
        assert "The text has" in shown
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown), format


def test_colour_is_a_matter_of_the_terminal_alone(nasty: Path) -> None:
    assert not ANSI.search(archtool("explain", nasty, FORCE_COLOR="1", CLICOLOR_FORCE="1").stdout)
    assert not ANSI.search(archtool("tags", nasty, FORCE_COLOR="1").stdout)
    for extra in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        _, shown = on_terminal("explain", nasty, PAGER="cat", **extra)
        assert not ANSI.search(shown)


def test_progress_is_for_a_terminal_on_standard_error(many: Path) -> None:
    assert "\r" not in archtool("clean", many, "-t", "jsonl").stderr


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_output_is_utf8_in_any_locale(tmp_path: Path, locale: str) -> None:
    (tmp_path / "página ü.txt").write_text("Привет, мир\n\n28.05.2018\n\nЭто страница о портах, и больше ни о чём.\n")
    usual = archtool("clean", "página ü.txt", "none ü", cwd=tmp_path)
    other = archtool("clean", "página ü.txt", "none ü", cwd=tmp_path, LC_ALL=locale, PYTHONIOENCODING="ascii")
    assert "Привет" in usual.stdout
    assert (other.returncode, other.stdout) == (1, usual.stdout)
    assert "none" in other.stderr
    assert "Traceback" not in other.stderr


def test_undecodable_names_are_written_as_escapes(tmp_path: Path) -> None:
    name = os.fsdecode(b"odd \xff.txt")
    (tmp_path / name).write_text(DUMP)
    done = archtool("clean", "-t", "jsonl", name, os.fsdecode(b"none \xfe"), cwd=tmp_path)
    assert done.returncode == 1
    assert '"origin": "odd \\udcff.txt"' in done.stdout
    assert "none \\udcfe: No such file" in done.stderr
    into = archtool("clean", ".", "-o", "out/", cwd=tmp_path)
    assert into.returncode == 0
    assert [path.name[:17] for path in results(tmp_path / "out")] == ["harbour-dues-rise"]


def test_null_bytes_and_lone_surrogates(tmp_path: Path) -> None:
    (tmp_path / "nul.txt").write_bytes(DUMP.replace(" ", "\0 ", 3).encode())
    (tmp_path / "utf16.txt").write_bytes(b"\xff\xfe" + DUMP.encode("utf-16-le") + b"\x00\xd8\x0a\x00")
    (tmp_path / "surrogate.txt").write_bytes(DUMP.encode() + b"\xed\xa0\x80 end\n")
    for format in ("md", "jsonl", "csv", "text", "json"):
        done = archtool("clean", "-t", format, ".", cwd=tmp_path)
        assert "Traceback" not in done.stderr
        assert "internal error" not in done.stderr
        assert "Harbour dues rise" in done.stdout or format == "text"


def test_unreadable_and_special_paths(tmp_path: Path) -> None:
    (tmp_path / "locked.txt").write_text(DUMP)
    (tmp_path / "locked.txt").chmod(0)
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "page.txt").write_text(DUMP)
    done = archtool("clean", "-t", "jsonl", "locked.txt", "dangling", "/dev/null", "page.txt", cwd=tmp_path)
    locked = os.geteuid() != 0  # root may read everything
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1 + (not locked)
    assert len(done.stderr.splitlines()) == 3 + locked
    assert "dangling: No such file or directory" in done.stderr
    assert "/dev/null: empty" in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_gigabyte_on_one_line_is_a_failure_in_bounded_memory(tmp_path: Path, jobs: str) -> None:
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.write(b"x" * 1000)
        huge.truncate(1 << 30)
    (tmp_path / "page.txt").write_text(DUMP)
    program = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
        "sys.exit(done.returncode)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *COMMAND, "clean", "-t", "jsonl", "-j", jobs, "huge.txt", "page.txt"],
        capture_output=True,
        text=True,
        env=environment(),
        cwd=tmp_path,
        check=False,
    )
    said, summary, peak = done.stderr.splitlines()
    assert done.returncode == 1
    assert said == "archtool: huge.txt: larger than 67108864 bytes: not read"
    assert summary == "archtool: 1 page cleaned, 1 failed"
    assert len(done.stdout.splitlines()) == 1
    assert int(peak) < 400_000  # kB: the limit of 64 MiB, twice while it is joined, and what Python needs


def test_python_that_is_told_to_warn_has_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    for arguments in (["page.txt"], ["-j", "2", "."], [".", "-o", "out/"]):
        done = archtool("clean", *arguments, cwd=tmp_path, PYTHONWARNINGS="error", PYTHONDEVMODE="1")
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("\n") <= 1


def test_samples_are_cleaned_without_a_word() -> None:
    done = archtool("clean", "-q", "-t", "jsonl", *sorted((ROOT / "samples").glob("*/input.*")))
    assert (done.returncode, done.stderr) == (0, "")
