"""Values that a page or its container declares by name: in front matter, in the attributes of a corpus.

For ``judge/front_matter.py`` and ``pipeline.py``. The names are those of Hugo, Jekyll, Pandoc and the web clippers for
Obsidian.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.model import Candidate

KEYS = {
    "title": "title",
    "date": "date",
    "published": "date",
    "author": "authors",
    "authors": "authors",
    "tags": "topics",
    "keywords": "topics",
    "categories": "categories",
    "description": "description",
    "source": "url",
    "url": "url",
}
LISTS = frozenset({"authors", "topics", "categories"})


def declared(key: str, value: Any, source: str, rank: int) -> Iterator[Candidate]:
    """Yield the candidates for a record that ``value`` under the name ``key`` gives."""
    field = KEYS.get(key.lower(), "")
    items = value if isinstance(value, list) else [value]
    for item in items if field else ():
        item = item.get("name") if isinstance(item, dict) else item  # Quarto's authors
        if not isinstance(item, str):
            continue
        names = item.split(",") if field in LISTS and not isinstance(value, list) else [item]
        for name in names:
            if shown := _value(field, name.strip().removeprefix("[[").removesuffix("]]").strip()):
                yield Candidate(field, shown, source, rank, "Tags" if field == "topics" else "")


def _value(field: str, text: str) -> str:
    if field == "date":
        from archtool.fields.dates import parse_date

        return parse_date(text) or parse_date(text[: len("2018-05-28")]) or ""
    if field == "url":
        return text if text.startswith(("http://", "https://")) else ""
    if field == "authors":
        from archtool.fields.authors import clean_names

        return ", ".join(clean_names(text)[:1])
    return text.removeprefix("#") if field == "topics" else text
