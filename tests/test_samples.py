"""The sample pages: each is cleaned and explained as the files beside it say.

A folder of ``samples/`` holds a page (``input.*``), the record that a reader would expect of it as the md writer gives
it (``expected.md``), and the fate of every block (``explain.tsv``). ``make golden`` (``ARCHTOOL_GOLDEN=1``) writes both
anew and never passes: what it changed has to be read first. ``samples/known-failures/`` holds pages whose expectation
is right and not met yet; one that is met must be moved out.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archtool import Page, Record, Settings, clean, read
from archtool.pipeline import examine
from archtool.report.ledger import as_tsv, rows
from archtool.writers import load

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
GOLDEN = os.environ.get("ARCHTOOL_GOLDEN") == "1"
SETTINGS = Settings(markup="md")
THREE_FORMS = ("three-forms-dump", "three-forms-html", "three-forms-wayback")


def folders(base: Path) -> list[Path]:
    return sorted(path.parent for path in base.glob("*/input.*"))


def named(paths: list[Path]) -> list[object]:
    return [pytest.param(path, id=path.name) for path in paths]


def page_of(folder: Path) -> Page:
    """The one page of a sample. Its path is relative to the project, so that no ledger holds a machine's own paths."""
    (path,) = folder.glob("input.*")
    (page,) = read(str(path.relative_to(ROOT)))
    assert isinstance(page, Page), page
    return page


def as_markdown(folder: Path) -> str:
    return load("md").render(clean(page_of(folder), SETTINGS))


def as_ledger(folder: Path) -> str:
    return "".join(map(as_tsv, rows(examine(page_of(folder), SETTINGS))))


def compare(golden: Path, text: str) -> None:
    """Fail where ``text`` is not what the file says or there is no file; under ARCHTOOL_GOLDEN write the file."""
    before = golden.read_bytes().decode() if golden.exists() else None
    if GOLDEN:
        golden.write_bytes(text.encode())
        if before != text:
            pytest.fail(f"{golden.relative_to(ROOT)} was written anew: read what changed", pytrace=False)
        pytest.skip("ARCHTOOL_GOLDEN writes expectations and tests nothing")
    assert before is not None, f"{golden.relative_to(ROOT)} is missing: write it by hand, or `make golden` and read it"
    assert text == before


@pytest.fixture(autouse=True)
def _in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_there_are_samples() -> None:
    assert len(list(SAMPLES.glob("*/input.txt"))) >= 25
    assert len(list(SAMPLES.glob("*/input.html"))) + len(list(SAMPLES.glob("known-failures/*/input.html"))) >= 20


@pytest.mark.parametrize("folder", named(folders(SAMPLES)))
def test_record(folder: Path) -> None:
    compare(folder / "expected.md", as_markdown(folder))


@pytest.mark.parametrize("folder", named(folders(SAMPLES)))
def test_ledger(folder: Path) -> None:
    compare(folder / "explain.tsv", as_ledger(folder))


@pytest.mark.xfail(strict=True, reason="known failure: move it to samples/ when it passes")
@pytest.mark.parametrize("folder", named(folders(SAMPLES / "known-failures")))
def test_known_failure(folder: Path) -> None:
    assert as_markdown(folder) == (folder / "expected.md").read_bytes().decode()


def test_one_article_in_three_forms_gives_one_record() -> None:
    def essence(record: Record) -> Record:
        """The record without what differs by nature: where the page came from, and what had to be removed around it."""
        return record._replace(id="", source="", url=None, site=None, captured=None, removed=(), origin="")

    dump, html, wayback = (clean(page_of(SAMPLES / name)) for name in THREE_FORMS)
    assert essence(html) == essence(dump)
    assert essence(wayback) == essence(dump)
    assert wayback.url == "https://www.riverleague.example/en/news/bronze-plates"
    assert wayback.captured == "2019-07-04T10:11:12Z"
