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

from archtool.blocks.html_formulas import drawn, formula, image, in_text, script, whole
from archtool.blocks.html_signs import note_label, quotation_marks, signs
from archtool.blocks.html_special import (
    BOXES,
    CALLOUT,
    CITATION,
    FORMULA,
    ICON,
    LISTING,
    MARGIN_NOTE,
    NAMED_BOX,
    NOTE_MARK,
    NUMBERS,
    PROMPT,
    SPECIAL,
    SPECIAL_TAGS,
    UNSEEN,
    callout_of,
    is_frame_of_code,
    is_mark_of_note,
    is_unseen,
    is_within_text,
    label_of_note,
    text_of,
    texts_of_note,
)
from archtool.blocks.html_tables import Table
from archtool.blocks.html_tags import (
    ASIDE,
    BLOCK,
    BREAK,
    CELL,
    CLOSED,
    CODE,
    CODES,
    EDIT_LINKS,
    EMBED,
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
    MATH,
    OPENED,
    OWN_BLOCKS,
    PLAIN,
    PRE,
    QUOTING,
    ROLES,
    ROW,
    RULE,
    SCRIPT,
    SEAMS,
    SIGN,
    SIGNED,
    SMALL,
    SPAN,
    STYLES,
    TABLE,
    TEXT,
)  # fmt: skip
from archtool.blocks.html_tags import FORMULA as TEX
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

HIDDEN_SIZE = 120  # characters: below it, a hidden element holds a label or a message for scripts to show
SENTENCE = 40  # characters before a sign that tell what it is
KEPT_SPACE = re.compile(r"white-?space(?:\s*:\s*|-)(?:pre|break-spaces)")
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


def kind_of(classes: str) -> int:
    """Return what an element of these classes may be, as ``html_special`` has it."""
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


def as_array(values: list[int]) -> Any:
    """Return ``values`` as an array; the constructor of arrays takes several times as long."""
    numbers = array("i", bytes(4 * len(values)))
    room: Any = numbers
    for index in range(len(values)):
        room[index] = values[index]
    return numbers


# What a browser shows of an element that is not shown as text.
ASIDES = {
    "template": "template",
    "svg": "drawing",
    "canvas": "drawing",
    **dict.fromkeys(("select", "option", "optgroup", "datalist", "textarea"), "choices"),
}
_REASONS = {UNSEEN: "screen-reader", NUMBERS: "line-numbers", ICON: "icon", PROMPT: "prompt"}


class Walk:
    """What one walk over ``root`` found: the elements in document order, and the blocks as parallel lists.

    ``parents``, ``tags`` and ``tokens`` have one entry for each element (its parent's index, the code of its tag, its
    class, id, role and itemprop). The other lists have one for each block: ``owners`` is the innermost element holding
    all of its text, ``linked`` the characters inside links, ``anchors`` the links, ``marks`` the inline elements.
    ``linked_data`` has the texts of JSON-LD scripts, ``meta`` name and content of meta elements, in order. ``beside``
    has what is no block for the model: what a browser does not show, pictures, rules and embedded media; each with the
    index of the block that follows it.
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
        # Name, role and what it may be besides, of each tag of the page: a number is read faster.
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
                        role = PRE if node.css_first("pre") is None and not self._pre else BLOCK
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

    def _role_in_pre(self, role: int, attributes: dict[str, str | None] | None, apart: bool) -> int:
        """Return what an element is in preformatted text: each line of code may stand in an element of its own."""
        if (role in (ROW, CELL)) and len(self._tables) <= self._around:  # of a table of lines
            if role == ROW:
                self._end_line()
            return BLOCK if role == ROW else SPAN
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

    # -- what is no ordinary element -------------------------------------------------------------------------------

    def _role_in_text(self, node: Any, tag: str) -> int:
        """Return the role of an element that may stand in a sentence: a custom element, a button, ``<noscript>``."""
        if "-" in tag:
            return SPAN if is_within_text(node, False) else BLOCK
        return SPAN if tag == "button" and is_within_text(node, True) else BLOCK

    def _is_taken(
        self, node: Any, tag: str, role: int, special: int, hidden: bool, attributes: dict[str, str | None]
    ) -> bool:
        """Take an element whole where it is a formula, a margin note, or text that no reader sees; tell whether."""
        if role == IMAGE:
            return self._is_image_taken(node, attributes, hidden)
        if role == FALLBACK:
            text = text_of(node)
            if text and not (self._pieces and is_within_text(node, False)):
                return False
            self._put_aside(node, "hidden/noscript", text)
            return True
        if special == FORMULA or role == MATH:
            found = formula(node, attributes)
            if found is not None:
                if role >= BLOCK:
                    self.flush()
                said = text_of(node)
                self._put_aside(node, "hidden/formula", said if [said] != [tex.strip("$") for tex in found] else "")
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
        """Take an image that shows a formula or a sign of writing as text; others are noted as pictures."""
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
        """Take a note that stands in its sentence: a sign stays there, and the note follows the block."""
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
        """Take the mark of a note that stands directly behind it: the note's own sign is put in its place."""
        following = node.next
        if not self._pieces or following is None or kind_of(following.attributes.get("class") or "") != MARGIN_NOTE:
            return False
        self._waits = text_of(node).strip("[]() ")
        return True

    def _put_callout(self, node: Any, attributes: dict[str, str | None]) -> None:
        """Note that a box begins that the page sets off from its text."""
        said = attributes.get("data-callout") or attributes.get("data-callout-type") or ""
        kind = callout_of(attributes.get("class") or "", said, node.tag)
        if kind and attributes.get("role") != "dialog":
            self._put_beside("callout", kind, node)

    def _keeps_space(self, node: Any, attributes: dict[str, str | None]) -> bool:
        """Whether a style sheet makes preformatted text of an element, and it has lines."""
        classes = attributes.get("class") or ""
        kept = "block" in classes.split() or KEPT_SPACE.search(f"{attributes.get('style') or ''} {classes}") is not None
        return kept and "\n" in node.text(deep=True).strip()

    def _signs(self, node: Any, tag: str, role: int, attributes: dict[str, str | None] | None) -> Any:
        """Return the signs before and behind an element, and how they mark its text; ``None`` where there are none."""
        if role == LINK:
            if not self._pieces or self._raised or not attributes or (attributes.get("href") or "")[:1] != "#":
                return None
            if node.css_first("sup") is not None:  # which has signs of its own
                return None
            return note_label(text_of(node), self._pieces[-1][-1:])
        if tag == "q":
            return quotation_marks(self._language, self._quotes, text_of(node))
        if self._mark[0] & SMALL:  # raised within raised
            return None
        before = "".join(self._pieces[-4:])[-SENTENCE:] if self._pieces else ""
        return signs(node, tag, before, bool(self._link) and self._address[:1] == "#")

    def _open_sign(self, node: Any, state: Any) -> None:
        """Write the sign before an element that has begun."""
        self._raised += 1
        if state is None:
            return
        before, _, style, link = state
        self._quotes += style < 0
        if style > 0:
            self._mark = (self._mark[0] | style, self._mark[1])
            self._marked[self._element] = self._mark
        self._write(node, before, link)

    def _write(self, node: Any, sign: str, link: str) -> None:
        """Add a sign to the block that the page only shows by its markup."""
        if sign:
            self._last = self._element
            self._seam = 0
            self._pieces.append(sign)
            if sign.strip():
                style = self._mark[0] | SIGN if self._mark[0] & SMALL else self._mark[0]
                self._take(node, sign.strip(), (style, link or self._mark[1]))

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
        if tag == "html" and attributes:
            self._language = attributes.get("lang") or ""
        if hidden and not self._flag & HIDDEN:
            self._hidden += 1
            self._flag |= HIDDEN | ORDINAL * self._hidden
        if role < BLOCK:
            self._seam |= OPENED
        if role in (INLINE, SIGNED):
            self._marks += 1
            if tag == "cite" and self._kind == "quote" and not self._pieces:
                self._credit = self._element
        elif role == LINK:
            if self._touches:  # links that touch are set apart by their looks: a reader does not see one word
                self._pieces.append(" ")
            self._link += 1
            self._anchors += 1
            if self._pieces and attributes:
                address = attributes.get("href") or ""
                if "#" in address or "javascript:" in address:
                    self.noted = True
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
            self._around = len(self._tables)
            self._lists_code = tag != "pre"
        elif role == FALLBACK:
            self._flag |= IN_NOSCRIPT
        elif role == TABLE:
            if self._tables:
                self._tables[-1].layout = True
            self._rows += 1
            self._tables.append(Table(len(self.texts), self._rows, attributes.get("role"), len(self.beside)))
            self._kind, self._level, self._group, self._depth = "paragraph", 0, 0, 0
        elif role == ROW:
            if self._tables:
                self._tables[-1].begin_row(self._element)
        elif role == CELL:
            self._kind, self._level, self._group, self._depth = "paragraph", 0, 0, 0
            if self._tables:
                self._tables[-1].begin_cell(len(self.texts), tag == "th", attributes)

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
            if role in (SIGNED, LINK):
                self._raised -= 1
                if state is not None:
                    self._quotes -= state[2] < 0
                    if self._sources:  # else its block has ended
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
