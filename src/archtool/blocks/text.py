"""Split a text dump into blocks that tile it: one block for each line with visible text.

Blank lines belong to the block before them, so that the slices ``body[block.start:block.end]`` of all blocks, in order,
are the whole body. A line of no-break spaces or other invisible characters only is an empty paragraph of the original
page: it is a block of its own, so that the ledger can name it. A notice glued to a title (``ARCHIVED - Title``) is
split off here, because judges only judge whole blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.blocks.numbered_links import Line, visible, with_links, without_numbers
from archtool.blocks.tool_marks import NONE, marks_of, undressed
from archtool.blocks.wrapped import join
from archtool.model import Block
from archtool.rules import Rulebook
from archtool.startup.patterns import lazy

# Invisible: zero-width spaces, soft hyphens, word joiners, byte order marks. Joiners of Persian and of emoji
# (U+200C, U+200D) and direction marks have a meaning and stay.
_UNSEEN = lazy("[\u200b\u2060\ufeff\u00ad\ufffe\x00-\x08\x0e-\x1f\x7f-\x9f]+")
_BLANKS = lazy("[ \t\x0b\x0c](?:(?<! )[ \t\x0b\x0c]*|[ \t\x0b\x0c]+)")  # several, or one that is no space
_MARKS = " \t\x0b\x0c\u00a0\u200e\u200f\u3000\u202a\u202b\u202c"
_BULLETS = "•▪◦●‣∙-*–"
_BULLET = lazy(r"(?:[•▪◦●‣∙]\s*|[-*–]\s+)(?=\S*\w)")
_SAID = (" – ", " — ")  # a dash between spoken words and their speaker
_SENTENCE_ENDS = tuple('.!?…»”"')
# Signs of mojibake: UTF-8 decoded byte by byte, or a no-break space decoded as Mac Roman.
# The first sign decides: a pattern of alternatives tries each of them everywhere, and takes five times as long.
_MOJIBAKE = lazy(
    "[ÃÂÐÑØÙâ¬√ãÄ](?:(?<=[ÃÂÐÑØÙ])[\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|(?<=[âã])€|(?<=¬)†|(?<=√)[©®†§∫]"
    "|(?<=Ä)[\u0080-\u00bf])"
)
_INLINE_LABEL = lazy(r"(?:(?<=\s)|^)(\S+(?: \S+)?) ?:(?=\s)")
_FOOTER = ("Posted in ", "Filed under ", "Filed Under ", "Posted under ", "Categories ")
GLUED_WITHIN = 15  # lines: notices are glued to titles, which stand at the top


def split_dump(body: str, rules: Rulebook) -> tuple[Block, ...]:
    """Return the blocks of a dump, in order; their slices tile ``body``."""
    blocks: list[Block] = []
    marks = marks_of(body)
    start, number, blank_before = 0, 0, True
    shown = seen = 0
    lines: list[Line] = []  # of a dump with numbered links
    size = len(body)
    while start < size:
        end = body.find("\n", start) + 1 or size
        number += 1
        line = body[start:end]
        if line.isspace() and line.isascii():
            blank_before = True
        else:
            text = tidy(line)
            if marks is not NONE and text:
                kind, level = "", 0
                if start < marks.front:
                    kind = "front"
                elif start in marks.sheets:
                    kind = "sheet"
                elif 0 <= marks.listed <= start:
                    kind = "address"
                elif start in marks.heads:
                    kind, level = "heading", marks.heads[start]
                else:
                    numbers: tuple[tuple[int, int], ...] = ()
                    if marks.links and "[" in text:
                        text, numbers = without_numbers(text, len(marks.links), seen)
                        seen = numbers[-1][1] if numbers else seen
                    kind, text, level = undressed(text, marks)
                    if marks.links:
                        lines.append(Line(start, end, visible(text), numbers))
            else:
                kind = ""
            if not text:
                blocks.append(Block("blank", "", start, end, number, tight=not blank_before))
            elif kind:
                blocks.append(Block(kind, text, start, end, number, level, not blank_before))
            elif shown >= GLUED_WITHIN and ":" not in text and " | " not in text:
                blocks.append(_line_block(text, start, end, number, not blank_before))
            elif shown < GLUED_WITHIN:
                blocks.extend(_pieces(text, line, start, number, not blank_before, rules))
            else:
                blocks.extend(_labelled(text, line, start, number, not blank_before, rules))
            shown += bool(text)
            blank_before = not text
        start = end
    joined = join(blocks, body, marks.markdown)
    if marks.markdown:
        from archtool.blocks.markdown_links import undressed_blocks

        joined = list(undressed_blocks(joined))
    elif lines and not marks.stars:
        joined = list(with_links(joined, lines, marks.links))
    return tuple(_tile(joined, size))


def tidy(line: str) -> str:
    """Return a line as a reader sees it: no invisible characters, single spaces, mojibake repaired.

    No-break spaces inside the line stay (French puts them before colons); at its ends they are removed.
    """
    text = line.strip()
    if text.isascii():
        if "  " not in text and text.isprintable():
            return text
        return _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip()
    if _MOJIBAKE.search(text):
        from ftfy import fix_encoding

        text = fix_encoding(text)
    return _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip(_MARKS).strip()


def _line_block(text: str, start: int, end: int, number: int, tight: bool, level: int = 0) -> Block:
    bullet = _BULLET.match(text) if text[0] in _BULLETS else None
    if bullet and not _is_speech(text):
        return Block("item", text[bullet.end() :], start, end, number, level, tight)
    return Block("paragraph", text, start, end, number, 0, tight)


def _is_speech(text: str) -> bool:
    """Whether the dash before ``text`` opens direct speech, as in Polish, Russian, French or Spanish."""
    return text[0] == "–" and (text.endswith(_SENTENCE_ENDS) or any(dash in text[1:] for dash in _SAID))


def _pieces(text: str, line: str, start: int, number: int, tight: bool, rules: Rulebook) -> Iterator[Block]:
    """Yield the block of a line, or its title and the notices glued to it."""
    end = start + len(line)
    before = rules.glued("prefix", text)
    rest = text[before[1].end() :] if before else text
    after = rules.glued("suffix", rest)
    title = (rest[: after[1].start()] if after else rest).strip()
    if (not before and not after) or not title:
        yield from _labelled(text, line, start, number, tight, rules)
        return
    head = text[: before[1].end()] if before else ""
    cut = start + _reach(line, head)
    stop = start + _reach(line, head + title) if after else end
    if before:
        yield Block("prefix", head.strip(), start, cut, number, 0, tight)
    yield Block("paragraph", title, cut, stop, number, 0, tight or bool(before))
    if after:
        yield Block("suffix", after[1].group().strip(), stop, end, number, 0, True)


def _labelled(text: str, line: str, start: int, number: int, tight: bool, rules: Rulebook) -> Iterator[Block]:
    """Yield the block of a line, or one for each label on it: ``Filed Under: a Tagged With: b``."""
    if " | " in text and (text.startswith(_FOOTER) or _are_labels(text.split(" | "), rules)):
        yield from _barred(text, line, start, number, tight)
        return
    labels = _INLINE_LABEL.finditer(text) if text.count(":") > 1 else ()
    cuts = [hit.start() for hit in labels if _is_label(hit.group(1), rules)]
    if len(cuts) < 2 or cuts[0] != 0:
        yield _line_block(text, start, start + len(line), number, tight)
        return
    ends = [*cuts[1:], len(text)]
    left = start
    for cut, stop in zip(cuts, ends, strict=True):
        right = start + (_reach(line, text[:stop]) if stop < len(text) else len(line))
        yield _line_block(text[cut:stop].strip(), left, right, number, tight or cut > 0)
        left = right


def _barred(text: str, line: str, start: int, number: int, tight: bool) -> Iterator[Block]:
    """Yield the pieces of a post's footer, as in WordPress: ``Posted in News | Tagged a, b | 4 Comments``."""
    left, shown = start, ""
    pieces = text.split(" | ")
    for place, piece in enumerate(pieces):
        shown = f"{shown} | {piece}" if place else piece
        right = start + (_reach(line, shown) if place + 1 < len(pieces) else len(line))
        yield Block("label", piece.strip(), left, right, number, 0, tight or place > 0)
        left = right


def _are_labels(pieces: list[str], rules: Rulebook) -> bool:
    """Return whether each piece of a line is a label of topics or categories with its values."""
    for piece in pieces:
        name, colon, values = piece.partition(":")
        rule = rules.labels.get(name.strip())
        if not colon or not values.strip() or rule is None or rule.field not in ("topics", "categories"):
            return False
    return True


def _is_label(name: str, rules: Rulebook) -> bool:
    rule = rules.labels.get(name)
    return rule is not None and not rule.weak and rule.field in ("topics", "categories")


def _reach(line: str, text: str) -> int:
    """Return the offset in the raw ``line`` after as many visible characters as its tidied beginning ``text`` has."""
    wanted = sum(not char.isspace() for char in text)
    for offset, char in enumerate(line):
        if not wanted:
            return offset
        wanted -= not (char.isspace() or _UNSEEN.match(char))
    return len(line)


def _tile(blocks: list[Block], size: int) -> Iterator[Block]:
    """Extend each block by the blank lines after it, and the first one by those before it."""
    ends = [*(block.start for block in blocks[1:]), size][: len(blocks)]
    start = 0
    for block, end in zip(blocks, ends, strict=True):
        if block.start == start and block.end == end:
            yield block
        else:
            kind, text, _, _, place, level, tight, group, nodes, spans = block
            yield Block(kind, text, start, end, place, level, tight, group, nodes, spans)
        start = end
