"""Dumps as tools make them: numbered links, Markdown, printed sheets, lines of one width; and what only looks like it."""

from __future__ import annotations

import pytest

from archtool.blocks.text import split_dump
from archtool.model import Settings
from archtool.pipeline import clean
from archtool.rules.rulebook import own_rules
from dumps import page


def texts(body: str) -> list[str]:
    return [block.text for block in split_dump(body, own_rules())]


STORY = """\
   The ferry between the two islands will run again from Easter Monday,
   after the [2]town council had found a new captain for it last week.
   Tickets cost as much as they did ten years ago.
"""
LISTED = """
References

   1. http://ferry.example/
   2. http://ferry.example/council
"""


def test_numbers_of_links_and_their_list_are_the_browser_s() -> None:
    record = clean(page(f"   [1]Home\n\n                  The ferry sails again\n\n{STORY}\n{STORY}{LISTED}"))
    assert record.text.count("after the town council had found") == 1
    assert record.text.count("Tickets cost as much as they did ten years ago.") == 2
    assert "ferry.example" not in record.text
    assert record.title == "The ferry sails again"


def test_a_number_in_brackets_without_a_list_is_the_author_s() -> None:
    assert "after the [2]town council had found" in clean(page(f"The ferry sails again\n\n{STORY}")).text


def test_numbers_that_do_not_count_on_are_notes() -> None:
    body = (
        "   [1]Home\n\n   So it was said.[7] And so it was written [1] again, as the old book of the town has it.\n"
        + LISTED
    )
    assert "said.[7] And so it was written [1] again" in clean(page(body)).text


def test_markdown_is_a_form_of_dump() -> None:
    body = (
        "# The ferry sails again\n\n2 April 2019\n\nThe [town council](http://ferry.example/council) has found a **new** captain "
        "for the old ferry.\n\n## What it costs\n\nAs much as it did ten years ago, says `the board`.\n\n"
        "Tags: [Ferries](http://ferry.example/t/1), [Easter](http://ferry.example/t/2)\n"
    )
    record = clean(page(body))
    assert record.title == "The ferry sails again"
    assert record.text.startswith("The town council has found a new captain for the old ferry.")
    assert record.topics == ("Ferries", "Easter")


def test_a_shell_prompt_and_a_bracket_are_no_markdown() -> None:
    body = "Installing the clock\n\nAs the administrator, type the following lines one after the other.\n\n# apt install clock\n\n# clock [--set](now)\n"
    assert texts(body)[2:] == ["# apt install clock", "# clock [--set](now)"]


SHEETS = """\
{head}
The ferry sails again

The ferry between the two islands will run again from Easter Monday,
after the town council had found a new captain for it last week, and

http://ferry.example/news                                          1/2
{head}

the board of the harbour had lent it the money. Tickets cost as much as
they did ten years ago, and children travel without paying for anything.

http://ferry.example/news                                          2/2
"""


@pytest.mark.parametrize("head", ["4/2/2019        The ferry sails again", ""])
def test_heads_and_feet_of_sheets_split_no_paragraph(head: str) -> None:
    record = clean(page(SHEETS.format(head=head)))
    assert "last week, and the board of the harbour had lent" in record.text
    assert "ferry.example" not in record.text
    assert record.title == "The ferry sails again"


def test_shares_that_are_counted_are_no_sheets() -> None:
    body = "How the town voted\n\nFor the bridge 1/2\n\nAgainst the bridge 1/3\n\nThe others did not know, said the clerk on Monday.\n"
    assert "For the bridge 1/2" in texts(body)


WRAPPED = """\
The ferry between the two islands will run again from Easter
Monday, after the town council had found a new captain for it
last week. Tickets cost as much as they did ten years ago.
"""
FERRY = " ".join(WRAPPED.split())


@pytest.mark.parametrize(
    "behind",
    [
        "The ferry in 1931\n",
        "\nhttp://ferry.example/a/long/address/that/takes/more/columns/than/any/line/of/the/text/above/it/and/then/some.html\n",
        "\n" + "A table of figures that is broader than the text above it was set  " * 3 + "\n",
    ],
)
def test_broken_lines_are_joined_whatever_else_stands_there(behind: str) -> None:
    assert FERRY in texts(f"The ferry sails again\n\n{WRAPPED}{behind}")


def test_indented_lines_of_a_list_are_joined() -> None:
    body = f"{WRAPPED}\n   * The old planks are taken up in April, so that the divers\n     can look at the piles below them.\n   * The crane comes in May.\n"
    found = texts(body)
    assert "The old planks are taken up in April, so that the divers can look at the piles below them." in found
    assert "The crane comes in May." in found


def test_signs_of_a_script_without_blanks_are_joined_without_one() -> None:
    line = "港口委员会在星期二晚上开会决定在冬季风暴到来之前重建东边的码头因为旧码头"
    assert texts(f"{line}\n{line}\n已经不能使用。\n") == [line + line + "已经不能使用。"]


def test_verse_is_not_joined() -> None:
    verse = "The tide that took the morning out to sea\nWill bring the evening home upon its back\nAnd lay it on the shingle by the quay\nAmong the nets, the lanterns and the wrack\n"
    assert len(texts(verse)) == 4


BOX = "┌────┬────┐\n│Year│Cost│\n├────┼────┤\n│2017│3.1 │\n├────┼────┤\n│2018│4.0 │\n└────┴────┘"
BAR = "+------+------+\n| Year | Cost |\n|------+------|\n| 2017 | 3.1  |\n| 2018 | 4.0  |\n+------+------+"


@pytest.mark.parametrize("drawn", [BOX, BAR])
def test_a_table_that_a_terminal_draws_stays_whole(drawn: str) -> None:
    body = f"The ferry sails again\n\n2 April 2019\n\n{FERRY}\n\n{drawn}\n\n{FERRY} So says the board.\n"
    text = clean(page(body)).text
    assert all(cell in text for cell in ("Year", "2017", "3.1", "2018", "4.0"))


@pytest.mark.parametrize(
    "line",
    [
        "– Torfowiska zatrzymują wodę, której nam brakuje – powiedział minister.",
        "– La porte reste ouverte à tous.",
        "– Берег принадлежит всем, – сказал губернатор",
    ],
)
def test_a_dash_that_opens_speech_is_no_bullet(line: str) -> None:
    assert texts(f"Heading\n\nThe first paragraph of the page stands here.\n\n{line}\n")[-1] == line


@pytest.mark.parametrize("line", ["– ropes and lamps", "– Zweitausend Bände"])
def test_a_dash_before_an_entry_of_a_list_is_a_bullet(line: str) -> None:
    blocks = split_dump(f"The mill has\n{line}\n", own_rules())
    assert (blocks[-1].kind, blocks[-1].text) == ("item", line[2:])


def test_numbers_of_w3m_stand_in_front_of_their_links() -> None:
    listed = "\nReferences:\n\n[1] http://ferry.example/\n[2] http://ferry.example/council\n"
    record = clean(page(f"[1]Home\n\nThe ferry sails again\n\n{STORY}\n{STORY}{listed}"))
    assert "after the town council had found" in record.text
    assert "ferry.example" not in record.text


def test_numbers_of_notes_stand_behind_words() -> None:
    told = "The ferry sails from Easter [1] as the board has decided, and the town council [2] has found a captain.\n"
    body = f"The ferry sails again\n\n{told}\n[1] http://ferry.example/\n[2] http://ferry.example/council\n"
    text = clean(page(body)).text
    assert "Easter [1] as the board" in text
    assert "http://ferry.example/council" in text


FIREFOX = """\
The ferry sails again                                 http://ferry.example/news

The ferry between the two islands will run again from Easter Monday,
after the town council had found a new captain for it last week, and
1 of 2                                                      4/2/2019, 10:22 AM
\fThe ferry sails again                                 http://ferry.example/news
the board of the harbour had lent it the money. Tickets cost as much as
they did ten years ago, and children travel without paying for anything.
2 of 2                                                      4/2/2019, 10:22 AM
"""


def test_sheets_of_firefox() -> None:
    text = clean(page(FIREFOX)).text
    assert "last week, and the board of the harbour had lent" in text
    assert "10:22" not in text


def test_counted_lines_without_a_time_are_no_feet() -> None:
    body = "How the town voted\n\n1 of 2    For the bridge, said Ann Holm\n\n2 of 2    Against it, said the clerk on Monday.\n"
    assert [text for text in texts(body) if "of 2" in text] == [
        "1 of 2 For the bridge, said Ann Holm",
        "2 of 2 Against it, said the clerk on Monday.",
    ]


def test_headings_of_markdown_may_be_underlined() -> None:
    body = (
        "The ferry sails again\n=====================\n\n2 April 2019\n\nThe [town council](http://ferry.example/council) has "
        "found a new captain for the old\nferry.\n\nWhat it costs\n-------------\n\nAs much as it did, says the board.\n"
    )
    record = clean(page(body), Settings(markup="md"))
    assert record.title == "The ferry sails again"
    assert "captain for the old ferry.\n\n## What it costs\n\nAs much" in record.text
    assert "===" not in record.text


def test_a_line_under_a_line_is_no_markdown_by_itself() -> None:
    body = "Ferry\n=====\n\nThe ferry sails *again* from Easter Monday, says the town council of both islands.\n"
    assert "sails *again* from" in clean(page(body)).text


BOARD = (
    "The harbour board met on Tuesday evening and agreed to rebuild the eastern pier before the winter storms return.\n\n"
    "Four million crowns are what it costs, and half of the sum comes from the fund of the county, says the clerk.\n"
)


@pytest.mark.parametrize(
    "front",
    [
        'title: "Pier: a plan"\ndate: 2019-03-14\ntags: [Harbours, C++]\nauthor: Ida Holm\nlayout: post\n',
        "title: Pier: a plan\ndate: 2019-03-14T08:00:00+01:00\ntags: Harbours, C++\nauthor: Ida Holm\n",
        'layout: post\ntitle: >-\n  Pier:\n  a plan\nauthor:\n  - "[[Ida Holm]]"\npublished: 2019-03-14\n# ours\ntags:\n- Harbours\n- "C++"\n',
        "title: 'Pier: a plan'\nauthor:\n  - name: Ida Holm\n    url: x\nkeywords: [Harbours, C++]\ndate: 14 March 2019\n",
    ],
)
def test_front_matter_of_other_programs_gives_its_values(front: str) -> None:
    for head in ("", "# Pier: a plan\n\n"):
        record = clean(page(f"---\n{front}---\n\n{head}{BOARD}"))
        assert (record.title, record.date, record.authors) == ("Pier: a plan", "2019-03-14", ("Ida Holm",))
        assert record.topics == ("Harbours", "C++")
        assert record.text == BOARD.strip()


@pytest.mark.parametrize(
    "head",
    [
        "---\nTitle: a pier\nDate: 14 March 2019\n---\n",
        "---\nThe pier: a plan\n---\n",
        "---\ntitle: the pier\nand what it costs\n---\n",
        "title: the pier\n---\n",
    ],
)
def test_lines_between_rules_are_no_front_matter(head: str) -> None:
    blocks = split_dump(head + BOARD, own_rules())
    assert "front" not in [block.kind for block in blocks]


LINKS = """
{head}
   1. http://ferry.example/
   2. http://ferry.example/council
   3. http://ferry.example/map
   4. http://ferry.example/timetable
"""
LINKED = """\
   [1]Home

                             The ferry sails again

   The ferry between the two islands will run again from Easter Monday,
   after the [2]town council had found a new captain for it last week, as
   the paper said.[3] Tickets cost as much as they did ten years ago. More at
   [4]http://ferry.example/timetable, and on the pier of both islands.

   The board of the harbour has lent the money for it, and children travel
   without paying for anything until the first day of June, as every year.
"""


@pytest.mark.parametrize("head", ["References\n", "References\n\n   Visible links", "Links:"])
def test_the_first_word_behind_a_link_number_gets_the_address(head: str) -> None:
    text = clean(page(LINKED + LINKS.format(head=head)), Settings(markup="md")).text
    assert "after the [town](http://ferry.example/council) council had found a new captain" in text
    assert "More at <http://ferry.example/timetable>, and on" in text
    assert "the paper said.\\[3] Tickets" in text  # of a note: behind a word, and no link begins there


def test_links_of_numbers_can_be_stripped() -> None:
    text = clean(page(LINKED + LINKS.format(head="References\n")), Settings(markup="md", links="strip")).text
    assert "after the town council had found a new captain" in text


def test_a_word_of_a_script_without_blanks_is_linked_by_its_first_sign() -> None:
    body = "[1]主页\n\n渡轮重新启航\n\n复活节星期一起，渡轮将再次在两岛之间航行，[2]市议会上周找到了新船长，票价与十年前相同。\n"
    text = clean(page(body + LINKS.format(head="References\n")), Settings(markup="md")).text
    assert "[市](http://ferry.example/council)议会上周找到了新船长" in text


def test_links_and_emphasis_of_markdown_stay_in_markdown() -> None:
    body = (
        "# The ferry sails again\n\nThe [town *council*](http://ferry.example/council 'Council') has found a **new** captain "
        "for\nthe [old ferry][F 1], says <http://ferry.example/>, but [not this][f2] and \\[nor](this).\n\n"
        "## What it costs\n\nAs much as it did ten years ago, [says](/board_of_it) the board of the harbour.\n\n"
        "[f  1]: http://ferry.example/old_one 'The one'\n"
    )
    record = clean(page(body), Settings(markup="md"))
    assert (
        "The [town *council*](http://ferry.example/council) has found a **new** captain for the "
        "[old ferry](http://ferry.example/old_one), says <http://ferry.example/>, but \\[not this]\\[f2] and \\[nor](this)."
    ) in record.text
    assert "[says](/board_of_it) the board" in record.text
    plain = clean(page(body)).text
    assert "The town council has found a new captain for the old ferry, says http://ferry.example/, but" in plain
