"""Detect the language of a text from the text itself: its script, its letters, its small frequent words.

The page's address, ``lang`` attribute and labels are not used: an archive keeps English text under ``/fr/`` and English
labels above Chinese text. The evidence for languages is data, in ``rules/languages.toml``. A text that is too short, or
has as much evidence for two languages, has none rather than a guess.
"""

from bisect import bisect_right
from collections import Counter
from functools import cache, lru_cache
from typing import Any, NamedTuple

from archtool.rules.cache import load_made
from archtool.startup.patterns import lazy

SAMPLE = 1500  # Characters of a text that are examined: from its beginning, its middle and its end.
LETTERS_SAMPLE = 150
LATIN_SHARE = 0.7  # With more ASCII than this a text is in Latin script; elsewhere blanks and marks are a quarter.
LEAST_LETTERS = 12  # In a script of one language; in others the words decide what is enough.
LEAST_DENSE_LETTERS = 4
LEAST_SCORE = 1.5
LEAST_SHARE = 0.08  # of the words of a text; in those of news and blogs it is 0.13 to 0.4, in tables and code less
LEAST_WORDS = 40  # in a shorter text a share says nothing
LEAD = 1.3  # The best language must have this many times the evidence of the next.
CLEAR = 0.6  # A language with a smaller share of the evidence for it and the next one is in doubt.
LETTER_WEIGHT = 0.7
_KANA_SHARE = 0.05  # Japanese never lacks kana; a Chinese text may quote a word in it.

# Where blocks of letters begin in Unicode, and the script; "" ends one.
_BLOCKS = [
    (0x41, "latin"), (0x0250, ""), (0x0370, "greek"), (0x0400, "cyrillic"), (0x0530, "armenian"), (0x0590, "hebrew"),
    (0x0600, "arabic"), (0x0700, ""), (0x0750, "arabic"), (0x0780, ""), (0x0900, "devanagari"), (0x0980, "bengali"),
    (0x0A00, "gurmukhi"), (0x0A80, "gujarati"), (0x0B00, ""), (0x0B80, "tamil"), (0x0C00, "telugu"),
    (0x0C80, "kannada"), (0x0D00, "malayalam"), (0x0D80, "sinhala"), (0x0E00, "thai"), (0x0E80, "lao"),
    (0x0F00, "tibetan"), (0x1000, "myanmar"), (0x10A0, "georgian"), (0x1100, "hangul"), (0x1200, "ethiopic"),
    (0x13A0, ""), (0x1780, "khmer"), (0x1800, ""), (0x1E00, "latin"), (0x1F00, "greek"), (0x2000, ""),
    (0x3041, "kana"), (0x3100, ""), (0x3400, "han"), (0xA000, ""), (0xAC00, "hangul"), (0xD7B0, ""), (0xF900, "han"),
    (0xFB00, ""), (0xFB50, "arabic"), (0xFF00, ""), (0xFF66, "kana"), (0xFFA0, ""), (0x20000, "han"), (0x32000, ""),
]  # fmt: skip
_BLOCK_STARTS = [start for start, _ in _BLOCKS]
_DENSE = frozenset({"han", "kana", "hangul", "thai", "lao", "khmer", "myanmar", "tibetan"})
# A word, with the mark of ``l'`` and ``għall-``; Indic vowel signs are no letters to Python, so they are named.
_WORD = lazy(r"[^\W\d_]+(?:['’-](?![^\W\d_]{3}))?")
_INDIC_WORD = lazy(r"[\u0900-\u0963\u0971-\u097f]+")
_BASIC_WORD = lazy(r"[a-z]+(?:['’-](?![a-z]{3}))?")  # the same where all letters are ASCII, three times faster
_ASCII = lazy(r"[\x00-\x7f]+")
_ASCII_WORD = lazy(r"[a-z]+(?:'(?![a-z]{3}))?")


class Evidence(NamedTuple):
    """The small words and letters of one script, each with the languages that share its weight (``"da no sv"``).

    Kept as texts: a page has some forty of the thousands of words.
    """

    words: dict[str, str]
    letters: dict[str, str]


def detect(text: str) -> str | None:
    """Return the language of ``text`` as ISO 639-1 (639-3 where there is none), ``None`` where it is in doubt."""
    sample = _sample(text)
    script, letters = _main_script(sample)
    if not script:
        return None
    sole = _data()[0].get(script)
    if sole:
        enough = LEAST_DENSE_LETTERS if script in _DENSE else LEAST_LETTERS
        return sole if letters >= enough else None
    return _by_evidence(sample, script) if script in _data()[1] else None


def confidence(text: str, lang: str | None) -> float:
    """Return how clearly ``text`` is in the language ``lang``, from 0 to 1.

    It is the evidence for that language as a share of that and of the evidence for the next one: half means that two
    languages have as much. A script that one language alone writes says 1.

    >>> confidence("The harbour is closed and the boats are in the town for a week.", "en")
    0.94
    """
    sample = _sample(text)
    script, _ = _main_script(sample)
    if not script or lang is None:
        return 0.0
    if script not in _data()[1]:
        return float(_data()[0].get(script) == lang)
    own, other, _ = _evidence_for(sample, script, lang)
    return round(own / (own + other), 2) if own else 0.0


def doubts(text: str, lang: str) -> tuple[tuple[str, float], ...]:
    """Return the languages that ``text`` may be in, with their confidence, where it is in doubt; ``lang`` is the first.

    It is in doubt where another language has nearly as much evidence, and where a text of some length has none for the
    language that the page declares. Nothing is returned where ``lang`` is clear.

    >>> doubts("Boka kom ut i går og har fått gode kritikker i alle aviser.", "no")
    (('no', 0.56), ('da', 0.44))
    """
    sample = _sample(text)
    script, _ = _main_script(sample)
    if script not in _data()[1]:
        return ()
    own, other, second = _evidence_for(sample, script, lang)
    share = round(own / (own + other), 2) if own else 0.0
    if share >= CLEAR or (not own and len(text.split(None, LEAST_WORDS)) <= LEAST_WORDS):
        return ()
    return ((lang, share), (second, round(1 - share, 2))) if own and second else ((lang, share),)


def _evidence_for(sample: str, script: str, lang: str) -> tuple[float, float, str]:
    """Return the evidence for ``lang``, that for the best other language, and which one this is."""
    scores, _ = _scores(sample, script)
    others = {other: score for other, score in scores.items() if other != lang}
    second = max(others, key=lambda other: others[other], default="")
    return scores.get(lang, 0.0), others.get(second, 0.0), second


def _by_evidence(sample: str, script: str) -> str | None:
    """Return the language with the most small words and own letters, if it leads clearly."""
    scores, words = _scores(sample, script)
    best = sorted(scores.items(), key=lambda item: -item[1])[:2]
    if not best or best[0][1] < LEAST_SCORE:
        return None
    if len(best) == 1 or best[0][1] >= LEAD * best[1][1]:
        evidence = Evidence(*_data()[1][script])
        return best[0][0] if _is_dense(words, evidence, best[0][0]) else _casting_vote(sample, [best[0][0]])
    return _casting_vote(sample, [lang for lang, _ in best])


@lru_cache(maxsize=4)  # the record asks for the language of a text, and then how certain that is
def _scores(sample: str, script: str) -> tuple[dict[str, float], Counter[str]]:
    """Return how many small words and own letters of each language a text has, shared ones in part, and its words."""
    evidence = Evidence(*_data()[1][script])
    lowered = sample.lower()
    scores: dict[str, float] = {}
    others = "" if lowered.isascii() else _ASCII.sub("", lowered)
    if sample.isascii():
        pattern = _ASCII_WORD
    elif script == "devanagari":
        pattern = _INDIC_WORD
    else:
        pattern = _WORD if any(map(str.isalnum, others)) else _BASIC_WORD
    words = Counter(pattern.findall(lowered))
    for word, count in words.items():  # in the order of the text: sums of fractions depend on it
        if word in evidence.words:
            # The same word many times says less than many words: a menu, a name, a refrain.
            _add(scores, evidence.words[word], 1.0, min(count, 3))
    for letter in dict.fromkeys(others):
        if letter in evidence.letters:
            _add(scores, evidence.letters[letter], LETTER_WEIGHT, min(lowered.count(letter), 5))
    return scores, words


def _is_dense(words: Counter[str], evidence: Evidence, lang: str) -> bool:
    """Whether enough words of a text are small words of ``lang``: filler such as ``Lorem ipsum`` has some of each."""
    count = sum(words.values())
    if count < LEAST_WORDS:
        return True
    small = sum(number for word, number in words.items() if lang in evidence.words.get(word, "").split())
    return small >= LEAST_SHARE * count


def _add(scores: dict[str, float], languages: str, weight: float, count: int) -> None:
    """Divide the weight of a sign among the languages that have it: one shared by many says less."""
    sharing = languages.split()
    share = weight / len(sharing)
    for lang in sharing:
        scores[lang] = scores.get(lang, 0.0) + share * count


def _casting_vote(sample: str, tied: list[str]) -> str | None:
    """Decide between two close languages, such as Czech and Slovak, with resiliparse (n-gram hashes; weak alone)."""
    from resiliparse.parse.lang import detect_fast

    voted = detect_fast(sample)[0]
    return voted if voted in tied else None


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    part = SAMPLE // 3
    middle = len(text) // 2
    return " ".join((text[:part], text[middle : middle + part], text[-part:]))


def _main_script(sample: str) -> tuple[str, int]:
    """Return the script that most letters belong to, and how many letters of it were seen in the sample."""
    if len(sample.encode("ascii", "ignore")) > LATIN_SHARE * len(sample):
        return "latin", LEAST_LETTERS
    step = max(1, len(sample) // LETTERS_SAMPLE)
    counts: Counter[str] = Counter()
    for char in sample[::step]:
        if char.isalpha():
            counts[_BLOCKS[bisect_right(_BLOCK_STARTS, ord(char)) - 1][1]] += 1
    if counts["kana"] > _KANA_SHARE * (counts["han"] + counts["kana"]):
        counts["kana"] += counts.pop("han", 0)
    if not counts:
        return "", 0
    # One letter of a dense script says about as much as a syllable of another.
    script = max(counts, key=lambda name: counts[name] * (2 if name in _DENSE else 1))
    return script, counts[script]


@cache
def _data() -> tuple[dict[str, str], dict[str, tuple[Any, Any]]]:
    """Return the language of each script that has one alone, and the evidence in the others."""
    return load_made("languages.toml", _signs)


def _signs(data: dict[str, Any]) -> tuple[dict[str, str], dict[str, tuple[Any, Any]]]:
    sole = data.pop("scripts")
    return sole, {
        script: (_by_sign(tables["words"], str.split), _by_sign(tables.get("letters", {}), list))
        for script, tables in data.items()
        if isinstance(tables.get("words"), dict)
    }


def _by_sign(table: dict[str, str], parts: Any) -> dict[str, str]:
    """Turn ``language -> signs`` into ``sign -> languages``."""
    languages: dict[str, list[str]] = {}
    for lang, signs in table.items():
        for sign in dict.fromkeys(parts(signs)):
            languages.setdefault(sign, []).append(lang)
    return {sign: " ".join(langs) for sign, langs in languages.items()}
