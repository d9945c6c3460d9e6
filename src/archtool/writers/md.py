"""Markdown with YAML front matter, as Obsidian, Hugo, Jekyll and Quarto read it.

The front matter goes through python-frontmatter with a dumper that quotes every string which one of the YAML versions
in use would take for something else. A body never holds a line ``---``, so that several records in one file can be told
apart.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from archtool.model import Record
from archtool.writers import Form

# Letters and digits with harmless signs between them, which no YAML reader takes for anything else.
SAFE = re.compile(r"[^\W\d_](?:[\w .,()/;+’–-]*[\w.)/])?")
WORDS = frozenset("y n yes no on off true false null nan inf none".split())
# Outside of it libyaml writes escapes; PyYAML's own emitter writes emoji as they are.
BEYOND_LIBYAML = re.compile("[^\\x00-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd]")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def render(record: Record) -> str:
    """Return ``record``, whose text is Markdown, as a document that ends in one newline."""
    import frontmatter

    values = front_matter(record)
    post = frontmatter.Post(record.text, **values)
    odd = any(map(BEYOND_LIBYAML.search, _strings(values)))
    options: dict[str, Any] = {"sort_keys": False, "width": 2**31 - 1, "allow_unicode": True}
    return frontmatter.dumps(post, Dumper=_dumper(odd), **options) + "\n"


def front_matter(record: Record) -> dict[str, Any]:
    """What the record says of the page, in order; what is not known is absent.

    ``date`` is a whole day, or Hugo and Jekyll refuse to build the site: a year or a month alone is ``issued``, the
    term of Dublin Core for a date of that kind.
    """
    day = _day(record.date)
    values = {
        "title": record.title,
        "author": list(record.authors),
        "date": day,
        "issued": None if day else record.date,
        "source": record.url,
        "captured": record.captured,
        "description": record.description,
        "categories": list(record.categories),
        "tags": list(record.tags),
        "topics": list(record.topics),
        "lang": record.lang,
        "archived": record.archived,
        "id": record.id,
    }
    return {key: value for key, value in values.items() if value}


def _day(text: str | None) -> date | None:
    if text is None or not DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _strings(values: dict[str, Any]) -> list[str]:
    lists = (value if isinstance(value, list) else [value] for value in values.values())
    return [item for items in lists for item in items if isinstance(item, str)]


@cache
def _dumper(odd: bool) -> Any:
    """The class that writes the YAML: libyaml where it is there and up to it, seven times faster."""
    import yaml

    base: Any = yaml.SafeDumper if odd else getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class Quoting(base):  # type: ignore[misc]
        def ignore_aliases(self, data: Any) -> bool:
            return True

    def represent(dumper: Any, text: str) -> Any:
        plain = SAFE.fullmatch(text) and text.lower() not in WORDS
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, None if plain else _quotes(text))

    Quoting.add_representer(str, represent)
    return Quoting


def _quotes(text: str) -> str:
    # Single quotes leave everything as it is, but would fold line breaks.
    return "'" if text.isprintable() else '"'


FORM = Form(".md", render, between="\n", markdown=True)
