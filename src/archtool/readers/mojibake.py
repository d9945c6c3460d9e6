"""Repair text that was encoded twice: UTF-8 that was read as another encoding and written as UTF-8 (``donâ€™t``).

``decode.py`` calls this. Exports of databases and feeds cause it in one page of fifty, in some only in copied passages.
ftfy repairs such lines. It is used only where a page has more than one proof: a single one may be a text about
mojibake, and accented capitals stand beside signs in other texts, too.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Any

from archtool.startup.patterns import lazy

# What windows-1252 and Latin-1 make of the bytes that follow the first one of a character.
_FOLLOWING = "".join(dict.fromkeys(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xC0)))
_CLASS = f"[{re.escape(_FOLLOWING)}\x80-\xbf]"
_SIGN = f"(?:[Â-ß]{_CLASS}|[à-ï]{_CLASS}{{2}}|[ð-ô]{_CLASS}{{3}}|√[^\x00-\x7f\\s√])"  # the last ones are Mac Roman's
_OF_KOI8 = "[пя][─-╬▀-▓©░²·÷ё°є≈≤≥⌠⌡\xa0]"  # Russian letters read as KOI8-R
# Beside a small letter; punctuation of three bytes; Cyrillic words.
_PROOF = lazy(f"(?<=[a-z]){_SIGN}|{_SIGN}(?=[a-z])|â[€\x80]{_CLASS}|(?:[ÐÑ]{_CLASS}){{4}}|(?:{_OF_KOI8}){{4}}")
# Consecutive letters that no Western language writes: where few of them are signs, it is another encoding.
_RUN = lazy(f"[{re.escape(_FOLLOWING)}\x80-\xff]{{6,}}")
_SIGNS = lazy(_SIGN)
_NOT_ASCII = lazy(r"[^\x00-\x7f]+")
FEW = 0.6
_CYRILLIC = lazy(f"(?:{_OF_KOI8}){{2}}")
PROOFS = 2


def mended(text: str) -> str:
    """Return ``text`` with all that was encoded twice repaired; unchanged where there is too little evidence.

    >>> mended("It isnâ€™t so, they donâ€™t say."), mended("They write â€™ for it.")
    ('It isn’t so, they don’t say.', 'They write â€™ for it.')
    """
    # A proof extends one letter beyond the non-ASCII ones. Searching only there takes a tenth of the time.
    places = "\n".join(text[max(0, run.start() - 1) : run.end() + 1] for run in _NOT_ASCII.finditer(text))
    if sum(1 for _ in islice(_PROOF.finditer(places), PROOFS)) < PROOFS:
        return text
    runs = "\n".join(_RUN.findall(text))
    if runs and sum(map(len, _SIGNS.findall(runs))) < FEW * len(runs):
        return text
    return "\n".join(line if line.isascii() else _mended(line) for line in text.split("\n"))


def _mended(line: str) -> str:
    if _CYRILLIC.search(line):
        try:
            return line.encode("koi8-r").decode("utf-8")
        except UnicodeError:
            return line
    from ftfy import fix_encoding

    return str(fix_encoding(line, _how()))


@cache
def _how() -> Any:
    """Return the configuration of ftfy, without its guesses: ``Ã`` in front of a blank is a letter of Portuguese."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False, fix_c1_controls=False)
