"""Markdown with YAML front matter for Obsidian, Hugo, Jekyll and Quarto.

The front matter is what python-frontmatter writes with a dumper that quotes every string that one of the YAML versions
in use would read as another type. Where no string needs an escape, as almost always, the same bytes are made here:
importing YAML takes longer than cleaning a page. A body never contains a line ``---``, so that several records in one
file can be told apart.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from archtool.model import FRONT_MATTER, Record
from archtool.startup.patterns import lazy
from archtool.writers import Format

# Letters and digits with harmless signs between them, which every YAML reader takes for text.
SAFE = lazy(r"[^\W\d_](?:[\w .,()/;+’–-]*[\w.)/])?")
WORDS = frozenset("y n yes no on off true false null nan inf none".split())
# Printable on one line in the sense of YAML: safe in single quotes. All else needs an escape in double quotes.
PRINTABLE = lazy("[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")


def render(record: Record) -> str:
    """Return ``record``, whose text is Markdown, as a document that ends with one newline."""
    values = front_matter(record)
    lines = _lines(values)
    if lines is None:
        return through_library(values, record.text)
    return "\n".join(["---", *lines, "---", "", record.text]).strip() + "\n"


def front_matter(record: Record) -> dict[str, Any]:
    """Return the front matter of ``record`` in order; unknown values are absent.

    ``date`` is a whole day, or Hugo and Jekyll refuse to build the site: a year or a month alone is ``issued``, the
    term of Dublin Core for a date of that kind. A page without an address has its ``origin``, the name of its dump, as
    ``source``, unless that came out of a pipe.
    """
    day = _day(record.date)
    values: dict[str, Any] = {}
    for key, name in FRONT_MATTER.items():
        value = getattr(record, name)
        values[key] = list(value) if isinstance(value, tuple) else value
    values |= {"date": day, "issued": None if day else record.date}
    if record.url or record.origin.startswith("-"):
        del values["origin"]
    found = {key: value for key, value in values.items() if value}
    for key, value in record.others:
        found.setdefault(key, (_day(value) if isinstance(value, str) else None) or value)
    return found


def _day(text: str | None) -> date | None:
    if text is None or len(text) != len("2018-05-28") or text[4] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _lines(values: dict[str, Any]) -> list[str] | None:
    """Return the lines of the front matter, or ``None`` if the library is needed: for an escape or another type."""
    lines = []
    if values.keys() - FRONT_MATTER.keys():
        return None
    for key, value in values.items():
        if isinstance(value, str):
            if not _is_printable(value):
                return None
            lines.append(f"{key}: {_scalar(value)}")
        elif isinstance(value, list):
            if not all(map(_is_printable, value)):
                return None
            lines.append(f"{key}:")
            lines += [f"- {_scalar(item)}" for item in value]
        else:
            lines.append(f"{key}: {'true' if value is True else value}")
    return lines


def _is_printable(text: str) -> bool:
    # Python's definition is narrower, and fast: only unusual spaces and joiners need the pattern.
    return text.isprintable() or PRINTABLE.fullmatch(text) is not None


def _scalar(text: str) -> str:
    return text if is_safe(text) else "'" + text.replace("'", "''") + "'"


def is_safe(text: str) -> bool:
    """Whether every YAML reader takes unquoted ``text`` for that text."""
    return SAFE.fullmatch(text) is not None and text.lower() not in WORDS


def through_library(values: dict[str, Any], text: str) -> str:
    """Return the document as python-frontmatter writes it."""
    import frontmatter
    import yaml

    class Quoting(yaml.SafeDumper):  # type: ignore[misc]
        def ignore_aliases(self, data: Any) -> bool:
            return True

    def represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = None if is_safe(text) else "'" if _is_printable(text) else '"'
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)

    Quoting.add_representer(str, represent)
    options: dict[str, Any] = {"sort_keys": False, "width": 2**31 - 1, "allow_unicode": True}
    return frontmatter.dumps(frontmatter.Post(text, **values), Dumper=Quoting, **options) + "\n"


FORMAT = Format(".md", render, between="\n", markdown=True)
