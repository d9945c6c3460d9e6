"""Dumps with what a site puts above, below and between: each thing is found by what stands around it."""

from __future__ import annotations

import io

import pytest

from archive_builder import pack, record
from archtool.model import REMOVED, Page, Record, Settings
from archtool.pipeline import clean, examine
from archtool.readers import read_stream
from archtool.topics import topic_key
from dumps import page
from institutions import dump as institution

TITLE = "Lake towns agree on a common flood barrier"
BODY = [
    "The towns on the eastern lake agreed on Monday to build a common barrier against floods. It will stand at the mouth of the river Sella.",
    "The work begins in autumn and takes three years. Each town pays according to the length of its shore, and the League adds a third.",
    '"We have counted the wet cellars for long enough", said the mayor of Marenne after the meeting.',
]
TOPICS = ["Water", "Floods and storms", "Building", "Towns", "Water", "Floods and storms", "Building", "Towns"]
SECTIONS = ["The League", "Eastern lake", "Water", "Floods and storms", "Building", "Towns", "Marenne"]


def page_of(above: str = "", under_title: str = "", between: str = "", below: str = "", labels: str = "") -> str:
    """The page of an institution, with lines of the site at four places; ``labels`` in another language."""
    teaser, image, text, kind, topics, sections = labels.split("/") if labels else LABELS
    lines = [
        above, TITLE, "", "17.09.2019", *([under_title] if under_title else []), teaser, "",
        "The towns on the eastern lake build a barrier together.", "", image, text, "", "\n\n".join(BODY), "", between,
        kind, "News stories", topics, *TOPICS, sections, *SECTIONS, below,
    ]  # fmt: skip
    return "\n".join(lines)


LABELS = ("Teaser", "Main Image", "Text", "Post category", "Topics", "Editorial sections")
COOKIES = "We use cookies on this site to make it better for you. Tell us whether you agree."
PLACES = {
    "alone": {},
    "a cookie line above": {"above": COOKIES},
    "a cookie line and buttons above": {"above": f"{COOKIES}\nAccept all\nDecline\n"},
    "a sentence above": {
        "above": "The weather on the coast stays mild until Sunday, and the ferries run as in summer.\n"
    },
    "a cookie line above, in Hungarian": {"above": "Ez a weboldal sütiket használ.\n"},
    "tools under the title, in Turkish": {"under_title": "Paylaş\nYazdır"},
    "a menu with a word like a label above": {"above": "Home\nAbout us\nTopics\nCountries\nContact\n"},
    "a breadcrumb above": {"above": "The League\nYou are in: Home > Press > News\n"},
    "languages above": {"above": "English\nFrançais\nDeutsch\nEspañol"},
    "buttons under the title": {"under_title": "Share\nPrint"},
    "related pages above the closing lists": {"between": "See Also\nThe barrier of 1931\nWhere the cellars are wet\n"},
    "buttons above the closing lists": {"between": "Share\nFacebook\nTwitter\n"},
    "an unknown label among them": {"between": "Audience\nEverybody"},
    "related pages below": {"below": "\nSee Also\nThe barrier of 1931\nWhere the cellars are wet"},
    "related pages directly below": {"below": "See Also\nThe barrier of 1931\nWhere the cellars are wet"},
    "a foot below": {"below": "\nThe League of the Lakes\n4 Mole Street, Marenne\n© 2019\nLegal notice"},
    "a sentence below": {
        "below": "\nThe League of the Lakes is the union of all towns on the three lakes and their rivers."
    },
    "French labels": {"labels": "Chapeau/Image principale/Texte/Catégorie/Thèmes/Rubriques éditoriales"},
    "Polish labels": {"labels": "Zajawka/Zdjęcie główne/Tekst/Kategoria/Tematy/Sekcje redakcyjne"},
    "Irish labels": {"labels": "Achoimre/Príomhíomhá/Téacs/Catagóir/Ábhair/Topaicí"},
}


@pytest.mark.parametrize("places", PLACES.values(), ids=PLACES)
def test_what_a_site_puts_around_a_page_changes_nothing(places: dict[str, str]) -> None:
    found = clean(page(page_of(**places)))
    assert (found.title, found.date) == (TITLE, "2019-09-17")
    assert found.topics == ("Water", "Floods and storms", "Building", "Towns", "The League", "Eastern lake", "Marenne")
    assert found.description == "The towns on the eastern lake build a barrier together."
    assert found.text.split("\n\n") == BODY


def test_lists_that_come_back_need_no_known_label() -> None:
    found = clean(page(page_of(labels="Xa/Xb/Xc/Gnarl/Blossom/Thistle")))
    assert found.topics == ("Water", "Floods and storms", "Building", "Towns", "The League", "Eastern lake", "Marenne")
    assert [group.name for group in found.tag_groups] == ["Blossom", "Thistle"]


def simple(*closing: str) -> Record:
    return clean(page("\n".join([TITLE, "", "17 September 2019", "", "\n\n".join(BODY), "", *closing])))


@pytest.mark.parametrize(
    ("closing", "topics"),
    [
        (["Tags", "Fisheries, Energy"], ("Fisheries", "Energy")),
        (["Tags: Fisheries, Energy"], ("Fisheries", "Energy")),
        (["Topics", "Security, Defence & Crisis Response"], ("Security, Defence & Crisis Response",)),
        (["Keywords", "", "Fisheries", "Energy", "", "Contact us"], ("Fisheries", "Energy")),
        (["Themen", "Fischerei", "Energie", "Teilen", "Drucken"], ("Fischerei", "Energie")),
    ],
)
def test_topics_under_a_lone_label(closing: list[str], topics: tuple[str, ...]) -> None:
    found = simple(*closing)
    assert found.topics == topics
    assert found.text.split("\n\n") == BODY


def test_the_menu_of_a_foot_is_no_list_of_topics() -> None:
    assert not simple("Home", "About us", "Topics", "Press", "Contact").topics


def test_the_last_value_of_an_object_swallows_no_foot() -> None:
    found = clean(page(
        "Title\nAstrolabe\nObject number\n1931.44\nMaker\nUnknown workshop\nMaterials\nbrass\nDescription\n"
        "A planispheric astrolabe with four plates, each for a different latitude. The rete shows twenty-nine stars.\n"
        "Credit line\nGiven by the heirs of R. Thorne\nTerms of use\nOpening hours\n"
    ))  # fmt: skip
    assert [pair.values for pair in found.fields if pair.name == "Credit line"] == [
        ("Given by the heirs of R. Thorne",)
    ]


def test_a_portal_says_who_and_when_under_its_title() -> None:
    found = clean(page("\n".join([
        "Menu", "Search", "", TITLE, "", "From:", "Office for Lakes", "Published:", "6 February 2012", "Last updated:",
        "3 July 2015", "", "\n\n".join(BODY), "", "Is this page useful?",
    ])))  # fmt: skip
    assert (found.title, found.date) == (TITLE, "2012-02-06")
    assert found.text.split("\n\n") == BODY


@pytest.mark.parametrize("line", ["We want the water back", "And the river goes down, and the river goes down"])
def test_what_an_author_says_twice_stays(line: str) -> None:
    body = "\n\n".join([TITLE, "17 September 2019", BODY[0], line, line, BODY[1]])
    assert clean(page(body)).text.count(line) == 2
    assert not any(verdict.rule.startswith("repeat/") for verdict in examine(page(body)).verdicts)


def test_place_and_day_over_a_greeting_belong_to_the_letter() -> None:
    found = clean(
        page(
            "\n".join(
                ["A letter about the barrier", "", "Marenne, 17 September 2019", "", "Dear neighbours,", "", *BODY]
            )
        )
    )
    assert found.date == "2019-09-17"
    assert found.text.startswith("Marenne, 17 September 2019")


def test_a_day_in_a_sentence_stays_in_the_text() -> None:
    opening = f"MARENNE, 17 September 2019 - {BODY[0]}"
    found = clean(page("\n\n".join([TITLE, opening, BODY[1]])))
    assert found.date == "2019-09-17"
    assert opening in found.text


LEAST = 0.85  # share of the institutions' dumps that come out whole


def test_most_dumps_of_institutions_come_out_whole() -> None:
    whole = 0
    for seed in range(120):
        made = institution(seed)
        found, truth = clean(page(made.text)), made.truth
        whole += (
            (found.title, found.date, found.lang) == (truth.title, truth.date, truth.lang)
            and sorted(map(topic_key, found.topics)) == sorted(map(topic_key, truth.topics))
            and "".join(found.text.split()) == "".join("".join(truth.body).split())
        )
    assert whole >= LEAST * 120


def test_the_ledger_tells_the_chance_of_each_line() -> None:
    found = examine(page("\n".join([TITLE, "", *BODY, "", "Log in", "Register", "Forgotten password?"])))
    notes = [verdict.note for verdict in found.verdicts if verdict.fate == REMOVED]
    assert all(note.startswith("main content: ") for note in notes)


def test_favor_shifts_the_cut_of_dumps() -> None:
    menu = [
        "Sign in",
        "Lake news",
        "Ferries today",
        "Weather on the lakes",
        "All about the barrier of 1931",
        "Subscribe",
        "Shop",
    ]
    dump = page("\n".join([*menu, "", TITLE, "", *BODY, "", "More from the lakes", "A new pier for Marenne", *menu]))
    words = [clean(dump, Settings(favor=favor)).words for favor in ("precision", "balance", "recall")]
    assert words == sorted(words)
    assert all(part in clean(dump, Settings(favor="recall")).text for part in BODY)


def test_the_text_of_a_crawl_s_extract_is_judged_like_any_dump() -> None:
    body = page_of(above=f"{TITLE} - The League\nHome\nAbout us\nTopics\n{COOKIES}\n", between="Share\nPrint\n")
    stored = record(body.encode(), "http://lake.example/barrier", "conversion", mime="text/plain")
    (dump,) = (
        item for item in read_stream(io.BytesIO(pack([stored], "gzip")), "crawl.wet.gz") if isinstance(item, Page)
    )
    found = clean(dump)
    assert (dump.format, found.source, found.date) == ("text", "wet", "2019-09-17")
    assert found.title == TITLE
    assert found.text.split("\n\n") == BODY
