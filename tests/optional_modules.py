"""Import every module of the package, where training may be without its libraries (the extra ``fit``)."""

from __future__ import annotations

import importlib
from types import ModuleType

LIBRARIES = {"lightgbm", "numpy", "scipy"}


def module(name: str) -> ModuleType | None:
    """The module of this name; ``None`` where it needs a library for training that is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in LIBRARIES:
            return None
        raise
