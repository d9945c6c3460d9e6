"""Judge the lines of a dump by the trained model, after all rules.

Lines likely to be main content stay, and so do lines between them unless the model is nearly certain. Where it finds no
document at all, nothing is removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archtool.judge.marks import of_posts
from archtool.judge.view import View, ends_sentence, opinion
from archtool.model import Verdict
from archtool.scorer.choice import choose

REACH = 3  # most lines to kept ones above and below, for a line between them to stay
SURE, UNSURE = 0.06, 0.2  # chances below which it goes all the same: where the page is one document, on others
DOCUMENT, LONG_DOCUMENT = 0.65, 0.85  # least chosen share of the remaining words where a page is the document alone
BARS = "|│├┼┤┌┬┐└┴┘+"  # characters that draw tables in a terminal
FEW_LINES = 60  # most lines of a page without furniture of a site
LIST, ANNOUNCED = 0.2, 0.08  # mean chances at which a list with a kept part, or one announced by a line, is kept whole
MAY_BE, MAY_GO_ON = 0.25, 0.1  # chances at which a line, or a sentence, beside the text stays


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the lines that are not main content."""
    if not view.chances or None not in view.verdicts:
        return
    opened = [view.open(index) for index in range(len(view.blocks))]
    chances = [chance if free else 0.0 for chance, free in zip(view.chances, opened, strict=True)]
    words = [size if free else 0.0 for size, free in zip(view.words, opened, strict=True)]
    chosen = choose(chances, words, view.settings.favor)
    if not any(chosen):
        return
    together = _together(view, chosen)
    for index, free in enumerate(opened):
        if free:
            stays = together[index]
            yield index, opinion(stays, round(100 * view.chances[index]), stays and not chosen[index])


def _together(view: View, chosen: Sequence[bool]) -> list[bool]:
    """Return for each line whether it stays: the chosen lines, those between, and those that continue them."""
    together = list(chosen)
    size = len(chosen)
    document = _is_document(view, chosen)
    posts = of_posts(view)
    for index in range(size):
        post = index in posts and view.chances[index] >= SURE
        if not chosen[index] and (post or _between(view, chosen, index, document)):
            together[index] = True
    if not document:
        return together
    for order in (range(1, size), range(size - 2, -1, -1)):
        step = order.step
        for index in order:
            beside = together[index - step] or _is_head(view, index - step)
            if not together[index] and beside and _goes_on(view, index):
                together[index] = True
    for run in _lists(view):
        kept = sum(together[index] for index in run)
        mean = sum(view.chances[index] for index in run) / len(run)
        listed = (4 * kept >= len(run) and mean >= LIST) or (
            _is_announced(view, together, run[0]) and mean >= ANNOUNCED
        )
        if listed or (_is_table(view, run) and _is_beside(together, run)):
            for index in run:
                together[index] = True
    return together


def _is_document(view: View, chosen: Sequence[bool]) -> bool:
    """Return whether nearly all remaining words are chosen: the dump holds the document alone."""
    kept = sum(size for size, keep in zip(view.words, chosen, strict=True) if keep)
    left = sum(size for index, size in enumerate(view.words) if view.open(index))
    return kept >= (DOCUMENT if len(chosen) <= FEW_LINES else LONG_DOCUMENT) * left


def _lists(view: View) -> Iterator[list[int]]:
    """Yield runs of short lines without blank lines between: lists, verse, tables."""
    run: list[int] = []
    for index, block in enumerate(view.blocks):
        if not view.open(index) or view.running[index] or (run and not block.tight):
            if len(run) > 1:
                yield run
            run = []
        if view.open(index) and not view.running[index]:
            run.append(index)
    if len(run) > 1:
        yield run


def _is_table(view: View, run: Sequence[int]) -> bool:
    """Return whether a run of lines is a table: most have bars between cells, or are drawn borders."""
    drawn = sum(sum(map(view.blocks[index].text.count, BARS)) > 1 for index in run)
    return 2 * drawn >= len(run)


def _is_beside(together: Sequence[bool], run: Sequence[int]) -> bool:
    """Return whether kept text stands directly above and below a run."""
    return run[0] > 0 and run[-1] + 1 < len(together) and together[run[0] - 1] and together[run[-1] + 1]


def _is_head(view: View, index: int) -> bool:
    """Return whether a block is the title or the date under it, where speaker, place and series stand as well."""
    verdict = view.verdicts[index]
    return verdict is not None and verdict.rule in ("title/heading", "date/dateline")


def _is_announced(view: View, together: Sequence[bool], index: int) -> bool:
    """Return whether a kept line ending with a colon stands above a list."""
    return index > 0 and together[index - 1] and view.blocks[index - 1].text.endswith((":", "："))


def _between(view: View, chosen: Sequence[bool], index: int, document: bool) -> bool:
    """Return whether a line stands between chosen ones and is no furniture; three lines may in a ``document``."""
    reach = REACH if document else 1
    return (
        view.open(index)
        and view.chances[index] >= (SURE if document else UNSURE)
        and any(chosen[max(index - reach, 0) : index])
        and any(chosen[index + 1 : index + 1 + reach])
        and not view.furniture("below", view.blocks[index].text)
    )


def _goes_on(view: View, index: int) -> bool:
    """Return whether a line beside kept ones may continue the text; sentences need a lower chance."""
    sentence = view.running[index] or ends_sentence(view.blocks[index].text)
    return (
        view.open(index)
        and view.chances[index] >= (MAY_GO_ON if sentence else MAY_BE)
        and not _is_furniture(view, index)
        and (sentence or not any(_is_furniture(view, near) for near in _neighbours(view, index)))
    )


def _is_furniture(view: View, index: int) -> bool:
    text = view.blocks[index].text
    return view.furniture("below", text) is not None or view.furniture("above", text) is not None


def _neighbours(view: View, index: int) -> Iterator[int]:
    """Yield the indices of the lines directly above and below, where no blank line parts them."""
    if index and view.blocks[index].tight:
        yield index - 1
    if index + 1 < len(view.blocks) and view.blocks[index + 1].tight:
        yield index + 1
