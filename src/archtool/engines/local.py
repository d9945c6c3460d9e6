"""The engine of one machine: one process, or several, with the output in the order of the input.

Work is handed out in small batches and fetched in order. At most a few batches for each process are under way, so
memory depends neither on the number of inputs nor on that of results. A process that dies (the system ran out of
memory, a parser crashed) takes nothing with it: its batch is tried again item by item, and the item that kills becomes
the failure that ``lost`` makes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext

Prepare = Callable[[], Callable[[Any], Iterable[Any]]]
Lost = Callable[[Any, str], Any]
Weigh = Callable[[Any], int]
Apart = Callable[[Any], Iterable[Any]]

BATCH = 16  # items
HEAVY = 1 << 20  # bytes: a batch that has reached it is full
AHEAD = 4  # batches for each process that may be under way or wait for an earlier one
DIED = "the process that worked on it died"


def run(
    items: Iterable[Any],
    prepare: Prepare,
    lost: Lost,
    jobs: int = 1,
    weigh: Weigh = lambda item: 0,
    apart: Apart = lambda item: (item,),
) -> Iterator[Any]:
    """Yield the results of every item, in order.

    ``prepare`` is called once in each process and returns the function that does the work on one item; with several
    processes it must be picklable, and so must items and results. ``weigh`` says how many bytes an item holds.
    ``apart`` makes smaller items of one over which a process died.
    """
    if jobs > 1:
        yield from _in_processes(_batches(items, weigh), prepare, lost, jobs, apart)
        return
    work = prepare()
    for item in items:
        yield from work(item)


class _Worker:
    """A process with its pipe, and the batch that it is at: its number and its items."""

    def __init__(self, context: SpawnContext, prepare: Prepare) -> None:
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, prepare), daemon=True)
        self.process.start()
        other.close()  # or the death of the process would not be an end of file here
        self.number = -1
        self.items: list[Any] = []

    def give(self, number: int, items: list[Any]) -> None:
        """Hand out a batch. A process that is already dead shows when its results are fetched."""
        self.number, self.items = number, items
        try:
            self.pipe.send(items)
        except OSError:
            pass

    def fetch(self) -> list[Any] | None:
        """The results of its batch; ``None`` if it died over it."""
        try:
            results: list[Any] | BaseException = self.pipe.recv()
        except (EOFError, OSError):
            return None
        if isinstance(results, BaseException):
            raise results
        return results

    def stop(self) -> None:
        """End the process, whatever it is doing, and wait for its end: no zombie, no orphan."""
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def _batches(items: Iterable[Any], weigh: Weigh) -> Iterator[list[Any]]:
    batch: list[Any] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if len(batch) == BATCH or weight >= HEAVY:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _in_processes(
    batches: Iterator[list[Any]], prepare: Prepare, lost: Lost, jobs: int, apart: Apart
) -> Iterator[Any]:
    from multiprocessing import get_context
    from multiprocessing.connection import wait

    # Spawned, not forked: the same on every system, and no process inherits the pipes of another.
    context = get_context("spawn")
    idle: list[_Worker] = []
    busy: dict[Any, _Worker] = {}
    finished: dict[int, list[Any]] = {}
    given = due = 0
    try:
        while True:
            while given - due < jobs * AHEAD and (idle or len(busy) < jobs) and (batch := next(batches, None)):
                worker = idle.pop() if idle else _Worker(context, prepare)
                worker.give(given, batch)
                busy[worker.pipe] = worker
                given += 1
            if not busy:
                return
            for pipe in wait(list(busy)):
                worker = busy.pop(pipe)
                results = worker.fetch()
                if results is None:
                    worker.stop()
                    smaller = (each for item in worker.items for each in apart(item))
                    finished[worker.number] = list(_one_by_one(context, prepare, lost, smaller))
                else:
                    finished[worker.number] = results
                    idle.append(worker)
            while due in finished:
                yield from finished.pop(due)
                due += 1
    finally:
        for worker in [*idle, *busy.values()]:
            worker.stop()


def _one_by_one(context: SpawnContext, prepare: Prepare, lost: Lost, items: Iterable[Any]) -> Iterator[Any]:
    """The results of a batch over which a process died."""
    worker = _Worker(context, prepare)
    try:
        for item in items:
            worker.give(0, [item])
            results = worker.fetch()
            if results is None:
                yield lost(item, DIED)
                worker.stop()
                worker = _Worker(context, prepare)
            else:
                yield from results
    finally:
        worker.stop()


def _serve(pipe: Connection, prepare: Prepare) -> None:
    """What a process does: batches in, lists of results out, until the other end of the pipe is closed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent ends us
    try:
        work = prepare()
        while True:
            items = pipe.recv()
            pipe.send([result for item in items for result in work(item)])
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:
        pipe.send(error)
