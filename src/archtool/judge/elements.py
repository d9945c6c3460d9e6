"""Find the elements of an HTML page by their classes, and those inside them.

For the judges of parts that are known by the name of their element, such as readers' comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any


def elements_called(walk: Any, signs: Sequence[str], pattern: re.Pattern[str]) -> list[int]:
    """Return the elements whose classes match ``pattern``, in page order; each match contains one of ``signs``."""
    classes = walk.classes()
    if not any(map(classes.__contains__, signs)):
        return []
    named = {
        tokens
        for tokens in set(walk.tokens)  # list items repeat theirs
        if any(map(tokens.__contains__, signs)) and pattern.search(tokens)
    }
    return [element for element, tokens in enumerate(walk.tokens) if tokens in named] if named else []


def elements_within(walk: Any, outer: Iterable[int]) -> set[int]:
    """Return the elements ``outer``, which are in page order, and all elements inside them."""
    parents = walk.parents
    inside: set[int] = set()
    for element in outer:
        if element in inside:
            continue
        end = element + 1  # elements are in page order: those inside one follow it
        while end < len(parents) and parents[end] >= element:
            end += 1
        inside.update(range(element, end))
    return inside
