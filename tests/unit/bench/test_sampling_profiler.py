"""Looking at a build tells the stage of what runs, in every process, and leaves nothing behind."""

from __future__ import annotations

import multiprocessing
import sys
import time
from types import FrameType
from typing import Any

import pytest
from bench import ROOT
from bench.sampling_profiler import EVERY, STAGES, START, find_stage, sample_stages

MKDOCS = "/x/src/communique/site/mkdocs"


def within(*files: str) -> FrameType:
    """A stack of functions in these files, the innermost last."""
    inner: Any = sys._getframe  # the stack itself is what is wanted
    for file in reversed(files):
        scope = {"inner": inner}
        exec(compile("def call():\n    return inner()\n", file, "exec"), scope)
        inner = scope["call"]
    found = inner()
    assert isinstance(found, FrameType)
    return found


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            (f"{MKDOCS}/page_renderer.py", f"{MKDOCS}/pages.py"),
            "reading generated pages",
        ),
        (("/x/src/communique/site/pages/event/event.py", "/lib/sqlalchemy/orm.py"), "queries and views"),
        (("/x/src/communique/site/cache_keys.py",), "keys of what may stay"),
        ((f"{MKDOCS}/page_renderer.py", "/x/site/theme/main.html"), "theme's templates"),
        (("<frozen importlib._bootstrap>", f"{MKDOCS}/pages.py"), START),
        (("/x/src/communique/cli/build.py",), "the command"),
        ((), "the command"),
    ],
)
def test_the_innermost_of_our_modules_says_the_stage(files: tuple[str, ...], expected: str) -> None:
    assert find_stage(within("/elsewhere.py", *files)) == expected


def test_every_stage_is_of_a_module_that_there_is() -> None:
    gone = [name for name in STAGES if not (ROOT / "src" / "communique" / name).exists()]
    assert gone == []


def burn() -> None:
    """Use the processor for as long as several looks take."""
    end = time.process_time() + 10 * EVERY
    while time.process_time() < end:
        sum(range(1000))


def forked() -> int | None:
    """How a forked process ends that uses the processor."""
    child = multiprocessing.get_context("fork").Process(target=burn)
    child.start()
    child.join()
    return child.exitcode


def test_forked_processes_are_looked_at_too() -> None:
    spent: dict[str, float] = {}
    with sample_stages(spent):
        assert forked() == 0
    assert spent["the command"] > 0


def test_nothing_is_looked_at_afterwards() -> None:
    with pytest.raises(ValueError, match="over"), sample_stages({}):
        raise ValueError("over")
    burn()
    assert forked() == 0
