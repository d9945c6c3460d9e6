"""Tell HTML from a dump by its first bytes.

``_sniff`` asks this for an input, ``_body`` and ``corpus`` for the pages in containers.
"""

from __future__ import annotations

import re

from archtool.startup.patterns import lazy

HEAD = 8192  # bytes by which a format is recognised
HTML_START = lazy(
    rb"""(?:\s++|\xef\xbb\xbf|<!--.*?-->|<\?xml[^>]*\?>|<\?php.*?\?>)*+
         <(?:!doctype\s+(?:html|netscape-bookmark)|html|head|body|title|meta|base|link|script|style|frameset|noscript)\b""",
    re.I | re.S | re.X,
)
# A whole document behind the wrapper of a corpus, or behind error messages of a server.
WRAPPED = lazy(
    rb"""(?:\s++|\xef\xbb\xbf|<!--.*?-->
         |</?(?!html\b)[a-z][\w:-]*(?:\s[^<>]*)?>
         |(?:PHP[ ])?(?:Warning|Notice|Deprecated|Strict[ ]Standards|Fatal[ ]error)\b[^<\n]{0,400}
         |(?::|/|on[ ]line|\d)[^<\n]{0,400})*+
         <(?:!doctype\s+html|html)\b""",
    re.I | re.S | re.X,
)
TAGS = (
    rb"a|abbr|address|article|aside|b|blockquote|body|br|button|caption|center|cite|code|dd|div|dl|dt|em|embed|"
    rb"fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|"
    rb"meta|nav|noscript|object|ol|option|p|pre|script|section|select|small|span|strong|style|sub|sup|svg|table|tbody|"
    rb"td|template|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|video"
)
TAG = lazy(rb"</?(?:" + TAGS + rb")(?:\s[^<>]*)?/?>", re.I)
FRAGMENT_START = lazy(rb"(?:\s++|\xef\xbb\xbf|<!--.*?-->)*+<(?:" + TAGS + rb")[\s/>]", re.I | re.S)


def is_html(head: bytes) -> bool:
    """Whether ``head`` begins an HTML document or a fragment of one, not a dump that quotes some tags.

    A document is known by its first tag. A fragment begins with a tag and has one on most lines; a dump that shows code
    has prose in front of it.
    """
    if b"\0" in head[:64]:  # UTF-16
        head = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if b"<" not in head:
        return False
    if HTML_START.match(head) or WRAPPED.match(head):
        return True
    lines = sum(1 for line in head.splitlines() if line.strip())
    tags = sum(1 for _ in TAG.finditer(head))
    if FRAGMENT_START.match(head):
        return tags >= 2 and tags * 2 >= lines
    return tags >= 2 * lines
