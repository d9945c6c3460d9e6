"""Rules: every example of ours holds; a user's file is checked with messages that name file, rule and fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from archtool.model import Origin, Page, Settings
from archtool.pipeline import clean, examine
from archtool.rules import RuleError, load_rules
from archtool.rules.rulebook import read_rules
from archtool.rules.starts import alternatives, beginnings, needed
from archtool.startup.patterns import compiled

OWN = sorted((Path(__file__).parent.parent / "src/archtool/rules").glob("*.toml"))
OWN = [path for path in OWN if path.stem in ("notices", "labels", "chrome", "kinds")]
GOOD = """
[[notice]]
id = "notice/mine"
match = ['''Old page of the .+ club\\.''']
yields = { archived = true }
yes = ["Old page of the rowing club."]
no = ["Old page"]
why = "our club"

[[label]]
id = "label/mine"
labels = ["Stichwoorden"]
field = "topics"
takes = "list"
yes = ["Stichwoorden:"]
no = ["Stichwoorden zijn nuttig"]
why = "our club's label"
"""


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_own_rules_pass_the_check_for_users(path: Path) -> None:
    rules = read_rules(str(path))
    assert rules
    assert all(rule.why for rule in rules)


def test_alternatives_say_what_the_pattern_says() -> None:
    for rule in load_rules().rules:
        for line in (*rule.yes, *rule.no, "", "Home", rule.id):
            for pattern in rule.match:
                parts = alternatives(pattern)
                assert any(compiled(part).fullmatch(line) for part in parts) == bool(compiled(pattern).fullmatch(line))


def test_beginnings_never_hide_a_match() -> None:
    for rule in load_rules().rules:
        for line in rule.yes:
            for pattern in rule.match:
                if compiled(pattern).fullmatch(line):
                    assert line.startswith(beginnings(pattern)), (pattern, line)
                    assert needed(pattern) in line, (pattern, line)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:a|b)c",
        "a?b",
        "(?P<x>ab)?c",
        "[ab]+c",
        r"\(x",
        "(?i)ab",
        "x{0,2}y",
        "(?=a)b|c",
        "^a",
        "",
        ".a",
        "a|",
        r"\bword",
        "[^a]b",
    ],
)
def test_beginnings_agree_with_the_regular_expression(pattern: str) -> None:
    for line in ("abc", "bc", "c", "ac", "(x", "AB", "xxy", "y", "word", "zb", "ab", "b", ""):
        if compiled(pattern).fullmatch(line):
            assert line.startswith(beginnings(pattern))
            assert needed(pattern) in line


def test_a_users_rules_are_used(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    body = "Old page of the rowing club.\n\nThe boat race\n\n12.05.2011\n\nWe won the race by a length and a half.\n\nStichwoorden\nrowing\nraces\n"
    page = Page(body, Origin("page.txt"))
    plain, ours = clean(page), clean(page, Settings(rules=load_rules([str(path)])))
    assert not plain.archived
    assert not plain.topics
    assert ours.archived
    assert ours.topics == ("rowing", "races")


def test_a_disabled_rule_is_heard_and_overruled() -> None:
    page = Page(
        "THIS CONTENT HAS BEEN ARCHIVED\n\nA title of some words\n\n12.05.2011\n\nSome text that is long enough to be text, and ends.\n",
        Origin("p"),
    )
    assert examine(page).verdicts[0].rule == "notice/eeas-archived"
    found = examine(page, Settings(disabled=frozenset({"notice/eeas-archived"})))
    assert found.verdicts[0].fate == "kept"
    assert "disabled" in found.verdicts[0].note
    assert not clean(page, Settings(disabled=frozenset({"notice/eeas-archived"}))).archived


def test_furniture_may_have_several_places(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    rule = "[[chrome]]\nid = 'chrome/mine'\nmatch = ['Ring the bell']\nyes = ['Ring the bell']\nno = ['Ring']\n"
    for place, places in (("'above'", {"above"}), ("['above', 'below']", {"above", "below"})):
        path.write_text(f"{rule}place = {place}\n", encoding="utf-8")
        found = load_rules([str(path)])
        assert {each for each in ("above", "below", "anywhere") if found.find("chrome", each, "Ring the bell")} == places


FAULTS = {
    "no toml": ("[[notice", "not TOML"),
    "unknown kind": ("[[note]]\nid = 'note/x'", "unknown kind of rule [[note]]"),
    "no id": ("[[notice]]\nmatch = ['a']", "needs an id"),
    "single table": ("[notice]\nid = 'notice/x'", "[[notice]]"),
    "no yes": ("[[notice]]\nid='notice/x'\nmatch=['a']\nno=['b']", "'yes'"),
    "no no": ("[[notice]]\nid='notice/x'\nmatch=['a']\nyes=['a']", "'no'"),
    "yes does not match": (
        "[[notice]]\nid='notice/x'\nmatch=['a']\nyes=['b']\nno=['c']",
        "'yes' example does not match: 'b'",
    ),
    "no matches": ("[[notice]]\nid='notice/x'\nmatch=['a']\nyes=['a']\nno=['a']", "'no' example matches: 'a'"),
    "pattern": ("[[notice]]\nid='notice/x'\nmatch=['(a']\nyes=['a']\nno=['b']", "not a regular expression"),
    "unknown key": (
        "[[notice]]\nid='notice/x'\nmatch=['a']\nyes=['a']\nno=['b']\nplaec='above'",
        "unknown key 'plaec'",
    ),
    "place": ("[[chrome]]\nid='chrome/x'\nmatch=['a']\nyes=['a']\nno=['b']\nplace='top'", "place = 'top' is not known"),
    "one of two places": (
        "[[chrome]]\nid='chrome/x'\nmatch=['a']\nyes=['a']\nno=['b']\nplace=['above', 'top']",
        "place = 'top' is not known",
    ),
    "places of a notice": (
        "[[notice]]\nid='notice/x'\nmatch=['a']\nyes=['a']\nno=['b']\nplace=['above', 'suffix']",
        "place = ['above', 'suffix'] is not known",
    ),
    "no places": ("[[chrome]]\nid='chrome/x'\nmatch=['a']\nyes=['a']\nno=['b']\nplace=[]", "needs 'place'"),
    "no place": ("[[chrome]]\nid='chrome/x'\nmatch=['a']\nyes=['a']\nno=['b']", "needs 'place'"),
    "field": ("[[label]]\nid='label/x'\nlabels=['a']\nfield='tag'\nyes=['a']\nno=['b']", "field = 'tag' is not known"),
    "a string for a list": (
        "[[label]]\nid='label/x'\nlabels='a'\nfield='topics'\nyes=['a']\nno=['b']",
        "'labels' must be a list",
    ),
    "no host": ("[[template]]\nid='template/x'\nlines=['a']\nplace='above'\nyes=['a']\nno=['b']", "needs 'host'"),
    "host": ("[[date]]\nid='date/x'\nhost='www.x.org'\norder='day-first'\nyes=['13/01/2011']\nno=['01/13/2011']", "without"),
    "template": (
        "[[template]]\nid='template/x'\nhost='*'\nlines=['a']\nplace='above'\nyes=['b']\nno=['c']",
        "'yes' example does not match: 'b'",
    ),
    "no lines": ("[[template]]\nid='template/x'\nhost='*'\nplace='above'\nyes=['b']\nno=['c']", "needs 'lines'"),
    "fate": (
        "[[template]]\nid='template/x'\nhost='*'\nlines=['a']\nplace='above'\nfate='kept'\nyes=['a']\nno=['c']",
        "fate = 'kept' is not known",
    ),
    "pages": (
        "[[template]]\nid='template/x'\nhost='*'\nlines=['a']\nplace='above'\npages=0\nyes=['a']\nno=['c']",
        "'pages' must be a number",
    ),
    "order": ("[[date]]\nid='date/x'\nhost='*'\norder='day-first'\nyes=['01/13/2011']\nno=['x']", "does not match"),
    "the same id": ("[[notice]]\nid='notice/eeas-archived'\nmatch=['a']\nyes=['a']\nno=['b']", "the id is given twice"),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_faults_are_named_on_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([str(path)])
    said = str(caught.value)
    assert message in said
    assert "\n" not in said
    assert "mine.toml" in said


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"none\.toml"):
        load_rules([str(tmp_path / "none.toml")])
