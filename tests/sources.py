"""Compiled modules in both of their forms: a test compares what they give."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def compiled(module: ModuleType) -> bool:
    """Whether a compiled form of ``module`` was imported."""
    return not str(module.__file__).endswith(".py")


def from_source(module: ModuleType, *bases: ModuleType) -> ModuleType:
    """Return the plain Python source of ``module``, whatever form is imported.

    ``bases`` are the modules whose classes it extends, in the order of their imports: they are taken from source, too.
    """
    imported = {base.__name__: sys.modules[base.__name__] for base in bases}
    try:
        for base in bases:
            sys.modules[base.__name__] = _load(base)
        return _load(module)
    finally:
        sys.modules.update(imported)


def _load(module: ModuleType) -> ModuleType:
    path = Path(str(module.__file__)).with_name(module.__name__.rpartition(".")[2] + ".py")
    spec = importlib.util.spec_from_file_location(f"{module.__name__}_source", path)
    assert spec is not None
    assert spec.loader is not None
    source = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(source)
    return source
