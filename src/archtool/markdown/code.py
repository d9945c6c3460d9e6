"""Write a block of code as a fenced block of Markdown, with the language found by ``blocks/html_code.py``.

Called by ``document.py``. The code is unchanged; ``writers/profiles.py`` escapes what a site generator would run even
in a fence.
"""

import re

from archtool.blocks.html_code import language
from archtool.model import Block


def fenced(block: Block) -> str:
    """Return a fenced code block; the fence is longer than any in the text."""
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", block.text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language(block)}\n{block.text}\n{fence}"
