"""Remove readers' comments under an article, or keep them with ``--comments keep``.

Run for HTML pages, before ``scorer.py``. Comments are found by the names of elements, and only behind running text
outside them. On forums and pages of questions and answers the posts are the content, which the trained model judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archtool.blocks.html_tags import CODES
from archtool.judge.elements import elements_called, elements_within
from archtool.judge.view import View, is_prose
from archtool.model import KEPT, REMOVED, Verdict
from archtool.startup.patterns import lazy

RULE = "comments/readers"
NAMED = lazy(
    r"(?:^|[\s_-])(?:comments?(?:[_-]?(?:list|area|section|thread|tree|wrapper?|container|blocks?|body|box))?"
    r"|disqus_thread|kommentare?|commentaires?|comentarios?|commenti|reacties|komentarze|kommentarer)(?:$|\s)",
    re.IGNORECASE,
)
SIGNS = ("omment", "OMMENT", "disqus", "omentar", "eactie")
WORDS = frozenset(map(CODES.__getitem__, ("code", "pre", "span", "a")))  # in these, "comment" is a class of code
OTHER = ("forum", "product")  # kinds of pages whose content is posts or reviews
LIKELY = 0.15  # chance of such a kind from which comments are left to the model
POSTS = frozenset({"DiscussionForumPosting", "QAPage"})
ARTICLE = 300  # least characters of running text before the comments


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of readers' comments, or their keeping."""
    reading = view.pieces.reading
    if reading is None:
        return
    drop = view.settings.comments != "keep"
    inside = _inside(view, ARTICLE if drop else 0)
    if not inside or (drop and _shows_posts(view)):
        return
    for index in inside:
        if view.open(index):
            if drop:
                yield index, Verdict(REMOVED, RULE)
            elif view.blocks[index].kind != "heading" and not reading.is_link(index) and not _in_form(view, index):
                yield index, Verdict(KEPT, RULE)


def _inside(view: View, least: int) -> list[int]:
    """Return the indices of the blocks in elements named for comments; none after less than ``least`` running text."""
    reading = view.pieces.reading
    walk, places = reading.walk, reading.places
    called = [element for element in elements_called(walk, SIGNS, NAMED) if walk.tags[element] not in WORDS]
    if not called:
        return []
    title = view.given("title")
    around_title = reading.around(reading.element(title)) if title is not None else ()
    inside = elements_within(walk, [element for element in called if element not in around_title])
    found = [index for index, place in enumerate(places) if walk.owners[place] in inside] if inside else []
    if not found:
        return []
    before = sum(
        len(view.blocks[index].text)
        for index in range(found[0])
        if is_prose(view.blocks[index].text) and view.open(index)
    )
    return found if before >= least else []


def _in_form(view: View, index: int) -> bool:
    reading = view.pieces.reading
    walk = reading.walk
    forms = (CODES["form"], CODES["button"])
    return any(walk.tags[element] in forms for element in reading.around(reading.element(index)))


def _shows_posts(view: View) -> bool:
    """Whether the content of the page is posts or reviews."""
    from archtool.scorer import page_kinds
    from archtool.scorer.weights import load

    walk = view.pieces.reading.walk
    types = page_kinds.types_of(walk)
    if types & POSTS:
        return True
    chances = page_kinds.chances(walk, types, view.page.url, load().kinds)
    return any(chances[page_kinds.KINDS.index(kind)] >= LIKELY for kind in OTHER)
