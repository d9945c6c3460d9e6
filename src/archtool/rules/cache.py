"""TOML tables kept as marshalled bytes in the user's cache folder, because parsing them costs more than judging a page.

A cache is used only where version, path, size and time of the file agree; where it cannot be read or written, the
file is parsed as if there were none.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from typing import Any

from archtool.rules.starts import beginnings, needed
from archtool.version import __version__


def load_toml(name: str) -> dict[str, Any]:
    """Return the tables of our own TOML file of that name, each pattern with how its matches begin."""
    path = os.path.join(os.path.dirname(__file__), name)
    status = os.stat(path)
    key = (__version__, path, status.st_size, status.st_mtime_ns, sys.hexversion)
    cached = os.path.join(_folder(), f"{name.removesuffix('.toml')}-{sys.implementation.cache_tag}.rules")
    try:
        with open(cached, "rb") as stream:
            found_key, tables = marshal.load(stream)
        if found_key == key:
            return dict(tables)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    import tomllib

    with open(path, "rb") as stream:
        tables = tomllib.load(stream)
    for rules in tables.values():
        for rule in rules if isinstance(rules, list) else ():
            if "match" in rule:
                rule["beginnings"] = [beginnings(pattern) for pattern in rule["match"]]
                rule["needed"] = [needed(pattern) for pattern in rule["match"]]
    _write(cached, marshal.dumps((key, tables)))
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
