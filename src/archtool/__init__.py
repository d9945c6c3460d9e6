"""archtool turns archived web pages into cleaned, tagged records.

    >>> import archtool
    >>> record = archtool.clean("<h1>Spring tides</h1><p>The harbour is closed from Monday to Friday.</p>")
    >>> record.title, record.text
    ('Spring tides', 'The harbour is closed from Monday to Friday.')

``archtool guide python`` is the manual. Names are imported when they are first used, so that importing the package
costs nothing and the command line starts fast.
"""

from __future__ import annotations

from archtool.version import __version__

TYPE_CHECKING = False  # not from typing, whose import takes a third of the time of --version
if TYPE_CHECKING:
    from archtool.api.cleaning import clean, clean_file, explain
    from archtool.api.collections import dedupe, signals, tags
    from archtool.api.collections import filter_records as filter  # noqa: A004
    from archtool.api.learning import learn
    from archtool.api.reading import read
    from archtool.api.settings import settings
    from archtool.api.writing import write
    from archtool.corpus.counted import TopicCount
    from archtool.errors import OutputError, PageError, UsageError
    from archtool.model import Failure, Page, Record, Settings, Signals, Skipped
    from archtool.readers import ReadOptions
    from archtool.report.ledger import Row

__all__ = [
    "Failure",
    "OutputError",
    "Page",
    "PageError",
    "ReadOptions",
    "Record",
    "Row",
    "Settings",
    "Signals",
    "Skipped",
    "TopicCount",
    "UsageError",
    "__version__",
    "clean",
    "clean_file",
    "dedupe",
    "explain",
    "filter",
    "learn",
    "read",
    "settings",
    "signals",
    "tags",
    "write",
]
# The module of each name; all others are in ``model``.
_HOMES = {
    **dict.fromkeys(("clean", "clean_file", "explain"), "api.cleaning"),
    **dict.fromkeys(("dedupe", "filter", "signals", "tags"), "api.collections"),
    **dict.fromkeys(("OutputError", "PageError", "UsageError"), "errors"),
    "ReadOptions": "readers",
    "Row": "report.ledger",
    "TopicCount": "corpus.counted",
    "learn": "api.learning",
    "read": "api.reading",
    "settings": "api.settings",
    "write": "api.writing",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'archtool' has no attribute {name!r}")
    from importlib import import_module

    home = import_module(f"archtool.{_HOMES.get(name, 'model')}")
    found = getattr(home, "filter_records" if name == "filter" else name)  # a global would hide Python's own
    globals()[name] = found  # so that the next access does not come here
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
