"""What content systems, wikis and old blogs print around a post: each kind of line, and the like of it that is text."""

from __future__ import annotations

import pytest

from archtool.model import Record
from archtool.pipeline import clean
from dumps import page

TITLE = "What the flood of 1911 left in our cellar"
BODY = [
    "When my grandfather bought the house in 1946, the mark was there: a line of darker brick, a hand below the ceiling.",
    "He never painted over it. That is the signature of the river, he used to say, and we do not erase signatures.",
    "Last week I measured it against the gauge at the bridge. It is four centimetres lower than the official figure.",
]


def record(*lines: str) -> Record:
    return clean(page("\n".join(lines) + "\n"))


def post(below: str, above: str = "", under: str = "November 3, 2013") -> Record:
    return record(*([above] if above else []), TITLE, "", under, "", "\n\n".join(BODY), "", below)


@pytest.mark.parametrize(
    ("line", "categories", "topics"),
    [
        ("This entry was posted in History and tagged floods, houses. Bookmark the permalink.", ["History"], ["floods", "houses"]),
        ("Dieser Beitrag wurde unter Häuser abgelegt und mit Hochwasser, Keller verschlagwortet.", ["Häuser"], ["Hochwasser", "Keller"]),
        ("Ce contenu a été publié dans Maisons, avec comme mot(s)-clé(s) crue, cave. Vous pouvez le mettre en favoris avec ce permalien.", ["Maisons"], ["crue", "cave"]),
        ("Запись опубликована в рубрике Краеведение с метками река, дом. Добавьте в закладки постоянную ссылку.", ["Краеведение"], ["река", "дом"]),
        ("Рубрика: Краеведение | Метки: река, дом", ["Краеведение"], ["река", "дом"]),
    ],
)  # fmt: skip
def test_the_sentence_under_a_post_says_where_it_was_filed(line: str, categories: list[str], topics: list[str]) -> None:
    found = post(line)
    assert (list(found.categories), list(found.topics)) == (categories, topics)
    assert found.text == "\n\n".join(BODY)


def test_of_several_posts_none_speaks_for_the_page() -> None:
    line = "This entry was posted in {} and tagged floods. Bookmark the permalink."
    found = record(TITLE, "", "\n\n".join(BODY), "", line.format("A"), "", "\n\n".join(BODY), "", line.format("B"))
    assert (found.categories, found.topics) == ((), ())


def test_what_stands_above_the_sentence_is_judged_all_the_same() -> None:
    """A sentence that no rule knew kept the row of share buttons above it in the text."""
    found = post("Share this:\nClick to share on Twitter (Opens in new window)\n\nThis entry was posted in History. Bookmark it.")
    assert "Share this" not in found.text


@pytest.mark.parametrize(
    "line", ["Posted by Olive Tester at 9:42 PM", "Eingestellt von Olive Tester um 21:42", "Publié par Olive Tester à 21:42"]
)
def test_the_author_stands_under_a_post(line: str) -> None:
    assert post(line).authors == ("Olive Tester",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("by Olive Tester — published 2013/11/03 10:15:00 GMT+2", ("Olive Tester",)),
        ("Опубликовано 3 ноября 2013 автором Ольга Пробова", ("Ольга Пробова",)),
    ],
)
def test_author_and_day_on_one_line(line: str, authors: tuple[str, ...]) -> None:
    found = post("", under=line)
    assert (found.date, found.authors) == ("2013-11-03", authors)


def test_a_town_before_the_european_date_does_not_make_it_american() -> None:
    assert post("", under="Bruxelles, 12/03/2019 - 15:34").date == "2019-03-12"
    assert post("", under="Tue, 12/03/2019 - 15:34").date is None  # a Tuesday either way


def test_the_title_stands_under_the_number_of_the_document() -> None:
    found = record(
        "Welcome to the Assembly", "Meetings and Press Releases", "14 October 2013", "SC/9764", TITLE, "", "\n\n".join(BODY)
    )  # fmt: skip
    assert (found.title, found.date) == (TITLE, "2013-10-14")


def test_the_title_stands_above_the_line_of_a_wiki() -> None:
    lines = ["Salt road", "From Openpedia, the free encyclopedia", "Jump to navigation"]
    text = "The salt road is the name of several old tracks on which salt was carried from the coast to the inland towns."
    assert record(*lines, text).title == "Salt road"
    assert record("hide", *lines[1:], text).title is None


CONTENTS = ["Contents [hide]", "1 Course", "1.1 The northern branch", "2 Tolls"]
SECTIONS = ["Course", BODY[0], "The northern branch", BODY[1], "Tolls", BODY[2]]


def test_a_table_of_contents_goes_where_its_entries_come_back() -> None:
    text = record(TITLE, "", BODY[0], *CONTENTS, *SECTIONS).text
    assert "Contents" not in text
    assert "1.1 The northern branch" not in text
    assert all(line in text for line in SECTIONS)


def test_a_list_called_contents_stays() -> None:
    """The contents of a chest: nothing of it comes back as a heading."""
    text = record(TITLE, "", BODY[0], "", "Contents", "1 coat", "2 pairs of boots", "3 spoons", "", BODY[1]).text
    assert "1 coat\n2 pairs of boots" in text


def test_topics_on_one_line_under_their_label() -> None:
    found = post("Topics\nInland waterways, Public works, Transport policy\n\nPrivacy notice\n© Ministry of Transport 2013")
    assert found.topics == ("Inland waterways", "Public works", "Transport policy")
    one = post("Topics\nSecurity, Defence & Crisis Response\n\nPrivacy notice")
    assert "Defence" not in one.topics


def test_a_label_of_the_editors_ends_a_list_of_topics() -> None:
    found = post("Topics\nRivers\nHouses\nFloods\nPress contact\nAna Example, Spokesperson")
    assert found.topics == ("Rivers", "Houses", "Floods")


@pytest.mark.parametrize("line", ["Kapcsolódó tartalom", "Související odkazy", "İlgili bağlantılar", "Ver também", "관련 링크"])
def test_related_pages_end_a_list_of_topics_in_many_languages(line: str) -> None:
    found = post(f"Topics\nRivers\nHouses\nFloods\n{line}\nThe flood of 1940\nHow a gauge is read")
    assert found.topics == ("Rivers", "Houses", "Floods")
    assert line not in found.text


def test_the_words_of_a_heading_inside_the_text_stay() -> None:
    text = record(TITLE, "", BODY[0], "", "Ver também", "", BODY[1], "", BODY[2]).text
    assert "Ver também" in text


def test_a_line_that_no_rule_knows_does_not_end_the_foot() -> None:
    found = post("Nyomtatás\nMegosztás\nEz egy ismeretlen sor\nOldaltérkép")
    assert "Nyomtatás" not in found.text


def test_tools_between_title_and_day_go() -> None:
    found = record(TITLE, "", "Dela", "Skriv ut", "3 november 2013", "", "\n\n".join(BODY))
    assert (found.title, found.date) == (TITLE, "2013-11-03")
    assert "Skriv ut" not in found.text


@pytest.mark.parametrize("signs", ["=" * 40, "-----", "~~~~"])
def test_the_signs_that_underline_a_title_go(signs: str) -> None:
    found = record(TITLE, signs, "", "3 November 2013", "", "\n\n".join(BODY))
    assert (found.title, found.text) == (TITLE, "\n\n".join(BODY))


def test_a_row_of_signs_in_the_text_stays() -> None:
    assert "=====" in record(TITLE, "", "3 November 2013", "", BODY[0], "=====", BODY[1]).text


def test_a_line_over_a_byline_is_the_title() -> None:
    found = record("News", "Sports", TITLE, "By Dana Sampler", "Staff Writer", "0 Comments", "", "\n\n".join(BODY))
    assert (found.title, found.authors) == (TITLE, ("Dana Sampler",))
    menu = record("Use case", "By industry", "By COMPANY SIZE", "View all of them", "By INDUSTRY", "", "\n\n".join(BODY))
    assert menu.authors == ()


def test_a_subtitle_is_not_the_title() -> None:
    title = "A mark below the ceiling of the house"
    lines = ["Skip to content", title, "Nobody painted over the line of darker brick", "3 November 2013", ""]
    assert record(*lines, "\n\n".join(BODY)).title == title


def test_the_name_of_a_site_over_the_title_is_not_the_title() -> None:
    lines = ["Skip to content", "The Courier of Port Example and Vicinity", TITLE, "3 November 2013", ""]
    assert record(*lines, "\n\n".join(BODY)).title == TITLE


def test_lines_that_say_when_and_where_are_not_the_title() -> None:
    found = record(
        "Walking the tide line", "Published 2 January 2018", "When: Saturday 20 January 2018, 10 am to 1 pm",
        "Where: North car park, Example Sands", "", "\n\n".join(BODY),
    )  # fmt: skip
    assert (found.title, found.date) == ("Walking the tide line", "2018-01-02")


def test_categories_and_tags_between_bars() -> None:
    found = post("Pubblicato in Racconti | Contrassegnato fontane, inverno | 3 commenti", under="Pubblicato il 14 gennaio 2012 da Lucia Prova")
    assert (found.date, found.authors) == ("2012-01-14", ("Lucia Prova",))
    assert (found.categories, found.topics) == (("Racconti",), ("fontane", "inverno"))
