"""What was read of an HTML page, once, for every field: its head, the object that describes it, its blocks, its title.

``fields/structured.py`` makes it and hands it to one module for each field.
"""

from typing import NamedTuple

from archtool.blocks.html import Reading
from archtool.blocks.json_ld import Object
from archtool.fields.html_head import Head


class Sources(NamedTuple):
    """``main`` is the JSON-LD object that describes the page, ``sites`` the keys of its site's names, ``place`` the
    index of the block that shows the title.
    """

    head: Head
    main: Object
    reading: Reading
    url: str
    sites: set[str]
    place: int = 0
