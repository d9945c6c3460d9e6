"""Make files durable, and name the hidden and temporary files of archtool.

Used by the sinks and by resumable runs. The names begin with a dot, so that no run takes these files for inputs.
"""

from __future__ import annotations

import os

from archtool.errors import OutputError, reason


def own(kind: str, shard: tuple[int, int] | None = None) -> str:
    """Return the name of a hidden file in the directory of an output; shards that share one each have their own."""
    return f".archtool-{kind}" + ("-{}of{}".format(*shard) if shard else "")


def hidden(name: str, kind: str) -> str:
    """Return the name of a hidden file beside the file ``name``, which no run takes for an input."""
    return f".{name if len(os.fsencode(name)) < 200 else _short(name)}.archtool-{kind}"


def temporary(path: str, resumable: bool) -> str:
    """Return where the file at ``path`` is written until it is complete; the same in every resumable run."""
    folder, name = os.path.split(path)
    if resumable:
        return os.path.join(folder, hidden(name, "part"))
    return os.path.join(folder, f".archtool-{os.getpid()}-{_short(name)}.tmp")


def _short(name: str) -> str:
    """Return a name short enough for a file name, and long enough to distinguish temporary files of one process."""
    from hashlib import sha256

    return sha256(os.fsencode(name)).hexdigest()[:12]


def settle(folder: str) -> None:
    """Make the entries of ``folder`` durable, if the system can. Raises ``OSError`` if that fails."""
    if os.name == "nt":
        return
    handle = os.open(folder or ".", os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def synchronise(directory: str) -> None:
    """Make durable all files of the file system of ``directory``: one call for thousands of small files."""
    import ctypes

    try:
        handle = os.open(directory, os.O_RDONLY)
    except OSError as error:
        raise OutputError(f"{directory}: {reason(error)}") from error
    try:
        syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if syncfs is None:
            os.sync()
        elif syncfs(handle) != 0:
            raise OutputError(f"{directory}: {os.strerror(ctypes.get_errno())}")
    finally:
        os.close(handle)
