"""Write signs for what a page shows by markup alone: powers, indices, note marks, readings, quotation marks.

Without them ``10<sup>5</sup>`` would be 105, and a note's number part of the price before it. The walk calls this with
the text before the element, and ``markdown/escape.py`` to read its own Markdown back.
"""

from __future__ import annotations

from typing import Any

from archtool.blocks.html_tags import LOWERED, RAISED
from archtool.startup.patterns import lazy

Signs = tuple[str, str, int, str]  # before and after the text, its mark (-1: a quotation), its link
LONGEST = 40  # characters; longer text is merely in small print
_LABEL = lazy(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3})[\])]?")
_NUMBER = lazy(r"[−–+-]?\d[\d.,/−–+-]*")
_LETTERS = lazy(r"[^\W\d_]+\.?|[®™℠ªº°]")
_ORDINARY = frozenset("aeo")  # letters that make an ordinal of a number: 2e, 1a, 1o
_ELEMENTS = lazy(r"(?<![^\W\d_])(?:[A-Z][a-z]?\d*|[)\]])+$")  # symbols of elements: H, CO, Fe, (OH)
_NOTED = lazy(r"foot|note|\bfn|\bref|cite|citation", 2)
_MARKS = {"de": "„“‚‘", "fr": "«»“”", "es": "«»“”", "it": "«»“”", "ru": "«»„“", "pl": "„”«»", "ja": "「」『』",
          "zh": "“”‘’", "sv": "””’’", "fi": "””’’", "da": "„“‚‘", "cs": "„“‚‘"}  # fmt: skip


def signs(node: Any, tag: str, before: str, in_note_link: bool) -> Signs | None:
    """Return the signs around ``<sup>``, ``<sub>`` or ``<rt>``, which follows the text ``before``."""
    inner = " ".join(node.text(deep=True).split())
    if not inner or len(inner) > LONGEST:
        return None
    if tag == "rt":
        return ("(", ")", 0, "") if node.parent.css_first("rp") is None else None
    if tag == "sub":
        return _spaced(lowered(before, inner), node, inner)
    link = node.css_first("a[href]")
    attributes = node.attributes
    said = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    note = in_note_link or bool(_NOTED.search(said))
    if link is not None:
        note = note or "#" in (link.attributes.get("href") or "") or not before[-1:].isdecimal()
    found = _spaced(raised(before, inner, note), node, inner)
    return (*found[:3], link.attributes["href"] or "") if link is not None and found[0] == "[" else found


def raised(before: str, inner: str, note: bool = False) -> Signs:
    """Return the signs for a raised text: brackets for a note, a circumflex for a power, or none."""
    last = before[-1:]
    label = _LABEL.fullmatch(inner) is not None
    if note and label:
        return ("", "", 0, "") if inner[0] in "[(" else ("[", "]", 0, "")
    if not last.strip():
        if not before.strip():  # the label at the beginning of a note
            return ("[", "] ", 0, "") if inner.isdecimal() and label else ("", "", RAISED, "")
        power = before.rstrip()[-1:].isdecimal()
        return ("^", "", RAISED, "") if power and _NUMBER.fullmatch(inner) else ("", "", RAISED, "")
    if not (last.isalnum() or last in ")]}′'’"):
        return ("[", "]", 0, "") if inner.isdecimal() and label else ("", "", RAISED, "")
    if _LETTERS.fullmatch(inner):
        glued = len(inner) > 1 or not inner.isalpha() or inner in _ORDINARY or (last.isupper() and inner in "rsdh")
        return ("", "", RAISED, "") if glued else ("^", "", RAISED, "")
    if not any(map(str.isalnum, inner)):
        return ("", "", RAISED, "")
    return ("^", "", RAISED, "") if _NUMBER.fullmatch(inner) else ("^{", "}", RAISED, "")


def lowered(before: str, inner: str) -> Signs:
    """Return the signs for a lowered text: none in a chemical formula."""
    last = before[-1:]
    if not (last.isalnum() or last in tuple(")]")) or not any(map(str.isalnum, inner)):
        return ("", "", LOWERED, "")
    if inner.isdecimal() and _ELEMENTS.search(before):
        return ("", "", LOWERED, "")
    return ("_", "", LOWERED, "") if inner.isalnum() else ("_{", "}", LOWERED, "")


def _spaced(found: Signs, node: Any, inner: str) -> Signs:
    """Return the signs with a space added after them where the next text would run on."""
    if found[0] in ("^", "_"):
        following = node.next
        text = (following.text_content or "")[:1] if following is not None and following.is_text_node else ""
        if text.isalnum() and text.isdecimal() == inner[-1].isdecimal():
            return (found[0], " ", found[2], "")
    return found


def note_label(inner: str, last: str) -> Signs | None:
    """Return brackets for a link within the page that is a note mark glued to the text before it."""
    if inner.isdecimal() and len(inner) <= 3 and last and not last.isspace() and last not in "[(/":
        return ("[", "]", 0, "")
    return None


def quotation_marks(language: str, depth: int, inner: str) -> Signs | None:
    """Return the quotation marks of a language; ``None`` if the text has its own."""
    if not inner or inner[0] in "\"'“„«‘‚「『”’»":
        return None
    marks = _MARKS.get(language[:2].lower(), "“”‘’")
    first = 2 * (depth % 2)
    return (marks[first], marks[first + 1], -1, "")
