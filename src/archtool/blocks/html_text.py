"""The text of a block as a reader sees it, from the pieces that stand in the markup."""

from __future__ import annotations

import re

LINE = "\0"  # a <br> among the pieces of a block: the parser never leaves this character in a text
# What a reader does not see, and what only shapes letters (Indic scripts, Persian, emoji) and is no text alone.
_UNSEEN = "\xad\u200b\u2060\ufeff"
_ALONE = " \n\u200c\u200d\u200e\u200f"
ENCODED = re.compile(r"(?:data:[\w/+.-]+;base64,)?[A-Za-z0-9+/=]{400,}")
PROSE_LINE = 5  # words a line, on average: above it, what stands in <pre> is more likely text than code


def flowing(joined: str) -> str:
    """Collapse white space as a browser does; line breaks stay as line ends."""
    if not joined.isascii():
        for char in _UNSEEN:  # several times faster than str.translate
            if char in joined:
                joined = joined.replace(char, "")
    text = " ".join(joined.split())
    if LINE in text:
        lines = [line.strip() for line in text.split(LINE)]
        text = "\n".join(line for line in lines if line)
    return text if text.isascii() or text.strip(_ALONE) else ""


def preformatted(joined: str) -> str:
    """Keep white space; only empty lines at both ends and spaces at line ends go."""
    lines = [line.rstrip() for line in joined.replace(LINE, "\n").split("\n")]
    first, last = 0, len(lines)
    while first < last and not lines[first]:
        first += 1
    while first < last and not lines[last - 1]:
        last -= 1
    return "\n".join(lines[first:last])


def prose_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a preformatted text that is no code; one string where it is code.

    Mail archives and plain texts put on the web stand in one ``<pre>``: empty lines part their paragraphs.
    """
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", text)]
    paragraphs = [part for part in paragraphs if part.strip()]
    lines = text.count("\n") + 1
    if len(paragraphs) < 2 or len(text.split()) < PROSE_LINE * lines:
        return [text]
    letters = sum(map(str.isalpha, text))
    spaces = sum(map(str.isspace, text))
    return paragraphs if letters > 0.8 * (len(text) - spaces) else [text]
