"""Batches worked on in forked processes, their results handed over one by one: nothing waits in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkProcess
from typing import Any, TypeVar

from communique.errors import DatabaseError

Job = TypeVar("Job")
Done = TypeVar("Done")
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def hands() -> int:
    """How many processes are worth having on this machine; one where processes cannot be forked."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[Job], Done], jobs: Sequence[Job], workers: int) -> Iterator[Done]:
    """What work makes of each job, in the order of the jobs, while others are still at the next.

    A worker that is ahead waits until its result is taken, so that only so many results as workers exist at
    once. With fewer than two workers the work is done here. No worker outlives this iterator.

    Args:
        work: from a job to a result that can be sent; what it knows besides is inherited, not sent.
        jobs: what is to be done.
        workers: how many processes do it.

    Raises:
        DatabaseError: a process was killed, as one is for want of memory.
    """
    if workers < 2 or len(jobs) < 2:
        yield from map(work, jobs)
        return
    gc.freeze()  # what exists now is shared with the workers: a collector that touches it would copy it
    crew: list[_Worker] = []
    try:
        crew.extend(_Worker(work, jobs[number::workers]) for number in range(min(workers, len(jobs))))
        for number in range(len(jobs)):
            yield crew[number % len(crew)].result()
    finally:
        gc.unfreeze()
        for worker in crew:
            worker.end()


class _Worker:
    """A process with its share of the jobs."""

    def __init__(self, work: Callable[[Any], Any], jobs: Sequence[Any]) -> None:
        context: ForkContext = multiprocessing.get_context("fork")
        self._reader, writer = context.Pipe(duplex=False)
        self._process: ForkProcess = context.Process(
            target=_live, args=(work, jobs, self._reader, writer), daemon=True
        )
        # Ctrl-C goes to every process of the terminal; the first one hears it and ends the others.
        waiting = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
        writer.close()

    def result(self) -> Any:
        """The next of its results; its own exception if it had one."""
        try:
            done, error = pickle.loads(self._reader.recv_bytes())  # noqa: S301  (from a process of our own)
        except EOFError:
            self._process.join()
            raise DatabaseError(
                f"a process that read entries ended early (exit code {self._process.exitcode}), as for want of "
                "memory; nothing was changed, run this again"
            ) from None
        if error is not None:
            raise error
        return done

    def end(self) -> None:
        """Leave nothing behind, whether it is through or not."""
        self._reader.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _live(work: Callable[[Any], Any], jobs: Sequence[Any], reader: Connection, writer: Connection) -> None:
    """A worker's life. It never touches the database connection that it inherited."""
    reader.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    gc.disable()  # entries make no cycles, and looking for some takes a third of the time
    with suppress(OSError):  # nobody waits for it any longer
        for job in jobs:
            try:
                told: tuple[Any, Exception | None] = work(job), None
            except Exception as caught:
                told = None, caught
            writer.send_bytes(pickle.dumps(told, pickle.HIGHEST_PROTOCOL))
            if told[1] is not None:
                return
