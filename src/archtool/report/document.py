"""Build the HTML file of a report, which loads nothing, and escape the text of pages for it.

A Content-Security-Policy names the digests of the one style sheet and the one script, and forbids everything else.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from importlib import resources
from itertools import groupby

from archtool.version import __version__

# Invisible characters that move the cursor, end the text or turn its direction: C0 without tab and line feed, DEL, C1,
# line separators, directional embeddings, overrides and isolates, surrogates, and noncharacters.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# A text without any visible character is shown by the numbers of its characters.
_INVISIBLE = re.compile(r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff]+")
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath d='M2 3h12' stroke='%23c0392b' stroke-width='3' stroke-dasharray='3 1'/%3E"
    "%3Cpath d='M2 8h12' stroke='%232f6fbf' stroke-width='3'/%3E"
    "%3Cpath d='M2 13h8' stroke='%232e7d4f' stroke-width='3'/%3E"
    "%3C/svg%3E"
)


def text(value: str) -> str:
    """Return text of a page as HTML: markup escaped, and invisible characters as ``U+202E``."""
    if _INVISIBLE.fullmatch(value):
        return "".join(f"{_token(char)}×{n}" if n > 1 else _token(char) for char, n in _counted(value))
    return _UNSEEN.sub(lambda found: _token(found[0]), escape(value))


def plain(value: str) -> str:
    """Return text of a page for an attribute or a title, which cannot hold elements."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", escape(value))


def _token(char: str) -> str:
    return f'<span class="unseen" dir="ltr">U+{ord(char):04X}</span>'


def _counted(value: str) -> list[tuple[str, int]]:
    return [(char, len(list(run))) for char, run in groupby(value)]


def document(title: str, body: str) -> str:
    """Return a whole file. ``title`` is text of a page, ``body`` is HTML."""
    style, script = asset("report.css"), asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="archtool {__version__}">
<title>{plain(title)}</title>
<link rel="icon" href="{ICON}">
<style>{style}</style>
<script>{script}</script>
</head>
<body>
{body}</body>
</html>
"""


@cache
def asset(name: str) -> str:
    """Return the text of a file of this package that goes into every report."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"
