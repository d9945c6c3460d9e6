"""A record as dicts, lists and strings: what the JSON forms, CSV, the stores and the reader of records agree on."""

from __future__ import annotations

import re
from json import JSONEncoder
from typing import Any

from archtool.model import Record

ENCODER = JSONEncoder(ensure_ascii=False, check_circular=False)
LARGEST = 2**63 - 1
# Half a character of UTF-16: in names of files that are no UTF-8. No database takes it.
LONE = re.compile("[\ud800-\udfff]")
MARKS = ("duplicates", "duplicate_of")  # keys that stand only where there is something to say
KEYS = tuple(key for key in Record._fields if key not in MARKS)


def as_values(record: Record) -> dict[str, Any]:
    """Return ``record`` with its keys in order; groups, pairs and counts become objects. Empty marks are left out."""
    values: dict[str, Any] = record._asdict()
    values["tag_groups"] = [{"name": group.name, "topics": group.topics} for group in record.tag_groups]
    values["fields"] = [{"name": pair.name, "values": pair.values} for pair in record.fields]
    values["removed"] = [{"rule": count.rule, "count": count.count} for count in record.removed]
    for key in MARKS:
        if not values[key]:
            del values[key]
    if record.duplicates:
        values["duplicates"] = [duplicate._asdict() for duplicate in record.duplicates]
    if record.duplicate_of:
        values["duplicate_of"] = record.duplicate_of._asdict()
    return values


def line(values: Any, *numbers: int) -> str:
    """Return ``values`` as one line; what UTF-8 cannot hold is written as an escape, as everywhere in the output.

    Raises ``ValueError`` where one of the ``numbers`` in it, read from a record that somebody wrote by hand, is too
    large for a column: it should be the failure of one page, not of the file.
    """
    if any(abs(number) > LARGEST for number in numbers):
        raise ValueError("a number of more than 64 bits")
    text = ENCODER.encode(values)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = LONE.sub(lambda half: f"\\\\u{ord(half[0]):04x}", text)
    return text + "\n"
