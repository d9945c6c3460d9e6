"""Dates: the forms seen on pages, by language; what must stay unread; what a date on a line is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.fields.dateroles import role_in, role_of
from archtool.fields.dates import find_dates, parse_date

DAY = "2018-05-28"

SAME_DAY = [
    "28.05.2018", "28.5.2018", "28. 5. 2018", "28/05/2018", "28/05/2018 - 14:30", "28-05-2018", "28/5/2018",
    "05/28/2018", "2018-05-28",
    "2018/05/28", "2018.05.28", "2018. 5. 28.", "2018-05-28T10:00:00Z", "2018-05-28T10:00:00+02:00",
    "2018-05-28 10:00:00", "2018-05-28T10:00:00.000Z",
    "20180528", "20180528093000", "28.05.18", "28/05/18",
    "28-May-2018", "28 May 2018", "28 May, 2018", "28th May 2018", "28th of May 2018", "28st of May 2018",
    "28th, May 2018 GMT", "Monday 28 May 2018",
    "Monday, 28 May 2018", "Mon, 28 May 2018 10:00:00 GMT", "Mon May 28, 2018 7:52 pm", "Mon May 28 10:02:11 CEST 2018",
    "Mon May 28 10:02:11 2018", "May 28, 2018", "May 28th, 2018", "MAY 28, 2018", "May 28 2018", "28-May-18",
    "28May2018", "May 28, '18", "the 28th of May, 2018",
    "28. Mai 2018", "Montag, 28. Mai 2018", "28. Mai 2018, 14:30 Uhr", "am 28. Mai 2018",
    "28 mai 2018", "Le 28 mai 2018", "Lundi 28 mai 2018", "28 MAI 2018",
    "28 de mayo de 2018", "28 de mayo del 2018", "lunes, 28 de mayo de 2018", "28 mayo 2018", "Mayo 28, 2018",
    "28 de maio de 2018", "segunda-feira, 28 de maio de 2018", "28 maggio 2018", "28 mei 2018", "28 de maig de 2018",
    "28 mai 2018", "28 maja 2018",
    "28. května 2018", "28. mája 2018", "28. maja 2018", "28. svibnja 2018.", "28 мая 2018", "28 мая 2018 г.",
    "28 Мая 2018 года, 10:30", "понедельник, 28 мая 2018",
    "28 травня 2018 року", "28 май 2018 г.", "28 мај 2018", "28. maja 2018", "2018 m. gegužės 28 d.",
    "2018. gada 28. maijs", "28. mai 2018", "28. toukokuuta 2018",
    "28 maj 2018", "28. maj 2018", "28. maí 2018", "2018. május 28.", "2018. május 28., hétfő",
    "2018ko maiatzaren 28a", "28 Μαΐου 2018", "Δευτέρα 28 Μαΐου 2018",
    "28 Mayıs 2018", "28 MAYIS 2018", "28 მაისი 2018", "28 मई 2018", "28 พฤษภาคม 2561", "28 Mei 2018",
    "28 tháng 5 năm 2018", "Ngày 28 tháng 5, 2018",
    "28 مايو 2018", "٢٨ مايو ٢٠١٨", "28 أيار 2018", "28 ماي 2018", "٢٨/٠٥/٢٠١٨", "۷ خرداد ۱۳۹۷", "28 במאי 2018",
    "28 מאי 2018",
    "2018年5月28日", "２０１８年５月２８日", "2018年05月28日 10:30", "2018 年 5 月 28 日",
    "平成30年5月28日", "民國107年5月28日", "2018년 5월 28일",
    "28\u00a0May\u00a02018", "\u200f28 مايو 2018",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME_DAY)
def test_forms_of_one_day(text):
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2018", "2018"), ("2018-05", "2018-05"), ("05/2018", "2018-05"), ("May 2018", "2018-05"),
        ("mai 2018", "2018-05"), ("2018年5月", "2018-05"),
        ("2018年", "2018"), ("Le 16 février 2010", "2010-02-16"), ("22nd, October 2025 GMT", "2025-10-22"),
        ("28st of Feb 2018", "2018-02-28"),
        ("Wed Aug 08, 2007 7:52 pm", "2007-08-08"), ("09-May-2006", "2006-05-09"), ("25/6/2013", "2013-06-25"),
        ("Jeudi 09 septembre 2021", "2021-09-09"),
        ("28 كانون الثاني 2018", "2018-01-28"), ("15 تشرين الأول 2018", "2018-10-15"),
        ("14 février 1791", "1791-02-14"), ("29 Feb 2016", "2016-02-29"),
        ("25.03.2024 Expired", "2024-03-25"), ("17.07.2023 EEAS Press Team", "2023-07-17"),
        ("1er mars 2012", "2012-03-01"), ("令和元年5月1日", "2019-05-01"),
        ("30 Esfand 1399", None), ("۳۰ اسفند ۱۳۹۹", "2021-03-20"),
    ],
)  # fmt: skip  # fmt: skip
def test_other_precisions_and_forms(text, iso):
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "", "no date", "13/13/2018", "30 February 2018", "29 Feb 2018", "31.04.2018", "2018-13-01", "0999", "3018",
        "99/99/9999", "1234567890123", "Room 2018",
        "2018 was a year", "may 5", "192.168.10.2018", "1.2.3.2018", "call 555-05-2018-1", "The war of 1914",
        "12:30", "out 2018 in prose", "20181301", "2018-2019",
        "See 28 May 2018",
    ],
)  # fmt: skip  # fmt: skip
def test_what_is_no_date(text):
    assert parse_date(text) is None


def test_day_and_month_are_not_guessed():
    assert parse_date("05/06/2018") is None
    (match,) = find_dates("Posted 05/06/2018 - 10:00")
    assert match.ambiguous
    assert match.readings == ("2018-06-05", "2018-05-06")
    assert parse_date("05/06/2018", day_first=True) == "2018-06-05"
    assert parse_date("05/06/2018", day_first=False) == "2018-05-06"
    assert parse_date("05/06/2018", lang="fr") == "2018-06-05"
    assert parse_date("05/06/2018", lang="en") is None
    assert parse_date("05-06-2018") is None
    assert parse_date("05/05/2018") == "2018-05-05"


def test_a_weekday_decides():
    assert parse_date("Tue, 05/06/2018 - 13:45") == "2018-06-05"
    assert parse_date("Sunday, 05/06/2018") == "2018-05-06"
    assert parse_date("Friday, 05/06/2018") is None  # It fits neither.


def test_a_month_of_two_meanings_needs_its_language():
    assert parse_date("28 listopada 2018") is None
    assert parse_date("28 listopada 2018", lang="pl") == "2018-11-28"
    assert parse_date("28. listopada 2018.", lang="hr") == "2018-10-28"


def test_places_of_several_dates_on_a_line():
    line = "From 3 May 2018, 10:00 to Tuesday 5 June 2018; revised 2018-07-01."
    found = find_dates(line)
    assert [match.iso for match in found] == ["2018-05-03", "2018-06-05", "2018-07-01"]
    assert [line[match.start : match.end] for match in found] == [
        "3 May 2018, 10:00",
        "Tuesday 5 June 2018",
        "2018-07-01",
    ]


def test_prose_without_dates():
    for line in (
        "In 2018 the budget was 28.5 million, up 1.2.2 per cent", "Regulation 2018/05 and Article 28.5.1",
        "Tel. 0032 2 2018 05 28", "page 12 of 2018 pages",
        "https://example.org/2018/05/28/story.html", "ISBN 978-3-16-148410-0",
    ):  # fmt: skip  # fmt: skip
        assert find_dates(line) == [], line


@given(st.text(alphabet=st.sampled_from("0123456789 ./-:,年月日MayтрMarceñç٢'"), max_size=80))
def test_any_text_gives_real_dates_in_order(text):
    import datetime

    last = 0
    for match in find_dates(text):
        assert last <= match.start < match.end <= len(text)
        last = match.end
        for iso in (match.iso, *match.readings):
            if iso and len(iso) == 10:
                datetime.date.fromisoformat(iso)


ROLES = [
    ("Published: 28 May 2018", "published"), ("Posted by John Smith on 28 May 2018", "published"),
    ("First published on May 28, 2018", "published"),
    ("Updated: 09-May-2006 NATO Speeches", "updated"), ("Last updated 28.05.2018", "updated"),
    ("Date modified: 2017-04-01", "updated"),
    ("Dernière mise à jour : 28/05/2018", "updated"), ("Stand: 28.05.2018", "updated"),
    ("Обновлено 28 мая 2018", "updated"), ("آخر تحديث: 28 مايو 2018", "updated"),
    ("最終更新日：2018年5月28日", "updated"), ("2018年5月28日 更新", "updated"), ("28 May 2018 (updated)", "updated"),
    ("发布时间：2018-05-28", "published"),
    ("This site has been archived on (28st of Feb 2018)", "archived"),
    ("This guidance was withdrawn on 9 August 2014", "archived"),
    ("Cette page a été archivée le 28 mai 2018", "archived"), ("Deadline: 28 May 2018", "deadline"),
    ("Applications must reach us by 28 May 2018", "deadline"),
    ("Bewerbungsschluss: 28.05.2018", "deadline"), ("Date limite : 28 mai 2018", "deadline"),
    ("22-24 October 2025", "period"), ("du 5 au 8 mai 2018", "period"),
    ("28 May - 2 June 2018", "period"), ("Brussels Friday 15 May 2009", ""), ("28.05.2018", ""),
    ("Luxembourg , 29/05/2018 - 14:10, UNIQUE ID: 200604_1", ""),
    ("Pressemitteilung vom 28. Mai 2018", ""), ("© 28 May 2018", "copyright"), ("Terms of Use (28 May 2018)", "copyright"),
    ("New terms of use published on 28 May 2018", "published"),
    ("Reviewer: ash - - July 3, 2007", "comment"), ("Kommentar von ash, 28.05.2018", "comment"),
    ("Опубликовано 2022-02-10 10:14:33", "published"), ("Publié le 28 mai 2018", "published"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "role"), ROLES)
def test_what_a_date_is(line, role):
    assert role_of(line, find_dates(line)[0]) == role


def test_each_date_of_a_line_has_its_own_word():
    line = "Published 5 May 2018, last updated 6 June 2018"
    assert [role_of(line, match) for match in find_dates(line)] == ["published", "updated"]
    line = "5 May 2018 | Updated: 6 June 2018"
    assert [role_of(line, match) for match in find_dates(line)] == ["", "updated"]
    line = "Released online from 20 January 2009 to 20 January 2017"
    assert [role_of(line, match) for match in find_dates(line)] == ["period", "period"]


def test_the_label_above_counts():
    assert role_of("28 May 2018", find_dates("28 May 2018")[0], before="Last updated") == "updated"
    assert role_in("Closing date") == "deadline"


def test_a_zone_of_two_letters_belongs_to_the_time():
    line = "June 20, 2017 at 10:33 AM ET by The Ferry House"
    assert line[find_dates(line)[0].end :] == " by The Ferry House"


def test_a_number_in_front_of_a_dash_is_no_year_of_the_date_behind_it():
    assert [match.iso for match in find_dates("Reviewer: 1952mgyb - - April 29, 2008")] == ["2008-04-29"]
    assert [match.iso for match in find_dates("2018-May-28")] == ["2018-05-28"]
