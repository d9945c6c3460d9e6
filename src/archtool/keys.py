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
    """What one topic list of the page said, under the name that the page gave it."""

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
    """What can be measured of a text, for choosing those of a corpus: ``clean --signals``, ``filter``.

    Shares are from 0 to 1. ``corpus/signals.py`` measures them and says how each is defined. What cannot be measured
    is ``None``: stop words in a language whose words are not known, ``kept`` where only the record is at hand.

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
    (``readers/record.py``) and by the writers (``writers/plain_values.py``, and the columns of CSV, SQLite and
    Parquet): a new key is one line here. A record written before the key existed gets the default.

    ``duplicates`` and ``duplicate_of`` are marks of ``dedupe`` and stand only where it found something: the duplicates
    for which this record was kept, or the record of which this one is a duplicate. ``signals`` stands only where they
    were asked for. ``others`` holds keys that are not ours, of a record that somebody extended or that a newer version
    wrote, with their values as JSON has them. ``markup`` is no key: it says whether ``text`` is ``plain`` or Markdown
    (``md``).
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
        """Return the record as a line of JSONL has it: its keys in order, lists and objects for nested values.

        Marks where there is something to say, and keys that are not ours at the end.

        >>> import archtool
        >>> record = archtool.clean("<h1>Spring tides</h1><p>The harbour is closed from Monday to Friday.</p>")
        >>> list(record.to_dict())[:5], record.to_dict()["words"]
        (['id', 'text', 'source', 'url', 'title'], 8)
        """
        from importlib import import_module

        # By its name: the writers stand above this module.
        values: dict[str, Any] = _as_json(import_module("archtool.writers.plain_values").as_values(self))
        return values

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

        # By their names: both stand above this module.
        escape = import_module("archtool.markdown.escape")
        return str(import_module("archtool.writers.md").render(escape.in_markup(self, "md")))


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    return list(map(_as_json, value)) if isinstance(value, (tuple, list)) else value


MARKS = ("duplicates", "duplicate_of", "signals")  # keys that stand only where there is something to say
KEYS = tuple(key for key in Record._fields if key not in (*MARKS, "others", "markup"))  # those that every record has
NAMED = (Group, Pair, Count, Duplicate, Signals)  # written as objects; a list of them is a list of objects
NESTED = tuple(
    key for key in (*KEYS, *MARKS) if any(each.__name__ in str(Record.__annotations__[key]) for each in NAMED)
)

# The front matter of a note, in order: its keys, and the keys of the record that they hold. ``issued`` is a date that
# is less than a day, ``origin`` stands where no ``source`` is known. The rest of a record has no place there.
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
