"""Results that are no rendered record, as text, for the column ``text`` of a row: pickled, in Base64."""

from __future__ import annotations

import pickle
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, NamedTuple

from archtool.model import Failure, Page, Settings, Skipped


class Packed(NamedTuple):
    """A packed result."""

    text: str


def packed(page: Page, settings: Settings, handle: Callable[..., Any], *extra: Any) -> Any:
    """Return ``handle(page, settings, *extra)``, packed."""
    result = handle(page, settings, *extra)
    if isinstance(result, Failure | Skipped):
        return result
    return Packed(pack(result))


def pack(value: Any) -> str:
    """Return ``value`` as text."""
    return b64encode(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)).decode("ascii")


def unpack(text: str) -> Any:
    """Return the value that was packed."""
    return pickle.loads(b64decode(text))
