"""Prepare records for the search for duplicates, and write the output when they are found.

These are the steps before and after ``near.py``: ``archtool.dedupe`` and the command run them in one process, Spark in
many.
"""

from __future__ import annotations

from collections.abc import Iterator
from json import loads
from typing import Any

from archtool.corpus.shingles import Measure, exact, fingerprint, sketch
from archtool.corpus.store import Entry, Store
from archtool.keys import as_values
from archtool.model import MARKS, Duplicate, Record
from archtool.readers.record import from_values
from archtool.writers.jsonl import extended, render

AN = {"url": "an address", "title": "a title"}
NOT_INSTALLED = "near-duplicates need rensa: pip install '.[dedupe]' in the checkout (equal texts need --threshold 1)"


def preference(keep: str, by: str) -> str:
    """Return which record of a cluster to keep: with ``--by url`` the last capture, unless ``keep`` says otherwise."""
    if keep in ("one", "all"):
        return "last" if by == "url" else "one"
    return keep


def made(by: str, measure: Measure) -> dict[str, str]:
    """Return how sketches are made, for a store: only those made in the same way can be compared."""
    if by != "text":
        return {"by": by}
    if measure.threshold >= 1:
        return {"by": by, "threshold": "1"}
    return {
        "by": by,
        "threshold": f"{measure.threshold:g}",
        "shingle": str(measure.words),
        "signatures": fingerprint(measure),
    }


def entry(record: Record, origin: str, by: str, measure: Measure) -> Entry:
    """Return the entry to compare for a record, whose text is plain. ``origin``: where it was found."""
    apart = None
    if by == "text":
        buckets, shingles = sketch(record.text, measure)
        if not buckets:
            apart = f"with fewer than {measure.least} words" if record.text.strip() else "without text"
    else:
        key = _key(record, by)
        buckets, shingles = (exact(key),) if key else (), b""
        apart = None if key else f"without {AN[by]}"
    return Entry(
        record.id,
        _escaped(record.origin or origin),
        record.date,
        len(record.text),
        record.title,
        buckets,
        shingles,
        _escaped(render(record)),
        record.captured,
        apart,
    )


def _escaped(text: str) -> str:
    """Return ``text`` as all outputs have it: a path may hold bytes that UTF-8 cannot, and no store takes those."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _key(record: Record, by: str) -> str:
    """Return the normalised title or address of a record; empty where it has none to compare."""
    if by == "title":
        from archtool.topics import topic_key

        return topic_key(record.title, record.lang) if record.title else ""
    from archtool.corpus.addresses import canonical

    return canonical(record.url) if record.url else ""


def lines(store: Store, keep_all: bool) -> Iterator[str]:
    """Yield the lines of the output: unchanged, except those of clusters."""
    for number, line, has_duplicates, original, similarity in store.lines():
        if original is not None:
            if keep_all:
                member = store.member(original)
                yield marked(line, duplicate_of=Duplicate(member.id, member.origin, similarity or 0.0))
        elif has_duplicates:
            found = (Duplicate(member.id, member.origin, alike) for member, alike in store.dropped(number))
            yield marked(line, duplicates=tuple(found))
        else:
            yield line


def marked(line: str, **marks: Any) -> str:
    """Return ``line`` with the keys of dedupe; duplicates from an earlier run come first."""
    if not any(f'"{key}": ' in line for key in MARKS):  # in a text the quotes are escaped
        return extended(line, {key: value for key, value in as_values(Record("", "", **marks)).items() if key in MARKS})
    record = from_values(loads(line))
    if "duplicates" in marks:
        marks["duplicates"] = record.duplicates + marks["duplicates"]
    return render(record._replace(**marks))
