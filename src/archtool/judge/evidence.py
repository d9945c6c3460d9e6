"""Weigh the evidence that a line is a label of the content system.

Used by ``labels.py``. Each observation about the neighbourhood adds points, independent of the position on the page,
so that a line added elsewhere changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from archtool.fields.dates import parse_date
from archtool.judge.marks import Mark
from archtool.judge.values import Labelled, has_copies, keys_of
from archtool.judge.view import View, count_words, ends_sentence, is_prose
from archtool.model import FIELD, REMOVED
from archtool.topics import split_list

ENOUGH, DOUBTED = 2.0, 1.0
OWN_WORD, BEHIND_COLON, COLON = 2.0, 2.0, 0.5  # a word used only as a label; a value on the same line; a colon
CHAIN = 1.5  # another label directly above or below
LIST, COPIES, DAY = 0.5, 1.5, 1.5  # several values; values repeated elsewhere on the page; a value that is a date
BELOW, UNDER_TITLE, MENU, MIDST, EMPTY = 1.0, 0.5, -3.0, -2.0, -9.0  # by place; the last: amid the text without values
SITE_S, DOCUMENT_S = 1.0, -1.0  # by the model's opinion of the values
LOW, HIGH = 0.4, 0.65  # mean chances of main content for these two
UNDER, HEADING = 0.5, -1.0  # values directly under the label; a label set off like a heading
CROWDED = -1.0  # an unknown short line directly above, as in a menu
WIDGET = -3.0  # a section such as ``Recent posts`` above: the list is the site's own
WIDGET_REACH = 60  # lines above a list that are searched for such a section
TITLES, TITLE_WORDS = -1.5, 6  # many values as long as titles of other pages
FEWEST_COPIES = 2
STRAY, GAP = 2, 2  # sentences below the closing lists, outside the text; lines between them and it
WIDGETS = frozenset({"chrome/comments", "chrome/previous-next"})
HEADS = ("text", "paragraph")  # of labels above the text


class Evidence:
    """Facts about a page and its possible labels, computed once for all of them."""

    def __init__(self, view: View, marks: Sequence[Mark]) -> None:
        self.view = view
        self.marks = {mark.at: mark for mark in marks}
        self.first, self.last = view.begin(), self._last_text()
        title = view.given("title")
        self.title = -1 if title is None else title
        self.keys, self.counts = keys_of(view)
        self.menu = set(self.keys[: max(self.title, 0)])

    def _last_text(self) -> int:
        """Return the index of the last line of the text, ignoring a sentence or two below the closing labels."""
        texts = [index for index, text in enumerate(self.view.running) if text and self.view.open(index)]
        size = len(texts)
        while size > 1:
            stray = next((at for at in range(size - 1, 0, -1) if texts[at] - texts[at - 1] > GAP), 0)
            between = range(texts[stray - 1], texts[stray])
            if not stray or size - stray > STRAY or not any(at in self.marks for at in between):
                break
            size = stray
        return texts[size - 1] if texts else -1

    def of(self, item: Labelled) -> float:
        """Return the points for ``item``; at ``ENOUGH`` or more it is a label."""
        mark, rule = item.mark, item.mark.rule
        found = 0.0 if rule.weak else OWN_WORD
        if mark.value:
            found += BEHIND_COLON
        elif self.view.blocks[mark.at].text.endswith((":", "：")):
            found += COLON
        above = self._above(mark.at)
        found += CHAIN * (above + self._below(item))
        found += self._values(item) + self._place(item, above)
        return found

    def doubted(self, item: Labelled) -> bool:
        """Return whether a rejected line may still be a label, which the ledger then notes."""
        return not item.mark.value and bool(item.values) and item.mark.at > self.last >= 0

    def confirmed(self, items: list[Labelled]) -> list[Labelled]:
        """Return the labels, or none where the page is a manual that explains such words one by one.

        That is the case where labels stand above the text only, and further ones are headings in it.
        """
        taken = {item.mark.at for item in items}
        headings = [
            mark for mark in self.marks.values() if not mark.value and mark.at not in taken and mark.at > self.first
        ]
        below = any(item.mark.at > self.last for item in items) or any(
            verdict is not None and verdict.rule.startswith("label/") for verdict in self.view.verdicts[self.last + 1 :]
        )
        if headings and not below and not any(item.mark.value for item in items):
            return []
        return items

    def _above(self, at: int) -> bool:
        """Return whether the line above is a label, a value, or the date of the page."""
        index = at - 1
        steps = 0
        while index >= 0 and steps < 60:
            verdict = self.view.verdicts[index]
            near = at - index <= len(("value", "label")) or self.view.blocks[index + 1].tight
            if verdict is not None:
                return near and verdict.rule.startswith(("label/", "date/")) and verdict.fate in (FIELD, REMOVED)
            if index in self.marks and not self._is_menu(index, at):
                return near
            block = self.view.blocks[index]
            if is_prose(block.text) or not self.view.blocks[index + 1].tight:
                return False
            index -= 1
            steps += 1
        return False

    def _is_menu(self, index: int, at: int) -> bool:
        """Return whether two adjacent labels have no values: entries of a menu with the names of labels."""
        return at - index == 1 and self.marks[index].rule.takes == "list" and not self.marks[index].value

    def _below(self, item: Labelled) -> bool:
        """Return whether another label stands directly under the values."""
        after = (item.values[-1] if item.values else item.mark.at) + 1
        if after >= len(self.view.blocks):
            return False
        verdict = self.view.verdicts[after]
        if verdict is not None:
            return verdict.rule.startswith("label/")
        other = self.marks.get(after)
        if other is None or (other.rule.weak and self.view.furniture("below", self.view.blocks[after].text)):
            return False  # a word of the site's footer
        return bool(item.values) or item.mark.rule.takes != "list"

    def _values(self, item: Labelled) -> float:
        """Return the points for the values."""
        view, rule = self.view, item.mark.rule
        if rule.field in ("date", "modified"):
            text = item.mark.value or (view.blocks[item.values[0]].text if item.values else "")
            return DAY if text and len(text) < 60 and parse_date(text) else 0.0
        if rule.takes != "list" or not item.values:
            return 0.0
        entries = [view.blocks[index].text for index in item.values]
        if len(entries) == 1:
            entries = split_list(entries[0], False)
        found = LIST if len(entries) > 1 else 0.0
        if view.blocks[item.values[0]].tight:
            found += UNDER
        elif not view.blocks[item.mark.at].tight and len(item.values) > 1 and view.blocks[item.values[1]].tight:
            found += HEADING
        keys = [self.keys[index] for index in item.values]
        if sum(key in self.menu for key in keys) >= FEWEST_COPIES and item.mark.at > self.last:
            found += MENU  # they also stand in the head of the page
        elif has_copies(keys) or sum(self.counts[key] > 1 for key in keys) >= FEWEST_COPIES:
            found += COPIES
        if sum(count_words(entry) >= TITLE_WORDS for entry in entries) * 3 > len(entries):
            found += TITLES
        if view.chances:
            mean = sum(view.chances[index] for index in item.values) / len(item.values)
            found += SITE_S if mean < LOW else DOCUMENT_S if mean > HIGH else 0.0
        return found

    def _place(self, item: Labelled, above: bool) -> float:
        """Return the points for the place: below the text, under the title, above both, or amid the text."""
        at, rule = item.mark.at, item.mark.rule
        if at > self.last:
            if item.mark.value:
                return BELOW
            crowded = not above and self._crowded(item)
            return (
                BELOW + (CROWDED if crowded else 0.0) + (WIDGET if rule.takes == "list" and self._widget(at) else 0.0)
            )
        if at < self.first:
            if rule.takes in HEADS:
                return UNDER_TITLE + (COLON if rule.takes == "text" else 0.0)
            if rule.takes == "list" and not item.mark.value and not -1 < self.title < at:
                return MENU
            return UNDER_TITLE
        return MIDST if item.values or item.mark.value else EMPTY

    def _widget(self, at: int) -> bool:
        """Return whether the list belongs to a section of the site above it, with no running text between."""
        for index in range(at - 1, max(at - WIDGET_REACH, -1), -1):
            text = self.view.blocks[index].text
            if is_prose(text) or self._above(index + 1):
                return False
            found = self.view.furniture("below", text)
            if found and found[0].id in WIDGETS:
                return True
        return False

    def _crowded(self, item: Labelled) -> bool:
        """Return whether an unknown short line stands directly above.

        The last sentence of the text does not count above a list of topics; above categories, which may be the site's,
        it does.
        """
        at = item.mark.at
        if not at or not self.view.blocks[at].tight:
            return False
        above = self.view.blocks[at - 1].text
        is_list = item.mark.rule.field == "topics" and len(item.values) > 1
        return not is_prose(above) and not (is_list and ends_sentence(above))
