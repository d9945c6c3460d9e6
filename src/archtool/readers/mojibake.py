"""Text that was encoded twice: UTF-8 that was read as another encoding and written as UTF-8 again (``donâ€™t``).

For ``decode.py``. Exports of databases and feeds do this to texts, and one page of fifty shows it, some only in what
was copied from elsewhere. How such a line was meant, ftfy knows. It is asked where a page proves more than once that it
was done: one place may be a text that speaks of it, and capitals with accents stand beside signs in other texts, too.
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
_SIGN = f"(?:[Â-ß]{_CLASS}|[à-ï]{_CLASS}{{2}}|[ð-ô]{_CLASS}{{3}}|√[^\x00-\x7f\\s√])"  # the last of Mac Roman
_OF_KOI8 = "[пя][─-╬▀-▓©░²·÷ё°є≈≤≥⌠⌡\xa0]"  # what KOI8-R makes of letters of Russian
# Beside a small letter; punctuation of three bytes; words of Cyrillic.
_PROOF = lazy(f"(?<=[a-z]){_SIGN}|{_SIGN}(?=[a-z])|â[€\x80]{_CLASS}|(?:[ÐÑ]{_CLASS}){{4}}|(?:{_OF_KOI8}){{4}}")
# Letters one after another that no language of the West writes: where few of them are signs, it is another encoding.
_RUN = lazy(f"[{re.escape(_FOLLOWING)}\x80-\xff]{{6,}}")
_SIGNS = lazy(_SIGN)
_NOT_ASCII = lazy(r"[^\x00-\x7f]+")
FEW = 0.6
_CYRILLIC = lazy(f"(?:{_OF_KOI8}){{2}}")
PROOFS = 2


def mended(text: str) -> str:
    """Return ``text`` with what was encoded twice as it was meant; the same where too little shows it.

    >>> mended("It isnâ€™t so, they donâ€™t say."), mended("They write â€™ for it.")
    ('It isn’t so, they don’t say.', 'They write â€™ for it.')
    """
    # A proof reaches one letter beyond what is not ASCII. To look there alone takes a tenth of the time.
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
    """Nothing is guessed that a text may have meant: ``Ã`` in front of a blank is a letter of Portuguese."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False, fix_c1_controls=False)
