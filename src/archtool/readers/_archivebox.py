"""Snapshots of ArchiveBox: a folder with one page in several formats, and an ``index.json`` that describes it."""

import os
from collections.abc import Container
from typing import NamedTuple

from archtool.artefacts.controls import without_controls
from archtool.model import Origin, Pair

FORMS = ("singlefile.html", "output.html")  # what browsers saved comes first: it holds more than an extracted article
INDEX = "index.json"
LARGEST = 1 << 22
TAGS = "Tags"


class Snapshot(NamedTuple):
    """The contents of ``index.json``: the address, the time of saving (RFC 3339, UTC), and the user's tags."""

    url: str
    captured: str | None
    fields: tuple[Pair, ...]


def snapshot(names: Container[str]) -> str | None:
    """Return which of the files ``names`` of a folder to read; ``None`` where the folder is no snapshot."""
    return next((format for format in FORMS if format in names), None) if INDEX in names else None


def described(origin: Origin) -> Snapshot | None:
    """Return what the index beside a page says about it; ``None`` where there is no index."""
    folder, name = os.path.split(origin.path)
    if name not in FORMS or origin.member:
        return None
    import json

    try:
        with open(os.path.join(folder, INDEX), "rb") as stream:
            said = json.loads(stream.read(LARGEST))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("url"), str):
        return None
    tags = said.get("tags")
    listed = tags.split(",") if isinstance(tags, str) else tags if isinstance(tags, list) else []
    named = tuple(without_controls(tag).strip() for tag in listed if isinstance(tag, str) and tag.strip())
    return Snapshot(
        without_controls(said["url"]).strip(), _moment(said.get("timestamp")), (Pair(TAGS, named),) if named else ()
    )


def _moment(seconds: object) -> str | None:
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(float(str(seconds)), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None
