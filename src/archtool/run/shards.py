"""Compute one of several slices of a run, so that several machines can share it: ``--shard 2/4``.

All inputs are laid end to end, in their order, and cut into equal lengths: a shard is what begins in its length. Only
large WARCs are cut inside, into the parts of ``readers.parts``, so that the records of all shards, one shard after the
other, are those of the whole run in their order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, TypeVar

from archtool.errors import OutputError, UsageError, temporary
from archtool.run import inputs
from archtool.run.options import Options
from archtool.run.schedule import Slice, size

Some = TypeVar("Some")
Files = Callable[[], Iterable[str]]


def slices(options: Options) -> Iterator[Slice]:
    """Yield the slices of inputs that belong to the shard of ``options``."""
    number, count = options.shard or (1, 1)
    with _twice(options) as files:
        if any(path == inputs.STDIN for path in files()):
            raise UsageError("--shard needs files: standard input cannot be cut")
        whole = sum(map(size, files()))
        for path, low, high in laid(((path, size(path)) for path in files()), whole, number, count):
            yield Slice(path, low, high)


def laid(
    files: Iterable[tuple[Some, int]], whole: int, number: int, count: int
) -> Iterator[tuple[Some, int, int | None]]:
    """Lay files of these sizes, ``whole`` in total, end to end; yield their shares in length ``number`` of ``count``.

    A share is what begins in a file at the bytes from the second value to the third, the latter excluded.
    """
    low = whole * (number - 1) // count
    high = whole * number // count if number < count else None
    begin = 0  # of the file, among all
    for file, long in files:
        if high is not None and begin >= high:
            return
        if begin >= low or begin + long > low:
            yield file, low - begin, None if high is None else high - begin
        begin += long


@contextmanager
def _twice(options: Options) -> Iterator[Files]:
    """Return the inputs in a form that can be read more than once; a list from a pipe is stored in a file."""
    if options.files_from != inputs.STDIN:
        yield lambda: inputs.files(options)
        return
    with TemporaryFile() as held:
        for path in inputs.files(options):
            try:
                held.write(os.fsencode(path) + b"\0")
                held.flush()
            except OSError as error:
                raise OutputError(temporary(error)) from error
        yield lambda: _held(held)


def _held(held: IO[bytes]) -> Iterator[str]:
    held.seek(0)
    yield from (os.fsdecode(name) for name in inputs.split(held, b"\0") if name)
