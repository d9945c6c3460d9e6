"""UTF-8 that was read as windows-1252 or Latin-1 and written as UTF-8 again: ``donâ€™t`` is ``don’t``.

For ``decode.py``. Exports of databases and feeds do this to texts, and one page of fifty shows it, some only in what
was copied from elsewhere. What was done is undone sequence by sequence: each must be what one character becomes, and
such sequences do not occur in the writing of any language, so what was read right stays as it is.
"""

from __future__ import annotations

import re
from itertools import chain, islice

from archtool.startup.patterns import lazy

# What windows-1252 and Latin-1 make of the bytes that follow the first one of a character.
_FOLLOWING = {
    **{bytes([code]).decode("cp1252", "ignore") or chr(code): code for code in range(0x80, 0xC0)},
    **{chr(code): code for code in range(0x80, 0xC0)},
}
_CLASS = "[" + "".join(map(re.escape, _FOLLOWING)) + "]"
# Both begin with one class of characters: the next of them is sought without trying each alternative at each place.
_SEQUENCE = lazy(f"[Â-ô](?:(?<=[Â-ß]){_CLASS}|(?<=[à-ï]){_CLASS}{{2}}|(?<=[ð-ô]){_CLASS}{{3}})")
# Those that prove it, with the letters they begin with and how many of these each has: punctuation of three bytes;
# letters inside of a word; words of Cyrillic. Letters are counted much faster than patterns are sought.
_PROOFS = (
    ("â", 1, lazy(f"â[€\x80]{_CLASS}")),
    ("Ã", 1, lazy(f"Ã{_CLASS}(?=[a-z])(?<=[a-z]..)")),
    ("ÐÑ", 4, lazy(f"[ÐÑ]{_CLASS}(?:[ÐÑ]{_CLASS}){{3}}")),
)
PROOFS = 2  # one alone may be a text that speaks of it
_NO_SPACE = lazy(r"(?<!\w)Â(?!\w)")  # of a space that does not break, which somebody made a space


def mended(text: str) -> str:
    """Return ``text`` with what was encoded twice as it was meant; the same where too little shows it."""
    proofs = (proof.finditer(text) for letters, size, proof in _PROOFS if sum(map(text.count, letters)) >= size)
    if sum(1 for _ in islice(chain.from_iterable(proofs), PROOFS)) < PROOFS:
        return text
    text = _SEQUENCE.sub(_character, text)
    return _NO_SPACE.sub("", text.replace("â€", "”"))  # the last byte of this sign is no character of windows-1252


def _character(match: re.Match[str]) -> str:
    sequence = match[0]
    data = bytes([ord(sequence[0]), *(_FOLLOWING[char] for char in sequence[1:])])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return sequence
