"""Remove the HTML blocks that the trained model finds unlikely to be main content.

Run after all rules. Where the model finds no main content at all, nothing is removed and the ledger says
``doubt/no-main-content``. ``neighbours.py`` and others then repair what the model has torn apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, count

from archtool.blocks.html_making import HIDDEN
from archtool.judge.attached import attached
from archtool.judge.copies import copies, hidden_copies
from archtool.judge.neighbours import together as in_company
from archtool.judge.teasers import teasers
from archtool.judge.view import View, opinion
from archtool.model import KEPT, REMOVED, Verdict

NOTHING_FOUND = Verdict(KEPT, "doubt/no-main-content", note="no main content was found: all visible text is kept")
FEET = frozenset({"chrome/footer", "chrome/newsletter"})
MOST_FEET = 3
SCAR = 5  # most words in the mark of an advertisement


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the blocks that are not main content."""
    if view.pieces.reading is None or None not in view.verdicts:
        return
    from archtool.scorer.choice import choose
    from archtool.scorer.predict import probabilities

    chances, words = probabilities(view.pieces.reading, view.page.url, view.settings.weights)
    favor = view.settings.favor
    chosen = choose(chances, words, favor)
    if not any(map(view.open, compress(count(), chosen))):  # only fields, such as a title: choose among the rest
        chosen = choose([chance if view.open(index) else 0.0 for index, chance in enumerate(chances)], words, favor)
    if not any(chosen):
        yield from ((index, NOTHING_FOUND) for index in range(len(chosen)) if view.open(index))
        return
    together = in_company(view, chosen, chances, words)
    for index in list(attached(view, together)):
        together[index] = True
    twice = dict(copies(view.blocks))
    reading = view.pieces.reading
    if any(reading.walk.flags):
        hidden = [bool(reading.walk.flags[place] & HIDDEN) for place in reading.places]
        twice.update(hidden_copies(view.blocks, hidden))
    found = _feet(view, together) | dict(teasers(view, together))
    verdicts = view.verdicts
    for index, (kept, percent) in enumerate(zip(together, _percents(chances), strict=True)):
        if verdicts[index] is not None:
            continue
        if kept:
            scar = view.furniture("anywhere", view.blocks[index].text) if words[index] <= SCAR else None
            if scar:  # removed whatever the model says: no author writes it
                yield index, Verdict(REMOVED, scar[0].id)
                continue
            if index in found:
                yield index, Verdict(REMOVED, found[index])
                continue
            if index in twice and together[twice[index]]:
                yield index, Verdict(REMOVED, "repeat/copy", repeats=twice[index])
                continue
        yield index, opinion(kept, percent, kept != chosen[index])


def _feet(view: View, kept: Sequence[bool]) -> dict[int, str]:
    """Return the last kept blocks that match rules for a site's footer or for subscriptions, with the rule ids.

    The same words in the middle of a text are content; so are they where nothing else is kept.
    """
    found: dict[int, str] = {}
    for index in range(len(kept) - 1, 0, -1):
        if not kept[index] or not view.open(index):
            continue
        rule = view.furniture("below", view.blocks[index].text.partition("\n")[0])
        if len(found) == MOST_FEET or not rule or rule[0].id not in FEET:
            return found
        found[index] = rule[0].id
    return {}


def _percents(chances: Sequence[float]) -> Iterator[int]:
    return map(round, [100 * chance for chance in chances])
