"""TOML tables, and what is made of them, kept from one process to the next.

Parsing them costs more than judging a page. A cache is used only where path, size and time of the file agree, and the
time of the code that made it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

from archtool.startup import cache

T = TypeVar("T")


def load_toml(name: str) -> dict[str, Any]:
    """Return the tables of our own TOML file of that name."""
    return load_made(name, _tables)


def load_made(name: str, make: Callable[[dict[str, Any]], T]) -> T:
    """Return what the function ``make`` makes of the tables of our own TOML file of that name, and of nothing else.

    It may consist of numbers, texts, lists, tuples, sets of texts, and dictionaries with texts as keys; lists come back
    as tuples.
    """
    path = os.path.join(os.path.dirname(__file__), name)
    status, code = os.stat(path), make.__code__.co_filename
    changed = os.stat(code).st_mtime_ns if os.path.exists(code) else 0
    made_of = (path, status.st_size, status.st_mtime_ns, changed)
    title = f"{name.removesuffix('.toml')}{make.__name__}"
    made: Any = cache.load(title, made_of)
    if made is None:
        import tomllib

        with open(path, "rb") as stream:
            made = make(tomllib.load(stream))
        made = cache.keep(title, made_of, made)
    return cast("T", made)


def _tables(tables: dict[str, Any]) -> dict[str, Any]:
    return tables
