"""The file of weights: read once a process, written by :mod:`archtool.scorer.fit`.

A file is a zlib stream: one line of JSON that names the arrays with their types and lengths, then the arrays,
little-endian.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SHIPPED = Path(__file__).with_name("model.bin")


class Weights(NamedTuple):
    """The hashed weights of words, of an element's own tokens, of its ancestors' tokens, and the boosted trees.

    The hashed weights have a power of two of entries. ``columns[n]`` is the feature that node ``n`` asks about,
    negative in a leaf; ``roots`` are the first nodes of the trees. While training there are no trees yet.
    """

    words: Any
    near: Any
    far: Any
    roots: Any = ()
    columns: Any = ()
    thresholds: Any = ()
    lefts: Any = ()
    rights: Any = ()
    values: Any = ()


@cache
def load(path: Path = SHIPPED) -> Weights:
    """Return the weights in ``path``. Raise ``OSError`` or ``ValueError`` where they cannot be read."""
    try:
        content = zlib.decompress(path.read_bytes())
    except zlib.error as error:
        raise ValueError(f"{path}: not a file of weights: {error}") from error
    head, _, body = content.partition(b"\n")
    arrays: dict[str, Any] = {}
    start = 0
    for name, code, size in json.loads(head):
        values = array(code)
        end = start + size * values.itemsize
        values.frombytes(body[start:end])
        if sys.byteorder == "big":
            values.byteswap()
        arrays[name] = values
        start = end
    return Weights(**arrays)


def save(weights: Weights, path: Path) -> int:
    """Write ``weights`` to ``path``; return the size of the file in bytes."""
    head = [(name, values.typecode, len(values)) for name, values in weights._asdict().items()]
    parts = [json.dumps(head).encode(), b"\n"]
    for values in weights:
        written = array(values.typecode, values)
        if sys.byteorder == "big":
            written.byteswap()
        parts.append(written.tobytes())
    return path.write_bytes(zlib.compress(b"".join(parts), 9))
