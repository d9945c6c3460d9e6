"""What ``explain`` prints on a terminal."""

import re

import pytest

from archtool.output.drawn import table
from archtool.output.terminal import visible


def test_words_of_pages_are_no_markup_and_columns_without_a_word_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    shown = table(("topic", "lists", "pages"), [["[red]Rain[/x] :smile:", "", "12"], ["Sun", "", "7"]])
    header, *rows = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in shown.splitlines()]
    assert header.split() == ["topic", "pages"]
    assert rows == ["[red]Rain[/x] :smile:     12", "Sun                        7"]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x1b", "\x9b", "\x07"])
def test_signs_that_move_text_are_shown(sign: str) -> None:
    assert sign not in visible(f"abc{sign}def")
    assert "\\" in visible(f"abc{sign}def")
