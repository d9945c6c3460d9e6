"""Outputs that are compressed as their names say, and read back."""

from __future__ import annotations

import gzip
import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from archtool.output.streams import open_output
from archtool.output.targets import is_directory, suffix
from process import DUMP, archtool

HAS_ZSTD = find_spec("zstandard") is not None
needs_zstd = pytest.mark.skipif(not HAS_ZSTD, reason="zstandard is not installed (extra zstd)")
BOTH = ["gz", pytest.param("zst", marks=needs_zstd)]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(f"Page number {number}\n\n" + DUMP * (number + 1))
    return tmp_path


@pytest.mark.parametrize("codec", BOTH)
def test_written_and_read_back_it_is_the_same(pages: Path, codec: str) -> None:
    inputs = sorted(pages.glob("*.txt"))
    plain = archtool("clean", *inputs, "-t", "jsonl").stdout
    assert archtool("clean", *inputs, "-o", pages / f"all.jsonl.{codec}").returncode == 0
    assert archtool("clean", pages / f"all.jsonl.{codec}", "-t", "jsonl").stdout == plain
    assert (pages / f"all.jsonl.{codec}").stat().st_size < len(plain) / 2
    again = pages / f"again.jsonl.{codec}"
    archtool("clean", *inputs, "-o", again, "-j", "2")
    assert again.read_bytes() == (pages / f"all.jsonl.{codec}").read_bytes()


def test_any_text_and_any_command(pages: Path) -> None:
    inputs = sorted(pages.glob("*.txt"))
    for command, name in (
        ("clean", "all.csv"),
        ("clean", "all.jsonl"),
        ("tags", "tags.tsv"),
        ("explain", "blocks.jsonl"),
    ):
        archtool(command, *inputs, "-o", pages / name)
        archtool(command, *inputs, "-o", pages / f"{name}.gz")
        assert gzip.decompress((pages / f"{name}.gz").read_bytes()) == (pages / name).read_bytes()
    ledger = archtool("clean", inputs[0], "-o", pages / "a.jsonl", "--ledger", pages / "ledger.jsonl.gz")
    assert ledger.returncode == 0
    assert json.loads(gzip.decompress((pages / "ledger.jsonl.gz").read_bytes()).splitlines()[0])["fate"]


@pytest.mark.parametrize("codec", BOTH)
def test_a_run_goes_on_behind_its_latest_member(tmp_path: Path, codec: str) -> None:
    path = tmp_path / f"a.jsonl.{codec}"
    first = open_output(str(path), resumable=True)
    first.open()
    first.write("one\n")
    state = first.checkpoint()
    first.write("lost\n" * 1000)
    first.discard()
    second = open_output(str(path), resumable=True)
    second.open(state)
    second.write("two\n")
    second.end()
    second.close()
    data = path.read_bytes()
    if codec == "gz":
        assert gzip.decompress(data) == b"one\ntwo\n"
    else:
        from zstandard import ZstdDecompressor

        assert ZstdDecompressor().stream_reader(data, read_across_frames=True).read() == b"one\ntwo\n"


@pytest.mark.parametrize("codec", BOTH)
def test_without_a_record_it_is_an_empty_file_of_its_kind(tmp_path: Path, codec: str) -> None:
    archtool("clean", "none.txt", "-o", tmp_path / f"a.jsonl.{codec}")
    assert (tmp_path / f"a.jsonl.{codec}").read_bytes()
    assert archtool("clean", tmp_path / f"a.jsonl.{codec}").returncode == 1


def test_what_cannot_be_compressed_is_refused(tmp_path: Path) -> None:
    for name, said in (
        ("a.db.gz", "the format db is not compressed as a whole: -o FILE.db"),
        ("a.parquet.gz", "the format parquet is not compressed"),
        ("a.gz", "suffix '.gz'"),
    ):
        done = archtool("clean", "none.txt", "-o", name, cwd=tmp_path)
        assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
        assert said in done.stderr


@pytest.mark.skipif(HAS_ZSTD, reason="zstandard is installed")
def test_without_the_library_one_line_names_the_extra(tmp_path: Path) -> None:
    done = archtool("clean", "none.txt", "-o", tmp_path / "a.jsonl.zst")
    assert done.returncode == 2
    assert done.stderr == "archtool: zstd needs zstandard: pip install '.[zstd]' in the checkout\n"


def test_suffixes_are_those_of_the_format() -> None:
    assert [suffix(name) for name in ("a.jsonl.gz", "a.CSV.ZST", "a.gz", "a.jsonl", "notes", "v1.2/a.gz")] == [
        ".jsonl", ".CSV", ".gz", ".jsonl", "", ".gz",
    ]  # fmt: skip
    assert not is_directory("no-such.jsonl.gz")
