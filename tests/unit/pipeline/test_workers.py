"""Jobs that several processes do give the results that one would give, in order, and leave no process behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Sequence

import pytest

from communique.errors import WorkerError
from communique.pipeline.workers import map_ordered


def squares(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The square of each number, and by which process it was made."""
    for number in numbers:
        yield number * number, os.getpid()


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_and_jobs_are_taken_as_they_are_wanted(workers: int) -> None:
    taken = []

    def jobs() -> Iterable[Sequence[int]]:
        for number in range(10):
            taken.append(number)
            yield range(number, number + 3)

    done = map_ordered(squares, jobs(), workers)
    first = next(done)
    assert len(taken) <= workers + 1
    results = [first, *done]
    assert [[square for square, _ in result] for result in results] == [
        [number * number for number in range(start, start + 3)] for start in range(10)
    ]
    assert any(worker != os.getpid() for result in results for _, worker in result) == (workers > 1)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_to_do_is_done_at_once(workers: int) -> None:
    assert list(map_ordered(squares, [], workers)) == []


def test_a_killed_worker_is_an_error() -> None:
    def die(numbers: Sequence[int]) -> Iterable[int]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield from numbers

    with pytest.raises(WorkerError, match=r"ended early \(exit code -9\)"):
        list(map_ordered(die, [[1], [2]], 2))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_job_raises_is_raised_here(workers: int) -> None:
    def fail(numbers: Sequence[int]) -> Iterable[int]:
        raise ValueError("no such number")

    with pytest.raises(ValueError, match="no such number"):
        list(map_ordered(fail, iter([range(3)] * 3), workers))
    assert multiprocessing.active_children() == []


def test_a_result_that_cannot_be_sent_is_an_error_too() -> None:
    with pytest.raises(Exception, match=r"pickle|lambda|local object"):
        list(map_ordered(lambda job: [lambda: job], [1, 2], 2))
    assert multiprocessing.active_children() == []


def test_workers_do_not_outlive_a_failure_here() -> None:
    def wait(numbers: Sequence[int]) -> Iterable[int]:
        signal.pause()
        yield from numbers

    def jobs() -> Iterable[Sequence[int]]:
        yield [1]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(map_ordered(wait, jobs(), 2))
    assert multiprocessing.active_children() == []


def test_whoever_stops_listening_leaves_no_process_behind() -> None:
    done = map_ordered(squares, iter([range(3)] * 9), 3)
    next(done)
    done.close()
    assert multiprocessing.active_children() == []


def test_a_job_that_is_not_worth_a_process_is_done_here_in_its_turn() -> None:
    jobs = [[1, 2], [3], [4, 5], [6]]
    done = list(map_ordered(squares, jobs, 2, lambda job: len(job) > 1))
    assert [[square for square, _ in part] for part in done] == [[1, 4], [9], [16, 25], [36]]
    here = [{worker for _, worker in part} == {os.getpid()} for part in done]
    assert here == [False, True, False, True]
    assert multiprocessing.active_children() == []
