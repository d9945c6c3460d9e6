"""What is kept from one process to the next changes how fast archtool starts, and nothing else."""

from __future__ import annotations

import marshal
import os
import pickle
import time
from pathlib import Path
from zlib import crc32

import pytest

from archtool.rules.cache import load_made
from archtool.startup import cache
from process import DUMP, archtool


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "archtool"


def test_a_second_process_writes_nothing(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(DUMP)
    before = archtool("clean", page, XDG_CACHE_HOME=str(tmp_path))
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    assert kept
    after = archtool("clean", page, XDG_CACHE_HOME=str(tmp_path))
    assert (after.stdout, after.stderr, after.returncode) == (before.stdout, "", 0)
    assert {path: path.read_bytes() for path in folder.iterdir()} == kept  # nothing new was met, so nothing was written


@pytest.mark.parametrize("damage", [b"", b"\0", b"\xe9\xff\xff\xff\xff", b"junk", b"00000000\n[[], []]", b"[" * 100_000])
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
    value = {"a": 1, "b": [1.5, ["x", ()]], "c": frozenset({"y", "z"}), "d": {"e": ({"f": None},)}}
    kept = cache.keep("thing", ("of this",), value)
    assert kept == {**value, "b": (1.5, ("x", ()))}
    assert cache.load("thing", ("of this",)) == kept
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
    def interrupted(*arguments: object, **more: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(cache.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cache.keep("thing", (), "here")
    assert list(folder.iterdir()) == []


def test_one_changed_byte_is_noticed(folder: Path) -> None:
    cache.keep("thing", (), {"pattern": "a+"})
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes().replace(b"a+", b"b+"))
    assert cache.load("thing", ()) is None


def test_no_code_is_loaded_from_the_cache(folder: Path, tmp_path: Path) -> None:
    cache.keep("thing", (), 1)
    (path,) = folder.iterdir()
    for dangerous in (pickle.dumps(Path), marshal.dumps(compile("1", "x", "eval"))):
        path.write_bytes(b"%08x\n" % crc32(dangerous) + dangerous)
        assert cache.load("thing", ()) is None


def test_old_files_are_removed_and_no_others(folder: Path) -> None:
    folder.mkdir()
    for name, age in (("gone-1234.json", 40), ("patterns-1234.cache", 40), ("other-1234.json", 20)):
        (folder / name).write_text("x")
        os.utime(folder / name, (time.time() - age * 86400,) * 2)
    cache.keep("thing", (), 1)
    assert {path.name.partition("-")[0] for path in folder.iterdir()} == {"other", "thing"}


def test_tables_are_made_once(folder: Path) -> None:
    made: list[object] = []

    def count(tables: dict[str, object]) -> int:
        made.append(tables)
        return len(tables)

    assert load_made("kinds.toml", count) == load_made("kinds.toml", count) > 0
    assert len(made) == 1
