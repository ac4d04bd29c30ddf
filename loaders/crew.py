"""Batches worked on in forked processes, their results handed over one by one: nothing waits in memory."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from communique.errors import DatabaseError
from communique.workers import Worker

Job = TypeVar("Job")
Done = TypeVar("Done")


def in_order(work: Callable[[Job], Done], jobs: Sequence[Job], workers: int) -> Iterator[Done]:
    """What work makes of each job, in the order of the jobs, while others are still at the next.

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

    def life(share: Sequence[Job]) -> Iterator[Done]:
        gc.disable()  # entries make no cycles, and looking for some takes a third of the time
        yield from map(work, share)

    gc.freeze()  # what exists now is shared with the workers: a collector that touches it would copy it
    crew: list[Worker[Done]] = []
    try:
        for number in range(min(workers, len(jobs))):
            crew.append(Worker(partial(life, jobs[number::workers]), _lost))
        for number in range(len(jobs)):
            yield crew[number % len(crew)].result()
    finally:
        gc.unfreeze()
        for worker in crew:
            worker.end()


def _lost(how: str) -> DatabaseError:
    return DatabaseError(f"a process that read entries {how}; nothing was changed, run this again")
