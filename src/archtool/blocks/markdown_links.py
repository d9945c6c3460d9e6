"""Inline markup of Markdown in a dump: links, emphasis, escapes. ``text.py`` calls it for a whole dump.

The texts of the blocks lose the markup; links and emphasis stay as their spans, for Markdown output.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from archtool.blocks.html_tags import EMPHASIS, PLAIN, STRONG
from archtool.model import Block
from archtool.startup.patterns import lazy

# Noncharacters of Unicode, which no text holds, stand for the ends of links and emphasis.
_LINK, _STRONG, _EMPHASIS, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_SIGN = lazy("[\ufdd0-\ufdd3]")
_NAMED = lazy(r" {0,3}\[([^\]\n]{1,80})\]:\s+<?([^\s<>]+)>?.*")
_IMAGE_LINK = lazy(r"\[!\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)\]")
_IMAGE = lazy(r"!\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_ANY_LINK = lazy(
    r"""(?<!\\)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]
        (?:\((?P<address>[^()]*(?:\([^()]*\)[^()]*)*)\)|\[(?P<name>[^\[\]]*)\]|(?![\[(:]))
        |<(?P<self>https?://[^<>\s]+)>""",
    re.X,
)
_OTHERS = (
    (lazy(r"(?<![\w*\\])(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![\w*])"), _STRONG + r"\2" + _CLOSE),
    (lazy(r"(?<![\w*\\])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])"), _EMPHASIS + r"\2" + _CLOSE),
    (lazy(r"\\([\\`*_{}\[\]()#+.!|>~<-])"), r"\1"),
)
Span = tuple[str, tuple[int, str]]


def undressed_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield ``blocks`` without inline markup in their texts."""
    blocks = list(blocks)
    found = (_NAMED.fullmatch(block.text) for block in blocks if block.kind == "address")
    names = {_key(each[1]): each[2] for each in found if each}
    for block in blocks:
        text = block.text
        if block.kind == "address" or not any(sign in text for sign in "[*_\\<"):
            yield block
            continue
        spans = tuple(_spans(text, names))
        shown = "".join(part for part, _ in spans).strip()
        marked = shown and any(mark != PLAIN for _, mark in spans)
        yield block._replace(text=shown or text, spans=spans if marked else ())


def _spans(text: str, names: Mapping[str, str]) -> Iterator[Span]:
    """Yield the parts of a paragraph of Markdown, each with its style and its link."""
    addresses: list[str] = []

    def linked(found: re.Match[str]) -> str:
        shown, address = found["text"], found["address"]
        if found["self"]:
            shown = address = found["self"]
        elif address is not None:
            address = address.strip().partition(" ")[0].strip("<>")
        else:
            address = names.get(_key(found["name"] or shown))
        if address is None:
            return found[0]
        addresses.append(address)
        return f"{_LINK}{shown}{_CLOSE}"

    text = _SIGN.sub("", text)
    if "](" in text:
        text = _IMAGE.sub(r"\1", _IMAGE_LINK.sub(r"[\1]", text))
    text = _ANY_LINK.sub(linked, text)
    for pattern, by in _OTHERS:
        text = pattern.sub(by, text)
    marks = [PLAIN]
    last = number = 0
    for sign in _SIGN.finditer(text):
        if last < sign.start():
            yield text[last : sign.start()], marks[-1]
        last = sign.end()
        style, link = marks[-1]
        if sign[0] == _LINK:
            marks.append((style, addresses[number]))
            number += 1
        elif sign[0] == _CLOSE:
            marks.pop()
        else:
            marks.append((style | (STRONG if sign[0] == _STRONG else EMPHASIS), link))
    if last < len(text):
        yield text[last:], marks[-1]


def _key(name: str) -> str:
    """Return the form in which Markdown compares the names of addresses."""
    return " ".join(name.split()).casefold()
