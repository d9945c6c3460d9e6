"""Many records from Python: their topics, their duplicates, their signals, and those for which an expression holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import loads
from typing import TYPE_CHECKING, Literal

from archtool.api.settings import Path
from archtool.errors import PageError, UsageError
from archtool.model import Failure, Record

if TYPE_CHECKING:
    from archtool.corpus.counted import TopicCount
    from archtool.corpus.shingles import Measure

COMPARED = 4  # words; shorter texts are alike without being one page
BY = ("text", "url", "title")
KEEP = ("one", "first", "last", "longest", "all")
LEAST_THRESHOLD = 0.3


def signals(record: Record) -> Record:
    """Return ``record`` with signals of the quality of its text; those that it has stay.

    ``archtool guide filters`` says what each of them is. ``kept`` is known only to ``archtool clean --signals``.

    >>> import archtool
    >>> record = archtool.Record(id="", text="The mill is open.\\n\\nThe mill is open.\\n\\nThe lock is closed.")
    >>> found = archtool.signals(record).signals
    >>> found.lines, found.repeated_lines, found.mean_word_length
    (3, 0.3333, 3.67)
    """
    from archtool.corpus.signals import measured

    (record,) = _checked([record])
    return measured(record)


def filter_records(records: Iterable[Record], expression: str) -> Iterator[Record]:
    """Yield those of ``records`` for which ``expression`` holds, as ``archtool filter`` has it.

    Signals that a record does not have are measured. Raises :class:`UsageError` for what is wrong in the expression.

    >>> import archtool
    >>> records = archtool.clean_file("pages.zip")
    >>> [record.title for record in archtool.filter(records, 'words > 5 and startswith(title, "s")')]
    ['spring']
    >>> list(archtool.filter([], "wordz > 5"))
    Traceback (most recent call last):
    archtool.errors.UsageError: 'wordz > 5', column 1: unknown name 'wordz'; did you mean 'words'?
    """
    from archtool.corpus.expression import Expression

    if not isinstance(expression, str):
        raise TypeError(f"an expression is a str, not {type(expression).__name__}")
    accepts = Expression(expression).accepts
    return (record for record in _checked(records) if accepts(record))


def tags(records: Iterable[Record], *, vocabulary: Path | Iterable[Path] = ()) -> list[TopicCount]:
    """Return the topics of ``records``, the most frequent first: on how many pages, in which lists and spellings.

    ``vocabulary``: files under whose names and tags topics are counted, or ``"countries"``.

    >>> import archtool
    >>> records = [archtool.Record(id="", text="", topics=topics) for topics in (("Tides", "Mills"), ("tides",))]
    >>> [(count.topic, count.tag, count.pages) for count in archtool.tags(records)]
    [('Tides', 'tides', 2), ('Mills', 'mills', 1)]
    """
    from archtool.api.settings import settings
    from archtool.corpus.counted import gather, on_pages, table, topics_of

    known = settings(vocabulary=vocabulary).vocabulary
    return list(table(on_pages(gather(topics_of(record, known) for record in _checked(records)))))


def dedupe(
    records: Iterable[Record],
    *,
    by: Literal["text", "url", "title"] = "text",
    threshold: float = 0.8,
    shingle: int = 3,
    min_words: int = COMPARED,
    keep: Literal["one", "first", "last", "longest", "all"] = "one",
) -> Iterator[Record]:
    """Yield ``records`` without those that repeat another, in their order.

    ``by``: compare texts, addresses or titles. ``threshold``: the least Jaccard similarity of duplicates, ``1`` for
    equal texts; ``shingle``: of how many words in a row. ``min_words``: shorter texts are kept. ``keep``: of each
    cluster the record with the earliest date, the first or last capture, the longest, or all, marked. What is kept has
    the others in ``duplicates``. The records are held in a temporary file.

    >>> import archtool
    >>> texts = ["The mill is open all day.", "The lock is closed for a week.", "The mill is open all day."]
    >>> records = [archtool.clean(text) for text in texts]
    >>> [(record.text[:8], len(record.duplicates)) for record in archtool.dedupe(records, threshold=1)]
    [('The mill', 1), ('The lock', 0)]
    """
    from archtool.corpus.duplicates import NOT_INSTALLED
    from archtool.corpus.shingles import Measure, available

    for name, value, known in (("by", by, BY), ("keep", keep, KEEP)):
        if value not in known:
            raise UsageError(f"{name}={value!r}: choose one of {', '.join(known)}")
    if not LEAST_THRESHOLD <= threshold <= 1:
        raise UsageError(f"threshold={threshold}: from {LEAST_THRESHOLD} to 1")
    if by == "text" and threshold < 1 and not available():
        raise UsageError(NOT_INSTALLED)
    return _deduped(records, by, Measure(threshold, shingle, min_words), keep)


def _deduped(records: Iterable[Record], by: str, measure: Measure, keep: str) -> Iterator[Record]:
    from archtool.corpus.duplicates import entry, lines, made, preference
    from archtool.corpus.near import find_duplicates
    from archtool.corpus.store import Store
    from archtool.markdown.escape import in_markup
    from archtool.readers.record import from_values

    with Store(None, made(by, measure)) as store:
        for record in _checked(records):
            store.add(entry(in_markup(record, "plain"), record.origin, by, measure))
        find_duplicates(store, measure.threshold, preference(keep, by))
        for line in lines(store, keep == "all"):
            yield from_values(loads(line))


def _checked(records: Iterable[Record]) -> Iterator[Record]:
    """Yield ``records``. Raises ``TypeError`` for what is none, and :class:`PageError` for a :class:`Failure`."""
    for record in records:
        if isinstance(record, Failure):
            raise PageError(record)
        if not isinstance(record, Record):
            raise TypeError(f"records are needed, not {type(record).__name__}")
        yield record
