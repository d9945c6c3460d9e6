"""Write the rules that ``learn`` found as a TOML file, to be read and edited, and used with ``--rules``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from json import dumps
from typing import Any, NamedTuple

HEADER = """\
# Rules that `archtool learn` found on the pages of single sites. Use them with `archtool clean --rules FILE`; change or
# delete what is wrong. `pages` and `of` say on how many pages of the site a rule rests. A rule with fate = "doubt"
# removes nothing: it marks what the pages could not decide; make it "removed" where you know that the line is no text.
"""
SUM = "\n# {}: as long as this line is true, archtool learn -o may write over the file.\n"
SUMMED = re.compile(rb"\n# ([0-9a-f]{16}): [^\n]*\n\Z")
EXAMPLES = 3
DIGITS = re.compile(r"\d+")
_HALVES = re.compile("[\ud800-\udfff]")  # of a pair of UTF-16: alone they cannot be written
_SPECIAL = re.compile(r"([\\.^$*+?{}\[\]|()])")


class FoundRule(NamedTuple):
    """One rule: its kind, and its keys with their values in the order in which they are written."""

    kind: str
    table: Mapping[str, Any]


def slug(host: str) -> str:
    """Return ``host`` as a part of an id.

    >>> slug("example.org"), slug("*"), slug("bücher_laden.de")
    ('example.org', 'any', 'b-cher-laden.de')
    """
    return re.sub(r"[^a-z0-9.-]+", "-", host.lower()).strip("-.") or "any"


def pattern(line: str) -> str:
    """Return a regular expression for ``line`` with any numbers in place of its own.

    >>> pattern("Page 3 of 17 (all)")
    'Page \\\\d+ of \\\\d+ \\\\(all\\\\)'
    """
    return DIGITS.sub(r"\\d+", _SPECIAL.sub(r"\\\1", line))


def render(found: Iterable[FoundRule]) -> Iterator[str]:
    """Yield the text of a rules file, rule by rule; it ends with a checksum, which :func:`is_edited` compares."""
    digest = sha256()
    last = HEADER
    for kind, table in found:
        digest.update(last.encode())
        yield last
        lines = [f"{key} = {_value(value)}" for key, value in table.items() if value not in ("", [], None)]
        last = "\n".join(["", f"[[{kind}]]", *lines, ""])
    digest.update(last.encode())
    yield last + SUM.format(digest.hexdigest()[:16])


def is_edited(data: bytes) -> bool:
    """Whether a file is not as :func:`render` made it: somebody has changed it, or it is another one."""
    found = SUMMED.search(data, max(0, len(data) - 200))
    return not found or sha256(data[: found.start()]).hexdigest()[:16] != found[1].decode()


def _value(value: Any) -> str:
    if isinstance(value, int):
        return str(value).lower()
    if isinstance(value, str):
        return _string(value)
    if sum(map(len, value)) < 100:
        return f"[{', '.join(map(_string, value))}]"
    return "[\n" + "".join(f"  {_string(item)},\n" for item in value) + "]"


def _string(text: str) -> str:
    """Return a TOML string: literal where that saves escapes (regular expressions), else basic."""
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    whole = _HALVES.sub("\ufffd", text)
    return dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def counter_example(candidates: Sequence[str], line: str) -> str:
    """Return a line that the rule must not match: another one of the site, else this line with an ellipsis."""
    bare = line.rstrip(" :：")
    return next((text for text in candidates if text.rstrip(" :：") != bare), f"{line} …")
