"""What the judges see of a page while it is judged: its blocks, the verdicts so far, and a few shared readings of both.

A judge never writes here: it proposes verdicts, and ``judge/__init__.py`` applies them in one place.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from archtool.blocks import Split
from archtool.model import Block, Page, Settings, Verdict
from archtool.rules import Rule, Rulebook
from archtool.startup.patterns import lazy

HEAD_LIMIT, TOP_LINES = 60, 5  # lines of a head that are looked at: the first, and those next to the text
UNLIKELY = 0.2  # chance of being main content below which the model takes running text for the site's own
CERTAIN = 0.6  # chance from which running text under a title is the page's own
PREFACES = 2  # lines of running text above a title that other lines below them show to be one
PREFACE_REACH = 40  # lines below them in which those lines stand
PROSE = 120  # characters; a line this long with a sentence's end in it is running text
SHORT_PROSE = 60  # characters; a line this long that ends like a sentence is running text
STANDFIRST = 300  # characters
STANDFIRST_REACH = 4  # lines under a standfirst
TITLE_REACH = 12  # lines under a notice
STANDFIRST_DATE = 90  # characters of a dateline under a standfirst
LONG = 250  # characters; no title or label value seen is longer
_ENDS = (".", "!", "?", "。", "！", "？", "؟", "।", "…")
_BLANKS = " \t\n\x0b\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_BEHIND_ENDS = "\"'”’»«“‘)]" + _BLANKS
_SENTENCE_INSIDE = lazy(r"[.!?][\"'”’»«“‘)]*\s+[\"'“„«»‘‚¿¡(]*[^\W\d_a-z]|[。！？؟]")
_DENSE = lazy("[\u3040-\u9fff\uac00-\ud7af]")
_YEAR = lazy(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|\d[./]\d\d?[./]\d\d")


Memo = dict[tuple[str, str], Any]


class View(NamedTuple):
    """A page under judgement. ``verdicts`` has ``None`` for a block of which nothing has been said yet.

    ``memo`` keeps what ``furniture`` and ``head`` found; ``settings`` are the switches of the run. ``chances`` is the
    model's opinion of the lines of a dump: how likely each is main content, and its ``words``; ``running``: which lines
    are running text, and not that of a notice of the site.
    """

    page: Page
    blocks: Sequence[Block]
    verdicts: Sequence[Verdict | None]
    rules: Rulebook
    memo: Memo
    pieces: Split
    settings: Settings = Settings()
    chances: Sequence[float] = ()
    words: Sequence[float] = ()
    running: Sequence[bool] = ()

    def unlikely(self, index: int) -> bool:
        """Return whether the model takes the line for the site's own."""
        return bool(self.chances) and self.chances[index] < UNLIKELY

    def is_text(self, index: int) -> bool:
        """Return whether the line is running text, and not that of a notice of the site."""
        return self.running[index] if self.chances else is_prose(self.blocks[index].text)

    def stretch(self) -> tuple[int, int]:
        """Return where the first and the last open line of running text stand; (number of lines, -1) if none does."""
        found = [index for index, text in enumerate(self.running) if text and self.verdicts[index] is None]
        return (found[0], found[-1]) if found else (len(self.blocks), -1)

    def furniture(self, place: str, text: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the rule of chrome at ``place`` that matches the line ``text``; asked once a page and line."""
        key = (place, text)
        if key not in self.memo:
            self.memo[key] = self.rules.find("chrome", place, text)
        found: tuple[Rule, re.Match[str]] | None = self.memo[key]
        return found

    def notice(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the notice that a line is, with its match; asked once a page and line."""
        key = ("notice", text)
        if key not in self.memo:
            self.memo[key] = self.rules.find("notice", "above", text)
        found: tuple[Rule, re.Match[str]] | None = self.memo[key]
        return found

    def footer(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the rule of a sentence about the post that the line is, with its match; asked once a page and line."""
        key = ("footer", text)
        if key not in self.memo:
            self.memo[key] = self.rules.find("footer", "", text)
        found: tuple[Rule, re.Match[str]] | None = self.memo[key]
        return found

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

        Sentences that the model takes for the site's are no text. A sentence or two above a line that only stands near
        a title (its day, a label such as ``Text``) is a standfirst, or a notice that the model did not know.
        """
        return self._head()[0]

    def begin(self) -> int:
        """Return where the running text begins; the number of lines where there is none."""
        return self._head()[1]

    def _head(self) -> tuple[list[int], int]:
        key = ("head", str(self.verdicts.count(None)))
        if key not in self.memo:
            lines, begin = self._find_head()
            if len(lines) > HEAD_LIMIT:
                lines = lines[:TOP_LINES] + lines[TOP_LINES - HEAD_LIMIT :]
            self.memo[key] = (lines, begin)
        found: tuple[list[int], int] = self.memo[key]
        return found

    def _find_head(self) -> tuple[list[int], int]:
        found: list[int] = []
        prefaces = 0
        for index, block in enumerate(self.blocks):
            if not self.open(index):
                if self.begins_text(index):
                    return found, index
                continue
            if self.is_text(index) and not self.notice(block.text):
                prefaces += 1
                if prefaces > PREFACES or not self._is_preface(index, found):
                    return found, index
                if not self._under_title(index, found):
                    continue
            found.append(index)
        return found, len(self.blocks)

    def _under_title(self, index: int, found: Sequence[int]) -> bool:
        """Return whether a line that may be a title stands directly above running text."""
        if not found or found[-1] != index - 1 or self.unlikely(index - 1):
            return False
        above = self.blocks[index - 1].text
        return len(above.split()) > 2 and not _YEAR.search(above) and not self.furniture("above", above)

    def _is_preface(self, index: int, found: Sequence[int]) -> bool:
        """Return whether running text stands above the page's own head, and is no beginning of its text."""
        under = self._under_title(index, found)
        if under and (not self.chances or self.chances[index] >= CERTAIN):
            return len(self.blocks[index].text) <= STANDFIRST and self._date_follows(index + 1, STANDFIRST_REACH)
        if not self.chances:
            return False
        if any(not self.unlikely(above) and len(self.blocks[above].text.split()) > 2 for above in found):
            return self._date_follows(index + 1, PREFACE_REACH)
        return self._date_follows(index + 1, PREFACE_REACH) or self._title_follows(index + 1)

    def _title_follows(self, start: int) -> bool:
        """Return whether a line like a title, set off from what stands below, comes before the next running text."""
        for index in range(start, min(start + TITLE_REACH, len(self.blocks) - 1)):
            text = self.blocks[index].text
            if self.notice(text):
                continue
            if self.running[index]:
                return False
            words = count_words(text)
            below = index + 1
            if words > 2 and self.open(index) and not text.endswith((".", "。", ":", "：", ",")):
                alone = not self.blocks[below].tight or self.running[below]
                if alone and not self.furniture("above", text) and not _YEAR.search(text):
                    return len(self.blocks) - below > 1
        return False

    def _date_follows(self, start: int, reach: int) -> bool:
        """Return whether a short line with a date, or a label over the text, stands within the next lines."""
        texts = 0
        for index in range(start, min(start + reach, len(self.blocks))):
            text = self.blocks[index].text
            if self.is_text(index) and not self.notice(text):
                texts += 1
                if texts >= PREFACES or reach == STANDFIRST_REACH:
                    return False
            elif self.begins_text(index) or (len(text) < STANDFIRST_DATE and _YEAR.search(text) and "©" not in text):
                return any(map(self.is_text, range(index + 1, len(self.blocks))))
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
        return (size >= 30 and ends_sentence(text)) or size >= 90
    if size >= LONG:
        return True
    if size >= SHORT_PROSE and ends_sentence(text):
        return True
    return size >= PROSE and bool(_SENTENCE_INSIDE.search(text))


def count_words(text: str) -> float:
    """Return how many words a line has; two signs of a script that writes no blanks count as one."""
    return len(text) / 2 if not text.isascii() and _is_cjk(text) else len(text.split())


def _is_cjk(text: str) -> bool:
    """Return whether a line has letters of a script that writes no blanks and says more in fewer signs."""
    # Compiling the pattern takes longer than judging a page; most pages have no such letter.
    return max(text[:PROSE]) >= "\u3040" and _DENSE.search(text, 0, PROSE) is not None


def ends_sentence(text: str) -> bool:
    """Return whether a line ends like a sentence."""
    return text.rstrip(_BEHIND_ENDS).endswith(_ENDS)
