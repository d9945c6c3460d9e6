# cython: language_level=3, annotation_typing=False
"""One walk over a page's DOM: the blocks a reader sees, and beside them the raw table the scorer works on.

The walk is iterative, visits each node once and never enters what has no visible text. A block ends wherever an element
that is not inline begins or ends; the text of inline elements is joined as a reader sees it. ``html.py`` makes
:class:`~archtool.model.Block` values of what is gathered here. ``html_walk.pxd`` has the types for Cython, which
compiles this source where it can.
"""

from __future__ import annotations

import re
from array import array
from typing import Any

from archtool.blocks.html_tables import Table
from archtool.blocks.html_tags import (
    BLOCK,
    BREAK,
    CELL,
    CLOSED,
    CODE,
    CODES,
    EDIT_LINKS,
    FALLBACK,
    FIXED,
    HEAD,
    HEADING,
    IMAGE,
    INLINE,
    ITEM,
    KIND,
    KINDS,
    LINK,
    LIST,
    OPENED,
    OWN_BLOCKS,
    PLAIN,
    PRE,
    QUOTING,
    ROLES,
    ROW,
    SCRIPT,
    SEAMS,
    SPAN,
    STYLES,
    TABLE,
    TEXT,
)  # fmt: skip
from archtool.blocks.html_text import (
    ENCODED,
    LINE,
    LONGEST_SIGN,
    flowing,
    is_line,
    is_parted,
    is_sign,
    preformatted,
    prose_paragraphs,
)

HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)")

# Flags of a block. Above them stands the ordinal of the outermost hidden element around it, from 1.
IN_NOSCRIPT = 1
HIDDEN = 2  # scripts may show it: tabs, accordions, pages that appear when they have loaded
ORDINAL = 4  # the factor of the ordinal


def is_hidden(attributes: dict[str, str | None], tag: str | None) -> bool:
    """Tell an element that is hidden until a script shows it. A whole page that is hidden is only loading."""
    if "hidden" not in attributes:
        style = attributes.get("style")
        if not style:
            return False
        style = style.lower()
        if ("none" not in style and "hidden" not in style) or HIDDEN_STYLE.search(style) is None:
            return False
    return tag != "body" and tag != "html"


def as_array(values: list[int]) -> Any:
    """Return ``values`` as an array; the constructor of arrays takes several times as long."""
    numbers = array("i", bytes(4 * len(values)))
    room: Any = numbers
    for index in range(len(values)):
        room[index] = values[index]
    return numbers


class Walk:
    """What one walk over ``root`` found: the elements in document order, and the blocks as parallel lists.

    ``parents``, ``tags`` and ``tokens`` have one entry for each element (its parent's index, the code of its tag, its
    class, id, role and itemprop). The other lists have one for each block: ``owners`` is the innermost element holding
    all of its text, ``linked`` the characters inside links, ``anchors`` the links, ``marks`` the inline elements.
    ``linked_data`` has the texts of JSON-LD scripts, ``meta`` name and content of meta elements, in order.
    """

    def __init__(self, root: Any) -> None:
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
        self._parents: list[int] = []
        self._codes: list[int] = []
        self._run(root)
        self.flush()
        self.parents = as_array(self._parents)
        self.tags = as_array(self._codes)
        for name in ("owners", "linked", "anchors", "marks", "images", "flags"):
            setattr(self, name, as_array(getattr(self, name)))

    def _run(self, root: Any) -> None:
        """Visit every node under ``root`` once, entering and leaving elements."""
        stack: list[Any] = []
        roles: list[int] = []
        states: list[Any] = []  # of those elements that change more than the place in the tree
        known: dict[int, tuple[str, int]] = {}  # name and role of each tag of the page: a number is read faster
        node = root
        while node is not None:
            entry = known.get(node.tag_id)
            if entry is None:
                tag = node.tag
                entry = (tag, ROLES.get(tag, BLOCK))
                known[node.tag_id] = entry
            tag, role = entry
            if role == TEXT:
                self._add_text(node)
            elif role == BREAK:
                self._add_break()
            elif role > BREAK:
                attributes = node.attributes if role >= SPAN and role != INLINE else None
                hidden = is_hidden(attributes, tag) if attributes else False
                if role == LINK and not (attributes and "href" in attributes):
                    role = SPAN
                elif role == SPAN and attributes and attributes.get("class") in EDIT_LINKS:
                    role = BLOCK
                apart = hidden
                if self._pre and role != IMAGE:
                    apart = hidden or tag == "button"
                    role = self._role_in_pre(role, attributes, apart)
                elif role > INLINE or hidden:
                    self.flush()
                state = None
                if role > BLOCK or apart:
                    state = self._state()
                    role = max(role, BLOCK)
                self._enter(tag, role, attributes, hidden)
                if role == IMAGE:
                    self._take(node, "", PLAIN)
                child = node.first_child
                if child is not None:
                    stack.append(node)
                    roles.append(role)
                    states.append(state)
                    node = child
                    continue
                self._leave(role, state)
            elif role == HEAD:
                self._read_head(node)
            elif role == SCRIPT:
                self._read_script(node)
            following = node.next if stack else None
            while following is None and stack:
                node = stack.pop()
                self._leave(roles.pop(), states.pop())
                following = node.next if stack else None
            node = following

    # -- text ----------------------------------------------------------------------------------------------------------

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
            text = preformatted(joined)
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
                self._emit(text)
        self._sources = []
        self._spans = []
        self._linked = self._anchors = self._marks = self._images = 0

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

    def _role_in_pre(self, role: int, attributes: dict[str, str | None] | None, apart: bool) -> int:
        """Return what an element is in preformatted text: each line of code may stand in an element of its own."""
        if apart or role in OWN_BLOCKS:
            self.flush()
            return role
        if role >= BLOCK or (role == SPAN and attributes and is_line(attributes.get("class"))):
            self._end_line()
        return min(role, BLOCK)

    def _end_line(self) -> None:
        """A line of preformatted text has ended, whether the markup says so by a line end or by an element."""
        if self._pieces and self._pieces[-1][-1:] != "\n":
            self._pieces.append("\n")

    # -- elements ------------------------------------------------------------------------------------------------------

    def _state(self) -> tuple[Any, ...]:
        """Return what :meth:`_leave` puts back at the end of an element that changes it."""
        return (self._pre, self._flag, self._kind, self._level, self._group, self._item, self._depth, self._begun)

    def _enter(self, tag: str, role: int, attributes: dict[str, str | None] | None, hidden: bool) -> None:
        """Begin an element."""
        tokens = ""
        if attributes:
            tokens = attributes.get("class") or ""
            if "id" in attributes:
                tokens = f"{tokens} {attributes['id']}"
            if "role" in attributes:
                tokens = f"{tokens} {attributes['role']}"
            if "itemprop" in attributes:
                tokens = f"{tokens} {attributes['itemprop']}"
        self._marked.append(self._mark_in(tag, attributes))
        self._parents.append(self._element)
        self._element = len(self.tokens)
        self._codes.append(CODES.get(tag, 0))
        self.tokens.append(tokens)
        if hidden and not self._flag & HIDDEN:
            self._hidden += 1
            self._flag |= HIDDEN | ORDINAL * self._hidden
        if role < BLOCK:
            self._seam |= OPENED
        if role == INLINE:
            self._marks += 1
            if tag == "cite" and self._kind == "quote" and not self._pieces:
                self._credit = self._element
        elif role == LINK:
            if self._touches:  # links that touch are set apart by their looks: a reader does not see one word
                self._pieces.append(" ")
            self._link += 1
            self._anchors += 1
        elif role == IMAGE:
            self._images += 1
        elif role > BLOCK:
            self._begin(tag, role, attributes or {})

    def _mark_in(self, tag: str, attributes: dict[str, str | None] | None) -> tuple[int, str]:
        """Return how the text in an element that begins is marked."""
        style = STYLES.get(tag, -1)
        if style < 0:
            self._mark = PLAIN
            if self._link:  # around whole blocks, as of cards: the first of them and the headings show it
                if self._linking < 0:
                    self._linking = len(self.texts)
                if self._linking == len(self.texts) or ROLES.get(tag) == HEADING:
                    self._mark = (0, self._address)
        elif tag == "a":
            address = attributes.get("href") if attributes else None
            if address:
                self._mark = (self._mark[0], address)
                self._address = address
                self._linking = -1
        elif style and not (tag == "cite" and self._element >= 0 and self._codes[self._element] in QUOTING):
            self._mark = (self._mark[0] | style, self._mark[1])
        return self._mark

    def _begin(self, tag: str, role: int, attributes: dict[str, str | None]) -> None:
        """Set the kind of the blocks that an element makes of its text."""
        if role == ITEM:
            self._kind, self._level, self._group, self._item = "item", max(self._depth, 1), self._lists, self._element
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
            if self._kind != "item":  # else it is code of that item
                self._level = self._group = 0
            self._kind = "code"
        elif role == FALLBACK:
            self._flag |= IN_NOSCRIPT
        elif role == TABLE:
            if self._tables:
                self._tables[-1].layout = True
            self._rows += 1
            self._tables.append(Table(len(self.texts), self._rows, attributes.get("role")))
            self._kind, self._level, self._group, self._depth = "paragraph", 0, 0, 0
        elif role == ROW:
            if self._tables:
                self._tables[-1].begin_row(self._element)
        elif role == CELL:
            self._kind, self._level, self._group, self._depth = "paragraph", 0, 0, 0
            if self._tables:
                self._tables[-1].begin_cell(len(self.texts), tag == "th")

    def _leave(self, role: int, state: tuple[Any, ...] | None) -> None:
        """End an element: what it began ends with it."""
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
                if role == ITEM:  # what stands behind a list in an item goes on with that item
                    self._begun = begun
        else:
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

    # -- what is read beside the text ----------------------------------------------------------------------------------

    def _read_head(self, node: Any) -> None:
        """Keep title, meta elements and JSON-LD of the head."""
        for child in node.iter():
            name = child.tag
            if name == "meta":
                attributes = child.attributes
                key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
                if key:
                    self.meta.append((key.lower(), attributes.get("content") or ""))
            elif name == "title" and not self.title:
                self.title = " ".join((child.text() or "").split())
            elif name == "script":
                self._read_script(child)

    def _read_script(self, node: Any) -> None:
        """Keep JSON-LD, wherever it stands."""
        if "ld+json" in (node.attributes.get("type") or ""):
            child = node.first_child
            if child is not None and child.text_content:
                self.linked_data.append(child.text_content)

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

    def columns(self) -> tuple[Any, ...]:
        """Return the lists that have one entry for each block."""
        return (self.kinds, self.texts, self.levels, self.groups, self.nodes, self.spans, self.owners, self.linked,
                self.anchors, self.marks, self.images, self.flags)  # fmt: skip
