"""Pages made by several processes are those that one would make, and nothing that they say is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from communique.errors import BuildError
from communique.site.mkdocs import page_workers
from fixtures.site import made, pages_of, site


def squares(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Who did what."""
    for number in numbers:
        yield number * number, os.getpid()


@pytest.mark.parametrize("workers", [1, 2, 3, 8])
def test_results_come_in_order_whoever_did_them(workers: int) -> None:
    done = page_workers.map_chunks(squares, range(20), workers)
    assert [square for square, _ in done] == [number * number for number in range(20)]
    assert len({worker for _, worker in done}) == workers
    assert multiprocessing.active_children() == []


def test_nothing_to_do_is_done_at_once() -> None:
    assert page_workers.map_chunks(squares, [], 2) == []


def test_a_worker_that_is_killed_fails_the_build() -> None:
    here = os.getpid()

    def die(numbers: Sequence[int]) -> Iterable[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        yield from numbers

    with pytest.raises(BuildError, match=r"ended early \(exit code -9\)"):
        page_workers.map_chunks(die, range(4), 2)
    assert multiprocessing.active_children() == []


def test_what_a_worker_raises_is_raised_here() -> None:
    here = os.getpid()

    def fail(numbers: Sequence[int]) -> Iterable[int]:
        if os.getpid() != here:
            raise ValueError("no such number")
        yield from numbers

    with pytest.raises(ValueError, match="no such number"):
        page_workers.map_chunks(fail, range(4), 2)


def test_workers_do_not_outlive_a_failure_here() -> None:
    here = os.getpid()

    def fail(numbers: Sequence[int]) -> Iterable[int]:
        while os.getpid() != here:
            signal.pause()
        raise KeyboardInterrupt
        yield from numbers

    with pytest.raises(KeyboardInterrupt):
        page_workers.map_chunks(fail, range(4), 2)
    assert multiprocessing.active_children() == []


def test_several_processes_make_the_site_that_one_makes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(home)
    alone = pages_of(home)
    monkeypatch.setattr(page_workers, "worker_count", lambda count: min(count, 3))
    (home / ".communique/cache/site.tsv").unlink()
    assert made(home).reused_count == 0
    assert pages_of(home) == alone


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_fault_is_told_and_in_order(home: Path, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr(page_workers, "worker_count", lambda count: workers)
    wrong = {f"events__c{number}": f"[x](missing-{number}.md), [y](a.md#no-{number})" for number in range(6)}
    with pytest.raises(BuildError) as caught:
        made(home, *site(**wrong, events__d="---\ntitle: [\n---\n", events__e="[z](#nowhere)"))
    said = str(caught.value).splitlines()
    order = [line.split(".md")[0].rpartition("/")[2] for line in said[:8]]
    assert order == ["c0", "c1", "c2", "c3", "c4", "c5", "d", "e"]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_jobs_done_ahead_come_in_order_and_are_taken_as_they_are_wanted(workers: int) -> None:
    taken = []

    def jobs() -> Iterable[Sequence[int]]:
        for number in range(10):
            taken.append(number)
            yield range(number, number + 3)

    done = page_workers.map_ordered(squares, jobs(), workers)
    first = next(done)
    assert len(taken) <= workers + 1
    found = [first, *done]
    assert [[square for square, _ in results] for results in found] == [
        [number * number for number in range(start, start + 3)] for start in range(10)
    ]
    assert any(worker != os.getpid() for results in found for _, worker in results) == (workers > 1)
    assert multiprocessing.active_children() == []


def test_whoever_stops_listening_leaves_no_process_behind() -> None:
    done = page_workers.map_ordered(squares, iter([range(3)] * 9), 3)
    next(done)
    done.close()
    assert multiprocessing.active_children() == []


def test_an_error_in_a_job_done_ahead_is_raised_here() -> None:
    def fail(numbers: Sequence[int]) -> Iterable[int]:
        raise BuildError("no page")

    with pytest.raises(BuildError, match="no page"):
        list(page_workers.map_ordered(fail, iter([range(3)] * 3), 2))
    assert multiprocessing.active_children() == []


def test_a_job_that_is_not_worth_a_process_is_done_here_in_its_turn() -> None:
    jobs = [[1, 2], [3], [4, 5], [6]]
    done = list(page_workers.map_ordered(squares, jobs, 2, lambda job: len(job) > 1))
    assert [[square for square, _ in part] for part in done] == [[1, 4], [9], [16, 25], [36]]
    here = [{worker for _, worker in part} == {os.getpid()} for part in done]
    assert here == [False, True, False, True]
    assert multiprocessing.active_children() == []
