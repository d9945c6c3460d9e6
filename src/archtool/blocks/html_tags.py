"""What each HTML tag does to the flow of text: used by the walk that makes blocks of a page.

Facts about the markup language, apart from the walk that uses them. Tags that stand in no set here begin and end a
block of their own, like ``div``: that is right for unknown and custom elements, which pages use as containers.
"""

from __future__ import annotations

SKIP, INLINE, BREAK, TEXT, BLOCK, SPECIAL = range(6)

TAGS = (
    "",  # any other
    "html", "head", "body", "div", "p", "span", "a", "li", "ul", "ol", "table", "tbody", "thead", "tfoot", "tr", "td",
    "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "header", "footer", "nav", "aside", "form",
    "button", "label", "img", "b", "strong", "i", "em", "u", "small", "sup", "sub", "font", "center", "blockquote", "q",
    "pre", "code", "dl", "dt", "dd", "figure", "figcaption", "caption", "picture", "br", "hr", "noscript", "fieldset",
    "legend", "details", "summary", "dialog", "address", "time", "abbr", "cite", "mark", "menu", "iframe", "video",
    "audio", "input", "tt", "ins", "del", "s", "strike", "big", "wbr", "kbd", "samp", "var", "nobr",
)  # fmt: skip
CODES = {name: code for code, name in enumerate(TAGS)}

_SKIPPED = """script style template svg canvas iframe object embed applet audio video select option optgroup datalist
    textarea head title meta link base noframes input param source track map area progress meter colgroup col frame
    -comment -document-type !-- !doctype"""
_INLINE = """a abbr acronym b bdi bdo big blink cite code data del dfn em font i img ins kbd label mark math mi mn mo ms
    mtext mrow mfrac msup msub msubsup msqrt mstyle semantics nobr output picture q rb rp rt rtc ruby s samp small span
    strike strong sub sup time tt u var wbr"""
_SPECIAL = """a span img li ul ol menu table tr td th caption blockquote pre dt dd figcaption noscript h1 h2 h3 h4 h5
    h6"""

# What entering the element does; a tag that is not here is a BLOCK.
ROLES: dict[str | None, int] = {
    **dict.fromkeys(_SKIPPED.split(), SKIP),
    **dict.fromkeys(_INLINE.split(), INLINE),
    **dict.fromkeys(_SPECIAL.split(), SPECIAL),
    "br": BREAK,
    "-text": TEXT,
    None: SKIP,
}
