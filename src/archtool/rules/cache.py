"""TOML tables kept as marshalled bytes beside Python's own caches, because parsing them costs more than judging a page.

The cache stands in ``__pycache__`` like compiled modules do, keyed by the size and the time of the file; where it
cannot be read or written, the file is parsed as if there were none.
"""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path
from typing import Any

from archtool.rules.starts import first_letters


def load_toml(path: Path) -> dict[str, Any]:
    """Return the tables of one of our own TOML files."""
    status = path.stat()
    key = (path.name, status.st_size, status.st_mtime_ns, sys.hexversion)
    cached = path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.rules"
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
                rule["letters"] = [first_letters(pattern) for pattern in rule["match"]]
    _write(cached, marshal.dumps((key, tables)))
    return tables


def _write(path: Path, data: bytes) -> None:
    if sys.dont_write_bytecode:
        return
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except (OSError, ValueError):
        temporary.unlink(missing_ok=True)
