"""Find what the tool that made a dump printed into it: link numbers, Markdown, headers and footers of sheets.

Called by ``text.py``; ``judge/tool_marks.py`` removes these lines. ``numbered_links.py`` knows the links of terminal
browsers, ``markdown_links.py`` those of Markdown. The tool is recognized by the dump as a whole: a
list of numbered addresses at the end, Markdown links, footers that count the sheets. Without such proof no line is
touched, and brackets and signs are the author's.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from archtool.blocks.front_matter import end_of
from archtool.blocks.numbered_links import NO_LINKS, link_list
from archtool.rules.words import words_of
from archtool.startup.patterns import compiled, lazy

_NAMED = lazy(r"(?m)^ {0,3}\[[^\]\n]{1,80}\]: (?:[a-z][a-z0-9+.-]*:|/|#)\S+.*$")

_MD_LINK = lazy(r"!?\[[^\[\]]*\]\(<?(?:https?:|mailto:|/|#|\.)[^()\s]*>?\s*(?:\"[^\"]*\")?\)")
_MD_HEAD = lazy(r"(?m)(?:\A|\n\n)#{1,6} +(?=[^\sa-z])")
_UNDERLINED = lazy(r"(?m)(?:(?<=\n\n)|\A)(?=\S)[^\n]{1,200}\n(=|-)\1{2,}[ \t]*$")  # a heading and its underline
_STAR_HEAD = lazy(r"(\*{2,6}) (.+?) \1")
_HEAD = lazy(r"(#{1,6}) +(.*?)(?:(?<! ) +#+)?")
_RULER = lazy(r"[\s|:+=_*~─-╿-]{3,}")
LAST_FOOT = 300  # characters at the end of a dump that are searched for the footer of its last sheet
_DIGITS = lazy(r"\d+")


class Marks(NamedTuple):
    """The tool marks of a dump: its numbered links with the start of their list, Markdown or not, ends of sheets.

    ``heads``: the levels of underlined headings, by their offsets. ``front``: where the front matter ends.
    """

    links: Mapping[int, str] = MappingProxyType({})
    listed: int = -1
    markdown: bool = False
    stars: bool = False
    sheets: frozenset[int] = frozenset()
    heads: Mapping[int, int] = MappingProxyType({})
    front: int = 0


NONE = Marks()


def marks_of(body: str) -> Marks:
    """Return the marks of the tool that made a dump."""
    front = end_of(body)
    links, listed = link_list(body) if "[1]" in body else (NO_LINKS, -1)
    markdown = ("](" in body or "# " in body) and _is_markdown(body[front:])
    stars = "** " in body and any(_STAR_HEAD.fullmatch(line.strip()) for line in body.split("\n") if "** " in line)
    sheets = _sheets(body)
    heads = {found.start(): 1 + (found[1] == "-") for found in _UNDERLINED.finditer(body)} if markdown else {}
    is_marked = listed >= 0 or markdown or stars or sheets or front
    return Marks(links, listed, markdown or front > 0, stars, sheets, heads, front) if is_marked else NONE


def _is_markdown(body: str) -> bool:
    links = sum(1 for _ in _MD_LINK.finditer(body))
    heads = sum(1 for _ in _MD_HEAD.finditer(body))
    if links and _UNDERLINED.search(body):
        return True
    return heads >= 2 or (heads + links >= 2 and links > 0) or (heads > 0 and _NAMED.search(body) is not None)


@cache
def _foot() -> re.Pattern[str]:
    """Return a pattern of the footer of a printed sheet: ``1/3``, ``1 of 3``.

    It ends the line (Chrome, Safari) or precedes date and time (Firefox).
    """
    words = "|".join(words_of("languages.toml", "sheets"))
    end = r"(?:[ \t]*$|[ \t]{3,}\S[^\n]{0,40}\d:\d\d[^\n]{0,6}$)"
    return compiled(rf"(?m)(?<![\d/])(\d{{1,3}}) ?(?:/|·|{words}) ?(\d{{1,3}}){end}")


def _sheets(body: str) -> frozenset[int]:
    """Return the offsets of the lines that are headers or footers of printed sheets."""
    foot_line = _foot()
    feet = list(foot_line.finditer(body)) if foot_line.search(body, max(len(body) - LAST_FOOT, 0)) else []
    total = feet[-1].group(2) if feet else ""
    feet = [found for found in feet if found.group(2) == total]
    counted = [int(found.group(1)) for found in feet]
    if len(feet) < 2 or counted != list(range(1, len(feet) + 1)) or counted[-1] != int(total):
        feet = []
    if not feet and "\f" not in body:
        return frozenset()
    found = {body.rfind("\n", 0, foot.start()) + 1 for foot in feet}
    heads: dict[int, str] = {}
    ends = [foot.end() for foot in feet[:-1]] or [match.end() for match in re.finditer("\f", body)]
    for end in ends:
        start, line = _next_line(body, end)
        heads[start] = _shape(line)
    title = _shape(next((line for line in body.split("\n", 3) if line.strip()), ""))
    for start, shape in heads.items():
        alike = sum(other == shape for other in heads.values())
        if shape and (alike >= 2 or (feet and (shape == title or title in shape))):
            found.add(start)
    if feet and title in heads.values():
        start, _ = _next_line(body, 0)
        found.add(start)
    return frozenset(found)


def _next_line(body: str, end: int) -> tuple[int, str]:
    """Return offset and text of the first line with visible text at or after ``end``."""
    start = end
    while start < len(body):
        stop = body.find("\n", start)
        stop = len(body) if stop < 0 else stop
        if body[start:stop].strip():
            return body.rfind("\n", 0, start) + 1, body[start:stop]
        start = stop + 1
    return len(body), ""


def _shape(line: str) -> str:
    """Return a line with its numbers replaced by one sign."""
    return " ".join(_DIGITS.sub("0", line).split())


def undressed(text: str, marks: Marks) -> tuple[str, str, int]:
    """Return kind, text and heading level of a line without its markup; the kind is empty for running text."""
    kind, level = "", 0
    if marks.stars:
        head = _STAR_HEAD.fullmatch(text)
        text = head.group(2) if head else text
        if head:
            kind, level = "heading", 7 - len(head.group(1))
        if "_" in text:
            text = re.sub(r"(?<=\w)_(?=\w)", " ", text)
    if marks.markdown:
        if text.startswith("#"):
            head = _HEAD.fullmatch(text)
            if head and head.group(2):
                kind, level, text = "heading", len(head.group(1)), head.group(2)
        elif text.startswith("> "):
            kind, text = "quote", text.lstrip("> ")
        elif _NAMED.fullmatch(text):
            kind = "address"
    if _RULER.fullmatch(text):
        kind = "ruler"
    return kind, text, level
