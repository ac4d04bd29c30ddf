"""Handle Ctrl-C: which steps it must not interrupt, and what had been done when it came."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_messages: list[str] = []


def reset_messages() -> None:
    """Forget the messages of an earlier run: nothing was changed yet."""
    _messages.clear()


def add_message(message: str) -> None:
    """Add a message on what has been done, to be printed if the run is interrupted."""
    _messages.append(message)


def interruption_message() -> str:
    """Return what to print for somebody who pressed Ctrl-C."""
    return f"interrupted; {'; '.join(_messages) or 'nothing was changed'}"


@contextmanager
def repeat_lost_interrupts() -> Iterator[None]:
    """Let no Ctrl-C get lost in Python itself.

    Where it would only be printed, in a destructor or weak reference, it comes again a moment later. Where Python
    3.11 makes it the cause of a RuntimeError, while a class names its attributes, it is a Ctrl-C again.
    """
    hook = sys.unraisablehook

    def repeat_interrupt(lost: sys.UnraisableHookArgs) -> None:
        if isinstance(lost.exc_value, KeyboardInterrupt):
            threading.Timer(REPEATED_AFTER, _thread.interrupt_main).start()
        else:
            hook(lost)

    sys.unraisablehook = repeat_interrupt
    try:
        yield
    except RuntimeError as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise error.__cause__ from None
        raise
    finally:
        sys.unraisablehook = hook


REPEATED_AFTER: Final = 0.02
"""Seconds, in which the destructor has ended."""


@contextmanager
def uninterruptible(message: str) -> Iterator[None]:
    """Let a step end before Ctrl-C interrupts, so that the message on what was done is right.

    Args:
        message: what has been done once the step has ended.
    """
    if threading.current_thread() is not threading.main_thread():  # signals reach the main thread only
        yield
        return
    pending: list[int] = []

    def remember_signal(number: int, _frame: FrameType | None) -> None:
        pending.append(number)

    previous_handler = signal.signal(signal.SIGINT, remember_signal)
    try:
        yield
        add_message(message)
    finally:
        signal.signal(signal.SIGINT, previous_handler)
    if pending:
        raise KeyboardInterrupt
