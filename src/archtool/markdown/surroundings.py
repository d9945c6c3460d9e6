"""Tell what stands around each block: the quotations, and the post of a thread. Called by ``document.py``.

A quotation may hold lists, code and other quotations. A blockquote around all of a text is a margin, as old pages
and some forums make it.
"""

# No postponed annotations: for a named tuple, each would be compiled at import.
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from archtool.markdown.posts import Post, author_in, is_entry, is_named_post, post_of
from archtool.model import Block
from archtool.startup.patterns import lazy

HEADING = 2  # a blockquote around a heading of this level or above is a margin
SEVERAL = 5  # blocks; a shorter text may be one quotation
FEWEST = 2  # posts of a thread
_BODY = lazy(r"(?i)(?:message|post|comment)[_-]?(?:text|content|body)")  # blockquotes that hold whole posts
_OF_DUMP = (0,)  # the quotation around a quoted line of a dump


class Around(NamedTuple):
    """What stands around a block: the ids of quotations, outermost first; the posts."""

    quotes: tuple[int, ...] = ()
    posts: tuple[Post, ...] = ()


NOTHING = Around()


def surroundings(blocks: Sequence[Block]) -> list[Around]:
    """Return what stands around each of ``blocks``; posts only where several of them make a thread."""
    known: dict[int, Around] = {}
    found = [_around(block, known) for block in blocks]
    if all(around is NOTHING for around in found):
        return found
    if len({around.posts[-1].key for around in found if around.posts}) < FEWEST:
        found = [around._replace(posts=()) for around in found]
    return _without_margins(blocks, found)


def _around(block: Block, known: dict[int, Around]) -> Around:
    if not block.nodes:
        return Around(_OF_DUMP) if block.kind == "quote" else NOTHING
    node = block.nodes[0]
    path = []
    element = node.parent
    found = NOTHING
    while element is not None and element.tag != "body":
        above = known.get(element.mem_id)
        if above is not None:
            found = above
            break
        path.append(element)
        element = element.parent
    for element in reversed(path):
        found = known[element.mem_id] = _entered(element, found)
    return found


def _entered(element: Any, around: Around) -> Around:
    """Return what stands around the content of ``element``, around which ``around`` stands."""
    if element.tag == "blockquote":
        if _BODY.search(element.attributes.get("class") or ""):
            return around
        return around._replace(quotes=(*around.quotes, element.mem_id))
    if not is_named_post(element) or is_entry(element):
        return around
    author, mark = author_in(element)
    if not author:
        return around
    post = post_of(element, author, mark)
    last = around.posts[-1] if around.posts else None
    if last is None or last.key != post.key:
        return Around((), (*around.posts, post))
    # A box in the same post; an attribute of the outer one may name author and level.
    named = author_in(last.node)[0] if last.node.mem_id != mark.mem_id else author
    post = post._replace(author=named, level=max(last.level, post.level))
    return Around(around.quotes, (*around.posts[:-1], post))


def _without_margins(blocks: Sequence[Block], found: Sequence[Around]) -> list[Around]:
    """Return ``found`` without the quotations that hold all of a post, or all of a text of several blocks."""
    whole: Counter[int] = Counter()
    quoted: Counter[tuple[int, int]] = Counter()
    margins: set[int] = set()
    for block, around in zip(blocks, found, strict=True):
        post = around.posts[-1].key if around.posts else 0
        whole[post] += 1
        for quote in around.quotes:
            quoted[quote, post] += 1
            if block.kind == "heading" and block.level <= HEADING:
                margins.add(quote)
    margins.update(
        quote for (quote, post), count in quoted.items() if count == whole[post] and (post or count >= SEVERAL)
    )
    if not margins - {_OF_DUMP[0]}:
        return list(found)
    return [around._replace(quotes=tuple(quote for quote in around.quotes if quote not in margins)) for around in found]
