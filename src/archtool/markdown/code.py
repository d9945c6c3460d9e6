"""A block of code as a fenced block of Markdown, with the language that the page names.

For ``document.py``. How highlighters name the language, ``blocks/html_code.py`` knows.
"""

import re

from archtool.blocks.html_code import language
from archtool.markdown.escape import escape
from archtool.model import Block
from archtool.startup.patterns import lazy

_LIVE = lazy(r"\{[{%]")  # a tag of Liquid, a shortcode of Hugo


def fenced(block: Block) -> str:
    """Return a fenced code block, its fence longer than any in the text."""
    if _LIVE.search(block.text):  # in a fence, too, Jekyll and Hugo would run it: as lines of text it stays what it is
        return escape(block.text)
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", block.text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language(block)}\n{block.text}\n{fence}"
