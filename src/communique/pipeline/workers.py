"""Map a function over jobs in forked processes, in order, since one process works on one core only."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from communique.errors import WorkerError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, ForkProcess

FEW = 200
"""For fewer pages a process costs more time than it saves."""

Job = TypeVar("Job")
Done = TypeVar("Done")
Received = TypeVar("Received", covariant=True)


def cpu_count() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def max_workers() -> int:
    """Return the number of processes that can work at once; 1 where processes cannot be forked."""
    return cpu_count() if "fork" in multiprocessing.get_all_start_methods() else 1


def worker_count(pages: int) -> int:
    """Return how many processes are worth starting for some pages on this machine."""
    return max(1, min(max_workers(), pages // FEW))


def map_ordered(
    function: Callable[[Job], Iterable[Done]],
    jobs: Iterable[Job],
    workers: int,
    should_fork: Callable[[Job], bool] = lambda job: True,
) -> Iterator[list[Done]]:
    """Apply a function to each job and yield its results in order, while processes work on the next jobs.

    A job is taken, in this process, just before a process is forked that does it; so it may hold what cannot be
    sent, and memory that a process took is free again after each job. No process outlives this iterator.

    Args:
        function: makes results of a job; results must be plain enough to be sent. It never touches a database
            connection.
        jobs: what is to be done, taken one by one.
        workers: how many processes do it; with one, this process does it itself.
        should_fork: whether a job is worth a process; this one does any other when its turn has come.

    Raises:
        WorkerError: a process was killed, as one is for want of memory.
    """
    pending: deque[_Task[list[Done]]] = deque()
    try:
        for job in jobs:
            task = partial(function, job)
            pending.append(Worker(task) if workers > 1 and should_fork(job) else _InlineTask(task))
            if len(pending) > workers or workers == 1:
                yield _next_result(pending)
        while pending:
            yield _next_result(pending)
    finally:
        for worker in pending:
            worker.terminate()


class _Task(Protocol[Received]):
    """A job that was begun, here or in another process."""

    def receive_result(self) -> Received:
        """Return the result when it is ready."""

    def terminate(self) -> None:
        """End the job, whether it has finished or not."""


def _next_result(pending: deque[_Task[Received]]) -> Received:
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


class Worker(Generic[Done]):
    """A forked process that does one job and sends all its results at once, so that it never waits for this one.

    Args:
        work: makes the results; what it knows is inherited.
    """

    def __init__(self, work: Callable[[], Iterable[Done]]) -> None:
        context: ForkContext = multiprocessing.get_context("fork")
        self._reader, writer = context.Pipe(duplex=False)
        self._process: ForkProcess = context.Process(
            target=_run_worker, args=(work, self._reader, writer), daemon=True
        )
        # Ctrl-C goes to every process of the terminal; the first one hears it and ends the others.
        with stop_signals_blocked():
            self._process.start()
        writer.close()

    def receive_result(self) -> list[Done]:
        """Return the results of the process, or raise the exception that it raised.

        Raises:
            WorkerError: the process was killed, as one is for want of memory.
        """
        try:
            done, error = pickle.loads(self._reader.recv_bytes())  # noqa: S301  (from a process of our own)
        except EOFError:
            self._process.join()
            raise WorkerError(
                f"a worker process ended early (exit code {self._process.exitcode}), as for want of memory; "
                "nothing was changed, run this again"
            ) from None
        if error is not None:
            raise error
        results: list[Done] = done
        return results

    def terminate(self) -> None:
        """Kill the process and release its resources, whether it has finished or not."""
        self._reader.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _run_worker(work: Callable[[], Iterable[Any]], reader: Connection, writer: Connection) -> None:
    """Run the work in the child process and send its results, unless the parent is gone."""
    reader.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in STOP_SIGNALS[1:]:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    gc.freeze()  # what was there before is not looked through, nor copied for it
    parent, results = os.getppid(), []
    with suppress(OSError):  # nobody waits for it any longer
        try:
            for result in work():
                if os.getppid() != parent:
                    return
                results.append(result)
            answer = pickle.dumps((results, None), pickle.HIGHEST_PROTOCOL)
        except Exception as caught:
            answer = pickle.dumps((None, caught), pickle.HIGHEST_PROTOCOL)
        writer.send_bytes(answer)


STOP_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""The signals that ask a process to stop; there is no SIGHUP on Windows."""


@contextmanager
def stop_signals_blocked() -> Iterator[None]:
    """Block these signals until the body has run; where a system cannot block signals, they come through."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    previous_mask = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous_mask)
