"""Render records as text: one module for each output format, registered by being in this folder.

Called by ``run/`` for each record; the sinks of ``output/`` put the results in place. A writer module defines
``FORMAT``. Each record is rendered by itself, so that several processes can share the work; the text before, between
and after the records of one file is constant.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from archtool.errors import UsageError
from archtool.model import Record


class Format(NamedTuple):
    """An output format: the suffix of its files, its renderer, and the text around records.

    ``alone``: the text before and after a record in a file of its own. ``markdown``: the renderer needs the record's
    text as Markdown, whatever the run asks for. ``store``: for a format that is not text, the module of
    ``output/sinks`` that makes its file from the results of ``render``. ``also``: other suffixes.
    """

    suffix: str
    render: Callable[[Record], Any]
    before: str = ""
    between: str = ""
    after: str = ""
    alone: tuple[str, str] = ("", "")
    markdown: bool = False
    store: str = ""
    also: tuple[str, ...] = ()


def load(name: str) -> Format:
    """Return the format of that name."""
    format: Format = import_module(f"archtool.writers.{name}").FORMAT
    return format


def names() -> list[str]:
    """Return the names of all formats, one for each module of this folder that defines ``FORMAT``."""
    import pkgutil

    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [name for name in found if hasattr(import_module(f"archtool.writers.{name}"), "FORMAT")]


def by_suffix(suffix: str) -> str | None:
    """Return the name of the format whose files end in ``suffix``, such as ``.md``; ``None`` if there is none."""
    wanted = suffix.lower()
    return next((name for name in names() if wanted in (load(name).suffix, *load(name).also)), None)


def choose(name: str | None, suffix: str, default: str) -> str:
    """Return the name of a run's format: the one chosen, else that of the output's suffix, else ``default``."""
    if name:
        return name
    if not suffix:
        return default
    found = by_suffix(suffix)
    if found is None:
        known = ", ".join(load(format).suffix for format in names())
        raise UsageError(f"no format has the suffix {suffix!r} (known: {known}); say which one with --to")
    return found
