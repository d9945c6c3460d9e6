"""Divide a block's text into pieces with the same markup, marks of footnotes among them. Used by ``inline.py``."""

# No postponed annotations: for a named tuple, each would be compiled at import.
from collections.abc import Sequence
from typing import NamedTuple

from archtool.startup.patterns import lazy

# Characters of the nodes that blocks/html_text.py leaves out of a block's text.
_UNSEEN = "\u200b\u2060\ufeff\xad"
_BETWEEN = lazy(r"[\s,;–-]+")  # between marks of notes


Mark = tuple[int, str]  # style and link
Span = tuple[str, Mark]  # the text of one node of a block, and its mark


class Piece(NamedTuple):
    """A part of a block's text with the same markup, as offsets; ``link`` is the address of its link, or empty."""

    start: int
    end: int
    style: int
    link: str


def marked_pieces(text: str, spans: Sequence[Span], marks: Sequence[Mark]) -> list[Piece]:
    """Return the pieces of ``text`` with the same markup; none if the texts of ``spans`` do not make it up."""
    pieces: list[Piece] = []
    begun = place = 0
    size = len(text)
    last: Mark | None = None  # of the piece from ``begun`` to ``place``
    for (shown, _), mark in zip(spans, marks, strict=True):
        if not shown.isascii():
            for char in _UNSEEN:
                if char in shown:
                    shown = shown.replace(char, "")
        shown = " ".join(shown.split())
        if not shown:
            continue
        end = place
        while not text.startswith(shown, place):
            if not text[place : place + 1].isspace():
                return []
            place += 1
        if mark != last:
            if last is not None:
                pieces.append(Piece(begun, end, *last))
            begun, last = place, mark
        place += len(shown)
    if last is not None:
        pieces.append(Piece(begun, place, *last))
    return pieces if place == size else []


def with_brackets(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return ``pieces`` with the brackets around a footnote's mark included in it, since Markdown adds its own."""
    found: list[Piece] = []
    index = 0
    while index < len(pieces):
        piece, index = pieces[index], index + 1
        if piece.link[:1] != "^":
            if found and piece.start < found[-1].end:
                piece = piece._replace(start=found[-1].end)
            found.append(piece)
            continue
        group, index = _group(text, pieces, index - 1)
        start, end = group[0].start, group[-1].end
        if found and found[-1].end == start and text[start - 1] == "[" and text[end : end + 1] == "]":
            group[0] = group[0]._replace(start=start - 1)
            group[-1] = group[-1]._replace(end=end + 1)
            before = found[-1]
            found[-1] = before._replace(end=before.start + len(text[before.start : start - 1].rstrip()))
        found += group
    return [piece for piece in found if piece.start < piece.end]


def _group(text: str, pieces: Sequence[Piece], index: int) -> tuple[list[Piece], int]:
    """Return the note marks from ``index`` on separated only by commas and dashes, and the index after them."""
    group: list[Piece] = []
    while index < len(pieces):
        piece = pieces[index]
        if piece.link[:1] == "^":
            if group and group[-1].link == piece.link:
                group[-1] = group[-1]._replace(end=piece.end)
            else:
                group.append(piece._replace(style=0))
        elif (
            index + 1 < len(pieces)
            and pieces[index + 1].link[:1] == "^"
            and _BETWEEN.fullmatch(text[piece.start : piece.end])
        ):
            group.append(piece._replace(style=0))
        else:
            break
        index += 1
    return group, index
