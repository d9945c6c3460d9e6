"""Vocabularies: which spelling is which concept, what is never merged, and what the commands make of it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from archtool.corpus.vocabulary import COUNTRIES, Vocabulary, countries, load_vocabulary
from archtool.errors import UsageError
from archtool.model import Group, Record
from archtool.topics import topic_key
from archtool.writers.jsonl import render
from process import archtool

needs_rdflib = pytest.mark.skipif(
    not find_spec("rdflib"), reason="rdflib is not installed: pip install '.[vocab]'"
)
TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://example.org/> .
:security a skos:Concept ; skos:prefLabel "Security"@en, "Sécurité"@fr .
:defence a skos:Concept ; skos:prefLabel "Defence"@en, "Défense"@fr ; skos:altLabel "Defense"@en ;
    skos:hiddenLabel "Defnce" ; skos:broader :security .
:cyber a skos:Concept ; skos:prefLabel "Cyber defence"@en .
:defence skos:narrower :cyber .
:bread a skos:Concept ; skos:prefLabel "Bread"@en, "Pain"@fr .
:ache a skos:Concept ; skos:prefLabel "Pain"@en .
"""


@pytest.fixture(scope="module")
def world() -> Vocabulary:
    return load_vocabulary([COUNTRIES])


def table(folder: Path, text: str, name: str = "vocabulary.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def why(vocabulary: Vocabulary, label: str, lang: str | None = None) -> str:
    match = vocabulary.find(label, lang)
    return match.why if match else ""


def test_a_table_has_alternative_preferred_and_broader(tmp_path: Path) -> None:
    found = load_vocabulary(
        [
            table(
                tmp_path,
                "Alternative,Preferred,Broader\nEnviroment,Environment,\nClimate,Climate change,Environment\n,Law\n",
            )
        ]
    )
    assert found.tag("enviroment") == found.tag("ENVIRONMENT ") == "environment"
    assert found.tag("Climate") == found.tag("Climate  change.") == "environment/climate-change"
    assert found.tag("Climate law") == "climate-law"
    assert why(found, "Climate") == "alternative label of vocabulary.csv"
    assert why(found, "Law") == "preferred label of vocabulary.csv"


def test_broader_terms_make_a_path_and_a_circle_is_cut(tmp_path: Path) -> None:
    found = load_vocabulary([table(tmp_path, "a\tA\tB\nb\tB\tC\nc\tC\tA\nd\tD\tA\n", "v.tsv")])
    assert found.tag("D") == "b/c/a/d".replace("b/c/a", "/".join(found.tag("A").split("/")))
    assert sorted(found.tag("A").split("/")) == ["a", "b", "c"]


def test_a_tag_has_a_hundred_broader_terms_at_most(tmp_path: Path) -> None:
    rows = [f"Term {n},Term {n},Term {n + 1}\n" for n in range(101)]
    assert load_vocabulary([table(tmp_path, "".join(rows[1:]))]).tag("Term 1").count("/") == 100
    with pytest.raises(UsageError, match="more than 100 broader terms of a vocabulary stand above 'Term 0'"):
        load_vocabulary([table(tmp_path, "".join(rows))])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("alternative,preferred\nonly\n", "line 2: expected alternative,preferred"),
        ("a,b,c,d\n", "line 1: expected"),
        ("a,\n", "line 1: expected"),
        ("a,A\nA.,B\n", "line 2: 'A.' stands for 'A' already"),
        ("a,A,X\nb,A,Y\n", "line 2: 'A' has the broader term 'X' already"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_vocabulary([table(tmp_path, text)])


@pytest.mark.parametrize("name", ["missing.csv", "missing.ttl", "vocabulary.pdf"])
def test_a_vocabulary_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=name):
        load_vocabulary([str(tmp_path / name)])


@needs_rdflib
def test_skos_labels_lead_to_concepts(tmp_path: Path) -> None:
    found = load_vocabulary([table(tmp_path, TURTLE, "v.ttl")])
    assert {found.tag(label) for label in ("Defence", "defense", "Défense", "Defnce")} == {"security/defence"}
    assert found.tag("Cyber defence") == "security/defence/cyber-defence"
    assert why(found, "Défense") == "preferred label in fr of v.ttl"


@needs_rdflib
def test_a_label_is_read_in_the_language_of_the_page(tmp_path: Path) -> None:
    found = load_vocabulary([table(tmp_path, TURTLE, "v.ttl")])
    assert (found.tag("Pain", "fr"), why(found, "Pain", "en")) == ("bread", "preferred label in en of v.ttl")
    assert why(found, "Pain") == why(found, "Pain", "de") == "ambiguous: bread or pain"


@needs_rdflib
@pytest.mark.parametrize(("format", "suffix"), [("xml", ".rdf"), ("json-ld", ".jsonld"), ("nt", ".nt")])
def test_skos_in_other_forms_says_the_same(tmp_path: Path, format: str, suffix: str) -> None:
    from rdflib import Graph

    path = table(tmp_path, Graph().parse(data=TURTLE, format="turtle").serialize(format=format), f"v{suffix}")
    assert load_vocabulary([path]).tag("defense", "en") == "security/defence"


@needs_rdflib
@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("v.ttl", "no turtle", "cannot be read as turtle"),
        ("v.ttl", "<http://a> <http://b> <http://c> .", "no skos:Concept"),
        ("v.rdf", "<rdf>", "cannot be read as xml"),
        ("v.json", '{"@context": "http://example.org/c.json"}', "would have to be fetched"),
    ],
)
def test_skos_that_cannot_be_read_is_one_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        load_vocabulary([table(tmp_path, text, name)])
    assert "\n" not in str(caught.value)


def test_each_name_of_a_country_is_the_name_of_one() -> None:
    source = countries()
    home: dict[str, int] = {}
    for label in source.labels:
        assert home.setdefault(topic_key(label.text), label.concept) == label.concept, label
    assert not home.keys() & {topic_key(label) for label in source.ambiguous}
    assert len({concept.tag for concept in source.concepts}) == len(source.concepts) == 250


@pytest.mark.parametrize(
    ("labels", "tag"),
    [
        (["Germany", "Deutschland", "Allemagne", "GERMANY", "Alemania", "ألمانيا", "德国"], "country/de"),
        (["Niger", "Republic of the Niger", "Нигер"], "country/ne"),
        (["Nigeria", "Nigéria"], "country/ng"),
        (["Guinea", "Guinée", "Guinea (Conakry)"], "country/gn"),
        (["Guinea-Bissau", "Guinea Bissau", "Guinée-Bissau"], "country/gw"),
        (["Equatorial Guinea", "Guinée équatoriale", "Guinea Ecuatorial"], "country/gq"),
        (["Papua New Guinea"], "country/pg"),
        (["Democratic Republic of the Congo", "DR Congo", "DRC", "Congo-Kinshasa"], "country/cd"),
        (["Republic of the Congo", "Congo-Brazzaville", "Congo (Brazzaville)"], "country/cg"),
        (["Dominica"], "country/dm"),
        (["Dominican Republic", "República Dominicana"], "country/do"),
        (["Georgia (country)", "Sakartvelo", "Georgien"], "country/ge"),
        (["South Georgia and the South Sandwich Islands", "South Georgia & the South Sandwich Islands"], "country/gs"),
        (["Sudan"], "country/sd"),
        (["South Sudan"], "country/ss"),
        (["Samoa"], "country/ws"),
        (["American Samoa"], "country/as"),
        (["Bosnia and Herzegovina", "Bosnia & Herzegovina", "BiH"], "country/ba"),
        (["Cote d'Ivoire", "Côte d’Ivoire", "Ivory Coast"], "country/ci"),
        (["Norway", "Norge"], "country/no"),
        (["US", "USA", "U.S.", "United States of America"], "country/us"),
    ],
)
def test_names_of_countries(world: Vocabulary, labels: list[str], tag: str) -> None:
    assert {label: world.tag(label, "en") for label in labels} == dict.fromkeys(labels, tag)


@pytest.mark.parametrize(
    "label",
    "us US-China bih EU Congo Georgia Korea Micronesia Macedonia Jersey Chili Island Réunion Holland England Latin"
    " Nigerien Guinean German America Africa".split()
    + [
        "Northern Ireland",
        "New Mexico",
        "Gulf of Guinea",
        "New Guinea",
        "Virgin Islands",
        "Saint Martin",
        "Soviet Union",
    ],
)
def test_what_is_no_country_or_might_be_another_keeps_its_tag(world: Vocabulary, label: str) -> None:
    match = world.find(label, "en")
    assert match is None or (match.concept is None and match.why.startswith("ambiguous: "))
    assert not world.tag(label, "en").startswith("country/")


def test_the_first_vocabulary_that_knows_a_label_decides(tmp_path: Path) -> None:
    own = table(tmp_path, "Georgia,Georgia (state),United States\n")
    assert load_vocabulary([own, COUNTRIES]).tag("Georgia") == "united-states/georgia-state"
    assert load_vocabulary([COUNTRIES, own]).tag("Georgia") == "georgia"


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    said = [("Germany", "Trade"), ("Deutschland", "Germany", "trade"), ("Congo", "Trade"), ("Allemagne", "Niger")]
    path.write_text(
        "".join(
            render(
                Record(
                    f"{number:016x}",
                    "Text.",
                    lang="en",
                    topics=topics,
                    tag_groups=(Group("Topics", topics),),
                    tags=tuple(map(topic_key, topics)),
                )
            )
            for number, topics in enumerate(said)
        )
    )
    return path


def test_clean_takes_tags_from_the_vocabulary_and_keeps_the_labels(records: Path) -> None:
    done = archtool("clean", records, "-t", "jsonl", "--vocab", "countries")
    values = [json.loads(line) for line in done.stdout.splitlines()]
    assert values[1]["topics"] == ["Deutschland", "Germany", "trade"]
    assert values[1]["tags"] == ["country/de", "country/de", "trade"]
    assert archtool("clean", "-", "-t", "jsonl", "--vocab", "countries", stdin=done.stdout).stdout == done.stdout


def test_clean_uses_it_for_pages_in_any_number_of_processes(tmp_path: Path) -> None:
    for name in "ab":
        page = (
            f"Press release {name}\n\n28.05.2018\n\nThe council met and agreed on it.\n\nTopics: Deutschland, Trade\n"
        )
        (tmp_path / f"{name}.txt").write_text(page)
    outputs = {archtool("clean", tmp_path, "-t", "jsonl", "--vocab", "countries", "-j", jobs).stdout for jobs in "12"}
    (output,) = outputs
    assert [json.loads(line)["tags"] for line in output.splitlines()] == [["country/de", "trade"]] * 2


def test_tags_counts_concepts_once_a_page(records: Path) -> None:
    head, *lines = archtool("tags", records, "--vocab", "countries").stdout.splitlines()
    rows = [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]
    assert [(row["topic"], row["tag"], row["pages"]) for row in rows] == [
        ("Germany", "country/de", "3"), ("Trade", "trade", "3"), ("Congo", "congo", "1"), ("Niger", "country/ne", "1"),
    ]  # fmt: skip
    assert rows[0]["spellings"] == "Germany (2) | Deutschland (1) | Allemagne (1)"
    assert rows[0]["lists"] == "Topics"


def test_the_report_says_which_spelling_became_which_and_why(records: Path, tmp_path: Path) -> None:
    done = archtool("tags", records, "--vocab", "countries", "--report", "-")
    head, *lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert head == ["spelling", "pages", "topic", "tag", "why"]
    reasons = {line[0]: (line[2], line[4]) for line in lines}
    assert reasons["Deutschland"] == ("Germany", "alternative label of ISO 3166")
    assert reasons["trade"] == ("Trade", "same when folded")
    assert reasons["Trade"] == ("Trade", "not in a vocabulary")
    assert reasons["Congo"][1].startswith("ambiguous: ")
    both = archtool("tags", records, "--vocab", "countries", "--report", tmp_path / "r.jsonl")
    assert both.stdout.startswith("topic\t")
    assert json.loads((tmp_path / "r.jsonl").read_text().splitlines()[0])["spelling"] == "Germany"


def test_a_bad_vocabulary_stops_the_run_with_one_line(records: Path) -> None:
    for command in ("clean", "tags"):
        done = archtool(command, records, "--vocab", "missing.csv")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "archtool: missing.csv: No such file or directory\n"
    done = archtool("tags", records, "--apply", "missing.csv")  # whichever option names it
    assert done.stderr == "archtool: missing.csv: No such file or directory\n"
