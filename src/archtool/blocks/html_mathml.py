"""Translate MathML to TeX, for formulas that come without TeX. Called by ``html_formulas.py``."""

from __future__ import annotations

from typing import Any

DEEPEST = 60  # most nested elements of MathML
_OPERATORS = {
    "−": "-", "×": r"\times ", "⋅": r"\cdot ", "·": r"\cdot ", "±": r"\pm ", "≤": r"\leq ", "≥": r"\geq ",
    "≠": r"\neq ", "≈": r"\approx ", "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "∞": r"\infty ", "→": r"\to ",
    "∂": r"\partial ", "∈": r"\in ", "…": r"\dots ", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\xa0": " ",
}  # fmt: skip
_FUNCTIONS = frozenset(
    "sin cos tan cot sec csc log ln exp lim max min sup inf det dim ker gcd arg sinh cosh tanh".split()
)
_ACCENTS = {
    "^": "hat",
    "ˆ": "hat",
    "¯": "bar",
    "‾": "bar",
    "→": "vec",
    "⃗": "vec",
    "~": "tilde",
    "˜": "tilde",
    "˙": "dot",
}


def translated(node: Any, depth: int = 0) -> str:
    """Return MathML as TeX."""
    tag = node.tag
    if depth > DEEPEST:
        return str(node.text(deep=True))
    if tag in ("mi", "mn", "mo", "mtext", "ms"):
        return token(tag, " ".join(node.text(deep=True).split()))
    if tag in ("mspace", "mphantom", "annotation", "annotation-xml"):
        return " " if tag == "mspace" else ""
    children = []
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            children.append(translated(child, depth + 1))
        child = child.next
    shape = _SHAPES.get(tag)
    if shape and len(children) == shape.count("%s"):
        base = children[0]
        if tag == "mover" and children[1].strip() in _ACCENTS:
            return rf"\{_ACCENTS[children[1].strip()]}{{{base}}}"
        return shape % tuple(_braced(part, place) for place, part in enumerate(_ordered(tag, children)))
    if tag == "msqrt":
        return rf"\sqrt{{{''.join(children)}}}"
    if tag == "mfenced":
        ends = node.attributes.get("open") or "(", node.attributes.get("close") or ")"
        return f"{ends[0]}{', '.join(children)}{ends[1]}"
    if tag == "mtable":
        rows = r" \\ ".join(children)
        return rf"\begin{{matrix}} {rows} \end{{matrix}}"
    return " & ".join(children) if tag == "mtr" else "".join(children)


_SHAPES = {
    "mfrac": r"\frac%s%s", "mroot": r"\sqrt[%s]%s", "msup": "%s^%s", "msub": "%s_%s", "msubsup": "%s_%s^%s",
    "munder": "%s_%s", "mover": "%s^%s", "munderover": "%s_%s^%s",
}  # fmt: skip


def _ordered(tag: str, parts: list[str]) -> list[str]:
    """Return the parts in TeX order, in braces where TeX needs them."""
    if tag == "mfrac":
        return [f"{{{part}}}" for part in parts]
    if tag == "mroot":
        return [parts[1], f"{{{parts[0]}}}"]
    return parts


def _braced(part: str, place: int) -> str:
    part = part.strip()
    whole = len(part) == 1 or part[:1] == "{" or (part[:1] == "\\" and part[1:].isalpha())
    if place == 0:
        return part if whole or part.replace(".", "").isalnum() or part.startswith(r"\mathrm") else f"{{{part}}}"
    return part if whole else f"{{{part}}}"


def token(tag: str, text: str) -> str:
    """Return a symbol, number or word of a formula as TeX; ``tag`` is the element of MathML for it."""
    if tag == "mtext":
        return rf"\text{{{text}}}" if text else ""
    if tag == "mi" and len(text) > 1:
        return rf"\{text} " if text in _FUNCTIONS else rf"\mathrm{{{text}}}"
    return "".join(_OPERATORS.get(char, char) for char in text)
