"""What the laws about conservation compare: what a page shows, what a record holds, what was removed."""

from __future__ import annotations

import re

from archtool.model import REMOVED, Examination, Record


def squeezed(text: str) -> str:
    """Return only what is shown, without blanks and the signs that Markdown or lists add."""
    return re.sub(r"[\s\u200b\u00ad\u2060\ufeff]+", "", text)


def values_of(record: Record) -> list[str]:
    """Return every value that a record holds beside its text."""
    values: list[str | None] = [record.title, record.date, record.description, record.url, record.captured]
    values += [*record.authors, *record.categories, *record.topics]
    values += [topic for group in record.tag_groups for topic in group.topics]
    values += [value for pair in record.fields for value in pair.values]
    return [value for value in values if value]


def gone(found: Examination) -> set[int]:
    return {index for index, verdict in enumerate(found.verdicts) if verdict.fate == REMOVED}
