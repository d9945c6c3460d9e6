"""The read-only view that judges have of a page: its blocks, the verdicts so far, and properties derived from both.

Judges only propose verdicts; ``judge/__init__.py`` alone applies them.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from archtool.blocks import Split
from archtool.model import KEPT, REMOVED, Block, Page, Settings, Verdict
from archtool.rules import Rule, Rulebook
from archtool.startup.patterns import lazy

HEAD_LIMIT, TOP_LINES = 60, 5  # lines of a head that are read: those next to the text, and the first ones
UNLIKELY = 0.2  # chance of main content below which running text is taken for the site's
CERTAIN = 0.6  # chance of main content at which running text under a title is the page's own
PREFACES = 2  # most lines of running text above a title
PREFACE_REACH = 40  # lines below these that are searched for evidence of a title
PROSE = 120  # characters; a line this long that contains the end of a sentence is running text
SHORT_PROSE = 60  # characters; a line this long that ends like a sentence is running text
STANDFIRST = 300  # characters
STANDFIRST_REACH = 4  # lines under a standfirst that are searched for a date
TITLE_REACH = 12  # lines under a notice that are searched for a title
STANDFIRST_DATE = 90  # most characters of a dateline under a standfirst
LONG = 250  # characters; longer than any title or label value seen
# Behind the ideographic signs: Arabic, Devanagari, Urdu, Armenian, Ethiopic, Burmese and Khmer ones.
_ENDS = (".", "!", "?", "。", "！", "？", "؟", "।", "॥", "۔", "։", "።", "။", "។", "…")
_BLANKS = " \t\n\x0b\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_BEHIND_ENDS = "\"'”’»«“‘)]" + _BLANKS
_SENTENCE_INSIDE = lazy(r"[.!?][\"'”’»«“‘)]*\s+[\"'“„«»‘‚¿¡(]*[^\W\d_a-z]|[。！？؟]")
_DENSE = lazy("[\u3040-\u9fff\uac00-\ud7af]")
THAI, THAI_PROSE, THAI_WORD = ("\u0e00", "\u109f"), 75, 5  # Thai, Lao, Burmese: no blanks, no full stops; letters
_YEAR = lazy(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|\d[./]\d\d?[./]\d\d")


Memo = dict[tuple[str, str], Any]


class View(NamedTuple):
    """A page under judgement. ``verdicts`` has ``None`` for a block not yet judged.

    ``memo`` caches results such as those of ``furniture`` and ``head``; ``settings`` are the switches of the run. For
    the lines of a dump, ``chances`` are the model's chances of main content, ``words`` the word counts, and ``running``
    tells which lines are running text that the model does not take for the site's.
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
        """Return whether the model takes the line for the site's."""
        return bool(self.chances) and self.chances[index] < UNLIKELY

    def is_text(self, index: int) -> bool:
        """Return whether the line is running text that the model does not take for the site's."""
        return self.running[index] if self.chances else is_prose(self.blocks[index].text)

    def stretch(self) -> tuple[int, int]:
        """Return the indices of the first and last open line of running text; (number of lines, -1) without any."""
        found = [index for index, text in enumerate(self.running) if text and self.verdicts[index] is None]
        return (found[0], found[-1]) if found else (len(self.blocks), -1)

    def furniture(self, place: str, text: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the chrome rule for ``place`` that matches ``text``, with its match."""
        return self._match("chrome", place, text)

    def notice(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the notice rule that matches ``text``, with its match."""
        return self._match("notice", "above", text)

    def _match(self, kind: str, place: str, text: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the rule of a kind and place that matches ``text``, with its match; cached for the page."""
        key = (f"{kind} {place}", text)
        try:
            found: tuple[Rule, re.Match[str]] | None = self.memo[key]
        except KeyError:
            found = self.memo[key] = self.rules.find(kind, place, text)
        return found

    def lines_of(self, kind: str, place: str) -> dict[int, tuple[Rule, re.Match[str]]]:
        """Return the lines that match a rule of a kind and place, by index, with rule and match; found once a page."""
        key = ("lines", f"{kind} {place}")
        if key not in self.memo:
            self.memo[key] = self.rules.find_all(kind, place, [block.text for block in self.blocks])
        found: dict[int, tuple[Rule, re.Match[str]]] = self.memo[key]
        return found

    def open(self, index: int) -> bool:
        """Return whether the block has no verdict yet."""
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
        """Return the indices of the open blocks before the running text, in order.

        Sentences that the model takes for the site's do not count as text, nor does a sentence or two above a line
        found only near titles (a date, a label such as ``Text``): that is a standfirst, or a notice unknown to the
        model.
        """
        return self._head()[0]

    def begin(self) -> int:
        """Return the index at which the running text begins; the number of lines if there is none."""
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
        """Return whether a possible title stands directly above the running text at ``index``."""
        if not found or found[-1] != index - 1 or self.unlikely(index - 1):
            return False
        above = self.blocks[index - 1].text
        return len(above.split()) > 2 and not _YEAR.search(above) and not self.furniture("above", above)

    def _is_preface(self, index: int, found: Sequence[int]) -> bool:
        """Return whether running text stands above the page's head and does not begin its text."""
        under = self._under_title(index, found)
        if under and (not self.chances or self.chances[index] >= CERTAIN):
            return len(self.blocks[index].text) <= STANDFIRST and self._date_follows(index + 1, STANDFIRST_REACH)
        if not self.chances:
            return False
        if any(not self.unlikely(above) and len(self.blocks[above].text.split()) > 2 for above in found):
            return self._date_follows(index + 1, PREFACE_REACH)
        return self._date_follows(index + 1, PREFACE_REACH) or self._title_follows(index + 1)

    def _title_follows(self, start: int) -> bool:
        """Return whether a title-like line, set off from what follows, comes before the next running text."""
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
        """Return whether the next lines have a short one with a date, or a label above the text."""
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
        """Return whether the block is a label such as ``Text`` that stands above the running text."""
        verdict = self.verdicts[index]
        return verdict is not None and verdict.note == BODY_BEGINS


BODY_BEGINS = "the text begins"


def day_first_on(view: View) -> bool | None:
    """Return whether the page's site writes days before months, if a rule says so."""
    habit = view.rules.site.dates if view.rules.site else None
    return habit.order == "day-first" if habit else None


def habit_of(view: View, text: str) -> str:
    """Return the id of the site rule that resolves the order of a date; empty if the date itself does."""
    from archtool.fields.dates import find_dates

    habit = view.rules.site.dates if view.rules.site else None
    if not habit or not any(match.ambiguous for match in find_dates(text)):
        return ""
    return f"{habit.id}: {habit.order}{', as ' * bool(habit.frequency)}{habit.frequency}"


def is_prose(text: str) -> bool:
    """Return whether a line is running text rather than a title, label, value or menu entry."""
    size = len(text)
    if size < 24:
        return False
    if not text.isascii() and _is_cjk(text):
        return (size >= 30 and ends_sentence(text)) or size >= 90
    if size >= LONG or (size >= THAI_PROSE and _is_thai(text)):
        return True
    if size >= SHORT_PROSE and ends_sentence(text):
        return True
    return size >= PROSE and bool(_SENTENCE_INSIDE.search(text))


SCORED = "scorer/boilerplate"  # the rule of what the trained models remove


@cache
def opinion(kept: bool, percent: int, follows: bool) -> Verdict:
    """Return the verdict of a trained model; ``follows``: for what stands around the block, against the model."""
    note = f"main content: {percent}%" + (", as what stands around it" if follows else "")
    return Verdict(KEPT, note=note) if kept else Verdict(REMOVED, SCORED, note=note)


def count_words(text: str) -> float:
    """Return the number of words of a line; two characters of a script without spaces count as one."""
    if text.isascii():
        return len(text.split())
    if _is_thai(text):
        return len(text) / THAI_WORD
    return len(text) / 2 if _is_cjk(text) else len(text.split())


def _is_cjk(text: str) -> bool:
    """Return whether a line has letters of a script without spaces, which needs fewer characters."""
    return _DENSE.search(text, 0, PROSE) is not None


def _is_thai(text: str) -> bool:
    """Return whether a line begins in Thai, Lao or Burmese, which separate neither words nor sentences."""
    return THAI[0] <= text[0] <= THAI[1] or THAI[0] <= text[-1] <= THAI[1]


def ends_sentence(text: str) -> bool:
    """Return whether a line ends with the punctuation of a sentence."""
    return text.rstrip(_BEHIND_ENDS).endswith(_ENDS)
