"""What ``explain`` prints on a terminal."""

import pytest

from archtool.output.terminal import painter, visible


def test_a_line_separator_of_unicode_is_no_line_end() -> None:
    paint = painter()
    assert paint("1\tkept\ttext\tone\u2028two\n2\tkept\ttext\tthree\n").count("\n") == 2


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x1b", "\x9b", "\x07"])
def test_signs_that_move_text_are_shown(sign: str) -> None:
    assert sign not in visible(f"abc{sign}def")
    assert "\\" in visible(f"abc{sign}def")
