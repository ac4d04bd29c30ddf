"""Forked processes that work beside this one and hand over what they make, one result after the other."""

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
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def hands() -> int:
    """How many processes can work at once on this machine; one where processes cannot be forked."""
    return cores() if "fork" in multiprocessing.get_all_start_methods() else 1


class Worker(Generic[Done]):
    """A process of its own for one piece of work.

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
            target=_live, args=(work, self._reader, writer), daemon=True
        )
        # Ctrl-C goes to every process of the terminal; the first one hears it and ends the others.
        waiting = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
        writer.close()

    def result(self) -> Done:
        """The next of its results; its own exception if it had one.

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

    def end(self) -> None:
        """Leave nothing behind, whether it is through or not."""
        self._reader.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _live(work: Callable[[], Iterable[Any]], reader: Connection, writer: Connection) -> None:
    """A worker's life."""
    reader.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)

    def tell(done: object, error: Exception | None) -> None:
        writer.send_bytes(pickle.dumps((done, error), pickle.HIGHEST_PROTOCOL))

    with suppress(OSError):  # nobody waits for it any longer
        try:
            for done in work():
                tell(done, None)
        except Exception as caught:  # if it was the pipe's, telling it fails as well
            tell(None, caught)
