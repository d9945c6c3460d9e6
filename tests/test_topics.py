"""Topics: which spellings are one, which is shown, what the tag looks like, which topics are a family."""

from __future__ import annotations

import time

import pytest

from archtool.model import Origin, Page
from archtool.pipeline import clean
from archtool.topics import families, merge, slug, topic_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Security & Defence", "security and defence"),
        ("Fishing", "  FISHING  "),
        ("Fishing.", "Fishing"),
        ("الري", "الری"),
        ("Counter\u00adTerrorism", "CounterTerrorism"),
        ("Ｅｕｒｏｐｅ", "Europe"),
        ("Arms  Export\u00a0Control", "Arms Export Control"),
    ],
)
def test_spellings_of_one_topic_meet(one: str, other: str) -> None:
    assert topic_key(one) == topic_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niger", "Nigeria"),
        ("Policy", "Policies"),
        ("C", "C++"),
        ("Peace", "Peace building"),
        ("е", "e"),
        ("Réforme", "Reforme"),
    ],
)
def test_different_topics_stay_apart(one: str, other: str) -> None:
    assert topic_key(one) != topic_key(other)


def test_and_is_written_in_the_language_of_the_page() -> None:
    assert topic_key("Sécurité & défense", "fr") == topic_key("Sécurité et défense", "fr")
    assert topic_key("Sicherheit & Verteidigung", "de") == topic_key("Sicherheit und Verteidigung", "de")


def test_the_most_frequent_spelling_is_shown_then_the_first() -> None:
    assert merge(["fishing", "Fishing", "Fishing", "Ports", "PORTS"]) == {"fishing": "Fishing", "ports": "Ports"}


@pytest.mark.parametrize(
    ("label", "tag"),
    [
        ("Security, Defence & Crisis Response", "security-defence-and-crisis-response"),
        ("Counter-Terrorism", "counter-terrorism"),
        ("Ценности и права", "ценности-и-права"),
        ("环境 2020", "环境-2020"),
        ("2018", "y2018"),
        ("Women’s rights", "womens-rights"),
        ("हिन्दी", "हिन्दी"),
        ("???", "untitled"),
    ],
)
def test_slugs(label: str, tag: str) -> None:
    assert slug(label) == tag
    assert " " not in slug(label)


def test_a_family_needs_a_recurring_run_that_begins_out_of_order() -> None:
    run = ["peace", "arms", "piracy", "trade"]
    assert families([*run, *run]) == {1: 0, 2: 0, 3: 0}
    assert families(run) == {}
    assert families(sorted(run) * 2) == {}
    assert families(["europe", *run, "asia", "europe", *run]) == {2: 1, 3: 1, 4: 1}


def record_of(*lines: str):  # type: ignore[no-untyped-def]
    return clean(Page("\n".join(lines), Origin("page.txt")))


HEAD = (
    "A harbour for the lower town",
    "",
    "28.05.2018",
    "Text",
    "",
    "The harbour was opened on Monday by the mayor of the town.",
    "",
)
RUN = ("Peace", "Arms", "Piracy", "Trade")


@pytest.mark.parametrize(
    "repeat",
    [
        (*RUN, *RUN),
        (*RUN, *RUN, *RUN),
        (*RUN, "Trade", "Piracy", "Arms", "Peace"),
        (*RUN, "Peace", "Arms", "Trade"),
        (*RUN, "PEACE", "arms.", " Piracy", "Trade\u00a0"),
    ],
    ids=["tandem", "three times", "reordered", "one short", "other spellings"],
)
def test_repeated_runs_become_topics_once(repeat: tuple[str, ...]) -> None:
    record = record_of(*HEAD, "Topics", *repeat, "Editorial sections", *repeat, "Ports")
    assert record.topics == (*RUN, "Ports")
    assert [group.name for group in record.tag_groups] == ["Topics", "Editorial sections"]
    assert record.tag_groups[0].topics == RUN
    assert record.text == "The harbour was opened on Monday by the mayor of the town."


def test_the_cost_of_a_long_list_is_linear() -> None:
    def seconds(size: int) -> float:
        names = [f"Topic number {at % (size // 2)}" for at in range(size)]
        start = time.process_time()
        record = record_of(*HEAD, "Topics", *names, "Editorial sections", "Ports")
        assert len(record.topics) == size // 2 + 1
        return time.process_time() - start

    seconds(1000)
    small, large = seconds(4000), seconds(32000)
    assert large < small * 8 * 4  # eight times the size; quadratic cost would be sixty-four times


@pytest.mark.parametrize(
    ("label", "lang", "tag"),
    [
        ("Τουρισμός", "el", "τουρισμός"), ("İstanbul", None, "istanbul"), ("IŞIK", "tr", "ışık"), ("زندگی", "fa", "زندگی"),
        ("Fußball", "de", "fußball"), ("C", None, "c"), ("C++", None, "c-plus-plus"), ("C#", None, "c-sharp"),
        ("#Harbour", None, "harbour"), ("Pier + Quay", None, "pier-quay"), ("Tempe\u0302tes", "fr", "tempêtes"),
        ("\U0001f389", None, "party-popper"), ("\u2764\ufe0f", None, "heavy-black-heart"), ("...", None, "untitled"),
    ],
)  # fmt: skip
def test_a_tag_is_spelt_as_the_page_spells_it(label: str, lang: str | None, tag: str) -> None:
    assert slug(label, lang) == tag


def test_spellings_that_are_shown_apart_are_still_one_topic() -> None:
    assert merge(["زندگی", "زندگي"]) == {topic_key("زندگی"): "زندگی"}
    assert list(merge(["Tempe\u0302tes", "tempêtes"]).values()) == ["Tempêtes"]
    assert len(merge(["C", "C++", "C#"])) == 3
