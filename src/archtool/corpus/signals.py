"""Measure the quality of a text, to select texts for training: ``clean --signals`` and ``filter``.

Most are those of Gopher (Rae et al. 2021, arXiv 2112.11446, section A.1.1 and table A1), others of C4 (Raffel et al.
2020, arXiv 1910.10683, section 2.2). They are computed from the plain text of a record. Lines are those that are not
blank, paragraphs are divided by blank lines, words by white space; in a script without blanks two signs are a word, as
in ``words`` of the record.
"""

# No postponed annotations: each would be compiled for a named tuple.
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import compress, pairwise
from typing import Any, NamedTuple

from archtool.fields.language import confidence
from archtool.model import KEPT, Examination, Record, Signals
from archtool.rules.cache import load_made
from archtool.startup.patterns import lazy

DIGITS = 4  # of a share
BULLETS = tuple("•‣▪▫■□●○◦–—-*·►▶✓✔➢➤")  # Gopher names the first ones and the hyphen
ELLIPSES = ("...", "…")
ENDS = tuple(".!?\"”»’'。！？」』؟۔।")  # C4: a terminal punctuation mark or an end quotation mark, and no ellipsis
STOPS = tuple(".!?…。！？؟۔।")  # a word that ends in one ends a sentence
CLOSING = "\"”»’')]』」"
MOST_FREQUENT, LONGEST = 4, 10  # n-grams of up to so many words: the most frequent one counts; all that are repeated
WITHOUT_BLANKS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"
DENSE = lazy(f"[{WITHOUT_BLANKS}]")
WORDS_OF_DENSE = lazy(f"[{WITHOUT_BLANKS}]{{1,2}}|[^\\s{WITHOUT_BLANKS}]+")


class Text(NamedTuple):
    """The input of the signals: a text with what several of them need."""

    plain: str
    lang: str | None
    kept: float | None

    def words(self) -> Sequence[str]:
        """Return the words, in their order."""
        text = self.plain
        return text.split() if text.isascii() or not DENSE.search(text) else WORDS_OF_DENSE.findall(text)


def measured(record: Record, kept: float | None = None) -> Record:
    """Return ``record`` with its signals, keeping any that it has. ``kept``: the share of its page that was kept.

    >>> import archtool
    >>> record = archtool.Record(id="", text="The mill is open.\\n\\nThe mill is open.\\n\\nThe lock is closed.")
    >>> found = archtool.signals(record).signals
    >>> found.lines, found.repeated_lines, found.ended_lines
    (3, 0.3333, 1.0)
    """
    return record if record.signals is not None else record._replace(signals=all_signals(text_of(record, kept)))


def text_of(record: Record, kept: float | None = None) -> Text:
    """Return the text of a record as input for the signals."""
    plain = record.text
    if record.markup != "plain":
        from archtool.markdown.escape import plain as without_markup

        plain = without_markup(plain)
    return Text(plain, record.lang, kept)


def share_kept(examination: Examination) -> float | None:
    """Return the share of the characters of a page that were kept as its text."""
    everything = sum(len(block.text) for block in examination.blocks)
    pairs = zip(examination.blocks, examination.verdicts, strict=True)
    kept = sum(len(block.text) for block, verdict in pairs if verdict.fate == KEPT)
    return _share(kept, everything) if everything else None


def all_signals(text: Text) -> Signals:
    """Return all signals of a text."""
    values: list[Any] = [value for group in GROUPS for value in group(text)]
    return Signals(*values)


def group_of(name: str, text: Text) -> dict[str, Any]:
    """Return the signal of that name and those that are computed together with it, by their names."""
    names, group = _GROUP_OF[name]
    return dict(zip(names, group(text), strict=True))


def of_lines(text: Text) -> tuple[float | None, ...]:
    """Return the signals of lines: length, beginning and end (Gopher; C4 for the end), repetition."""
    lines = [line for line in map(str.strip, text.plain.split("\n")) if line]
    count = len(lines)
    if not count:
        return (0,) + (None,) * 8
    paragraphs = [part for part in map(str.strip, text.plain.split("\n\n")) if part]
    return (
        count,
        round(sum(map(len, lines)) / count, 1),
        _share(sum(line.startswith(BULLETS) for line in lines), count),
        _share(sum(line.endswith(ELLIPSES) for line in lines), count),
        _share(sum(line.endswith(ENDS) and not line.endswith(ELLIPSES) for line in lines), count),
        *_repeats(lines),
        *_repeats(paragraphs),
    )


def _repeats(parts: Sequence[str]) -> tuple[float, float]:
    """Return the share of lines or paragraphs that repeat an earlier one, and the share of characters in them."""
    counts = Counter(parts)
    if len(counts) == len(parts):
        return 0.0, 0.0
    again = sum((count - 1) * len(part) for part, count in counts.items())
    return _share(len(parts) - len(counts), len(parts)), _share(again, sum(map(len, parts)))


def of_words(text: Text) -> tuple[float | None, ...]:
    """Return the number of sentences (C4), the length of words, stop words, symbols and words with a letter (Gopher).

    Stop words are the small frequent words of the language in ``rules/languages.toml``; Gopher requires two of eight
    English ones. Symbols are the signs ``#`` and ellipses for each word.
    """
    words = text.words()
    total = len(words)
    if not total:
        return (0,) + (None,) * 4
    counts = Counter(words)
    known = stop_words().get(text.lang or "")
    sentences = stops = letters = 0
    for word, count in counts.items():
        if word.isalpha() or any(map(str.isalpha, word)):
            letters += count
        if word.rstrip(CLOSING).endswith(STOPS):
            sentences += count
        elif known and word.lower() in known:
            stops += count
    return (
        sentences,
        round(sum(map(len, words)) / total, 2),
        _share(stops, total) if known else None,
        _share(text.plain.count("#") + sum(map(text.plain.count, ELLIPSES)), total),
        _share(letters, total),
    )


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """Return the small frequent words of each language."""
    return load_made("languages.toml", _small_words)


def _small_words(data: dict[str, Any]) -> dict[str, frozenset[str]]:
    tables = (table["words"] for table in data.values() if isinstance(table.get("words"), dict))
    return {lang: frozenset(words.split()) for table in tables for lang, words in table.items()}


def of_runs(text: Text) -> list[float]:
    """Return the shares of characters in repeated n-grams, runs of n words, as table A1 of Gopher has them.

    For n from 2 to 4 these are the characters in the most frequent n-gram, if it is repeated; for n from 5 to 10 those
    in any repeated n-gram, counted once where n-grams overlap. Only characters of words count. Where n words are
    repeated, so are n - 1, which leaves few places to check.
    """
    words = text.words()
    found = [0.0] * (LONGEST - 1)
    grams: list[tuple[str, ...]] = list(pairwise(words))
    counts = Counter(grams)
    if len(counts) == len(grams):
        return found
    repeated = {gram for gram, count in counts.items() if count > 1}
    places = [place for place, gram in enumerate(grams) if gram in repeated]
    lengths = list(map(len, words))
    characters = sum(lengths)
    for size in range(2, LONGEST + 1):
        if size > 2:
            before = set(places)
            places = [place for place in places if place + 1 in before]
            grams = [tuple(words[place : place + size]) for place in places]
            counts = Counter(grams)
            if len(counts) == len(grams):
                break
            places = [place for place, gram in zip(places, grams, strict=True) if counts[gram] > 1]
        if size <= MOST_FREQUENT:
            most = max(counts.values())
            inside = most * max(sum(map(len, gram)) for gram, count in counts.items() if count == most)
        else:
            marks = bytearray(len(words))
            for place in places:
                marks[place : place + size] = b"\1" * size
            inside = sum(compress(lengths, marks))
        found[size - 2] = min(1.0, _share(inside, characters))
    return found


def of_page(text: Text) -> tuple[float | None, ...]:
    """Return the confidence of the language, and the share of the page that was kept."""
    return confidence(text.plain, text.lang), text.kept


def _share(part: int, whole: int) -> float:
    return round(part / whole, DIGITS)


GROUPS = (of_lines, of_words, of_runs, of_page)  # they return the fields of Signals, in their order
_STARTS = (0, 9, 14, 23, 25)
_GROUP_OF = {
    name: (Signals._fields[start:end], group)
    for group, (start, end) in zip(GROUPS, pairwise(_STARTS), strict=True)
    for name in Signals._fields[start:end]
}
