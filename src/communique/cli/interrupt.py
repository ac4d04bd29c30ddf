"""Ctrl-C: what it must not cut in two, and what had been done already when it came."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_done: list[str] = []


def begin() -> None:
    """A new run: nothing was changed yet."""
    _done.clear()


def done(words: str) -> None:
    """From here on an interruption says that this has been done."""
    _done.append(words)


def words() -> str:
    """What to tell somebody who pressed Ctrl-C."""
    return f"interrupted; {'; '.join(_done) or 'nothing was changed'}"


@contextmanager
def whole(words: str) -> Iterator[None]:
    """Let a step end before Ctrl-C is heard, so that nobody is told wrong of whether it was done.

    Args:
        words: what has been done once the step has ended.
    """
    if threading.current_thread() is not threading.main_thread():  # signals reach the main thread only
        yield
        return
    waiting: list[int] = []

    def wait(number: int, _frame: FrameType | None) -> None:
        waiting.append(number)

    before = signal.signal(signal.SIGINT, wait)
    try:
        yield
        done(words)
    finally:
        signal.signal(signal.SIGINT, before)
    if waiting:
        raise KeyboardInterrupt
