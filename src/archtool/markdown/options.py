"""The options for links and pictures that ``document.py`` passes to the other modules of ``markdown/``."""

from typing import NamedTuple


class Options(NamedTuple):
    """``links`` is ``keep`` or ``strip``, ``images`` ``keep`` (as references), ``drop`` or ``copy``.

    ``base`` is the page's address, against which relative addresses are resolved.
    """

    links: str = "keep"
    base: str | None = None
    images: str = "keep"


DEFAULT = Options()
