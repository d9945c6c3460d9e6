"""TOML tables kept as marshalled bytes in the user's cache folder, because parsing them costs more than judging a page.

A cache is used only where version, path, size and time of the file agree; where it cannot be read or written, the
file is parsed as if there were none.
"""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path
from typing import Any

from archtool.rules.starts import beginnings
from archtool.version import __version__


def load_toml(path: Path) -> dict[str, Any]:
    """Return the tables of one of our own TOML files, each pattern with how its matches begin."""
    status = path.stat()
    key = (__version__, str(path), status.st_size, status.st_mtime_ns, sys.hexversion)
    cached = _folder() / f"{path.stem}-{sys.implementation.cache_tag}.rules"
    try:
        found_key, tables = marshal.loads(cached.read_bytes())
        if found_key == key:
            return dict(tables)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    import tomllib

    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    for rules in tables.values():
        for rule in rules if isinstance(rules, list) else ():
            if "match" in rule:
                rule["beginnings"] = [beginnings(pattern) for pattern in rule["match"]]
    _write(cached, marshal.dumps((key, tables)))
    return tables


def _folder() -> Path:
    """Return the user's folder for caches (the XDG base directory specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path(os.path.expanduser("~/.cache"))) / "archtool"  # noqa: PTH111, PTH117


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except (OSError, ValueError):
        temporary.unlink(missing_ok=True)
