"""Real captures, where the folder of them is at hand: as many pages as their catalogue counts, and no silent loss.

``ARCHIVES_DIR`` names a folder with ``SOURCES.md``, whose table gives for each WARC and ARC the number of HTML responses
with status 200.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from archtool.model import Failure, Page
from archtool.readers import read
from process import archtool

ARCHIVES = Path(os.environ.get("ARCHIVES_DIR", "/nonexistent"))
ROW = re.compile(
    r"^\| (\S+) \|.*\*\*(\d+) html\*\* \((\d+) with 200\)(?:, (\d+) html resource)?(?:, (\d+) conversion)?", re.M
)

pytestmark = pytest.mark.skipif(not (ARCHIVES / "SOURCES.md").is_file(), reason="ARCHIVES_DIR has no captures")


def rows() -> list[tuple[str, int]]:
    if not (ARCHIVES / "SOURCES.md").is_file():
        return []
    text = (ARCHIVES / "SOURCES.md").read_text("utf-8")
    return [(row[1], int(row[3]) + int(row[4] or 0)) for row in ROW.finditer(text)]


def html_pages(path: Path) -> list[Page]:
    return [item for item in read(str(path)) if isinstance(item, Page) and item.format == "html"]


@pytest.mark.parametrize(("name", "count"), rows())
def test_as_many_html_pages_as_the_catalogue_counts(name: str, count: int) -> None:
    assert len(html_pages(ARCHIVES / name)) == count


def test_the_arc_and_the_warc_of_one_crawl_hold_the_same_pages() -> None:
    crawls = [ARCHIVES / "warc" / f"aut-IAH-20080430204825-blackbook.{format}.gz" for format in ("arc", "warc")]
    if not all(path.is_file() for path in crawls):
        pytest.skip("the two forms of the crawl are not there")
    arc, warc = ([(page.id, page.url, page.captured, page.body) for page in html_pages(path)] for path in crawls)
    assert len(arc) == 94
    assert arc == warc


@pytest.mark.parametrize("folder", ["mhtml", "wacz", "scrapbook", "wayback-html", "saved-from-url", "encoding", "html"])
def test_every_other_capture_gives_a_page(folder: str) -> None:
    for path in sorted((ARCHIVES / folder).glob("*")):
        assert any(isinstance(item, Page) for item in read(str(path))), path.name


def test_wayback_pages_have_a_time() -> None:
    pages = [page for path in sorted((ARCHIVES / "wayback-html").glob("*.html")) for page in html_pages(path)]
    assert all(page.source == "wayback" and page.captured for page in pages)


@pytest.mark.parametrize("cut", [0.25, 0.5, 0.9, 0.999])
def test_a_capture_that_is_cut_says_so(cut: float, tmp_path: Path) -> None:
    for source in sorted((ARCHIVES / "warc").glob("*")):
        data = source.read_bytes()
        path = tmp_path / source.name
        path.write_bytes(data[: int(len(data) * cut)])
        items = list(read(str(path)))
        whole = len(html_pages(source))
        if sum(isinstance(item, Page) and item.format == "html" for item in items) < whole:
            ends_with_record = path.read_bytes().endswith(b"\n\r\n\r\n")
            assert ends_with_record or any(isinstance(item, Failure) for item in items), source.name


@pytest.mark.parametrize(("name", "count"), rows()[::6])
def test_the_command_line_gives_as_many_records(name: str, count: int) -> None:
    done = archtool("clean", ARCHIVES / name, "-t", "jsonl", "--mime", "text/html,application/xhtml+xml")
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    assert len(done.stdout.splitlines()) == count
    failures = [line for line in done.stderr.splitlines() if line.startswith(f"archtool: {ARCHIVES / name}")]
    assert done.returncode == (0 if count and not failures else 1)  # no page at all is a failure of the run, too
