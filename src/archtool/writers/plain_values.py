"""A record as dicts, lists and strings: what the JSON forms, CSV and the reader of records agree on."""

from __future__ import annotations

from typing import Any

from archtool.model import Record


def as_values(record: Record) -> dict[str, Any]:
    """Return ``record`` with its keys in order; groups, pairs and counts become objects."""
    values: dict[str, Any] = record._asdict()
    values["tag_groups"] = [{"name": group.name, "topics": group.topics} for group in record.tag_groups]
    values["fields"] = [{"name": pair.name, "values": pair.values} for pair in record.fields]
    values["removed"] = [{"rule": count.rule, "count": count.count} for count in record.removed]
    return values
