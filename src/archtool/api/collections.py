"""Many records from Python: their signals, and those of them for which an expression holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archtool.model import Record


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

    accepts = Expression(expression).accepts
    return (record for record in records if accepts(record))
