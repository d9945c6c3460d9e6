"""The effect of each HTML tag on the flow of text, for the walk that makes blocks of a page.

Facts about the markup language, separate from the walk. Tags in no set here begin and end a block of their own, like
``div``: right for unknown and custom elements, which pages use as containers.
"""

from __future__ import annotations

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

# The role of a node in the walk. Up to INLINE the block being made continues; from BLOCK on it ends.
# ASIDE is text that a browser does not show, SIGNED text with signs around it: powers, readings, quotations.
(SKIP, ASIDE, RULE, EMBED, SCRIPT, HEAD, TEXT, BREAK, IMAGE, MATH, SPAN, LINK, SIGNED, INLINE, BLOCK, HEADING, LIST,
 ITEM, TABLE, ROW, CELL, KIND, PRE, FALLBACK) = range(24)  # fmt: skip

_SKIPPED = """style meta link base input param source track area colgroup col frame wbr -comment -document-type !--
    !doctype"""
_ASIDE = """template svg canvas applet select option optgroup datalist textarea title noframes map progress meter"""
_EMBEDDED = "iframe object embed audio video lite-youtube youtube-video amp-youtube lite-vimeo"
_INLINE = """abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark mi mn mo ms mtext
    mrow mfrac msup msub msubsup msqrt mstyle semantics nobr output picture rb rp rtc ruby s samp small strike strong
    time tt u var"""
_SIGNED = "sup sub q rt"
# How inline elements mark their text, as bits; others are no inline markup, and nothing around them is.
_PLAIN = "a abbr acronym bdi bdo big data dfn font ins label nobr output q small span sub sup time u var"
STRONG, EMPHASIS, CODE, STRUCK, RAISED, LOWERED, FORMULA, SIGN, MARKED = 1, 2, 4, 8, 16, 32, 64, 128, 256
SMALL = RAISED | LOWERED  # SIGN marks the characters for them in plain text
STYLES = {
    **dict.fromkeys(_PLAIN.split(), 0),
    **dict.fromkeys(("strong", "b"), STRONG),
    **dict.fromkeys(("em", "i", "cite"), EMPHASIS),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), CODE),
    **dict.fromkeys(("del", "s", "strike"), STRUCK),
    "mark": MARKED,
}
PLAIN = (0, "")  # the mark of a text without style and link
# Elements at whose edge two texts without a space are one word. Of others a style sheet may make boxes that a
# reader sees apart; these are parts of one word (``H<sub>2</sub>O``), or dress letters of one (drop capitals).
DRESSED, FIXED = 1, 2
OPENED, CLOSED = 1, 2  # the edges between two texts
_DRESSES = "b big em font i ins nobr q s small strong u"
_FIXES = "code kbd samp sub sup tt var"
SEAMS = [FIXED if tag in _FIXES.split() else DRESSED if tag in _DRESSES.split() else 0 for tag in TAGS]
QUOTING = frozenset(CODES[tag] for tag in ("blockquote", "div", "footer"))  # a <cite> in one names the author quoted
OWN_BLOCKS = frozenset({TABLE, ROW, CELL, PRE, FALLBACK})  # in preformatted text, too
EDIT_LINKS = frozenset(
    {"mw-editsection", "mw-editsection mw-editsection-expanded", "editsection"}
)  # in wikis' headings
# The kind of block that their text becomes.
KINDS = {
    "blockquote": "quote",
    "dt": "term",
    "dd": "definition",
    "caption": "caption",
    "figcaption": "caption",
}

ROLES: dict[str | None, int] = {
    **dict.fromkeys(_SKIPPED.split(), SKIP),
    **dict.fromkeys(_ASIDE.split(), ASIDE),
    **dict.fromkeys(_EMBEDDED.split(), EMBED),
    **dict.fromkeys(_INLINE.split(), INLINE),
    **dict.fromkeys(_SIGNED.split(), SIGNED),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING),
    **dict.fromkeys(("ul", "ol", "menu"), LIST),
    **dict.fromkeys(("td", "th"), CELL),
    **dict.fromkeys(KINDS, KIND),
    "a": LINK,
    "br": BREAK,
    "head": HEAD,
    "hr": RULE,
    **dict.fromkeys(("img", "amp-img"), IMAGE),
    "li": ITEM,
    "math": MATH,
    "noscript": FALLBACK,
    "pre": PRE,
    "slot": SPAN,
    "script": SCRIPT,
    "span": SPAN,
    "table": TABLE,
    "tr": ROW,
    "-text": TEXT,
    None: SKIP,
}
