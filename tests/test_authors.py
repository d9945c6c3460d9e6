"""Names out of bylines and author fields."""

import pytest

from archtool.fields.authors import clean_names
from archtool.fields.names import is_person, looks_like_name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Doe", ["Jane Doe"]), ("By Jane Doe", ["Jane Doe"]), ("by: Jane Doe", ["Jane Doe"]),
        ("Written by Jane Doe", ["Jane Doe"]),
        ("Von Jürgen Müller", ["Jürgen Müller"]), ("Por Juan Pérez y Ana Gil", ["Juan Pérez", "Ana Gil"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("作者：王小明", ["王小明"]), ("Jane Doe and John Smith", ["Jane Doe", "John Smith"]),
        ("Jane Doe & John Smith", ["Jane Doe", "John Smith"]),
        ("Jane Doe, John Smith, Ann Lee", ["Jane Doe", "John Smith", "Ann Lee"]),
        ("Jane Doe; John Smith", ["Jane Doe", "John Smith"]),
        ("Doe, Jane", ["Jane Doe"]), ("Jane Doe, MD", ["Jane Doe"]), ("Jane Doe, MS, RD, FAND", ["Jane Doe"]),
        ("Jane Doe, Senior Editor", ["Jane Doe"]),
        ("Jane Doe | The Example", ["Jane Doe"]), ("Jane Doe - Staff Writer", ["Jane Doe"]),
        ("Jane Doe (@jane)", ["Jane Doe"]),
        ("jane@example.org (Jane Doe)", []), ("https://example.org/jane", []), ("admin", []), ("", []),
        ("November 24", []),
        ("Jane Doe\nJane Doe", ["Jane Doe"]), ("J. R. R. Tolkien", ["J. R. R. Tolkien"]), ("luizjr4", ["luizjr4"]),
        ("MARIA DE LA CRUZ", ["MARIA DE LA CRUZ"]),
        ("Jane Doe/SP-X", ["Jane Doe"]), ("Jane Doe ⋅ Review Editor ⋅ Updated", ["Jane Doe"]),
        ("Jane Doe, Extension horticulture educator", ["Jane Doe"]), ("Founder", []), ("Master Gardener", []),
        ("Jane Doe, Head of Marketing and Community Development", ["Jane Doe"]),
        ("Jane Doe, Senior Editor and Ann Lee", ["Jane Doe", "Ann Lee"]),
        ("Jane Doe, Senior Editor; Xulla Qvist", ["Jane Doe", "Xulla Qvist"]),
        ("Jane Doe, MD, physician, Lindvik Hospital", ["Jane Doe"]),
        ("Revised edition edited by Jane Doe", []), ("Jane Doe on behalf of the Vision Group", ["Jane Doe"]),
        ("Text and interview: Jane Doe; Drawings: Ann Lee", ["Jane Doe"]),
        ("Center for Water and Mills", ["Center for Water and Mills"]), ("Ministerium für Wasser, Mühlen und Wehre", ["Ministerium für Wasser, Mühlen und Wehre"]),
        ("Jane Doe and Press Team", ["Jane Doe", "Press Team"]),
        ("Press Team", ["Press Team"]), ("Jane Doe on 5 May 2018", ["Jane Doe"]), ("x" * 500, []),
    ],
)  # fmt: skip
def test_names_are_cleaned(text, names):
    assert list(clean_names(text)) == names


def test_the_name_of_the_site_is_left_out_on_request():
    assert clean_names("Jane Doe, The Example", site="the example") == ("Jane Doe",)


@pytest.mark.parametrize("text", ["Jane Doe", "Jan van der Berg", "Иван Петров", "王小明", "O'Neill", "Press Team"])
def test_what_may_be_a_name(text):
    assert looks_like_name(text)


@pytest.mark.parametrize(
    "text", ["", "the 17th century", "Sign in", "Read more", "focusing on the best", "A b c d e f g", "Room 5"]
)
def test_what_is_no_name(text):
    assert not looks_like_name(text)


@pytest.mark.parametrize(
    "text", ["Ingrid Holm", "Dr. Peter Aasen", "J. Robert Lind", "Łukasz Nowak", "JÜRGEN HOLM", "Иван Петров", "Jan van der Berg"]
)
def test_a_known_given_name_makes_a_person(text):
    assert is_person(text)


@pytest.mark.parametrize(
    "text", ["Ingrid", "Content Marketing", "Peter Aasen Verlag", "Read Peter Aasen", "Peter looks back", "Lindvik Ingrid", ""]
)
def test_what_is_no_person_for_certain(text):
    assert not is_person(text)
