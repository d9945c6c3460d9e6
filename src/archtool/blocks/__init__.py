"""Split a page into blocks: the first step of the pipeline. ``text.py`` does dumps, ``html.py`` HTML."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.model import Block, Candidate

if TYPE_CHECKING:
    from archtool.artefacts.elements import Artefact


class Split(NamedTuple):
    """The blocks of a page in order, and the candidates from its metadata.

    For HTML also the elements that an archive added, the data of the walk over its tree, and ``beside``: the kinds, by
    index, of blocks beside the text, which are pictures, rules and what a browser does not show.
    """

    blocks: tuple[Block, ...]
    candidates: tuple[Candidate, ...] = ()
    artefacts: tuple["Artefact", ...] = ()
    reading: Any = None
    beside: Mapping[int, str] = MappingProxyType({})
    base: str = ""
