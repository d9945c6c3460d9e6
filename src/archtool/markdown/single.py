"""Write one block as Markdown: its text with inline markup, a heading, code, a picture. Called by ``document.py``."""

from archtool.markdown.escape import escape
from archtool.markdown.numbers import number_of_first
from archtool.markdown.options import Options
from archtool.markdown.plain_text import UNTOLD
from archtool.model import Block
from archtool.startup.patterns import lazy

_CLOSING_HASHES = lazy(r"(?:^|(?<=\s))(#+)$")
_STARS = lazy(r"\*(?:[ \t\xa0]{0,3}\*){2,9}")
_NUMBER = lazy(r"(\d{1,9})\\([.)])")  # at the start of a line


def render(block: Block, links: str = "keep", base: str | None = None, images: str = "keep") -> str:
    """Return one block outside lists and tables as Markdown; the arguments are those of ``document``."""
    return single(block, Options(links, base, images))


def single(block: Block, options: Options) -> str:
    """Return one block outside lists and tables as Markdown."""
    if block.kind == "code":
        from archtool.markdown.code import fenced

        return fenced(block)
    if block.kind in UNTOLD:
        return _beside(block, options)
    if block.kind == "paragraph" and _STARS.fullmatch(block.text):  # between sections: already a Markdown rule
        return block.text
    text = inline_of(block, options)
    return numbered(_heading(text, block.level), block) if block.kind == "heading" else text


def _beside(block: Block, options: Options) -> str:
    """Return a picture, a rule or embedded media as Markdown."""
    if block.kind == "rule":
        return "---"
    if block.kind == "callout" or (block.kind == "picture" and options.images == "drop"):
        return ""
    from archtool.markdown.pictures import embedded, picture

    if block.kind == "embed":
        return embedded(block, options.base)
    return picture(block, options)


def numbered(text: str, block: Block) -> str:
    """Return a heading or table that begins an item of an ordered list, with the item's number."""
    number = number_of_first(block, {})
    marker = f"{number}. "
    return text if number is None else marker + text.replace("\n", "\n" + " " * len(marker))


def inline_of(block: Block, options: Options) -> str:
    """Return the text of a block with its inline markup, which lines of a dump do not have."""
    if not block.spans:
        return escape(block.text)
    from archtool.markdown.inline import inline

    return inline(block.text, block.spans, options)


def prefixed(text: str, prefix: str) -> str:
    """Return ``text`` with ``prefix`` before each line; an empty line gets no white space."""
    return "\n".join(prefix + line if line.strip() else prefix.rstrip() for line in text.split("\n"))


def _heading(text: str, level: int) -> str:
    """Return an ATX heading on one line, escaping final number signs, which would be taken for its close."""
    line = " ".join(part.strip() for part in text.split("\n"))
    number = _NUMBER.match(line)
    if number:
        line = f"{number[1]}{number[2]}{line[number.end() :]}"
    line = _CLOSING_HASHES.sub(lambda match: "\\" + match.group(1), line)
    return f"{'#' * min(max(level, 1), 6)} {line}" if line else ""
