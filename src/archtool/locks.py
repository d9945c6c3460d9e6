"""Two runs must not write to one place: the second is refused while the first is at work.

The lock is the system's and ends with the process that holds it, however that ends. Beside a file it is on a hidden
file; a directory is locked itself. Several runs may write to one directory at the same time, since every file in it is
written whole and has a name of its own, but none beside one that may have to be resumed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from archtool import output
from archtool.errors import OutputError, UsageError, reason


@contextmanager
def held(path: str | None, alone: bool = False, shard: tuple[int, int] | None = None) -> Iterator[None]:
    """Hold the lock on ``-o path``. ``alone``: of a directory, keep others out; each ``shard`` only its like.

    Raises :class:`UsageError` if another run holds it, :class:`OutputError` where it cannot be taken.
    """
    if path is None or output.is_special(path):
        yield
    elif output.is_directory(path):
        output.make_directory(path)
        with _on_directory(path, alone and shard is None):
            if alone and shard:
                with _on_file(os.path.join(path, ".archtool-lock-{}of{}".format(*shard)), path):
                    yield
            else:
                yield
    else:
        folder, name = os.path.split(os.path.realpath(path))
        with _on_file(os.path.join(folder, output.hidden(name, "lock")), path):
            yield


@contextmanager
def _on_directory(path: str, alone: bool) -> Iterator[None]:
    handle = None
    try:
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise OutputError(f"{path}: {reason(error)}") from error
        _lock(handle, path, alone)
        yield
    finally:
        if handle is not None:
            os.close(handle)


@contextmanager
def _on_file(lock: str, path: str) -> Iterator[None]:
    handle, mine = None, False
    try:
        while not mine:
            if handle is not None:
                os.close(handle)
            try:
                handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError as error:
                raise OutputError(f"{path}: {reason(error)}") from error
            _lock(handle, path, alone=True)
            mine = _is(handle, lock)  # it may have been the lock of a run that took it away at this moment
        yield
    finally:
        if mine:
            os.unlink(lock)
        if handle is not None:
            os.close(handle)


def _is(handle: int, path: str) -> bool:
    try:
        there = os.stat(path)
    except FileNotFoundError:
        return False
    return os.path.samestat(there, os.fstat(handle))


def _lock(handle: int, path: str, alone: bool) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        return
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UsageError(f"{path}: another run is writing to it") from error
    except OSError:  # a file system without locks
        pass
