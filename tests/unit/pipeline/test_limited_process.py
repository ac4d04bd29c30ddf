"""A function in a process of its own: what it returns, what it raises, and its end when its time is up."""

from __future__ import annotations

import math
import operator
import os
import threading
import time
from collections.abc import Iterator

import pytest

from communique.database import connect
from communique.errors import DatabaseError
from communique.pipeline.limited_process import run_limited


@pytest.fixture(params=["alone", "beside a thread"])
def started(request: pytest.FixtureRequest) -> Iterator[None]:
    """A process that is forked, and one that is begun anew, as it must be beside another thread."""
    ended = threading.Event()
    if request.param != "alone":
        threading.Thread(target=ended.wait, daemon=True).start()
    yield
    ended.set()


@pytest.mark.usefixtures("started")
def test_what_it_returns_and_raises_comes_back() -> None:
    assert run_limited(math.hypot, 3, 4, seconds=60) == 5
    with pytest.raises(DatabaseError, match="nonsense"):
        run_limited(connect, "nonsense://", seconds=60)
    with pytest.raises(ZeroDivisionError):
        run_limited(operator.truediv, 1, 0, seconds=60)


@pytest.mark.usefixtures("started")
def test_it_is_ended_whatever_it_is_doing() -> None:
    with pytest.raises(TimeoutError, match=r"0\.2 s"):
        run_limited(time.sleep, 3600, seconds=0.2)


def test_a_process_that_dies_or_asks_for_more_memory_is_told() -> None:
    with pytest.raises(MemoryError):
        run_limited(os._exit, 1, seconds=60)
    with pytest.raises(MemoryError):
        run_limited(bytes, 2**32, seconds=60, memory=2**31)
