"""Remove control characters and lone surrogates, which no value of a page may hold, where values are made.

``decode`` tidies the bytes of a page. This is for characters that appear only in parsing: character references of HTML,
escapes of JSON, headers of an archive. On a terminal they would move cursors and rename windows; lone surrogates cannot
be written at all.
"""

from __future__ import annotations

from typing import Any

from archtool.startup.patterns import lazy

CONTROL = lazy("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# A reference to a control character; those from 128 on, except five, mean letters of windows-1252.
REFERENCE = lazy(
    r"&#(?:0*(?:[1-8]|1[124-9]|2\d|3[01]|127|129|141|143|144|157)(?!\d)|[xX]0*(?:[1-8bBeEfF]|1[\da-fA-F]|7[fF]|81|8[dDfF]|90|9[dD])(?![\da-fA-F]));?"
)


def without_controls(text: str) -> str:
    """Return ``text`` without control characters (except tabs and line ends) and lone surrogates.

    >>> without_controls("wa\\x1b[31mter"), without_controls("a\\ud83d\\tb")
    ('wa[31mter', 'a\\tb')
    """
    return text if text.isprintable() else CONTROL.sub("", text)


def tidied(value: Any) -> Any:
    """Return ``value``, from JSON or YAML, with control characters removed from all its texts."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, list):
        return [tidied(each) for each in value]
    if isinstance(value, dict):
        return {key: tidied(each) for key, each in value.items()}
    return value


def without_references(html: str) -> str:
    """Return a page without character references that mean control characters.

    >>> without_references("T &#27;]0;X&#x7; &#10; &#155; &#270;")
    'T ]0;X &#10; &#155; &#270;'
    """
    return REFERENCE.sub("", html) if "&#" in html else html
