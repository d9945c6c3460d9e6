"""Expand the PATHs of a command line to single files, lazily: a list of a million paths is never held in memory.

Directories are walked in sorted order, ``-`` is standard input. An output inside an input directory is not read back.
``outputs.py`` rejects outputs that would replace an input.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import IO

from archtool.errors import UsageError, reason
from archtool.model import Skipped
from archtool.run.options import Options

STDIN = "-"
LONGEST = 1 << 16  # bytes of a line in a list of files: enough for any path and the message of a failure
Identity = tuple[int, int]


def files(options: Options) -> Iterator[str]:
    """Yield the path of each input file, in order. Raise :class:`UsageError` for one that is also an output."""
    return (entry for entry in entries(options) if isinstance(entry, str))


def entries(options: Options) -> Iterator[str | Skipped]:
    """Yield the path of each input file, and what is skipped in folders, in order."""
    beside = (options.ledger, options.failures, options.report, options.store, options.summary, options.merges)
    named = (options.output, *beside)
    own = {found for path in named if (found := identity(path))}
    for path in _named(options):
        if path == STDIN and sys.stdin is None:
            raise UsageError("standard input: closed")
        if path == STDIN or not os.path.isdir(path):
            if own and identity(path) in own:
                raise UsageError(f"{path} is an input and would be overwritten: choose another output")
            yield path
        else:
            from archtool.readers.mirror import walk

            for entry in walk(path):
                place = entry if isinstance(entry, str) else entry.origin.path
                if not own or not _belongs_to(own, place, path):
                    yield entry


def _named(options: Options) -> Iterator[str]:
    if options.files_from is not None:
        yield from listed(options.files_from, b"\0" if options.null else b"\n")
    elif not options.paths:
        yield STDIN
    yield from options.paths


def listed(path: str, separator: bytes) -> Iterator[str]:
    """Yield the paths in a list, one between two separators; a line may end in CR LF.

    It may be a list of failures: of such a line, the first column or the key ``origin`` is the path.
    """
    try:
        stream = sys.stdin.buffer if path == STDIN else open(path, "rb")  # noqa: SIM115
    except OSError as error:
        raise UsageError(f"--files-from {path}: {reason(error)}") from error
    empty = 0
    with stream:
        for entry in split(stream, separator):
            empty = 0 if entry else empty + 1
            if empty > LONGEST:  # /dev/zero
                raise UsageError(f"--files-from {path}: more than {LONGEST} empty entries in a row: no list of files")
            if len(entry) > LONGEST:
                raise UsageError(f"--files-from {path}: a line of more than {LONGEST} bytes: no list of files")
            name = entry.removesuffix(b"\r") if separator == b"\n" else entry
            if (b"\t" in name or name.startswith(b"{")) and not os.path.lexists(name):
                from archtool.run.failures import origin_of

                name = origin_of(name)
            if name:
                yield os.fsdecode(name)


def split(stream: IO[bytes], separator: bytes) -> Iterator[bytes]:
    """Split ``stream``, which may be a pipe, at separators, and yield the pieces."""
    rest = b""
    while len(rest) <= LONGEST and (
        chunk := stream.read1(1 << 16) if hasattr(stream, "read1") else stream.read(1 << 16)
    ):
        *entries, rest = (rest + chunk).split(separator)
        yield from entries
    yield rest


def identity(path: str | None) -> Identity | None:
    """Return an identity that is equal for two paths to the same file; ``None`` if there is no file."""
    if path is None or path == STDIN:
        return None
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _belongs_to(own: set[Identity], path: str, top: str) -> bool:
    """Whether ``path``, found below ``top``, is an output of this run or is inside one."""
    if identity(path) in own:
        return True
    above = os.path.dirname(path)
    return len(above) > len(top) and _belongs_to(own, above, top)
