# cython: language_level=3, annotation_typing=False
"""Take elements whole, or with another role than their tag has: formulas, notes, icons, boxes, raised signs.

The second of the four layers of ``html_walk.py``, above ``html_making.py``.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.blocks.html_formulas import formula, image
from archtool.blocks.html_making import Making
from archtool.blocks.html_signs import note_label, quotation_marks, signs
from archtool.blocks.html_special import (
    BOXES,
    CALLOUT,
    FORMULA,
    ICON,
    MARGIN_NOTE,
    NAMED_BOX,
    NOTE_MARK,
    NUMBERS,
    PROMPT,
    SPECIAL,
    UNSEEN,
    callout_of,
    is_unseen,
    is_within_text,
    label_of_note,
    said_kind,
    text_of,
)  # fmt: skip
from archtool.blocks.html_tags import (
    BLOCK,
    CELL,
    FALLBACK,
    HEADING,
    IMAGE,
    LINK,
    MATH,
    OWN_BLOCKS,
    PRE,
    ROW,
    SIGN,
    SMALL,
    SPAN,
)  # fmt: skip
from archtool.blocks.html_text import LONGEST_SIGN, is_line

HIDDEN_SIZE = 120  # characters; a shorter hidden element is a label or a message for scripts to show
SENTENCE = 40  # characters before a sign that are read to classify it
KEPT_SPACE = re.compile(r"white-?space(?:\s*:\s*|-)(?:pre|break-spaces)")
_REASONS = {UNSEEN: "screen-reader", NUMBERS: "line-numbers", ICON: "icon", PROMPT: "prompt"}


def kind_of(classes: str) -> int:
    """Return the special kind of an element with these classes, as ``html_special.py`` defines it."""
    if ("idden" in classes or "creen" in classes or "sr-only" in classes) and is_unseen(classes):
        return UNSEEN
    found = 0
    for token in classes.split():
        kind = SPECIAL.get(token, 0)
        if kind:
            if kind != NAMED_BOX:
                return kind
            found = kind
    return found


class Taking(Making):
    """The blocks of a page so far, and the treatment of special elements."""

    def _role_in_text(self, place: int, tag: str) -> int:
        """Return the role of an element that may stand in a sentence: a custom element, a button, ``<noscript>``."""
        if "-" in tag:
            return SPAN if is_within_text(self._tree.node(place), False) else BLOCK
        return SPAN if tag == "button" and is_within_text(self._tree.node(place), True) else BLOCK

    def _role_in_pre(self, role: int, classes: str, apart: bool) -> int:
        """Return the role of an element in preformatted text, where each line may have an element of its own."""
        if (role in (ROW, CELL)) and len(self._tables) <= self._around:  # of a table of lines
            if role == ROW:
                self._end_line()
            return BLOCK if role == ROW else SPAN
        if apart or (role in OWN_BLOCKS and not (role == PRE and is_line(classes))):
            self.flush()
            return role
        if role >= BLOCK or (role == SPAN and is_line(classes)):
            self._end_line()
        return min(role, BLOCK)

    def _is_taken(self, node: Any, tag: str, role: int, special: int, hidden: bool) -> bool:
        """Take an element whole if it is a formula, a margin note, or text that no reader sees; return whether."""
        attributes: dict[str, str | None] = node.attributes
        if role == IMAGE:
            return self._is_image_taken(node, attributes, hidden)
        if role == FALLBACK:
            text = text_of(node)
            if (text or node.css_first("iframe") is not None) and not (self._pieces and is_within_text(node, False)):
                return False
            self._put_aside(node, "hidden/noscript", text)
            return True
        if special == FORMULA or role == MATH:
            found = formula(node, attributes)
            if found is not None:
                if role >= BLOCK:
                    self.flush()
                said = text_of(node)
                is_lost = not found and "katex" in (attributes.get("class") or "")
                reason = "hidden/unread-formula" if is_lost else "hidden/formula"
                self._put_aside(node, reason, said if [said] != [tex.strip("$") for tex in found] else "")
                for tex in found:
                    self._add_formula(node, tex)
                if role >= BLOCK:
                    self.flush()
                return True
        elif special == CALLOUT or (special == NAMED_BOX and tag in BOXES):
            if role >= BLOCK and not hidden:
                self.flush()
                self._put_callout(node, attributes)
            return False
        elif special == MARGIN_NOTE and role == SPAN and self._pieces:
            return self._is_note_taken(node)
        elif special == NOTE_MARK and not hidden and self._is_mark_taken(node):
            return True
        reason = "element" if hidden and role < BLOCK else _REASONS.get(special, "")
        if not reason or role == HEADING or (special == UNSEEN and role == LINK):
            return False
        text = text_of(node)
        if special == NUMBERS and not "".join(text.split()).isdecimal() and text:
            return False
        if len(text) > HIDDEN_SIZE and special != NUMBERS and special != PROMPT:
            return False
        if special == ICON and not hidden and " " in text:
            return False
        self._put_aside(node, f"hidden/{reason}", text)
        return True

    def _is_image_taken(self, node: Any, attributes: dict[str, str | None], hidden: bool) -> bool:
        """Take an image of a formula or a character as text; record others as pictures."""
        alt = attributes.get("alt") or ""
        classes = attributes.get("class") or ""
        said = classes + (attributes.get("src") or "")[:200]
        if ("tex" in said or "math" in said or "=tx" in said or "ql-img" in said) and not self._flag:
            for tex in image(attributes) or ():
                self._add_formula(node, tex)
                return True
        emoji = "emoji" in classes or "smil" in classes
        if emoji and 0 < len(alt) <= LONGEST_SIGN and self._pieces and not self._flag:
            self._pieces.append(alt)
            self._take(node, alt, self._mark)
        if not hidden and not self._flag:
            self._put_beside("picture", alt, node)
        return False

    def _is_note_taken(self, node: Any) -> bool:
        """Take a note inside a sentence: leave a sign there and put the note after the block."""
        if not text_of(node):
            return False
        self._noted += 1
        self.noted = True
        label = self._waits or label_of_note(node) or str(self._noted)
        self._waits = ""
        self._pieces.append(f"[{label}]")
        self._take(node, f"[{label}]", (0, f"#note:{node.mem_id}"))
        self._notes.append((node, label))
        return True

    def _is_mark_taken(self, node: Any) -> bool:
        """Take the mark of a note that follows directly: the note's own sign replaces it."""
        following = node.next
        if not self._pieces or following is None or kind_of(following.attributes.get("class") or "") != MARGIN_NOTE:
            return False
        self._waits = text_of(node).strip("[]() ")
        return True

    def _put_callout(self, node: Any, attributes: dict[str, str | None]) -> None:
        """Record the beginning of a box set off from the text."""
        said = said_kind(attributes)
        kind = callout_of(attributes.get("class") or "", said, node.tag)
        if kind and attributes.get("role") != "dialog":
            self._put_beside("callout", kind, node)

    def _keeps_space(self, place: int, classes: str) -> bool:
        """Whether a style makes the text of an element preformatted, and it has line breaks."""
        style = self._tree.value(place, "style") or ""
        kept = "block" in classes.split() or KEPT_SPACE.search(f"{style} {classes}") is not None
        return kept and "\n" in self._tree.node(place).text(deep=True).strip()

    def _signs(self, place: int, tag: str, role: int, address: str | None) -> Any:
        """Return the signs before and after an element and the mark of its text; ``None`` if it has none."""
        if role == LINK and (not self._pieces or self._raised or not address or address[0] != "#"):
            return None
        node = self._tree.node(place)
        if role == LINK:
            if node.css_first("sup") is not None:  # it has signs of its own
                return None
            return note_label(text_of(node), self._pieces[-1][-1:])
        if tag == "q":
            return quotation_marks(self._language, self._quotes, text_of(node))
        if self._mark[0] & SMALL:  # raised within raised
            return None
        before = "".join(self._pieces[-4:])[-SENTENCE:] if self._pieces else ""
        return signs(node, tag, before, bool(self._link) and self._address[:1] == "#")

    def _open_sign(self, place: int, state: Any) -> None:
        """Write the sign at the beginning of an element."""
        self._raised += 1
        if state is None:
            return
        before, _, style, link = state
        self._quotes += style < 0
        if style > 0:
            self._mark = (self._mark[0] | style, self._mark[1])
            self._marked[self._element] = self._mark
        if before:
            self._write(self._tree.node(place), before, link)

    def _write(self, node: Any, sign: str, link: str) -> None:
        """Add a sign for something that the page shows only by markup to the block."""
        if sign:
            self._last = self._element
            self._seam = 0
            self._pieces.append(sign)
            if sign.strip():
                style = self._mark[0] | SIGN if self._mark[0] & SMALL else self._mark[0]
                self._take(node, sign.strip(), (style, link or self._mark[1]))
