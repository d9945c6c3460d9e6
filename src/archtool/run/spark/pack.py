"""What a command makes of a page, as the text of a row: for results that are no rendered record."""

from __future__ import annotations

import pickle
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, NamedTuple

from archtool.model import Failure, Page, Settings, Skipped


class Packed(NamedTuple):
    """A result as text."""

    text: str


def packed(page: Page, settings: Settings, handle: Callable[..., Any], *extra: Any) -> Any:
    """``handle(page, settings, *extra)``, its result as text."""
    result = handle(page, settings, *extra)
    if isinstance(result, Failure | Skipped):
        return result
    return Packed(pack(result))


def pack(value: Any) -> str:
    """``value`` as text."""
    return b64encode(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)).decode("ascii")


def unpack(text: str) -> Any:
    """The result that was packed."""
    return pickle.loads(b64decode(text))
