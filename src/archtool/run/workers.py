"""Processes that work, and what becomes of the work of one that dies.

A process is given a batch of items and sends the results of all when it is through: that costs least. If it dies over
them, another one does the same batch carefully: it says before each page that it begins, and sends each result alone.
So a process that was killed from outside costs nothing but time, and the page over which two died is known and lost
alone. With limits every batch is done carefully from the start, and the first death by a limit counts: the limits are
the system's (an alarm clock and a bound on memory), since they have to hold inside of C code, too.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.errors import UsageError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext

Begin = Callable[[Any], None]
Work = Callable[[Any, Begin], Iterable[Any]]
Prepare = Callable[[], Work]
Lost = Callable[[Any, Any, str], list[Any]]
Rest = Callable[[Any, int], Any]

DIED = "the process that worked on it died"
STILLBORN = 10  # so many processes in a row that die before they are ready are no accident
MASKS = hasattr(signal, "pthread_sigmask")
NO_MEMORY = 77  # exit code of a process that ran out of memory
LEAST_ROOM = 16 << 20  # bytes: with less than that no page can be tried
TAKEN, RESULTS, BEGINS, RESULT, ITEM, ERROR = range(6)


class Limits(NamedTuple):
    """What one page may take: seconds of time, bytes of memory for the process that works on it."""

    seconds: float | None = None
    memory: int | None = None


class Batch:
    """Items with their number in the order of all, and how far they are.

    ``done``: how many results of the first item are there. ``page``: what a careful process has begun. ``tried``: a
    process died there before.
    """

    def __init__(self, number: int, items: list[Any], careful: bool) -> None:
        self.number = number
        self.items = items
        self.careful = careful
        self.results: list[Any] = []
        self.done = 0
        self.page: Any = None
        self.tried = False

    def take(self, message: tuple[int, Any]) -> bool:
        """Note what a process says; whether it is through with all."""
        kind, value = message
        if kind == RESULTS:
            self.results += value
            return True
        if kind == BEGINS:
            self.page = value
        elif kind == RESULT:
            self.results.append(value)
            self.done += 1
            self.page, self.tried = None, False
        elif kind == ITEM:
            self._next_item()
        return False

    def bury(self, why: str, certain: bool, lost: Lost) -> None:
        """Note that a process died over it: once more, carefully; or without what it died of, if that is certain."""
        if not (self.careful and (self.tried or certain)):
            self.tried = self.careful
            self.careful = True
            return
        self.results += lost(self.items[0], self.page, why)
        if self.page is None:  # it died of reading: what is left of the item cannot be reached
            self._next_item()
        else:
            self.done += 1
            self.page, self.tried = None, False

    def _next_item(self) -> None:
        del self.items[0]
        self.done, self.page, self.tried = 0, None, False


class Worker:
    """A process with its pipe, and the batch that it is at."""

    def __init__(self, context: SpawnContext, prepare: Prepare, rest: Rest, limits: Limits | None) -> None:
        self.pipe, other = context.Pipe()
        self.batch = Batch(-1, [], False)
        self.at_work = False  # has said something of its batch
        self._limits = limits or Limits()
        self.process = context.Process(
            target=_serve, args=(other, prepare, rest, self._limits, gc.get_threshold()), daemon=True
        )
        with _no_interrupts():
            self.process.start()
        other.close()  # or the death of the process would not be an end of file here

    def give(self, batch: Batch) -> None:
        """Hand out a batch, or what is left of it. A process that is already dead shows when results are fetched."""
        self.batch = batch
        self.at_work = False
        try:
            self.pipe.send((batch.careful, batch.done, batch.items))
        except OSError:
            pass

    def fetch(self) -> tuple[int, Any] | None:
        """The next that it says; ``None`` if it died."""
        try:
            message: tuple[int, Any] = self.pipe.recv()
        except (EOFError, OSError):
            return None
        if message[0] == ERROR:
            raise message[1]
        self.at_work = True
        return message

    def cause(self) -> tuple[str, bool]:
        """Of what it died, and whether that is certain."""
        self.process.join(1)
        self.stop()
        code, limits = self.process.exitcode, self._limits
        if limits.seconds is not None and code == -signal.SIGALRM:
            return f"took longer than {limits.seconds:g} s", True
        if code == NO_MEMORY:
            return f"needs more memory than {_shown(limits.memory)}" if limits.memory else "out of memory", True
        return DIED, False

    def stop(self) -> None:
        """End the process, whatever it is doing, and wait for its end: no zombie, no orphan."""
        self.pipe.close()
        self.process.kill()
        self.process.join()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Ctrl-C waits, and does not reach a process that begins here before it knows what to do about it."""
    if not MASKS:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _shown(size: int) -> str:
    for unit, name in ((30, "G"), (20, "M"), (10, "k")):
        if size % (1 << unit) == 0:
            return f"{size >> unit}{name}"
    return f"{size} bytes"


def _serve(pipe: Connection, prepare: Prepare, rest: Rest, limits: Limits, thresholds: tuple[int, int, int]) -> None:
    """What a process does: batches in, results out, until the other end of the pipe is closed."""
    gc.set_threshold(*thresholds)  # as in the process that began us, or a twentieth of the time would go into it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent ends us
    if MASKS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        if limits.seconds is not None and not hasattr(signal, "setitimer"):
            raise UsageError("--timeout: not possible on this system")
        work = prepare()
        if limits.memory is not None:
            _confine(limits.memory)
        while True:
            careful, done, items = pipe.recv()
            pipe.send((TAKEN, None))
            if careful:
                _carefully(pipe, work, done, items, rest, limits.seconds)
            pipe.send((RESULTS, [] if careful else [result for item in items for result in work(item, _nobody)]))
    except MemoryError:
        os._exit(NO_MEMORY)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:
        pipe.send((ERROR, error))


def _nobody(page: Any) -> None:
    """Nobody has to know that a page begins."""


def _carefully(pipe: Connection, work: Work, done: int, items: list[Any], rest: Rest, seconds: float | None) -> None:
    """Say each step; the alarm, of which the process dies, rings only while a page is read or worked on."""

    def alarm(after: float) -> None:
        if seconds is not None:
            signal.setitimer(signal.ITIMER_REAL, after)

    def say(kind: int, value: Any) -> None:
        alarm(0)
        pipe.send((kind, value))
        alarm(seconds or 0)

    if seconds is not None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    alarm(seconds or 0)
    for number, item in enumerate(items):
        left = rest(item, done) if number == 0 and done else item
        for result in () if left is None else work(left, lambda page: say(BEGINS, page)):
            say(RESULT, result)
        say(ITEM, None)
    alarm(0)


def _confine(memory: int) -> None:
    """Bound the memory of this process. Raises :class:`UsageError` where that cannot be done."""
    try:
        import resource
    except ImportError as error:
        raise UsageError("--memory: not possible on this system") from error
    kind = getattr(resource, "RLIMIT_DATA", resource.RLIMIT_AS)
    held = _held()
    if memory < held + LEAST_ROOM:
        least = (held + LEAST_ROOM >> 20) + 1
        raise UsageError(f"--memory {_shown(memory)}: a process needs {least}M before it has seen a page")
    resource.setrlimit(kind, (memory, resource.getrlimit(kind)[1]))


def _held() -> int:
    """Bytes of data that this process has, where the system tells."""
    try:
        with open("/proc/self/status", "rb") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith(b"VmData:"))
    except (OSError, StopIteration):
        return 0
