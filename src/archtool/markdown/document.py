"""Write kept blocks as Markdown: headings, nested lists, tables, quotations, code with its language, inline markup.

Called by ``plain_text.py`` if Markdown is wanted. Blocks of a dump have no DOM nodes and give the same structure with
escaped text. A CommonMark parser (with tables and strike-through) reads back the words of the blocks.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from archtool.markdown.escape import BREAK, escape
from archtool.markdown.numbers import box
from archtool.markdown.numbers import number as number_of
from archtool.markdown.options import Options
from archtool.markdown.plain_text import together
from archtool.markdown.single import inline_of, numbered, prefixed, single
from archtool.model import Block

if TYPE_CHECKING:
    from archtool.markdown.footnotes import Note

_IN_ITEMS = frozenset({"item", "paragraph", "code", "picture", "embed"})
Quotes = Sequence[tuple[int, ...]]  # for each block, the ids of the quotations around it


def document(blocks: Sequence[Block], links: str = "keep", base: str | None = None, images: str = "keep") -> str:
    """Return ``blocks`` as one Markdown text.

    ``links`` is ``keep`` or ``strip``; ``images`` is ``keep`` (as references), ``drop``, or ``copy``: with placeholders
    for addresses, filled in later. ``base`` is the page's address, against which relative addresses are resolved.
    References to kept footnotes become ``[^1]``, and the notes ``[^1]: …``. Each post of a thread stands
    under the name of its author, a reply in a quotation.
    """
    options = Options(links, base, images)
    if not any(block.nodes for block in blocks):  # of a dump
        return "\n\n".join(_flow(blocks, [()] * len(blocks), options))
    from archtool.markdown.footnotes import with_notes
    from archtool.markdown.surroundings import surroundings

    blocks, notes = with_notes(blocks, base)
    around = surroundings(blocks)
    quotes = [each.quotes for each in around]
    if not any(each.posts for each in around):
        return "\n\n".join(_section(blocks, quotes, 0, len(blocks), notes, options))
    from archtool.markdown.threads import divided, joined

    blocks, sections = divided(blocks, around)
    parts = []
    for section in sections:
        inside = _section(blocks, quotes, section.start, section.end, notes, options)
        text = "\n\n".join(part for part in (section.head, *inside) if part)
        if text:
            parts.append((section.level, text))
    return joined(parts)


def _section(
    blocks: Sequence[Block], quotes: Quotes, start: int, end: int, notes: dict[int, "Note"], options: Options
) -> list[str]:
    """Return the blocks from ``start`` to ``end`` as Markdown, with their notes and callouts."""
    parts: list[str] = []
    boxes = (index for index in range(start, end) if blocks[index].kind == "callout")
    for index in sorted({*(index for index in notes if start <= index < end), *boxes, end}):
        if index < start:  # in a box or a note
            continue
        parts += _flow(blocks[start:index], quotes[start:index], options)
        start = index + 1
        if index == end:
            break
        if index in notes:
            start = min(notes[index].end, end)
            parts.append(_note(notes[index], blocks[index:start], options))
        else:
            inside, start = _box(blocks, quotes, index, options)
            parts.append(prefixed(inside, "> " * len(quotes[index])))
    return [part for part in parts if part]


def _flow(blocks: Sequence[Block], quotes: Quotes, options: Options) -> list[str]:
    """Return blocks without notes and callouts as Markdown, structure by structure; quotations may be nested."""
    parts: list[str] = []
    bullet = ""
    start = 0
    for outermost, members in groupby(quotes, key=lambda around: around[:1]):
        end = start + len(list(members))
        inside = blocks[start:end]
        if outermost:
            nested = _flow(inside, [around[1:] for around in quotes[start:end]], options)
            parts.append(prefixed("\n\n".join(nested), "> ") if nested else "")
            bullet = ""
        else:
            for run in _runs(inside):
                bullet = ("*" if bullet == "-" else "-") if run[0].kind == "item" else ""
                parts.append(_structure(run, bullet, options))
        start = end
    return [part for part in parts if part]


def _note(note: "Note", blocks: Sequence[Block], options: Options) -> str:
    """Return the blocks of a footnote as Markdown; those after the first are indented."""
    from archtool.markdown.footnotes import bare

    first, *others = bare(blocks, note.label, options.base)
    text = first.text.replace("|", " ").strip() if first.kind == "row" else ""
    said = escape(text) if text else single(first, options) if first.kind == "code" else inline_of(first, options)
    parts = [said, *_flow(others, [()] * len(others), options)]
    return prefixed(f"[^{note.label}]: " + "\n\n".join(part for part in parts if part), "    ").lstrip()


def _box(blocks: Sequence[Block], quotes: Quotes, index: int, options: Options) -> tuple[str, int]:
    """Return the callout whose sign is ``blocks[index]`` as Markdown, and the index of the block after it."""
    from archtool.markdown.callouts import size, title_of

    end = index + 1 + size(blocks, index)
    outer = len(quotes[index]) + (blocks[index].nodes[0].tag == "blockquote")
    kind, title, taken = title_of(blocks[index], blocks[index + 1 : end])
    first = index + 1 + taken
    inside = [around[outer:] for around in quotes[first:end]]
    said = "\n\n".join(_section(blocks[first:end], inside, 0, end - first, {}, options))
    return prefixed(f"[!{kind}] {escape(title)}".rstrip() + f"\n{said}", "> ") if said or title else "", end


def _structure(run: Sequence[Block], bullet: str, options: Options) -> str:
    """Return the blocks of one structure as Markdown."""
    kind = run[0].kind
    if kind == "item":
        return _list(run, bullet, options)
    if kind == "row":
        from archtool.markdown.tables import table

        return numbered(table(run, options), run[0])
    if kind == "quote" and not run[0].nodes:  # lines of a dump
        return "\n>\n".join(prefixed(single(block, options), "> ") for block in run)
    return BREAK.join(single(block, options) for block in run)


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
    if run[0].kind == "row" and block.kind == "picture":
        from archtool.markdown.tables import is_of_table

        return is_of_table(run[0], block)
    if last.kind != block.kind:
        return False
    if block.kind in ("item", "row"):
        return last.group == block.group
    if block.kind == "quote":
        return not block.nodes
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
            inside = single(item, options)
            if inside:
                lines += ["", prefixed(inside, " " * open_items[-1].text)]
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
        lines.append(f"{' ' * column}{marker} {box(item)}{inline_of(item, options)}".replace("\n", rest))
    return "\n".join(lines).lstrip("\n")


class _Open(NamedTuple):
    """An item that may get children: its level and sign, and the column of its text."""

    level: int
    sign: str
    text: int
