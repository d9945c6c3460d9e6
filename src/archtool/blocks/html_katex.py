"""Read a formula as TeX from the boxes in which KaTeX draws it, for pages that leave out its MathML.

Called by ``html_formulas.py``. Only shapes that are certain are read: symbols, powers, indices, fractions, roots, sums
with limits, accents. For all others (matrices, arrows that stretch) there is no answer, rather than a wrong one.
"""

from __future__ import annotations

from typing import Any

from archtool.blocks.html_mathml import token
from archtool.startup.patterns import lazy

DEEPEST = 40  # most nested boxes
_UNSEEN = "\u200b"
_TOP = lazy(r"(?:^|;)\s*top:\s*(-?[\d.]+)em")
_HEIGHT = lazy(r"(?:^|;)\s*height:\s*([\d.]+)em")
_SKIPPED = frozenset({"strut", "vlist-s", "nulldelimiter", "pstrut", "newline", "tag", "frac-line", "hide-tail"})
_FONTS = {"mathbf": "mathbf", "mathbb": "mathbb", "mathcal": "mathcal", "mathscr": "mathscr", "mathfrak": "mathfrak",
          "mathsf": "mathsf", "mathtt": "mathtt", "mathrm": "mathrm", "boldsymbol": "boldsymbol"}  # fmt: skip
_UNCERTAIN = frozenset(
    {"mtable", "cd-arrow", "x-arrow", "stretchy", "munder", "mover", "fbox", "cancel-pad", "vcenter"}
)
_ACCENTS = {"^": "hat", "ˆ": "hat", "ˉ": "bar", "¯": "bar", "⃗": "vec", "~": "tilde", "˜": "tilde", "˙": "dot",
            "¨": "ddot", "ˇ": "check", "˘": "breve"}  # fmt: skip


class _UncertainError(Exception):
    """A shape that cannot be read for certain."""


def read(drawn: Any) -> str:
    """Return the TeX of a formula drawn by KaTeX; empty if a part of it is uncertain."""
    try:
        return " ".join(_row(drawn, 0).split())
    except _UncertainError:
        return ""


def _children(node: Any) -> list[Any]:
    return [child for child in node.iter(include_text=True) if child.is_element_node or (child.text_content or "")]


def _row(node: Any, depth: int) -> str:
    """Return the contents of a box, one after the other."""
    return "".join(_box(child, depth + 1) for child in _children(node))


def _box(node: Any, depth: int) -> str:
    """Return what one box shows."""
    if depth > DEEPEST:
        raise _UncertainError
    if node.is_text_node:
        text = (node.text_content or "").strip(_UNSEEN)
        named = text.isalpha() and text.isascii() and "mop" in (node.parent.attributes.get("class") or "")
        return token("mi" if named else "mo", text)
    classes = set((node.attributes.get("class") or "").split())
    if classes & _SKIPPED:
        return ""
    if classes & _UNCERTAIN or node.tag not in ("span", "a"):
        raise _UncertainError
    if "mspace" in classes:
        return " "
    if "msupsub" in classes:
        return _scripts(node, depth)
    if "mfrac" in classes:
        return _fraction(node, depth)
    if "sqrt" in classes:
        return _root(node, depth)
    if "op-limits" in classes:
        return _limits(node, depth)
    if "accent" in classes:
        return _accent(node, depth)
    if "text" in classes:
        return rf"\text{{{node.text(deep=True)}}}"
    if any(child.is_element_node and "vlist-t" in (child.attributes.get("class") or "") for child in _children(node)):
        raise _UncertainError  # boxes one above the other in a way not known here
    inside = _row(node, depth)
    font = next((_FONTS[name] for name in classes if name in _FONTS), "")
    return rf"\{font}{{{inside}}}" if font and inside else inside


def _stacked(node: Any) -> list[tuple[float, Any]]:
    """Return the boxes that a box holds one above the other, lowest first, each with how far it is raised."""
    found = []
    inner = node.css_first(".vlist")
    for child in _children(inner) if inner is not None else ():
        strut = child.css_first(".pstrut") if child.is_element_node else None
        top = _TOP.search(child.attributes.get("style") or "") if child.is_element_node else None
        height = _HEIGHT.search(strut.attributes.get("style") or "") if strut is not None else None
        if not (top and height):
            raise _UncertainError
        found.append((-(float(top[1]) + float(height[1])), child))
    return sorted(found, key=lambda pair: pair[0])


def _scripts(node: Any, depth: int) -> str:
    """Return a power, an index, or both."""
    parts = []
    for raised, box in _stacked(node):
        parts.append(f"{'^' if raised > 0 else '_'}{{{_row(box, depth)}}}")
    if not parts or len({part[0] for part in parts}) < len(parts):
        raise _UncertainError
    return "".join(parts)


def _fraction(node: Any, depth: int) -> str:
    boxes = _stacked(node)
    lines = [box for _, box in boxes if box.css_first(".frac-line") is not None]
    others = [_row(box, depth) for _, box in boxes if box.css_first(".frac-line") is None or box not in lines]
    if len(boxes) != 3 or len(lines) != 1 or len(others) != 2:
        raise _UncertainError
    return rf"\frac{{{others[1]}}}{{{others[0]}}}"


def _root(node: Any, depth: int) -> str:
    index = node.css_first(".root")
    if index is not None:
        raise _UncertainError
    content = node.css_first(".svg-align")
    if content is None:
        raise _UncertainError
    return rf"\sqrt{{{_row(content, depth)}}}"


def _limits(node: Any, depth: int) -> str:
    """Return an operator with what stands below and above it."""
    boxes = [box for _, box in _stacked(node)]
    places = [place for place, box in enumerate(boxes) if box.css_first(".mop") is not None]
    if not places or not 2 <= len(boxes) <= 3:
        raise _UncertainError
    place = places[0] if len(boxes) == 2 else 1
    said = _row(boxes[place], depth).strip()
    if place:
        said += f"_{{{_row(boxes[0], depth)}}}"
    if place + 1 < len(boxes):
        said += f"^{{{_row(boxes[-1], depth)}}}"
    return said


def _accent(node: Any, depth: int) -> str:
    boxes = [box for _, box in _stacked(node)]
    sign = node.css_first(".accent-body")
    name = _ACCENTS.get(sign.text(deep=True).strip()) if sign is not None else None
    bases = [box for box in boxes if box.css_first(".accent-body") is None]
    if name is None or len(bases) != 1:
        raise _UncertainError
    return rf"\{name}{{{_row(bases[0], depth)}}}"
