"""Our own records, read back: JSON Lines, JSON, and Markdown with our front matter. They pass the pipeline unchanged.

Recognised strictly, by what only we write, so that a dump that begins with ``{`` or ``---`` stays a dump. Records are
read one by one: memory does not grow with their number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from archtool.model import Count, Duplicate, Failure, Group, Origin, Page, Pair, Record
from archtool.readers._types import Source
from archtool.writers.plain_values import KEYS

JSON_START = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"id"\s*:\s*"[0-9a-f]{16}"\s*,\s*"text"\s*:\s*"')
MARKDOWN_ID = re.compile(r"""id: (['"]?)[0-9a-f]{16}\1$""")
ID = re.compile(r"[0-9a-f]{16}")
MARKDOWN_KEYS = frozenset(
    "title author date issued source captured description categories tags topics lang archived id".split()
)
KEY = re.compile(r"([a-z]+):(?: |$)")
NOT_OURS = "not a record of archtool"


class NotARecord(ValueError):  # noqa: N818 - says what it is
    """A piece of the input that is no record of ours: why, on one line."""


def is_record(head: bytes) -> bool:
    """Whether an input that begins with ``head`` holds records that archtool wrote.

    In JSON by our first two keys, in Markdown by a front matter that has an id of ours, or that is too long for
    ``head`` and has had only keys of ours.
    """
    if JSON_START.match(head):
        return True
    lines = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").splitlines()
    if not lines or lines[0] != "---":
        return False
    for line in lines[1:]:
        key = KEY.match(line)
        if MARKDOWN_ID.match(line):
            return True
        if line == "---" or (key and key[1] not in MARKDOWN_KEYS):
            return False
    return len(head) >= 4096 and len(lines) > 2


def read(source: Source) -> Iterator[Page | Failure]:
    """Yield each record of ``source`` as a page that holds it, in order; what is no record is a failure."""
    buffered = io.BufferedReader(source.stream)  # type: ignore[type-var,unused-ignore]
    is_json = not buffered.peek(8)[:8].removeprefix(b"\xef\xbb\xbf").startswith(b"---")
    with io.TextIOWrapper(buffered, "utf-8-sig", "replace") as stream:
        lines = _Lines(stream, source.options.max_bytes)
        pieces = _objects(lines) if is_json else _documents(lines)
        for number, piece in pieces:
            origin = source.origin._replace(offset=number)
            if piece is None:
                yield Failure(origin, f"larger than {source.options.max_bytes} bytes: not read")
                continue
            try:
                for record in _from_json(piece) if is_json else [_from_markdown(piece, source.origin)]:
                    yield _page(record, origin, "plain" if is_json else "md")
            except NotARecord as error:
                yield Failure(origin, f"{NOT_OURS}: {error}")


Piece = tuple[int, str | None]


class _Lines:
    """The lines of a stream with their numbers; of a line that is too long, its beginning."""

    def __init__(self, stream: io.TextIOWrapper, limit: int) -> None:
        self._stream = stream
        self.limit = limit
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(self.limit + 1):
            self.number += 1
            yield line
            while line and not line.endswith("\n"):  # what is left of a line that is too long
                line = self._stream.readline(1 << 16)


def _objects(lines: _Lines) -> Iterator[Piece]:
    """The JSON values of a stream: one a line, or indented ones up to the line that closes them."""
    held: list[str] = []
    size, start, end = 0, 0, ""
    for line in lines:
        if not held:
            bare = line.strip()
            if bare in ("", "[", "]", ","):
                continue
            # A line that was cut begins no indented value: it must not swallow the good ones behind it.
            if bare not in ("{", "[{") or len(line) > lines.limit:
                yield lines.number, bare.removesuffix(",") if len(line) <= lines.limit else None
                continue
            start, size, end = lines.number, 0, line[: len(line) - len(line.lstrip())] + "}"
        size += len(line)
        held.append(line if size <= lines.limit else "")
        if line.rstrip().removesuffix(",") == end:
            yield start, "".join(held).strip().removesuffix(",") if size <= lines.limit else None
            held = []
    if held:
        yield start, "".join(held)


def _documents(lines: _Lines) -> Iterator[Piece]:
    """The documents of a stream of Markdown: each begins with ``---`` behind a blank line, and a key of ours.

    Our bodies hold no line ``---``: a rule is written otherwise.
    """
    held: list[str] = []
    size, start = 0, 1
    for line in lines:
        if len(held) > 2 and held[-1] == "---\n" and held[-2] == "\n" and _is_ours(line):
            yield start, "".join(held[:-1]) if size <= lines.limit else None
            held, size, start = held[-1:], 4, lines.number - 1
        size += len(line)
        held.append(line if size <= lines.limit else line[:8])
    if held:
        yield start, "".join(held) if size <= lines.limit else None


def _is_ours(line: str) -> bool:
    key = KEY.match(line)
    return key is not None and key[1] in MARKDOWN_KEYS


def _page(record: Record, origin: Origin, markup: str) -> Page:
    return Page(
        record.text,
        origin,
        "record",
        record.source,
        record.id,
        record.url,
        record.captured,
        record=record,
        markup=markup,
    )


def _from_json(text: str) -> Iterator[Record]:
    from json import loads

    try:
        values = loads(text)
    except (ValueError, RecursionError) as error:
        raise NotARecord(str(error)) from error
    for value in values if isinstance(values, list) else [values]:
        yield from_values(value)


def from_values(values: Any) -> Record:
    """The record that the JSON forms show as ``values``. Raises :class:`NotARecord`."""
    if not isinstance(values, dict):
        raise NotARecord("no object")
    if missing := [key for key in KEYS if key not in values]:
        raise NotARecord(f"without {', '.join(missing)}")
    if unknown := [key for key in values if key not in Record._fields]:
        raise NotARecord(f"unknown key {unknown[0]!r}")
    try:
        record = Record(**{key: _CHECKS[key](value) for key, value in values.items()})
    except (KeyError, TypeError, ValueError) as error:
        raise NotARecord(f"a value of the wrong kind ({error})") from error
    if not ID.fullmatch(record.id):
        raise NotARecord("its id is no 16 hex digits")
    return record


def _of(*kinds: type) -> Any:
    def check(value: Any) -> Any:
        if type(value) not in kinds:
            raise TypeError(f"{type(value).__name__}: {str(value)[:40]}")
        return value

    return check


_text, _maybe, _number, _flag = _of(str), _of(str, type(None)), _of(int), _of(bool)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(_text, _of(list)(value)))


def _named(make: Any, content: str, check: Any) -> Any:
    """A check for lists of ``{"name": ..., content: ...}``, or ``rule`` for ``name``."""
    name = make._fields[0]
    return lambda value: tuple(make(_text(item[name]), check(item[content])) for item in _of(list)(value))


def _duplicate(value: Any) -> Duplicate:
    item = _of(dict)(value)
    return Duplicate(_text(item["id"]), _text(item["origin"]), float(_of(int, float)(item["similarity"])))


_CHECKS: dict[str, Any] = {
    **dict.fromkeys(("id", "text", "source", "origin"), _text),
    **dict.fromkeys(("url", "title", "site", "lang", "date", "captured", "description"), _maybe),
    **dict.fromkeys(("authors", "categories", "tags", "topics"), _texts),
    "archived": _flag,
    "words": _number,
    "tag_groups": _named(Group, "topics", _texts),
    "fields": _named(Pair, "values", _texts),
    "removed": _named(Count, "count", _number),
    "duplicates": lambda value: tuple(map(_duplicate, _of(list)(value))),
    "duplicate_of": lambda value: None if value is None else _duplicate(value),
}


def _from_markdown(text: str, origin: Origin) -> Record:
    """The record of one document. Front matter has no place for its word count, groups, pairs and removals."""
    import frontmatter
    import yaml

    class Strings(frontmatter.YAMLHandler):  # type: ignore[misc,name-defined]
        def load(self, fm: str, **options: object) -> Any:
            return yaml.load(fm, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))

    try:
        values, body = frontmatter.parse(text, handler=Strings())
    except yaml.YAMLError as error:
        raise NotARecord(f"front matter: {' '.join(str(error).split())}") from error
    if unknown := [key for key in values if key not in MARKDOWN_KEYS]:
        raise NotARecord(f"front matter has the unknown key {unknown[0]!r}")
    identity = values.get("id")
    if not isinstance(identity, str) or not ID.fullmatch(identity):
        raise NotARecord("front matter without an id of 16 hex digits")
    return Record(
        id=identity,
        text=body,
        url=_one(values, "source"),
        title=_one(values, "title"),
        authors=_list(values, "author"),
        lang=_one(values, "lang"),
        date=_one(values, "date") or _one(values, "issued"),
        captured=_one(values, "captured"),
        archived=_one(values, "archived") == "true",
        description=_one(values, "description"),
        categories=_list(values, "categories"),
        tags=_list(values, "tags"),
        topics=_list(values, "topics"),
        origin=str(origin),
    )


def _one(values: dict[str, Any], key: str) -> str | None:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise NotARecord(f"front matter: {key} must be one value")
    return value or None


def _list(values: dict[str, Any], key: str) -> tuple[str, ...]:
    value = values.get(key, [])
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise NotARecord(f"front matter: {key} must be a list of strings")
    return tuple(item for item in items if item)
