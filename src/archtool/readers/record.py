"""Read archtool's own records: JSON Lines, JSON, and Markdown with its front matter. They pass the pipeline unchanged.

They are recognised by the first two keys in JSON or the ``id`` in front matter, so that any other dump that begins with
``{`` or ``---`` stays a dump. A missing key gets its default; an unknown key is kept. Records are read one by one:
memory does not grow with their number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from archtool.artefacts.controls import tidied, without_controls
from archtool.model import FRONT_MATTER, Failure, Origin, Page, Record
from archtool.readers._lines import Lines, Piece, objects
from archtool.readers._types import Source
from archtool.startup.patterns import lazy
from archtool.writers.plain_values import as_record

JSON_START = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"id"\s*:\s*"[0-9a-f]{16}"\s*,\s*"text"\s*:\s*"')
MARKDOWN_ID = re.compile(r"""id: *(['"]?)[0-9a-f]{16}\1\s*$""")
ID = re.compile(r"[0-9a-f]{16}")
KEY = re.compile(r"([^\W\d][\w-]*):(?:\s|$)")
HEAD = 4096  # bytes that are seen of an input; an id may stand further down
ESCAPED = lazy(r"\\[bfru]")  # a possible control character in JSON
NOT_OURS = "not a record of archtool"


class NotARecord(ValueError):  # noqa: N818 - says what it is
    """A piece of the input is no record of archtool; the message says why on one line."""


def is_record(head: bytes) -> bool:
    """Whether an input that begins with ``head`` holds records that archtool wrote.

    JSON is recognised by the first two keys, Markdown by a front matter with an id of archtool, or with only its keys
    where ``head`` ends before the front matter does.
    """
    if JSON_START.match(head):
        return True
    lines = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").splitlines()
    if not lines or lines[0].rstrip() != "---":
        return False
    keys, has_id = [], False
    for line in lines[1:]:
        if line.rstrip() == "---":
            break
        has_id = has_id or MARKDOWN_ID.match(line) is not None
        keys += [found[1] for found in (KEY.match(line),) if found and found[1] != "id"]
    else:
        has_id = has_id or len(head) >= HEAD
    return has_id and (not keys or any(key in FRONT_MATTER for key in keys))


def read(source: Source) -> Iterator[Page | Failure]:
    """Yield each record of ``source`` as a page that holds it, in order, and a failure for anything else."""
    buffered = io.BufferedReader(source.stream)  # type: ignore[type-var,unused-ignore]
    is_json = not buffered.peek(8)[:8].removeprefix(b"\xef\xbb\xbf").startswith(b"---")
    with io.TextIOWrapper(buffered, "utf-8-sig", "replace") as stream:
        lines = Lines(stream, source.options.max_bytes)
        pieces = objects(lines) if is_json else _documents(lines)
        for number, piece in pieces:
            origin = source.origin._replace(offset=number)
            if piece is None:
                yield Failure(origin, f"larger than {source.options.max_bytes} bytes: not read")
                continue
            try:
                for record in _from_json(piece) if is_json else [_from_markdown(piece, source.origin)]:
                    yield _page(record, origin)
            except NotARecord as error:
                yield Failure(origin, f"{NOT_OURS}: {error}")


def _documents(lines: Lines) -> Iterator[Piece]:
    """Yield the documents of a stream of Markdown: each begins with ``---`` behind a blank line, and has an id of
    archtool above the next ``---``. So a rule ``---`` in a body begins none.
    """
    held: list[str] = []
    size, first, begin = 0, 1, -1  # the line where the document begins, and the one in ``held`` where another may
    for line in lines:
        if line.rstrip() == "---":
            behind_blank = len(held) > 2 and not held[-1].strip()
            begin = len(held) if behind_blank else -1
        elif begin > 0 and MARKDOWN_ID.match(line):
            body = "".join(held[:begin])
            yield first, body if size - sum(map(len, held[begin:])) <= lines.limit else None
            first = lines.number - (len(held) - begin)
            held, begin = held[begin:], -1
            size = sum(map(len, held))
        size += len(line)
        held.append(line if size <= lines.limit else line[:24])
    if held:
        yield first, "".join(held) if size <= lines.limit else None


def _page(record: Record, origin: Origin) -> Page:
    return Page(
        record.text,
        origin,
        "record",
        record.source,
        record.id,
        record.url,
        record.captured,
        record=record,
    )


def _from_json(text: str) -> Iterator[Record]:
    from json import loads

    try:
        values = loads(text)
        # Checking each value takes a third of the time of reading a record, and few need tidying.
        if ESCAPED.search(text) or not (text.isprintable() or without_controls(text) == text):
            values = tidied(values)
    except (ValueError, RecursionError) as error:
        raise NotARecord(str(error)) from error
    for value in values if isinstance(values, list) else [values]:
        yield from_values(value)


def from_values(values: Any) -> Record:
    """Return the record that JSON has as ``values``. Raise :class:`NotARecord`."""
    if not isinstance(values, dict):
        raise NotARecord("no object")
    if missing := [key for key in ("id", "text") if key not in values]:
        raise NotARecord(f"without {', '.join(missing)}")
    try:
        record = as_record(values)
    except (KeyError, TypeError, ValueError) as error:
        raise NotARecord(f"a value of the wrong kind ({error})") from error
    if not ID.fullmatch(record.id):
        raise NotARecord("its id is no 16 hex digits")
    return record


def _from_markdown(text: str, origin: Origin) -> Record:
    """Return the record of one document. Front matter does not hold its word count, groups, pairs and removals."""
    import frontmatter
    import yaml

    class Strings(frontmatter.YAMLHandler):  # type: ignore[misc,name-defined]
        def load(self, fm: str, **options: object) -> Any:
            return yaml.load(fm, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))

    text = without_controls(text)
    try:
        values, body = frontmatter.parse(text, handler=Strings())
    except yaml.YAMLError as error:
        raise NotARecord(f"front matter: {' '.join(str(error).split())}") from error
    values = tidied(values)
    identity = values.get("id")
    if not isinstance(identity, str) or not ID.fullmatch(identity):
        raise NotARecord("front matter without an id of 16 hex digits")
    others = tuple(_others(text, values)) if values.keys() - FRONT_MATTER.keys() else ()
    known: dict[str, Any] = {}
    for key, name in FRONT_MATTER.items():
        if key in values:
            many = Record.__annotations__[name] == tuple[str, ...]
            known[name] = known.get(name) or (_list(values, key) if many else _one(values, key))
    if values.get("issued"):  # a month or year; ``date`` has its first day
        known["date"] = _one(values, "issued")
    elif values.get("date_from"):
        known["date"] = None
    known["archived"] = known.get("archived") == "true"
    known["origin"] = known.get("origin") or str(origin)
    return Record(**known, text=body, others=others, markup="md")


def _others(text: str, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the unknown keys of a front matter, with their values as YAML has them: numbers, dates, lists."""
    import frontmatter

    typed, _ = frontmatter.parse(text)
    for key in values:
        if key not in FRONT_MATTER:
            yield key, _as_json(typed.get(key, values[key]))


def _as_json(value: Any) -> Any:
    """Return a value of YAML as JSON can hold it; dates and other types as text."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(_as_json, value))
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


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
