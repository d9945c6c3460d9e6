"""What `tags` shows beside counts: years, pairs, trees, graphs, words of sites, and spellings that may be one."""

from __future__ import annotations

import json
import random
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from archtool.corpus.collection import PageTopics, pairs, parents, site_words, without
from archtool.corpus.spellings import merges
from archtool.model import Group, Record
from archtool.topics import slug
from archtool.writers.jsonl import render
from process import archtool


def records(folder: Path, *pages: tuple[str, ...], **more: Any) -> Path:
    path = folder / "records.jsonl"
    path.write_text("".join(render(record(at, topics, **more)) for at, topics in enumerate(pages)))
    return path


def record(number: int, topics: tuple[str, ...], **more: Any) -> Record:
    groups = (Group("Topics", topics),)
    return Record(f"{number:016x}", "Text.", topics=topics, tags=tuple(map(slug, topics)), tag_groups=groups, **more)


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()[1:]]


def merged(*pages: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Which labels may be one, where each label is its own key."""
    labels = dict.fromkeys(label for page in pages for label in page)
    return [tuple(each) for each in merges({label: label for label in labels}, [PageTopics(page) for page in pages])]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Cybersecurity", "Cyber-security", "the same letters"),
        ("Québec", "Quebec", "the same letters"),
        ("Randall Glass", "Glass, Randall", "the same words turned round"),
        ("EU", "European Union (EU)", "explained by 'European Union (EU)'"),
    ],
)
def test_what_is_one_topic(one: str, other: str, why: str) -> None:
    assert merged((one,), (one,), (other,)) == [(other, one, why)]


@pytest.mark.parametrize(
    "labels",
    [
        ("Niger", "Nigeria"),
        ("C", "C++", "C#"),
        ("Version 1.5", "Version 15"),
        ("Georgia (country)", "country"),
        ("Museum", "Museums"),  # one such pair alone shows nothing
        ("House, Senate and Court", "Court House Senate"),
        ("की", "का"),  # marks of Indic scripts are letters
    ],
)
def test_what_looks_alike_and_is_not_one_topic(labels: tuple[str, ...]) -> None:
    assert merged(*((label, "Beside it") for label in labels)) == []


def test_endings_are_what_a_collection_uses_as_such() -> None:
    words = ["museum", "harbour", "village", "river"]
    pages = [(word + ending, "Coast") for word in words for ending in ("", "s")]
    assert {(topic, preferred) for topic, preferred, _ in merged(*pages)} == {(f"{word}s", word) for word in words}
    # A page that has both knows them as two topics.
    assert {preferred for _, preferred, _ in merged(*pages, ("museum", "museums"))} == set(words[1:])
    # Nothing beside them in common: nothing speaks for it.
    apart = [(word + ending, f"Coast {ending}") for word in words for ending in ("", "s")]
    assert merged(*apart) == []


def test_a_report_that_is_edited_is_a_vocabulary(tmp_path: Path) -> None:
    path = records(tmp_path, ("Open Data", "Public water"), ("open-data",), ("Open data", "Publicwater"))
    done = archtool("tags", path, "--merges", "merges.csv", cwd=tmp_path)
    assert done.stderr.endswith("2 spellings to merge: edit merges.csv, then --apply merges.csv\n")
    said = (tmp_path / "merges.csv").read_text()
    again = archtool("tags", path, "--merges", "merges.csv", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert "may be edited" in again.stderr
    assert (tmp_path / "merges.csv").read_text() == said
    assert said == (
        "alternative,preferred,pages,preferred_pages,why\n"
        "open-data,Open Data,1,2,the same letters\n"
        "Publicwater,Public water,1,1,the same letters\n"
    )
    (tmp_path / "merges.csv").write_text("".join(said.splitlines(keepends=True)[:2]))  # the other one is wrong
    counted = rows(archtool("tags", path, "--apply", "merges.csv", cwd=tmp_path).stdout)
    assert [row[:3] for row in counted] == [
        ["Open Data", "open-data", "3"], ["Public water", "public-water", "1"], ["Publicwater", "publicwater", "1"],
    ]  # fmt: skip
    cleaned = archtool("clean", path, "-t", "jsonl", "--vocab", "merges.csv", cwd=tmp_path).stdout
    assert json.loads(cleaned.splitlines()[1])["tags"] == ["open-data"]
    two_columns = "alternative,preferred\nPublicwater,Public water\n"
    (tmp_path / "merges.csv").write_text(two_columns)
    assert rows(archtool("tags", path, "--apply", "merges.csv", cwd=tmp_path).stdout)[1][:3] == [
        "Public water",
        "public-water",
        "2",
    ]
    again = archtool("tags", path, "--merges", "-", "--apply", "merges.csv", cwd=tmp_path)
    assert again.stdout.splitlines()[1:] == ["open-data,Open Data,1,2,the same letters"]


def test_topics_by_year_and_in_pairs(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    dated = [("Coast", "2017-05"), ("Coast", "2018"), ("Coast", "2018-02-03"), ("Coast", None)]
    path.write_text(
        "".join(render(record(at, (topic, f"Port {at % 2}"), date=date)) for at, (topic, date) in enumerate(dated))
    )
    years = rows(archtool("tags", path, "--show", "years").stdout)
    assert years[:3] == [["Coast", "coast", "", "1"], ["Coast", "coast", "2017", "1"], ["Coast", "coast", "2018", "2"]]
    found = rows(archtool("tags", path, "--show", "pairs").stdout)
    assert found == [["Coast", "Port 0", "2", "0.5000"], ["Coast", "Port 1", "2", "0.5000"]]
    assert rows(archtool("tags", path, "--show", "pairs", "--min-pages", "3").stdout) == []


def test_a_tree_has_what_stands_on_most_pages_above() -> None:
    pages = [
        PageTopics(topics)
        for topics in [
            ("sea",),
            ("sea", "fish"),
            ("sea", "fish", "cod"),
            ("sea", "fish", "cod"),
            ("cod", "oil"),
            ("oil",),
            ("fish",),
        ]
    ]
    tags = {topic: topic for page in pages for topic in page.topics}
    assert parents(pages, tags) == {}  # no topic stands nearly always with a larger one
    more = [*pages, *[PageTopics(("sea", "fish", "cod"))] * 6, *[PageTopics(("sea",))] * 9]
    assert parents(more, tags) == {"cod": "fish", "fish": "sea"}


def test_a_tree_follows_tags_and_has_no_circle(tmp_path: Path) -> None:
    pages = [PageTopics(("a", "b/x"))] * 4 + [PageTopics(("b/x",))] * 3 + [PageTopics(("b", "a"))] * 2 + [PageTopics(("a",))]
    found = parents(pages, {"a": "a", "b": "b", "b/x": "b/x"})
    assert found["b/x"] == "b"
    for topic in found:
        chain = [topic]
        while chain[-1] in found:
            chain.append(found[chain[-1]])
            assert len(chain) < 4
    path = records(tmp_path, ("France", "Sea"), ("Europe",), ("France",))
    (tmp_path / "my.csv").write_text("France,France,Europe\n")
    shown = rows(archtool("tags", path, "--show", "tree", "--vocab", tmp_path / "my.csv").stdout)
    assert shown == [["Europe", "europe", "1", ""], ["France", "europe/france", "2", "Europe"], ["Sea", "sea", "1", ""]]


def test_words_of_a_site_are_told_from_topics_of_pages(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    made = [record(at, ("The Gazette", f"Topic {at % 3}"), url=f"http://gazette.example/{at}") for at in range(6)]
    made += [record(10 + at, ("The Gazette",), url=f"http://other.example/{at}") for at in range(2)]
    path.write_text("".join(map(render, made)))
    done = archtool("tags", path)
    assert rows(done.stdout)[0][:3] == ["The Gazette", "the-gazette", "8"]
    assert "1 word of sites among the topics" in done.stderr
    only = rows(archtool("tags", path, "--site-words", "only").stdout)
    assert only == [["The Gazette", "the-gazette", "8", "gazette.example"]]
    dropped = rows(archtool("tags", path, "--site-words", "drop").stdout)
    assert [row[:3] for row in dropped if row[0] == "The Gazette"] == [["The Gazette", "the-gazette", "2"]]
    assert rows(archtool("tags", path, "--show", "pairs").stdout) == []
    assert len(rows(archtool("tags", path, "--show", "pairs", "--site-words", "keep").stdout)) == 3


def test_a_table_is_what_its_suffix_says(tmp_path: Path) -> None:
    import csv

    path = records(tmp_path, ("Sea, sand", "=1+1"), ("Sea, sand",))
    assert archtool("tags", path, "-o", tmp_path / "t.csv").returncode == 0
    with (tmp_path / "t.csv").open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [(row["topic"], row["pages"]) for row in found] == [("Sea, sand", "2"), ("'=1+1", "1")]
    for arguments in (["tags", "-o"], ["tags", "--report"], ["dedupe", "--report"], ["rules", "-o"]):
        given = [] if arguments[0] == "rules" else [path]
        done = archtool(*arguments, tmp_path / "t.xlsx", *given)
        assert (done.returncode, done.stdout) == (2, "")
        assert "a table is written as .csv, .tsv or .jsonl, not as .xlsx" in done.stderr
    assert not (tmp_path / "t.xlsx").exists()


def test_few_pages_say_nothing_of_a_site() -> None:
    pages = [PageTopics(("word", str(at)), "small.example") for at in range(4)] + [PageTopics(("word",)) for _ in range(9)]
    assert site_words(pages) == {}
    assert without(pages, {"word": ["small.example"]})[0].topics == ("0",)


def test_pairs_of_a_page_that_lists_everything_are_not_counted() -> None:
    everything = PageTopics(tuple(map(str, range(300))))
    assert pairs([everything, PageTopics(("1", "2"))])[0][:3] == ("1", "2", 1)
    assert len(pairs([everything])) == 0


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    chance = random.Random(4)
    names = ["Sea & <Coast>", 'A "quoted" one', "東京", "C++", "Rain\x0c"]
    return records(tmp_path, *(tuple(chance.sample(names, 2)) for _ in range(30)))


def test_graphs_for_gephi(collection: Path, tmp_path: Path) -> None:
    expected = rows(archtool("tags", collection, "--show", "pairs").stdout)
    for form in ("gexf", "graphml"):
        done = archtool("tags", collection, "-o", tmp_path / f"topics.{form}")
        assert done.returncode == 0
        root = ElementTree.parse(tmp_path / f"topics.{form}").getroot()
        by_tag = {tag: [each for each in root.iter() if each.tag.rpartition("}")[2] == tag] for tag in ("node", "edge")}
        assert len(by_tag["node"]) == 5
        assert len(by_tag["edge"]) == len(expected)
        ids = {node.get("id") for node in by_tag["node"]}
        assert {edge.get("source") for edge in by_tag["edge"]} <= ids
        assert "Sea &amp; &lt;Coast&gt;" in (tmp_path / f"topics.{form}").read_text()
    assert archtool("tags", collection, "-t", "graph").stdout == (tmp_path / "topics.gexf").read_text()


def test_a_canvas_for_obsidian(collection: Path, tmp_path: Path) -> None:
    archtool("tags", collection, "-t", "graph", "-o", tmp_path / "topics.canvas")
    canvas = json.loads((tmp_path / "topics.canvas").read_text())
    assert any("#sea-and-coast" in node["text"] for node in canvas["nodes"])
    ids = {node["id"] for node in canvas["nodes"]}
    assert canvas["edges"]
    assert {edge[end] for edge in canvas["edges"] for end in ("fromNode", "toNode")} <= ids
    boxes = [(node["x"], node["y"], node["width"], node["height"]) for node in canvas["nodes"]]
    for at, (x, y, width, height) in enumerate(boxes):
        assert not any(abs(x - a) < width and abs(y - b) < height for a, b, *_ in boxes[:at])


def test_cards_of_a_large_canvas_do_not_cover_each_other() -> None:
    from archtool.output.graphs import CARD, _spiral

    places = _spiral(400)
    width, height = CARD
    near = [1 for at, (x, y) in enumerate(places) for a, b in places[:at] if abs(x - a) < width and abs(y - b) < height]
    assert near == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-t", "gexf", "--show", "years"], "--show years is a table"),
        (["--site-words", "only", "--show", "tree"], "--site-words only is a table of its own"),
        (["--apply", "none.csv"], "none.csv: No such file"),
        (["--merges", "records.jsonl"], "would be overwritten"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, arguments: list[str], message: str) -> None:
    records(tmp_path, ("One",))
    done = archtool("tags", "records.jsonl", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
