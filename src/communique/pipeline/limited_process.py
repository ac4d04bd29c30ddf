"""Run a function in a process of its own that is ended when its time is up, whatever it is doing, or its memory."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MEMORY: Final = 4 * 1024**3
"""Bytes of addresses that the process may have, where the system can limit them."""


def run_limited(function: Callable[..., Any], *arguments: Any, seconds: float, memory: int = MEMORY) -> Any:
    """Return what a function returns, or raise what it raises.

    Nothing else is sure to end a question of SQL or the reading of a stranger's workbook: libraries look for an
    interrupt now and then only, and one that gets no memory may take the whole process with it.

    Args:
        function: of a module, since where processes cannot be forked it is sent by name.
        arguments: plain enough to be sent, as is what it returns.
        seconds: how long it may take.
        memory: bytes of addresses that it may have, where the system can limit them.

    Raises:
        TimeoutError: it did not end in time.
        MemoryError: it needed more memory than it may have, or died otherwise.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if can_fork else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, memory, function, arguments), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise TimeoutError(f"not done within {seconds:g} s")
        answer, error = receiver.recv()
    except EOFError:
        raise MemoryError from None
    finally:
        process.kill()
        process.join()
        receiver.close()
    if error is not None:
        raise error
    return answer


def _run(sender: Connection, memory: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Send what the function returns, or the error that it raises."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit, and another may be lower
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that dies has its last words here
    try:
        sender.send((function(*arguments), None))
    except Exception as error:  # of ours, or a fault, which is told as one
        sender.send((None, error))
