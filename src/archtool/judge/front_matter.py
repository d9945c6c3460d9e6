"""What the front matter of a Markdown file gives to the record: title, day, authors, topics, description, address.

For ``tool_marks.py``. Keys are those of Hugo, Jekyll, Pandoc and the web clippers for Obsidian; others stand for what
only the program needs that wrote the file, and are removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.blocks.front_matter import end_of, key_of, values
from archtool.judge.view import View
from archtool.model import FIELD, REMOVED, Candidate, Verdict

RULE = "dump/front-matter"
RANK = 5
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


def verdicts(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose fields for the lines whose keys the record has, and the removal of the others."""
    said = values(view.page.body[: end_of(view.page.body)])
    gives: tuple[Candidate, ...] = ()
    for index, block in enumerate(view.blocks):
        if block.kind != "front":
            return
        key = key_of(block.text)
        here = gives = tuple(_candidates(key, said.get(key))) if key or block.text == "---" else gives
        if not key:  # an entry of a list
            here = tuple(each for each in gives if each.field in LISTS and each.value in block.text)
        yield index, Verdict(FIELD, RULE, here) if here else Verdict(REMOVED, RULE)


def _candidates(key: str, value: Any) -> Iterator[Candidate]:
    field = KEYS.get(key.lower(), "")
    items = value if isinstance(value, list) else [value]
    for item in items if field else ():
        item = item.get("name") if isinstance(item, dict) else item  # Quarto's authors
        if not isinstance(item, str):
            continue
        names = item.split(",") if field in LISTS and not isinstance(value, list) else [item]
        for name in names:
            if shown := _value(field, name.strip().removeprefix("[[").removesuffix("]]").strip()):
                yield Candidate(field, shown, "front matter", RANK, "Tags" if field == "topics" else "")


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
