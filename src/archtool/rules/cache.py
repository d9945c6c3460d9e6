"""TOML tables, and what is made of them, kept as marshalled bytes in the user's cache folder.

Parsing them costs more than judging a page. A cache is used only where version, path, size and time of the file agree,
and the time of the code that made it; where it cannot be read or written, the file is parsed as if there were none.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

from archtool.version import __version__

T = TypeVar("T")

def load_toml(name: str) -> dict[str, Any]:
    """Return the tables of our own TOML file of that name."""
    return load_made(name, _tables)


def load_made(name: str, make: Callable[[dict[str, Any]], T]) -> T:
    """Return what the function ``make`` makes of the tables of our own TOML file of that name, and of nothing else.

    It must be of kinds that ``marshal`` writes: numbers, texts, tuples, sets, dictionaries.
    """
    path = os.path.join(os.path.dirname(__file__), name)
    status, code = os.stat(path), make.__code__.co_filename
    changed = os.stat(code).st_mtime_ns if os.path.exists(code) else 0
    key = (__version__, path, status.st_size, status.st_mtime_ns, changed, sys.hexversion)
    title = f"{name.removesuffix('.toml')}{make.__name__}-{sys.implementation.cache_tag}.rules"
    cached = os.path.join(_folder(), title)
    try:
        with open(cached, "rb") as stream:
            found_key, made = marshal.loads(stream.read())  # several times faster than load
        if found_key == key:
            return cast("T", made)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    import tomllib

    with open(path, "rb") as stream:
        fresh: Any = make(tomllib.load(stream))
    _write(cached, marshal.dumps((key, fresh)))
    return cast("T", fresh)


def _tables(tables: dict[str, Any]) -> dict[str, Any]:
    return tables


def _folder() -> str:
    """Return the user's folder for caches (the XDG base directory specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "archtool")


def _write(path: str, data: bytes) -> None:
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)
    except (OSError, ValueError):
        with suppress(OSError):
            os.unlink(temporary)
