"""The parts of a vocabulary, whatever the format of its file: concepts and their labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archtool.errors import UsageError
from archtool.topics import slug

DEEPEST = 100  # broader terms above one another: thesauri have a dozen, and the tag names them all
PREFERRED, ALTERNATIVE = "preferred label", "alternative label"


class Label(NamedTuple):
    """A name of a concept. ``lang``: of the label, empty where unknown. ``exact``: only as it is written."""

    text: str
    concept: int
    kind: str = ALTERNATIVE
    lang: str = ""
    exact: bool = False


class Concept(NamedTuple):
    """A concept: the name shown, and the tag with the broader concepts in front (``europe/france``)."""

    name: str
    tag: str


class Source(NamedTuple):
    """One loaded vocabulary: its concepts, their labels, and ambiguous labels with their possible meanings."""

    name: str
    concepts: Sequence[Concept]
    labels: Iterable[Label]
    ambiguous: dict[str, str] = {}  # noqa: RUF012 - never changed


def path_of(number: int, names: Sequence[str], parents: dict[int, int]) -> str:
    """Return the tag of a concept: the slugs of its broader concepts and its own, joined by ``/``; a cycle is cut.

    Raises :class:`UsageError` where more than ``DEEPEST`` stand above it.
    """
    chain = [number]
    while (above := parents.get(chain[-1])) is not None and above not in chain:
        chain.append(above)
        if len(chain) > DEEPEST + 1:  # itself, and those above it
            raise UsageError(f"more than {DEEPEST} broader terms of a vocabulary stand above {names[number]!r}")
    return "/".join(slug(names[each]) for each in reversed(chain))
