"""The engine of one machine: one process, or several, with the output in the order of the input.

Work is handed out in small batches and fetched in order. At most a few batches for each process are under way, so
memory depends neither on the number of inputs nor on that of results. A process that dies (the system ran out of
memory, a parser crashed) takes no batch with it: its batch is tried again item by item, and the item that kills becomes
the failure that ``lost`` makes of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Item], Iterable[Result]]

BATCH = 16
AHEAD = 4  # finished batches that wait for an earlier one, for each process


def run(
    items: Iterable[Item],
    prepare: Callable[[], Work[Item, Result]],
    lost: Callable[[Item, str], Result],
    jobs: int = 1,
) -> Iterator[Result]:
    """Yield the results of every item, in order.

    ``prepare`` is called once in each process and returns the function that does the work on one item; with several
    processes it must be picklable, and so must items and results.
    """
    if jobs > 1:
        yield from _Pool(prepare, lost, jobs).run(items)
        return
    work = prepare()
    for item in items:
        yield from work(item)
