"""Keep posts of a thread and the lines over them with author and date, where the model keeps others of the same form.

Called by ``attached.py``. The model judges each line by itself and drops one or two of ten, so that readers would take
the post below for that of the author above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archtool.judge.view import View, is_prose
from archtool.startup.patterns import lazy

LONGEST = 120  # most characters of such a line
FEWEST = 3  # least lines of one form
SHARE = 4  # at least one in so many lines of a form must be kept by the model
NEAR = 3  # blocks below a line that are searched for kept text of the post
# A year, a time of day, or the number of the post. All short blocks are searched, and a pattern that begins with its
# digit takes a sixth of the time of one that begins with ``\b``.
_WHEN = lazy(r"\d(?:(?<!\w\d)(?:(?<=1)9\d\d\b|(?<=2)0\d\d\b|\d?:\d\d\b)|(?<=#\d)\d{0,4}$)")
_POST = lazy(r"(?i)(?:^|[\s_-])(?:post|message|reply|answer|comment)s?(?:$|[\s_-])|\bmd\b|bbWrapper|cooked|prose")
_DIGITS = lazy(r"\d+")


def post_lines(view: View, kept: Sequence[bool], removed: Sequence[int]) -> Iterator[int]:
    """Yield the removed lines over posts if lines of their form are kept over others."""
    blocks = view.blocks
    lines = [at for at, block in enumerate(blocks) if len(block.text) <= LONGEST and _WHEN.search(block.text)]
    if len(lines) < FEWEST:
        return
    forms: dict[tuple[object, ...], list[int]] = {}
    for index in lines:
        forms.setdefault(_form(view, index), []).append(index)
    open_ = set(removed)
    for members in forms.values():
        staying = sum(kept[index] for index in members)
        texts = {blocks[index].text for index in members}
        if len(members) < FEWEST or staying * SHARE < len(members) or staying < 2 or len(texts) < len(members) - 1:
            continue
        others = set(members)
        for index in members:
            if index in open_ and _has_post(kept, index, others):
                yield index


def posts(view: View, kept: Sequence[bool], removed: Sequence[int]) -> Iterator[int]:
    """Yield the removed prose of posts whose form the model keeps in most posts."""
    reading = view.pieces.reading
    open_ = {index for index in removed if is_prose(view.blocks[index].text) and not reading.is_link(index)}
    if not open_:
        return
    wanted = {_form(view, index) for index in open_}
    wanted = {form for form in wanted if any(isinstance(token, str) and _POST.search(token) for token in form[1:])}
    if not wanted:
        return
    forms: dict[tuple[object, ...], list[int]] = {}
    for index, block in enumerate(view.blocks):
        if (index in open_ or kept[index]) and is_prose(block.text) and (form := _form(view, index)) in wanted:
            forms.setdefault(form, []).append(index)
    for members in forms.values():
        staying = sum(kept[index] for index in members)
        if len(members) >= FEWEST and 2 * staying >= len(members):
            yield from (index for index in members if index in open_)


def _has_post(kept: Sequence[bool], line: int, lines: set[int]) -> bool:
    """Whether kept text stands near below a line, before the next such line."""
    for index in range(line + 1, min(line + 1 + NEAR, len(kept))):
        if index in lines:
            return False
        if kept[index]:
            return True
    return False


def _form(view: View, index: int) -> tuple[object, ...]:
    """Return what lines of one kind have in common: their elements and classes, without numbers."""
    reading = view.pieces.reading
    walk = reading.walk
    found: list[object] = [view.blocks[index].kind]
    element = reading.element(index)
    for _ in range(2):
        if element < 0:
            break
        found += [walk.tags[element], _DIGITS.sub("", walk.tokens[element])]
        element = walk.parents[element]
    return tuple(found)
