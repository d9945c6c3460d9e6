"""Print HTML pages as dumps in the styles in use, for training. Used by :mod:`archtool.scorer.line_fit` only.

One walk over a page makes pieces: what a browser shows as a block, with its links. Each style prints them as a tool of
this field does: a line a block (``innerText``, WET records), a line a text node (``get_text``), terminal browsers
(wrapped, indented, links numbered), converters to Markdown, printed pages turned to text.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

_SKIPPED = frozenset(
    "script style noscript template svg canvas iframe object embed head textarea select option -comment".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q s samp small span "
    "strike strong sub sup time tt u var wbr picture nobr".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre dl hr figure".split())
WIDEST = 6000  # most nodes read from a page


class Piece(NamedTuple):
    """A block as a browser shows it: runs of text with the address of each link, the tag, the depth in lists."""

    runs: list[tuple[str, str]]
    tag: str
    depth: int
    spaced: bool

    @property
    def text(self) -> str:
        """Return the words of the block on one line."""
        return " ".join("".join(run for run, _ in self.runs).split())


def pieces(markup: str) -> tuple[str, list[Piece]]:
    """Return the title in a page's head, and its blocks in order."""
    tree = LexborHTMLParser(markup)
    title = tree.css_first("title")
    walk = _Walk()
    if tree.body is not None:
        walk.children(tree.body, "", "body", 0)
        walk.flush("body", 0, False)
    return (" ".join(title.text().split()) if title else ""), walk.found


class _Walk:
    """The blocks found so far, and the runs of the block being made."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self.runs: list[tuple[str, str]] = []
        self.nodes = 0

    def flush(self, tag: str, depth: int, spaced: bool) -> None:
        """End the block being made."""
        if any(run.strip() for run, _ in self.runs):
            self.found.append(Piece(self.runs, tag, depth, spaced))
        self.runs = []

    def children(self, node: Any, link: str, tag: str, depth: int) -> None:
        """Walk over the children of ``node``."""
        child = node.first_child
        while child is not None and self.nodes < WIDEST:
            self.nodes += 1
            self._one(child, link, tag, depth)
            child = child.next

    def _one(self, node: Any, link: str, tag: str, depth: int) -> None:
        name = node.tag
        if name == "-text":
            self.runs.append((node.text_content or "", link))
        elif name in _SKIPPED or name is None:
            return
        elif name == "br":
            self.flush(tag, depth, False)
        elif name in _INLINE:
            self.children(node, node.attributes.get("href") or "#" if name == "a" else link, tag, depth)
        elif name in ("td", "th"):
            self.runs.append((" ", ""))
            self.children(node, link, "tr", depth)
            self.runs.append((" ", ""))
        else:
            spaced = name in _SPACED
            self.flush(tag, depth, spaced)
            inner = depth + (name in ("ul", "ol"))
            self.children(node, link, name, inner)
            self.flush(name, inner, spaced)


def lines(title: str, blocks: list[Piece], chance: random.Random) -> Iterator[str]:
    """Print a line a block, with blank lines between all, some or none; with or without the head's title."""
    way = chance.choice(("none", "none", "some", "all"))
    if title and chance.random() < 0.3:
        yield title
    for block in blocks:
        yield block.text
        if way == "all" or (way == "some" and block.spaced):
            yield ""


def nodes(title: str, blocks: list[Piece], chance: random.Random) -> Iterator[str]:
    """Print a line a text node."""
    for block in blocks:
        for run, _ in block.runs:
            if run.strip():
                yield " ".join(run.split())


def wrapped(title: str, blocks: list[Piece], chance: random.Random) -> Iterator[str]:
    """Print as terminal browsers do: lines of one width, indents; with or without link numbers and their list of
    addresses.
    """
    numbered, width = chance.random() < 0.5, chance.choice((72, 76, 79, 80))
    indent, bullet = chance.choice(("", "   ", "   ")), chance.choice(("* ", "• ", "+ ", "o "))
    addresses: list[str] = []
    for block in blocks:
        text = "".join(_numbered(run, link, addresses) if numbered else run for run, link in block.runs)
        text = " ".join(text.split())
        if block.tag == "li":
            first = indent + "  " * max(block.depth, 1) + bullet
            yield from textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * len(first))
            continue
        left = "" if block.tag in ("h1", "h2", "h3") else indent
        yield from textwrap.wrap(text, width, initial_indent=left, subsequent_indent=left)
        if block.tag != "body" and (block.spaced or chance.random() < 0.5):
            yield ""
    if addresses:
        yield from ("", "References", "")
        yield from (f"   {number}. {address}" for number, address in enumerate(addresses, 1))


def _numbered(run: str, link: str, addresses: list[str]) -> str:
    if not link or not run.strip():
        return run
    addresses.append(link if "://" in link else f"http://site.example/{link.lstrip('/')}")
    blank = run[: len(run) - len(run.lstrip())]
    return f"{blank}[{len(addresses)}]{run.lstrip()}"


def markdown(title: str, blocks: list[Piece], chance: random.Random) -> Iterator[str]:
    """Print as converters to Markdown do: marks of headings and lists, links inline or dropped, wrapped or not."""
    linked, width = chance.random() < 0.7, chance.choice((0, 0, 78))
    bullet = chance.choice(("* ", "- ", "  * "))
    for block in blocks:
        runs = [f"[{run.strip()}]({link}) " if link and linked and run.strip() else run for run, link in block.runs]
        text = " ".join("".join(runs).split())
        if block.tag[:1] == "h" and block.tag[1:].isdigit():
            text = f"{'#' * int(block.tag[1:])} {text}"
        elif block.tag == "li":
            text = "  " * max(block.depth - 1, 0) + bullet + text
        yield from textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) if width else [text]
        if block.tag != "li":
            yield ""


def printed(title: str, blocks: list[Piece], chance: random.Random) -> Iterator[str]:
    """Print as sheets turned to text: broken lines, address and number under each sheet, a title above it."""
    width, sheet = chance.choice((85, 95, 110)), chance.randrange(45, 70)
    body: list[str] = []
    for block in blocks:
        body.extend(textwrap.wrap(block.text, width))
        if block.spaced and chance.random() < 0.7:
            body.append("")
    sheets = len(body) // sheet + 1
    for number in range(sheets):
        yield from body[number * sheet : (number + 1) * sheet]
        yield from ("", f"http://site.example/page{' ' * 40}{number + 1}/{sheets}")
        if number + 1 < sheets:
            yield from (f"\f3/14/2019{' ' * 30}{title}", "")


Style = Callable[[str, list[Piece], random.Random], Iterator[str]]
STYLES: dict[str, Style] = {
    "lines": lines, "nodes": nodes, "wrapped": wrapped, "markdown": markdown, "printed": printed,
}  # fmt: skip


def dump(markup: str, style: str, seed: str) -> str:
    """Return a page as a dump of ``style``, with random choices determined by ``seed``."""
    title, blocks = pieces(markup)
    return "\n".join(STYLES[style](title, blocks, random.Random(f"{style}{seed}"))) + "\n"
