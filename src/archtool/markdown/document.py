"""Write kept blocks as Markdown: headings, nested lists, tables, quotations, code with its language, inline markup.

Called by ``plain_text.py`` if Markdown is wanted. Blocks of a dump have no DOM nodes and give the same structure with
escaped text. A CommonMark parser (with tables and strike-through) reads back the words of the blocks.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from archtool.markdown.escape import BREAK, escape
from archtool.markdown.numbers import box, number_of_first
from archtool.markdown.numbers import number as number_of
from archtool.markdown.options import Options
from archtool.markdown.plain_text import UNTOLD, together
from archtool.model import Block
from archtool.startup.patterns import lazy

if TYPE_CHECKING:
    from archtool.markdown.footnotes import Note

_IN_ITEMS = frozenset({"item", "paragraph", "code", "picture", "embed"})
_CLOSING_HASHES = lazy(r"(?:^|(?<=\s))(#+)$")
_STARS = lazy(r"\*(?:[ \t\xa0]{0,3}\*){2,9}")
_NUMBER = lazy(r"(\d{1,9})\\([.)])")  # at the start of a line


def document(blocks: Sequence[Block], links: str = "keep", base: str | None = None, images: str = "keep") -> str:
    """Return ``blocks`` as one Markdown text.

    ``links`` is ``keep`` or ``strip``; ``images`` is ``keep`` (as references), ``drop``, or ``copy``: with placeholders
    for addresses, filled in later. ``base`` is the page's address, against which relative addresses are resolved.
    References to kept footnotes become ``[^1]``, and the notes ``[^1]: …``.
    """
    blocks, notes = _with_notes(blocks, base)
    options = Options(links, base, images)
    parts: list[str] = []
    bullet = ""
    start = 0
    boxes = (index for index, block in enumerate(blocks) if block.kind == "callout")
    for index in sorted({*notes, *boxes, len(blocks)}):
        if index < start:  # in a box or a note
            continue
        for run in _runs(blocks[start:index]):
            bullet = ("*" if bullet == "-" else "-") if run[0].kind == "item" else ""
            parts.append(_structure(run, bullet, options))
        start = index + 1
        if index in notes:
            start = notes[index].end
            parts.append(_note(notes[index], blocks[index:start], options))
        elif index < len(blocks):
            inside, start = _box(blocks, index, options)
            parts.append(inside)
    return "\n\n".join(part for part in parts if part)


def _with_notes(blocks: Sequence[Block], base: str | None) -> tuple[Sequence[Block], dict[int, "Note"]]:
    """Return the blocks with the marks of their footnotes, and these by their first blocks; none for a dump."""
    if not any(block.nodes for block in blocks):
        return blocks, {}
    from archtool.markdown.footnotes import with_notes

    return with_notes(blocks, base)


def _note(note: "Note", blocks: Sequence[Block], options: Options) -> str:
    """Return the blocks of a footnote as Markdown; those after the first are indented."""
    from archtool.markdown.footnotes import bare

    first, *others = bare(blocks, note.label, options.base)
    text = first.text.replace("|", " ").strip() if first.kind == "row" else ""
    said = escape(text) if text else _block(first, options) if first.kind == "code" else _inline_of(first, options)
    parts = [said, *(_structure(run, "-", options) for run in _runs(others))]
    return _prefixed(f"[^{note.label}]: " + "\n\n".join(part for part in parts if part), "    ").lstrip()


def _box(blocks: Sequence[Block], index: int, options: Options) -> tuple[str, int]:
    """Return the callout whose sign is ``blocks[index]`` as Markdown, and the index of the block after it."""
    from archtool.markdown.callouts import size, title_of, unquoted

    end = index + 1 + size(blocks, index)
    inside = unquoted(blocks[index], blocks[index + 1 : end])
    kind, title, taken = title_of(blocks[index], inside)
    parts = [_structure(run, "-", options) for run in _runs(inside[taken:])]
    said = "\n\n".join(part for part in parts if part)
    return _prefixed(f"[!{kind}] {escape(title)}".rstrip() + f"\n{said}", "> ") if said or title else "", end


def render(block: Block, links: str = "keep", base: str | None = None, images: str = "keep") -> str:
    """Return one block outside lists and tables as Markdown; the arguments are those of ``document``."""
    return _block(block, Options(links, base, images))


def _structure(run: Sequence[Block], bullet: str, options: Options) -> str:
    """Return the blocks of one structure as Markdown."""
    kind = run[0].kind
    if kind == "item":
        return _list(run, bullet, options)
    if kind == "row":
        from archtool.markdown.tables import table

        return _numbered(table(run, options), run[0])
    if kind == "quote":
        return "\n>\n".join(_prefixed(_block(block, options), "> ") for block in run)
    return BREAK.join(_block(block, options) for block in run)


def _block(block: Block, options: Options) -> str:
    if block.kind == "code":
        from archtool.markdown.code import fenced

        return fenced(block)
    if block.kind in UNTOLD:
        return _beside(block, options)
    if block.kind == "paragraph" and _STARS.fullmatch(block.text):  # between sections: already a Markdown rule
        return block.text
    text = _inline_of(block, options)
    return _numbered(_heading(text, block.level), block) if block.kind == "heading" else text


def _beside(block: Block, options: Options) -> str:
    """Return a picture, a rule or embedded media as Markdown."""
    if block.kind == "rule":
        return "---"
    if block.kind == "callout" or (block.kind == "picture" and options.images == "drop"):
        return ""
    from archtool.markdown.pictures import embedded, picture

    if block.kind == "embed":
        return embedded(block, options.base)
    return picture(block, options.base, later=options.images == "copy")


def _numbered(text: str, block: Block) -> str:
    """Return a heading or table that begins an item of an ordered list, with the item's number."""
    number = number_of_first(block, {})
    marker = f"{number}. "
    return text if number is None else marker + text.replace("\n", "\n" + " " * len(marker))


def _inline_of(block: Block, options: Options) -> str:
    """Return the text of a block with its inline markup, which lines of a dump do not have."""
    if not block.spans:
        return escape(block.text)
    from archtool.markdown.inline import inline

    return inline(block.text, block.spans, options)


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the blocks of one structure each: items of a list, rows of a table, quotations, lines of one verse."""
    run: list[Block] = []
    for block in blocks:
        if block.kind == "blank":
            continue
        if run and not _belongs(run, block):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _belongs(run: Sequence[Block], block: Block) -> bool:
    last = run[-1]
    if run[0].kind == "item":  # further blocks of an item have the group of the list
        if block.group != run[0].group or block.kind not in _IN_ITEMS:
            return False
        if block.kind != "item" and block.level < run[0].level:  # it continues an item that began before the run
            return False
        return block.kind == "item" or not {*_items_around(block)[:1]}.isdisjoint(_items_around(last))
    if last.kind != block.kind:
        return False
    if block.kind in ("item", "row"):
        return last.group == block.group
    if block.kind == "quote":
        return True
    return block.kind == "paragraph" and together(last, block)


def _items_around(block: Block) -> list[int]:
    """Return the ids of the list items around a block, innermost first."""
    found = []
    element = block.nodes[0].parent if block.nodes else None
    while element is not None and element.tag != "body":
        if element.tag == "li":
            found.append(element.mem_id)
        element = element.parent
    return found


def _heading(text: str, level: int) -> str:
    """Return an ATX heading on one line, escaping final number signs, which would be taken for its close."""
    line = " ".join(part.strip() for part in text.split("\n"))
    number = _NUMBER.match(line)
    if number:
        line = f"{number[1]}{number[2]}{line[number.end() :]}"
    line = _CLOSING_HASHES.sub(lambda match: "\\" + match.group(1), line)
    return f"{'#' * min(max(level, 1), 6)} {line}" if line else ""


def _list(items: Sequence[Block], bullet: str, options: Options) -> str:
    """Return the items of one list, nested by level; numbered if the page numbers them."""
    lines: list[str] = []
    open_items: list[_Open] = []
    numbers: dict[int, int] = {}
    goes_on = False  # the last item has several paragraphs, or code
    for item in items:
        if item.kind != "item":
            while len(open_items) > 1 and open_items[-1].level > item.level:
                open_items.pop()
            inside = _block(item, options)
            if inside:
                lines += ["", _prefixed(inside, " " * open_items[-1].text)]
                goes_on = True
            continue
        if goes_on:
            lines.append("")
            goes_on = False
        last = None
        while open_items and open_items[-1].level >= item.level:
            last = open_items.pop()
        column = open_items[-1].text if open_items else 0
        number = number_of(item, numbers)
        sign = bullet if number is None else "." if bullet == "-" else ")"
        if number is not None and number != 1 and (last is None or last.sign != sign) and lines[-1:] != [""]:
            lines.append("")  # only a list that begins with 1 may directly follow text
        marker = sign if number is None else f"{number}{sign}"
        open_items.append(_Open(item.level, sign, column + len(marker) + 1))
        rest = f"\n{' ' * open_items[-1].text}"
        lines.append(f"{' ' * column}{marker} {box(item)}{_inline_of(item, options)}".replace("\n", rest))
    return "\n".join(lines).lstrip("\n")


class _Open(NamedTuple):
    """An item that may get children: its level and sign, and the column of its text."""

    level: int
    sign: str
    text: int


def _prefixed(text: str, prefix: str) -> str:
    return "\n".join(prefix + line if line else prefix.rstrip() for line in text.split("\n"))
