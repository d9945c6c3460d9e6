"""Captures of one address: which stay, in which order, and what they say of the others."""

from __future__ import annotations

import pytest

from archtool.corpus.snapshots import choose, select, surt
from archtool.model import Record


def record(number: int, url: str | None, captured: str | None, text: str = "The tides.") -> Record:
    return Record(f"{number:016x}", text, url=url, captured=captured)


RECORDS = [
    record(0, "http://example.org/a", "2020-05-01T00:00:00Z"),
    record(1, "https://www.example.org/a/", "2019-05-01T00:00:00Z", "Older tides."),
    record(2, "http://example.org/b", "2020-05-01T00:00:00Z"),
    record(3, None, None),
    record(4, "http://EXAMPLE.org:80/A#top", "2021-05-01T00:00:00Z"),
    record(5, None, None),
]


@pytest.mark.parametrize(
    ("mode", "kept"),
    [("all", [0, 1, 2, 3, 4, 5]), ("first", [1, 2, 3, 5]), ("last", [2, 3, 4, 5]), ("distinct", [0, 1, 2, 3, 5])],
)
def test_which_captures_stay(mode: str, kept: list[int]) -> None:
    assert [int(item.id, 16) for item in select(RECORDS, mode)] == kept


def test_distinct_lists_the_times_of_what_it_merged() -> None:
    merged = next(item for item in select(RECORDS, "distinct") if item.id.endswith("0"))
    assert [(pair.name, pair.values) for pair in merged.fields] == [
        ("Captures", ("2020-05-01T00:00:00Z", "2021-05-01T00:00:00Z"))
    ]


def test_nothing_else_changes() -> None:
    assert list(select(RECORDS, "all")) == RECORDS
    for mode in ("first", "last"):
        assert set(select(RECORDS, mode)) <= set(RECORDS)
    assert list(select(list(select(RECORDS, "distinct")), "distinct")) == list(select(RECORDS, "distinct"))


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="none of all, first"):
        choose([], "newest")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://example.org", "org,example)/"),
        ("https://www.example.org/?b=2&a=1", "org,example)/?a=1&b=2"),
        ("http://192.0.2.1:8080/x", "192.0.2.1:8080)/x"),
        ("http://example.org/x;jsessionid=0123456789abcdef?a=1", "org,example)/x?a=1"),
        ("http://example.org/x?PHPSESSID=0123456789abcdef", "org,example)/x"),
        ("http://example.org/x?side=1", "org,example)/x?side=1"),
    ],
)
def test_surt(url: str, key: str) -> None:
    assert surt(url) == key
