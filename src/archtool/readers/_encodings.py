"""The encodings that pages declare, and the names under which Python knows them. ``decode.py`` asks for both."""

from __future__ import annotations

import codecs
import re

from archtool.startup.patterns import lazy

META_BYTES = 4096  # browsers search 1,024; archives insert scripts and comments in front of the page's own head
META_CHARSET = lazy(rb"""<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.+-]+)""", re.I)
COMMENT = lazy(rb"<!--.*?-->", re.S)
# Western single-byte encodings are the defaults of servers and editors: valid UTF-8 beats them.
WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15", "ascii", "mac-roman"})
CYRILLIC = frozenset({"cp1251", "koi8-u", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic"})
# Pages that declare these encodings are written in a superset: GB18030 includes GBK, cp949 and cp932 the extensions of
# Windows, KOI8-U has Ukrainian letters where KOI8-R has box-drawing characters.
SUPERSETS = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "koi8-r": "koi8-u",
}
# No browser reads these, but a dump may come from such a system, and a page may declare one.
OF_OTHER_SYSTEMS = frozenset({"cp852", "cp855", "cp437", "cp850", "cp857", "cp862", "cp865", "mac-centraleurope"})
BEYOND_WEB = OF_OTHER_SYSTEMS | {"cp949", "uhc", "johab"}
# Labels that browsers know and Python does not.
MORE_LABELS = {
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "dos-866": "cp866",
    "windows-874": "cp874",
    "dos-874": "cp874",
}
# Seven-bit encodings with what shows them in a text: browsers have dropped them, but old pages use them.
SEVEN_BITS = {
    "hz-gb-2312": ("hz", b"~{"),
    "iso-2022-kr": ("iso2022_kr", b"\x1b$)C"),
    "csiso2022kr": ("iso2022_kr", b"\x1b$)C"),
    "iso-2022-cn": ("", b"\x1b$)"),
    "iso-2022-cn-ext": ("", b"\x1b$)"),
    "utf-7": ("utf-7", b"+"),
}


def declared(data: bytes, http_charset: str | None, html: bool) -> list[str]:
    """Return the encoding labels that are declared for a page, the most trusted first.

    ISO-8859-1 is the default of servers: where the page declares another encoding, that one is meant.
    """
    meta = _meta_charset(data) if html else None
    if http_charset and meta and known(http_charset) in WESTERN and known(meta):
        return [meta, http_charset]
    return [label for label in (http_charset, meta) if label]


def is_single_byte(encoding: str) -> bool:
    """Whether each byte is a character in ``encoding``, a Python name."""
    return encoding.startswith(("cp125", "iso8859", "koi8", "mac", "cp86", "cp85", "cp874"))


def known(label: str) -> str | None:
    """Return the Python name of a WHATWG label (``iso-8859-1`` means windows-1252); ``None`` for an unknown one."""
    label = label.strip().lower()
    if label in {"utf-8", "utf8"}:
        return "utf-8"
    if label in MORE_LABELS:
        return MORE_LABELS[label]
    from resiliparse.parse.encoding import map_encoding_to_html5

    name = map_encoding_to_html5(label, fallback_utf8=False) or (label if label in BEYOND_WEB else None)
    try:
        name = codecs.lookup(name).name if name else None
    except LookupError:
        return None
    return SUPERSETS.get(name, name) if name else None


def _meta_charset(data: bytes) -> str | None:
    """Return the label that the page itself declares, in a ``meta`` element or an XML declaration."""
    head = data[:META_BYTES]
    match = META_CHARSET.search(head)
    if match and b"<!--" in head[: match.start()]:
        match = META_CHARSET.search(COMMENT.sub(b"", head))
    if match is None:
        return None
    label = match[1].decode("ascii")
    # A page that declares UTF-16 in ASCII is not in UTF-16 (the HTML standard reads it as UTF-8).
    return "utf-8" if label.lower().startswith("utf-16") else label
