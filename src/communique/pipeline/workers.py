"""Forked worker processes that send their results to this one, one after the other."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkProcess
from typing import Any, Final, Generic, TypeVar

Done = TypeVar("Done")
_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def cpu_count() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def max_workers() -> int:
    """Return the number of processes that can work at once; 1 where processes cannot be forked."""
    return cpu_count() if "fork" in multiprocessing.get_all_start_methods() else 1


class Worker(Generic[Done]):
    """A forked process that does one piece of work.

    Args:
        work: makes the results; what it knows is inherited, and results must be plain enough to be sent. One
            that is ahead waits until its last result was taken.
        lost: makes the error to raise if the process was killed, from words such as "ended early (…)".
    """

    def __init__(self, work: Callable[[], Iterable[Done]], lost: Callable[[str], Exception]) -> None:
        context: ForkContext = multiprocessing.get_context("fork")
        self._lost = lost
        self._reader, writer = context.Pipe(duplex=False)
        self._process: ForkProcess = context.Process(
            target=_run_worker, args=(work, self._reader, writer), daemon=True
        )
        # Ctrl-C goes to every process of the terminal; the first one hears it and ends the others.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        writer.close()

    def receive_result(self) -> Done:
        """Return the next result of the process, or raise the exception that it raised.

        Raises:
            Exception: what ``lost`` makes, if the process was killed, as one is for want of memory.
        """
        try:
            done, error = pickle.loads(self._reader.recv_bytes())  # noqa: S301  (from a process of our own)
        except EOFError:
            self._process.join()
            how = f"ended early (exit code {self._process.exitcode}), as for want of memory"
            raise self._lost(how) from None
        if error is not None:
            raise error
        result: Done = done
        return result

    def terminate(self) -> None:
        """Kill the process and release its resources, whether it has finished or not."""
        self._reader.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _run_worker(work: Callable[[], Iterable[Any]], reader: Connection, writer: Connection) -> None:
    """Run the work in the child process and send its results."""
    reader.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)

    def send_result(done: object, error: Exception | None) -> None:
        writer.send_bytes(pickle.dumps((done, error), pickle.HIGHEST_PROTOCOL))

    with suppress(OSError):  # nobody waits for it any longer
        try:
            for done in work():
                send_result(done, None)
        except Exception as caught:  # if it was the pipe's, telling it fails as well
            send_result(None, caught)
