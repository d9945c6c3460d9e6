# cython: language_level=3, annotation_typing=False
"""The blocks of a page while a walk over its DOM makes them: what was found so far, and the text of the next block.

The lowest of four layers, each a class that extends the one before: this one, ``html_taking.py`` with the elements that
are more or less than their tag says, ``html_entering.py`` with how elements begin and end, and ``html_walk.py``, which
visits the nodes. Each has a file of types (``.pxd``) with which Cython compiles the source where it can.
"""

from __future__ import annotations

from typing import Any

from archtool.blocks.html_formulas import in_text, whole
from archtool.blocks.html_special import texts_of_note
from archtool.blocks.html_tables import Table
from archtool.blocks.html_tags import CLOSED, CODE, FIXED, OPENED, PLAIN, SEAMS, STYLES
from archtool.blocks.html_tags import FORMULA as TEX
from archtool.blocks.html_text import (
    ENCODED,
    LINE,
    LONGEST_SIGN,
    flowing,
    is_parted,
    is_sign,
    preformatted,
    prose_paragraphs,
)  # fmt: skip

# Flags of a block. Above them stands the ordinal of the outermost hidden element around it, from 1.
IN_NOSCRIPT = 1
HIDDEN = 2  # scripts may show it: tabs, accordions, pages that appear when they have loaded
ORDINAL = 4  # the factor of the ordinal


class Making:
    """What a walk found so far: the elements in document order, and the blocks as parallel lists.

    ``parents``, ``tags`` and ``tokens`` have one entry for each element (its parent's index, the code of its tag, its
    class, id, role and itemprop). The other lists have one for each block: ``owners`` is the innermost element holding
    all of its text, ``linked`` the characters inside links, ``anchors`` the links, ``marks`` the inline elements.
    ``linked_data`` has the texts of JSON-LD scripts, ``meta`` name and content of meta elements, in order. ``beside``
    has what is no block for the model: what a browser does not show, pictures, rules and embedded media; each with the
    index of the block that follows it.
    """

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.levels: list[int] = []
        self.groups: list[int] = []
        self.nodes: list[tuple[Any, ...]] = []
        self.spans: list[tuple[Any, ...]] = []
        self.owners: Any = []
        self.linked: Any = []
        self.anchors: Any = []
        self.marks: Any = []
        self.images: Any = []
        self.flags: Any = []
        self.linked_data: list[str] = []
        self.meta: list[tuple[str, str]] = []
        self.title = ""
        self.noted = False  # whether a link within text leads to a place in a page: it may be the mark of a note
        self.base = ""  # the address that links are relative to, where the page names one
        self.beside: list[list[Any]] = []  # position, kind or reason, text, node, level, group

        # The block that is being made.
        self._pieces: list[str] = []
        self._sources: list[Any] = []
        self._spans: list[tuple[str, tuple[int, str]]] = []  # of the sources, what they show and how they are marked
        self._owner = -1
        self._floor = -1  # the outermost element that the walk came back to since the block began
        self._linked = self._anchors = self._marks = self._images = self._breaks = 0
        # Where the walk is.
        self._kind = "paragraph"
        self._level = self._group = self._depth = self._lists = self._rows = 0
        self._item = self._begun = -1  # the list item around; the last of which a block has been made
        self._element = -1
        self._link = self._pre = self._flag = self._hidden = 0
        self._address = ""  # of the last link
        self._linking = -1  # how many blocks there were when the first element that is not inline began in it
        self._touches = False  # a link has just ended
        self._seam = 0  # the edges of inline elements since the last text
        self._last = -1  # the element of that text
        self._mark = PLAIN
        self._marked: list[tuple[int, str]] = []  # the mark of the text in each element
        self._classes: str | None = None
        self._credit = -1  # the <cite> that opens a quote: whom it quotes
        self._tables: list[Table] = []
        self._around = 0  # tables around the preformatted text
        self._lists_code = False  # it is no <pre>, but a table or boxes that a highlighter made
        self._special: dict[str, int] = {}  # what each class of the page says
        self._notes: list[tuple[Any, str]] = []  # margin notes in the sentence that is being made, and their labels
        self._noted = self._raised = 0
        self._waits = ""  # the mark of a note that follows
        self._quotes = 0
        self._language = ""
        self._parents: list[int] = []
        self._codes: list[int] = []

    def _add_text(self, node: Any) -> None:
        """Take one text node into the block that is being made."""
        text = node.text_content
        if not text:
            return
        shown = text
        if not self._pre:
            if text.isspace():
                if self._pieces:
                    self._pieces.append(" ")
                    self._touches = False
                return
            if ("\\" in text or "$" in text) and not self._mark[0] & CODE and self._add_formulas(node, text):
                return
            if self._link and len(text) <= LONGEST_SIGN and not text.isalnum() and is_sign(text, self._kind):
                return
            if len(text) > 400 and max(map(len, text.split())) >= 400:
                text = ENCODED.sub(" ", text)
        if self._breaks > 1:
            self.flush()
        if self._seam:
            if self._pieces and not self._pre and not text[0].isspace():
                before = self._pieces[-1]
                if before != LINE and not before[len(before) - 1].isspace() and self._is_seam(before, text):
                    self._pieces.append(" ")
            self._seam = 0
        self._last = self._element
        self._breaks = 0
        self._touches = False
        self._take(node, shown, self._mark)
        self._pieces.append(text)
        if self._link:
            self._linked += len(text)

    def _add_formulas(self, node: Any, text: str) -> bool:
        """Take the parts of a text that has TeX in it; tell whether it has."""
        parts = in_text(text)
        for part, is_formula in parts:
            if is_formula:
                self._add_formula(node, part)
            elif part:
                self._pieces.append(part)
                self._take(node, part, self._mark)
                self._linked += len(part) if self._link else 0
        return bool(parts)

    def _add_formula(self, node: Any, tex: str) -> None:
        """Take a formula; one that the page displays by itself stands on a line of its own."""
        if self._breaks > 1:
            self.flush()
        self._breaks = self._seam = 0
        self._last = self._element
        self._touches = False
        displayed = tex.startswith("$$")
        if displayed and self._pieces:
            self._pieces.append(LINE)
        self._take(node, tex, (TEX, ""))
        self._pieces.append(tex)
        if displayed:
            self._pieces.append(LINE)

    def _is_seam(self, before: str, after: str) -> bool:
        """Whether there is a gap between two texts at the edge of an inline element."""
        worn = SEAMS[self._codes[self._last]] | SEAMS[self._codes[self._element]]
        if worn & FIXED or (self._mark[0] | self._spans[-1][1][0]) & CODE:
            return False
        return is_parted(before, after, self._seam == OPENED | CLOSED and not worn)

    def _take(self, node: Any, text: str, mark: tuple[int, str]) -> None:
        """Note that ``node`` is part of the block; its owner widens to hold it."""
        if self._sources:
            self._owner = self._floor
        else:
            self._owner = self._floor = self._element
        self._sources.append(node)
        self._spans.append((text, mark))

    def _add_break(self) -> None:
        """A line break; two of them in a row end the block, as they do to the eye."""
        if self._pre:
            self._pieces.append("\n")
            return
        self._breaks += 1
        if self._pieces:
            self._pieces.append(LINE)

    def flush(self) -> None:
        """End the block that is being made, if it has any text."""
        self._breaks = 0
        if not self._pieces:
            if self._sources:
                self._sources = []
                self._spans = []
                self._linked = self._anchors = self._marks = self._images = 0
            return
        joined = "".join(self._pieces)
        self._pieces = []
        if self._pre:
            text, numbers = preformatted(joined)
            if numbers:
                self._put_aside(self._sources[0], "hidden/line-numbers", numbers)
            paragraphs = prose_paragraphs(text)
            if paragraphs and self._kind == "code":
                self._kind = "paragraph"
                for part in paragraphs:
                    self._emit(part)
                self._kind = "code"
            elif text:
                self._emit(text)
        else:
            text = joined.strip()
            if not text.isprintable() or "  " in text:  # else there is nothing to collapse: spaces only, and one by one
                text = " ".join(joined.split()) if joined.isascii() and LINE not in joined else flowing(joined)
            if text:
                if text[0] == "\\" or text[0] == "$":
                    text = self._as_formula(text)
                self._emit(text)
        self._sources = []
        self._spans = []
        self._linked = self._anchors = self._marks = self._images = 0
        if self._notes:
            self._emit_notes()

    def _as_formula(self, text: str) -> str:
        """Return a block that is one formula with line breaks in it, or other text as it is."""
        tex = whole(text)
        if not tex or (len(self._spans) < 2 and self._spans[0][1][0] & (TEX | CODE)):
            return text
        self._sources, self._spans = self._sources[:1], [(tex, (TEX, ""))]
        return tex

    def _emit_notes(self) -> None:
        """Append the margin notes of the block that has ended, each as a block of its own."""
        notes, kind = self._notes, self._kind
        self._notes, self._kind = [], "paragraph"
        for node, label in notes:
            self._sources, self._spans = [node], [(f"[{label}]", PLAIN)]
            for child in texts_of_note(node, label):
                self._sources.append(child)
                self._spans.append((child.text_content or "", self._mark_within(child, node)))
            self._emit(" ".join(" ".join([text for text, _ in self._spans]).split()))
        self._sources, self._spans, self._kind = [], [], kind

    def _mark_within(self, child: Any, node: Any) -> tuple[int, str]:
        """Return how a text in a margin note is marked, by the elements around it."""
        style, link = 0, ""
        element = child.parent
        while element is not None and element.mem_id != node.mem_id:
            style |= STYLES.get(element.tag, 0)
            if element.tag == "a":
                link = element.attributes.get("href") or ""
            element = element.parent
        return (style, link) if style or link else PLAIN

    def _emit(self, text: str) -> None:
        """Append one block with ``text``."""
        kind = self._kind
        if kind == "item":
            if self._item == self._begun:  # a later paragraph of the same item
                kind = "paragraph"
            self._begun = self._item
        elif kind == "heading":
            self._begun = self._item  # what stands under it is no item of its own
        self.kinds.append(kind)
        self.texts.append(text)
        self.levels.append(self._level)
        self.groups.append(self._group)
        self.nodes.append(tuple(self._sources))
        self.spans.append(tuple(self._spans))
        self.owners.append(self._owner if self._owner >= 0 else 0)
        self.linked.append(min(self._linked, len(text)))
        self.anchors.append(self._anchors)
        self.marks.append(self._marks)
        self.images.append(self._images)
        self.flags.append(self._flag)

    def _end_line(self) -> None:
        """A line of preformatted text has ended, whether the markup says so by a line end or by an element."""
        if self._pieces and self._pieces[-1][-1:] != "\n":
            self._pieces.append("\n")

    def _put_aside(self, node: Any, reason: str, text: str) -> None:
        """Note text that a browser does not show, with the reason."""
        if text:
            self._put_beside(reason, text, node)

    def _put_beside(self, kind: str, text: str, node: Any) -> None:
        """Note what is no block for the model, where it stands."""
        if kind[0] != "h" and self._flag:  # a picture that is not shown
            return
        inside = self._item >= 0
        self.beside.append(
            [len(self.texts) + bool(self._pieces), kind, text, node, self._level * inside, self._group * inside]
        )

    def classes(self) -> str:
        """Return the tokens of all elements, each text once, on lines: what none of them has, none need be asked."""
        if self._classes is None:
            self._classes = "\n".join(set(self.tokens))  # the items of a list repeat theirs
        return self._classes

    def forget_nodes(self) -> None:
        """Let go of the DOM, for those who keep many walks."""
        self.nodes = [()] * len(self.texts)
        self.spans = [()] * len(self.texts)
        self._sources, self._spans, self._tables = [], [], []

    @property
    def flag(self) -> int:
        """Return whether what the walk is at is hidden, as the flags of blocks say it."""
        return self._flag

    def columns(self) -> tuple[Any, ...]:
        """Return the lists that have one entry for each block."""
        return (self.kinds, self.texts, self.levels, self.groups, self.nodes, self.spans, self.owners, self.linked,
                self.anchors, self.marks, self.images, self.flags)  # fmt: skip
