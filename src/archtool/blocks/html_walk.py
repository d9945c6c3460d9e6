# cython: language_level=3, annotation_typing=False
"""Walk once over a page's DOM, collecting the blocks a reader sees and the table from which the scorer works.

The walk is iterative, visits each node once and skips elements without visible text. A block ends wherever an element
that is not inline begins or ends; the text of inline elements is joined as a reader sees it. ``html.py`` makes
:class:`~archtool.model.Block` values of the result. ``html_walk.pxd`` has the types for Cython, which compiles this
source where it can.
"""

from __future__ import annotations

import re
from array import array
from typing import Any

from archtool.blocks.html_entering import Entering
from archtool.blocks.html_formulas import drawn, script
from archtool.blocks.html_special import (
    CITATION,
    LISTING,
    NOTE_MARK,
    SPECIAL_TAGS,
    is_frame_of_code,
    is_listing,
    is_mark_of_note,
    text_of,
)  # fmt: skip
from archtool.blocks.html_tags import (
    ASIDE,
    BLOCK,
    BREAK,
    EDIT_LINKS,
    EMBED,
    FALLBACK,
    HEAD,
    IMAGE,
    INLINE,
    LINK,
    MATH,
    PLAIN,
    PRE,
    ROLES,
    RULE,
    SCRIPT,
    SIGNED,
    SPAN,
    TABLE,
    TEXT,
)  # fmt: skip
from archtool.blocks.html_taking import kind_of

HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)")
# Elements that a browser shows otherwise than as text.
ASIDES = {
    "template": "template",
    "svg": "drawing",
    "canvas": "drawing",
    **dict.fromkeys(("select", "option", "optgroup", "datalist", "textarea"), "choices"),
}


def is_hidden(attributes: dict[str, str | None], tag: str | None) -> bool:
    """Whether an element is hidden until a script shows it; a page hidden as a whole is only loading."""
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


class Walk(Entering):
    """What one walk over ``root`` found, in the lists that :class:`~archtool.blocks.html_making.Making` has."""

    def __init__(self, root: Any) -> None:
        super().__init__()
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
        states: list[Any] = []  # of the open elements that change more than the position
        # Code, role and special kind of each tag of the page; numbers compare faster.
        known: dict[int, tuple[str, int, int]] = {}
        node = root
        while node is not None:
            entry = known.get(node.tag_id)
            if entry is None:
                tag = node.tag
                entry = (tag, ROLES.get(tag, BLOCK), SPECIAL_TAGS.get(tag, 0))
                known[node.tag_id] = entry
            tag, role, special = entry
            if role == TEXT:
                self._add_text(node)
            elif role == BREAK:
                self._add_break()
            elif role > BREAK:
                attributes = node.attributes if role >= IMAGE else None
                hidden = False
                if attributes:
                    hidden = is_hidden(attributes, tag)
                    classes = attributes.get("class")
                    if classes:
                        special = self._special.get(classes, -1)
                        if special < 0:
                            special = self._special[classes] = kind_of(classes)
                if role == BLOCK and not self._pre and self._pieces:
                    role = self._role_in_text(node, tag)
                if (special or hidden or role <= MATH or role == FALLBACK) and self._is_taken(
                    node, tag, role, special, hidden, attributes or {}
                ):
                    pass
                else:
                    if role == MATH:
                        role = INLINE
                    elif role == LINK and not (attributes and "href" in attributes):
                        role = SPAN
                    elif role == SPAN and attributes and attributes.get("class") in EDIT_LINKS:
                        role = BLOCK
                    elif special == LISTING and role in (TABLE, BLOCK):
                        role = PRE if not self._pre and is_listing(node) else BLOCK
                    elif role == TABLE and self._pre and self._lists_code and node.css_first("pre") is None:
                        role = BLOCK
                    elif special == NOTE_MARK and role == SPAN and is_mark_of_note(node):
                        role = SIGNED
                    elif special == CITATION:
                        tag = "span"
                    elif role == PRE and is_frame_of_code(node):
                        role = BLOCK
                    elif attributes and tag == "code" and not self._pre and self._keeps_space(node, attributes):
                        role = PRE
                    apart = hidden
                    state = None
                    if self._pre and role != IMAGE:
                        apart = hidden or tag == "button"
                        role = self._role_in_pre(role, attributes, apart)
                    elif role > INLINE or hidden:
                        self.flush()
                    elif role == SIGNED or (role == LINK and self._pieces):
                        state = self._signs(node, tag, role, attributes)
                    if role > BLOCK or apart:
                        state = self._state()
                        role = max(role, BLOCK)
                    self._enter(tag, role, None if role in (INLINE, IMAGE) else attributes, hidden)
                    if role in (SIGNED, LINK):
                        self._open_sign(node, state)
                    elif role == IMAGE:
                        self._take(node, "", PLAIN)
                    child = node.first_child
                    if child is not None:
                        stack.append(node)
                        roles.append(role)
                        states.append(state)
                        node = child
                        continue
                    self._leave(role, state)
            elif role == ASIDE:
                tex = drawn(node) if tag == "svg" else None
                if tex:
                    self._add_formula(node, tex)
                else:
                    self._put_aside(node, "hidden/" + ASIDES.get(tag, "fallback"), text_of(node))
            elif role == EMBED:
                self._put_beside("embed", "", node)
                self._put_aside(node, "hidden/fallback", text_of(node))
            elif role == RULE:
                if self._pre:
                    self._end_line()
                else:
                    self.flush()
                    self._put_beside("rule", "", node)
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
            elif name == "base" and not self.base:
                self.base = (child.attributes.get("href") or "").strip()

    def _read_script(self, node: Any) -> None:
        """Keep JSON-LD, wherever it stands, and formulas."""
        kind = node.attributes.get("type") or ""
        for tex in script(node, kind) or () if kind.startswith("math") else ():
            self._add_formula(node, tex)
        if "ld+json" in kind:
            child = node.first_child
            if child is not None and child.text_content:
                self.linked_data.append(child.text_content)
