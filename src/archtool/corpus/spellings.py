"""Suggest which topics of a collection may be one, for a person to review: ``tags --merges``.

No dictionary is used, and similar spelling is not enough: Niger is not Nigeria. Evidence is the same letters, the same
words in reverse order, a short form that a page explains, and endings that this collection uses for many words and
never for two topics of one page.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archtool.corpus.collection import PageTopics, companions
from archtool.startup.patterns import lazy
from archtool.topics import slug

STEM = 4  # least number of letters that two words with different endings share
ENDING = 2  # most letters of an ending
PRODUCTIVE = 3  # pairs of words that must differ in the same two endings
SHORT_FORM = lazy(r"([^(]+?)\s?\((\w{2,12})\)")
ACCENTS = dict.fromkeys(range(0x300, 0x370))  # Latin, Greek and Cyrillic; marks of other scripts are letters
BETWEEN_DIGITS = lazy(r"(?<=\d)-(?=\d)")


class Merge(NamedTuple):
    """A spelling that may mean the same as the preferred one, and the evidence."""

    topic: str
    preferred: str
    why: str


def merges(shown: Mapping[str, str], pages: Sequence[PageTopics]) -> list[Merge]:
    """Return the suggested merges, the spellings of the most frequent topics first.

    ``shown``: every topic by its key, as it is written.
    """
    single = Counter(topic for page in pages for topic in page.topics)
    reasons: dict[tuple[str, str], str] = {}
    spelt = {topic: letters(label) for topic, label in shown.items()}
    first: dict[str, str] = {}  # the first topic with these letters
    for topic, spelling in spelt.items():
        first.setdefault(spelling, topic)
    same = ((first[spelling], topic, "the same letters") for topic, spelling in spelt.items())
    for one, other, why in [*same, *_turned(shown, first), *_short_forms(shown, first), *_endings(shown, pages)]:
        if one != other:
            reasons.setdefault((min(one, other), max(one, other)), why)
    groups = _groups(reasons)
    order = {topic: place for place, topic in enumerate(shown)}
    of_topic = {topic: why for pair, why in reversed(reasons.items()) for topic in pair}
    proposed = []
    for group in groups:
        best, *others = sorted(group, key=lambda topic: (-single[topic], order[topic]))
        for topic in others:
            why = reasons.get((min(best, topic), max(best, topic))) or of_topic[topic]
            proposed.append(Merge(topic, best, why))
    return sorted(proposed, key=lambda merge: (-single[merge.preferred], merge.preferred, -single[merge.topic]))


def letters(label: str) -> str:
    """Return the letters and digits of a label: without accents, blanks and signs, but between digits.

    >>> letters("Cyber-Sécurité"), letters("cybersecurite"), letters("C++"), letters("1.5"), letters("15")
    ('cybersecurite', 'cybersecurite', 'cplusplus', 'y1_5', 'y15')
    """
    plain = unicodedata.normalize("NFKD", slug(label)).translate(ACCENTS)
    return unicodedata.normalize("NFC", BETWEEN_DIGITS.sub("_", plain).replace("-", ""))


def _turned(shown: Mapping[str, str], of_letters: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs such as ``Glass, Randall`` and ``Randall Glass``."""
    for topic, label in shown.items():
        front, comma, behind = label.partition(", ")
        if comma and "," not in behind:
            other = of_letters.get(letters(f"{behind} {front}"))
            if other:
                yield other, topic, "the same words turned round"


def _short_forms(shown: Mapping[str, str], of_letters: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs such as ``EU`` and ``European Union``, where ``European Union (EU)`` connects them."""
    for topic, label in shown.items():
        explained = SHORT_FORM.fullmatch(label)
        if not explained or not _is_short_form(explained[2], explained[1]):
            continue
        for part in (explained[1], explained[2]):
            other = of_letters.get(letters(part))
            if other:
                yield topic, other, f"explained by {label!r}"


def _is_short_form(short: str, name: str) -> bool:
    """Return whether the letters of ``short`` are, in their order, first letters of the words of ``name``."""
    if not short.isupper() or len(name.split()) < 2:
        return False
    initials = iter(word[0].upper() for word in name.replace("-", " ").split())
    return all(letter in initials for letter in short)


def _endings(shown: Mapping[str, str], pages: Sequence[PageTopics]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs such as ``Museum`` and ``Museums``, if the collection has more such pairs and no page has both."""
    candidates = list(_different_endings(shown))
    often = Counter(endings for _, _, endings in candidates)
    candidates = [candidate for candidate in candidates if often[candidate[2]] >= PRODUCTIVE]
    together = companions(pages, {topic for one, other, _ in candidates for topic in (one, other)})
    for one, other, endings in candidates:
        common = together[one] & together[other]
        if common and other not in together[one]:
            written = " and ".join(f"-{ending}" for ending in endings)
            yield one, other, f"endings {written}, never on one page, {len(common)} topics in common beside them"


def _different_endings(shown: Mapping[str, str]) -> Iterator[tuple[str, str, tuple[str, str]]]:
    of_stem: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for topic, label in shown.items():
        front, _, last = slug(label).rpartition("-")
        for cut in range(ENDING + 1):
            stem = last[: len(last) - cut]
            if len(stem) >= STEM and stem.isalpha():
                of_stem.setdefault((front, stem), []).append((topic, last[len(stem) :]))
    seen = set()
    for found in of_stem.values():
        for place, (one, ending) in enumerate(found):
            for other, its in found[place + 1 :]:
                pair = (min(one, other), max(one, other))
                # With the longest stem, the endings begin with different letters.
                if one != other and ending[:1] != its[:1] and pair not in seen:
                    seen.add(pair)
                    yield one, other, (min(ending, its), max(ending, its))


def _groups(joined: Mapping[tuple[str, str], str]) -> list[set[str]]:
    """Return the groups that the pairs connect."""
    of: dict[str, set[str]] = {}
    for one, other in joined:
        group = of.get(one, {one}) | of.get(other, {other})
        for topic in group:
            of[topic] = group
    return list({id(group): group for group in of.values()}.values())
