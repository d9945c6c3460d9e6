"""JSON of crawlers and corpora: each object with an address and a text or HTML is a page."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

import archive_builder as build
from archtool.model import Failure, Page, Pair, Skipped
from archtool.pipeline import clean
from archtool.readers import read_stream

HTML = build.html("tides").decode()
TEXT = "The ferry sails again\n\nThe ferry between the two islands will run again from Easter Monday, says the council.\n"


def items(data: str | bytes, name: str = "a") -> list[Any]:
    return list(read_stream(io.BytesIO(data.encode() if isinstance(data, str) else data), name))


@pytest.mark.parametrize(
    ("value", "format", "captured"),
    [
        ({"url": "http://e.org/a", "body": HTML, "status": 200}, "html", None),
        ({"status": 200, "url": "http://e.org/a", "html": HTML, "crawled_at": "2021-03-04T05:06:07"}, "html", "2021-03-04T05:06:07Z"),
        ({"text": TEXT, "timestamp": "2021-03-04T05:06:07Z", "url": "http://e.org/a"}, "text", "2021-03-04T05:06:07Z"),
        ({"url": "http://e.org/a", "raw_content": TEXT, "date_download": 1614834367}, "text", "2021-03-04T05:06:07Z"),
        (
            {"content": TEXT, "warc_headers": {"warc-target-uri": "http://e.org/a", "warc-date": "2021-03-04T05:06:07Z"}},
            "text",
            "2021-03-04T05:06:07Z",
        ),
        ({"url": "http://e.org/a", "html": HTML + " " * 20_000, "text": "behind what is seen first"}, "html", None),
    ],
)
def test_each_object_is_a_page(value: dict[str, Any], format: str, captured: str | None) -> None:
    lines = "".join(json.dumps(value) + "\n" for _ in range(2))
    for data in (lines, json.dumps([value, value]), json.dumps([value, value], indent=2), "\ufeff" + lines):
        found = items(data)
        assert [type(item) for item in found] == [Page, Page]
        assert {(page.format, page.source, page.url, page.captured) for page in found} == {
            (format, "json", "http://e.org/a", captured)
        }


def test_what_a_crawler_knows_of_a_page_is_in_its_record() -> None:
    value = {
        "url": "http://e.org/a",
        "title": "The ferry sails again",
        "authors": ["Ann Holm"],
        "date_publish": "2019-03-04 08:00:00",
        "maintext": "The ferry between the two islands will run again from Easter Monday, says the council.",
        "keywords": ["Ferries", "Islands"],
        "language": "en",
        "id": 5,
    }
    (page,) = items(json.dumps(value))
    record = clean(page)
    assert (record.title, record.authors, record.date) == ("The ferry sails again", ("Ann Holm",), "2019-03-04")
    assert record.text == value["maintext"]
    assert record.topics == ("Ferries", "Islands")
    assert record.fields == (Pair("language", ("en",)), Pair("id", ("5",)))


def test_objects_without_a_page_are_counted_and_broken_lines_are_failures() -> None:
    page = {"url": "http://e.org/a", "text": TEXT}
    lines = [page, {"a": 1}, {**page, "status": 404}, {**page, "text": " "}, [], 5]
    found = items("\n".join([*map(json.dumps, lines), '{"url": "http://e.org/', json.dumps(page)]))
    assert [getattr(item, "reason", type(item).__name__) for item in found] == [
        "Page",
        "JSON without a page",
        "status 404",
        "empty",
        "JSON without a page",
        "Failure",
        "Page",
    ]
    assert str(found[5]).startswith("a:7: no JSON: ")
    assert str(found[6].origin) == "a:8"


@pytest.mark.parametrize(
    "value",
    [
        {"name": "Tides", "start_url": "https://e.org/", "icons": []},
        {"version": "1", "home_page_url": "https://e.org", "items": [{"url": "https://e.org/1", "content_html": "<p>a</p>"}]},
        {"url": "/relative", "text": TEXT},
        {"url": "https://e.org/", "text": 5},
    ],
)
def test_other_json_holds_no_pages(value: dict[str, Any]) -> None:
    (found,) = items(json.dumps(value), "a.json")
    assert isinstance(found, Skipped)
    assert found.reason == "JSON"


def test_a_record_stays_a_record() -> None:
    (found,) = items('{"id": "0123456789abcdef", "text": "A page.", "url": "http://e.org/a"}')
    assert found.format == "record"
    assert not isinstance(found, Failure)
