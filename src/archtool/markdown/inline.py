"""Write the inline markup of an HTML block as Markdown: links, emphasis, code, struck text, images.

Called by ``document.py``. The text of a block consists of the texts of its nodes in order, and the walk recorded how
each is marked. A text that its nodes do not make up (a part of a long ``<pre>``) is written without markup, so that the
words are always those of the block.
"""

import itertools
import re
from collections.abc import Sequence

from archtool.blocks.html_tags import CODE, EMPHASIS, FORMULA, MARKED, PLAIN, RAISED, SIGN, SMALL, STRONG, STRUCK
from archtool.markdown.escape import BREAK, PAIRED, escape, escape_signs
from archtool.markdown.footnotes import NOTE
from archtool.markdown.links import target
from archtool.markdown.options import DEFAULT, Options
from archtool.markdown.pieces import Mark, Piece, Span, marked_pieces, with_brackets
from archtool.startup.patterns import lazy

_WHOLE_ADDRESS = lazy(r"(?:https?|ftp)://")
# At the end of a piece these would combine with the markup after it: an image, a tag, an entity, a shortcode.
_OPEN_END = frozenset("!<&{%=")
_PUNCTUATION = lazy(r"[^\w\s]|_")
_IN_CODE = CODE | SMALL | SIGN  # the styles that code keeps; others would part code that touches into two spans


def inline(text: str, spans: Sequence[Span], options: Options = DEFAULT) -> str:
    """Return ``text``, made of ``spans``, as Markdown with the markup of these."""
    for _, mark in spans:
        if mark is not PLAIN:
            return _marked(text, spans, options)
    return escape(text)


def _marked(text: str, spans: Sequence[Span], options: Options) -> str:
    known: dict[Mark, Mark] = {}
    marks = []
    for _, mark in spans:
        found = known.get(mark)
        if found is None:
            style = mark[0] & _IN_CODE if mark[0] & CODE else mark[0]
            found = known[mark] = (style, _target(mark[1], options) if mark[1] else "")
        marks.append(found)
    first = marks[0]
    if marks.count(first) == len(marks):
        pieces = [Piece(0, len(text), *first)] if first != PLAIN else []
    else:
        pieces = marked_pieces(text, spans, marks)
        if any(link.startswith("^") for _, link in marks):
            pieces = with_brackets(text, pieces)
    if not pieces:
        return escape(text)
    signs = "".join([sign for sign in PAIRED if sign in text and text.count(sign) > 1])
    if "\n" not in text:
        return _line(text, pieces, signs)
    lines = []
    offset = 0
    rest = 0  # pieces before this index end before the line begins
    for line in text.split("\n"):
        end = offset + len(line)
        while rest < len(pieces) and pieces[rest].end <= offset:
            rest += 1
        stop = rest
        while stop < len(pieces) and pieces[stop].start < end:
            stop += 1
        lines.append(_line(text, _within(pieces[rest:stop], offset, end), signs))
        offset = end + 1
    return _joined(lines)


def _joined(lines: Sequence[str]) -> str:
    """Return lines with hard breaks between them; a displayed formula becomes a paragraph of its own."""
    parts = [lines[0]]
    for before, line in itertools.pairwise(lines):
        parts += ("\n\n" if line.startswith("$$") or before.endswith("$$") else BREAK, line)
    return "".join(parts)


def _target(href: str, options: Options) -> str:
    """Return the address of a link out of the page, or ``^label`` for a footnote; empty for other links."""
    href = href.strip()
    if href.startswith(NOTE):
        return href[1:]
    if href[:1] == "#":
        return ""
    return target(href, options.base) if options.links == "keep" and href else ""


def _within(pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    """Return the parts of ``pieces`` on the line from ``start`` to ``end``; none for an empty line."""
    cut = (piece._replace(start=max(piece.start, start), end=min(piece.end, end)) for piece in pieces)
    return [piece for piece in cut if piece.start < piece.end]


def _line(text: str, inside: Sequence[Piece], signs: str, last: str = "") -> str:
    """Return the pieces of one line with their markup; only white space stands between them.

    ``last`` is the character before them; empty at the beginning of the line.
    """
    parts: list[str] = []
    index = 0
    while index < len(inside):
        piece = inside[index]
        if index and inside[index - 1].end < piece.start:
            parts.append(" ")
            last = " "
        stop = index + 1
        if piece.style & SMALL:
            while stop < len(inside) and _goes_on(text, piece, inside[stop]):
                stop += 1
            parts.append(_small(text, inside[index:stop], signs))
        elif piece.link:
            while stop < len(inside) and inside[stop].link == piece.link:
                stop += 1
            parts.append(_run(text, inside[index:stop], last, signs))
        else:
            parts.append(_styled(text, piece, last, signs))
        last = parts[-1][-1:] or last
        index = stop
    return "".join(parts)


def _goes_on(text: str, first: Piece, piece: Piece) -> bool:
    """Whether a piece continues the raised or lowered text that begins with ``first``."""
    opens = piece.style & SIGN and text[piece.start : piece.end] != "}"
    return not opens and piece.style & SMALL == first.style & SMALL


def _run(text: str, run: Sequence[Piece], last: str, signs: str) -> str:
    """Return the pieces of one link as Markdown; ``last`` is the character before them."""
    link = run[0].link
    shown = text[run[0].start : run[-1].end]
    if link.startswith("^"):
        return f"[{link}]"  # the mark of a footnote, without the brackets of a link
    if shown == link and _WHOLE_ADDRESS.match(link):
        return f"<{link}>"
    parts: list[str] = []
    last = "["
    for number, piece in enumerate(run):
        if number and run[number - 1].end < piece.start:
            parts.append(" ")
            last = " "
        parts.append(_styled(text, piece, last, signs))
        last = parts[-1][-1:] or last
    return f"[{''.join(parts)}]({link})"


def _styled(text: str, piece: Piece, last: str, signs: str) -> str:
    """Return one piece with its emphasis, each mark only where a Markdown parser will recognize it."""
    shown = text[piece.start : piece.end]
    if piece.style & FORMULA:
        return shown
    if piece.style & CODE:
        return _code(shown)
    after = text[piece.end : piece.end + 1]
    written = _escape(shown, signs) if last else escape(shown)
    if not after.isspace():
        written = _open_end(written)
    if piece.link:
        written = written.replace("]", "\\]")  # it would end the text of the link
    if not piece.style:
        return written
    marks = ("**" if piece.style & STRONG else "") + ("*" if piece.style & EMPHASIS else "")
    if marks and last != "*" and _flanked(shown, last, after):
        if not last:  # after emphasis marks, a number or dash does not begin a line
            written = _escape(shown, signs)
        written = f"{marks}{written}{marks[::-1]}"
    if piece.style & STRUCK and last != "~" and "~" not in (shown[0], shown[-1]) and _flanked(shown, last, after):
        written = f"~~{written}~~"
    return f"<mark>{written}</mark>" if piece.style & MARKED else written


def _small(text: str, run: Sequence[Piece], signs: str) -> str:
    """Return raised or lowered text in the HTML element for it, without its plain-text signs."""
    tag = "sup" if run[0].style & RAISED else "sub"
    inside = [piece._replace(style=piece.style & ~SMALL) for piece in run if not piece.style & SIGN]
    return f"<{tag}>{_line(text, inside, signs, '>')}</{tag}>" if inside else ""


def _escape(shown: str, signs: str) -> str:
    written = escape_signs(shown)
    for sign in signs:
        written = written.replace(sign, "\\" + sign)
    return written


def _open_end(written: str) -> str:
    """Escape a final sign that would combine with what follows, unless it is escaped already."""
    if written[-1:] not in _OPEN_END:
        return written
    backslashes = len(written[:-1]) - len(written[:-1].rstrip("\\"))
    return written if backslashes % 2 else f"{written[:-1]}\\{written[-1]}"


def _code(shown: str) -> str:
    """Return a code span; its fence is longer than any run of backticks inside."""
    longest = max((len(ticks) for ticks in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _flanked(shown: str, before: str, after: str) -> bool:
    """Whether marks around ``shown`` open and close emphasis (CommonMark: left- and right-flanking runs)."""
    opens = not _PUNCTUATION.match(shown[0]) or not before or before.isspace() or bool(_PUNCTUATION.match(before))
    closes = not _PUNCTUATION.match(shown[-1]) or not after or after.isspace() or bool(_PUNCTUATION.match(after))
    return opens and closes
