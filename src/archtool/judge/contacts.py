"""Move a box of press contacts under the text of a dump to the fields of the record.

Run after the notices and before the labels, one of whose lists may follow the box. Under the last paragraph, a box is a
heading such as ``Press contacts`` with lines up to the last that has a telephone number or an address; or a name and
such lines directly above a label of the content system. Pages of hardly any text are about their addresses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from archtool.judge.gather import CONTACT
from archtool.judge.view import View, ends_sentence, is_prose
from archtool.model import FIELD, Candidate, Verdict

RULE = "chrome/contact"
PARAGRAPHS = 2  # of running text, of which a page of contacts has fewer
MOST = 12  # lines of a box
NAME_WORDS = range(2, 5)


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the lines of boxes of contacts as pairs of the record."""
    _, last = view.stretch()
    if sum(view.running) < PARAGRAPHS:
        return
    lines = [at for at in range(last + 1, len(view.blocks)) if CONTACT.search(view.blocks[at].text)]
    index = last + 1
    while lines and index <= lines[-1]:
        # A box begins no further above a line with a number or address than it is long: most lines are passed over.
        index = max(index, lines[bisect_left(lines, index)] - MOST + 1)
        box = _box(view, index)
        head = view.furniture("contact", view.blocks[index].text) is not None
        name = view.blocks[index].text.rstrip(" :：") if head else "contact"
        for at in box:
            gives = () if head and at == index else (Candidate("pair", view.blocks[at].text, RULE, group=name),)
            yield at, Verdict(FIELD, RULE, gives)
        index += len(box) or 1


def _box(view: View, start: int) -> range:
    """Return the lines of the box that begins with a line; an empty range if none does."""
    spaced = not any(block.tight for block in view.blocks)
    end = start
    while end < min(start + MOST, len(view.blocks)) and view.open(end):
        block = view.blocks[end]
        if end > start and (not (block.tight or spaced) or _is_other(view, block.text)):
            break
        if is_prose(block.text):
            break
        end += 1
    reached = max((at for at in range(start, end) if CONTACT.search(view.blocks[at].text)), default=-1)
    if reached < 0:
        return range(start, start)
    if view.furniture("contact", view.blocks[start].text):
        return range(start, reached + 1)
    words = view.blocks[start].text.split()
    named = len(words) in NAME_WORDS and all(word[0].isupper() for word in words)
    labelled = end < len(view.blocks) and view.blocks[end].text.rstrip(" :：") in view.rules.labels
    apart = not view.blocks[start].tight or spaced
    return range(start, end) if named and labelled and apart else range(start, start)


def _is_other(view: View, text: str) -> bool:
    """Return whether a line is a label, furniture, or a sentence: no line of a box."""
    if text.rstrip(" :：") in view.rules.labels and not view.furniture("contact", text):
        return True
    return view.furniture("below", text) is not None or (ends_sentence(text) and not CONTACT.search(text))
