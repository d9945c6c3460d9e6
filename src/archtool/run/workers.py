"""Worker processes for ``pool.py``, and the recovery of work when one dies.

A process gets a batch of items and sends all results at the end, which costs least. If it dies, another one does the
same batch in careful mode: it announces each page and sends each result alone. So a process that was killed from
outside costs only time, and if a page kills two processes, that page alone is lost. With limits, every batch is done in
careful mode, and the first death by a limit counts. Limits are set with the system (an alarm and a bound on memory),
since they have to work inside of C code.
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
STILLBORN = 10  # consecutive deaths before a process is ready that cannot be an accident
MASKS = hasattr(signal, "pthread_sigmask")
NO_MEMORY = 77  # exit code of a worker that ran out of memory
LEAST_ROOM = 16 << 20  # bytes without which no page can be tried
TAKEN, RESULTS, BEGINS, RESULT, ITEM, ERROR = range(6)


class Limits(NamedTuple):
    """The limits for one page: seconds of time, bytes of memory for the process that works on it."""

    seconds: float | None = None
    memory: int | None = None


class Batch:
    """Items with their number in the order of all, and their progress.

    ``done``: how many results of the first item have arrived. ``page``: the page that a careful process has begun.
    ``tried``: whether a process died there before.
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
        """Record a message of a process; return whether the batch is complete."""
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
        """Record that a process died: retry in careful mode, or without the cause if that is certain."""
        if not (self.careful and (self.tried or certain)):
            self.tried = self.careful
            self.careful = True
            return
        self.results += lost(self.items[0], self.page, why)
        if self.page is None:  # it died while reading: the rest of the item cannot be reached
            self._next_item()
        else:
            self.done += 1
            self.page, self.tried = None, False

    def _next_item(self) -> None:
        del self.items[0]
        self.done, self.page, self.tried = 0, None, False


class Worker:
    """A process with its pipe and its current batch."""

    def __init__(self, context: SpawnContext, prepare: Prepare, rest: Rest, limits: Limits | None) -> None:
        self.pipe, other = context.Pipe()
        self.batch = Batch(-1, [], False)
        self.at_work = False  # whether it has sent anything about its batch
        self._limits = limits or Limits()
        self.process = context.Process(
            target=_serve, args=(other, prepare, rest, self._limits, gc.get_threshold()), daemon=True
        )
        with _no_interrupts():
            self.process.start()
        other.close()  # otherwise the death of the process would not end the pipe here

    def give(self, batch: Batch) -> None:
        """Send a batch, or the rest of it. If the process is already dead, :meth:`fetch` will show it."""
        self.batch = batch
        self.at_work = False
        try:
            self.pipe.send((batch.careful, batch.done, batch.items))
        except OSError:
            pass

    def fetch(self) -> tuple[int, Any] | None:
        """Return the next message of the process; ``None`` if it died."""
        try:
            message: tuple[int, Any] = self.pipe.recv()
        except (EOFError, OSError):
            return None
        if message[0] == ERROR:
            raise message[1]
        self.at_work = True
        return message

    def cause(self) -> tuple[str, bool]:
        """Return why the process died, and whether that is certain."""
        self.process.join(1)
        self.stop()
        code, limits = self.process.exitcode, self._limits
        if limits.seconds is not None and code == -signal.SIGALRM:
            return f"took longer than {limits.seconds:g} s", True
        if code == NO_MEMORY:
            return f"needs more memory than {_shown(limits.memory)}" if limits.memory else "out of memory", True
        return DIED, False

    def stop(self) -> None:
        """Kill the process and wait for its end, so that no zombie or orphan is left."""
        self.pipe.close()
        self.process.kill()
        self.process.join()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Block Ctrl-C meanwhile, so that it does not reach a new process before that has its signal handlers."""
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
    """Run a worker: receive batches and send results, until the other end of the pipe is closed."""
    gc.set_threshold(*thresholds)  # as in the parent process; the garbage collector would take a twentieth of the time
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends this process
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
    """Do nothing at the beginning of a page: outside careful mode it is not announced."""


def _carefully(pipe: Connection, work: Work, done: int, items: list[Any], rest: Rest, seconds: float | None) -> None:
    """Work in careful mode: announce each step. The alarm, which kills the process, runs only during a page."""

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
    """Limit the memory of this process. Raise :class:`UsageError` where the system cannot."""
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
    """Return the bytes of data of this process; 0 where the system does not tell."""
    try:
        with open("/proc/self/status", "rb") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith(b"VmData:"))
    except (OSError, StopIteration):
        return 0
