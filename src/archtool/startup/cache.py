"""A cache on disk, in the user's cache folder, for values that are slow to make and always come out the same.

It holds tables of rules (``rules/cache.py``) and compiled regular expressions (``startup/patterns.py``), which every
start would make anew otherwise. A value is used only where all that it was made of agrees; what cannot be
read or written is made as if there were no cache.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from typing import Any
from zlib import crc32

from archtool.version import __version__


def load(name: str, made_of: tuple[Any, ...]) -> Any:
    """Return the value kept under ``name``; ``None`` where there is none, or one that was made of other things."""
    try:
        with open(_path(name), "rb") as stream:
            found, value = marshal.loads(stream.read())  # several times faster than load
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return value if found == _made_of(made_of) else None


def keep(name: str, made_of: tuple[Any, ...], value: Any) -> None:
    """Keep ``value`` under ``name``. It must be of kinds that ``marshal`` writes."""
    path = _path(name)
    temporary = f"{path}.{os.getpid()}"
    with suppress(OSError, ValueError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(temporary, "wb") as stream:
                stream.write(marshal.dumps((_made_of(made_of), value)))
            os.replace(temporary, path)
        finally:  # Ctrl-C, too, leaves nothing behind
            with suppress(OSError):
                os.unlink(temporary)


def _made_of(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    return (__version__, sys.hexversion, *parts)


def _path(name: str) -> str:
    """Return the file of a name, in the user's folder for caches (the XDG base directory specification).

    Each installation has files of its own: two of them would overwrite each other's at every start.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    folder = os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "archtool")
    place = crc32(os.path.dirname(__file__).encode("utf-8", "surrogateescape"))
    return os.path.join(folder, f"{name}-{place:08x}-{sys.implementation.cache_tag}.cache")
