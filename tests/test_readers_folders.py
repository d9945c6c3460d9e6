"""What is read of a folder, and what is passed over and counted."""

import io
import json
import os
import socket
from pathlib import Path

import pytest

import archive_builder as build
from archtool.model import Page, Skipped
from archtool.readers import read, read_stream
from archtool.readers.mirror import walk
from process import archtool

HTML = build.html("tides")


def opened(folder: Path) -> list[str]:
    return [os.path.relpath(path, folder) for path in walk(str(folder)) if isinstance(path, str)]


def passed_over(folder: Path) -> dict[str, str]:
    return {
        os.path.relpath(item.origin.path, folder): item.reason
        for item in walk(str(folder))
        if isinstance(item, Skipped)
    }


def test_links_to_pages_of_the_folder_are_read_and_others_counted(tmp_path: Path) -> None:
    folder, outside = tmp_path / "pages", tmp_path / "outside"
    (folder / ".store").mkdir(parents=True)
    outside.mkdir()
    (folder / ".store" / "1").write_bytes(HTML)
    (outside / "b.html").write_bytes(HTML)
    (folder / "a.html").symlink_to(folder / ".store" / "1")
    (folder / "b.html").symlink_to(outside / "b.html")
    (folder / "loop").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "gone.html").symlink_to(folder / "nowhere")
    assert opened(folder) == ["a.html"]
    assert passed_over(folder) == dict.fromkeys(["b.html", "gone.html", "loop", "self"], "symbolic link")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_what_is_no_file_is_counted_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.html")
    (tmp_path / "a.html").write_bytes(HTML)
    assert passed_over(tmp_path) == dict.fromkeys(["pipe.html", "socket.html"], "no regular file")
    done = archtool("clean", tmp_path, "-o", tmp_path / "out.jsonl")
    assert "1 page cleaned, 2 skipped (2 no regular file)" in done.stderr


def test_what_is_no_page_by_its_name_is_counted(tmp_path: Path) -> None:
    names = {
        "a.css": ".css",
        "run.sh": ".sh",
        "table.csv": ".csv",
        "robots.txt": "robots.txt",
        "wget-log": "log of wget",
    }
    for name in (*names, "wget-log.1", "page.html.orig"):
        (tmp_path / name).write_text("x")
    (tmp_path / "page.html").write_bytes(HTML)
    (tmp_path / "page_files").mkdir()
    assert opened(tmp_path) == ["page.html"]
    assert passed_over(tmp_path) == {
        **names,
        "wget-log.1": "log of wget",
        "page.html.orig": "beside a page",
        "page_files": "files of a saved page",
    }


def test_a_copy_that_wget_numbered_has_the_address_of_its_page(tmp_path: Path) -> None:
    folder = tmp_path / "example.org"
    folder.mkdir()
    (folder / "robots.txt").write_text("User-agent: *")
    for name in ("index.html.1", "tides.html.2", "old.html.orig"):
        (folder / name).write_bytes(HTML)
    found = {Path(path).name: next(read(path)) for path in walk(str(tmp_path)) if isinstance(path, str)}
    assert {name: page.url for name, page in found.items() if isinstance(page, Page)} == {
        "index.html.1": "http://example.org/",
        "tides.html.2": "http://example.org/tides.html",
        "old.html.orig": "http://example.org/old.html",
    }


def test_a_snapshot_of_archivebox_is_one_page_with_what_its_index_says(tmp_path: Path) -> None:
    folder = tmp_path / "archive" / "1614834367.0"
    (folder / "readability").mkdir(parents=True)
    said = {"url": "http://example.org/pier", "timestamp": "1614834367.0", "tags": "harbour,storms"}
    (folder / "index.json").write_text(json.dumps(said))
    for name in ("singlefile.html", "output.html", "readability/content.html"):
        (folder / name).write_bytes(HTML)
    done = archtool("clean", tmp_path, "-t", "jsonl")
    (record,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (record["url"], record["captured"], record["source"]) == (said["url"], "2021-03-04T05:06:07Z", "archivebox")
    assert record["topics"] == ["harbour", "storms"]


def test_a_folder_with_an_index_of_its_own_is_no_snapshot(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text("{}")
    (tmp_path / "a.html").write_bytes(HTML)
    assert opened(tmp_path) == ["a.html", "index.json"]


def test_scripts_settings_and_sources_are_no_pages_and_names_with_dots_are(tmp_path: Path) -> None:
    skipped = ["run.bash", "RUN.CMD", "setup.vbs", "main.rs", "mail.ics", "my.ini", "talk.srt", "book.mobi", "link.url"]
    pages = ["example.com", "index.php", "Trade with the U.S", "notes.md", "tides.txt", "view.cgi"]
    for name in (*skipped, *pages):
        (tmp_path / name).write_bytes(HTML)
    assert opened(tmp_path) == sorted(pages)
    assert passed_over(tmp_path) == {name: f".{name.rpartition('.')[2].lower()}" for name in skipped}


def test_a_host_is_no_suffix() -> None:
    (found,) = (
        item.url if isinstance(item, Page) else item
        for item in read_stream(
            io.BytesIO(build.record(build.http(b"Tides\n\nOf spring.\n", mime="text/plain"), "http://tides.sh")), "a"
        )
    )
    assert found == "http://tides.sh"


def test_what_grab_site_keeps_of_a_crawl_is_no_page(tmp_path: Path) -> None:
    for name in ("concurrency", "delay", "igsets", "wpull.db", "wpull.log", "tides.html"):
        (tmp_path / name).write_bytes(HTML)
    assert opened(tmp_path) == ["tides.html"]
    (tmp_path / "wpull.db").unlink()
    assert opened(tmp_path) == ["concurrency", "delay", "igsets", "tides.html"]
