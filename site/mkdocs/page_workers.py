"""Map functions over jobs in forked processes, since one process renders on one core only."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Generic, TypeVar

from communique.errors import BuildError
from communique.pipeline import workers as forked
from communique.pipeline.workers import Worker

FEW = 200  # pages; for fewer a process costs more time than it saves
Job = TypeVar("Job")
Done = TypeVar("Done")


def worker_count(count: int) -> int:
    """Return how many processes are worth starting for `count` pages on this machine."""
    return max(1, min(forked.max_workers(), count // FEW))


def map_chunks(
    function: Callable[[Sequence[Job]], Iterable[Done]], jobs: Sequence[Job], workers: int
) -> list[Done]:
    """Apply a function to all jobs, split among processes; return the results in the order of the jobs.

    Each process takes every so-manieth job, this one among them. None outlives this call.

    Args:
        function: gives one result for each job, in order; results must be plain enough to be sent.
        jobs: what is to be done.
        workers: how many processes do it.

    Raises:
        BuildError: a process was killed, as one is for want of memory.
    """
    chunks: list[list[Done]] = []
    processes = [_collecting_worker(partial(function, jobs[number::workers])) for number in range(1, workers)]
    try:
        chunks = [list(function(jobs[::workers]))]
        chunks += [worker.receive_result() for worker in processes]
    finally:
        for worker in processes:
            worker.terminate()
    return [chunks[number % workers][number // workers] for number in range(len(jobs))]


def map_ordered(
    function: Callable[[Job], Iterable[Done]],
    jobs: Iterable[Job],
    workers: int,
    should_fork: Callable[[Job], bool] = lambda job: True,
) -> Iterator[list[Done]]:
    """Apply a function to each job and yield its results in order, while processes work on the next jobs.

    A job is taken, in this process, just before a process is forked that does it; so it may hold what cannot be
    sent, and memory that a process took is free again after each job.

    Args:
        function: makes results of a job; results must be plain enough to be sent.
        jobs: what is to be done, taken one by one.
        workers: how many processes do it; with one, this process does it itself.
        should_fork: whether a job is worth a process; this one does any other when its turn has come.

    Raises:
        BuildError: a process was killed, as one is for want of memory.
    """
    pending: deque[Worker[list[Done]] | _InlineTask[Done]] = deque()
    try:
        for job in jobs:
            task = partial(function, job)
            pending.append(
                _collecting_worker(task) if workers > 1 and should_fork(job) else _InlineTask(task)
            )
            if len(pending) > workers or workers == 1:
                yield _next_result(pending)
        while pending:
            yield _next_result(pending)
    finally:
        for worker in pending:
            worker.terminate()


def _next_result(pending: deque[Worker[list[Done]] | _InlineTask[Done]]) -> list[Done]:
    result = pending[0].receive_result()
    pending.popleft().terminate()
    return result


class _InlineTask(Generic[Done]):
    """A task that this process runs itself."""

    def __init__(self, function: Callable[[], Iterable[Done]]) -> None:
        self._function = function

    def receive_result(self) -> list[Done]:
        return list(self._function())

    def terminate(self) -> None:
        """Do nothing: no process was started."""


def _collecting_worker(function: Callable[[], Iterable[Done]]) -> Worker[list[Done]]:
    """Return a worker that sends all results at once when it ends, and so never waits for this process."""
    parent = os.getpid()

    def collect_results() -> Iterator[list[Done]]:
        gc.freeze()  # what was there before is not looked through, nor copied for it
        results: list[Done] = []
        for result in function():
            if os.getppid() != parent:  # nobody waits for it any longer
                return
            results.append(result)
        yield results

    return Worker(collect_results, lambda how: BuildError(f"a process that made pages {how}"))
