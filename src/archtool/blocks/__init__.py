"""From a page to blocks: the first step of the pipeline. One module for dumps, one for HTML."""

# No postponed annotations: each would be compiled for a named tuple.
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.model import Block, Candidate

if TYPE_CHECKING:
    from archtool.artefacts.elements import Artefact


class Split(NamedTuple):
    """The blocks of a page in order, and what its metadata says.

    For HTML also the elements that an archive put into it, and what the walk over its tree learned.
    """

    blocks: tuple[Block, ...]
    candidates: tuple[Candidate, ...] = ()
    artefacts: tuple["Artefact", ...] = ()
    reading: Any = None
