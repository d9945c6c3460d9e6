"""archtool turns archived web pages into cleaned, tagged records.

    >>> import archtool
    >>> for page in archtool.read("page.txt"):  # doctest: +SKIP
    ...     if isinstance(page, archtool.Page):
    ...         print(archtool.clean(page).title)

Names are imported when they are first used: the command line pays only for what it needs.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from archtool.version import __version__

if TYPE_CHECKING:
    from archtool.clean import clean
    from archtool.model import Failure, Page, Record, Settings, Skipped
    from archtool.readers import read

__all__ = ["Failure", "Page", "Record", "Settings", "Skipped", "__version__", "clean", "read"]


class _Package(type(sys)):  # type: ignore[misc]
    """This package, with ``clean`` as the function also after the module of that name has been imported."""

    @property
    def clean(self) -> Any:
        from archtool.clean import clean

        return clean

    @clean.setter
    def clean(self, module: Any) -> None:
        """Importing ``archtool.clean`` sets this; the module stays reachable through ``from archtool.clean import``."""


def __getattr__(name: str) -> Any:
    if name == "read":
        from archtool.readers import read

        return read
    if name in __all__:
        from archtool import model

        return getattr(model, name)
    raise AttributeError(f"module 'archtool' has no attribute {name!r}")


sys.modules[__name__].__class__ = _Package
