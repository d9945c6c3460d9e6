"""The worker pool of one machine: one process or several, with results in the order of the input.

Work is handed out in small batches and fetched in order. At most a few batches for each process are under way, so
memory depends neither on the number of inputs nor on that of results. If a process dies, only the page that it died of
is lost: see ``workers.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from archtool.errors import Stop

if TYPE_CHECKING:
    from archtool.run.workers import Batch, Limits, Lost, Prepare, Rest, Worker

Weigh = Callable[[Any], int]

BATCH = 16  # items
HEAVY = 1 << 20  # bytes at which a batch is full
AHEAD = 8  # batches for each process that may be under way or wait for an earlier one


def run(
    items: Iterable[Any],
    prepare: Prepare,
    lost: Lost,
    rest: Rest,
    jobs: int = 1,
    weigh: Weigh = lambda item: 0,
    limits: Limits | None = None,
) -> Iterator[Any]:
    """Yield the results of every item, in order.

    ``prepare`` is called once in each process and returns the function that works on one item; that calls its second
    argument when it begins a page. With several processes, ``prepare``, ``rest``, items and results must be picklable.
    ``weigh`` returns the bytes that an item holds. ``rest`` returns an item without its first results. ``lost`` returns
    the results for what a process died of, given an item, the page if one was begun, and the cause.

    With ``limits`` the work is always done in other processes, even if there is only one.
    """
    if jobs > 1 or limits:
        yield from _in_processes(_batches(items, weigh), prepare, lost, rest, jobs, limits)
        return
    work = prepare()
    for item in items:
        yield from work(item, lambda page: None)


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
    batches: Iterator[list[Any]], prepare: Prepare, lost: Lost, rest: Rest, jobs: int, limits: Limits | None
) -> Iterator[Any]:
    from multiprocessing import get_context
    from multiprocessing.connection import wait

    from archtool.run.workers import STILLBORN, Batch, Worker

    # Spawned, not forked: the same on every system, and no process inherits the pipes of another.
    context = get_context("spawn")
    idle: list[Worker] = []
    busy: dict[Any, Worker] = {}
    again: list[Batch] = []
    finished: dict[int, list[Any]] = {}
    given = due = stillborn = 0
    try:
        while True:
            while again or given - due < jobs * AHEAD:
                if not idle and len(busy) >= jobs:
                    break
                if again:
                    batch = again.pop()
                elif items := next(batches, None):
                    batch = Batch(given, items, careful=limits is not None)
                    given += 1
                else:
                    break
                worker = idle.pop() if idle else Worker(context, prepare, rest, limits)
                busy[worker.pipe] = worker
                worker.give(batch)
            # Results are taken only when every process has work; that makes room for more.
            if due in finished:
                yield from finished.pop(due)
                due += 1
                continue
            if not busy:
                return
            for pipe in wait(list(busy)):
                worker = busy[pipe]
                message = worker.fetch()
                if message is None:
                    del busy[pipe]
                    why, certain = worker.cause()
                    # A process that was dead before it got the batch did not die of it.
                    if worker.at_work or certain:
                        worker.batch.bury(why, certain, lost)
                    elif (stillborn := stillborn + 1) > STILLBORN:
                        raise Stop(f"processes end as soon as they are started: {why}")
                    again.append(worker.batch)
                elif worker.batch.take(message):
                    stillborn = 0
                    idle.append(busy.pop(pipe))
                    finished[worker.batch.number] = worker.batch.results
    finally:
        for worker in [*idle, *busy.values()]:
            worker.stop()
