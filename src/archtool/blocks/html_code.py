"""Find the language of a code block, as highlighters give it in a class, an attribute, or a label above the code.

Used by ``markdown/code.py``, and by ``judge/code_labels.py``, which removes the label.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.model import Block
from archtool.startup.patterns import lazy

LANGUAGES = frozenset(
    """abap actionscript ada agda antlr apacheconf apl applescript arduino asciidoc asm assembly autohotkey awk bash bat
    batch bibtex c c# c++ clojure cmake cobol coffeescript console coq cpp cs csharp css csv cuda cypher d dart
    delphi diff docker dockerfile dos elisp elixir elm erl erlang f# fish fortran fsharp gdscript gherkin glsl go golang
    gradle graphql groovy handlebars haskell haxe hcl hlsl hs html http idris ini ipython ipython3 java javascript jinja
    jinja2 jl js json json5 jsonc jsx julia kotlin kt latex lean lean4 less liquid lisp llvm lua make makefile markdown
    matlab md mdx mermaid mysql nasm nginx nim nix objc objective-c objectivec ocaml octave pascal perl pgsql php
    plsql postgresql powershell prolog promql properties proto protobuf ps1 puppet purescript py pycon python python3
    qml r racket rb reason regex rst ruby rust sass scala scheme scss sh shell shell-session smalltalk solidity sparql
    sql stan stata svelte swift systemverilog tcl terraform tex toml ts tsx twig typescript vala vb vbnet verilog vhdl
    vim vimscript viml vue wasm wgsl xml xquery yaml yml zig zsh""".split()
)
_SAME = {"ipython3": "python", "ipython": "python", "html-basic": "html"}
_NONE = frozenset({"none", "plaintext", "plain", "text", "txt", "nohighlight", "notranslate", "default", "copy-btn",
                   "unknown", "auto"})  # fmt: skip
_ATTRIBUTES = ("data-language", "data-lang", "data-enlighter-language", "data-canonical-lang", "language")
_NAMED = lazy(r"\b(?:(?:language|lang|highlight-source|highlight-text)-|brush[:-] *)([\w+#.-]+)", re.IGNORECASE)
_PERHAPS = lazy(r"(?:^|[\s-])(?:highlight|sourceCode|source|src|type|hl|code|syntax|code-snippet_)[-_]([\w+#.-]+)")
_HIGHLIGHTERS = frozenset(
    """highlight hljs hl code sourcecode prettyprint src syntaxhighlighter brush listing programlisting""".split()
)
_OF_CODE = frozenset({"code", "lntd", "crayon-code", "blob-code", "rouge-code", "hljs-ln-code"})
_BOXES = frozenset({"div", "span", "header", "button"})  # around code, without text of the page
_STOPS = frozenset({"body", "article", "main", "li"})
CLIMB = 10  # elements around the code that are searched
ABOVE = 7  # of these, the innermost that may follow a label
LONGEST = 20  # most characters of a label


def language(block: Block) -> str:
    """Return the language of a code block; empty if nothing names it."""
    element = block.nodes[0].parent if block.nodes else None
    for _ in range(CLIMB):
        if element is None or element.tag in _STOPS:
            break
        attributes = element.attributes
        classes = attributes.get("class") or ""
        if element.tag == "td" and _OF_CODE.isdisjoint(classes.split()):
            break
        found = _named_by(element.tag, attributes, classes)
        if found:
            return _SAME.get(found, found)
        element = element.parent
    label = label_above(block)
    return _SAME.get(label, label)


def _named_by(tag: str, attributes: dict[str, str | None], classes: str) -> str:
    """Return the language named by one element, or an empty string."""
    for name in _ATTRIBUTES:
        value = attributes.get(name)
        if value and value.lower() not in _NONE:
            return re.sub(r"[^a-z0-9+#.-]", "", value.lower())
    for text in (classes, attributes.get("data-syntaxhighlighter-params") or ""):
        match = _NAMED.search(text)
        if match and match[1].lower() not in _NONE:
            return match[1].lower().strip(".-")
    words = classes.lower().split()
    for match in _PERHAPS.finditer(classes):
        if match[1].lower() in LANGUAGES or match[1].lower() in _SAME:
            return match[1].lower()
    if not _HIGHLIGHTERS.isdisjoint(words):
        return next((word for word in words if word in LANGUAGES), "")
    said = (attributes.get("lang") or "").lower()
    holds_code = tag in ("pre", "code") or "line" in words
    return said if holds_code and len(said) > 2 and said in LANGUAGES else ""


def is_label(block: Block) -> bool:
    """Whether a block consists of the name of a language."""
    return len(block.text) <= LONGEST and block.text.strip().casefold() in LANGUAGES


def label_above(block: Block) -> str:
    """Return the name of a language in a box of its own directly above the code, or an empty string."""
    element: Any = block.nodes[0].parent if block.nodes else None
    for _ in range(ABOVE):
        if element is None or element.tag in _STOPS:
            break
        before = element.prev
        while before is not None:
            text = texts(before)[0].strip().casefold() if texts(before) else ""
            if text and before.tag not in _BOXES:
                return ""
            if text in LANGUAGES:
                return text
            if text and before.tag != "button" and before.css_first("button") is None:
                return ""
            before = before.prev
        element = element.parent
    return ""


def texts(node: Any) -> list[str]:
    """Return the texts in a node, except blank ones."""
    if node.is_text_node:
        found = [node.text_content or ""]
    else:
        found = [child.text_content or "" for child in node.traverse(include_text=True) if child.is_text_node]
    return [text for text in found if text.strip()]
