"""A block of code as a fenced block of Markdown, with the language that the page names.

For ``document.py``. How highlighters name the language, ``blocks/html_code.py`` knows. Code stands as the page has it:
what a site generator would run in a fence, too, ``writers/profiles.py`` escapes for that generator.
"""

import re

from archtool.blocks.html_code import language
from archtool.model import Block


def fenced(block: Block) -> str:
    """Return a fenced code block, its fence longer than any in the text."""
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", block.text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language(block)}\n{block.text}\n{fence}"
