"""What the judges see of a page while it is judged: its blocks, the verdicts so far, and a few shared readings of both.

A judge never writes here: it proposes verdicts, and ``judge/__init__.py`` applies them in one place.
"""

# No postponed annotations: each would be compiled for a named tuple.
import re
from collections.abc import Sequence
from typing import NamedTuple

from archtool.blocks import Split
from archtool.model import Block, Page, Settings, Verdict
from archtool.rules import Rule, RuleBook
from archtool.startup.patterns import lazy

HEAD_LIMIT = 60  # lines; what stands further down is no longer near the title
PROSE = 120  # characters; a line this long with a sentence's end in it is running text
SHORT_PROSE = 60  # characters; a line this long that ends like a sentence is running text
STANDFIRST = 300  # characters
STANDFIRST_DATE = 90  # characters of a dateline under a standfirst
LONG = 250  # characters; no title or label value seen is longer
_SENTENCE_END = lazy(r"""[.!?。！？؟।…][\s"'”’»)\]]*$""")
_SENTENCE_INSIDE = lazy(r"[.!?][\"'”’»)]*\s+[^\W\d_a-z]|[。！？؟]")
_DENSE = lazy("[\u3040-\u9fff\uac00-\ud7af]")
_YEAR = lazy(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|\d[./]\d\d?[./]\d\d")


Memo = dict[tuple[str, str], tuple[Rule, re.Match[str]] | None]


class View(NamedTuple):
    """A page under judgement. ``verdicts`` has ``None`` for a block of which nothing has been said yet.

    ``memo`` keeps what ``furniture`` found; ``candidates`` is what the page's metadata says, ``reading`` what the
    walk over an HTML tree learned; ``settings`` are the switches of the run.
    """

    page: Page
    blocks: Sequence[Block]
    verdicts: Sequence[Verdict | None]
    rules: RuleBook
    memo: Memo
    pieces: Split
    settings: Settings = Settings()

    def furniture(self, place: str, text: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the rule of chrome at ``place`` that matches the line ``text``; asked once a page and line."""
        key = (place, text)
        if key not in self.memo:
            self.memo[key] = self.rules.find("chrome", place, text)
        return self.memo[key]

    def open(self, index: int) -> bool:
        """Return whether nothing has been said of the block."""
        return self.verdicts[index] is None

    def given(self, field: str) -> int | None:
        """Return the index of the first block that gave ``field``."""
        for index, verdict in enumerate(self.verdicts):
            if verdict is not None and verdict.fate == "field":
                for value in verdict.gives:
                    if value.field == field:
                        return index
        return None

    def head(self) -> list[int]:
        """Return the indices of the open blocks before the running text begins, in order.

        One sentence or two between a title and its dateline or labels is a standfirst and still the head.
        """
        found: list[int] = []
        standfirst = False
        for index, block in enumerate(self.blocks):
            if not self.open(index):
                if self.begins_text(index):
                    break
                continue
            if len(found) >= HEAD_LIMIT:
                break
            if is_prose(block.text):
                if standfirst or not self._is_standfirst(index, found):
                    break
                standfirst = True
            found.append(index)
        return found

    def _is_standfirst(self, index: int, found: Sequence[int]) -> bool:
        """Return whether running text stands directly under a title and is followed by a line with a date."""
        if not found or found[-1] != index - 1 or len(self.blocks[index].text) > STANDFIRST:
            return False
        above = self.blocks[index - 1].text
        return len(above.split()) > 2 and not _YEAR.search(above) and self._date_follows(index + 1)

    def _date_follows(self, start: int) -> bool:
        """Return whether a short line with a date stands within the next lines."""
        for index in range(start, min(start + 4, len(self.blocks))):
            text = self.blocks[index].text
            if is_prose(text):
                return False
            if len(text) < STANDFIRST_DATE and _YEAR.search(text):
                return any(is_prose(block.text) for block in self.blocks[index + 1 :])
        return False

    def begins_text(self, index: int) -> bool:
        """Return whether the block is a label such as ``Text``, under which the running text begins."""
        verdict = self.verdicts[index]
        return verdict is not None and verdict.note == BODY_BEGINS


BODY_BEGINS = "the text begins"


def day_first_on(view: View) -> bool | None:
    """Return whether the page's site writes days before months, where a rule says so."""
    habit = view.rules.site.dates if view.rules.site else None
    return habit.order == "day-first" if habit else None


def habit_of(view: View, text: str) -> str:
    """Return by which rule of the page's site a date is read; empty where the date itself tells day from month."""
    from archtool.fields.dates import find_dates

    habit = view.rules.site.dates if view.rules.site else None
    if not habit or not any(match.ambiguous for match in find_dates(text)):
        return ""
    return f"{habit.id}: {habit.order}{', as ' * bool(habit.frequency)}{habit.frequency}"


def is_prose(text: str) -> bool:
    """Return whether a line is running text and not a title, a label, a value or a menu entry."""
    size = len(text)
    if size < 24:
        return False
    if not text.isascii() and _is_cjk(text):
        return (size >= 30 and bool(_SENTENCE_END.search(text))) or size >= 90
    if size >= LONG:
        return True
    if size >= SHORT_PROSE and ends_sentence(text):
        return True
    return size >= PROSE and bool(_SENTENCE_INSIDE.search(text))


def _is_cjk(text: str) -> bool:
    """Return whether a line has letters of a script that writes no blanks and says more in fewer signs."""
    # Compiling the pattern takes longer than judging a page; most pages have no such letter.
    return max(text[:PROSE]) >= "\u3040" and _DENSE.search(text, 0, PROSE) is not None


def ends_sentence(text: str) -> bool:
    """Return whether a line ends like a sentence."""
    return bool(_SENTENCE_END.search(text))
