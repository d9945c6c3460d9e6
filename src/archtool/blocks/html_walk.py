"""One walk over a page's DOM: the blocks a reader sees, and beside them the raw table the scorer works on.

The walk is iterative, visits each node once and never enters what has no visible text. A block ends wherever an element
that is not inline begins or ends; the text of inline elements is joined as a reader sees it. ``html.py`` makes
:class:`~archtool.model.Block` values of what is gathered here.
"""

from __future__ import annotations

import re
from array import array
from typing import Any

from archtool.blocks.html_tables import Table
from archtool.blocks.html_tags import BREAK, CODES, INLINE, ROLES, SKIP, TEXT

HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
# What a reader does not see: zero-width characters, soft hyphens, byte order marks.
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
JOINERS = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\xad"))  # the zero-width joiners shape Indic, Persian and emoji
LINE = "\0"  # a <br> among the pieces of a block: the parser never leaves this character in a text
ENCODED = re.compile(r"(?:data:[\w/+.-]+;base64,)?[A-Za-z0-9+/=]{400,}")

# Flags of a block. Above them stands the ordinal of the outermost hidden element around it, from 1.
FALLBACK = 1  # it stands in <noscript>
HIDDEN = 2  # scripts may show it: tabs, accordions, pages that appear when they have loaded
ORDINAL = 4  # the factor of the ordinal

PARAGRAPH = ("paragraph", 0, 0, -1)
Context = tuple[str, int, int, int]


class Walk:
    """What one walk over ``root`` found: the elements in document order, and the blocks as parallel lists.

    ``parents``, ``tags`` and ``tokens`` have one entry for each element (its parent's index, the code of its tag, its
    class, id, role and itemprop). The other lists have one for each block: ``owners`` is the innermost element holding
    all of its text, ``linked`` the characters inside links, ``anchors`` the links, ``marks`` the inline elements.
    ``linked_data`` has the texts of JSON-LD scripts, ``meta`` name and content of meta elements, in order.
    """

    def __init__(self, root: Any) -> None:
        self.parents = array("i")
        self.tags = array("i")
        self.tokens: list[str] = []
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.levels: list[int] = []
        self.groups: list[int] = []
        self.nodes: list[tuple[Any, ...]] = []
        self.owners = array("i")
        self.linked = array("i")
        self.anchors = array("i")
        self.marks = array("i")
        self.images = array("i")
        self.flags = array("i")
        self.linked_data: list[str] = []
        self.meta: list[tuple[str, str]] = []
        self.title = ""

        self._pieces: list[str] = []
        self._sources: list[Any] = []
        self._context: Context = PARAGRAPH
        self._element = -1
        self._owner = -1
        self._floor = -1  # the outermost element that the walk came back to since the block began
        self._link = 0
        self._linked = self._anchors = self._marks = self._images = self._breaks = 0
        self._pre = 0
        self._depth = 0  # of lists
        self._lists = 0
        self._flag = self._hidden = 0
        self._item = -1  # the list item whose first block has been made
        self._tables: list[Table] = []
        self._table_count = 0
        self._run(root)
        self.flush()

    def _run(self, root: Any) -> None:
        """Visit every node under ``root`` once, entering and leaving elements."""
        stack: list[tuple[Any, Any]] = []
        roles, block = ROLES, ROLES["h1"] - 1
        node = root
        while node is not None:
            tag = node.tag
            role = roles.get(tag, block)
            child = None
            if role == TEXT:
                text = node.text_content
                if text:
                    self._add_text(node, text)
            elif role == SKIP:
                if tag == "head" or tag == "script":
                    self._read_head(node, tag)
            elif role == BREAK:
                self._add_break()
            else:
                restore = self._enter(node, tag, role)
                if restore is not None:
                    child = node.first_child
                    if child is not None:
                        stack.append((node, restore))
                        node = child
                        continue
                    self._leave(restore)
            while True:
                child = node.next if node is not root else None
                if child is not None or not stack:
                    break
                node, restore = stack.pop()
                self._leave(restore)
            node = child

    # -- text ----------------------------------------------------------------------------------------------------------

    def _add_text(self, node: Any, text: str) -> None:
        """Take one text node into the block that is being made."""
        pieces = self._pieces
        if not self._pre:
            if text.isspace():
                if pieces:
                    pieces.append(" ")
                return
            if len(text) > 400:
                text = ENCODED.sub(" ", text)
        if self._breaks > 1:
            self.flush()
        self._breaks = 0
        if self._sources:
            self._owner = self._floor
        else:
            self._owner = self._floor = self._element
        pieces.append(text)
        self._sources.append(node)
        if self._link:
            self._linked += len(text)

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
        pieces = self._pieces
        if pieces:
            joined = "".join(pieces)
            pieces.clear()
            text = _preformatted(joined) if self._pre else _flowing(joined)
            if text:
                self._emit(text)
            self._sources.clear()
            self._linked = self._anchors = self._marks = 0
            self._images = 0
        self._breaks = 0

    def _emit(self, text: str) -> None:
        kind, level, group, item = self._context
        if item >= 0 and kind == "item":
            if item == self._item:
                kind = "paragraph"
            self._item = item
        self.kinds.append(kind)
        self.texts.append(text)
        self.levels.append(level)
        self.groups.append(group)
        self.nodes.append(tuple(self._sources))
        self.owners.append(self._owner if self._owner >= 0 else 0)
        self.linked.append(min(self._linked, len(text)))
        self.anchors.append(self._anchors)
        self.marks.append(self._marks)
        self.images.append(self._images)
        self.flags.append(self._flag)

    def columns(self) -> tuple[Any, ...]:
        """Return the lists that have one entry for each block."""
        return (self.kinds, self.texts, self.levels, self.groups, self.nodes, self.owners, self.linked, self.anchors,
                self.marks, self.images, self.flags)  # fmt: skip

    # -- elements ------------------------------------------------------------------------------------------------------

    def _enter(self, node: Any, tag: str, role: int) -> tuple[Any, ...] | None:
        """Begin an element; return what :meth:`_leave` needs to put back, or None where nothing of it is visible."""
        attributes = node.attributes
        tokens, hidden = "", False
        if attributes:
            style = attributes.get("style")
            hidden = "hidden" in attributes or (style is not None and HIDDEN_STYLE.search(style) is not None)
            tokens = attributes.get("class") or ""
            for name in ("id", "role", "itemprop"):
                if name in attributes:
                    tokens = f"{tokens} {attributes[name]}"
        if role == INLINE:
            self._marks += 1
            inline = True
        else:
            inline = tag == "a" or tag == "span" or tag == "img"
        if not inline or hidden:
            inline = False
            self.flush()
        restore = (inline, self._element, self._link, self._context, self._pre, self._depth, self._flag, tag)
        self.parents.append(self._element)
        self._element = len(self.tags)
        self.tags.append(CODES.get(tag, 0))
        self.tokens.append(tokens)
        if hidden and not self._flag & HIDDEN and tag not in ("body", "html"):
            self._hidden += 1
            self._flag |= HIDDEN | ORDINAL * self._hidden
        if role != INLINE and tag in SPECIAL_ENTRY:
            SPECIAL_ENTRY[tag](self, node, tag, attributes)
        return restore

    def _leave(self, restore: tuple[Any, ...]) -> None:
        """End an element: what it began ends with it."""
        inline, element, link, context, pre, depth, flag, tag = restore
        if not inline:
            self.flush()
            if self._tables:
                if tag == "table":
                    self._tables.pop().close(self)
                elif tag == "td" or tag == "th":
                    self._tables[-1].end_cell(len(self.texts))
        self._element, self._link, self._context = element, link, context
        if element < self._floor:  # ancestors have smaller indices
            self._floor = element
        self._pre, self._depth, self._flag = pre, depth, flag

    def _read_head(self, node: Any, tag: str) -> None:
        """Keep JSON-LD wherever it stands, and title and meta of the head."""
        if tag == "script":
            self._read_script(node)
            return
        child = node.first_child
        while child is not None:
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
            child = child.next

    def _read_script(self, node: Any) -> None:
        if "ld+json" in (node.attributes.get("type") or ""):
            child = node.first_child
            if child is not None and child.text_content:
                self.linked_data.append(child.text_content)


def _flowing(joined: str) -> str:
    """Collapse white space as a browser does; line breaks stay as line ends."""
    if not joined.isascii():
        joined = joined.translate(JOINERS)
    text = " ".join(joined.split())
    if LINE in text:
        lines = [line.strip() for line in text.split(LINE)]
        text = "\n".join(line for line in lines if line)
    return text if text.isascii() or text.translate(UNSEEN) else ""


def _preformatted(joined: str) -> str:
    """Keep white space; only empty lines at both ends and spaces at line ends go."""
    lines = [line.rstrip() for line in joined.replace(LINE, "\n").split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return "\n".join(lines)


# -- what entering some elements does ----------------------------------------------------------------------------------


def _link(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    if "href" in attributes:
        # Links that touch are set apart by their looks: a reader does not see one word.
        if walk._pieces and walk._sources and walk._sources[-1].parent.tag == "a" and walk._pieces[-1] != " ":
            walk._pieces.append(" ")
        walk._link += 1
        walk._anchors += 1


def _image(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    walk._images += 1
    walk._pieces.append("")
    if not walk._sources:
        walk._owner = walk._floor = walk._element
    walk._sources.append(node)


def _heading(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    walk._context = ("heading", int(tag[1]), 0, -1)


def _list(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    if walk._depth == 0:
        walk._lists += 1
    walk._depth += 1


def _item(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    walk._context = ("item", max(walk._depth, 1), walk._lists, walk._element)


def _kind(kind: str) -> Any:
    def enter(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
        walk._context = (kind, 0, 0, -1)

    return enter


def _pre(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    walk._pre += 1
    walk._context = ("code", 0, 0, -1)


def _noscript(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    walk._flag |= FALLBACK


def _table(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    if walk._tables:
        walk._tables[-1].layout = True
    walk._table_count += 1
    table = Table(len(walk.texts), walk._table_count)
    table.layout = attributes.get("role") in ("presentation", "none")
    walk._tables.append(table)
    walk._context = PARAGRAPH


def _row(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    if walk._tables:
        walk._tables[-1].begin_row(walk._element)


def _cell(walk: Walk, node: Any, tag: str, attributes: dict[str, str | None]) -> None:
    walk._context = PARAGRAPH
    if walk._tables:
        walk._tables[-1].begin_cell(len(walk.texts), tag == "th")


SPECIAL_ENTRY: dict[str, Any] = {
    "a": _link,
    "img": _image,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol", "menu"), _list),
    "li": _item,
    "blockquote": _kind("quote"),
    "dt": _kind("term"),
    "dd": _kind("definition"),
    "caption": _kind("caption"),
    "figcaption": _kind("caption"),
    "pre": _pre,
    "noscript": _noscript,
    "table": _table,
    "tr": _row,
    "td": _cell,
    "th": _cell,
}
