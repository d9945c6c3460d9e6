"""Read and write the file of weights. It is read once a process, and written by :mod:`archtool.scorer.fit`.

A file is one line with name, type and length of each array, then the arrays, little-endian. It is not compressed:
unpacking would take a thirtieth of the time of a process that cleans one page.
"""

import os
import sys
from array import array
from functools import cache
from typing import Any, NamedTuple, TypeAlias

File: TypeAlias = "str | os.PathLike[str]"
SHIPPED = os.path.join(os.path.dirname(__file__), "model.bin")


class Weights(NamedTuple):
    """The hashed weights of words, of an element's own and its ancestors' tokens, of kinds of pages; the trees.

    The number of hashed weights is a power of two. ``columns[n]`` is the feature that node ``n`` compares, negative in
    a leaf; ``roots`` are the first nodes of the trees. There are no trees yet during training.
    """

    words: Any
    near: Any
    far: Any
    kinds: Any
    roots: Any = ()
    columns: Any = ()
    thresholds: Any = ()
    lefts: Any = ()
    rights: Any = ()
    values: Any = ()


@cache
def load(path: File = SHIPPED, kind: Any = Weights) -> Any:
    """Return the weights in ``path``, a value of ``kind``. Raise ``OSError`` or ``ValueError`` if that fails."""
    arrays: dict[str, Any] = {}
    with open(path, "rb") as stream:
        try:
            for each in stream.readline().decode().split():
                name, code, size = each.split(":")
                values = arrays[name] = array(code)
                values.fromfile(stream, int(size))
                if sys.byteorder == "big":
                    values.byteswap()
            return kind(**arrays)
        except (ValueError, TypeError, EOFError) as error:
            raise ValueError(f"{path}: not a file of weights: {error}") from error


def save(weights: Any, path: File) -> int:
    """Write ``weights`` to ``path``; return the size of the file in bytes."""
    head = " ".join(f"{name}:{values.typecode}:{len(values)}" for name, values in weights._asdict().items())
    parts = [head.encode(), b"\n"]
    for values in weights:
        written = array(values.typecode, values)
        if sys.byteorder == "big":
            written.byteswap()
        parts.append(written.tobytes())
    with open(path, "wb") as stream:
        return stream.write(b"".join(parts))
