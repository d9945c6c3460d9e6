"""Types of ``forest.pyx``, which is C where it is compiled and absent where it is not."""

from typing import Any

def together(
    features: Any,
    width: int,
    count: int,
    roots: Any,
    columns: Any,
    thresholds: Any,
    lefts: Any,
    rights: Any,
    values: Any,
    out: Any,
) -> None: ...
