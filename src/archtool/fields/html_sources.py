"""The parsed parts of an HTML page that all fields share: its head, the object that describes it, blocks, title.

``fields/structured.py`` makes them once and passes them to the module of each field.
"""

from typing import NamedTuple

from archtool.blocks.html import Reading
from archtool.blocks.json_ld import Object
from archtool.fields.html_head import Head


class Sources(NamedTuple):
    """``main`` is the JSON-LD object that describes the page, ``sites`` the keys of its site's names, ``place`` the
    index of the block that shows the title, which is ``title``.
    """

    head: Head
    main: Object
    reading: Reading
    url: str
    sites: set[str]
    place: int = 0
    title: str = ""
