"""Elements that are more, or less, than their tag says: text that no reader sees, numbers of lines, margin notes.

The walk asks here by class and by neighbourhood; what it does with the answers is its own matter.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.blocks.html_formulas import CLASSES as FORMULAS
from archtool.startup.patterns import lazy

# What the classes of an element say it may be.
ORDINARY, FORMULA, UNSEEN, NUMBERS, ICON, MARGIN_NOTE, LISTING, CALLOUT = range(8)
_UNSEEN = lazy(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|hidden-?visually|screen-?readers?(?:-text|-only)?"
    r"|u-hiddenvisually|a11y-hidden)(?=\s|$)",
    re.IGNORECASE,
)
_WORDS = {
    UNSEEN: "element-invisible show-for-sr assistive-text vh sronly srOnly",
    NUMBERS: """linenos lineno linenodiv line-numbers line-number line-numbers-rows lines-number hljs-ln-numbers
        hljs-ln-n gutter rouge-gutter blob-num react-line-number ln lnt""",
    ICON: """material-icons material-icons-outlined material-icons-round material-symbols-outlined
        material-symbols-rounded""",
    MARGIN_NOTE: "sidenote marginnote margin-note inline-footnote footnote-container sidenote-container",
    CALLOUT: """admonition theme-admonition admonitionblock callout markdown-alert custom-block starlight-aside alert
        hint notice-box""",
    LISTING: "hljs-ln highlighttable highlight-table rouge-table lntable js-file-line-container code-table",
}
SPECIAL = {word: kind for kind, words in _WORDS.items() for word in words.split()} | dict.fromkeys(FORMULAS, FORMULA)
_BLOCKS = "p, div, ul, ol, dl, table, pre, h1, h2, h3, h4, h5, h6, section, article, blockquote, figure"


# What such a box is, by a word in its classes.
_CALLOUTS = {
    "warn": "warning", "warning": "warning", "caution": "caution", "attention": "warning", "danger": "danger",
    "error": "danger", "tip": "tip", "hint": "tip", "success": "success", "info": "info", "note": "note",
    "important": "important", "seealso": "info", "example": "example", "question": "question", "bug": "bug",
    "quote": "quote", "abstract": "abstract", "summary": "abstract", "todo": "todo", "failure": "failure",
    "secondary": "note", "primary": "note", "details": "note", "deprecated": "warning", "versionadded": "info",
}  # fmt: skip
_WORD = lazy(r"[a-z]+")


def callout_of(classes: str, said: str = "") -> str:
    """Return what kind of callout an element of these classes is; empty where they name none."""
    if said:
        return _CALLOUTS.get(said.lower(), said.lower() if said.isalpha() else "note")
    for word in _WORD.findall(classes.lower()):
        if word in _CALLOUTS and (word != "hint" or "hint-" not in classes):
            return _CALLOUTS[word]
    return ""


def is_unseen(classes: str) -> bool:
    """Whether an element of these classes is text for screen readers alone."""
    return _UNSEEN.search(classes) is not None


def is_within_text(node: Any, both: bool) -> bool:
    """Whether an element stands in the middle of a sentence: text directly before and behind it, or on one side."""
    sides = _has_text(node.prev) + _has_text(node.next)
    return sides > both and node.css_first(_BLOCKS) is None


def _has_text(node: Any) -> bool:
    return node is not None and node.is_text_node and bool((node.text_content or "").strip())


def text_of(node: Any) -> str:
    """Return all text in an element, on one line; that of a template, which is no part of the tree, from its markup."""
    if node.tag == "template":
        from archtool.blocks.html_shadow import text_of_template

        return text_of_template(node.html or "")
    text = node.text(deep=True)
    if ("{" in text or ";" in text or "=" in text) and node.css_first("script, style") is not None:
        text = " ".join([child.text_content or "" for child in texts(node)])
    return " ".join(text.split())


def texts(node: Any) -> list[Any]:
    """Return the text nodes in an element, without those of scripts and style sheets."""
    return [
        child
        for child in node.traverse(include_text=True)
        if child.is_text_node and child.parent.tag not in ("script", "style")
    ]
