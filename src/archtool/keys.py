"""The table of record keys: what a line of JSONL holds, and the named values in it.

The readers of records and all writers take names, types and defaults from here; ``model.py`` has the values that flow
before a record is made, and offers these as well.
"""

# No postponed annotations: each would be compiled for a named tuple.
from typing import Any, NamedTuple


class Pair(NamedTuple):
    """A label of the page with its values, such as ``Reference: AB/12``."""

    name: str
    values: tuple[str, ...]


class Group(NamedTuple):
    """The topics of one list of the page, under the name that the page gave it."""

    name: str
    topics: tuple[str, ...]


class Count(NamedTuple):
    """How many blocks one rule removed."""

    rule: str
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody needs here


class Duplicate(NamedTuple):
    """Another record that is the same page, and the Jaccard similarity of both, from 0 to 1."""

    id: str
    origin: str
    similarity: float


class Signals(NamedTuple):
    """Measures of a text by which to select records for a corpus: ``clean --signals``, ``filter``.

    Shares are from 0 to 1. ``corpus/signals.py`` computes them and defines each. A measure that cannot be computed is
    ``None``: stop words in a language without a word list, ``kept`` where only the record is at hand.

    >>> import archtool
    >>> archtool.signals(archtool.clean("The mill is open.")).signals.ended_lines
    1.0
    """

    lines: int | None = None
    mean_line_length: float | None = None
    bullet_lines: float | None = None
    ellipsis_lines: float | None = None
    ended_lines: float | None = None
    repeated_lines: float | None = None
    repeated_line_characters: float | None = None
    repeated_paragraphs: float | None = None
    repeated_paragraph_characters: float | None = None
    sentences: int | None = None
    mean_word_length: float | None = None
    stop_words: float | None = None
    symbols: float | None = None
    alphabetic_words: float | None = None
    top_2grams: float | None = None
    top_3grams: float | None = None
    top_4grams: float | None = None
    repeated_5grams: float | None = None
    repeated_6grams: float | None = None
    repeated_7grams: float | None = None
    repeated_8grams: float | None = None
    repeated_9grams: float | None = None
    repeated_10grams: float | None = None
    lang_confidence: float | None = None
    kept: float | None = None


class Record(NamedTuple):
    """A cleaned, tagged page: these keys, in this order, are a line of JSONL.

    This is the table of record keys. Names, types and defaults are read from it by the reader of records
    (``readers/record.py``) and by the writers (JSON, and the columns of CSV, SQLite and Parquet): a new key is one
    line here. A record written before the key existed gets the default.

    ``dedupe`` adds ``duplicates`` (the records dropped in favour of this one) and ``duplicate_of`` (the record that
    this one repeats) only where it found any. ``signals`` is present only on request. ``others`` holds unknown keys
    with their JSON values, from a record that somebody extended or a newer version wrote. ``markup`` is not a key: it
    says whether ``text`` is ``plain`` or Markdown (``md``).
    """

    id: str
    text: str
    source: str = "file"
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    site: str | None = None
    lang: str | None = None
    date: str | None = None
    captured: str | None = None
    archived: bool = False
    description: str | None = None
    image: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tag_groups: tuple[Group, ...] = ()
    fields: tuple[Pair, ...] = ()
    words: int = 0
    removed: tuple[Count, ...] = ()
    origin: str = ""
    duplicates: tuple[Duplicate, ...] = ()
    duplicate_of: Duplicate | None = None
    signals: Signals | None = None
    others: tuple[tuple[str, Any], ...] = ()
    markup: str = "plain"

    def to_dict(self) -> dict[str, Any]:
        """Return the record as a dictionary for a line of JSONL: its keys in order, nested values as plain JSON types.

        Optional keys appear only where they have a value; unknown keys come last.

        >>> import archtool
        >>> record = archtool.clean("<h1>Spring tides</h1><p>The harbour is closed from Monday to Friday.</p>")
        >>> list(record.to_dict())[:5], record.to_dict()["words"]
        (['id', 'text', 'source', 'url', 'title'], 8)
        """
        return {key: _as_json(value) for key, value in as_values(self).items()}

    def to_markdown(self) -> str:
        """Return the record as a Markdown document with YAML front matter.

        Links, headings and tables are in it if the page was cleaned with ``markup="md"``.

        >>> import archtool
        >>> page = "<h1>Spring tides</h1><p>The <em>harbour</em> is closed.</p>"
        >>> print(archtool.clean(page, archtool.settings(markup="md")).to_markdown())
        ---
        title: Spring tides
        id: b48790814a77132f
        ---
        <BLANKLINE>
        The *harbour* is closed.
        <BLANKLINE>
        """
        from importlib import import_module

        # Imported by name: both stand above this module.
        escape = import_module("archtool.markdown.escape")
        return str(import_module("archtool.writers.md").render(escape.in_markup(self, "md")))


def as_values(record: Record) -> dict[str, Any]:
    """Return the values of ``record`` by key, in order; groups, pairs and counts become dictionaries.

    Empty marks are left out; unknown keys come last.
    """
    values: dict[str, Any] = record._asdict()
    del values["markup"]
    others = values.pop("others")
    for key in NESTED:
        value = values[key]
        if not value and key in MARKS:
            del values[key]
        elif isinstance(value, NAMED):
            values[key] = value._asdict()
        else:
            values[key] = [item._asdict() for item in value]
    for key, value in others:
        values.setdefault(key, value)
    return values


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    return list(map(_as_json, value)) if isinstance(value, (tuple, list)) else value


MARKS = ("duplicates", "duplicate_of", "signals")  # keys that appear only where they have a value
KEYS = tuple(key for key in Record._fields if key not in (*MARKS, "others", "markup"))  # keys that every record has
NAMED = (Group, Pair, Count, Duplicate, Signals)  # written as objects; a list of them is a list of objects
NESTED = tuple(
    key for key in (*KEYS, *MARKS) if any(each.__name__ in str(Record.__annotations__[key]) for each in NAMED)
)

# The front matter of a note, in order: each of its keys with the record key that it holds. ``issued`` is a date without
# a day, ``origin`` is given where no ``source`` is known. The other keys of a record are left out.
FRONT_MATTER = {
    "title": "title",
    "author": "authors",
    "date": "date",
    "issued": "date",
    "source": "url",
    "captured": "captured",
    "description": "description",
    "image": "image",
    "categories": "categories",
    "tags": "tags",
    "topics": "topics",
    "lang": "lang",
    "archived": "archived",
    "origin": "origin",
    "id": "id",
}
