"""`--for datasette`: what is written beside a database, and how Datasette shows both in a real browser."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import browser as chromium
from process import DUMP, ROOT, archtool, environment

SAMPLES = sorted((ROOT / "samples").glob("*/input.*"))
PATH = chromium.found()
needs_datasette = pytest.mark.skipif(
    find_spec("datasette") is None, reason="Datasette is not installed (extra analysis)"
)
needs_browser = pytest.mark.skipif(PATH is None, reason="no Chromium here")


def test_the_command_that_serves_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    done = archtool("clean", "page.txt", "-o", "my pages.db", "--for", "datasette", cwd=tmp_path)
    assert done.stderr == "archtool: to see it in a browser: datasette 'my pages.db' --metadata metadata.json\n"
    tables = json.loads((tmp_path / "metadata.json").read_text())["databases"]["my pages"]["tables"]
    assert {"array": "tags"} in tables["pages"]["facets"]
    assert archtool("clean", "-q", "page.txt", "-o", "my pages.db", "--for", "datasette", cwd=tmp_path).stderr == ""


def test_what_somebody_has_written_stays(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    own = {"title": "My crawl", "databases": {"other": {}, "pages": {"description": "Mine"}}}
    (tmp_path / "metadata.json").write_text(json.dumps(own))
    for name in ("pages.db", "more.db"):
        assert archtool("clean", "page.txt", "-o", name, "--for", "datasette", cwd=tmp_path).returncode == 0
    found = json.loads((tmp_path / "metadata.json").read_text())
    assert found["databases"].pop("more")["tables"]["pages"]["size"] == 50
    assert found == own


def test_a_file_that_describes_the_database_already_stays_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    own = '{"title": "Mine", "title": "Mine, too",\n\n"databases": {"pages": {}}}'
    (tmp_path / "metadata.json").write_text(own)
    assert archtool("clean", "page.txt", "-o", "pages.db", "--for", "datasette", cwd=tmp_path).returncode == 0
    assert (tmp_path / "metadata.json").read_text() == own


@pytest.mark.parametrize("there", ["no JSON", "[]", '{"databases": []}', "[" * 100_000])
def test_a_file_that_is_no_metadata_is_left_alone(tmp_path: Path, there: str) -> None:
    (tmp_path / "metadata.json").write_text(there)
    done = archtool("clean", "none.txt", "-o", "a.db", "--for", "datasette", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("archtool: a.db: metadata.json beside it ")
    assert [path.name for path in tmp_path.iterdir()] == ["metadata.json"]
    assert (tmp_path / "metadata.json").read_text() == there


def test_a_pipe_in_the_place_of_metadata_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "metadata.json")
    done = archtool("clean", "none.txt", "-o", "a.db", "--for", "datasette", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "archtool: a.db: metadata.json beside it is no regular file: move it away\n",
    )


def test_it_is_for_databases(tmp_path: Path) -> None:
    done = archtool("clean", "none.txt", "-o", "a.jsonl", "--for", "datasette", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "archtool: --for datasette writes a database, not jsonl: -o FILE.db\n")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Datasette serves the samples."""
    folder = tmp_path_factory.mktemp("served")
    assert archtool("clean", *SAMPLES, "-o", folder / "pages.db", "--for", "datasette").returncode == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "pages.db", "--metadata", "metadata.json", "-p", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            end = time.monotonic() + 60
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/-/versions.json").read()
                    break
                except OSError:
                    assert time.monotonic() < end
                    time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@needs_datasette
@needs_browser
def test_datasette_shows_the_list_facets_search_and_a_text(address: str, tmp_path: Path) -> None:
    made = chromium.Browser(PATH or "")
    try:
        for width in (1400, 420):
            made.window(width, 900)
            made.open(f"{address}/pages/pages?_search=harbour")
            made.picture(tmp_path / f"list-{width}.png")
            rows = made.value("document.querySelectorAll('table.rows-and-columns tbody tr').length")
            said = made.value("document.body.innerText")
            assert rows > 3
            assert f"{rows} rows" in said
            assert "its text is in the table texts" in said
            assert made.value("!document.querySelector('th[data-column=text]')")
            facets = made.value("[...document.querySelectorAll('.facet-info-name strong')].map(e => e.innerText)")
            assert {"site", "lang", "year", "tags (array)"} <= {facet.rpartition(" ")[0].strip() for facet in facets}
            assert made.value("document.querySelector('th[data-column=date]') !== null")
            assert made.complaints == []
        made.value("document.querySelector('table.rows-and-columns tbody td a').click()")
        made.wait("location.pathname.split('/').length == 4")
        made.wait("document.body && document.body.innerText.includes('Links from other tables')")
        made.value("[...document.querySelectorAll('a')].find(e => e.href.includes('/texts?')).click()")
        made.wait("location.pathname.endsWith('/texts') && document.querySelectorAll('td.col-text').length == 1")
        assert "harbour" in made.value("document.querySelector('td.col-text').innerText").lower()
        made.picture(tmp_path / "text.png")
    finally:
        made.close()
