"""Extract formulas as TeX: from KaTeX, MathJax, MathML, LaTeXML, wikis, and images with TeX as alternative text.

Called by the walk for elements that may be a formula. Each formula is returned once, as ``$...$`` in a line or
``$$...$$`` if displayed; the copies beside it for the eye and for screen readers are dropped. ``html_mathml.py``
translates MathML without TeX.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.blocks.html_mathml import translated
from archtool.startup.patterns import lazy

LONGEST = 20_000  # characters; longer texts are not formulas
_DELIMITED = lazy(r"\s*(?:\\\((?P<a>.+)\\\)|\\\[(?P<b>.+)\\\]|\$\$(?P<c>.+)\$\$|\$(?P<d>[^$]+)\$)\s*", re.DOTALL)
_IN_TEXT = lazy(
    r"\\\((?P<line>(?:[^\\]|\\[^()])+)\\\)|\\\[(?P<own>(?:[^\\]|\\[^\[\]])+)\\\]"
    r"|\$\$(?P<dollars>[^$]*[\\^_][^$]+)\$\$"
    r"|(?<![\\$\w])\$(?P<dollar>(?=[^$\s])[^$\n]{0,400}(?<=[^$\s\\]))\$(?![\w$])"
)
# Text between single dollars is a formula only if it has a command, or a power or index of one letter.
_COMMAND = lazy(r"\\[A-Za-z]|(?<![^\W\d_])[A-Za-z][_^](?:\{|\w(?!\w))")
_ENVIRONMENT = lazy(r"\\begin\{([a-z]+\*?)\}.+\\end\{\1\}", re.DOTALL)
_OWN = lazy(r"\\\[(?P<a>.+)\\\]|\$\$(?P<b>[^$]+)\$\$", re.DOTALL)
_QUERY = lazy(r"[?&](?:latex|tex|chl)=([^&]+)|latex\.codecogs\.com/[\w.]+\?(.+)")
_STYLE = lazy(r"\{ ?\\(?:display|text)style (.*)\}")  # its spaces are collapsed
_COMMENT = lazy(r"(?<!\\)%[^\n]*(?:\n|$)")
_IMAGE_CLASS = lazy(r"(?:^|\s)(?:latex|tex|math|mwe-math-fallback-image-(?:inline|display)|ql-img-\S+)(?=\s|$)")
_IMAGE_ADDRESS = lazy(
    r"latex\.php|latex\.codecogs|[?&]cht=tx|/equation\?tex=|mimetex|mathtex|latexrender|/render/(?:png|svg)/|/math/render/"
    r"|(?:^|/)_images/math/"
)
_TEX_SIGN = lazy(r"[\\^_={}+<>/|()-]|^\w$")
_MATHJAX = frozenset(
    """MathJax MathJax_Display MathJax_Preview MathJax_SVG MathJax_SVG_Display MathJax_CHTML MathJax_CHTML_Display
    MJXc-display mjx-chtml MJX_Assistive_MathML""".split()
)
_DISPLAYED = frozenset(
    """katex-display MathJax_Display MathJax_SVG_Display MJXc-display display mwe-math-element-block
    mwe-math-fallback-image-display ltx_equation ltx_eqn_table ltx_equationgroup""".split()
)
_TABLES = frozenset({"ltx_equation", "ltx_eqn_table", "ltx_equationgroup"})
# Classes of elements that may be a formula.
CLASSES = (
    _MATHJAX | _TABLES
    | frozenset("katex katex-display katex-block mwe-math-element math-container math tex arithmatex latex".split())
    | {"ztext-math"}
)  # fmt: skip
_DATA = ("alttext", "data-latex", "data-tex", "data-expr", "data-math", "data-katex")


def formula(node: Any, attributes: dict[str, str | None]) -> list[str] | None:
    """Return the formulas of an element in dollar signs; an empty list for a copy, ``None`` for other elements."""
    classes = frozenset((attributes.get("class") or "").split())
    if node.tag == "table":
        return _equations(node) or None
    if classes & _MATHJAX and _has_source(node):
        return []
    displayed = bool(classes & _DISPLAYED) or attributes.get("display") in ("block", "true")
    found = _source(node, attributes)
    if found is None:
        return None
    tex, own = found
    return _dressed(tex, displayed or own or _is_displayed(node))


def script(node: Any, kind: str) -> list[str] | None:
    """Return the formula in a MathJax script of type ``kind``; ``None`` for other scripts."""
    child = node.first_child
    if not kind.startswith("math/tex") or child is None:
        return None
    return _dressed(child.text_content or "", "display" in kind)


def image(attributes: dict[str, str | None]) -> list[str] | None:
    """Return the formula that an image shows, from its alternative text; ``None`` for other images."""
    alt = (attributes.get("alt") or "").strip()
    if len(alt) > LONGEST:
        return None
    classes, address = attributes.get("class") or "", attributes.get("src") or ""
    if not ((classes and _IMAGE_CLASS.search(classes)) or _IMAGE_ADDRESS.search(address)):
        return None
    if not _TEX_SIGN.search(alt):
        alt = (attributes.get("title") or "").strip()
        if not _TEX_SIGN.search(alt):
            alt = _tex_in_address(address)
    if not alt:
        return None
    inside = _DELIMITED.fullmatch(alt)
    own = bool(inside and (inside["b"] or inside["c"]))
    return _dressed(inside[inside.lastgroup or 0] if inside else alt, own or "display" in classes)


def _tex_in_address(address: str) -> str:
    """Return the TeX in the address of a service that renders it; empty if there is none."""
    from urllib.parse import unquote, unquote_plus

    found = _QUERY.search(address)
    if found is None or len(address) > LONGEST:
        return ""
    return unquote_plus(found[1]) if found[1] else unquote(found[2])


def drawn(drawing: Any) -> str:
    """Return the formula that a drawing shows, from attributes of its parent; empty for other drawings."""
    parent = drawing.parent
    tex = (parent.attributes.get("data-formula") or "") if parent is not None and parent.is_element_node else ""
    return (_dressed(tex, "block" in (parent.attributes.get("style") or "")) or [""])[0] if tex else ""


def whole(text: str) -> str:
    r"""Return a text that is one formula, between ``\[`` and ``\]`` or in an environment; empty for other text."""
    inside = _OWN.fullmatch(text)
    if inside and r"\]" not in (tex := inside[inside.lastgroup or 0]) and r"\[" not in tex and _TEX_SIGN.search(tex):
        return (_dressed(tex, True) or [""])[0]
    return (_dressed(text, True) or [""])[0] if len(text) <= LONGEST and _ENVIRONMENT.fullmatch(text) else ""


def in_text(text: str) -> list[tuple[str, bool]]:
    r"""Return the parts of a text with formulas between ``\(`` and ``\)`` or the like, each with whether it is one."""
    parts: list[tuple[str, bool]] = []
    done = 0
    for found in _IN_TEXT.finditer(text):
        if found["dollar"] and not _COMMAND.search(found["dollar"]):
            continue
        (tex,) = _dressed(found[found.lastgroup or 0], found.lastgroup in ("own", "dollars")) or [""]
        if tex:
            parts += [(text[done : found.start()], False), (tex, True)]
            done = found.end()
    return [*parts, (text[done:], False)] if parts else []


def _source(node: Any, attributes: dict[str, str | None]) -> tuple[str, bool] | None:
    """Return the TeX of a formula, and whether its markup says that it is displayed."""
    for name in _DATA:
        value = attributes.get(name)
        if value:
            return value, False
    maths = node if node.tag == "math" else node.css_first("math")
    if maths is not None:
        for annotation in maths.css("annotation"):
            if "tex" in (annotation.attributes.get("encoding") or "").lower():
                return annotation.text(deep=True), maths.attributes.get("display") == "block"
        said = maths.attributes.get("alttext")
        if said:
            return said, maths.attributes.get("display") == "block"
    for name in ("data-latex", "data-tex", "data-mathml"):
        inner = node.css_first(f"[{name}]")
        if inner is not None and name == "data-mathml":
            maths = maths or _parsed(inner.attributes.get(name) or "")
        elif inner is not None:
            return inner.attributes.get(name) or "", False
    if maths is None and attributes.get("data-mathml"):
        maths = _parsed(attributes["data-mathml"] or "")
    if maths is not None:
        return translated(maths), maths.attributes.get("display") == "block"
    picture = node.css_first("img[alt]") if "mwe-math-element" in (attributes.get("class") or "") else None
    if picture is not None:
        return picture.attributes["alt"] or "", "display" in (picture.attributes.get("class") or "")
    if "katex" in (attributes.get("class") or ""):
        drawing = node.css_first(".katex-html")
        if drawing is not None:
            from archtool.blocks.html_katex import read

            return read(drawing), False
    if node.tag == "code" and "js-render-math" in (attributes.get("class") or ""):
        return node.text(deep=True), attributes.get("data-math-style") == "display"
    said = node.text(deep=True)
    number = node.css_first(".eqno")
    if number is not None:
        label = number.text(deep=True)
        said = said.replace(label, "", 1)
        label = "".join(char for char in label if char.isalnum() or char in ".-")
        inside = _DELIMITED.fullmatch(said) if len(said) <= LONGEST else None
        return (rf"{inside[inside.lastgroup or 0].strip()} \tag{{{label}}}", True) if inside else None
    inside = _DELIMITED.fullmatch(said) if len(said) <= LONGEST else None
    if inside is None:
        return None
    return inside[inside.lastgroup or 0], inside.lastgroup in ("b", "c")


def _parsed(markup: str) -> Any:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(markup[:LONGEST]).css_first("math")


def _has_source(node: Any) -> bool:
    """Whether the MathJax script from which a formula was rendered stands in or near it."""
    if node.css_first("script") is not None:
        return False
    for near in (node, node.parent):
        following = near.next if near is not None else None
        for _ in range(4):
            if following is None:
                break
            if following.tag == "script" and (following.attributes.get("type") or "").startswith("math/"):
                return True
            following = following.next
    return False


def _is_displayed(node: Any) -> bool:
    parent = node.parent
    classes = (parent.attributes.get("class") or "").split() if parent is not None and parent.is_element_node else ()
    return not _DISPLAYED.isdisjoint(classes)


def _equations(table: Any) -> list[str]:
    """Return the rows of a LaTeXML table of equations, each with its number."""
    found = []
    for row in table.css("tr"):
        parts = [maths.attributes.get("alttext") or "" for maths in row.css("math")]
        tex = " ".join(part.removeprefix(r"\displaystyle").strip() for part in parts if part)
        number = row.css_first(".ltx_tag_equation")
        tag = "".join(number.text(deep=True).split()).strip("()") if number is not None else ""
        if tex:
            found += _dressed(tex + (rf" \tag{{{tag}}}" if tag else ""), True)
    return found


def _dressed(tex: str, displayed: bool) -> list[str]:
    """Return TeX on one line between dollar signs; an empty list if there is none."""
    tex = " ".join(_COMMENT.sub(" ", tex).split())
    if len(tex) > LONGEST:
        return []
    while style := _STYLE.fullmatch(tex):
        tex = style[1].strip()
    tex = tex.removeprefix(r"\displaystyle ").strip().strip("$").strip()
    if not tex:
        return []
    signs = "$$" if displayed else "$"
    return [f"{signs}{tex}{signs}"]
