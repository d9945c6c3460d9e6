"""Write the posts of a thread: each under its author's name in bold and its date; replies are nested as quotations.

Called by ``document.py`` for pages on which several posts were found (``surroundings.py``). What the text says of
author and date is left out, as the line above each post says it.
"""

# No postponed annotations: for a named tuple, each would be compiled at import.
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from archtool.markdown.escape import escape
from archtool.markdown.posts import Post, date_of
from archtool.markdown.single import prefixed
from archtool.markdown.surroundings import Around
from archtool.model import Block
from archtool.startup.patterns import lazy

LONGEST = 120  # most characters of a line about author and date
MOST_WORDS = 3  # of such a line beside them
LONGEST_TALLY = 8
_TALLY = lazy(r"(?i)(?:^|[\s_-])(?:scores?|votes?|voters?|upvoter?|count|points|likes?|karma)(?=$|[\s_-])")
CLIMB = 12  # most elements from a text up to its post


class Section(NamedTuple):
    """A range of blocks: those of one post, or those between posts; ``head`` is the line above it."""

    start: int
    end: int
    level: int
    head: str


def divided(blocks: Sequence[Block], around: Sequence[Around]) -> tuple[Sequence[Block], list[Section]]:
    """Return ``blocks`` without what says author and date of posts, and the sections they make."""
    own = {each.posts[-1].key for each in around if each.posts}  # others only hold the posts
    lowest = min((_level(each.posts, own) for each in around if each.posts), default=0)
    changed = list(blocks)
    sections: list[Section] = []
    begun: set[int] = set()
    start = 0
    while start < len(blocks):
        post = around[start].posts[-1] if around[start].posts else None
        end = start + 1
        while end < len(blocks) and _same(post, around[end].posts):
            end += 1
        head, level = "", 0
        if post is not None:
            date, moment = date_of(post)
            marks = {each.mem_id for each in (post.mark, moment) if each is not None} - {post.node.mem_id}
            changed[start:end] = [_of_post(block, post, marks) for block in blocks[start:end]]
            level = _level(around[start].posts, own) - lowest
            if post.key not in begun and any(block.kind != "blank" for block in changed[start:end]):
                begun.add(post.key)
                head = f"**{escape(post.author)}**" + (f" · {escape(date)}" if date else "")
        sections.append(Section(start, end, level, head))
        start = end
    return changed, sections


def joined(parts: Sequence[tuple[int, str]]) -> str:
    """Return texts, each with the level of its quotation, as one; quotations that touch are one."""
    found = [prefixed(text, "> " * level) for level, text in parts[:1]]
    for (before, _), (level, text) in pairwise(parts):
        found += [f"\n{('> ' * min(before, level)).rstrip()}\n", prefixed(text, "> " * level)]
    return "".join(found)


def _level(posts: Sequence[Post], own: set[int]) -> int:
    """Return how deep the last of ``posts`` is nested: as it says itself, or by the posts around it."""
    return posts[-1].level if posts[-1].level >= 0 else sum(post.key in own for post in posts[:-1])


def _same(post: Post | None, posts: Sequence[Post]) -> bool:
    return (posts[-1].key if posts else 0) == (post.key if post else 0)


def _of_post(block: Block, post: Post, marks: set[int]) -> Block:
    """Return a block of a post: blank if it only says author and date; no item of the list that the posts make."""
    if len(block.text) <= LONGEST and (_says_only(block, post.author, marks) or _is_tally(block)):
        return block._replace(kind="blank")
    if block.level and block.kind in ("item", "paragraph", "code") and not _is_in_list(block, post):
        return block._replace(kind="paragraph" if block.kind == "item" else block.kind, level=0, group=0)
    return block


def _says_only(block: Block, author: str, marks: set[int]) -> bool:
    """Whether a block says no more than author and date of its post, but for words like ``says:``.

    ``marks`` are the ids of the elements that hold these.
    """
    others = []
    marked = False
    for node, (text, _) in zip(block.nodes, block.spans, strict=True):
        if _is_under(node, marks) or text.strip() == author:
            marked = True
        else:
            others += text.split()
    return marked and len([word for word in others if any(map(str.isalpha, word))]) <= MOST_WORDS


def _is_tally(block: Block) -> bool:
    """Whether a block is the number of votes for a post."""
    if len(block.text) > LONGEST_TALLY or any(map(str.isalpha, block.text)):
        return False
    element = block.nodes[0].parent if block.nodes else None
    for _ in range(3):
        if element is not None and _TALLY.search(element.attributes.get("class") or ""):
            return True
        element = element.parent if element is not None else None
    return False


def _is_under(node: Any, marks: set[int]) -> bool:
    for _ in range(CLIMB):
        if node is None:
            return False
        if node.mem_id in marks:
            return True
        node = node.parent
    return False


def _is_in_list(block: Block, post: Post) -> bool:
    """Whether a block is in a list inside its post, not in one that the posts make."""
    element = block.nodes[0].parent if block.nodes else None
    while element is not None and element.mem_id != post.node.mem_id:
        if element.tag == "li":
            return True
        element = element.parent
    return False
