"""The judges of dumps: first what must stay, then what must go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archtool.model import Origin, Page, Record
from archtool.pipeline import clean, examine
from archtool.readers import read

TEXT = "The ferry crosses the sound four times a day, and in summer once more after sunset."
MORE = "Passengers with bicycles are asked to wait until all others have left the deck."


def page(*lines: str) -> Page:
    return Page("\n".join(lines), Origin("page.txt"))


def record(*lines: str) -> Record:
    return clean(page(*lines))


def rules(*lines: str) -> list[str]:
    return [verdict.rule for verdict in examine(page(*lines)).verdicts]


STAYS = {
    "a notice quoted in the text": ("The line above old pages", "", TEXT, "", "THIS CONTENT HAS BEEN ARCHIVED", "", MORE),
    "a notice quoted after a colon": ("The line above old pages", "", "Above the title of such a page stands:", "", "This page has been archived.", "", TEXT),
    "a refrain": ("The song of the ferry", "", "Pull the rope, pull", "The tide is low", "", "Pull the rope, pull", "The tide is high", "", "Pull the rope, pull"),
    "a line said twice": ("Speech", "", TEXT, "", "We shall cross.", "", "We shall cross.", "", MORE),
    "equal table rows": ("Timetable", "", TEXT, "", "08:00 Ansel", "08:00 Ansel", "10:00 Dren", "", MORE),
    "a heading Topics": ("How we choose", "", TEXT, "", "Topics", "", MORE),
    "a lone weak label": ("How we choose", "", TEXT, "", "Themes", "", "Water", "Wind"),
    "menu words inside": ("The house", "", TEXT, "", "Print", "", MORE),
    "a related heading before prose": ("The house", "", TEXT, "", "Related work", "", MORE),
    "a list in the text equal to the sections": (
        "Members", "", "28.05.2018", "Text", "", TEXT, "", "Ansel", "Dren", "Volda", "", MORE, "", "Post category", "News", "Topics", "Ansel", "Dren", "Volda",
    ),
}  # fmt: skip


@pytest.mark.parametrize("lines", STAYS.values(), ids=STAYS)
def test_what_must_stay(lines: tuple[str, ...]) -> None:
    text = record(*lines).text.split("\n")
    closing = lines.index("Post category") if "Post category" in lines else len(lines)
    for line in dict.fromkeys(lines[1:closing]):
        if line and line not in ("28.05.2018", "Text"):
            assert text.count(line) == lines[1:closing].count(line), line


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("28.05.2018", "2018-05-28"),
        ("Posted on May 3, 2010 by admin", "2010-05-03"),
        ("Port Ansel, 28/05/2018 - 14:00, UNIQUE ID: 180528_7", "2018-05-28"),
        ("4 May 2006", "2006-05-04"),
        ("2018年5月28日", "2018-05-28"),
        ("04/05/2011", None),
        ("Last updated: 4 May 2006", None),
        ("Deadline: 4 May 2006", None),
        ("Archived on 4 May 2006", None),
        ("From 4 May 2006 to 9 June 2007", None),
    ],
)
def test_the_line_under_the_title_gives_the_date(line: str, date: str | None) -> None:
    assert record("A ferry for the lower sound", "", line, "", TEXT, "", MORE).date == date


def test_a_freeze_date_is_never_the_date() -> None:
    found = record(
        "This site has been archived on (28st of Feb 2018)",
        "28/02/2018",
        "",
        "A ferry for the sound",
        "",
        "11.05.2016",
        "",
        TEXT,
    )
    assert (found.title, found.date, found.archived) == ("A ferry for the sound", "2016-05-11", True)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("ARCHIVED - A ferry for the sound", "", TEXT), "A ferry for the sound"),
        (("ARCHIVED - A ferry for the sound - Archived", "", TEXT), "A ferry for the sound"),
        (("A ferry for the sound", "", "A ferry for the sound", "", TEXT), "A ferry for the sound"),
        (
            ("A FERRY FOR THE LOWER SOUND", "AND FOR THE UPPER", "", "4 May 2006", "", TEXT),
            "A FERRY FOR THE LOWER SOUND AND FOR THE UPPER",
        ),
        (
            ("Ministry", "", "A ferry for the lower sound is planned", "", "4 May 2006", "", TEXT),
            "A ferry for the lower sound is planned",
        ),
        (
            ("Port Ansel", "", "4 May 2006", "", "A ferry for the lower sound is planned", "", TEXT),
            "A ferry for the lower sound is planned",
        ),
        (("Displaying 1 - 2 of 40", "", TEXT, "", MORE), None),
    ],
)
def test_the_title_is_found_by_what_stands_around_it(lines: tuple[str, ...], title: str | None) -> None:
    assert record(*lines).title == title


def test_labels_on_one_line_are_split() -> None:
    found = record("A ferry", "", "4 May 2006", "", TEXT, "", "Filed Under: News, Ports Tagged With: ferries, sounds")
    assert found.categories == ("News", "Ports")
    assert found.topics == ("ferries", "sounds")
    assert found.text == TEXT


def test_labels_of_each_post_are_not_those_of_the_page() -> None:
    post = ("Joined: 4 May 2006", "Location: Ansel", TEXT, "")
    found = record("Which ferry is the best?", "", *post, *post)
    assert found.text.count("Location: Ansel") == 2
    assert not found.fields


def test_furniture_below_goes_and_comments_take_the_rest() -> None:
    found = record(
        "A ferry",
        "",
        "4 May 2006",
        "",
        TEXT,
        "",
        MORE,
        "",
        "Share this:",
        "",
        "2 Comments",
        "",
        "Nice. " * 20,
        "",
        "Leave a Reply",
    )
    assert found.text == f"{TEXT}\n\n{MORE}"


def test_a_line_broken_by_width_is_one_paragraph() -> None:
    lines = (
        "The ferry crosses the sound four times a day, and in the",
        "summer once more after sunset. Passengers with bicycles",
        "are asked to wait until all others have left the deck at",
        "last.",
    )
    assert record("A ferry", "", *lines).text == " ".join(lines)


def test_a_value_of_separators_alone_is_still_a_value() -> None:
    assert record("A ferry", "", "4 May 2006", "", TEXT, "", "Post category", "·").categories == ("·",)


def test_the_ledger_names_the_original_of_a_copy() -> None:
    found = examine(
        page(
            "A ferry",
            "",
            "28.05.2018",
            "Text",
            "",
            TEXT,
            "",
            "Post category",
            "News",
            "Topics",
            "Ports",
            "Boats",
            "Ports",
        )
    )
    copy = found.verdicts[-1]
    assert copy.rule == "repeat/topic"
    assert copy.repeats is not None
    assert found.blocks[copy.repeats].text == "Ports"


SEED = Path(os.environ.get("SEED_DIR", "/nowhere")) / "eeas-asia-security.txt"


@pytest.mark.skipif(not SEED.exists(), reason="SEED_DIR does not name the folder with the seed page")
def test_the_page_that_the_project_started_from() -> None:
    (seed,) = read(str(SEED))
    found = clean(seed)
    assert found.title == "Asia security cooperation: EU increases engagement on security in and with Asia"
    assert (found.date, found.archived, found.lang) == ("2018-05-28", True, "en")
    assert found.categories == ("News stories",)
    assert found.description is not None
    assert found.description.startswith("The EU will strengthen cooperation")
    assert len(found.text.split("\n\n")) == 6
    assert len(found.topics) == len(found.tags) == 17
    assert [(group.name, len(group.topics)) for group in found.tag_groups] == [
        ("Topics", 8),
        ("Editorial sections", 17),
    ]
    assert "Main Image" not in found.text
    assert not found.fields
