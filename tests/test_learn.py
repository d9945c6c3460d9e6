"""``learn``: what many pages show and one does not: template, labels, dates; and what stays although many share it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archtool import Page, clean
from archtool.corpus import templates_survey
from archtool.corpus.templates_page import page_hashes
from archtool.corpus.templates_rules import rules_of_site
from archtool.corpus.templates_store import PageStore
from archtool.corpus.templates_toml import render
from archtool.model import Origin, Settings
from archtool.pipeline import examine
from archtool.report.ledger import rows
from archtool.rules import load_rules
from invented_site import Language, Made, invent, pages

HOST = "gazette.example"
COUNT = 24


def page(body: str, number: int = 0, host: str = HOST, format: str = "text", path: str = "") -> Page:
    return Page(body, Origin(f"{number:03}.txt"), format, url=f"http://{host}/{path or number}" if host else None)


def learn(found: list[Page]) -> str:
    """The rules file that these pages teach."""
    with PageStore() as store:
        for one in found:
            store.add(page_hashes(examine(one)))
        store.cluster()
        return "".join(render(rule for host in store.hosts() for rule in rules_of_site(store, host)))


def settings(text: str, folder: Path) -> Settings:
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return Settings(load_rules([str(path)]))


def fates(one: Page, chosen: Settings) -> dict[str, tuple[str, str, str]]:
    """Fate, rule and note of each line of a page."""
    return {row.text: (row.fate, row.rule, row.note) for row in rows(examine(one, chosen))}


def bodies(parts: list[list[str]], **more: str) -> list[Page]:
    return [page("\n\n".join(lines) + "\n", number, **more) for number, lines in enumerate(parts)]


@pytest.mark.parametrize("seed", range(1, 6))
def test_an_unknown_system_in_an_unknown_language(seed: int, tmp_path: Path) -> None:
    site = invent(seed, HOST)
    made = list(pages(site, COUNT))
    found = [page(one.body, number) for number, one in enumerate(made)]
    chosen = settings(learn(found), tmp_path)
    for one, expected in zip(found, made, strict=True):
        record = clean(one, chosen)
        assert record.text.split("\n\n") == list(expected.paragraphs)
        assert record.title == expected.title
        assert record.date == "-".join(reversed(expected.date.split(".")))
        assert record.topics == expected.topics
        values = {pair.name: pair.values for pair in record.fields}
        assert values == {site.labels[1]: (expected.author,), site.labels[3]: (expected.kind,)}


def test_labels_have_their_order_and_what_they_take() -> None:
    site = invent(7, HOST)
    text = learn([page(one.body, number) for number, one in enumerate(pages(site, COUNT))])
    places = [text.index(f'labels = ["{label}"]') for label in site.labels]
    assert places == sorted(places)
    kinds = [text[place:].split("\nyes", 1)[0].split("\n")[1:] for place in places]
    assert kinds == [
        ['field = "date"', 'takes = "line"'],
        ['field = "pair"', 'takes = "line"'],
        ['field = "topics"', 'takes = "list"'],
        ['field = "pair"', 'takes = "line"'],
    ]
    assert f"pages = {COUNT}\nof = {COUNT}" in text


def test_without_rules_nothing_of_this_is_known() -> None:
    site = invent(1, HOST)
    made = next(pages(site, 1))
    text = clean(page(made.body)).text
    assert site.labels[2] in text
    assert site.boilerplate[1] in text


class Decisions:
    """Pages with a formula in each text: at its beginning, in its middle and at its end; and furniture around."""

    def __init__(self) -> None:
        self.language = Language(11)
        make = self.language
        self.menu = [make.phrase(2) for _ in range(5)]
        self.opening, self.middle, self.closing = (make.prose(2) for _ in range(3))
        self.footer = [make.phrase(3) for _ in range(4)]
        self.headings = [make.phrase(1), make.phrase(1)]
        self.own = [make.prose(3) for _ in range(2 * COUNT)]
        self.pages = bodies(
            [
                [
                    "\n".join(self.menu), make.phrase(5), f"{12 + number % 15}.03.2011", self.opening, self.own[2 * number],
                    self.headings[0], self.middle, self.headings[1], self.own[2 * number + 1], self.closing,
                    "\n".join(self.footer),
                ]
                for number in range(COUNT)
            ]
        )  # fmt: skip


def test_a_formula_in_each_text_is_a_doubt_and_stays(tmp_path: Path) -> None:
    site = Decisions()
    chosen = settings(learn(site.pages), tmp_path)
    for one in site.pages:
        found = fates(one, chosen)
        for formula in (site.opening, site.middle, site.closing):
            fate, rule, note = found[formula]
            assert (fate, rule) == ("kept", "doubt/template")
            assert note.startswith(f"template/{HOST}/")
            assert note.endswith(f"on {COUNT} of {COUNT} pages")
        assert all(found[line][0] == "removed" for line in site.footer + site.menu)


def test_headings_inside_the_text_are_content(tmp_path: Path) -> None:
    site = Decisions()
    text = learn(site.pages)
    chosen = settings(text, tmp_path)
    for heading in site.headings:
        assert f'"{heading}"' not in text
        assert all(fates(one, chosen)[heading][:2] == ("kept", "") for one in site.pages)


def test_a_heading_right_under_the_title_is_at_most_a_doubt(tmp_path: Path) -> None:
    language = Language(12)
    menu, heading = "\n".join(language.phrase(2) for _ in range(5)), language.phrase(1)
    found = bodies([[menu, language.phrase(6), heading, language.prose(), language.prose()] for _ in range(COUNT)])
    text = learn(found)
    assert f'fate = "doubt"\nlines = ["{heading}"]' in text
    chosen = settings(text, tmp_path)
    assert all(fates(one, chosen)[heading] == fates(one, Settings())[heading] for one in found)  # the model decides


def test_a_doubt_that_a_reader_decides_is_decided(tmp_path: Path) -> None:
    site = Decisions()
    text = learn(site.pages).replace('fate = "doubt"', 'fate = "removed"')
    chosen = settings(text, tmp_path)
    assert all(fates(one, chosen)[site.middle][0] == "removed" for one in site.pages)


def test_a_line_of_the_template_that_the_text_quotes_stays(tmp_path: Path) -> None:
    site = invent(2, HOST)
    made = list(pages(site, COUNT))
    found = [page(one.body, number) for number, one in enumerate(made)]
    chosen = settings(learn(found), tmp_path)
    quoting = made[0].body.replace(made[0].paragraphs[1], f"{site.footer[0]}\n\n{made[0].paragraphs[1]}")
    assert f"{site.footer[0]}\n\n{made[0].paragraphs[1]}" in clean(page(quoting), chosen).text


def test_captures_of_an_address_and_near_copies_count_once() -> None:
    site = invent(3, HOST)
    one, *others = pages(site, 4)
    captures = [page(one.body, number, path="one") for number in range(9)]
    copies = [page(one.body.replace("2001", str(2001 + number)), number) for number in range(9)]
    assert "[[" not in learn([*captures, *(page(other.body, 90 + n) for n, other in enumerate(others))])
    assert "[[" not in learn([*copies, *(page(other.body, 90 + n) for n, other in enumerate(others))])
    again = list(pages(site, 12, seed=2))
    assert f"of = {len(again)}\n" in learn([page(made.body, number % 12) for number, made in enumerate(again + again)])


def test_of_fewer_than_five_pages_nothing_is_learned() -> None:
    site = invent(4, HOST)
    found = [page(one.body, number) for number, one in enumerate(pages(site, 5))]
    assert "[[" not in learn(found[:4])
    assert "[[template]]" in learn(found)


def test_the_rules_of_a_site_are_for_its_pages_only(tmp_path: Path) -> None:
    site = invent(5, HOST)
    made = list(pages(site, COUNT))
    chosen = settings(learn([page(one.body, number) for number, one in enumerate(made)]), tmp_path)
    assert clean(page(made[0].body, host=f"WWW.{HOST}"), chosen).text == "\n\n".join(made[0].paragraphs)
    for host in ("other.example", f"sub.{HOST}", ""):
        assert clean(page(made[0].body, host=host), chosen) == clean(page(made[0].body, host=host))


def test_rules_from_pages_without_an_address_are_for_any_page(tmp_path: Path) -> None:
    site = invent(6, HOST)
    made = list(pages(site, COUNT))
    chosen = settings(learn([page(one.body, number, host="") for number, one in enumerate(made)]), tmp_path)
    for host in ("", "other.example"):
        assert clean(page(made[3].body, host=host), chosen).text == "\n\n".join(made[3].paragraphs)


def test_what_is_learned_does_not_depend_on_the_order_of_the_pages() -> None:
    site = invent(8, HOST)
    found = [page(one.body, number) for number, one in enumerate(pages(site, COUNT))]

    def rules(text: str) -> set[str]:
        """The rules without their examples: of equally good ones, the first is taken."""
        lines = [line for line in text.splitlines() if line.startswith(("lines", "labels", "field", "pages", "  "))]
        return {line for line in lines if not line.startswith("  ") or line.rstrip(",").endswith('"')}

    assert rules(learn(found)) == rules(learn(found[::-1]))


DATES = ["25/09/2016", "13/01/2017", "29/02/2016", "30/06/2015", "17/10/2016", "03/04/2017", "05/06/2017"]


def dated(dates: list[str], host: str = HOST, menu: tuple[str, ...] = ()) -> list[Page]:
    language = Language(21)
    parts = [[*menu, language.phrase(6), date, language.prose(), language.prose()] for date in dates]
    return bodies(parts, host=host)


def test_day_and_month_are_told_apart_by_the_other_pages(tmp_path: Path) -> None:
    found = dated(DATES)
    assert [clean(one).date for one in found[5:]] == [None, None]
    assert fates(found[5], Settings())["03/04/2017"][:2] == ("kept", "doubt/ambiguous-date")
    chosen = settings(learn(found), tmp_path)
    assert [clean(one, chosen).date for one in found[5:]] == ["2017-04-03", "2017-06-05"]
    note = fates(found[5], chosen)["03/04/2017"][2]
    assert note == f"date/{HOST}: day-first, as on 5 of 5 pages"


def test_pages_without_an_address_write_dates_alike_only_if_they_are_of_one_site() -> None:
    assert "[[date]]" not in learn(dated(DATES, host=""))
    assert "[[date]]" in learn(dated(DATES, host="", menu=("Harbour office", "Dues", "Tides and currents")))


@pytest.mark.parametrize("last", [["05/09/2016"], ["25/09/2016", "09/25/2016"]], ids=["too few", "contrary"])
def test_where_the_pages_do_not_agree_the_doubt_stands(last: list[str], tmp_path: Path) -> None:
    found = dated([*DATES[1:], *last])
    before, after = Settings(), settings(learn(found), tmp_path)
    doubtful = [one for one in found if clean(one, before).date is None]
    assert doubtful
    for one in doubtful:
        assert [fate for fate in fates(one, after).values() if fate[1] == "doubt/ambiguous-date"]


def test_a_line_above_the_titles_of_many_pages_is_no_doubt(tmp_path: Path) -> None:
    language = Language(32)
    line = (
        "Here you find whatever the harbour office has ever known of ships and of tides. It has kept its books since "
        "the old quay was built, and it keeps them still. Ask at the desk for those that are not here yet, and bring "
        "them back by Friday."
    )
    found = bodies(
        [[line, f"ARCHIVED - {language.phrase(6)}", language.prose(), language.prose()] for _ in range(COUNT)]
    )
    assert fates(found[0], Settings())[line][:2] == ("kept", "doubt/above-title")
    chosen = settings(learn(found), tmp_path)
    assert fates(found[0], chosen)[line] == ("removed", f"template/{HOST}/above-1", f"on {COUNT} of {COUNT} pages")
    too_few = settings(learn(found[:4]), tmp_path)
    assert fates(found[0], too_few)[line][:2] == ("kept", "doubt/above-title")


def test_a_lone_label_that_many_pages_have_is_one(tmp_path: Path) -> None:
    language = Language(31)
    topics = [language.phrase(2) for _ in range(8)]
    parts = []
    for number in range(COUNT):
        chosen_topics = [topics[number % 8], topics[(3 * number + 1) % 8]]
        closing = ["Themen", "\n".join(chosen_topics)]  # set off from its values, as a heading is
        parts.append([language.phrase(6), language.prose(), language.prose(), *closing])
    found = bodies(parts)
    assert fates(found[0], Settings())["Themen"][:2] == ("kept", "doubt/lone-label")
    chosen = settings(learn(found), tmp_path)
    assert fates(found[0], chosen)["Themen"] == ("removed", f"label/{HOST}/1", f"on {COUNT} of {COUNT} pages")
    assert clean(found[0], chosen).topics == tuple(dict.fromkeys(parts[0][-1].split("\n")))


def test_a_page_of_template_alone_stays_whole(tmp_path: Path) -> None:
    site = invent(9, HOST)
    chosen = settings(learn([page(one.body, n) for n, one in enumerate(pages(site, COUNT))]), tmp_path)
    assert clean(page("\n".join(site.menu[3:]) + "\n"), chosen).text


def html(title: str, paragraphs: list[str], boilerplate: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in [*paragraphs, boilerplate])
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


def test_what_the_trained_model_leaves_of_the_template_goes(tmp_path: Path) -> None:
    language = Language(41)
    about = f"{language.prose(2)} www.{HOST}."
    texts = [[language.prose(), language.prose()] for _ in range(COUNT)]
    found = [page(html(language.phrase(5), text, about), n, format="html") for n, text in enumerate(texts)]
    assert about in clean(found[0]).text
    chosen = settings(learn(found), tmp_path)
    assert [clean(one, chosen).text.split("\n\n") for one in found] == texts
    fate, rule, note = fates(found[0], chosen)[about]
    assert (fate, rule, note) == ("removed", f"template/{HOST}/below-1", f"on {COUNT} of {COUNT} pages")


def test_counters_of_fixed_size_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [page(one.body, number) for number, one in enumerate(pages(invent(13, HOST), COUNT))]
    exactly = learn(found)
    monkeypatch.setattr(templates_survey, "EXACT", 0)
    assert learn(found) == exactly
    monkeypatch.setattr(templates_survey, "SLOTS", 8)  # so few that rare lines share them with others
    assert learn(found) == exactly


def test_the_store_keeps_no_text_that_only_one_page_has() -> None:
    site = invent(10, HOST)
    made: list[Made] = list(pages(site, COUNT))
    with PageStore() as store:
        for number, one in enumerate(made):
            store.add(page_hashes(examine(page(one.body, number))))
        store.cluster()
        stored = {text for (text,) in store._run("select text from line")}
    assert set(site.footer[:4]) <= stored
    assert not stored & {text for one in made for text in (*one.paragraphs, one.title)}
