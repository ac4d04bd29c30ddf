"""Process batches in forked processes and return their results one by one, in order."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from communique.errors import DatabaseError
from communique.pipeline.workers import Worker

Job = TypeVar("Job")
Done = TypeVar("Done")


def map_in_order(work: Callable[[Job], Done], jobs: Sequence[Job], workers: int) -> Iterator[Done]:
    """Yield the result of `work` for each job, in the order of the jobs, as soon as it is ready.

    A worker that is ahead waits until its result is taken, so that only so many results as workers exist at
    once. With fewer than two workers the work is done here. No worker outlives this iterator.

    Args:
        work: from a job to a result that can be sent; what it knows besides is inherited, not sent. It never
            touches a database connection.
        jobs: what is to be done.
        workers: how many processes do it.

    Raises:
        DatabaseError: a process was killed, as one is for want of memory.
    """
    if workers < 2 or len(jobs) < 2:
        yield from map(work, jobs)
        return

    def run_share(share: Sequence[Job]) -> Iterator[Done]:
        gc.disable()  # entries make no cycles, and looking for some takes a third of the time
        yield from map(work, share)

    gc.freeze()  # what exists now is shared with the workers: a collector that touches it would copy it
    processes: list[Worker[Done]] = []
    try:
        for number in range(min(workers, len(jobs))):
            processes.append(Worker(partial(run_share, jobs[number::workers]), _worker_error))
        for number in range(len(jobs)):
            yield processes[number % len(processes)].receive_result()
    finally:
        gc.unfreeze()
        for process in processes:
            process.terminate()


def _worker_error(reason: str) -> DatabaseError:
    return DatabaseError(f"a process that read entries {reason}; nothing was changed, run this again")
