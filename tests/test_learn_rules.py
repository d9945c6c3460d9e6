"""The file that ``learn`` writes: whatever stands on pages, it can be loaded, and its rules match what they were made of."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import archive_builder as build
from archtool.artefacts.addresses import host_of
from archtool.corpus.templates_toml import FoundRule, counter_example, pattern, render, slug
from archtool.rules import load_rules
from invented_site import invent, pages
from process import archtool

LINES = st.lists(
    st.text(st.characters(), min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool),
    min_size=1, max_size=4, unique=True,
)  # fmt: skip


@example(["\ud800"], True, "*")
@given(LINES, st.booleans(), st.sampled_from(["example.org", "*", "b_cher.de", "пример.рф", "::1"]))
@example(["0", "1"], True, "example.org")  # one line matches the patterns of both
def test_any_line_can_be_a_rule(lines: list[str], varies: bool, host: str) -> None:
    table = {
        "id": f"template/{slug(host)}/below-1",
        "host": host,
        "place": "below",
        "lines": [] if varies else lines,
        "match": [pattern(line) for line in lines] if varies else [],
        "yes": lines,
        "no": [counter_example([], lines[0]) * 3],
        "pages": 7,
        "of": 9,
        "why": "test",
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "site.toml"
        path.write_text("".join(render([FoundRule("template", table)])), encoding="utf-8")
        (site,) = load_rules([str(path)]).sites.values()
    for line in lines:
        written = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in line)
        assert [rule.frequency for rule in site.template(written)] == ["on 7 of 9 pages"]


def test_other_numbers_are_matched_and_nothing_else(tmp_path: Path) -> None:
    line = "Page 3 of 17 (all) [*] 'x'"
    table = {"id": "template/any/1", "host": "*", "place": "above", "match": [pattern(line)], "yes": [line], "no": ["Page"]}
    path = tmp_path / "site.toml"
    path.write_text("".join(render([FoundRule("template", table)])), encoding="utf-8")
    site = load_rules([str(path)]).sites["*"]
    assert list(site.template("Page 124 of 1 (all) [*] 'x'"))
    assert not list(site.template("Page 3 of many (all) [*] 'x'"))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/a", "example.org"),
        ("HTTP://WWW.WWW.Example.ORG:8080/a", "example.org"),
        ("http://[::1]/a", "::1"),
        ("http://exa mple.org/a", "example.org"),
        ("not an address", "*"),
        ("http://[x", "*"),
        (None, "*"),
    ],
)
def test_hosts_are_named_so_that_a_rule_can_name_them(url: str | None, host: str) -> None:
    assert host_of(url) == host


def test_hosts_of_nearly_one_name_have_rules_of_their_own(tmp_path: Path) -> None:
    texts = [
        build.record(made.body.encode(), f"http://{host}/{number}", "conversion", mime="text/plain")
        for host in ("a_b.example", "a-b.example")
        for number, made in enumerate(pages(invent(1), 8))
    ]
    (tmp_path / "texts.warc.wet.gz").write_bytes(build.pack(texts, "gzip"))
    done = archtool("learn", "texts.warc.wet.gz", "-o", "site.toml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "site.toml").read_text(encoding="utf-8")
    assert archtool("rules", "site.toml", cwd=tmp_path).returncode == 0
    assert 'id = "template/a-b.example/above-1"\nhost = "a-b.example"' in text
    assert 'id = "template/a-b.example/above-1-more"\nhost = "a_b.example"' in text
