"""Tell by its letters that a page is not in the encoding that it declares, and in which one it is.

For ``decode.py``. Cyrillic, Greek, Arabic or Chinese bytes read as Latin-1 become words of accented letters only, which
no Latin script has. Of two Cyrillic encodings, the wrong one turns capitals and small letters round.
"""

from __future__ import annotations

import re

from archtool.readers._encodings import CYRILLIC, WESTERN, known
from archtool.startup.patterns import lazy

SAMPLE = 1 << 16
FEWEST = 60  # characters of such words
LEAST_RUNS = 12  # different ones
FEWEST_TURNED = 2  # words such as ``рБТПН``, which began a sentence or are names
SHARE = 0.7  # of the characters that are not ASCII
_RUN = lazy("[\u00a1-\u024f\u02c6\u02dc\u2018-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{3,}")
_OTHERS = lazy("[\u00c0-\u024f]")
_WORD = lazy("[\u0400-\u04ff]{3,}")
_TURNED = lazy("[\u0430-\u044f\u0451-\u045f][\u0400-\u042f]{2,}")


def meant_encoding(data: bytes, text: str, encoding: str) -> str | None:
    """Return the encoding of ``data`` if its ``text`` in the declared ``encoding``, Latin or Cyrillic, is noise."""
    if not _is_noise(text, encoding):
        return None
    from resiliparse.parse.encoding import detect_encoding

    other = known(detect_encoding(data, html5_compatible=False) or "")
    if not other or other in WESTERN or other == encoding:
        return None
    return None if _is_noise(data[:SAMPLE].decode(other, "ignore"), other) else other


def _is_noise(text: str, encoding: str) -> bool:
    sample = text[:SAMPLE]
    return _is_turned(sample) if encoding in CYRILLIC else _is_of_accents(sample)


def _is_of_accents(text: str) -> bool:
    runs = [found[0] for found in _RUN.finditer(text) if _letters(found) * 2 >= len(found[0])]
    size = sum(map(len, runs))
    if size < FEWEST or len(set(runs)) < LEAST_RUNS:
        return False
    return sum(1 for _ in _OTHERS.finditer(text)) * SHARE <= size


def _letters(found: re.Match[str]) -> int:
    return sum(map(str.isalpha, found[0]))


def _is_turned(text: str) -> bool:
    words = _WORD.findall(text)
    turned = sum(_TURNED.fullmatch(word) is not None for word in words)
    large = sum(word.isupper() for word in words)
    return turned >= FEWEST_TURNED and len(set(words)) >= LEAST_RUNS and turned + large >= SHARE * len(words)
