"""Dumps of institutions and newspapers in many languages: what stands around the text of each, and near-misses."""

from __future__ import annotations

import pytest

from archtool.model import Record
from archtool.pipeline import clean
from dumps import page

TITLE = "Forty lamps for the canal path"
BODY = [
    "The council has bought forty lamps for the path along the canal, and the first ten were lit on Monday evening.",
    "Cyclists had asked for them since the winter of 2011, when a barge keeper was the only one to hear a call for help.",
    "The lamps dim after midnight and brighten when somebody comes near, so that bats and sleepers are left in peace.",
]


def record(above: str, below: str = "", title: str = TITLE) -> Record:
    """Return the record of a dump with these lines above and below the text; ``{}`` stands for the title."""
    return clean(page("\n".join([above.replace("{}", title), "", "\n\n".join(BODY), "", below]) + "\n"))


@pytest.mark.parametrize(
    ("label", "topics", "foot"),
    [
        ("Schlagwörter", ["Beleuchtung", "Radwege"], "Zurück zur Übersicht"),
        ("Palabras clave", ["alumbrado", "ciclismo"], "Volver"),
        ("Trefwoorden", ["verlichting", "fietspaden"], "Deel deze pagina"),
        ("Oznake", ["rasvjeta", "staze"], "Podijeli na Facebooku"),
        ("Ämnesord", ["Belysning", "Cykelvägar"], "Sidansvarig: Webbredaktionen"),
        ("태그", ["조명", "자전거"], "조회수 1204"),
        ("برچسب‌ها", ["روشنایی", "دوچرخه"], "بازنشر"),
        ("תגיות", ["תאורה", "אופניים"], "שתפו"),
        ("Từ khóa", ["chiếu sáng", "xe đạp"], "Gửi bài viết chia sẻ tại đây"),
        ("TEMAS", ["Alumbrado", "Ciclismo"], "Más para explorar"),
        ("Tags", ["light", "cycling"], "Previous episode"),
        ("Tags", ["light", "cycling"], "press.example@example.org"),
        ("Tags", ["light", "cycling"], "+41 22 000 00 00"),
        ("Tags", ["light", "cycling"], "Regions and seas covered:"),
    ],
)
def test_a_list_of_topics_ends_at_what_is_no_topic(label: str, topics: list[str], foot: str) -> None:
    found = record("{}\n12.05.2016", "\n".join([label, *topics, foot]))
    assert list(found.topics) == topics
    assert found.text == "\n\n".join(BODY)


@pytest.mark.parametrize("topic", ["Share of renewables", "Post", "EU: enlargement", "Agenda 2030", "Deli shops"])
def test_topics_that_look_like_tools_stay_topics(topic: str) -> None:
    assert list(record("{}\n12.05.2016", f"Topics\nLight\n{topic}\nCycling").topics) == ["Light", topic, "Cycling"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Objavljeno: 15.05.2018.", "2018-05-15"),
        ("Publicēts: 17.04.2019.", "2019-04-17"),
        ("Dátum: 22. november 2016", "2016-11-22"),
        ("تاریخ انتشار: ۱۳ مارس ۲۰۲۱", "2021-03-13"),
        ("תאריך פרסום: 18.02.2020", "2020-02-18"),
        ("प्रकाशित: 8 फरवरी 2022", "2022-02-08"),
        ("No: 112, 17 Nisan 2015", "2015-04-17"),
        ("News Release: 2008-212        November 13, 2008", "2008-11-13"),
        ("Pressemelding | Dato: 21.03.2018", "2018-03-21"),
        ("Council of the Canal Press release 6 December 2021 11:15", "2021-12-06"),
    ],
)
def test_the_line_of_the_date_has_words_and_numbers_beside_it(line: str, day: str) -> None:
    found = record("{}\n" + line)
    assert (found.title, found.date) == (TITLE, day)
    assert line not in found.text


@pytest.mark.parametrize("line", ["Closing date: 30 April 2019", "Last updated: 2 March 2017"])
def test_other_dates_are_not_that_of_publication(line: str) -> None:
    assert record("{}\n" + line).date is None


@pytest.mark.parametrize(
    "above",
    [
        "Menu\nCanals\n16 July 2020\nClimate and towns\n{}",
        "PRESS RELEASE No 24/16\nCanal Town, 8 March 2016\n{}",
        "Kind of page\nRubrique : Canaux et chemins\n16 October 2015\n{}",
        "News\nHome > News > 2016\n{}\nJane Sample\nDeputy Mayor\nCanal Town\n3 May 2016",
        "Format\nNotice\n{}\nSource\nWater Guild\nPosted\n19 May 2014",
    ],
)
def test_the_title_is_found_among_kinds_sections_and_values(above: str) -> None:
    assert record(above).title == TITLE


def test_a_subtitle_under_the_date_is_not_the_title() -> None:
    for line in ("Not all of them, though. Some wait for cables", "lamps, paths, bats, canals"):
        assert record("{}\n12.05.2016\n" + line).title == TITLE


def test_unknown_names_beside_the_date_are_fields() -> None:
    found = record("{}\n12.05.2016\nLamp type: LED\nWard: North Quay")
    assert ("Ward", ("North Quay",)) in [tuple(field[:2]) for field in found.fields]
    assert found.text == "\n\n".join(BODY)


def test_a_line_with_a_colon_away_from_the_date_stays() -> None:
    assert "Question: who pays?" in record("{}\n12.05.2016\n\nQuestion: who pays?").text


@pytest.mark.parametrize(
    "box",
    [
        "Press contacts\nAna Example\nPress officer\n+32 2 000 00 00",
        "Kontakt:\nEva Beispiel\nPressereferentin\n(+32) 2 28 00000",
        "Контактная информация\nАнна Примерова\nТелефон: +373 22 00 00 00",
        "ANA EXAMPLE\nLead Spokesperson for Canals\nana@example.org\n+32 2 000 00 00",
        "更多信息，请联系：\n李例，媒体专员，电话：+86 10 0000 0000",
    ],
)
def test_a_box_of_contacts_goes_to_the_fields(box: str) -> None:
    found = record("{}\n12.05.2016", f"{box}\nTopics\nLight\nCycling")
    assert (found.text, found.topics) == ("\n\n".join(BODY), ("Light", "Cycling"))
    assert any(box.splitlines()[-1] in field.values for field in found.fields)


def test_a_list_with_numbers_is_no_box_of_contacts() -> None:
    rows = "Canal lamps by ward\nNorth Quay: 12\nMill Lane: 18"
    assert "Canal lamps by ward" in record("{}\n12.05.2016", f"{rows}\n\n{BODY[0]}").text


@pytest.mark.parametrize(
    ("above", "lines"),
    [
        ("{}\nJane Sample\nDeputy Mayor\nCanal Town, Zealand\n3 May 2016", ("Jane Sample", "Deputy Mayor")),
        ("Menu\nLocks\nPaths\n{}\n3 May 2016\nMinistry of Canals", ("Ministry of Canals",)),
        ("{}\nUpdate\n3 May 2016\nCanal Town", ("Canal Town",)),
    ],
)
def test_speakers_offices_and_places_beside_the_date_are_fields(above: str, lines: tuple[str, ...]) -> None:
    found = record(above)
    assert (found.title, found.text) == (TITLE, "\n\n".join(BODY))
    assert set(lines) <= {value for field in found.fields for value in field.values}


def test_a_menu_under_the_name_of_a_site_names_no_speakers() -> None:
    found = record("The Canal Post\nLocks\nPaths\nBoats\nLamps\nBridges\nQuays\n\n{}\n3 May 2016")
    assert not {"Locks", "Boats", "Quays"} & {value for field in found.fields for value in field.values}


def test_a_subtitle_stays() -> None:
    subtitle = "The last ten will be lit by a keeper of the lock"
    assert subtitle in record("{}\n" + subtitle + "\n3 May 2016").text
    assert "Introduction" in record("{}\n3 May 2016\n\nIntroduction").text


def test_the_title_of_a_record_stands_over_its_sheet() -> None:
    for sheet in (
        "SKU: LMP-40\nPrice: 41.00\nAvailability: in stock",
        "Location: Canal Town\nContract: fixed term\nReference: CT/44",
    ):
        found = record("Shop\nSign in\n{}\n" + sheet, title="Lamp keeper (canal path)")
        assert (found.title, found.text) == ("Lamp keeper (canal path)", "\n\n".join(BODY))


def test_a_title_is_not_joined_with_the_line_of_the_date() -> None:
    for line in ("de Ioana Exemplu - 30 martie 2016", "poniedziałek, 02 maja 2011 12:40"):
        assert record("{}\n" + line).title == TITLE


def test_text_in_thai_needs_no_full_stop() -> None:
    text = "เทศบาลได้ซื้อโคมไฟสี่สิบดวงสำหรับทางเดินริมคลอง และสิบดวงแรกเปิดใช้เมื่อเย็นวันจันทร์ที่ผ่านมา"
    lines = [
        "เทศบาลริมคลอง",
        "หน้าแรก",
        "ข่าวสาร",
        "โคมไฟสี่สิบดวงริมคลอง",
        "20 มิถุนายน 2561",
        "",
        text,
        "",
        text + "นี้",
        "",
        "แท็ก",
        "คลอง",
        "ไฟ",
    ]
    found = clean(page("\n".join(lines) + "\n"))
    assert (found.title, found.date, found.topics) == ("โคมไฟสี่สิบดวงริมคลอง", "2018-06-20", ("คลอง", "ไฟ"))


def test_words_of_a_menu_are_no_categories() -> None:
    menu = "News\n\nBlog\n\nPodcast\n\nEvents\n\nShop\n\nPaths\n\nLocks\n\n"
    assert record(menu + "{}\n\n12.05.2016").categories == ()
    assert record("Paths\n\nPressemelding\n\n{}\n\n12.05.2016").categories == ("Pressemelding",)


def test_a_date_among_unknown_facts_is_the_date() -> None:
    """Facts with unknown names around it made the known label of the date one of them."""
    found = record("Menu\nLocks\nPaths\n{}\n등록자명 : 물나라\n부서명 : 물정책과\n등록일자 : 2016.06.08")
    assert (found.title, found.date, found.text) == (TITLE, "2016-06-08", "\n\n".join(BODY))


def test_a_short_title_stands_over_a_long_sheet() -> None:
    sheet = "Premiere: 14.3.2020\nLength: 1 h 40 min\nPlace: Main stage"
    assert record("Theatre\nTickets\n{}\n" + sheet, title="Forty eyes").title == "Forty eyes"


def test_a_date_is_no_title() -> None:
    found = record("{}\nSource\nWater Guild\nPosted\n19 May 2014\nOriginally published\n19 May 2014")
    assert found.title != "19 May 2014"


def test_sentences_end_with_the_signs_of_their_script() -> None:
    text = [
        "Քաղաքապետարանը ջրանցքի ճանապարհի համար գնել է քառասուն լապտեր, և առաջին տասը վառվեցին երկուշաբթի երեկոյան։",
        "Հեծանվորդները դրանք խնդրել էին դեռ 2011 թվականի ձմռանից, երբ օգնության կանչը միայն մեկ մարդ էր լսել։",
    ]
    lines = [
        "Քաղաքապետարան",
        "Գլխավոր",
        "Կապ",
        "Քառասուն լապտեր ջրանցքի ճանապարհին",
        "19 հունիսի, 2017",
        "",
        text[0],
        "",
        text[1],
    ]
    found = clean(page("\n".join(lines) + "\n"))
    assert (found.title, found.date) == ("Քառասուն լապտեր ջրանցքի ճանապարհին", "2017-06-19")
