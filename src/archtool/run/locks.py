"""Locks that keep two runs from writing to one place: the second is refused while the first is at work.

The operating system releases a lock when its process ends, however it ends. For a file, a hidden file beside it is
locked; a directory is locked itself. Several runs may write to one directory at the same time, since each file in it is
written whole under its own name, but no other run may write beside one that can be resumed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from archtool.errors import OutputError, UsageError, reason
from archtool.output import disk, targets
from archtool.run.options import Options


@contextmanager
def held(options: Options) -> Iterator[None]:
    """Hold the locks on all outputs of a run of ``clean``. A resumable run keeps others out of its directory; a shard
    keeps out only the same shard.

    Raises :class:`UsageError` if another run holds one, :class:`OutputError` where one cannot be taken.
    """
    with ExitStack() as stack:
        if options.output and targets.is_directory(options.output):
            targets.make_directory(options.output)
            stack.enter_context(_on_directory(options.output, options.resume and options.shard is None))
            if options.resume and options.shard:
                lock = os.path.join(options.output, disk.own("lock", options.shard))
                stack.enter_context(_on_file(lock, options.output))
        elif options.output:
            stack.enter_context(_beside(options.output))
        for path in (options.ledger, options.failures):
            if path:
                stack.enter_context(_beside(path))
        yield


@contextmanager
def _beside(path: str) -> Iterator[None]:
    if targets.is_special(path):
        yield
        return
    folder, name = os.path.split(os.path.realpath(path))
    with _on_file(os.path.join(folder, disk.hidden(name, "lock")), path):
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
                targets.make_folders(lock)
                handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError as error:
                raise OutputError(f"{path}: {reason(error)}") from error
            _lock(handle, path, alone=True)
            mine = _is(handle, lock)  # another run may have removed its lock file at this moment
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
    except ImportError:  # this system has no such locks
        return
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UsageError(f"{path}: another run is writing to it") from error
    except OSError:  # a file system without locks
        pass
