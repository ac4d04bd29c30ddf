"""Work shared out among forked processes, since one Python makes pages with one core only."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkProcess
from typing import Any, TypeVar

from communique.errors import BuildError

FEW = 200  # pages; for fewer a process costs more time than it saves
Job = TypeVar("Job")
Done = TypeVar("Done")
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def hands(count: int) -> int:
    """How many processes are worth having for so many pages on this machine."""
    forks = "fork" in multiprocessing.get_all_start_methods()
    return max(1, min(cores(), count // FEW)) if forks else 1


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
    crew = [_Worker(work, jobs[number::workers]) for number in range(1, workers)]
    try:
        shares = [list(work(jobs[::workers]))]
        shares += [worker.results() for worker in crew]
    finally:
        for worker in crew:
            worker.end()
    return [shares[number % workers][number // workers] for number in range(len(jobs))]


def ahead(work: Callable[[Job], Iterable[Done]], jobs: Iterable[Job], workers: int) -> Iterator[list[Done]]:
    """What work makes of each job, in their order, while processes make the next ones.

    A job is taken, in this process, just before a process is forked that does it; so it may hold what cannot be
    sent, and memory that a process took is free again after each job.

    Args:
        work: makes results of a job; results must be plain enough to be sent.
        jobs: what is to be done, taken one by one.
        workers: how many processes do it; with one, this process does it itself.

    Raises:
        BuildError: a process was killed, as one is for want of memory.
    """
    if workers == 1:
        yield from (list(work(job)) for job in jobs)
        return
    crew: deque[_Worker] = deque()
    try:
        for job in jobs:
            crew.append(_Worker(lambda shares: work(shares[0]), [job]))
            if len(crew) > workers:
                yield _ended(crew)
        while crew:
            yield _ended(crew)
    finally:
        for worker in crew:
            worker.end()


def _ended(crew: deque[_Worker]) -> list[Any]:
    done = crew[0].results()
    crew.popleft().end()
    return done


class _Worker:
    """A process with its share of the jobs."""

    def __init__(self, work: Callable[[Sequence[Any]], Iterable[Any]], jobs: Sequence[Any]) -> None:
        context: ForkContext = multiprocessing.get_context("fork")
        self.reader, writer = context.Pipe(duplex=False)
        self.process: ForkProcess = context.Process(
            target=_work, args=(work, jobs, self.reader, writer, os.getpid()), daemon=True
        )
        # Ctrl-C goes to every process of the terminal; this one hears it and ends the others.
        waiting = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
        writer.close()

    def results(self) -> list[Any]:
        """What it made, once it is through; its own exception if it had one."""
        try:
            done, error = self.reader.recv()
        except EOFError:
            self.process.join()
            raise BuildError(
                f"a process that made pages ended early (exit code {self.process.exitcode}), as for want of memory"
            ) from None
        if error is not None:
            raise error
        return list(done)

    def end(self) -> None:
        """Leave nothing behind, whether it is through or not."""
        self.reader.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _work(
    work: Callable[[Sequence[Any]], Iterable[Any]],
    jobs: Sequence[Any],
    reader: Connection,
    writer: Connection,
    parent: int,
) -> None:
    """A worker's life."""
    reader.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    done: list[Any] = []
    error: Exception | None = None
    try:
        for result in work(jobs):
            if os.getppid() != parent:  # nobody waits for it any longer
                return
            done.append(result)
    except Exception as caught:
        error = caught
    with suppress(OSError):  # nobody waits for it any longer
        writer.send((done, error))
