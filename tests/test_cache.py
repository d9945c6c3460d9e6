"""What is kept from one process to the next changes how fast archtool starts, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from archtool.rules import load_rules
from archtool.rules.cache import load_made
from archtool.startup import cache, patterns
from process import DUMP, archtool, environment

PATTERNS = (
    ("a+", 0),
    ("(?P<day>[0-9]+)[.] (?P<month>[^\\W\\d_]+)|x", re.IGNORECASE),
    ("(?i)[äöü\u4e00-\u9fff]{2,}?(?=x)", 0),
    ("(?:(a)|b)*\\1", re.VERBOSE),
    (b"<(\\w+)>", re.DOTALL),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "archtool"


def shelf() -> patterns._Shelf:
    """What a new process starts with."""
    return patterns._Shelf()


def test_a_kept_pattern_is_the_compiled_one() -> None:
    everything = [*PATTERNS, *((pattern, 0) for rule in load_rules().rules for pattern in rule.match)]
    assert len(everything) > 200
    first = shelf()
    for source, flags in everything[: patterns.MOST]:
        first.pattern(source, flags)
    first.keep()
    second = shelf()
    assert second._programs == first._programs != {}
    for source, flags in everything:
        found, expected = second.pattern(source, flags), re.compile(source, flags)
        assert found == expected  # compares the programs, too
        assert (found.groups, found.groupindex) == (expected.groups, expected.groupindex)


def test_a_fault_in_a_pattern_is_told_as_ever() -> None:
    with pytest.raises(re.error, match="unterminated"):
        patterns.compiled("(")


@pytest.mark.parametrize(
    "program", [(32, b"\1\2\3\4", 0, {}), (32, b"odd", 0, {}), (32, b"", 3, {"a": 9}), (32,), ("x", b"", 0, {})]
)
def test_a_program_that_the_matcher_refuses_is_compiled_anew(program: tuple[object, ...]) -> None:
    first = shelf()
    first._programs["a+", 0] = program
    first.keep()
    assert shelf().pattern("a+", 0) == re.compile("a+")


def test_a_matcher_of_another_kind_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(patterns, "import_module", missing)
    assert shelf().pattern("a+", 0) == re.compile("a+")


def test_no_more_than_most_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST", 2)
    first = shelf()
    for source, flags in PATTERNS:
        assert first.pattern(source, flags) == re.compile(source, flags)
    assert len(first._programs) == 2


def test_a_second_process_compiles_none_of_the_patterns_again(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(DUMP)
    before = archtool("clean", page, XDG_CACHE_HOME=str(tmp_path))
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    assert any(path.name.startswith("patterns") for path in kept)
    after = archtool("clean", page, XDG_CACHE_HOME=str(tmp_path))
    assert (after.stdout, after.stderr, after.returncode) == (before.stdout, "", 0)
    assert {path: path.read_bytes() for path in folder.iterdir()} == kept  # nothing new was met, so nothing was written


@pytest.mark.parametrize("damage", [b"", b"\0", b"\xe9\xff\xff\xff\xff", b"junk"])
def test_a_damaged_cache_is_made_anew(folder: Path, tmp_path: Path, damage: bytes) -> None:
    page = tmp_path / "page.txt"
    page.write_text(DUMP)
    before = archtool("clean", page, XDG_CACHE_HOME=str(tmp_path))
    for path in folder.iterdir():
        path.write_bytes(damage)
    after = archtool("clean", page, XDG_CACHE_HOME=str(tmp_path))
    assert (after.stdout, after.stderr, after.returncode) == (before.stdout, "", 0)
    assert all(path.read_bytes() != damage for path in folder.iterdir())


def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(DUMP)
    (tmp_path / "archtool").write_text("a file where the folder would be")
    done = archtool("clean", page, XDG_CACHE_HOME=str(tmp_path))
    assert (done.stderr, done.returncode) == ("", 0)
    assert "rise by a tenth" in done.stdout


def test_what_was_made_of_other_things_is_not_used() -> None:
    cache.keep("thing", ("of this",), {"a": 1})
    assert cache.load("thing", ("of this",)) == {"a": 1}
    assert cache.load("thing", ("of that",)) is None


def test_two_installations_keep_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.keep("thing", (), "here")
    monkeypatch.setattr(cache, "__file__", "/elsewhere/archtool/cache.py")
    assert cache.load("thing", ()) is None
    cache.keep("thing", (), "there")
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent))
    assert cache.load("thing", ()) == "here"


def test_an_interrupt_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(value: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(cache.marshal, "dumps", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cache.keep("thing", (), "here")
    assert list(folder.iterdir()) == []


def test_tables_are_made_once(folder: Path) -> None:
    made: list[object] = []

    def count(tables: dict[str, object]) -> int:
        made.append(tables)
        return len(tables)

    assert load_made("kinds.toml", count) == load_made("kinds.toml", count) > 0
    assert len(made) == 1


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="annotations wait by themselves")
def test_a_start_compiles_no_annotations(tmp_path: Path) -> None:
    """The first annotation in quotes that a named tuple meets costs 1.3 ms, each further one 30 us."""
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><h1>Dues</h1><p>{DUMP}</p></body></html>")
    program = (
        "import sys, typing\n"
        "made, first = [], typing.ForwardRef.__init__\n"
        "typing.ForwardRef.__init__ = lambda self, text, *more, **kind: (made.append(text), first(self, text, *more, **kind))[1]\n"
        "from archtool.cli.main import run\n"
        f"status = run(['clean', {str(page)!r}])\n"
        "print(made, file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    for _ in range(2):  # the first one reads tables, for which it loads more
        done = subprocess.run([sys.executable, "-c", program], env=environment(), capture_output=True, text=True, check=True)
    assert (done.returncode, done.stderr) == (0, "[]\n")
