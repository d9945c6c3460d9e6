"""Classify elements by class and neighbourhood: text that no reader sees, line numbers, margin notes, boxes.

Called by the walk (``html_taking.py``), which decides what to do with them.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.blocks.html_formulas import CLASSES as FORMULAS
from archtool.startup.patterns import lazy

# Kinds of special elements, by their classes.
(ORDINARY, FORMULA, UNSEEN, NUMBERS, ICON, MARGIN_NOTE, LISTING, CALLOUT, PROMPT, NOTE_MARK, CITATION,
 NAMED_BOX) = range(12)  # fmt: skip
_UNSEEN = lazy(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|hidden-?visually|screen-?readers?(?:-text|-only)?"
    r"|u-hiddenvisually|a11y-hidden)(?=\s|$)",
    re.IGNORECASE,
)
_SIGNS_OF_UNSEEN = ("sr-only", "visually", "screen", "a11y-hidden")  # a cheap test before the pattern
_WORDS = {
    UNSEEN: "element-invisible show-for-sr assistive-text vh sronly srOnly",
    NUMBERS: """linenos lineno linenodiv line-numbers line-number line-numbers-rows lines-number linenumber
        hljs-ln-numbers hljs-ln-n gutter rouge-gutter blob-num react-line-number ln lnt cm-gutters crayon-nums
        CodeMirror-linenumber CodeMirror-gutter-wrapper CodeMirror-gutters ace_gutter react-line-numbers""",
    ICON: """material-icons material-icons-outlined material-icons-round material-symbols-outlined
        material-symbols-rounded margin-toggle bigfoot-footnote__button""",
    MARGIN_NOTE: """sidenote marginnote margin-note inline-footnote footnote-container sidenote-container ltx_note
        modern-footnotes-footnote__note footnote_referrer""",
    NOTE_MARK: "modern-footnotes-footnote footnote-link footnote-reference noteref",
    CITATION: "ltx_cite citation",
    CALLOUT: """admonition theme-admonition admonitionblock callout markdown-alert custom-block starlight-aside alert
        hint notice-box ghd-alert bd-callout bs-callout book-hint hint-container hextra-callout nextra-callout
        notion-callout notecard confluence-information-macro govuk-warning-text
        notices usa-alert ak-editor-panel NOTE TIP IMPORTANT CAUTION WARNING""",
    NAMED_BOX: "note tip warning important caution danger info example question bug success failure abstract",
    LISTING: """hljs-ln highlighttable highlight-table rouge-table lntable js-file-line-container code-table
        cm-content syntaxhighlighter crayon-pre CodeMirror-code view-lines ace_text-layer react-code-lines""",
    PROMPT: "hover-info jp-InputPrompt jp-OutputPrompt input_prompt output_prompt CodeMirror-measure ace_marker-layer",
}
SPECIAL = {word: kind for kind, words in _WORDS.items() for word in words.split()} | dict.fromkeys(FORMULAS, FORMULA)
SPECIAL_TAGS = {"d-footnote": MARGIN_NOTE, "dt-fn": MARGIN_NOTE}
_LABEL = lazy(r"[\[(]?(\d{1,3}|[a-z]|[*†‡§¶]{1,3})[\])]?")
_LABELLED = lazy(r"footnote-?number|note-?mark|mark|tag_note|label")
_BLOCKS = "p, div, ul, ol, dl, table, pre, h1, h2, h3, h4, h5, h6, section, article, blockquote, figure"


# The kind of a box, by a word in its classes.
CALLOUTS = {
    "warning": "warning", "caution": "caution", "attention": "warning", "danger": "danger",
    "error": "danger", "tip": "tip", "hint": "tip", "success": "success", "info": "info", "note": "note",
    "important": "important", "seealso": "info", "example": "example", "question": "question", "bug": "bug",
    "quote": "quote", "abstract": "abstract", "summary": "abstract", "todo": "todo", "failure": "failure",
    "secondary": "note", "primary": "note", "details": "note", "warn": "warning", "helpful": "note",
    "critical": "danger",
}  # fmt: skip
_SET_OFF = frozenset({"aside", "blockquote", "figure"})  # boxes by the bare word alone
_WORD = lazy(r"[a-z]+")
_KINDS_SAID = ("data-callout", "data-callout-type", "data-panel-type")
BOXES = frozenset({"aside", "details"})  # elements that the bare word for a kind makes a callout


def said_kind(attributes: dict[str, str | None]) -> str:
    """Return the kind of callout that an attribute of an element gives; empty if none does."""
    return next((value for name in _KINDS_SAID if (value := attributes.get(name))), "")


def callout_of(classes: str, said: str = "", tag: str = "div") -> str:
    """Return the kind of callout that an element's classes name; empty if none, as for an advertisement."""
    if said:
        return CALLOUTS.get(said.lower(), said.lower() if said.isalpha() else "note")
    words = _WORD.findall(classes.lower())
    for word in words:
        if word in CALLOUTS and word != "hint":  # "hint" also names boxes of every kind
            return CALLOUTS[word]
    if "hint" in words and "hint-" not in classes:
        return CALLOUTS["hint"]
    if words.count("information") > 1:  # once, it names boxes of every kind
        return "info"
    named = "admonition" in words or ("callout" in words and (tag in _SET_OFF or "callout" not in classes.split()))
    return "note" if named else ""


def is_unseen(classes: str) -> bool:
    """Whether an element of these classes is for screen readers only."""
    lowered = classes.lower()
    return any(map(lowered.__contains__, _SIGNS_OF_UNSEEN)) and _UNSEEN.search(classes) is not None


def is_within_text(node: Any, both: bool) -> bool:
    """Whether an element stands in a sentence: text directly before and after it (``both``), or on one side."""
    sides = _has_text(node.prev) + _has_text(node.next)
    return sides > both and node.css_first(_BLOCKS) is None


def _has_text(node: Any) -> bool:
    return node is not None and node.is_text_node and bool((node.text_content or "").strip())


def text_of(node: Any) -> str:
    """Return all text in an element on one line; for a template, whose content is outside the tree, from its markup."""
    if node.tag == "template":
        from archtool.blocks.html_shadow import text_of_template

        return text_of_template(node.html or "")
    text = node.text(deep=True)
    if ("{" in text or ";" in text or "=" in text) and node.css_first("script, style") is not None:
        text = " ".join([child.text_content or "" for child in texts(node)])
    return " ".join(text.split())


def texts(node: Any) -> list[Any]:
    """Return the text nodes in an element, except those of scripts and style sheets."""
    return [
        child
        for child in node.traverse(include_text=True)
        if child.is_text_node and child.parent.tag not in ("script", "style")
    ]


def is_mark_of_note(node: Any) -> bool:
    """Whether an element named as a note mark is one, and does not raise its text itself."""
    return _LABEL.fullmatch(text_of(node)) is not None and node.css_first("sup, a[href]") is None


def label_of_note(node: Any) -> str:
    """Return the label, in an element of its own, with which a margin note begins; empty if there is none."""
    first = next(iter(texts(node)), None)
    if first is None or (first.parent.mem_id == node.mem_id and first.next is None):
        return ""
    found = _LABEL.fullmatch((first.text_content or "").strip())
    return found[1] if found else ""


def texts_of_note(node: Any, label: str) -> list[Any]:
    """Return the text nodes of a margin note without its label, which may be repeated before it."""
    found = texts(node)
    while len(found) > 1 and (found[0].text_content or "").strip(" []().\n\t\xa0") in ("", label):
        del found[0]
    return found


def is_listing(node: Any) -> bool:
    """Whether an element named for a listing is the code itself, not a box around a ``<pre>``; a line may be one."""
    return node.css_first("pre:not(.CodeMirror-line)") is None


def is_frame_of_code(pre: Any) -> bool:
    """Whether a ``<pre>`` holds boxes, one with the code and others with a label and buttons."""
    child = pre.first_child
    while child is not None and child.is_text_node and not (child.text_content or "").strip():
        child = child.next
    if child is None or child.tag != "div":
        return False
    return pre.css_first("code[class*='whitespace-pre'], .cm-content") is not None
