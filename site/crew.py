"""Work shared out among forked processes, since one Python makes pages with one core only."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Generic, TypeVar

from communique import workers as forked
from communique.errors import BuildError
from communique.workers import Worker

FEW = 200  # pages; for fewer a process costs more time than it saves
Job = TypeVar("Job")
Done = TypeVar("Done")


def hands(count: int) -> int:
    """How many processes are worth having for so many pages on this machine."""
    return max(1, min(forked.hands(), count // FEW))


def share(work: Callable[[Sequence[Job]], Iterable[Done]], jobs: Sequence[Job], workers: int) -> list[Done]:
    """What work makes of all the jobs, in their order, whoever did them.

    Each process takes every so-manieth job, this one among them. None outlives this call.

    Args:
        work: gives one result for each job, in order; results must be plain enough to be sent.
        jobs: what is to be done.
        workers: how many processes do it.

    Raises:
        BuildError: a process was killed, as one is for want of memory.
    """
    shares: list[list[Done]] = []
    crew = [_gathering(partial(work, jobs[number::workers])) for number in range(1, workers)]
    try:
        shares = [list(work(jobs[::workers]))]
        shares += [worker.result() for worker in crew]
    finally:
        for worker in crew:
            worker.end()
    return [shares[number % workers][number // workers] for number in range(len(jobs))]


def ahead(
    work: Callable[[Job], Iterable[Done]],
    jobs: Iterable[Job],
    workers: int,
    worth: Callable[[Job], bool] = lambda job: True,
) -> Iterator[list[Done]]:
    """What work makes of each job, in their order, while processes make the next ones.

    A job is taken, in this process, just before a process is forked that does it; so it may hold what cannot be
    sent, and memory that a process took is free again after each job.

    Args:
        work: makes results of a job; results must be plain enough to be sent.
        jobs: what is to be done, taken one by one.
        workers: how many processes do it; with one, this process does it itself.
        worth: whether a job is worth a process; this one does any other when its turn has come.

    Raises:
        BuildError: a process was killed, as one is for want of memory.
    """
    crew: deque[Worker[list[Done]] | _Here[Done]] = deque()
    try:
        for job in jobs:
            doing = partial(work, job)
            crew.append(_gathering(doing) if workers > 1 and worth(job) else _Here(doing))
            if len(crew) > workers or workers == 1:
                yield _ended(crew)
        while crew:
            yield _ended(crew)
    finally:
        for worker in crew:
            worker.end()


def _ended(crew: deque[Worker[list[Done]] | _Here[Done]]) -> list[Done]:
    done = crew[0].result()
    crew.popleft().end()
    return done


class _Here(Generic[Done]):
    """Work that this process does itself."""

    def __init__(self, work: Callable[[], Iterable[Done]]) -> None:
        self._work = work

    def result(self) -> list[Done]:
        return list(self._work())

    def end(self) -> None:
        """Nothing: no process was begun."""


def _gathering(work: Callable[[], Iterable[Done]]) -> Worker[list[Done]]:
    """A worker that hands over all at once when it is through, and so never waits for this process."""
    parent = os.getpid()

    def life() -> Iterator[list[Done]]:
        gc.freeze()  # what was there before is not looked through, nor copied for it
        done: list[Done] = []
        for result in work():
            if os.getppid() != parent:  # nobody waits for it any longer
                return
            done.append(result)
        yield done

    return Worker(life, lambda how: BuildError(f"a process that made pages {how}"))
