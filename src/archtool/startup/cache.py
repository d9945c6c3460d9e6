"""A cache on disk, in the user's cache directory, for tables that are slow to make and always the same.

``rules/cache.py`` keeps the compiled TOML files there, which every start would have to parse again otherwise. The files
are JSON behind a checksum: reading one cannot run code, and a damaged one is replaced. A value is used only if its
sources are unchanged. A cache that cannot be read or written costs only time.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any
from zlib import crc32

UNUSED = 30 * 24 * 3600  # seconds after which a file is removed: its installation is gone, or will write it again
SET = "set of"  # the key under which JSON holds the members of a set
NESTED = frozenset({list, dict})


def load(name: str, made_of: tuple[Any, ...]) -> Any:
    """Return the value stored under ``name``; ``None`` if there is none, or if it was made from other sources."""
    from json import loads

    try:
        with open(_path(name), "rb") as stream:
            checksum, _, data = stream.read().partition(b"\n")
        if int(checksum, 16) != crc32(data):
            return None
        found, value = loads(data)
    except (OSError, ValueError, RecursionError):
        return None
    return _frozen(value) if found == list(made_of) else None


def keep(name: str, made_of: tuple[Any, ...], value: Any) -> Any:
    """Store ``value`` under ``name`` and return it as :func:`load` will: with tuples for lists."""
    from json import dumps, loads

    path = _path(name)
    temporary = f"{path}.{os.getpid()}"
    text = dumps((made_of, value), ensure_ascii=False, default=_plain)
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(temporary, "xb") as stream:
                data = text.encode()
                stream.write(b"%08x\n" % crc32(data) + data)
            os.replace(temporary, path)
        finally:  # even Ctrl-C leaves no file behind
            with suppress(OSError):
                os.unlink(temporary)
        _prune(os.path.dirname(path))
    return _frozen(loads(text)[1])


def _plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return {SET: sorted(value)}
    raise TypeError(f"not for a cache: {value!r}")


def _frozen(value: Any) -> Any:
    """Return a value from JSON with tuples for lists, and with sets restored."""
    if value.__class__ is list:
        return tuple([_frozen(each) if each.__class__ in NESTED else each for each in value])
    if value.__class__ is dict:
        if SET in value:
            return frozenset(value[SET])
        return {key: _frozen(each) if each.__class__ in NESTED else each for key, each in value.items()}
    return value


def _prune(folder: str) -> None:
    """Remove old files, also those of earlier versions, and what killed processes left."""
    from time import time

    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and time() - entry.stat(follow_symlinks=False).st_mtime > UNUSED:
                os.unlink(entry.path)


def _path(name: str) -> str:
    """Return the path for a name, in the user's cache directory (XDG Base Directory Specification).

    Each installation has its own files: two would otherwise overwrite each other's at every start.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    folder = os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "archtool")
    place = crc32(os.path.dirname(__file__).encode("utf-8", "surrogateescape"))
    return os.path.join(folder, f"{name}-{place:08x}-{sys.implementation.cache_tag}.json")
