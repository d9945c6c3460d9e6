# cython: language_level=3, annotation_typing=False
"""Collect the blocks of a page during a walk over its DOM, and the text of the block being made.

The lowest of four layers, each a class that extends the one before: this one; ``html_taking.py``, for elements that
need special treatment; ``html_entering.py``, for the begin and end of elements; ``html_walk.py``, which visits the
nodes. Each has a file of types (``.pxd``), with which Cython compiles the source where it can.
"""

from __future__ import annotations

from array import array
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
from archtool.dom.tree import Tree

# Flags of a block. The higher bits hold the ordinal, from 1, of the outermost hidden element around it.
IN_NOSCRIPT = 1
HIDDEN = 2  # until a script shows it: tabs, accordions, pages that appear when loaded
ORDINAL = 4  # the factor of the ordinal


def is_collapsed(text: str) -> bool:
    """Whether the only white space in a text are single spaces, and every other character has a shape."""
    before = " "
    for char in text:
        if char == " ":
            if before == " ":
                return False
        elif not ("!" <= char <= "~" or char.isprintable()):
            return False
        before = char
    return True


class Making:
    """The results of a walk so far: the elements in document order, and the blocks as parallel lists.

    ``parents``, ``tags`` and ``tokens`` have one entry for each element: its parent's index, the code of its tag, and
    its class, id, role and itemprop. The other lists have one for each block: ``owners`` is the innermost element
    holding all of its text, ``linked`` the number of characters inside links, ``anchors`` the number of links,
    ``marks`` the inline elements. ``linked_data`` has the texts of JSON-LD scripts, ``meta`` name and content of meta
    elements, in order. ``beside`` has what the model does not judge (text that a browser does not show, pictures,
    rules, embedded media), each with the index of the block that follows it.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
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
        self.noted = False  # whether a link in the text points into a page, as marks of notes do
        self.base = ""  # the base address of links, if the page names one
        self.beside: list[list[Any]] = []  # position, kind or reason, text, node, level, group

        # The block being made.
        self._pieces: list[str] = []
        self._sources: list[Any] = []
        self._spans: list[tuple[str, tuple[int, str]]] = []  # text and mark of the sources
        self._owner = -1
        self._floor = -1  # the outermost element to which the walk has returned since the block began
        self._linked = self._anchors = self._marks = self._images = self._breaks = 0
        # The position of the walk.
        self._kind = "paragraph"
        self._level = self._group = self._depth = self._lists = self._rows = 0
        self._item = self._begun = -1  # the list item around; the last item that has a block
        self._element = -1
        self._link = self._pre = self._flag = self._hidden = 0
        self._address = ""  # of the last link
        self._linking = -1  # number of blocks when the first element in it that is not inline began
        self._touches = False  # a link has just ended
        self._seam = 0  # bits of the edges of inline elements since the last text
        self._last = -1  # the element of that text
        self._mark = PLAIN
        self._marked: list[tuple[int, str]] = []  # the mark of the text in each element
        self._states: list[Any] = []  # what the end of each element restores
        self._classes: str | None = None
        self._credit = -1  # the <cite> before a quotation, naming its author
        self._tables: list[Table] = []
        self._around = 0  # number of tables around the preformatted text
        self._lists_code = False  # not in a <pre> but in a highlighter's table or boxes
        self._special: dict[str, int] = {}  # special kinds of elements, by class
        self._notes: list[tuple[Any, str]] = []  # margin notes in the block being made, and their labels
        self._noted = self._raised = 0
        self._waits = ""  # the mark of a note that follows
        self._quotes = 0
        self._language = ""
        # For each element: its parent, the code of its tag, its role, its end in the tree.
        self.parents, self.tags, roles, ends = (array("i", bytes(4 * len(tree.ends))) for _ in range(4))
        self._parents, self._codes, self._roles, self._closes = self.parents, self.tags, roles, ends

    def _add_text(self, place: int) -> None:
        """Add a text node to the block being made."""
        text = self._tree.text(place, self._pre > 0)
        if not text:
            return
        shown = text
        if not self._pre:
            if text == " " or text.isspace():
                if self._pieces:
                    self._pieces.append(" ")
                    self._touches = False
                return
            if ("\\" in text or "$" in text) and not self._mark[0] & CODE and self._add_formulas(place, text):
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
        self._take(self._tree.node(place), shown, self._mark)
        self._pieces.append(text)
        if self._link:
            self._linked += len(text)

    def _add_formulas(self, place: int, text: str) -> bool:
        """Add the parts of a text with TeX in it; return whether it has any."""
        parts = in_text(text)
        node = self._tree.node(place) if parts else None
        for part, is_formula in parts:
            if is_formula:
                self._add_formula(node, part)
            elif part:
                self._pieces.append(part)
                self._take(node, part, self._mark)
                self._linked += len(part) if self._link else 0
        return bool(parts)

    def _add_formula(self, node: Any, tex: str) -> None:
        """Add a formula; a displayed one gets a line of its own."""
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
        """Whether a reader sees a gap between two texts at the edge of an inline element."""
        worn = SEAMS[self._codes[self._element]]
        if self._last >= 0:
            worn |= SEAMS[self._codes[self._last]]
        if worn & FIXED or (self._mark[0] | self._spans[-1][1][0]) & CODE:
            return False
        return is_parted(before, after, self._seam == OPENED | CLOSED and not worn)

    def _take(self, node: Any, text: str, mark: tuple[int, str]) -> None:
        """Record ``node`` as part of the block, and widen the block's owner to hold it."""
        if self._sources:
            self._owner = self._floor
        else:
            self._owner = self._floor = self._element
        self._sources.append(node)
        self._spans.append((text, mark))

    def _add_break(self) -> None:
        """Add a line break; two in a row end the block, as a reader sees it."""
        if self._pre:
            self._pieces.append("\n")
            return
        self._breaks += 1
        if self._pieces:
            self._pieces.append(LINE)

    def flush(self) -> None:
        """End the block being made, if it has any text."""
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
            is_code = bool(self._spans) and self._spans[0][1][0] & CODE != 0
            paragraphs = [] if is_code else prose_paragraphs(text)
            if paragraphs and self._kind == "code":
                self._kind = "paragraph"
                for part in paragraphs:
                    self._emit(part)
                self._kind = "code"
            elif text:
                self._emit(text)
        else:
            text = joined.strip()
            if not is_collapsed(text):
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
        """Return the TeX of a block that is one formula over several lines; other text unchanged."""
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
        """Return the mark of a text in a margin note, from the elements around it."""
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
            self._begun = self._item  # further blocks of it are not items of their own
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
        """End a line of preformatted text, at a line break or at the end of an element."""
        if self._pieces and self._pieces[-1][-1:] != "\n":
            self._pieces.append("\n")

    def _put_aside(self, node: Any, reason: str, text: str) -> None:
        """Record text that a browser does not show, with the reason."""
        if text:
            self._put_beside(reason, text, node)

    def _put_beside(self, kind: str, text: str, node: Any) -> None:
        """Record an element that the model does not judge, at its place."""
        if kind[0] != "h" and self._flag & ~(IN_NOSCRIPT if kind == "embed" else 0):  # a hidden picture
            return
        inside = self._item >= 0
        self.beside.append(
            [len(self.texts) + bool(self._pieces), kind, text, node, self._level * inside, self._group * inside]
        )

    def classes(self) -> str:
        """Return the distinct tokens of all elements, one a line, for quick tests of what the page lacks."""
        if self._classes is None:
            self._classes = "\n".join(set(self.tokens))  # list items repeat theirs
        return self._classes

    def forget_nodes(self) -> None:
        """Release the DOM, for callers that keep many walks."""
        self.nodes = [()] * len(self.texts)
        self.spans = [()] * len(self.texts)
        self._sources, self._spans, self._tables = [], [], []

    @property
    def flag(self) -> int:
        """Return the flags of a block at the current position."""
        return self._flag

    def columns(self) -> tuple[Any, ...]:
        """Return the lists with one entry for each block."""
        return (self.kinds, self.texts, self.levels, self.groups, self.nodes, self.spans, self.owners, self.linked,
                self.anchors, self.marks, self.images, self.flags)  # fmt: skip
