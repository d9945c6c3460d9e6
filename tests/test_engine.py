"""The engine: order, bounded memory, processes that die, errors that travel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from archtool.engines import local

DEADLY = 37


def double(item: int) -> list[int]:
    if item == DEADLY:
        os._exit(9)
    return [item, -item]


def prepare() -> Callable[[int], list[int]]:
    return double


def prepare_badly() -> Callable[[int], list[int]]:
    raise ValueError("no such rule")


def lost(item: int, message: str) -> tuple[int, str]:
    return item, message


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    items = [item for item in range(500) if item != DEADLY]
    assert list(local.run(items, prepare, lost, jobs)) == [each for item in items for each in (item, -item)]


def test_an_item_that_kills_its_process_is_lost_alone() -> None:
    results = list(local.run(range(200), prepare, lost, 2))
    assert results[2 * DEADLY] == (DEADLY, local.DIED)
    del results[2 * DEADLY]
    assert results == [each for item in range(200) if item != DEADLY for each in (item, -item)]


def test_items_are_fetched_as_they_are_needed() -> None:
    fetched = []

    def source() -> Iterator[int]:
        for item in range(100, 10_000):
            fetched.append(item)
            yield item

    results = local.run(source(), prepare, lost, 2)
    for _ in range(100):
        next(results)
    assert len(fetched) <= 100 + 2 * local.AHEAD * local.BATCH + local.BATCH
    results.close()  # type: ignore[attr-defined]


def test_heavy_items_make_small_batches() -> None:
    weights = [local.HEAVY, 1, local.HEAVY // 2, local.HEAVY // 2, *([1] * 20)]
    batches = list(local._batches(weights, int))
    assert [len(batch) for batch in batches] == [1, 3, 16, 4]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_preparation_travels(jobs: int) -> None:
    with pytest.raises(ValueError, match="no such rule"):
        list(local.run(range(10), prepare_badly, lost, jobs))


def test_nothing_to_do_starts_no_process() -> None:
    assert list(local.run([], prepare_badly, lost, 2)) == []


def double_all(items: list[int]) -> list[int]:
    return [result for item in items for result in double(item)]


def prepare_all() -> Callable[[list[int]], list[int]]:
    return double_all


def test_of_an_item_that_can_be_taken_apart_only_the_deadly_piece_is_lost() -> None:
    results = list(
        local.run(
            [[1, 2], [36, DEADLY, 38], [40]], prepare_all, lost, 2, apart=lambda items: [[item] for item in items]
        )
    )
    assert results == [1, -1, 2, -2, 36, -36, ([DEADLY], local.DIED), 38, -38, 40, -40]
