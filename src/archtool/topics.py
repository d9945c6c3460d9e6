"""Topic labels: when two spellings are one topic, which spelling is shown, and what its tag looks like.

The judges use ``topic_key`` to find copies in topic lists, ``record.py`` uses ``merge`` to gather them once each, and
the ``tags`` command uses both over many pages. There is no stemming and no fuzzy matching: Niger is not Nigeria.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from archtool.startup.patterns import lazy

# Letters that look the same and come from different keyboards: Persian yeh, keheh and the dotless final yeh.
LOOKALIKES = str.maketrans({"ی": "ي", "ى": "ي", "ک": "ك", "ـ": None})
INVISIBLE = str.maketrans(
    dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e")
)

_TRAILING = " \t.,;:!?،؛。、·•"
DOTLESS = frozenset({"tr", "az"})
# Signs behind a letter or digit that tell one topic from another: C, C++ and C#; Disney and Disney+.
NAMED = {"+": "-plus-", "#": "-sharp-"}
_AFTER_LETTER = lazy(r"(?<=[\w+])[+]|(?<=\w)#")
_APOSTROPHES = lazy(r"(?<=\w)['’ʼ`´](?=\w)")


_SEPARATORS = ("|", ";", "؛", "•", "·", "、", "،", "，", ",", " / ")
_COMMA = lazy(r"(?<!\d),|,(?!\d)")
_COMMA_AND_BLANK = lazy(r",\s+|,$")
HASHTAGS = lazy(r"(?:#[^\s#]+\s*){2,}")


@cache
def and_words() -> dict[str, str]:
    """Return the word for ``&`` of each language."""
    from archtool.rules.cache import load_made

    return load_made("languages.toml", _and)


def _and(tables: dict[str, Any]) -> dict[str, str]:
    words: dict[str, str] = tables["and"]
    return words


@lru_cache(maxsize=1 << 14)  # cached, since topics recur from page to page
def topic_key(label: str, lang: str | None = None) -> str:
    """Return the key that all spellings of one topic share.

    NFKC, case folding, white space runs as one blank, no invisible characters, no punctuation at the end, Arabic and
    Persian yeh and kaf as one letter, ``&`` as the word for "and" in ``lang`` (English where it is not known).
    """
    if label.isascii():
        key = label.casefold()
    else:
        key = unicodedata.normalize("NFKC", label.translate(INVISIBLE)).translate(LOOKALIKES).casefold()
        key = key.replace("’", "'")
    if "&" in key:
        key = key.replace("&", f" {and_words().get((lang or 'en')[:2], 'and')} ")
    return " ".join(key.split()).rstrip(_TRAILING) or label.strip()


@lru_cache(maxsize=1 << 14)
def slug(label: str, lang: str | None = None) -> str:
    """Return the tag for a topic: letters of any script, digits, ``-`` and ``_``; never blank, never digits alone.

    The letters are those of the page, not of ``topic_key``, which is only for comparison. A label without letters and
    digits becomes the names of its signs.

    >>> slug("Security, Defence & Crisis Response"), slug("2018"), slug("C++"), slug("C#")
    ('security-defence-and-crisis-response', 'y2018', 'c-plus-plus', 'c-sharp')
    """
    lowered = _lower(unicodedata.normalize("NFC", label.translate(INVISIBLE)), lang)
    if "&" in lowered:
        lowered = lowered.replace("&", f" {and_words().get((lang or 'en')[:2], 'and')} ")
    tag = _joined(_AFTER_LETTER.sub(lambda sign: NAMED[sign[0]], _APOSTROPHES.sub("", lowered)))
    if not tag:
        tag = _joined(" ".join(unicodedata.name(char, "").lower() for char in label if _is_symbol(char)))
    if not tag:
        return "untitled"
    return tag if any(not char.isdigit() and char not in "-_" for char in tag) else f"y{tag}"


def _joined(text: str) -> str:
    kept = "".join(char if char.isalnum() or _is_kept_sign(char) else "-" for char in text)
    return "-".join(part for part in kept.split("-") if any(map(str.isalnum, part)))


def _is_symbol(char: str) -> bool:
    """Whether a sign has a meaning of its own, as a picture or a currency has and punctuation has not."""
    return unicodedata.category(char)[0] == "S"


def _lower(label: str, lang: str | None) -> str:
    """Return ``label`` in the lower case of its language: Turkish has an i with a dot and one without."""
    if lang in DOTLESS:
        label = label.replace("I", "ı")
    return label.replace("İ", "i").lower()


def _is_kept_sign(char: str) -> bool:
    """Whether a sign that is not a letter stays in a tag: the underscore, the marks of Indic and other scripts."""
    return char == "_" or unicodedata.category(char)[0] == "M"


def merge(labels: Iterable[str], lang: str | None = None) -> dict[str, str]:
    """Return ``{key: shown spelling}`` in order of first appearance.

    The most frequent spelling is shown; of equally frequent ones, the first.
    """
    spellings: dict[str, dict[str, int]] = {}
    for label in labels:
        if not label.isascii():
            label = unicodedata.normalize("NFC", label)
        counts = spellings.setdefault(topic_key(label, lang), {})
        counts[label] = counts.get(label, 0) + 1
    return {key: max(counts, key=counts.__getitem__) for key, counts in spellings.items()}


def families(keys: Sequence[str]) -> dict[int, int]:
    """Return ``{child: parent}``, as indexes into ``keys``, for topics that recur as a parent followed by its children.

    ``keys`` are the folded topics of a page in order. A dump has no indents: a family is recognised by a run that
    occurs twice and begins with one topic out of order before others in alphabetical order. Linear in the number of
    topics.
    """
    first: dict[str, int] = {}
    sources = [first.setdefault(key, at) for at, key in enumerate(keys)]
    found: dict[int, int] = {}
    run: list[int] = []
    for at, source in enumerate([*sources, -1]):
        if run and source == run[-1] + 1 and source < at:
            run.append(source)
            continue
        if len(run) > MIN_CHILDREN:
            found.update(_family(keys, run))
        run = [source] if 0 <= source < at else []
    return found


def _family(keys: Sequence[str], run: Sequence[int]) -> dict[int, int]:
    """Return the children and their parent in a run that occurs twice; empty where the order shows none."""
    falls = [at for at in range(len(run) - 1) if keys[run[at]] > keys[run[at + 1]]]
    if not falls or len(run) - 1 - falls[-1] < MIN_CHILDREN:
        return {}
    return dict.fromkeys(run[falls[-1] + 1 :], run[falls[-1]])


MIN_CHILDREN = 3  # two in alphabetical order prove little


def _divided(text: str, separator: str) -> list[str]:
    """Split ``text`` at ``separator``, but not at a comma between digits.

    ``1,2-diol, propargyl alcohol``
    """
    return (_COMMA_AND_BLANK if ", " in text else _COMMA).split(text) if separator == "," else text.split(separator)


def split_list(text: str, inline: bool) -> list[str]:
    """Return the entries of a list on one line: ``a, b, c``, ``a | b``, ``#a #b``.

    A list that is a line of its own is split at commas only where there are two of them and the parts are short:
    ``Security, Defence & Crisis Response`` is one topic.
    """
    if HASHTAGS.fullmatch(text):
        return [part for part in text.replace("#", " ").split() if part]
    for separator in _SEPARATORS:
        if separator not in text:
            continue
        parts = [part.strip(" \u00a0.") for part in _divided(text, separator)]
        parts = [part for part in parts if part]
        commas = separator in ",،，"
        if commas and not inline and (len(parts) < 3 or any(len(part.split()) > 4 for part in parts)):
            continue
        return parts or [text]
    return [text]
