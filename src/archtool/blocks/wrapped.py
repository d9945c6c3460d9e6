"""Join paragraphs that a tool broke into lines of one width: terminal browsers, newsletters, mail, printed pages.

Called by ``text.py`` with the blocks of the lines. A line was broken where the first word of the next would have passed
the width; the width is the one that explains most breaks of the page. Verse, tables and lists have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archtool.model import Block
from archtool.startup.patterns import lazy

NARROWEST, WIDEST = 40, 130  # columns
FEWEST = 2  # least breaks that one width must explain
FEW = 3  # breaks that lines of a head may show by chance, of which one is the line of the date
PAIRS = 4  # least breaks if no paragraph has two
SHORTEST = 16  # characters
SLACK = 4  # columns, for lost indents and marks
RAGGED = 0.15  # share of the width: in print, letters differ in breadth
LONG = 0.75  # share of the width; a shorter line may end a paragraph or be none
MIDWAY = 0.33  # least share of breaks inside a sentence: verse begins its lines with capitals
LONGER = 1.3  # of the width: no line that was broken at it is as long
GOES_ON = 0.2  # share of the breaks of a page that was broken: words with a small letter behind them
_WIDE = lazy("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")
_DENSE = lazy("[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60]")
_DATED = lazy(r"(?:19|20)\d\d(?:\W{1,3}\d{1,2}[:.]\d\d)?$")  # a line that ends with a year or the time after it
_STOP = lazy(r"[.!?:;。！？：；…][\s\"'”’»)\]]*$")


class Break:
    """A line break: columns of the line before it, alone and with the first word of the next line."""

    __slots__ = ("goes_on", "midway", "reach", "size", "spaced")

    def __init__(self, above: str, below: str, first: Block, second: Block) -> None:
        self.size = _columns(above)
        word = second.text.split(None, 1)[0]
        dense = not word.isascii() and _DENSE.match(word) is not None
        self.reach = self.size + (2 if dense else 1 + len(word))
        self.spaced = dense or " " in first.text
        start = second.text[0]
        self.goes_on = dense or start.islower()
        self.midway = not start.isupper() and not _STOP.search(first.text)


def join(blocks: Sequence[Block], body: str = "", markdown: bool = False) -> list[Block]:
    """Return ``blocks`` with the lines of each broken paragraph as one block.

    In Markdown a line goes on with the sentence above it whatever the width.

    Heads and feet of printed sheets inside a paragraph follow it, with no place of their own in ``body``.
    """
    breaks = _breaks(blocks, body)
    width = _width(breaks)
    if width and _outgrown(blocks, breaks, width):
        width = 0
    if not width and not markdown:
        return list(blocks)
    joined: list[Block] = []
    run: list[Block] = []
    between: list[Block] = []
    for index, block in enumerate(blocks):
        if block.kind == "sheet":
            between.append(block)
            continue
        found = breaks.get(index)
        if found and not found.midway and index + 1 not in breaks and not _STOP.search(block.text):
            found = None  # after a whole sentence and not one itself: a caption
        if run and found and ((markdown and found.midway) or (width and _was_broken(found, width))):
            run.append(block)
            run.extend(between)
        else:
            joined.extend(_one(run))
            joined.extend(between)
            run = [block]
        between = []
    joined.extend(_one(run))
    joined.extend(between)
    return joined


def _breaks(blocks: Sequence[Block], body: str) -> dict[int, Break]:
    """Return by index each line of running text directly under another, or on the next sheet."""
    found: dict[int, Break] = {}
    last: int | None = None
    sheet = False
    for index, block in enumerate(blocks):
        if block.kind == "sheet":
            sheet = True
            continue
        if last is not None and block.kind in ("paragraph", "quote"):
            above = blocks[last]
            if len(above.text) < SHORTEST:
                pass  # a line of a list, a title: not broken at a width
            elif above.kind in ("paragraph", "item", "quote") and (block.tight or sheet):
                broken = Break(_line(above, body), _line(block, body), above, block)
                if (block.tight and not sheet) or broken.midway:
                    found[index] = broken
        last = index if block.kind != "blank" else None
        sheet = False
    return found


def _line(block: Block, body: str) -> str:
    """Return the line of a block with its indent; its text if there is no body."""
    if not body:
        return block.text
    return body[block.start : block.end].strip("\r\n\f").rstrip()


def _columns(line: str) -> int:
    """Return the number of columns of a line on a terminal."""
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))


def _width(breaks: Mapping[int, Break]) -> int:
    """Return the width that explains the breaks of a page; 0 if there is none.

    The breaks of one paragraph of three lines prove it, or a few more of paragraphs of two.
    """
    if len(breaks) < FEWEST:
        return 0
    gain = [0] * (WIDEST + 2)
    for found in breaks.values():
        if found.size <= WIDEST:
            gain[max(found.size, NARROWEST)] += 1
            gain[min(max(found.reach - 1 + SLACK, NARROWEST - 1), WIDEST) + 1] -= 1
    best, most, here = 0, 0, 0
    for width in range(NARROWEST, WIDEST + 1):
        here += gain[width]
        if here > most:
            best, most = width, here
    explained = {at: found for at, found in breaks.items() if found.size <= best < found.reach + SLACK}
    if len(explained) < PAIRS and not any(at + 1 in explained for at in explained):
        return 0
    against = sum(
        found.spaced and (found.size > best or (LONG * best <= found.size and found.reach + RAGGED * best <= best))
        for found in breaks.values()
    )
    midway = sum(found.midway for found in explained.values())
    return best if most >= FEWEST and most >= 2 * against and midway >= MIDWAY * most else 0


def _outgrown(blocks: Sequence[Block], breaks: Mapping[int, Break], width: int) -> bool:
    """Return whether more text stands in lines that pass the width than in lines that it explains.

    Lines of a head may be alike in length by chance, while the paragraphs under them are broken by nothing. Where a
    part of the lines goes on in small letters, they were broken whatever else the page has.
    """
    places = [at for at, each in breaks.items() if each.size <= width < each.reach + SLACK]
    found = [breaks[at] for at in places]
    by_chance = len(found) <= FEW and any(_DATED.search(blocks[at].text) for at in places)
    if not by_chance and sum(each.goes_on for each in found) >= GOES_ON * len(found):
        return False
    passed = [len(block.text) for block in blocks if len(block.text) > LONGER * width and " " in block.text]
    return sum(passed) >= sum(each.size for each in found)


def _was_broken(found: Break, width: int) -> bool:
    """Return whether a line ends where the next word would not have fitted."""
    if found.size > width + RAGGED * width:
        return False
    return found.reach > width or (found.midway and found.reach + RAGGED * width > width)


def _one(run: Sequence[Block]) -> Iterator[Block]:
    """Yield one block for the lines of a paragraph, then the blocks that stood between them."""
    if not run:
        return
    lines = [block for block in run if block.kind != "sheet"]
    text = lines[0].text
    for block in lines[1:]:
        close = _DENSE.match(text[-1]) and _DENSE.match(block.text)
        text += block.text if close else f" {block.text}"
    end = lines[-1].end
    yield lines[0]._replace(text=text, end=end)
    yield from (block._replace(start=end, end=end) for block in run if block.kind == "sheet")
