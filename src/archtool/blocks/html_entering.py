# cython: language_level=3, annotation_typing=False
"""Begin and end elements during a walk: the kind of block that their text makes, its markup, and what ends with them.

The third of the four layers of ``html_walk.py``, above ``html_taking.py``.
"""

from __future__ import annotations

from typing import Any

from archtool.blocks.html_making import HIDDEN, IN_NOSCRIPT, ORDINAL
from archtool.blocks.html_tables import Table
from archtool.blocks.html_tags import (
    BLOCK,
    CELL,
    CLOSED,
    CODES,
    FALLBACK,
    HEADING,
    IMAGE,
    INLINE,
    ITEM,
    KIND,
    KINDS,
    LINK,
    LIST,
    OPENED,
    PLAIN,
    PRE,
    QUOTING,
    ROLES,
    ROW,
    SIGNED,
    TABLE,
)  # fmt: skip
from archtool.blocks.html_taking import Taking
from archtool.blocks.html_text import LINE

HTML, CITE = CODES["html"], CODES["cite"]
DEEPEST = 32  # level of a list item; the indents of deeper ones would be most of the text


class Entering(Taking):
    """The blocks of a page so far, and the position of the walk in its tree."""

    def _state(self) -> tuple[Any, ...]:
        """Return the state that :meth:`_leave` restores at the end of an element that changes it."""
        return (self._pre, self._flag, self._kind, self._level, self._group, self._item, self._depth, self._begun)

    def _enter(
        self, place: int, tag: str, code: int, style: int, role: int, tokens: str, address: str | None, hidden: bool
    ) -> None:
        """Begin an element; ``style`` is that of its tag, ``address`` that of a link."""
        self._marked.append(self._mark_in(tag, style, address))
        element = len(self.tokens)
        self._parents[element] = self._element
        self._codes[element] = code
        self._element = element
        self.tokens.append(tokens)
        if code == HTML:
            self._language = self._tree.value(place, "lang") or ""
        if hidden and not self._flag & HIDDEN:
            self._hidden += 1
            self._flag |= HIDDEN | ORDINAL * self._hidden
        if role < BLOCK:
            self._seam |= OPENED
        if role in (INLINE, SIGNED):
            self._marks += 1
            if code == CITE and self._kind == "quote" and not self._pieces:
                self._credit = self._element
        elif role == LINK:
            if self._touches:  # a reader sees links that touch as separate words, by their style
                self._pieces.append(" ")
            self._link += 1
            self._anchors += 1
            if self._pieces and address and ("#" in address or "javascript:" in address):
                self.noted = True
        elif role == IMAGE:
            self._images += 1
        elif role > BLOCK:
            self._begin(place, tag, role)

    def _mark_in(self, tag: str, style: int, address: str | None) -> tuple[int, str]:
        """Return the mark of the text in an element that begins."""
        if style < 0:
            self._mark = PLAIN
            if self._link:  # a link around whole blocks, as in cards: it marks the first of them and the headings
                if self._linking < 0:
                    self._linking = len(self.texts)
                if self._linking == len(self.texts) or ROLES.get(tag) == HEADING:
                    self._mark = (0, self._address)
        elif address and tag == "a":
            self._mark = (self._mark[0], address)
            self._address = address
            self._linking = -1
        elif style and not (tag == "cite" and self._element >= 0 and self._codes[self._element] in QUOTING):
            self._mark = (self._mark[0] | style, self._mark[1])
        return self._mark

    def _begin(self, place: int, tag: str, role: int) -> None:
        """Set the kind of the blocks made from the text of an element."""
        if role == ITEM:
            level = min(max(self._depth, 1), DEEPEST)
            self._kind, self._level, self._group, self._item = "item", level, self._lists, self._element
        elif role == LIST:
            if not self._depth:
                self._lists += 1
            self._depth += 1
        elif role == HEADING:
            self._kind, self._level, self._group = "heading", int(tag[1]), 0
        elif role == KIND:
            self._kind, self._level, self._group = KINDS[tag], 0, 0
        elif role == PRE:
            self._pre += 1
            if self._kind != "item":  # otherwise it is code in that item
                self._level = self._group = 0
            self._kind = "code"
            self._around = len(self._tables)
            self._lists_code = tag != "pre"
        elif role == FALLBACK:
            self._flag |= IN_NOSCRIPT
        elif role == TABLE:
            if self._tables:
                self._tables[-1].layout = True
            self._rows += 1
            self._tables.append(Table(len(self.texts), self._rows, self._tree.value(place, "role"), len(self.beside)))
            self._kind, self._level, self._group, self._depth = "paragraph", 0, 0, 0
        elif role == ROW:
            if self._tables:
                self._tables[-1].begin_row(self._element)
        elif role == CELL:
            self._kind, self._level, self._group, self._depth = "paragraph", 0, 0, 0
            if self._tables:
                spans = (self._tree.value(place, "colspan"), self._tree.value(place, "rowspan"))
                self._tables[-1].begin_cell(len(self.texts), tag == "th", spans)

    def _leave(self, role: int, state: tuple[Any, ...] | None) -> None:
        """End an element, and what it began."""
        element = self._parents[self._element]
        if role == BLOCK and self._pre and state is None:
            self._end_line()
        elif role >= BLOCK:
            self.flush()
            if role == TABLE:
                self._tables.pop().close(self)
            elif role == CELL and self._tables:
                self._tables[-1].end_cell(len(self.texts))
            if state is not None:
                (self._pre, self._flag, self._kind, self._level, self._group, self._item, self._depth, begun) = state
                if role == ITEM:  # text after a nested list continues its item
                    self._begun = begun
        else:
            if role in (SIGNED, LINK):
                self._raised -= 1
                if state is not None:
                    self._quotes -= state[2] < 0
                    if self._sources:  # otherwise its block has ended
                        self._write(self._sources[-1], state[1], state[3])
            self._seam |= CLOSED
            if role == LINK:
                self._touches = bool(self._pieces)
                self._link -= 1
            elif self._element == self._credit:
                if self._pieces:
                    self._pieces.append(LINE)
                self._credit = -1
        self._element = element
        self._mark = self._marked[element] if element >= 0 else PLAIN
        if element < self._floor:  # ancestors have smaller indices
            self._floor = element
