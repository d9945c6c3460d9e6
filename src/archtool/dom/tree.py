# cython: language_level=3, annotation_typing=False
"""Lay out the nodes of a parsed page as a table in document order. Called by the walk (``blocks/html_walk.py``).

A node is known by its place in the table, so that a walk compares numbers instead of making an object for each node and
a dictionary for each element. ``tree_of`` chooses between two builders of the same table: :class:`PythonTree`, which
works everywhere, and that of ``native.pyx``. A table is used up before the parsed page changes.
"""

from __future__ import annotations

from array import array
from functools import cache
from typing import Any

# Attributes that an element has, as bits.
ID, ROLE, ITEMPROP, STYLE, HIDDEN, HREF = 1, 2, 4, 8, 16, 32
BITS = {"id": ID, "role": ROLE, "itemprop": ITEMPROP, "style": STYLE, "hidden": HIDDEN, "href": HREF}
NAMED = ID | ROLE | ITEMPROP
SPACES = " \t\n\r\f\v"


def as_array(values: list[int]) -> Any:
    """Return ``values`` as an array; the constructor of arrays takes several times as long."""
    numbers = array("i", bytes(4 * len(values)))
    room: Any = numbers
    for index in range(len(values)):
        room[index] = values[index]
    return numbers


class Tree:
    """The nodes under a root, in document order, as columns.

    ``ends[n]`` is the place after the last node inside ``n``: that of its next sibling, or of what follows its parent.
    ``tags[n]`` and ``classes[n]`` are the numbers of its tag and class attribute, in order of first appearance;
    ``names`` and ``class_names`` have what they stand for. Number 0 is the empty class. ``bits[n]``: which of ``BITS``
    it has.
    """

    def __init__(self) -> None:
        self.ends: Any = array("i")
        self.tags: Any = array("i")
        self.classes: Any = array("i")
        self.bits: Any = array("i")
        self.names: list[Any] = []
        self.class_names: list[str] = [""]

    def text(self, place: int, exact: bool) -> str:
        """Return the text of a text node; where not ``exact``, one space for any number of ASCII spaces alone."""
        raise NotImplementedError

    def value(self, place: int, name: str) -> str | None:
        """Return the value of an attribute; ``None`` if it has none."""
        raise NotImplementedError

    def node(self, place: int) -> Any:
        """Return the node as the parser's own object, for what the table does not hold."""
        raise NotImplementedError

    def tokens(self, place: int) -> str:
        """Return class, id, role and itemprop of an element, separated by spaces."""
        found: str = self.class_names[self.classes[place]]
        bits = self.bits[place]
        if bits & NAMED:
            if bits & ID:
                found = f"{found} {self.value(place, 'id')}"
            if bits & ROLE:
                found = f"{found} {self.value(place, 'role')}"
            if bits & ITEMPROP:
                found = f"{found} {self.value(place, 'itemprop')}"
        return found

    def children(self, place: int) -> list[int]:
        """Return the places of the children of a node."""
        found = []
        child, end = place + 1, self.ends[place]
        while child < end:
            found.append(child)
            child = self.ends[child]
        return found


class PythonTree(Tree):
    """The table built in Python, which keeps the parser's objects."""

    def __init__(self, root: Any) -> None:
        super().__init__()
        self._nodes: list[Any] = []
        self._fill(root)

    def _fill(self, root: Any) -> None:
        """Visit every node once."""
        nodes = self._nodes
        ends: list[int] = []
        tags: list[int] = []
        classes: list[int] = []
        bits: list[int] = []
        known: dict[int, tuple[int, bool]] = {}  # number of a tag, and whether it is that of an element
        numbers = {"": 0}
        waiting: list[int] = []
        node = root
        while node is not None:
            place = len(nodes)
            nodes.append(node)
            entry = known.get(node.tag_id)
            if entry is None:
                entry = known[node.tag_id] = (len(known), node.is_element_node)
                self.names.append(node.tag)
            number = has = 0
            if entry[1]:
                attributes = node.attributes
                for name in attributes:
                    has |= BITS.get(name, 0)
                value = attributes.get("class")
                if value:
                    number = numbers.setdefault(value, len(numbers))
            tags.append(entry[0])
            classes.append(number)
            bits.append(has)
            ends.append(place + 1)
            following = node.first_child
            if following is not None:
                waiting.append(place)
            else:
                following = node.next if waiting else None
            while following is None and waiting:
                place = waiting.pop()
                ends[place] = len(nodes)
                following = nodes[place].next if waiting else None
            node = following
        self.class_names = list(numbers)
        self.ends, self.tags, self.classes, self.bits = map(as_array, (ends, tags, classes, bits))

    def text(self, place: int, exact: bool) -> str:
        """Return the text of a text node."""
        text: str = self._nodes[place].text_content or ""
        return " " if text and not exact and not text.strip(SPACES) else text

    def value(self, place: int, name: str) -> Any:
        """Return the value of an attribute; ``None`` if it has none."""
        node = self._nodes[place]
        return node.attributes.get(name) if node.is_element_node else None

    def node(self, place: int) -> Any:
        """Return the parser's object."""
        return self._nodes[place]


def tree_of(root: Any) -> Tree:
    """Return the table of the nodes from ``root`` (a node of selectolax, or ``None``) on."""
    builder: Any = PythonTree if root is None else _builder()
    tree: Tree = builder(root)
    return tree


@cache
def _builder() -> Any:
    """Return the faster builder where it is compiled and works with the parser that is installed."""
    try:
        from archtool.dom.native import NativeTree, usable
    except ImportError:
        return PythonTree
    return NativeTree if usable() else PythonTree
