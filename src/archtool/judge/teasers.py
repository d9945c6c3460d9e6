"""Find what a site puts between the paragraphs of an HTML page: links under ``Read also``, calls to subscribe.

Used by ``scorer.py``: the model, which judges blocks by their places and their markup, keeps what stands between two
paragraphs. The words are those of the rules for dumps; what is no link beside ``Read also`` is text of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archtool.judge.view import View, is_prose

RELATED = frozenset({"chrome/related", "chrome/related-pages"})
SUBSCRIBE = "chrome/newsletter"
RULES = RELATED | {SUBSCRIBE}
LONGEST = 300  # characters of a link to an article and the words before it
WORDS = 80  # characters of the words before it, and of a call to subscribe
MOST_LINKS = 3  # under words in a block of their own; more are a section of the page
EDGES = " \n\t:：–—-»›>→▶►•*|"


def teasers(view: View, kept: Sequence[bool]) -> Iterator[tuple[int, str]]:
    """Yield the kept blocks that advertise other pages of the site, each with the id of the rule for its words."""
    for index, block in enumerate(view.blocks):
        if not kept[index] or not view.open(index) or len(block.text) > LONGEST:
            continue
        words, linked = _words_before_links(view, index)
        rule = view.furniture("below", words) if 0 < len(words) <= WORDS else None
        if rule is None or rule[0].id not in RULES:
            continue
        if linked or rule[0].id == SUBSCRIBE:
            yield index, rule[0].id
        elif block.kind != "heading":
            links = _links_under(view, kept, index)
            if links:
                yield from ((at, rule[0].id) for at in (index, *links))


def _words_before_links(view: View, index: int) -> tuple[str, bool]:
    """Return what a block says outside its links, if all of that stands before them, and whether it has links."""
    words, linked = "", False
    for text, (_, address) in view.blocks[index].spans:
        if address:
            linked = True
        elif not linked:
            words += text
        elif text.strip(EDGES + ",;"):
            return "", True
    return " ".join(words.split()).strip(EDGES), linked


def _links_under(view: View, kept: Sequence[bool], index: int) -> list[int]:
    """Return the blocks under the one at ``index`` that are links, if few stand there and running text follows."""
    reading = view.pieces.reading
    end = index + 1
    while end < len(kept) and reading.is_link(end) and end - index <= MOST_LINKS + 1:
        end += 1
    goes_on = end < len(kept) and kept[end] and is_prose(view.blocks[end].text)
    return list(range(index + 1, end)) if goes_on and end - index <= MOST_LINKS + 1 else []
