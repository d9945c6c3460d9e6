"""From a page to blocks: the first step of the pipeline. One module for dumps, one for HTML."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.model import Block, Candidate

if TYPE_CHECKING:
    from archtool.artefacts.elements import Artefact


class Split(NamedTuple):
    """The blocks of a page in order, and what its metadata says.

    For HTML also the elements that an archive put into it, what the walk over its tree learned, and by index those
    blocks that stand beside the text, with their kind: pictures, rules, and what a browser does not show.
    """

    blocks: tuple[Block, ...]
    candidates: tuple[Candidate, ...] = ()
    artefacts: tuple["Artefact", ...] = ()
    reading: Any = None
    beside: Mapping[int, str] = MappingProxyType({})
    base: str = ""
