"""The heading of an HTML page that is its title: a field, as in a dump, and no part of the text.

What the title is, the page's metadata and its headings say (``fields/structured.py``); this judge only finds its block.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View
from archtool.model import FIELD, Candidate, Verdict
from archtool.topics import fold


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the first heading that says the title as the title."""
    titles = [candidate for candidate in view.candidates if candidate.field == "title" and candidate.value]
    if view.page.form != "html" or not titles or view.given("title") is not None:
        return
    title = min(titles, key=lambda candidate: candidate.rank).value
    wanted = fold(title)
    for index, block in enumerate(view.blocks):
        if block.kind == "heading" and view.open(index) and fold(block.text) == wanted:
            yield index, Verdict(FIELD, "title/heading", (Candidate("title", title, "heading", TITLE),))
            return


TITLE = 0  # rank: the heading says what the metadata says
