"""Links of terminal browsers: their numbers in a dump, and the list of addresses at its end.

For ``tool_marks.py`` and ``text.py``. lynx, links, elinks and w3m print a number in front of each link and nothing
behind it: the first word is certainly part of the link, and where the link ends is not known. So the first word gets
the address, or all of a printed address.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from archtool.blocks.html_tags import PLAIN
from archtool.model import Block
from archtool.startup.patterns import lazy

NO_LINKS: Mapping[int, str] = MappingProxyType({})
LIST_HEAD = 300  # characters before a list that may be its heading
GAP = 4  # numbers that may be missing: links around pictures have none
LINKED = frozenset({"paragraph", "item", "heading", "quote"})
_LISTED = lazy(r"(?m)^[ \t]*\[?(\d+)[.\]] ((?:[a-z][a-z0-9+.-]*:|/|#)\S*)[ \t]*$")
_LIST_HEAD = lazy(r"(?m)(?:^[ \t]*(?:References:?|Links:|Visible links:?|Hidden links:?)[ \t]*\n\s*)+\Z")
_GLUED = lazy(r"\[\d+\](?=\w)")  # before its link; the number of a note follows a word
_NUMBER = lazy(r"\[(\d+)\]")
_NOTE = lazy(r"(?<=[\w.,;:!?\"'”’»)])\[\d+\](?=[\s.,;:!?)]|$)")
_WORD = lazy(  # of a script without blanks, one sign
    r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]+|\S"
)
_BEHIND_WORD = ".,;:!?)]\"'”’»…"


def link_list(body: str) -> tuple[Mapping[int, str], int]:
    """Return the addresses of the numbered links and the offset of their list; none and -1 if there is no list."""
    starts = [found for found in _LISTED.finditer(body) if found[1] == "1"]
    if not starts:
        return NO_LINKS, -1
    first = starts[-1]
    addresses: dict[int, str] = {}
    for found in _LISTED.finditer(body, first.start()):
        if int(found[1]) == len(addresses) + 1:
            addresses[len(addresses) + 1] = found[2]
    if first.group().lstrip().startswith("["):  # the form of w3m, and of authors
        numbers = len(_NUMBER.findall(body, 0, first.start()))
        if len(_GLUED.findall(body, 0, first.start())) * 2 <= numbers:
            return NO_LINKS, -1
    head = _LIST_HEAD.search(body, max(0, first.start() - LIST_HEAD), first.start())
    if not head and len(addresses) < 3:
        return NO_LINKS, -1
    return addresses, head.start() if head else first.start()


class Line(NamedTuple):
    """A line of a dump: where it begins and ends, its visible characters, and how many of them follow each number."""

    start: int
    end: int
    size: int
    links: tuple[tuple[int, int], ...]


def without_numbers(text: str, most: int, seen: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a line without link numbers, and for each how many visible characters follow it, with the number.

    Numbers count up through the page; ``seen`` is the last one above the line. The number of a note stays.
    """
    parts: list[str] = []
    found: list[tuple[int, int]] = []
    last = size = 0
    notes = {note.start() for note in _NOTE.finditer(text)}
    for match in _NUMBER.finditer(text):
        number = int(match[1])
        if seen < number <= min(most, seen + GAP) and match.start() not in notes:
            parts.append(text[last : match.start()])
            size += len(parts[-1])
            found.append((size, number))
            last = match.end()
            seen = number
    if not parts:
        return text, ()
    rest = "".join([*parts, text[last:]])
    return rest, tuple((visible(rest[offset:]), number) for offset, number in found)


def with_links(blocks: Sequence[Block], lines: Sequence[Line], addresses: Mapping[int, str]) -> Iterator[Block]:
    """Yield ``blocks``, made of ``lines``, with their links as spans."""
    starts = [line.start for line in lines]
    for block in blocks:
        own = lines[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        places = _places(block, own) if block.kind in LINKED and own and own[-1].end <= block.end else []
        spans = tuple(_spans(block.text, [(place, addresses[number]) for place, number in places]))
        yield block._replace(spans=spans) if len(spans) > 1 or places else block


def _places(block: Block, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the offset in the text of a block at which each link begins, with its number.

    Counted from the end: the sign of a list item is not in the text.
    """
    behind = sum(line.size for line in lines)
    found: list[tuple[int, int]] = []
    left = visible(block.text)
    if left > behind:
        return []
    wanted = []
    for line in lines:
        behind -= line.size
        wanted += [(behind + after, number) for after, number in line.links if after]
    offsets = [offset for offset, char in enumerate(block.text) if not char.isspace()]
    for after, number in wanted:
        if after <= left:
            found.append((offsets[left - after], number))
    return found


def _spans(text: str, links: Sequence[tuple[int, str]]) -> Iterator[tuple[str, tuple[int, str]]]:
    last = 0
    for index, (start, address) in enumerate(links):
        stop = links[index + 1][0] if index + 1 < len(links) else len(text)
        if text.startswith(address, start):
            end = start + len(address)
        else:
            word = _WORD.match(text, start, stop)
            end = start + len((word[0].rstrip(_BEHIND_WORD) or word[0]) if word else "")
        if last < start:
            yield text[last:start], PLAIN
        if start < end:
            yield text[start:end], (0, address)
        last = end
    if last < len(text):
        yield text[last:], PLAIN


def visible(text: str) -> int:
    """Return how many visible characters a text has."""
    return sum(map(len, text.split()))
