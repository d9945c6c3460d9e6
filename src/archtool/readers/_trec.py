"""Pages of the TREC collections: HTML behind lines that name the document and repeat the headers of its response.

For ``_body.py``. The lines are the collection's and not the page's; the first below ``<dochdr>`` has the address and,
in older collections, the time of the capture.
"""

from __future__ import annotations

import re

from archtool.readers._urls import clean_url, when
from archtool.startup.patterns import lazy

TOP = 1 << 14  # characters in which the headers end
HEADERS = lazy(
    r"""\s*<doc>\s*+(?:<(doc(?!hdr)\w{1,12})>[^<>]{0,400}</\1>\s*+)*+
        <dochdr>\s*+(?P<address>[^\s<>]++)(?P<rest>[^\n<>]*+)\n(?:(?!</dochdr>).)*+</dochdr>\s*""",
    re.I | re.S | re.X,
)
END = "</doc>"


def unwrapped(text: str) -> tuple[str, str | None, str | None] | None:
    """Return the page in ``text``, its address and the time of its capture; ``None`` for what is no such document.

    A file of many documents stays as it is.
    """
    found = HEADERS.match(text, 0, TOP)
    if not found or text.count("<DOCHDR>") + text.count("<dochdr>") > 1:
        return None
    url = clean_url(found["address"]) if found["address"].lower().startswith(("http://", "https://")) else None
    times = (when(word) for word in found["rest"].split() if len(word) == len("19970101120000"))
    page = text[found.end() :].rstrip()
    return page[: -len(END)].rstrip() if page.lower().endswith(END) else page, url, next(filter(None, times), None)
