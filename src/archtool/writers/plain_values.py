"""Write the plain values of a record as a line of JSON, and make a record of such values.

For the JSON formats, the stores and the reader of records. The values are checked by the types of
:class:`~archtool.model.Record`: a key of a known type needs no code here. ``keys.as_values`` is the other direction.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from json import JSONEncoder
from typing import Any

from archtool.model import KEYS, MARKS, Count, Duplicate, Group, Pair, Record, Signals

ENCODER = JSONEncoder(ensure_ascii=False, check_circular=False)
LARGEST = 2**63 - 1
# Surrogates, from file names that are not UTF-8. No database accepts them.
LONE = re.compile("[\ud800-\udfff]")


def line(values: Any, *numbers: int) -> str:
    """Return ``values`` as one line of JSON; what UTF-8 cannot hold is written as an escape, as in all output.

    Raises ``ValueError`` if one of the ``numbers``, read from a record written by hand, is too large for a column: the
    page fails then, not the file.
    """
    if any(abs(number) > LARGEST for number in numbers):
        raise ValueError("a number of more than 64 bits")
    text = ENCODER.encode(values)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = LONE.sub(lambda half: f"\\\\u{ord(half[0]):04x}", text)
    return text + "\n"


def as_record(values: dict[str, Any]) -> Record:
    """Return the record with these ``values``: missing keys get their defaults, unknown keys are kept.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for a value of the wrong type.
    """
    known = {key: check(values[key]) for key, check in _CHECK_OF.items() if key in values}
    others = tuple((key, value) for key, value in values.items() if key not in known)
    return Record(**known, others=others)


def _of(*kinds: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) not in kinds:
            raise TypeError(f"{type(value).__name__}: {str(value)[:40]}")
        return value

    return check


_text, _number = _of(str), _of(int)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(_text, _of(list)(value)))


def _named(make: Any, content: str, check: Any) -> Callable[[Any], Any]:
    """Return a check for lists of ``{"name": ..., content: ...}``, or with ``rule`` for ``name``."""
    name = make._fields[0]
    return lambda value: tuple(make(_text(item[name]), check(item[content])) for item in _of(list)(value))


def _duplicate(value: Any) -> Duplicate:
    item = _of(dict)(value)
    return Duplicate(_text(item["id"]), _text(item["origin"]), float(_of(int, float)(item["similarity"])))


def _signals(value: Any) -> Signals | None:
    if value is None:
        return None
    found = {key: _of(int, float, type(None))(number) for key, number in _of(dict)(value).items() if key in _MEASURED}
    return Signals(**found)


_MEASURED = frozenset(Signals._fields)


# How values are read back, by type.
_CHECKS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    str | None: _of(str, type(None)),
    bool: _of(bool),
    int: _number,
    tuple[str, ...]: _texts,
    tuple[Group, ...]: _named(Group, "topics", _texts),
    tuple[Pair, ...]: _named(Pair, "values", _texts),
    tuple[Count, ...]: _named(Count, "count", _number),
    tuple[Duplicate, ...]: lambda value: tuple(map(_duplicate, _of(list)(value))),
    Signals | None: _signals,
    Duplicate | None: lambda value: None if value is None else _duplicate(value),
}
_CHECK_OF = {key: _CHECKS[Record.__annotations__[key]] for key in (*KEYS, *MARKS)}
