"""Judge HTML blocks by the trained model: what stands around the document goes, the document stays.

Where the model finds nothing at all, nothing is removed: the ledger then says ``doubt/no-main-content``.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View
from archtool.model import KEPT, REMOVED, Verdict

RULE = "scorer/boilerplate"
NOTHING_FOUND = Verdict(KEPT, "doubt/no-main-content", note="no main content was found: all visible text is kept")


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the blocks that are not main content."""
    if view.page.form != "html" or view.pieces.reading is None or not any(map(view.open, range(len(view.blocks)))):
        return
    from archtool.scorer.predict import choose, probabilities

    chances, words = probabilities(view.pieces.reading)
    chosen = choose(chances, words)
    if not any(chosen):
        yield from ((index, NOTHING_FOUND) for index in range(len(chosen)) if view.open(index))
        return
    for index, (kept, chance) in enumerate(zip(chosen, chances, strict=True)):
        if view.open(index):
            note = f"main content: {chance:.0%}"
            yield index, Verdict(KEPT, note=note) if kept else Verdict(REMOVED, RULE, note=note)
