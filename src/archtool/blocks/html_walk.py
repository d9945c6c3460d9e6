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
from archtool.blocks.html_media import GIST
from archtool.blocks.html_special import (
    CITATION,
    LISTING,
    NOTE_MARK,
    ORDINARY,
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
    CODES,
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
    SCRIPT,
    SIGNED,
    SKIP,
    SPAN,
    STYLES,
    TABLE,
    TEXT,
)  # fmt: skip
from archtool.blocks.html_taking import kind_of
from archtool.dom.tree import HIDDEN, HREF, NAMED, STYLE, Tree, as_array, tree_of

HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)")
CODE_TAG, WHOLE = CODES["code"], (CODES["html"], CODES["body"])
UNKNOWN = -1  # the special kind of a class not looked at yet
# Elements that a browser shows otherwise than as text.
ASIDES = {
    "template": "template",
    "svg": "drawing",
    "canvas": "drawing",
    **dict.fromkeys(("select", "option", "optgroup", "datalist", "textarea"), "choices"),
}


def is_hidden(attribute: bool, style: str | None, tag: str | None) -> bool:
    """Whether an element is hidden until a script shows it, by an attribute of that name or by its style.

    A page hidden as a whole is only loading.
    """
    if not attribute:
        if not style:
            return False
        style = style.lower()
        if ("none" not in style and "hidden" not in style) or HIDDEN_STYLE.search(style) is None:
            return False
    return tag != "body" and tag != "html"


class Walk(Entering):
    """What one walk over ``root`` found, in the lists that :class:`~archtool.blocks.html_making.Making` has."""

    def __init__(self, root: Any) -> None:
        tree = tree_of(root)
        super().__init__(tree)
        self._ends, self._numbers, self._bits = tree.ends, tree.classes, tree.bits
        # The special kind of each class attribute of the page, as far as it is known.
        self._kinds = array("i", [UNKNOWN]) * len(tree.class_names)
        # Code, style and role of each tag of the page, and its special kind; numbers compare faster.
        self._tag_codes = array("i", [CODES.get(name, 0) for name in tree.names])
        self._styles = array("i", [STYLES.get(name, -1) for name in tree.names])
        self._run(tree)
        self.flush()
        self._tree = Tree()  # the page may change from here on
        count = len(self.tokens)
        self.parents, self.tags = self.parents[:count], self.tags[:count]
        for name in ("owners", "linked", "anchors", "marks", "images", "flags"):
            setattr(self, name, as_array(getattr(self, name)))

    def _run(self, tree: Tree) -> None:
        """Visit every node once, entering and leaving elements."""
        ends, tags, names = self._ends, tree.tags, tree.names
        roles = array("i", [ROLES.get(name, BLOCK) for name in names])
        specials = array("i", [SPECIAL_TAGS.get(name, 0) for name in names])
        size = end = len(ends)  # ``end``: of the innermost open element
        place = 0
        while place < size:
            while place >= end:
                end = self._close()
            number = tags[place]
            role = roles[number]
            if role == TEXT:
                self._add_text(place)
                place += 1
            elif role == BREAK:
                self._add_break()
                place = ends[place]
            elif role < BREAK:
                if role != SKIP:
                    self._pass(place, names[number], role)
                place = ends[place]
            elif not self._is_entered(place, number, names[number], role, specials[number]):
                place = ends[place]
            else:
                place += 1
                end = ends[place - 1]
                if place == end:
                    end = self._close()
        while self._element >= 0:
            self._close()

    def _close(self) -> int:
        """End the innermost open element; return the end of the one around it."""
        self._leave(self._roles[self._element], self._states[self._element])
        return self._closes[self._element] if self._element >= 0 else len(self._ends)

    def _is_entered(self, place: int, number: int, tag: str, role: int, special: int) -> bool:
        """Begin an element, or take it whole; return whether what is inside it comes next."""
        tree = self._tree
        code, style = self._tag_codes[number], self._styles[number]
        has = self._bits[place] if role >= IMAGE else 0
        named = self._numbers[place] if role >= IMAGE else 0
        classes = tree.class_names[named]
        if named:
            special = self._kinds[named]
            if special == UNKNOWN:
                special = self._kinds[named] = kind_of(classes)
        hidden = has & (HIDDEN | STYLE) != 0 and is_hidden(has & HIDDEN != 0, tree.value(place, "style"), tag)
        if role == BLOCK and not self._pre and self._pieces:
            role = self._role_in_text(place, tag)
        if special and code in WHOLE:  # a class of the page as a whole is not that of a formula or a note
            special = ORDINARY
        if (special or hidden or role <= MATH or role == FALLBACK) and self._is_taken(
            tree.node(place), tag, role, special, hidden
        ):
            return False
        if role == MATH:
            role = INLINE
        elif role == LINK and not has & HREF:
            role = SPAN
        elif role == SPAN and named and classes in EDIT_LINKS:
            role = BLOCK
        elif special == LISTING and role in (TABLE, BLOCK):
            role = PRE if not self._pre and is_listing(tree.node(place)) else BLOCK
        elif role == TABLE and self._pre and self._lists_code and tree.node(place).css_first("pre") is None:
            role = BLOCK
        elif special == NOTE_MARK and role == SPAN and is_mark_of_note(tree.node(place)):
            role = SIGNED
        elif special == CITATION and role == INLINE:
            tag, code, style = "span", CODES["span"], STYLES["span"]
        elif role == PRE and is_frame_of_code(tree.node(place)):
            role = BLOCK
        elif code == CODE_TAG and (named or has & STYLE) and not self._pre and self._keeps_space(place, classes):
            role = PRE
        address = tree.value(place, "href") if has & HREF else None
        apart = hidden
        state: Any = None
        if self._pre and role != IMAGE:
            apart = hidden or tag == "button"
            role = self._role_in_pre(role, classes, apart)
        elif role > INLINE or hidden:
            self.flush()
        elif role == SIGNED or (role == LINK and self._pieces):
            state = self._signs(place, tag, role, address)
        if role > BLOCK or apart:
            state = self._state()
            role = max(role, BLOCK)
        if role in (INLINE, IMAGE):
            self._enter(place, tag, code, style, role, "", None, hidden)
        else:
            tokens = tree.tokens(place) if has & NAMED else classes
            self._enter(place, tag, code, style, role, tokens, address, hidden)
        self._states.append(state)
        self._roles[self._element] = role
        self._closes[self._element] = self._ends[place]
        if role in (SIGNED, LINK):
            self._open_sign(place, state)
        elif role == IMAGE:
            self._take(tree.node(place), "", PLAIN)
        return True

    def _pass(self, place: int, tag: str, role: int) -> None:
        """Record what stands in an element whose text a browser does not show."""
        if role == HEAD:
            self._read_head(place)
            return
        if role == SCRIPT:
            self._read_script(place)
            return
        node = self._tree.node(place)
        if role == ASIDE:
            tex = drawn(node) if tag == "svg" else None
            if tex:
                self._add_formula(node, tex)
            else:
                self._put_aside(node, "hidden/" + ASIDES.get(tag, "fallback"), text_of(node))
        elif role == EMBED:
            self._put_beside("embed", "", node)
            self._put_aside(node, "hidden/fallback", text_of(node))
        elif self._pre:  # a rule
            self._end_line()
        else:
            self.flush()
            self._put_beside("rule", "", node)

    def _read_head(self, head: int) -> None:
        """Keep title, meta elements and JSON-LD of the head."""
        tree = self._tree
        for place in tree.children(head):
            name = tree.names[tree.tags[place]]
            if name == "meta":
                key = tree.value(place, "property") or tree.value(place, "name") or tree.value(place, "itemprop")
                if key:
                    self.meta.append((key.lower(), tree.value(place, "content") or ""))
            elif name == "title" and not self.title:
                self.title = " ".join((tree.node(place).text() or "").split())
            elif name == "script":
                self._read_script(place)
            elif name == "base" and not self.base:
                self.base = (tree.value(place, "href") or "").strip()

    def _read_script(self, place: int) -> None:
        """Keep JSON-LD, wherever it stands, and formulas."""
        tree = self._tree
        kind = tree.value(place, "type") or ""
        if kind.startswith("math"):
            node = tree.node(place)
            for tex in script(node, kind) or ():
                self._add_formula(node, tex)
        if "ld+json" in kind and self._ends[place] > place + 1:
            text = tree.text(place + 1, True)
            if text:
                self.linked_data.append(text)
        elif GIST in (tree.value(place, "src") or ""):
            self.flush()
            self._put_beside("embed", "", tree.node(place))
