"""Escape plain text as Markdown that reads back as the same text, and read it back.

Used by ``markdown/`` and wherever the markup of a record changes. ``escape`` covers CommonMark and what other programs
add: Liquid tags and kramdown's attributes in Jekyll, shortcodes in Hugo and Quarto, tags, comments and highlights in
Obsidian, citations and maths in Pandoc. A page with ``{% raw %}`` must not stop a build; ``@EUinAsia`` is no citation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archtool.model import Record
from archtool.startup.patterns import lazy

if TYPE_CHECKING:
    from markdown_it.token import Token

# Characters that need a backslash always, next to certain others, or in pairs.
ALWAYS = r"[\\`*\[|]"
BY_NEIGHBOUR = (
    r"(?<![^\W_])_|_(?![^\W_])"  # emphasis, except inside a word
    r"|<(?=[A-Za-z/!?])"  # HTML, autolinks
    r"|&(?=\#?\w+;)"  # entities
    r"|(?<=\{)[{%:\#.<]"  # Liquid, shortcodes, attributes
    r"|(?<=%)%|(?<==)="  # Obsidian: comments, highlights
    r"|(?<![^\s(])\#(?=\S)"  # Obsidian: tags
    r"|(?<![\w/])@(?=\w)"  # Pandoc: citations
)
INLINE = lazy(f"{ALWAYS}|{BY_NEIGHBOUR}")
SIGN = lazy(r"[\\`*\[|_<&%=#@]")  # every match contains one of these; most lines have none
SIGN_BY_BRACE = lazy(r"[\\`*\[|_<&{%=#@:.]")  # after a brace, these too
PAIRED = "$~^"  # maths, strike-through, subscripts
ACTING = lazy(r"[\\`*\[|_<&{%=#@$~^]")  # a line without these that begins with a letter needs no escape
# At the start of a line: headings, quotes, lists, rules, setext underlines, definitions, fenced divisions.
AT_START = lazy(r"(\#{1,6}|[-+](?=[ \t]|$)|-(?=[-: \t]*$)|>|=|:)()|(\d{1,9})([.)])(?=[ \t]|$)")
BREAK = "  \n"  # the only hard break that all of them support


def escape(text: str) -> str:
    """Return Markdown that shows ``text``: paragraphs at blank lines, hard breaks at single line ends."""
    if "\n" not in text:
        return _line(text)
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", text.strip("\n"))
    return "\n\n".join(BREAK.join(_line(line) for line in paragraph.split("\n")) for paragraph in paragraphs)


def escape_signs(text: str) -> str:
    """Return ``text``, which stands inside a line, with the characters escaped that are markup there.

    Visiting these few characters takes a tenth of the time of trying every position.
    """
    signs = SIGN_BY_BRACE if "{" in text else SIGN
    return signs.sub(lambda sign: f"\\{sign[0]}" if INLINE.match(text, sign.start()) else sign[0], text)


def _line(line: str) -> str:
    if line[:1].isalpha() and not ACTING.search(line):
        return line.rstrip(" \t")
    body = line.lstrip(" \t")
    indent = line[: len(line) - len(body)]
    escaped = escape_signs(body.rstrip(" \t"))
    for sign in PAIRED:
        if escaped.count(sign) > 1:
            escaped = escaped.replace(sign, "\\" + sign)
    return "&#32;" * len(indent.expandtabs(4)) + _start(escaped) if indent else _start(escaped)


def _start(line: str) -> str:
    match = AT_START.match(line)
    if match is None:
        return line
    head = f"\\{match[1]}" if match[1] else f"{match[3]}\\{match[4]}"
    return head + line[match.end() :]


def plain(markdown: str) -> str:
    """Return ``markdown`` as its reader sees it: blank lines between blocks, one line for each item and row."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    blocks: list[str] = []
    tight = False
    depth = 0
    cells: list[str] | None = None
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            tight = tight and depth > 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            tight = depth > 0
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            _add(blocks, " | ".join(cells or ()), tight)
            cells, tight = None, True
        elif token.type == "table_close":
            tight = False
        elif token.type in ("inline", "fence", "code_block", "html_block"):
            text = _inline(token) if token.type == "inline" else token.content.rstrip("\n")
            if cells is not None:
                cells.append(text)
            else:
                _add(blocks, text, tight)
                tight = depth > 0
    return "".join(blocks)


def in_markup(record: Record, wanted: str) -> Record:
    """Return ``record`` with its text in the markup ``wanted``: ``plain`` or ``md``."""
    if record.markup == wanted:
        return record
    if wanted == "md":
        return record._replace(text=escape(record.text), markup=wanted)
    text = plain(record.text)
    return record._replace(text=text, words=len(text.split()), markup=wanted)


def _add(blocks: list[str], text: str, tight: bool) -> None:
    if blocks:
        blocks.append("\n" if tight else "\n\n")
    blocks.append(text)


def _inline(token: Token) -> str:
    parts: list[str] = []
    closing = ""
    children = token.children or []
    for place, child in enumerate(children):
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(_inline(child))
        elif child.type == "html_inline" and child.content in ("<sup>", "<sub>"):
            opening, closing = _signs(children, place, "".join(parts))
            parts.append(opening)
        elif child.type == "html_inline" and child.content in ("</sup>", "</sub>"):
            parts.append(closing)
        elif child.type == "html_inline" and child.content in ("<mark>", "</mark>"):
            continue
        else:
            parts.append(child.content)
    return "".join(parts)


def _signs(children: list[Token], place: int, before: str) -> tuple[str, str]:
    """Return the plain-text signs around a raised or lowered text that begins at ``place``."""
    from archtool.blocks.html_signs import lowered, raised

    inner = []
    for child in children[place + 1 :]:
        if child.type == "html_inline":
            break
        inner.append(child.content)
    found = (raised if children[place].content == "<sup>" else lowered)(before, " ".join("".join(inner).split()))
    return found[0].strip(), found[1].strip()
