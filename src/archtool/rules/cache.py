"""Cache TOML tables, and what is made of them, from one process to the next.

Used by the modules of ``rules/``: parsing the tables takes longer than judging a page. A cache is used only if the
version of archtool, path, size and time of the file, and time of the code that made it agree.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from archtool.startup import cache
from archtool.version import __version__

T = TypeVar("T")
FOLDER = os.path.dirname(__file__)


def load_toml(name: str) -> dict[str, Any]:
    """Return the tables of our own TOML file of that name."""
    return load_made(name, _tables)


def load_made(name: str, make: Callable[[dict[str, Any]], T]) -> T:
    """Return the result of ``make`` for the tables of our own TOML file of that name; it must depend on nothing else.

    It may consist of numbers, texts, lists, tuples, sets of texts, and dictionaries with texts as keys; lists come back
    as tuples.
    """

    def first(documents: Sequence[dict[str, Any]]) -> T:
        return make(documents[0])

    return _load(f"{name.removesuffix('.toml')}{make.__name__}", [name], [make.__code__.co_filename], first)


def load_all(make: Callable[[Sequence[dict[str, Any]]], T]) -> T:
    """Return the result of ``make`` for the tables of all our TOML files in this folder, sorted by name.

    It is recomputed when a module of this folder changes.
    """
    found = sorted(os.listdir(FOLDER))
    names = [name for name in found if name.endswith(".toml")]
    code = [os.path.join(FOLDER, name) for name in found if name.endswith(".py")]
    return _load(f"all{make.__name__}", names, code, make)


def _load(title: str, names: Sequence[str], code: Sequence[str], make: Callable[[Sequence[dict[str, Any]]], T]) -> T:
    changed = max([os.stat(path).st_mtime_ns for path in code if os.path.exists(path)], default=0)
    made_of: list[Any] = [__version__, changed]
    for name in names:
        status = os.stat(os.path.join(FOLDER, name))
        made_of += (name, status.st_size, status.st_mtime_ns)
    made: Any = cache.load(title, (FOLDER, *made_of))
    if made is None:
        import tomllib

        documents = []
        for name in names:
            with open(os.path.join(FOLDER, name), "rb") as stream:
                documents.append(tomllib.load(stream))
        made = cache.keep(title, (FOLDER, *made_of), make(documents))
    return cast("T", made)


def _tables(tables: dict[str, Any]) -> dict[str, Any]:
    return tables
