"""The engine: order, bounded memory, processes that die or go beyond their limits, errors that travel."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archtool.errors import Stop
from archtool.run import pool, workers
from archtool.run.workers import DIED, Limits

DEADLY = 37
HANGING = 38
GREEDY = 39
Items = int | list[int]


def each_of(item: Items) -> list[int]:
    return item if isinstance(item, list) else [item]


def double(item: Items, begin: workers.Begin) -> Iterator[int]:
    """Two results for each number; some numbers do harm."""
    for number in each_of(item):
        begin(number)
        if number == DEADLY:
            os._exit(9)
        if number == HANGING:
            # In C, with the lock of the interpreter held: no code of Python's is reached any more.
            ctypes.PyDLL(None).sleep(60)
        if number == GREEDY:
            bytes(1 << 30)
        yield number
        yield -number


def prepare() -> workers.Work:
    return double


def prepare_badly() -> workers.Work:
    raise ValueError("no such rule")


def lost(item: Items, page: int | None, message: str) -> list[object]:
    """Both results of a number."""
    return [(page if page is not None else item, message)]


def rest(item: Items, done: int) -> Items | None:
    """A number has two results, one if it was lost; of what is left of a list only whole ones are asked for here."""
    left = each_of(item)
    while done > 0:
        done -= 1 if left[0] in (DEADLY, HANGING, GREEDY) else 2
        left = left[1:]
    return left or None


def run(items: object, jobs: int = 2, limits: Limits | None = None, **more: object) -> list[object]:
    return list(pool.run(items, prepare, lost, rest, jobs, limits=limits, **more))  # type: ignore[arg-type]


def doubled(*numbers: int) -> list[int]:
    return [each for number in numbers for each in (number, -number)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    items = [item for item in range(500) if item not in (DEADLY, HANGING, GREEDY)]
    assert run(items, jobs) == doubled(*items)


def test_an_item_that_kills_its_process_is_lost_alone() -> None:
    items = [*range(38), *range(40, 200)]
    assert run(items) == [*doubled(*range(37)), (DEADLY, DIED), *doubled(*range(40, 200))]


def test_of_an_item_with_many_pages_only_the_deadly_one_is_lost() -> None:
    assert run([[1, 2], [36, DEADLY, 41], [40]]) == [*doubled(1, 2, 36), (DEADLY, DIED), *doubled(41, 40)]


def test_what_takes_too_long_is_lost_alone_even_in_c() -> None:
    begun = time.monotonic()
    items = [1, [2, HANGING, 3], 4, HANGING, 5]
    why = "took longer than 0.5 s"
    expected = [*doubled(1, 2), (HANGING, why), *doubled(3, 4), (HANGING, why), *doubled(5)]
    assert run(items, 1, Limits(seconds=0.5)) == expected
    assert time.monotonic() - begun < 20


def test_what_needs_too_much_memory_is_lost_alone() -> None:
    items = [1, [2, GREEDY, 3], 4, GREEDY]
    why = "needs more memory than 300M"
    expected = [*doubled(1, 2), (GREEDY, why), *doubled(3, 4), (GREEDY, why)]
    assert run(items, 2, Limits(memory=300 << 20)) == expected


def test_a_bound_on_memory_that_no_page_could_keep_is_refused() -> None:
    with pytest.raises(workers.UsageError, match="before it has seen a page"):
        run([1], 1, Limits(memory=1 << 20))


def slowly(item: int, begin: workers.Begin) -> Iterator[int]:
    begin(item)
    time.sleep(0.005)
    yield item


def rest_of_one(item: int, done: int) -> int | None:
    return None if done else item


def prepare_slowly() -> workers.Work:
    return slowly


@pytest.mark.parametrize("limits", [None, Limits(seconds=30)])
def test_a_process_killed_from_outside_costs_no_result(limits: Limits | None) -> None:
    """Also if it is killed while it waits for more.

    What two processes die over is lost, whoever kills them. So all that was under way when they were killed is done
    when they are killed again, however busy the machine is.
    """
    apart = (2 * pool.AHEAD + 1) * pool.BATCH
    moments = (10, 11, 10 + apart, 10 + 2 * apart)
    count = 30 + 2 * apart
    killed: set[int] = set()
    numbers = []
    for result in pool.run(range(count), prepare_slowly, lost, rest_of_one, 2, limits=limits):
        numbers.append(result)
        if result in moments:
            for child in children_of(os.getpid()):
                if len(killed) < 7 and child not in killed:
                    os.kill(child, signal.SIGKILL)
                    killed.add(child)
    assert len(killed) >= 4
    assert numbers == list(range(count))


def doze(item: float, begin: workers.Begin) -> Iterator[float]:
    begin(item)
    time.sleep(item)
    yield item


def prepare_to_doze() -> workers.Work:
    return doze


def test_a_process_that_was_dead_before_it_had_the_batch_did_not_die_of_it() -> None:
    results = pool.run(
        [0, 1.5], prepare_to_doze, lost, rest, 2, weigh=lambda item: pool.HEAVY, limits=Limits(seconds=30)
    )
    assert next(results) == 0
    time.sleep(0.7)  # one process has nothing to do, the other is at the second item
    for child in children_of(os.getpid()):
        os.kill(child, signal.SIGKILL)
    assert list(results) == [1.5]


def children_of(parent: int) -> list[int]:
    """The processes that work for another one."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found += [int(entry.name)] if b"spawn_main" in (entry / "cmdline").read_bytes() else []
        except OSError:
            pass  # gone
    return found


def prepare_to_die() -> workers.Work:
    os._exit(3)


def test_processes_that_die_as_they_begin_end_the_run() -> None:
    with pytest.raises(Stop, match="processes end as soon as they are started"):
        list(pool.run(range(10), prepare_to_die, lost, rest, 2))


def test_items_are_fetched_as_they_are_needed() -> None:
    fetched = []

    def source() -> Iterator[int]:
        for item in range(100, 10_000):
            fetched.append(item)
            yield item

    results = pool.run(source(), prepare, lost, rest, 2)
    for _ in range(100):
        next(results)
    assert len(fetched) <= 100 + 2 * pool.AHEAD * pool.BATCH + pool.BATCH
    results.close()  # type: ignore[attr-defined]


def thresholds(item: int, begin: workers.Begin) -> Iterator[tuple[int, int, int]]:
    yield gc.get_threshold()


def prepare_thresholds() -> workers.Work:
    return thresholds


def test_processes_look_for_garbage_as_rarely_as_the_one_that_began_them() -> None:
    before = gc.get_threshold()
    gc.set_threshold(54_321, 7, 8)
    try:
        assert list(pool.run(range(2), prepare_thresholds, lost, rest, 2)) == [(54_321, 7, 8)] * 2
    finally:
        gc.set_threshold(*before)


def test_everybody_has_work_before_results_are_taken() -> None:
    fetched = []

    def source() -> Iterator[int]:
        for item in range(100, 200):
            fetched.append(item)
            yield item

    results = pool.run(source(), prepare, lost, rest, 2, weigh=lambda item: pool.HEAVY)
    next(results)
    assert len(fetched) >= 3  # one is done, and two processes are at work on others
    results.close()  # type: ignore[attr-defined]


def test_heavy_items_make_small_batches() -> None:
    weights = [pool.HEAVY, 1, pool.HEAVY // 2, pool.HEAVY // 2, *([1] * 20)]
    batches = list(pool._batches(weights, int))
    assert [len(batch) for batch in batches] == [1, 3, 16, 4]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_preparation_travels(jobs: int) -> None:
    with pytest.raises(ValueError, match="no such rule"):
        list(pool.run(range(10), prepare_badly, lost, rest, jobs))


def test_nothing_to_do_starts_no_process() -> None:
    assert list(pool.run([], prepare_badly, lost, rest, 2)) == []
