"""archtool turns archived web pages into cleaned, tagged records.

    >>> import archtool
    >>> for page in archtool.read("page.txt"):  # doctest: +SKIP
    ...     if isinstance(page, archtool.Page):
    ...         print(archtool.clean(page).title)

Names are imported when they are first used, so that the command line starts fast.
"""

from __future__ import annotations

from archtool.version import __version__

TYPE_CHECKING = False  # as typing has it, whose import takes a third of the time of --version
if TYPE_CHECKING:
    from archtool.model import Failure, Page, Record, Settings, Skipped
    from archtool.pipeline import clean
    from archtool.readers import read

__all__ = ["Failure", "Page", "Record", "Settings", "Skipped", "__version__", "clean", "read"]


def __getattr__(name: str) -> object:
    if name == "clean":
        from archtool.pipeline import clean

        return clean
    if name == "read":
        from archtool.readers import read

        return read
    if name in __all__:
        from archtool import model

        return getattr(model, name)
    raise AttributeError(f"module 'archtool' has no attribute {name!r}")
