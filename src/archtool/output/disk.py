"""The disk: what is on it for good, and what the files are called there that are ours alone.

Their names begin with a dot, so that no run takes one for an input.
"""

from __future__ import annotations

import os

from archtool.errors import OutputError, reason


def own(kind: str, shard: tuple[int, int] | None = None) -> str:
    """The name of a file of ours in the directory of an output; shards that share one each have their own."""
    return f".archtool-{kind}" + ("-{}of{}".format(*shard) if shard else "")


def hidden(name: str, kind: str) -> str:
    """The name of a file of ours beside the file ``name``: hidden, so that no run takes it for an input."""
    return f".{name if len(os.fsencode(name)) < 200 else _short(name)}.archtool-{kind}"


def temporary(path: str, resumable: bool) -> str:
    """Where the file at ``path`` is written until it is complete; of a run that can be resumed, always the same."""
    folder, name = os.path.split(path)
    if resumable:
        return os.path.join(folder, hidden(name, "part"))
    return os.path.join(folder, f".archtool-{os.getpid()}-{_short(name)}.tmp")


def _short(name: str) -> str:
    """Enough of a name to tell two temporary files of one process apart, within the limit of a file name."""
    from hashlib import sha256

    return sha256(os.fsencode(name)).hexdigest()[:12]


def settle(folder: str) -> None:
    """Make durable which files are in ``folder``, where the system can. Raises ``OSError`` if that fails."""
    if os.name == "nt":
        return
    handle = os.open(folder or ".", os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def synchronise(directory: str) -> None:
    """Make durable all files of the file system that holds ``directory``: one call for thousands of small files."""
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
