"""Run a function in a process of its own that is ended when its time is up, whatever it is doing, or its memory."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from communique.errors import DatabaseError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MEMORY: Final = 4 * 1024**3
"""Bytes of addresses that the process may have, where the system can limit them."""


def run_limited(function: Callable[..., Any], *arguments: Any, seconds: float) -> Any:
    """Return what a function returns, or raise what it raises.

    Nothing else is sure to end a question: SQLite looks for an interrupt between rows, and one call of a function on
    long text can take hours.

    Args:
        function: of a module, since where processes cannot be forked it is sent by name.
        arguments: plain enough to be sent, as is what it returns.
        seconds: how long it may take.

    Raises:
        DatabaseError: it did not end in time, or needed more memory than it may have.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if can_fork else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, function, arguments), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise DatabaseError(no_answer_within(seconds))
        answer, error = receiver.recv()
    except EOFError:
        raise DatabaseError(
            "the question ended without an answer; it may have needed more memory than there is"
        ) from None
    finally:
        process.kill()
        process.join()
        receiver.close()
    if error is not None:
        raise error
    return answer


def no_answer_within(seconds: float | None) -> str:
    """Return the message for a question that took too long."""
    return f"no answer within {seconds:g} s; narrow the question or raise --timeout"


def _run(sender: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Send what the function returns, or the error that it raises."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit, and another may be lower
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        sender.send((function(*arguments), None))
    except MemoryError:
        sender.send(
            (
                None,
                DatabaseError(
                    "the question needs too much memory; narrow it, or ask for fewer or shorter values"
                ),
            )
        )
    except Exception as error:  # of ours, or a fault, which is told as one
        sender.send((None, error))
